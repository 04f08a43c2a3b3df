"""One update of councils: how they are visited, what was found and fetched, what the ingest made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from schemas.limits import Limits
from schemas.publications import FetchFate, FetchOutcome, SourceState
from schemas.runs import RunSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOrder:
    """How councils are visited, and where what comes of it goes. Made of plain values, so that a schedule can hold it.

    ``archive`` None: the folder 'archive' beside the dataset. ``contact`` None: the one in the environment. ``since``
    None: as far back as discovery looks by itself. ``today`` None: the day it is in the United Kingdom.
    ``delay`` are seconds between two requests to a host, ``back_off`` those before a request is repeated, and
    ``come_back`` those before a flow visits a site again that was down.
    """

    database: Path
    archive: str | None = None
    register: Path | None = None
    contact: str | None = None
    since: date | None = None
    today: date | None = None
    delay: float = 2.0
    back_off: tuple[float, ...] = (5.0, 10.0, 20.0)
    come_back: tuple[float, ...] = ()
    allow_private: tuple[str, ...] = ()
    workers: int = 2
    limits: Limits = field(default_factory=Limits)

    @property
    def archive_root(self) -> str:
        """Where the papers are kept."""
        return self.archive or str(self.database.absolute().parent / "archive")


class TroubleKind(StrEnum):
    """Whose trouble it is that a council could not be updated: something a person can mend, or a bug of ours."""

    PROBLEM = "problem"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an update of a council ended early. ``traceback`` is None unless it is our bug."""

    kind: TroubleKind
    message: str
    traceback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What a visit of one council's site brought. ``found`` counts documents that a rule chose.

    ``state`` is how the site answers now; ``detail`` a sentence where that is not well. ``asked`` is False where it was
    not visited because it blocked or forbade us less than a week ago.
    """

    council_id: str
    name: str
    host: str
    state: SourceState
    asked: bool = True
    found: int = 0
    fetched: tuple[FetchOutcome, ...] = ()
    detail: str | None = None
    trouble: Trouble | None = None

    def count(self, *fates: FetchFate) -> int:
        """How many documents met one of these fates."""
        return sum(1 for outcome in self.fetched if outcome.fate in fates)


@dataclass(frozen=True, slots=True)
class StatedMismatch:
    """A stated total of a document of this run that its rows do not add up to."""

    report_id: str
    filename: str
    page: int
    bucket: str
    claimed: int | None
    extracted: int | None
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilUpdate:
    """What an update did for one council. ``ingested`` is None where the archive holds nothing of it."""

    visited: Visited
    ingested: RunSummary | None = None
    mismatches: tuple[StatedMismatch, ...] = ()
    trouble: Trouble | None = None

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Of the visit and of the ingest."""
        return tuple(trouble for trouble in (self.visited.trouble, self.trouble) if trouble is not None)
