"""An update, from the site to the rows: what changed is ingested, the rest left alone, trouble stays where it is."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from fixtures.site import invented
from fixtures.site.faults import Fault
from pipeline.publications.update import (
    answering,
    by_host,
    ingest_visited,
    not_archived,
    not_visited,
    read_again_directly,
    refusing,
    update_directly,
    waiting_councils,
)
from pipeline.publications.update_report import report_update
from pipeline.publications.visit import SiteDown, follow_feed, manners_on, require_up
from pipeline.publications.waiting import is_outdated
from pipeline.receipt import reading_version
from pipeline.store import open_store, read_store, transaction
from schemas.errors import StoreError
from schemas.identity import Council
from schemas.publications import FetchFate, FetchOutcome, Outcome, SourceState
from schemas.runs import Fate, IngestRequest, Listener, RunSummary, nobody_listens
from schemas.updates import CouncilUpdate, StatedMismatch, TroubleKind, Visited, VisitOrder
from tests.pipeline.publications.towns import DOCUMENTS, TODAY, Papers, Town, town

NOWHERE = Council("nowhere", "Nowhere Town Council", system="moderngov", base_url="http://127.0.0.1:9")


def update(place: Town, *others: Council, **changed: object) -> tuple[CouncilUpdate, ...]:
    return update_directly(place.order(**changed), [place.council, *others], nobody_listens)


def fates(done: CouncilUpdate) -> dict[str, int]:
    assert done.ingested is not None
    return {fate.value: count for fate in Fate if (count := done.ingested.count(fate))}


def test_a_published_report_becomes_rows_that_say_where_they_come_from(harrowfell: Town) -> None:
    (done,) = update(harrowfell)
    assert fates(done) == {"loaded": 3}
    reports = harrowfell.rows("select body, meeting_date, title, source from reports order by meeting_date")
    coming = (TODAY + timedelta(days=6)).isoformat()
    assert ("Cabinet", coming, "Performance report Q2", "moderngov") in reports
    documents = harrowfell.rows(
        "select role, documents.title, source_url from documents join reports using (report_id) "
        f"where meeting_date = '{coming}' order by role"
    )
    assert [(role, title) for role, title, _ in documents] == [
        ("appendix", "Appendix A - measures & targets"),
        ("cover", "Performance report Q2"),
    ]
    assert all(url.startswith(f"{harrowfell.site.base_url}/documents/s") for _, _, url in documents)
    of_report = f"from observations join reports using (report_id) where meeting_date = '{coming}'"
    assert harrowfell.rows(f"select count(*) {of_report}") == [(9,)]


def test_a_second_update_downloads_and_reads_nothing(harrowfell: Town) -> None:
    update(harrowfell)
    runs = harrowfell.rows("select count(*) from runs")
    harrowfell.site.forget_visits()
    (again,) = update(harrowfell)
    assert harrowfell.site.asked_for(DOCUMENTS) == []
    assert (again.visited.fetched, again.ingested) == ((), None)
    assert harrowfell.rows("select count(*) from runs") == runs


def test_a_replaced_report_restates_the_figure_that_changed(harrowfell: Town) -> None:
    update(harrowfell)
    paper = harrowfell.site.council.find_paper(invented.REPORT)
    assert paper is not None
    paper.content, paper.published = harrowfell.papers.replaced, TODAY
    (done,) = update(harrowfell, today=TODAY + timedelta(days=1))
    assert done.visited.count(FetchFate.NEW_VERSION) == 1
    assert fates(done)["loaded"] >= 1
    restated = harrowfell.rows("select field, was, became from restatements order by field")
    assert ("actual", "41%", "49%") in [(field.removesuffix("_text"), was, became) for field, was, became in restated]


def test_what_a_killed_run_fetched_is_ingested_although_nothing_is_new(harrowfell: Town) -> None:
    harrowfell.visit()
    assert waiting_councils(harrowfell.order()) == ("harrowfell",)
    (done,) = update(harrowfell)
    assert done.visited.fetched == ()
    assert fates(done) == {"loaded": 3}
    assert waiting_councils(harrowfell.order()) == ()


def test_a_council_that_fails_stops_no_other(harrowfell: Town) -> None:
    unreadable = Council("elsewhere", "Elsewhere Council", system="moderngov")
    first, second, third = update_directly(
        harrowfell.order(allow_private=("127.0.0.1",)), [NOWHERE, unreadable, harrowfell.council], nobody_listens
    )
    assert first.visited.state is SourceState.UNAVAILABLE
    (trouble,) = second.troubles
    assert trouble.kind is TroubleKind.PROBLEM
    assert "no address of Elsewhere Council" in trouble.message
    assert third.visited.state is SourceState.OK
    assert fates(third) == {"loaded": 3}


def test_a_bug_met_in_one_council_is_told_with_it(harrowfell: Town) -> None:
    def broken(order: VisitOrder, council: Council, ending: Event | None = None) -> Visited:
        raise KeyError("surprise")

    (done,) = update_directly(harrowfell.order(), [harrowfell.council], nobody_listens, visit=broken)
    (trouble,) = done.troubles
    assert (trouble.kind, trouble.message) == (TroubleKind.BUG, "KeyError: 'surprise'")
    assert "broken" in (trouble.traceback or "")


def test_an_ingest_that_fails_is_told_with_its_council(harrowfell: Town) -> None:
    visited = harrowfell.visit()

    def no_room(request: IngestRequest, listener: Listener) -> RunSummary:
        raise StoreError("the disk is full")

    done = ingest_visited(harrowfell.order(), visited, nobody_listens, no_room)
    assert [trouble.message for trouble in done.troubles] == ["the disk is full"]


def test_papers_that_older_code_read_are_read_again_from_the_archive(harrowfell: Town) -> None:
    update(harrowfell)
    assert read_again_directly(harrowfell.order(), nobody_listens) == ()
    with open_store(harrowfell.database) as db, transaction(db):
        old = json.dumps(json.loads(reading_version()) | {"code": "0.0.1+0", "identity": ""})
        db.conn.execute("update documents set receipt = ? where filename like '%appendix%'", (old,))
    harrowfell.site.forget_visits()
    (done,) = read_again_directly(harrowfell.order(), nobody_listens)
    # The other paper of its report is looked at too; reports that need nothing are not.
    assert fates(done) == {"loaded": 1, "unchanged": 1}
    assert harrowfell.site.visits == []
    assert read_again_directly(harrowfell.order(), nobody_listens) == ()


def test_a_document_from_a_folder_that_older_code_read_is_named(harrowfell: Town) -> None:
    update(harrowfell)
    assert not_archived(harrowfell.order()) == ()
    with open_store(harrowfell.database) as db, transaction(db):
        db.conn.execute("delete from publication_versions")
        db.conn.execute("update documents set receipt = '{}' where filename like '%appendix%'")
    (name,) = not_archived(harrowfell.order())
    assert "appendix" in name
    assert f"| {name} |" in report_update([], [name])


def test_a_receipt_is_outdated_by_code_lookups_or_libraries_and_not_by_a_name() -> None:
    now = json.loads(reading_version())
    assert not is_outdated(json.dumps(now | {"identity": "whatever"}))
    assert all(is_outdated(json.dumps(now | {part: "older"})) for part in now)
    assert is_outdated(None)


def test_a_feed_brings_the_papers_of_its_meetings_only(harrowfell: Town) -> None:
    update(harrowfell)
    harrowfell.site.forget_visits()
    visited = follow_feed(harrowfell.order(), harrowfell.council)
    assert visited.state is SourceState.OK
    assert harrowfell.site.asked_for("mgRss")
    assert harrowfell.site.asked_for("GetMeetings") == []


def test_a_feed_that_is_a_page_is_no_fault(harrowfell: Town) -> None:
    update(harrowfell)
    harrowfell.site.rss_works = False
    visited = follow_feed(harrowfell.order(), harrowfell.council)
    assert (visited.state, visited.fetched) == (SourceState.OK, ())


def test_feeds_are_followed_where_sites_are_well_and_probes_go_where_they_refuse(harrowfell: Town) -> None:
    order, councils = harrowfell.order(), [harrowfell.council, NOWHERE]
    assert answering(order, councils) == ()
    update(harrowfell)
    assert answering(order, councils) == (harrowfell.council,)
    assert refusing(order, councils) == ()
    harrowfell.site.fail(Fault.CHALLENGE)
    update(harrowfell)
    assert refusing(order, councils) == (harrowfell.council,)
    assert answering(order, councils) == ()


def test_councils_of_one_host_are_visited_one_after_the_other(tmp_path: Path, papers: Papers) -> None:
    with town(tmp_path, papers) as place:
        twin = Council("twin", "Twin Council", system="moderngov", base_url=place.site.base_url)
        assert list(by_host([place.council, twin, NOWHERE])) == [place.site.host, "127.0.0.1:9"]
        update(place, twin)
        assert place.site.most_at_once == 1
        assert len(place.site.asked_for("robots.txt")) == 1


def test_a_site_that_is_down_is_worth_coming_back_for_and_a_block_is_not() -> None:
    def told(state: SourceState) -> tuple[Visited, ...]:
        return (Visited(council_id="a", name="A", host="a.example", state=state, detail="no answer"),)

    assert require_up(told(SourceState.BLOCKED)) == told(SourceState.BLOCKED)
    with pytest.raises(SiteDown, match="A: no answer") as down:
        require_up(told(SourceState.UNAVAILABLE))
    assert down.value.visited == told(SourceState.UNAVAILABLE)


def test_only_a_site_of_ones_own_may_be_hurried() -> None:
    order = VisitOrder(database=Path("a.db"), contact="tests@example.org", delay=0.1, allow_private=("127.0.0.1",))
    assert manners_on(order, "127.0.0.1:8801").delay == 0.1
    assert manners_on(order, "democracy.example").delay == 1.0
    assert manners_on(order, "127.0.0.1:8801").allow_private_hosts == {"127.0.0.1:8801"}
    assert manners_on(order, "democracy.example").allow_private_hosts == frozenset()


def test_the_report_of_an_update_names_what_was_found_rejected_and_mismatched(harrowfell: Town) -> None:
    harrowfell.site.fail(Fault.LOGIN_PAGE, f"^/documents/s{invented.REPORT}/")
    paper = harrowfell.site.council.find_paper(invented.APPENDIX)
    assert paper is not None
    paper.content = b"%PDF-1.4\nnot much of a report\n%%EOF\n"
    (done,) = update(harrowfell)
    page = report_update([done])
    assert "| harrowfell | ok | 3 | 2 | 0 | 1 | 1 | 0 | 1 | 0 |" in page
    assert "## Not fetched" in page
    assert "not_pdf" in page
    assert "## Set aside" in page
    assert "## Stated totals" not in page


def test_a_title_with_a_bar_stays_in_its_cell() -> None:
    mismatch = StatedMismatch("r1", "a|b.pdf", 2, "Green <b>", 7, 6, "One too\nmany.")
    page = report_update([CouncilUpdate(visited=not_visited("a"), mismatches=(mismatch,))])
    assert "| r1 | a\\|b.pdf | 2 | Green &lt;b> | 7 | 6 | One too many. |" in page


def test_what_was_left_for_the_next_run_is_in_the_report() -> None:
    left = FetchOutcome(publication_id="h/1", url="http://h/1.pdf", fate=FetchFate.POSTPONED, detail="budget spent")
    visited = Visited(council_id="a", name="A", host="h", state=SourceState.OK, found=1, fetched=(left,))
    assert "| a | http://h/1.pdf | postponed | budget spent |" in report_update([CouncilUpdate(visited=visited)])
    assert Outcome.OK not in report_update([])


def test_the_dataset_is_whole_after_an_update(harrowfell: Town) -> None:
    update(harrowfell)
    with read_store(harrowfell.database) as db:
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("select status, finished_at is not null from runs").fetchall() == [("complete", 1)]


def test_nobody_is_visited_where_the_dataset_cannot_be_opened(harrowfell: Town) -> None:
    harrowfell.database.write_text("Dear Sir")
    with pytest.raises(StoreError, match="not a SQLite database"):
        update(harrowfell)
    assert harrowfell.site.visits == []
