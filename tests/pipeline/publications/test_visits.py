"""A visit over real sockets: what is asked, what is not, and what is fetched again when."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.council import Paper
from fixtures.site.faults import Fault
from fixtures.site.server import Robots, System
from pipeline.problems import Problem
from schemas.publications import FetchFate, SourceState
from tests.pipeline.publications.towns import DOCUMENTS, TODAY, Papers, Town, targets, town

MEETING_DAY = TODAY + timedelta(days=6)


def test_a_visit_asks_nothing_twice_and_robots_once(harrowfell: Town) -> None:
    visited = harrowfell.visit()
    asked = targets(harrowfell.site)
    assert visited.state is SourceState.OK
    assert len(asked) == len(set(asked))
    assert asked.count("/robots.txt") == 1
    assert asked[0] == "/robots.txt"


def test_requests_are_paced_one_at_a_time_and_signed(harrowfell: Town) -> None:
    harrowfell.visit(delay=0.1)
    visits = harrowfell.site.visits
    # The server sees a request a moment after the client began it; that moment may be shorter for the later one.
    assert all(later.at - earlier.at >= 0.08 for earlier, later in pairwise(visits))
    assert harrowfell.site.most_at_once == 1
    assert {"tests@example.org" in visit.user_agent for visit in visits} == {True}
    assert {"scrutineer/" in visit.user_agent for visit in visits} == {True}
    assert {visit.method for visit in visits} == {"GET"}


def test_nobody_is_visited_without_a_contact(harrowfell: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRUTINEER_CONTACT", raising=False)
    with pytest.raises(Problem, match="--contact"):
        harrowfell.visit(contact=None)
    assert harrowfell.site.visits == []


def test_a_report_comes_with_its_appendix_and_nothing_closed_or_off_topic(harrowfell: Town) -> None:
    harrowfell.visit()
    fetched = {row[0] for row in harrowfell.rows("select publication_id from publications where state = 'fetched'")}
    numbers = {int(key.partition("/")[2]) for key in fetched}
    assert numbers == {invented.REPORT, invented.APPENDIX, invented.CARELESS_REPORT}
    for never in (invented.SECRET, invented.LINK, invented.DRAWING, 8110, 8120):
        assert harrowfell.site.asked_for(f"ID={never}|/s{never}/") == []
    assert harrowfell.site.asked_for("mgReasonsRestricted|mgUserInfo") == []
    assert (
        harrowfell.site.asked_for(f"lMeetingId=({invented.CANCELLED}|{invented.LONG_AGO}|{invented.OFF_TOPIC})$") == []
    )


def test_an_address_in_an_answer_that_is_no_xml_arrives_whole(harrowfell: Town) -> None:
    harrowfell.visit()
    assert harrowfell.site.asked_for(rf"mgConvert2PDF\.aspx\?ID={invented.CARELESS_REPORT}&T=0$")
    assert harrowfell.rows("select count(*) from meetings where repaired") == [(1,)]


def test_a_second_visit_downloads_nothing(harrowfell: Town) -> None:
    first = harrowfell.visit()
    harrowfell.site.forget_visits()
    second = harrowfell.visit()
    assert first.count(FetchFate.NEW) == 3
    assert second.fetched == ()
    assert harrowfell.site.asked_for(DOCUMENTS) == []


def test_bytes_replaced_in_silence_become_a_version_on_the_day_before_the_meeting(harrowfell: Town) -> None:
    harrowfell.visit()
    paper = harrowfell.site.council.find_paper(invented.REPORT)
    assert paper is not None
    paper.content = harrowfell.papers.replaced
    assert harrowfell.visit().fetched == ()
    later = harrowfell.visit(today=MEETING_DAY - timedelta(days=1))
    assert later.count(FetchFate.NEW_VERSION) == 1
    versions = harrowfell.rows(
        "select version, sha256, superseded_by from publication_versions "
        f"where publication_id like '%/{invented.REPORT}' order by version"
    )
    (_, first, replaced_by), (_, second, current) = versions
    assert (replaced_by, current) == (second, None)
    assert first != second
    assert {harrowfell.papers.report, harrowfell.papers.replaced} <= harrowfell.archived()


def test_a_paper_published_anew_is_fetched_at_once(harrowfell: Town) -> None:
    harrowfell.visit()
    paper = harrowfell.site.council.find_paper(invented.REPORT)
    assert paper is not None
    paper.content, paper.title, paper.published = harrowfell.papers.replaced, "Performance report Q2 - revised", TODAY
    assert harrowfell.visit(today=TODAY + timedelta(days=1)).count(FetchFate.NEW_VERSION) == 1


def test_the_same_bytes_under_a_new_address_are_an_alias(harrowfell: Town) -> None:
    harrowfell.visit()
    held = len(harrowfell.archived())
    found = harrowfell.site.council.find_meeting(invented.COMING)
    assert found is not None
    (item,) = [item for item in found[1].items if item.item_id == invented.PERFORMANCE_ITEM]
    item.papers.append(Paper(8199, "Performance report Q2 (to follow)", harrowfell.papers.report, TODAY))
    assert harrowfell.visit(today=TODAY + timedelta(days=1)).count(FetchFate.ALIAS) == 1
    first = f"{harrowfell.site.host}/{invented.REPORT}"
    assert (first,) in harrowfell.rows("select alias_of from publication_versions where publication_id like '%/8199'")
    assert len(harrowfell.archived()) == held


def test_where_the_service_is_switched_off_the_pages_are_read(harrowfell: Town) -> None:
    harrowfell.site.fail(Fault.SWITCHED_OFF, r"mgWebService\.asmx")
    visited = harrowfell.visit()
    assert visited.state is SourceState.OK
    assert harrowfell.site.asked_for("ieListMeetings")
    assert {harrowfell.papers.report, harrowfell.papers.appendix} <= harrowfell.archived()
    assert harrowfell.site.asked_for("mgReasonsRestricted") == []


def test_an_install_in_a_folder_is_visited_there(tmp_path: Path, papers: Papers) -> None:
    with town(tmp_path, papers, prefix="/moderngov") as served:
        assert served.visit().count(FetchFate.NEW) == 3
        assert {visit.path.startswith(("/moderngov/", "/robots.txt")) for visit in served.site.visits} == {True}


def test_cmis_is_read_from_its_calendar(tmp_path: Path, papers: Papers) -> None:
    with town(tmp_path, papers, system=System.CMIS) as served:
        visited = served.visit()
        assert visited.state is SourceState.OK
        assert {papers.report, papers.appendix} <= served.archived()
        asked = targets(served.site)
        assert len(asked) == len(set(asked))
        served.site.forget_visits()
        assert served.visit().fetched == ()
        assert served.site.asked_for("Document.ashx") == []


@pytest.mark.parametrize(
    ("robots", "state"),
    [
        (Robots(404, "no such page"), SourceState.OK),
        (Robots(200, "User-agent: *\nDisallow: /mgWebService.asmx\nDisallow: /ie"), SourceState.ROBOTS_DISALLOWED),
        (Robots(200, "User-agent: scrutineer\nDisallow: /\n\nUser-agent: *\nAllow: /"), SourceState.ROBOTS_DISALLOWED),
    ],
)
def test_robots_rules_are_kept(harrowfell: Town, robots: Robots, state: SourceState) -> None:
    harrowfell.site.robots = robots
    visited = harrowfell.visit()
    assert visited.state is state
    if state is SourceState.ROBOTS_DISALLOWED:
        assert targets(harrowfell.site) == ["/robots.txt"]
        assert visited.detail


def test_while_robots_txt_fails_nothing_else_is_asked(harrowfell: Town) -> None:
    harrowfell.site.robots = Robots(503, "")
    assert harrowfell.visit().state is not SourceState.OK
    assert set(targets(harrowfell.site)) == {"/robots.txt"}


def test_the_delay_a_site_asks_for_is_kept(harrowfell: Town) -> None:
    harrowfell.site.robots = Robots(200, "User-agent: *\nCrawl-delay: 0.1\n")
    harrowfell.visit()
    assert all(later.at - earlier.at >= 0.08 for earlier, later in pairwise(harrowfell.site.visits[1:]))
