"""What robots.txt allows: RFC 9309, over a real socket where the answer itself matters."""

from __future__ import annotations

import pytest

from pipeline.publications.client import Neighbourhood
from pipeline.publications.robots import LONGEST_CRAWL_DELAY, Rules, read_rules
from schemas.publications import Answer, Outcome
from tests.pipeline.publications.small_site import Reply, answer, in_turn, raw, redirect, small_site


def rules(text: str) -> Rules:
    return read_rules(
        Answer(url="https://a/robots.txt", final_url="https://a/robots.txt", outcome=Outcome.OK, body=text.encode())
    )


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /mgUserInfo.aspx", "/mgUserInfo.aspx?UID=1", False),
        ("User-agent: *\nDisallow: /mgUserInfo.aspx", "/mgWebService.asmx/GetMeetings", True),
        ("User-agent: *\nDisallow: /\nAllow: /documents/", "/documents/s1/a.pdf", True),
        ("User-agent: *\nDisallow: /documents/\nAllow: /documents/s", "/documents/g1/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/documents/s1/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/documents/s1/a.pdf?T=10", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: scrutineer\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: scrutineer\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("<html><body>Sorry, this page does not exist</body></html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(text: str, path: str, allowed: bool) -> None:
    assert (rules(text).refusal(f"https://a{path}") is None) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2", 2.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 3600", LONGEST_CRAWL_DELAY),
        ("User-agent: *\nCrawl-delay: nan\nDisallow: /x", None),
        ("User-agent: *\nCrawl-delay: soon\nDisallow: /x", None),
        ("User-agent: *\nDisallow: /x", None),
    ],
)
def test_a_crawl_delay_is_granted_up_to_a_bound(text: str, delay: float | None) -> None:
    assert rules(text).crawl_delay == delay


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (answer(404), Outcome.OK),
        (answer(401), Outcome.OK),
        (answer(403), Outcome.OK),
        (answer(410), Outcome.OK),
        (answer(200, b"User-agent: *\nDisallow: /page", "text/plain"), Outcome.DISALLOWED),
        (answer(200, b"User-agent: *\nDisallow: /other", "text/plain"), Outcome.OK),
        (answer(500), Outcome.DISALLOWED),
        (answer(503), Outcome.DISALLOWED),
        (answer(429), Outcome.DISALLOWED),
        (raw(b""), Outcome.CONNECTION_FAILED),
        (redirect("http://elsewhere.example/robots.txt"), Outcome.DISALLOWED),
        (redirect("/moved.txt"), Outcome.OK),
        (in_turn(answer(503), answer(404)), Outcome.OK),
    ],
)
def test_no_file_allows_everything_and_no_answer_nothing(robots: Reply, outcome: Outcome) -> None:
    with small_site({"/robots.txt": robots, "/page": answer(200, b"a page")}) as site, site.visitor() as visitor:
        assert visitor.get(f"{site.base_url}/page").outcome is outcome
        assert ("/page" in site.paths) is (outcome is Outcome.OK)


def test_rules_are_asked_for_once_and_kept_for_other_visitors_of_the_program() -> None:
    rules_file = answer(200, b"User-agent: *\nCrawl-delay: 0.01", "text/plain")
    with small_site({"/robots.txt": rules_file, "/page": answer(200)}) as site:
        shared = Neighbourhood()
        with site.visitor(neighbourhood=shared) as visitor:
            for _ in range(3):
                visitor.get(f"{site.base_url}/page")
            assert visitor.crawl_delay == 0.01
        with site.visitor(neighbourhood=shared) as second:
            second.get(f"{site.base_url}/page")
        assert [path for _, path, _ in site.asked].count("/robots.txt") == 1


def test_rules_that_could_not_be_read_are_asked_for_again_by_the_next_visitor() -> None:
    with small_site({"/robots.txt": answer(500), "/page": answer(200)}) as site:
        shared = Neighbourhood()
        with site.visitor(back_off=(), neighbourhood=shared) as visitor:
            assert visitor.get(f"{site.base_url}/page").outcome is Outcome.DISALLOWED
            assert visitor.get(f"{site.base_url}/page").outcome is Outcome.DISALLOWED
        site.replies["/robots.txt"] = answer(404)
        with site.visitor(neighbourhood=shared) as second:
            assert second.get(f"{site.base_url}/page").ok
        assert [path for _, path, _ in site.asked].count("/robots.txt") == 2
