"""Certificates and https: a site is entered by the door that can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest

from pipeline.problems import Problem
from pipeline.publications.client import Neighbourhood, Visitor
from pipeline.publications.manners import Manners
from schemas.publications import Outcome, Site
from tests.pipeline.publications.small_site import (
    SmallSite,
    answer,
    own_authority,
    raw,
    small_site,
)


def test_a_certificate_nobody_vouches_for_is_refused_unless_its_maker_is_named(tmp_path: Path) -> None:
    context, certificate = own_authority(tmp_path)
    with small_site({"/page": answer(200, b"here")}, context) as site:
        with site.visitor() as visitor:
            assert visitor.get(f"{site.base_url}/page").outcome is Outcome.BAD_CERTIFICATE
        with site.visitor(extra_ca_file=certificate) as visitor:
            assert visitor.get(f"{site.base_url}/page").body == b"here"


def test_a_file_that_holds_no_certificates_is_a_problem(site: SmallSite, tmp_path: Path) -> None:
    file = tmp_path / "testbury.pem"
    file.write_text("nothing")
    with pytest.raises(Problem, match=r"testbury\.pem"):
        site.visitor(extra_ca_file=file)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Visitor, dict[int, SmallSite]]]:
    """A council's site at the usual ports of http and https, which lead to two sites of this machine."""
    host = "democracy.testbury.gov.uk"
    context, authority = own_authority(tmp_path, host)
    with small_site() as plain, small_site(tls=context) as secure:
        ports = {80: plain.server.server_port, 443: secure.server.server_port}
        connect = httpcore.SyncBackend.connect_tcp

        def redirected(self: Any, address: str, port: int, *rest: Any) -> httpcore.NetworkStream:
            return connect(self, address, ports[port], *rest)

        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", redirected)
        monkeypatch.setattr(
            "pipeline.publications.connection.socket.getaddrinfo",
            lambda _, port, *__, **___: [(2, 1, 6, "", ("127.0.0.1", port))],
        )
        manners = Manners(contact="tests@example.org", delay=0.0, back_off=(), allow_private_hosts=frozenset({host}))
        site = Site("testbury", f"http://{host}", host, "moderngov", authority)
        with Visitor(site, manners, plain.log.append, Neighbourhood()) as visitor:
            yield visitor, {80: plain, 443: secure}


def test_a_site_the_register_has_under_http_is_asked_by_https_first(
    named: tuple[Visitor, dict[int, SmallSite]],
) -> None:
    visitor, sites = named
    sites[443].replies["/page"] = answer(200, b"safe")
    for _ in range(2):
        got = visitor.get("http://democracy.testbury.gov.uk/page")
        assert (got.body, got.final_url) == (b"safe", "https://democracy.testbury.gov.uk/page")
    assert [path for _, path, _ in sites[443].asked] == ["/robots.txt", "/page", "/page"]
    assert sites[80].asked == []


def test_a_site_that_has_no_https_is_asked_as_the_register_says(
    named: tuple[Visitor, dict[int, SmallSite]],
) -> None:
    visitor, sites = named
    sites[443].replies["/robots.txt"] = raw(b"")
    sites[80].replies["/page"] = answer(200, b"plain")
    for _ in range(2):
        assert visitor.get("http://democracy.testbury.gov.uk/page").body == b"plain"
    assert [path for _, path, _ in sites[443].asked] == ["/robots.txt"]
    assert [path for _, path, _ in sites[80].asked] == ["/robots.txt", "/page", "/page"]


def test_rules_read_by_https_hold(named: tuple[Visitor, dict[int, SmallSite]]) -> None:
    visitor, sites = named
    sites[443].replies["/robots.txt"] = answer(200, b"User-agent: *\nCrawl-delay: 0.1\nDisallow: /", "text/plain")
    assert visitor.get("http://democracy.testbury.gov.uk/page").outcome is Outcome.DISALLOWED
    assert visitor.crawl_delay == 0.1
    assert [path for _, path, _ in sites[443].asked] == ["/robots.txt"]
    assert sites[80].asked == []
