"""Where a site answers otherwise than it should, another way is taken or the state says why none was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.faults import Fault
from fixtures.site.server import System
from pipeline.problems import Problem
from pipeline.publications.discover import discover_council, discover_meetings, probe_site, read_feed
from pipeline.publications.sources_state import read_source, site_of
from pipeline.store import open_store
from schemas.identity import Council
from schemas.publications import Answer, Outcome, Site, SourceState
from tests.pipeline.publications.looks import TODAY, Looker, harrowfell, looker, titles

__all__ = ["harrowfell"]


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
