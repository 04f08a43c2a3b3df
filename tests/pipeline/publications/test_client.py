"""Each fault of a site ends in the outcome that names it, over real sockets; nothing is asked that should not be."""

from __future__ import annotations

import re
import threading
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.problems import Problem
from pipeline.publications import client
from pipeline.publications.client import Neighbourhood
from pipeline.publications.manners import Manners, require_contact
from schemas.publications import Outcome
from tests.pipeline.publications.small_site import (
    Reply,
    SmallSite,
    answer,
    get,
    in_turn,
    pdf,
    raw,
    redirect,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
CHALLENGE = b"<html><head><title>Just a moment...</title></head></html>"
OUR_FAULT = b"Missing parameter: lCommitteeId.\r\n"


def test_a_page_comes_with_status_headers_and_bytes(site: SmallSite) -> None:
    got = get(site, answer(200, b"<x/>", "text/xml"))
    assert (got.outcome, got.status, got.body, got.size) == (Outcome.OK, 200, b"<x/>", 4)
    assert got.headers["content-type"] == "text/xml"
    assert got.ok


def test_we_say_who_we_are_and_where_to_complain(site: SmallSite) -> None:
    get(site, answer(200))
    agents = {headers["user-agent"] for _, _, headers in site.asked}
    assert len(agents) == 1
    assert re.fullmatch(r"scrutineer/\S+ \(.*tests@example\.org\)", agents.pop())


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer(404), Outcome.NOT_FOUND),
        (answer(410), Outcome.NOT_FOUND),
        (answer(403, b"Forbidden"), Outcome.BLOCKED),
        (answer(403, CHALLENGE, cf_mitigated="challenge"), Outcome.CHALLENGE),
        (answer(200, CHALLENGE), Outcome.CHALLENGE),
        (answer(503, CHALLENGE), Outcome.CHALLENGE),
        (answer(403, b"<html>Azure WAF</html>"), Outcome.CHALLENGE),
        (answer(202, b"", x_amzn_waf_action="challenge"), Outcome.CHALLENGE),
        (answer(200, b"<p>Contract for an Azure WAF awarded.</p>"), Outcome.OK),
        (answer(401), Outcome.REFUSED),
        (answer(451), Outcome.REFUSED),
        (answer(202, b"later"), Outcome.REFUSED),
        (answer(429), Outcome.RATE_LIMITED),
        (answer(500), Outcome.UNAVAILABLE),
        (answer(502), Outcome.UNAVAILABLE),
        (answer(503), Outcome.UNAVAILABLE),
        (answer(599), Outcome.UNAVAILABLE),
        (answer(500, OUR_FAULT, "text/plain"), Outcome.BAD_REQUEST),
        (answer(500, b"GetX Web Service method name is not valid.", "text/plain"), Outcome.BAD_REQUEST),
        (answer(304), Outcome.NOT_MODIFIED),
        (raw(b""), Outcome.CONNECTION_FAILED),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), Outcome.CONNECTION_FAILED),
        (raw(HEAD + b"Content-Length: 100\r\n\r\n<x>"), Outcome.TRUNCATED),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<x>\r\n"), Outcome.TRUNCATED),
        (raw(HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip at all"), Outcome.TRUNCATED),
    ],
)
def test_what_a_site_answers_has_a_name(site: SmallSite, reply: Reply, outcome: Outcome) -> None:
    got = get(site, reply)
    assert got.outcome is outcome
    assert site.log[-1].outcome is outcome
    assert got.ok is (outcome is Outcome.OK)
    assert got.ok or got.body == b""


@pytest.mark.parametrize(
    ("reply", "times"),
    [
        (answer(403), 1),
        (answer(404), 1),
        (answer(500, OUR_FAULT), 1),
        (answer(200, CHALLENGE), 1),
        (answer(503), 3),
        (answer(500), 3),
        (answer(429), 3),
        (raw(b""), 3),
        (raw(HEAD + b"Content-Length: 100\r\n\r\n<x>"), 3),
        (in_turn(answer(503), answer(200)), 2),
        (in_turn(answer(503), raw(b""), answer(200)), 3),
    ],
)
def test_only_faults_that_may_pass_are_asked_again(site: SmallSite, reply: Reply, times: int) -> None:
    got = get(site, reply)
    assert site.paths == ["/page"] * times
    assert got.attempts == times
    # Every attempt is in the log, also the one for robots.txt.
    assert len(site.log) == times + 1


