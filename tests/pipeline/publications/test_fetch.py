"""What was chosen comes into the archive once, within a budget, and every change of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.publications.archive import Archive
from pipeline.publications.fetch import fetch_found
from pipeline.publications.fetch_log import log_into
from pipeline.store import open_store
from schemas.publications import Budget, FetchFate, FetchOutcome, Outcome, PublicationKind, PublicationState
from tests.pipeline.publications.offers import Offers
from tests.pipeline.publications.small_site import PDF, Reply, SmallSite, answer, pdf, raw, redirect, small_site

TODAY = datetime.now(UTC).date()
OTHER = PDF.replace(b"obj", b"OBJ")
FAR = "2099-01-01"
"""A meeting so far away that nothing is looked at again for its sake."""


@dataclass
class Place:
    """A site, a dataset with a ledger, and an archive."""

    site: SmallSite
    db: Database
    offers: Offers
    archive: Archive

    def fetch(self, *, today: date = TODAY, budget: Budget | None = None) -> tuple[FetchOutcome, ...]:
        with self.site.visitor(log=log_into(self.db)) as visitor:
            return fetch_found(
                self.offers.found, visitor, self.archive, self.db, today=today, budget=budget or Budget()
            )

    def fates(self, **how: Any) -> list[FetchFate]:
        return [outcome.fate for outcome in self.fetch(**how)]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.db.conn.execute(sql).fetchall()

    def state(self) -> object:
        ((state,),) = self.rows("SELECT state FROM publications")
        return state


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with small_site() as site, closing(open_store(tmp_path / "a.db")) as db:
        yield Place(site, db, Offers(db, site.base_url, site.host), Archive(str(tmp_path / "archive")))


def test_a_paper_comes_once_and_is_left_alone_after_that(place: Place) -> None:
    place.site.replies["/1"] = pdf()
    place.offers.offer("1", meeting_date=FAR)
    (outcome,) = place.fetch()
    assert (outcome.fate, outcome.bytes) == (FetchFate.NEW, len(PDF))
    with place.archive.open(str(outcome.sha256)) as kept:
        assert kept.read() == PDF
    assert place.fetch() == ()
    assert place.site.paths == ["/1"]
    assert place.rows("SELECT state, detail FROM publications") == [("fetched", None)]


def test_both_addresses_of_a_converted_paper_are_kept(place: Place) -> None:
    place.site.replies |= {"/1": redirect("/documents/s1/Report.pdf"), "/documents/s1/Report.pdf": pdf()}
    place.offers.offer("1")
    place.fetch()
    final = f"{place.site.base_url}/documents/s1/Report.pdf"
    assert place.rows("SELECT url, final_url FROM publications JOIN publication_versions USING (publication_id)") == [
        (f"{place.site.base_url}/1", final)
    ]
    assert (f"{place.site.base_url}/1", final, 200, "ok") in place.rows(
        "SELECT url, final_url, status, outcome FROM fetch_log"
    )


@pytest.mark.parametrize(
    "change", [{"title": "Performance report (revised)"}, {"publication_date": "2026-10-30"}, {"url": "/1b"}]
)
def test_an_entry_the_council_changed_is_fetched_again(place: Place, change: dict[str, str]) -> None:
    place.site.replies |= {"/1": pdf(), "/1b": pdf()}
    document = place.offers.offer("1", meeting_date=FAR)
    place.fetch()
    if "url" in change:
        change = {"url": place.site.base_url + change["url"]}
    place.offers.found[:] = [place.offers.change(document, **change)]
    assert place.fates() == [FetchFate.UNCHANGED]
    assert place.fates() == []


def test_other_bytes_at_the_same_address_are_a_version_and_the_old_ones_stay(place: Place) -> None:
    place.site.replies["/1"] = pdf()
    document = place.offers.offer("1", meeting_date=FAR)
    (first,) = place.fetch()
    place.site.replies["/1"] = pdf(OTHER)
    place.offers.found[:] = [place.offers.change(document, title="revised")]
    (second,) = place.fetch()
    assert second.fate is FetchFate.NEW_VERSION
    assert place.rows("SELECT version, sha256, superseded_by FROM publication_versions ORDER BY version") == [
        (1, first.sha256, second.sha256),
        (2, second.sha256, None),
    ]
    for outcome, content in ((first, PDF), (second, OTHER)):
        with place.archive.open(str(outcome.sha256)) as kept:
            assert kept.read() == content


def test_bytes_that_come_back_are_the_third_version(place: Place) -> None:
    document = place.offers.offer("1", meeting_date=FAR)
    fates = []
    for turn, content in enumerate((PDF, OTHER, PDF)):
        place.site.replies["/1"] = pdf(content)
        document = place.offers.change(document, title=f"turn {turn}")
        place.offers.found[:] = [document]
        fates += place.fates()
    assert fates == [FetchFate.NEW, FetchFate.NEW_VERSION, FetchFate.NEW_VERSION]
    superseded = place.rows("SELECT superseded_by IS NULL FROM publication_versions ORDER BY version")
    assert superseded == [(0,), (0,), (1,)]


def test_the_same_bytes_at_another_address_are_an_alias(place: Place) -> None:
    place.site.replies |= {"/1": pdf(), "/2": pdf()}
    place.offers.offer("1", published="2026-10-27")
    place.offers.offer("2", published="2026-10-26")
    assert place.fates() == [FetchFate.NEW, FetchFate.ALIAS]
    host = place.site.host
    assert place.rows("SELECT publication_id, alias_of FROM publication_versions ORDER BY 1") == [
        (f"{host}/1", None),
        (f"{host}/2", f"{host}/1"),
    ]


@pytest.mark.parametrize(
    ("days", "asked_again"),
    [(-30, False), (-2, False), (-1, True), (0, True), (6, True), (7, True), (30, True)],
)
def test_a_paper_is_looked_at_again_before_and_after_its_meeting(place: Place, days: int, asked_again: bool) -> None:
    place.site.replies["/1"] = pdf()
    meeting = TODAY + timedelta(days=40)
    place.offers.offer("1", meeting_date=meeting.isoformat())
    place.fetch()
    assert bool(place.fetch(today=meeting + timedelta(days=days))) is asked_again


def test_a_paper_of_a_meeting_long_past_is_fetched_once_and_not_again(place: Place) -> None:
    place.site.replies["/1"] = pdf()
    place.offers.offer("1", meeting_date="2019-01-01")
    assert place.fates() == [FetchFate.NEW]
    assert place.fates(today=TODAY + timedelta(days=400)) == []


def test_what_is_closed_to_the_public_or_elsewhere_is_never_asked_for(place: Place) -> None:
    place.offers.offer("1", restricted=True)
    place.offers.offer("2", kind=PublicationKind.LINK)
    assert place.fetch() == ()
    assert place.site.asked == []


def test_the_newest_papers_come_first_and_the_budget_leaves_the_rest_for_the_next_run(place: Place) -> None:
    days = ["2026-10-01", "2026-10-03", "2026-10-02"]
    for number, day in enumerate(days, 1):
        place.site.replies[f"/{number}"] = pdf(PDF + str(number).encode())
        place.offers.offer(str(number), published=day)
    assert place.fates(budget=Budget(files=2)) == [FetchFate.NEW, FetchFate.NEW, FetchFate.POSTPONED]
    assert place.site.paths == ["/2", "/3"]
    assert place.fates(budget=Budget(files=2)) == [FetchFate.NEW]
    assert place.site.paths == ["/2", "/3", "/1"]


def test_the_budget_counts_bytes_too(place: Place) -> None:
    for number in "12":
        place.site.replies[f"/{number}"] = pdf(PDF + number.encode())
        place.offers.offer(number)
    assert place.fates(budget=Budget(bytes=100)) == [FetchFate.NEW, FetchFate.POSTPONED]


def test_a_paper_under_two_items_is_fetched_once(place: Place) -> None:
    place.site.replies["/1"] = pdf()
    place.offers.found = [place.offers.offer("1")] * 2
    assert place.fates() == [FetchFate.NEW]


@pytest.mark.parametrize(
    ("reply", "state", "tried_again"),
    [
        (answer(404), PublicationState.NOT_FOUND, False),
        (answer(200, b"<html>Log in</html>"), PublicationState.NOT_PDF, False),
        (redirect("/mgReasonsRestricted.aspx?OID=1"), PublicationState.RESTRICTED, False),
        (redirect("/mgError.aspx"), PublicationState.NOT_FOUND, False),
        (answer(403), PublicationState.BLOCKED, True),
        (answer(503), PublicationState.FAILED, True),
        (raw(b""), PublicationState.FAILED, True),
        (pdf(PDF[:300]), PublicationState.FAILED, True),
        (redirect("http://elsewhere.example/1.pdf"), PublicationState.FAILED, True),
    ],
)
def test_a_paper_that_did_not_come_is_in_the_state_that_says_why(
    place: Place, reply: Reply, state: PublicationState, tried_again: bool
) -> None:
    place.site.replies["/1"] = reply
    place.offers.offer("1", meeting_date=FAR)
    (outcome,) = place.fetch()
    assert (outcome.fate, outcome.sha256) == (FetchFate.FAILED, None)
    assert place.state() == state
    assert place.rows("SELECT detail IS NOT NULL FROM publications") == [(1,)]
    assert place.rows("SELECT count(*) FROM publication_versions") == [(0,)]
    place.site.replies["/1"] = pdf()
    assert place.fates() == ([FetchFate.NEW] if tried_again else [])


def test_a_paper_that_is_gone_keeps_what_was_fetched_of_it(place: Place) -> None:
    place.site.replies["/1"] = pdf()
    document = place.offers.offer("1", meeting_date=FAR)
    (first,) = place.fetch()
    place.site.replies["/1"] = answer(404)
    place.offers.found[:] = [place.offers.change(document, title="withdrawn")]
    assert place.fates() == [FetchFate.FAILED]
    assert place.state() == PublicationState.NOT_FOUND
    assert place.rows("SELECT sha256, superseded_by FROM publication_versions") == [(first.sha256, None)]


def test_a_block_postpones_the_rest_of_the_run(place: Place) -> None:
    for number in "1234":
        place.site.replies[f"/{number}"] = answer(403)
        place.offers.offer(number)
    assert place.fates() == [FetchFate.FAILED] * 2 + [FetchFate.POSTPONED] * 2
    assert len(place.site.paths) == 2


def test_a_site_that_knows_its_versions_is_asked_whether_there_is_another(place: Place) -> None:
    place.site.replies["/1"] = pdf(ETag='"one"', Last_Modified="Mon, 26 Oct 2026 10:00:00 GMT")
    document = place.offers.offer("1", meeting_date=FAR)
    place.fetch()
    place.site.replies["/1"] = answer(304)
    place.offers.found[:] = [place.offers.change(document, title="the same")]
    assert place.fates() == [FetchFate.UNCHANGED]
    _, _, headers = place.site.asked[-1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"one"', "Mon, 26 Oct 2026 10:00:00 GMT")
    assert place.fates() == []


def test_every_attempt_is_in_the_log_when_a_later_one_breaks(place: Place) -> None:
    place.site.replies |= {"/1": pdf(), "/2": answer(503)}
    place.offers.offer("1", published="2026-10-27")
    place.offers.offer("2", published="2026-10-26")
    place.fetch()
    logged = place.rows("SELECT url, outcome, status, bytes > 0, milliseconds >= 0 FROM fetch_log ORDER BY rowid")
    base = place.site.base_url
    assert logged == [
        (f"{base}/robots.txt", Outcome.NOT_FOUND, 404, 1, 1),
        (f"{base}/1", Outcome.OK, 200, 1, 1),
        *[(f"{base}/2", Outcome.UNAVAILABLE, 503, 0, 1)] * 3,
    ]


def test_a_paper_discovery_never_entered_is_our_bug(place: Place) -> None:
    document = place.offers.offer("1")
    place.db.conn.execute("DELETE FROM publications")
    place.offers.found[:] = [document]
    with pytest.raises(ValueError, match="not entered"):
        place.fetch()
