"""A council's site is looked through: what is found is entered once, nothing closed is asked for, no paper fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.council import Item, Meeting, Paper
from fixtures.site.faults import Fault
from fixtures.site.invented import harrowfell as invent
from fixtures.site.server import Site as Served
from fixtures.site.server import System
from pipeline.dump import dump_dataset
from pipeline.problems import Problem
from pipeline.publications.client import Neighbourhood, Visitor
from pipeline.publications.discover import discover_council, discover_meetings, probe_site, read_feed
from pipeline.publications.fetch_log import log_into
from pipeline.publications.manners import Manners
from pipeline.publications.sources_state import read_source, site_of
from pipeline.store import Store, open_store
from schemas.identity import Council
from schemas.publications import Answer, Discovery, FoundDocument, Outcome, Site, SourceState
from schemas.vocabulary import DocumentRole

TODAY = date(2026, 11, 4)


@dataclass
class Looker:
    """A site, a dataset, and looks at the one for the other."""

    served: Served
    db: Store
    system: str = "moderngov"

    @property
    def council(self) -> Council:
        return Council("harrowfell", "Harrowfell Borough Council", system=self.system, base_url=self.served.base_url)

    @contextmanager
    def visitor(self) -> Iterator[Visitor]:
        manners = Manners(
            contact="tests@example.org",
            delay=0.0,
            back_off=(0.0, 0.0),
            allow_private_hosts=frozenset([self.served.host]),
        )
        with Visitor(site_of(self.council), manners, log_into(self.db), Neighbourhood()) as visitor:
            yield visitor

    def look(self, today: date = TODAY, *, far_back: bool = False) -> Discovery:
        """A look at the last weeks and the next ones; ``far_back``: as far back as a first look goes by itself."""
        with self.visitor() as visitor:
            since = None if far_back else today - timedelta(days=35)
            return discover_council(self.council, visitor, self.db, since=since, today=today)

    def rows(self) -> list[str]:
        """All that is known, without the log of requests."""
        return [line for line in dump_dataset(self.db) if not line.startswith("fetch_log ")]

    def read(self, table: str, columns: str = "*") -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.db.conn.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()]


@contextmanager
def looker(folder: Path, system: System = System.MODERNGOV, prefix: str = "") -> Iterator[Looker]:
    council = invent(b"%PDF-1.4 report", b"%PDF-1.4 appendix", today=TODAY)
    with (
        Served(council, system=system, prefix=prefix, today=lambda: TODAY) as served,
        open_store(folder / "council.db") as db,
    ):
        yield Looker(served, db, system.value)


@pytest.fixture
def harrowfell(tmp_path: Path) -> Iterator[Looker]:
    with looker(tmp_path) as made:
        yield made


def titles(found: tuple[FoundDocument, ...]) -> list[tuple[str, str]]:
    return [(one.title, one.role) for one in found]


def test_the_report_and_its_appendix_are_found_with_the_rule_that_chose_them(harrowfell: Looker) -> None:
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.OK
    assert titles(discovery.found) == [
        ("Performance report Q2", "cover"),
        ("Appendix A - measures & targets", "appendix"),
        ("Quarterly performance dashboard", "cover"),
    ]
    first = discovery.found[0]
    assert (first.committee, first.item_title) == ("Cabinet", "Corporate Performance & KPI Report - Quarter 2")
    assert first.chosen_by == "item title rule performance"
    assert {one.item_id for one in discovery.found[:2]} == {str(invented.PERFORMANCE_ITEM)}


def test_everything_left_out_has_a_reason(harrowfell: Looker) -> None:
    reasons = {one.title or one.committee: one.reason for one in harrowfell.look().left_out}
    assert reasons["Appendix B (Exempt Category 3)"].startswith("restricted")
    assert reasons["The council plan on our website"] == "a link to another site"
    assert reasons["Planning Committee"] == "left out: planning"
    assert reasons["Lease report"].startswith("no rule")
    assert reasons["Cabinet"] == "does not take place: Cancelled"


def test_no_paper_is_requested_and_nothing_closed_is_asked_for(harrowfell: Looker) -> None:
    harrowfell.look()
    assert harrowfell.served.asked_for(r"convert2pdf|/documents/|reasonsrestricted|document\.ashx") == []
    assert harrowfell.served.asked_for(str(invented.SECRET)) == []
    assert harrowfell.served.asked_for(f"lMeetingId={invented.CANCELLED}") == []


def test_meetings_long_past_are_not_entered_although_the_site_knows_them(harrowfell: Looker) -> None:
    discovery = harrowfell.look(far_back=True)
    assert discovery.outcome is Outcome.OK
    # 30 September 2025 to 16 December 2026, month by month.
    assert len(harrowfell.served.asked_for("GetMeetings")) == 16
    days = [str(day) for (day,) in harrowfell.read("meetings", "meeting_date")]
    assert len(days) == 5
    assert min(days) >= (TODAY - timedelta(days=400)).isoformat()


def test_no_address_is_asked_twice_in_a_look(harrowfell: Looker) -> None:
    harrowfell.look()
    asked = [visit.target for visit in harrowfell.served.visits]
    assert len(asked) == len(set(asked))
    assert len(harrowfell.served.asked_for("robots.txt")) == 1


def test_a_second_look_on_the_same_day_lists_once_and_changes_no_row(harrowfell: Looker) -> None:
    first = harrowfell.look()
    before = harrowfell.rows()
    harrowfell.served.forget_visits()
    second = harrowfell.look()
    assert harrowfell.rows() == before
    assert second.found == first.found
    assert len(harrowfell.served.asked_for("GetMeetings")) == 1
    assert harrowfell.served.asked_for(r"GetMeeting\?|GetCommittees") == []


def test_a_look_that_was_cut_short_is_completed_by_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    with looker(tmp_path / "whole") as undisturbed:
        wanted = undisturbed.look().found
    with looker(tmp_path) as cut:
        cut.served.fail(Fault.UNAVAILABLE, f"lMeetingId={invented.COMING}", times=9)
        first = cut.look()
        assert first.outcome is Outcome.UNAVAILABLE
        assert titles(first.found) == [("Quarterly performance dashboard", "cover")]
        cut.served.mend()
        again = cut.look()
        assert titles(again.found) == titles(wanted)
        assert again.outcome is Outcome.OK


def test_an_answer_that_had_to_be_mended_is_marked(harrowfell: Looker) -> None:
    harrowfell.look()
    repaired = [str(key) for key, mended in harrowfell.read("meetings", "meeting_id, repaired") if mended]
    assert [key.rpartition("/")[2] for key in repaired] == [str(invented.CARELESS)]


def test_a_paper_published_later_is_found_on_its_day(harrowfell: Looker) -> None:
    harrowfell.look()
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    found[1].items[1].papers.append(Paper(8199, "Appendix C", b"%PDF-1.4 c", TODAY))
    assert len(harrowfell.look().found) == 3
    assert ("Appendix C", "appendix") in titles(harrowfell.look(TODAY + timedelta(days=1)).found)


def test_a_paper_the_council_closes_is_dropped_and_one_it_opens_is_chosen(harrowfell: Looker) -> None:
    harrowfell.look()
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    papers = found[1].items[1].papers
    papers[1].restricted, papers[2].restricted, papers[2].title = True, False, "Appendix B"
    later = titles(harrowfell.look(TODAY + timedelta(days=1)).found)
    assert ("Appendix A - measures & targets", "appendix") not in later
    assert ("Appendix B", "appendix") in later


def test_a_report_referred_to_the_council_stays_the_cabinets(harrowfell: Looker) -> None:
    cabinet = harrowfell.served.council.committees[0]
    shared = cabinet.meetings[0].items[1].papers[0]
    later = Meeting(5190, TODAY + timedelta(days=13), items=[Item(6190, 4, "Performance report", [shared])])
    cabinet.meetings.append(later)
    found = [one for one in harrowfell.look().found if one.attachment_id == str(invented.REPORT)]
    assert [(one.meeting_id, one.item_id) for one in found] == [(str(invented.COMING), str(invented.PERFORMANCE_ITEM))]
    assert [
        one for one in harrowfell.look(TODAY + timedelta(days=1)).found if one.attachment_id == found[0].attachment_id
    ]


def test_minutes_approved_later_belong_to_the_report_of_their_meeting(harrowfell: Looker) -> None:
    scrutiny = harrowfell.served.council.committees[1]
    minutes = Paper(8290, "Minutes of Previous Meeting", b"%PDF-1.4 m", TODAY)
    scrutiny.meetings.append(Meeting(5290, TODAY + timedelta(days=12), items=[Item(6290, 2, "Minutes", [minutes])]))
    found = {one.attachment_id: one for one in harrowfell.look().found}
    assert found["8290"].role is DocumentRole.MINUTES
    assert (found["8290"].meeting_id, found["8290"].item_id) == (str(invented.CARELESS), "6201")
    assert found["8290"].item_id == found[str(invented.CARELESS_REPORT)].item_id


def test_a_pack_is_found_where_a_report_is_published_in_no_other_way(harrowfell: Looker) -> None:
    cabinet = harrowfell.served.council.committees[0]
    bare = Meeting(5191, TODAY + timedelta(days=2), items=[Item(6191, 4, "Performance report")], pack=b"%PDF-1.4 pack")
    cabinet.meetings.append(bare)
    packs = [one for one in harrowfell.look().found if one.role is DocumentRole.PACK]
    assert [(one.meeting_id, one.item_id) for one in packs] == [("5191", None)]
    assert "has no document of its own" in packs[0].chosen_by


def test_a_service_that_is_switched_off_is_replaced_by_the_pages(harrowfell: Looker) -> None:
    wanted = {one.attachment_id: one.role for one in harrowfell.look().found}
    harrowfell.served.fail(Fault.SWITCHED_OFF, "mgWebService")
    harrowfell.db.conn.execute("DELETE FROM publications")
    harrowfell.db.conn.execute("UPDATE meetings SET read_at = NULL")
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.OK
    assert {one.attachment_id: one.role for one in discovery.found} == wanted
    assert harrowfell.served.asked_for("reasonsrestricted|/documents/") == []


def test_an_install_below_the_root_keeps_its_folder(tmp_path: Path) -> None:
    with looker(tmp_path, prefix="/moderngov") as made:
        discovery = made.look()
        assert len(discovery.found) == 3
        assert {visit.path.partition("/m")[0] for visit in made.served.visits if "robots" not in visit.path} == {""}
        made.served.fail(Fault.SWITCHED_OFF, "mgWebService")
        assert made.look(TODAY + timedelta(days=1)).outcome is Outcome.OK


def test_cmis_is_read_from_its_calendar(tmp_path: Path) -> None:
    with looker(tmp_path, System.CMIS) as made:
        discovery = made.look()
        assert discovery.outcome is Outcome.OK
        found = titles(discovery.found)
        assert ("Performance report Q2", "cover") in found
        assert ("Appendix A - measures & targets", "appendix") in found
        items = {one.item_id for one in discovery.found if one.title.startswith(("Performance", "Appendix A"))}
        assert len(items) == 1
        made.served.forget_visits()
        assert made.look().found == discovery.found
        assert made.served.asked_for("ViewMeetingPublic") == []


@pytest.mark.parametrize(
    ("fault", "where", "outcome", "state"),
    [
        (Fault.FORBIDDEN, ".", Outcome.BLOCKED, SourceState.BLOCKED),
        (Fault.CHALLENGE, ".", Outcome.CHALLENGE, SourceState.BLOCKED),
        (Fault.FORBIDDEN, r"GetMeeting\?", Outcome.BLOCKED, SourceState.BLOCKED),
        (Fault.UNAVAILABLE, r"GetMeeting\?", Outcome.UNAVAILABLE, SourceState.UNAVAILABLE),
        (Fault.UNAVAILABLE, "asmx", Outcome.UNAVAILABLE, SourceState.UNAVAILABLE),
        (Fault.LOGIN_PAGE, "asmx", Outcome.UNPARSABLE, SourceState.UNPARSABLE),
        (Fault.SWITCHED_OFF, "aspx|asmx", Outcome.NOT_FOUND, SourceState.UNAVAILABLE),
    ],
)
def test_every_fault_ends_in_a_state_and_in_no_exception(
    harrowfell: Looker, fault: Fault, where: str, outcome: Outcome, state: SourceState
) -> None:
    harrowfell.served.fail(fault, where)
    discovery = harrowfell.look()
    assert discovery.outcome is outcome
    assert discovery.detail
    with harrowfell.visitor() as visitor:
        source = read_source(harrowfell.db, visitor.site)
    assert source.state is state
    assert source.last_ok is None


def test_pages_that_are_challenged_do_not_stop_the_service(harrowfell: Looker) -> None:
    harrowfell.served.fail(Fault.CHALLENGE, "ieListDocuments|mgListCommittees")
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.OK
    assert len(discovery.found) == 3
    assert any("no pack was looked for" in one.reason for one in discovery.left_out)


def test_one_agenda_that_cannot_be_parsed_stops_no_other(harrowfell: Looker) -> None:
    harrowfell.served.fail(Fault.LOGIN_PAGE, f"lMeetingId={invented.CARELESS}")
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.UNPARSABLE
    assert len(discovery.found) == 2


def test_robots_rules_that_forbid_the_service_are_kept_and_told(harrowfell: Looker) -> None:
    harrowfell.served.robots = type(harrowfell.served.robots)(text="User-agent: *\nDisallow: /\n")
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.DISALLOWED
    assert {visit.path for visit in harrowfell.served.visits} == {"/robots.txt"}


def test_a_council_with_a_system_of_its_own_is_no_case_for_a_visit(harrowfell: Looker) -> None:
    harrowfell.system = "other"
    with pytest.raises(Problem, match="ModernGov and CMIS"):
        harrowfell.look()


def test_a_feed_brings_only_the_meetings_it_calls_new(harrowfell: Looker) -> None:
    harrowfell.look()
    harrowfell.served.forget_visits()
    tomorrow = TODAY + timedelta(days=1)
    with harrowfell.visitor() as visitor:
        hints = read_feed(visitor.site, visitor, harrowfell.db)
        discovery = discover_meetings(harrowfell.council, visitor, harrowfell.db, hints, today=tomorrow)
    assert discovery.listed == len(harrowfell.served.asked_for(r"GetMeeting\?")) > 0
    assert harrowfell.served.asked_for("GetMeetings|GetCommittees") == []
    harrowfell.served.forget_visits()
    with harrowfell.visitor() as visitor:
        discover_meetings(harrowfell.council, visitor, harrowfell.db, hints[:0], today=tomorrow)
    assert harrowfell.served.visits == []


def test_a_feed_that_is_a_page_is_no_hint(harrowfell: Looker) -> None:
    harrowfell.served.rss_works = False
    with harrowfell.visitor() as visitor:
        assert read_feed(visitor.site, visitor, harrowfell.db) == ()


def test_a_probe_is_one_request_and_opens_a_site_again(harrowfell: Looker) -> None:
    harrowfell.served.fail(Fault.FORBIDDEN, ".")
    harrowfell.look()
    harrowfell.served.mend()
    harrowfell.served.forget_visits()
    with harrowfell.visitor() as visitor:
        assert probe_site(visitor.site, visitor, harrowfell.db)
        assert read_source(harrowfell.db, visitor.site).state is SourceState.OK
    assert [visit.path for visit in harrowfell.served.visits] == ["/robots.txt", "/mgWebService.asmx/GetCommittees"]


def test_papers_of_a_meeting_cancelled_later_are_fetched_no_more(harrowfell: Looker) -> None:
    assert len(harrowfell.look().found) == 3
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    found[1].status = "Cancelled due to lack of business"
    assert titles(harrowfell.look().found) == [("Quarterly performance dashboard", "cover")]


def test_councils_that_share_a_site_have_each_their_own_committees(tmp_path: Path) -> None:
    with looker(tmp_path) as made:
        cabinet, scrutiny = made.served.council.committees[:2]
        cabinet.title, scrutiny.title = "Adur Cabinet", "Worthing Overview and Scrutiny Committee"
        adur, worthing = (
            Council(name.lower(), f"{name} Borough Council", system="moderngov", base_url=made.served.base_url)
            for name in ("Adur", "Worthing")
        )
        found = {}
        for council in (adur, worthing):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("pipeline.publications.look.sharing", lambda one, _: (adur, worthing))
                with made.visitor() as visitor:
                    since = TODAY - timedelta(days=35)
                    found[council.council_id] = discover_council(council, visitor, made.db, since=since, today=TODAY)
        assert [len(found[name].found) for name in ("adur", "worthing")] == [2, 1]
        assert any("a committee of worthing" in one.reason for one in found["adur"].left_out)


@dataclass
class Wire:
    """A site that answers by scheme: what is asked of it, and whether anything listens with TLS."""

    site: Site
    tls: Outcome
    asked: list[str] = field(default_factory=list)
    crawl_delay: float | None = None

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        if url.startswith("https"):
            return Answer(url=url, final_url=url, outcome=self.tls)
        return Answer(url=url, final_url=url, outcome=Outcome.BLOCKED, status=403)


@pytest.mark.parametrize(
    ("tls", "outcome", "schemes"),
    [
        (Outcome.CONNECTION_FAILED, Outcome.BLOCKED, ["https", "http"]),
        (Outcome.BAD_CERTIFICATE, Outcome.BAD_CERTIFICATE, ["https"]),
        (Outcome.BLOCKED, Outcome.BLOCKED, ["https"]),
    ],
)
def test_tls_is_tried_first_and_given_up_only_where_nothing_listens(
    tmp_path: Path, tls: Outcome, outcome: Outcome, schemes: list[str]
) -> None:
    council = Council("a", "A Council", system="moderngov", base_url="http://democracy.ambleford.gov.uk")
    wire = Wire(site_of(council), tls)
    with open_store(tmp_path / "a.db") as db:
        assert discover_council(council, wire, db, today=TODAY).outcome is outcome
    assert [url.partition(":")[0] for url in wire.asked] == schemes


def test_a_feed_that_is_refused_is_left_alone_for_a_week(harrowfell: Looker) -> None:
    harrowfell.served.fail(Fault.FORBIDDEN, "mgRss")
    for _ in range(3):
        with harrowfell.visitor() as visitor:
            assert read_feed(visitor.site, visitor, harrowfell.db) == ()
    assert len(harrowfell.served.asked_for("mgRss")) == 1
    harrowfell.served.mend()
    harrowfell.db.conn.execute("UPDATE fetch_log SET at = '2020-01-01T00:00:00+00:00'")
    with harrowfell.visitor() as visitor:
        assert read_feed(visitor.site, visitor, harrowfell.db)
