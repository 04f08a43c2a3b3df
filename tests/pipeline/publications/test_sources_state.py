"""How a site answered is remembered, and when it may be asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.problems import Problem
from pipeline.publications.sources_state import (
    is_due,
    needs_committees,
    read_source,
    record_committees_read,
    record_visit,
    site_of,
    sources,
)
from pipeline.store import open_store
from schemas.identity import Council
from schemas.publications import Outcome, Site, SourceState

NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
COUNCIL = Council(
    "testbury", "Testbury Borough Council", system="moderngov", base_url="http://Democracy.Testbury.gov.uk/moderngov/"
)
SITE = Site("testbury", "https://democracy.testbury.gov.uk", "democracy.testbury.gov.uk", "moderngov")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_store(tmp_path / "a.db")) as store:
        yield store


def test_a_councils_site_is_known_from_the_register() -> None:
    site = site_of(COUNCIL)
    assert (site.base_url, site.host) == ("http://democracy.testbury.gov.uk/moderngov", "democracy.testbury.gov.uk")
    assert (site.council_id, site.name, site.system) == ("testbury", COUNCIL.name, "moderngov")


def test_a_councils_own_certificates_are_trusted_on_its_site_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site_of(COUNCIL).extra_ca_file is None
    monkeypatch.setenv("SCRUTINEER_CA_FOLDER", str(tmp_path))
    file = tmp_path / "testbury.pem"
    file.write_text("-----BEGIN CERTIFICATE-----")
    assert site_of(COUNCIL).extra_ca_file == file
    assert site_of(replace(COUNCIL, council_id="ambleford")).extra_ca_file is None


@pytest.mark.parametrize("base_url", [None, "", "democracy.testbury.gov.uk", "ftp://a/b"])
def test_a_council_without_an_address_is_a_problem(base_url: str | None) -> None:
    with pytest.raises(Problem, match="Testbury"):
        site_of(replace(COUNCIL, base_url=base_url))


def test_a_site_nobody_visited_is_new_and_due(db: Database) -> None:
    source = read_source(db, SITE)
    assert source.state is SourceState.NEW
    assert is_due(source, NOW)
    assert sources(db) == ()


@pytest.mark.parametrize("system", ["other", None])
def test_a_site_of_a_system_we_cannot_read_is_never_due(db: Database, system: str | None) -> None:
    source = read_source(db, replace(SITE, system=system))
    assert source.state is SourceState.UNSUPPORTED
    assert not is_due(source, NOW)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.OK, SourceState.OK),
        (Outcome.BLOCKED, SourceState.BLOCKED),
        (Outcome.CHALLENGE, SourceState.BLOCKED),
        (Outcome.DISALLOWED, SourceState.ROBOTS_DISALLOWED),
        (Outcome.BAD_CERTIFICATE, SourceState.TLS_ERROR),
        (Outcome.UNPARSABLE, SourceState.UNPARSABLE),
        (Outcome.BAD_REQUEST, SourceState.UNPARSABLE),
        (Outcome.TIMED_OUT, SourceState.UNAVAILABLE),
        (Outcome.CONNECTION_FAILED, SourceState.UNAVAILABLE),
        (Outcome.RATE_LIMITED, SourceState.UNAVAILABLE),
        (Outcome.NOT_FOUND, SourceState.UNAVAILABLE),
        (Outcome.OFF_SITE, SourceState.UNAVAILABLE),
        (Outcome.PRIVATE_ADDRESS, SourceState.UNAVAILABLE),
    ],
)
def test_what_a_site_answered_is_its_state(db: Database, outcome: Outcome, state: SourceState) -> None:
    row = record_visit(db, SITE, outcome, now=NOW, status=200, detail="answered so")
    assert row == read_source(db, SITE)
    assert row.state is state
    well = state is SourceState.OK
    assert (row.detail is None, row.last_ok is not None, row.failures == 0) == (well, well, well)


def test_a_site_that_blocks_is_left_alone_for_a_week_and_others_are_not(db: Database) -> None:
    blocked = record_visit(db, SITE, Outcome.BLOCKED, now=NOW)
    assert not is_due(blocked, NOW + timedelta(days=6, hours=23))
    assert is_due(blocked, NOW + timedelta(days=7))
    assert is_due(record_visit(db, SITE, Outcome.TIMED_OUT, now=NOW), NOW)


def test_a_site_that_asked_for_peace_gets_it(db: Database) -> None:
    row = record_visit(db, SITE, Outcome.UNAVAILABLE, now=NOW, retry_after=7200.0)
    assert not is_due(row, NOW + timedelta(hours=1))
    assert is_due(row, NOW + timedelta(hours=2))
    for absurd in (1e30, float("inf")):
        row = record_visit(db, SITE, Outcome.UNAVAILABLE, now=NOW, retry_after=absurd)
        assert is_due(row, NOW + timedelta(days=7))


def test_the_last_good_visit_and_the_first_bad_one_are_remembered(db: Database) -> None:
    moments = [NOW + timedelta(days=day) for day in range(4)]
    record_visit(db, SITE, Outcome.OK, now=moments[0], crawl_delay=2.0)
    record_visit(db, SITE, Outcome.TIMED_OUT, now=moments[1])
    row = record_visit(db, SITE, Outcome.UNAVAILABLE, now=moments[2])
    assert (row.last_ok, row.state_since, row.failures) == (moments[0].isoformat(), moments[1].isoformat(), 2)
    assert row.crawl_delay == 2.0
    row = record_visit(db, SITE, Outcome.OK, now=moments[3])
    assert (row.last_ok, row.state_since, row.failures) == (moments[3].isoformat(), moments[3].isoformat(), 0)


def test_a_visit_that_was_stopped_says_nothing_new(db: Database) -> None:
    before = record_visit(db, SITE, Outcome.BLOCKED, now=NOW)
    assert record_visit(db, SITE, Outcome.HOST_STOPPED, now=NOW + timedelta(hours=1)) == before


def test_committees_are_read_once_a_week(db: Database) -> None:
    assert needs_committees(read_source(db, SITE), NOW)
    record_committees_read(db, SITE, NOW)
    source = read_source(db, SITE)
    assert not needs_committees(source, NOW + timedelta(days=6))
    assert needs_committees(source, NOW + timedelta(days=7))


def test_a_site_that_moved_is_a_new_one(db: Database) -> None:
    record_visit(db, SITE, Outcome.BLOCKED, now=NOW)
    moved = read_source(db, replace(SITE, base_url="https://testbury.moderngov.co.uk", host="testbury.moderngov.co.uk"))
    assert moved.state is SourceState.NEW
