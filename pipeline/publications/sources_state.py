"""How each council's site answered and when it is visited next: the table ``council_sources``."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from pipeline.problems import Problem
from pipeline.publications.addresses import clean_url, host_key
from pipeline.rows import select_rows, upsert_row
from pipeline.store import transaction
from schemas.identity import Council
from schemas.publications import Outcome, Site, SourceState
from schemas.tables_publications import CouncilSourceRow
from schemas.vocabulary import CouncilSystem

CA_FOLDER_VARIABLE = "SCRUTINEER_CA_FOLDER"

PROBED_AGAIN = timedelta(days=7)
"""How long a site that blocks us is left alone: blocks depend on the day and the network, and none was seen to be
lifted within hours."""

LONGEST_PEACE = timedelta(days=7)
"""How long a site is left alone because it says so: one that says more has made a mistake, and is asked once a week."""

COMMITTEES_HOLD = timedelta(days=7)
"""How long a list of committees is good for: committees change once a year, in May."""

_READABLE = frozenset({CouncilSystem.MODERNGOV, CouncilSystem.CMIS})

_STATES = {
    Outcome.OK: SourceState.OK,
    Outcome.NOT_MODIFIED: SourceState.OK,
    Outcome.BLOCKED: SourceState.BLOCKED,
    Outcome.CHALLENGE: SourceState.BLOCKED,
    Outcome.DISALLOWED: SourceState.ROBOTS_DISALLOWED,
    Outcome.BAD_CERTIFICATE: SourceState.TLS_ERROR,
    Outcome.UNPARSABLE: SourceState.UNPARSABLE,
    Outcome.BAD_REQUEST: SourceState.UNPARSABLE,
}
"""States an outcome leaves a site in; every other one is UNAVAILABLE."""


def site_of(council: Council) -> Site:
    """Where the register says a council publishes. Problem where it names no address.

    Certificates in 'COUNCIL.pem' in the folder named by SCRUTINEER_CA_FOLDER are trusted on that council's site: for
    one that leaves out the certificate between its own and one that is known.
    """
    base_url = clean_url(council.base_url, council.base_url) if council.base_url else None
    if base_url is None:
        raise Problem(f"The register has no address of {council.name}'s meetings, so nothing can be fetched of it.")
    base_url = base_url.rstrip("/")
    return Site(
        council.council_id,
        base_url,
        host_key(base_url),
        council.system,
        extra_ca_file=_extra_ca_file(council.council_id),
        name=council.name,
    )


def read_source(db: Database, site: Site) -> CouncilSourceRow:
    """What is known of a council's site; a NEW or UNSUPPORTED row, not stored, where nothing is, or it has moved."""
    stored = next(iter(select_rows(db, CouncilSourceRow, "WHERE council_id = ?", (site.council_id,))), None)
    if stored is not None and stored.base_url == site.base_url:
        return stored
    system = CouncilSystem(site.system) if site.system else None
    return CouncilSourceRow(
        council_id=site.council_id,
        name=site.name,
        host=site.host,
        base_url=site.base_url,
        system=system,
        state=SourceState.NEW if system in _READABLE else SourceState.UNSUPPORTED,
    )


def is_due(source: CouncilSourceRow, now: datetime) -> bool:
    """Whether the site may be visited: at any time unless it blocks us, or asked to be left alone until later."""
    if source.state is SourceState.UNSUPPORTED:
        return False
    return source.next_visit is None or datetime.fromisoformat(source.next_visit) <= now


def needs_committees(source: CouncilSourceRow, now: datetime) -> bool:
    """Whether its list of committees has to be read again."""
    if source.committees_read is None:
        return True
    return now - datetime.fromisoformat(source.committees_read) >= COMMITTEES_HOLD


def record_visit(
    db: Database,
    site: Site,
    outcome: Outcome,
    *,
    now: datetime,
    status: int | None = None,
    detail: str | None = None,
    retry_after: float | None = None,
    crawl_delay: float | None = None,
) -> CouncilSourceRow:
    """Enter how a visit of a site ended: the outcome of the request that mattered (the service's, or the pages').

    HOST_STOPPED says nothing new: the answer that stopped the visit has been entered, or will be.
    """
    known = read_source(db, site)
    if outcome is Outcome.HOST_STOPPED:
        return known
    state = _STATES.get(outcome, SourceState.UNAVAILABLE)
    moment = now.isoformat(timespec="seconds")
    well = state is SourceState.OK
    row = replace(
        known,
        state=state,
        state_since=moment if state is not known.state or known.state_since is None else known.state_since,
        detail=None if well else detail or str(outcome),
        last_status=status,
        last_visit=moment,
        last_ok=moment if well else known.last_ok,
        next_visit=_next_visit(state, now, retry_after),
        crawl_delay=crawl_delay if crawl_delay is not None else known.crawl_delay,
        failures=0 if well else known.failures + 1,
    )
    with transaction(db):
        upsert_row(db, row)
    return row


def record_committees_read(db: Database, site: Site, now: datetime) -> None:
    """Enter that the list of committees was read, so that it is not read again for a week."""
    with transaction(db):
        upsert_row(db, replace(read_source(db, site), committees_read=now.isoformat(timespec="seconds")))


def sources(db: Database) -> tuple[CouncilSourceRow, ...]:
    """Every site visited so far, by council."""
    return select_rows(db, CouncilSourceRow, "ORDER BY council_id")


def _extra_ca_file(council_id: str) -> Path | None:
    folder = os.environ.get(CA_FOLDER_VARIABLE)
    file = Path(folder) / f"{council_id}.pem" if folder else None
    return file if file and file.is_file() else None


def _next_visit(state: SourceState, now: datetime, retry_after: float | None) -> str | None:
    wait = timedelta(seconds=min(retry_after or 0.0, LONGEST_PEACE.total_seconds()))
    if state is SourceState.BLOCKED:
        wait = max(wait, PROBED_AGAIN)
    return (now + wait).isoformat(timespec="seconds") if wait else None