def test_the_site_decides_how_long_to_wait_before_the_next_attempt(site: SmallSite) -> None:
    got = get(site, in_turn(answer(429, Retry_After="1"), answer(200)))
    assert got.ok
    (first, *_), (second, *_) = [entry for entry in site.asked if entry[1] == "/page"]
    assert second - first >= 1.0


def test_a_site_that_wants_longer_peace_than_a_night_allows_gets_it(site: SmallSite) -> None:
    site.replies["/page"] = answer(503, Retry_After="3600")
    with site.visitor() as visitor:
        got = visitor.get(f"{site.base_url}/page")
        after = visitor.get(f"{site.base_url}/other")
    assert (got.outcome, got.retry_after) == (Outcome.UNAVAILABLE, 3600.0)
    assert after.outcome is Outcome.HOST_STOPPED
    assert site.paths == ["/page"]


@pytest.mark.parametrize(
    ("delay", "crawl_delay"), [(0.2, 0.01), (0.01, 0.2)], ids=["our own", "what the site asks for"]
)
def test_starts_keep_the_longer_of_two_delays(site: SmallSite, delay: float, crawl_delay: float) -> None:
    site.replies["/robots.txt"] = answer(200, f"User-agent: *\nCrawl-delay: {crawl_delay}".encode(), "text/plain")
    with site.visitor(delay=delay) as visitor:
        for number in range(2):
            visitor.get(f"{site.base_url}/{number}")
    starts = [at for at, _, _ in site.asked]
    # A request may reach the server a moment late, so that the next one seems early.
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(starts))


def test_the_log_tells_when_a_request_was_made_not_when_it_was_thought_of(site: SmallSite) -> None:
    site.replies["/page"] = answer(200)
    with site.visitor(delay=0.2) as visitor:
        visitor.get(f"{site.base_url}/page")
    rules, page = site.log
    began, then = (datetime.fromisoformat(row.at) for row in (rules, page))
    assert then - began >= timedelta(seconds=0.19)


def test_after_a_large_file_the_site_rests(site: SmallSite, tmp_path: Path) -> None:
    site.replies |= {"/paper": pdf(), "/page": answer(200)}
    with site.visitor(large_bytes=100, large_delay=0.2) as visitor:
        assert visitor.download(f"{site.base_url}/paper", tmp_path).ok
        visitor.get(f"{site.base_url}/page")
    moments = {path: at for at, path, _ in site.asked}
    assert moments["/page"] - moments["/paper"] >= 0.2


def test_a_site_that_fails_again_and_again_is_left_alone(site: SmallSite) -> None:
    site.replies |= {"/a": answer(503), "/good": answer(200)}
    with site.visitor(back_off=(), stop_after=2) as visitor:
        asked = ["/a", "/good", "/a", "/a", "/good"]
        outcomes = [visitor.get(site.base_url + path).outcome for path in asked]
    assert outcomes == [Outcome.UNAVAILABLE, Outcome.OK, Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.HOST_STOPPED]
    assert site.paths == asked[:-1]


def test_pages_that_are_blocked_leave_the_service_and_the_files_open(site: SmallSite, tmp_path: Path) -> None:
    service = "/mgWebService.asmx/GetCommittees"
    site.replies |= {"/page": answer(403, CHALLENGE), service: answer(200, b"<committees/>"), "/paper": pdf()}
    with site.visitor() as visitor:
        assert visitor.get(f"{site.base_url}/page").outcome is Outcome.CHALLENGE
        assert visitor.get(f"{site.base_url}/page").outcome is Outcome.HOST_STOPPED
        assert visitor.get(site.base_url + service).ok
        assert visitor.download(f"{site.base_url}/paper", tmp_path).ok


