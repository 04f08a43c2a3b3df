"""A program that fetches papers of a small site, for tests that kill it: DATABASE ARCHIVE BASE_URL NUMBER…"""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pipeline.problems import Problem
from pipeline.publications.addresses import host_key
from pipeline.publications.archive import Archive
from pipeline.publications.client import Visitor
from pipeline.publications.fetch import fetch_found
from pipeline.publications.fetch_log import log_into
from pipeline.publications.manners import Manners
from pipeline.store import open_store
from schemas.publications import FetchOutcome, Site
from tests.pipeline.publications.offers import Offers


def fetch(
    database: Path, archive: Path, base_url: str, numbers: list[str], *, wait_seconds: float = 30.0
) -> tuple[FetchOutcome, ...]:
    """Offer and fetch the papers, in the order of their numbers."""
    host = host_key(base_url)
    manners = Manners(contact="tests@example.org", delay=0.0, back_off=(), allow_private_hosts=frozenset({host}))
    with closing(open_store(database, wait_seconds=wait_seconds)) as db:
        offers = Offers(db, base_url, host)
        for number in numbers:
            offers.offer(number, published=f"2026-10-{30 - int(number)}")
        with Visitor(Site("testbury", base_url, host, "moderngov"), manners, log_into(db)) as visitor:
            return fetch_found(offers.found, visitor, Archive(str(archive)), db, today=datetime.now(UTC).date())


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
    except Problem as problem:
        raise SystemExit(str(problem)) from problem
