"""Harrowfell's imitated site with a real report behind it, and an order to visit it: what these tests begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fixtures.site import invented
from fixtures.site.server import Site, System
from pipeline.publications.visit import visit_council
from pipeline.store import read_store
from schemas.identity import Council
from schemas.updates import Visited, VisitOrder
from tests.small_reports import draw_report, kpi_rows

# Moments are entered as they pass, so the imitation's meetings lie around the day of the test.
TODAY = datetime.now(UTC).date()
DELAY = 0.01
DOCUMENTS = r"^/(documents|mgConvert2PDF)"
"""Requests for papers."""


@dataclass(frozen=True)
class Papers:
    """Two reports and their replacements, as bytes."""

    report: bytes
    appendix: bytes
    replaced: bytes


@dataclass
class Town:
    """A council on its site, and where its papers go."""

    site: Site
    folder: Path
    papers: Papers

    @property
    def council(self) -> Council:
        """As the register would have it."""
        address = f"{self.site.base_url}/Meetings.aspx" if self.site.system is System.CMIS else self.site.base_url
        return Council("harrowfell", self.site.council.name, system=self.site.system.value, base_url=address)

    @property
    def database(self) -> Path:
        return self.folder / "a.db"

    def order(self, **changed: Any) -> VisitOrder:
        """Visits without waiting."""
        settings: dict[str, Any] = {
            "database": self.database,
            "contact": "tests@example.org",
            "today": TODAY,
            "delay": DELAY,
            "back_off": (0.01, 0.01),
            "allow_private": (self.site.host,),
            "workers": 1,
        }
        return VisitOrder(**settings | changed)

    def visit(self, **changed: Any) -> Visited:
        """One visit: papers found and fetched."""
        return visit_council(self.order(**changed), self.council)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the dataset answers."""
        with read_store(self.database) as db:
            return [tuple(row) for row in db.execute(sql).fetchall()]

    def archived(self) -> set[bytes]:
        """Everything in the archive."""
        return {path.read_bytes() for path in (self.folder / "archive").rglob("*") if path.is_file()}


@contextmanager
def town(folder: Path, papers: Papers, **site: Any) -> Iterator[Town]:
    """The council of Harrowfell, served while inside."""
    council = invented.harrowfell(papers.report, papers.appendix, today=TODAY)
    with Site(council, today=lambda: TODAY, **site) as served:
        yield Town(served, folder, papers)


def draw_papers(folder: Path) -> Papers:
    """Reports of Harrowfell; the replacement differs in one figure."""
    name = "Harrowfell Borough Council"
    rows = kpi_rows(5)
    report = draw_report(folder / "report.pdf", name, rows).read_bytes()
    appendix = draw_report(folder / "appendix.pdf", name, kpi_rows(4, prefix="B")).read_bytes()
    ref, title, target, _, _ = rows[0]
    corrected = [(ref, title, target, "49%", "Green"), *rows[1:]]
    replaced = draw_report(folder / "replaced.pdf", name, corrected).read_bytes()
    return Papers(report, appendix, replaced)


def targets(site: Site) -> Sequence[str]:
    """Every address asked for, in order."""
    return [visit.target for visit in site.visits]