def test_a_challenge_before_one_file_is_one_before_all(site: SmallSite, tmp_path: Path) -> None:
    site.replies |= {"/1": answer(200, CHALLENGE), "/2": pdf(), "/page": answer(200)}
    with site.visitor() as visitor:
        assert visitor.download(f"{site.base_url}/1", tmp_path).outcome is Outcome.CHALLENGE
        assert visitor.download(f"{site.base_url}/2", tmp_path).outcome is Outcome.HOST_STOPPED
        assert visitor.get(f"{site.base_url}/page").ok


def test_a_service_that_is_blocked_closes_the_site(site: SmallSite) -> None:
    site.replies |= {"/mgWebService.asmx/GetMeetings": answer(403), "/page": answer(200)}
    with site.visitor() as visitor:
        assert visitor.get(f"{site.base_url}/mgWebService.asmx/GetMeetings").outcome is Outcome.BLOCKED
        assert visitor.get(f"{site.base_url}/page").outcome is Outcome.HOST_STOPPED


def test_one_file_refused_may_be_that_file_two_in_a_row_are_a_block(site: SmallSite, tmp_path: Path) -> None:
    site.replies |= {"/1": answer(403), "/2": pdf(), "/3": answer(403), "/4": answer(403), "/5": pdf()}
    with site.visitor() as visitor:
        outcomes = [visitor.download(f"{site.base_url}/{n}", tmp_path).outcome for n in range(1, 6)]
    blocked = Outcome.BLOCKED
    assert outcomes == [blocked, Outcome.OK, blocked, blocked, Outcome.HOST_STOPPED]


def test_a_redirection_within_the_site_is_followed_and_both_addresses_are_known(site: SmallSite) -> None:
    site.replies["/documents/s1/a%20b.pdf"] = answer(200, b"here")
    got = get(site, redirect("/documents/s1/a b.pdf"))
    assert (got.body, got.url) == (b"here", f"{site.base_url}/page")
    assert got.final_url == f"{site.base_url}/documents/s1/a%20b.pdf"
    assert site.log[-1].final_url == got.final_url


@pytest.mark.parametrize(
    "location",
    [
        "http://elsewhere.example/a.pdf",
        "//elsewhere.example/a.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:1/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_a_redirection_away_is_not_followed(site: SmallSite, location: str) -> None:
    got = get(site, redirect(location))
    assert got.outcome is Outcome.OFF_SITE
    assert site.paths == ["/page"]


def test_redirections_in_circles_end(site: SmallSite) -> None:
    got = get(site, redirect("/page"))
    assert got.outcome is Outcome.TOO_MANY_REDIRECTS
    assert len(site.paths) == client.MOST_REDIRECTS + 1


def test_a_redirection_is_checked_against_the_rules_of_robots(site: SmallSite) -> None:
    site.replies["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private", "text/plain")
    assert get(site, redirect("/private/a")).outcome is Outcome.DISALLOWED
    assert site.paths == ["/page"]


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("/mgReasonsRestricted.aspx?OID=7&OT=I", Outcome.RESTRICTED),
        ("/MGREASONSRESTRICTED.ASPX", Outcome.RESTRICTED),
        ("/mgError.aspx", Outcome.NOT_FOUND),
    ],
)
def test_pages_that_say_no_are_not_opened(site: SmallSite, location: str, outcome: Outcome) -> None:
    assert get(site, redirect(location)).outcome is outcome
    assert site.paths == ["/page"]


def test_what_is_restricted_is_not_asked_for_even_where_it_is_named(site: SmallSite) -> None:
    with site.visitor() as visitor:
        got = visitor.get(f"{site.base_url}/mgReasonsRestricted.aspx?OID=7&OT=I")
    assert got.outcome is Outcome.RESTRICTED
    assert site.paths == []


@pytest.mark.parametrize("url", ["http://elsewhere.example/x", "ftp://a/b", "mailto:a@b.uk", "", "http://["])
def test_nothing_but_the_site_is_ever_asked(site: SmallSite, url: str) -> None:
    with site.visitor() as visitor:
        assert visitor.get(url).outcome is Outcome.OFF_SITE
    assert site.asked == []


def test_this_machine_is_not_visited_unless_it_is_named(site: SmallSite) -> None:
    with site.visitor(allow_private_hosts=frozenset()) as visitor:
        got = visitor.get(f"{site.base_url}/page")
    assert got.outcome is Outcome.PRIVATE_ADDRESS
    assert "127.0.0.1" in (got.detail or "")
    assert site.asked == []


