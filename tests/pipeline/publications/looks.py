"""A council's site, a dataset, and looks at the one for the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.site.invented import harrowfell as invent
from fixtures.site.server import Site as Served
from fixtures.site.server import System
from pipeline.dump import dump_dataset
from pipeline.publications.client import Neighbourhood, Visitor
from pipeline.publications.discover import discover_council
from pipeline.publications.fetch_log import log_into
from pipeline.publications.manners import Manners
from pipeline.publications.sources_state import site_of
from pipeline.store import Store, open_store
from schemas.identity import Council
from schemas.publications import Discovery, FoundDocument

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
