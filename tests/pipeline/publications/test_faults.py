"""Every fault of the outside world ends in a known state with nothing lost: once mended, a later visit completes."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from fixtures.site import invented
from fixtures.site.faults import Fault
from pipeline.publications.sources_state import read_source, site_of
from pipeline.publications.visit import visit_council
from pipeline.rows import upsert_row
from pipeline.store import open_store, transaction
from schemas.publications import Outcome, SourceState
from tests.pipeline.publications.towns import DOCUMENTS, TODAY, Papers, Town, targets, town

SERVICE = r"mgWebService\.asmx"
FILES = r"^/documents/"
ONE_FILE = rf"^/documents/s{invented.REPORT}/"


@dataclass(frozen=True)
class Case:
    """A fault at some addresses, the state of the site after it, and what became of the files that were not fetched."""

    fault: Fault
    where: str
    state: SourceState
    unfetched: frozenset[Outcome | None] = frozenset()
    times: int | None = None
    location: str = "http://elsewhere.example/"


def lost(*outcomes: Outcome) -> frozenset[Outcome | None]:
    """Files that failed, with these outcomes; None stands for one that was left for the next run."""
    return frozenset([*outcomes, None])


CASES = {
    "one 429 is waited for": Case(Fault.TOO_MANY, "GetMeetings", SourceState.OK, times=1),
    "two 503 are waited for": Case(Fault.UNAVAILABLE, "GetMeetings", SourceState.OK, times=2),
    "a site that is down": Case(Fault.UNAVAILABLE, SERVICE, SourceState.UNAVAILABLE),
    "a service that asks for a password": Case(Fault.LOGIN_PAGE, SERVICE, SourceState.UNPARSABLE),
    "an answer that breaks off once": Case(Fault.CUT, "GetMeetings", SourceState.OK, times=1),
    "answers that always break off": Case(Fault.CUT, "GetMeetings", SourceState.UNAVAILABLE),
    "a file that breaks off once": Case(Fault.CUT, FILES, SourceState.OK, times=1),
    "a file that always breaks off": Case(Fault.CUT, ONE_FILE, SourceState.OK, lost(Outcome.TRUNCATED)),
    "a file shorter than promised": Case(Fault.LENGTH_TOO_LARGE, ONE_FILE, SourceState.OK, lost(Outcome.TRUNCATED)),
    "half a file that looks whole": Case(Fault.LENGTH_TOO_SMALL, ONE_FILE, SourceState.OK, lost(Outcome.TRUNCATED)),
    "a file that never ends": Case(Fault.HUGE, ONE_FILE, SourceState.OK, lost(Outcome.TOO_LARGE)),
    "a page for a file": Case(Fault.LOGIN_PAGE, ONE_FILE, SourceState.OK, lost(Outcome.NOT_PDF)),
    "a file that leads off the site": Case(Fault.ELSEWHERE, ONE_FILE, SourceState.OK, lost(Outcome.OFF_SITE)),
    "a file that leads into our network": Case(
        Fault.ELSEWHERE,
        ONE_FILE,
        SourceState.OK,
        lost(Outcome.OFF_SITE, Outcome.PRIVATE_ADDRESS),
        location="http://127.0.0.1:9/secret.pdf",
    ),
    "files that are down": Case(Fault.UNAVAILABLE, FILES, SourceState.OK, lost(Outcome.UNAVAILABLE)),
    "files behind a challenge": Case(Fault.CHALLENGE, FILES, SourceState.OK, lost(Outcome.CHALLENGE)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_fault_leaves_a_known_state_and_loses_nothing(case: Case, harrowfell: Town) -> None:
    harrowfell.site.fail(case.fault, case.where, times=case.times, location=case.location)
    visited = harrowfell.visit()
    assert visited.state is case.state
    failed = {outcome.outcome for outcome in visited.fetched if outcome.sha256 is None}
    assert failed <= case.unfetched
    assert bool(failed) == bool(case.unfetched)
    contents = {paper.content for paper in harrowfell.site.council.papers()}
    assert harrowfell.archived() <= contents
    harrowfell.site.mend()
    # What is no report, or too large, is asked for again on the day before the meeting; all else by the next visit.
    is_answer = bool(failed & {Outcome.NOT_PDF, Outcome.TOO_LARGE})
    assert harrowfell.visit(today=TODAY + timedelta(days=5 if is_answer else 0)).state is SourceState.OK
    assert_complete(harrowfell)


@pytest.mark.parametrize("fault", [Fault.CHALLENGE, Fault.FORBIDDEN])
def test_a_block_is_an_answer_asked_about_once_a_week(harrowfell: Town, fault: Fault) -> None:
    harrowfell.site.fail(fault, SERVICE)
    assert harrowfell.visit().state is SourceState.BLOCKED
    assert len(harrowfell.site.asked_for(SERVICE)) == 1
    harrowfell.site.forget_visits()
    again = harrowfell.visit()
    assert (again.state, again.asked) == (SourceState.BLOCKED, False)
    assert targets(harrowfell.site) == []
    a_week_later(harrowfell)
    assert harrowfell.visit().state is SourceState.BLOCKED
    assert [target for target in targets(harrowfell.site) if target != "/robots.txt"] == [
        "/mgWebService.asmx/GetCommittees"
    ]
    harrowfell.site.mend()
    a_week_later(harrowfell)
    assert harrowfell.visit().state is SourceState.OK
    assert_complete(harrowfell)


def test_a_block_of_pages_does_not_stop_the_service(harrowfell: Town) -> None:
    harrowfell.site.fail(Fault.CHALLENGE, r"^/(ie|mg)(?!WebService|Convert)")
    assert harrowfell.visit().state is SourceState.OK
    assert_complete(harrowfell)


def test_a_certificate_of_nobody_is_not_accepted(tmp_path: Path, papers: Papers) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with town(tmp_path, papers, tls=context) as served:
        assert served.visit().state is SourceState.TLS_ERROR
        assert targets(served.site) == []


def test_a_site_that_is_not_there_is_unavailable(harrowfell: Town) -> None:
    gone = replace(harrowfell.council, base_url="http://127.0.0.1:9")
    visited = visit_council(harrowfell.order(allow_private=("127.0.0.1",)), gone)
    assert visited.state is SourceState.UNAVAILABLE


def test_a_site_on_this_machine_is_visited_only_where_that_is_allowed(harrowfell: Town) -> None:
    visited = harrowfell.visit(allow_private=(), delay=1.0)
    assert visited.state is SourceState.UNAVAILABLE
    assert "private" in (visited.detail or "")
    assert targets(harrowfell.site) == []


def test_every_request_is_in_the_fetch_log_as_it_ended(harrowfell: Town) -> None:
    harrowfell.site.fail(Fault.UNAVAILABLE, "GetMeetings", times=1)
    harrowfell.visit()
    logged = harrowfell.rows("select outcome, count(*) from fetch_log group by outcome order by outcome")
    counts = dict(logged)
    assert counts[Outcome.UNAVAILABLE] == 1
    # A redirect is one attempt and two requests.
    redirected = len(harrowfell.site.asked_for("mgConvert2PDF"))
    assert sum(counts.values()) == len(harrowfell.site.visits) - redirected
    assert harrowfell.rows("select count(*) from fetch_log where status = 200 and bytes > 0")[0][0] > 5


def a_week_later(place: Town) -> None:
    """The site's next visit is due now."""
    with open_store(place.database) as db, transaction(db):
        source = read_source(db, site_of(place.council))
        upsert_row(db, replace(source, next_visit=(datetime.now(UTC) - timedelta(minutes=1)).isoformat()))
    place.site.forget_visits()


def assert_complete(place: Town) -> None:
    """Everything a visit without faults would have fetched is in the archive, and nothing else is current."""
    current = place.rows(
        "select publication_id, state, sha256 from publications join publication_versions using (publication_id) "
        "where superseded_by is null order by 1"
    )
    wanted = (invented.REPORT, invented.APPENDIX, invented.CARELESS_REPORT)
    assert [key.partition("/")[2] for key, _, _ in current] == [str(number) for number in wanted]
    assert {state for _, state, _ in current} == {"fetched"}
    contents = {paper.content for number in wanted if (paper := place.site.council.find_paper(number))}
    assert contents <= place.archived()
    assert place.site.asked_for(DOCUMENTS)