def test_a_name_that_leads_inside_is_refused_whatever_it_is_called(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.server.server_port
    local = [(2, 1, 6, "", ("127.0.0.1", port))]
    public = [(2, 1, 6, "", ("93.184.215.14", port))]
    monkeypatch.setattr("pipeline.publications.connection.socket.getaddrinfo", lambda *_, **__: public + local)
    base_url = f"http://democracy.testbury.gov.uk:{port}"
    with site.visitor(base_url=base_url) as visitor:
        got = visitor.get(f"{base_url}/page")
    assert got.outcome is Outcome.PRIVATE_ADDRESS
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_connected_to(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up could give another answer, so there is none: names are resolved once for a connection."""
    port = site.server.server_port
    looked_up: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("pipeline.publications.connection.socket.getaddrinfo", look_up)
    host = f"democracy.testbury.gov.uk:{port}"
    site.replies["/page"] = answer(200)
    with site.visitor(base_url=f"http://{host}", allow_private_hosts=frozenset({host})) as visitor:
        assert visitor.get(f"http://{host}/page").ok
    # To connect to an address Python "looks it up" too; the name itself was not asked for again.
    assert looked_up == ["democracy.testbury.gov.uk", "127.0.0.1"]
    assert {headers["host"] for _, _, headers in site.asked} == {host}


def test_a_server_that_is_not_there_is_a_failed_connection(site: SmallSite) -> None:
    site.server.server_close()
    with site.visitor(back_off=()) as visitor:
        assert visitor.get(f"{site.base_url}/page").outcome is Outcome.CONNECTION_FAILED


@pytest.mark.parametrize(
    "slow",
    [
        raw(b"", pause=3.0),
        raw(*(bytes([letter]) for letter in HEAD + b"\r\n"), pause=0.05),
        raw(HEAD + b"Content-Length: 50\r\n\r\n", *([b"x"] * 50), pause=0.05),
    ],
    ids=["says nothing", "trickles its headers", "trickles its body"],
)
def test_an_answer_that_never_ends_is_given_up(site: SmallSite, slow: Reply) -> None:
    got = get(site, slow, back_off=(), total_seconds=0.3, read_seconds=0.2)
    assert got.outcome is Outcome.TIMED_OUT
    assert got.seconds < 2.5


def test_cookies_of_a_session_are_sent_back(site: SmallSite) -> None:
    site.replies |= {"/a": answer(200, Set_Cookie="ASP.NET_SessionId=abc; path=/; HttpOnly"), "/b": answer(200)}
    with site.visitor() as visitor:
        visitor.get(f"{site.base_url}/a")
        visitor.get(f"{site.base_url}/b")
    assert site.asked[-1][2]["cookie"] == "ASP.NET_SessionId=abc"


def test_visitors_of_one_host_take_turns(site: SmallSite) -> None:
    most: list[int] = []
    going: list[int] = []

    def slowly(handler: Any) -> None:
        going.append(1)
        most.append(len(going))
        time.sleep(0.02)
        going.pop()
        answer(200)(handler)

    site.replies["/page"] = slowly
    shared = Neighbourhood()
    with site.visitor(neighbourhood=shared) as one, site.visitor(neighbourhood=shared) as other:
        threads = [threading.Thread(target=v.get, args=(f"{site.base_url}/page",)) for v in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == [1, 1]


@pytest.mark.parametrize("contact", ["", "me", "a b@c.uk", "a@b", "a@b.uk\r\nX: y", "ä@b.uk", "(a@b.uk)"])
def test_a_contact_nobody_can_write_to_is_refused(contact: str) -> None:
    with pytest.raises(Problem, match="contact"):
        Manners(contact=contact)


def test_nobody_is_visited_without_a_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRUTINEER_CONTACT", raising=False)
    with pytest.raises(Problem, match="--contact"):
        require_contact(None)
    monkeypatch.setenv("SCRUTINEER_CONTACT", " me@example.org ")
    assert require_contact(None) == "me@example.org"
    assert require_contact("you@example.org") == "you@example.org"
    assert Manners(contact="https://example.org/about").contact
