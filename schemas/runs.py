"""One run of ``scrutineer ingest``: what was asked, what became of each document, and the sums of it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from schemas.errors import Rejection
from schemas.identity import DocumentPlan
from schemas.limits import Limits
from schemas.normalised import NormalisedDocument


@dataclass(frozen=True, slots=True)
class ArchivedPapers:
    """What was fetched from one council's site: ``archive`` is the place fsspec knows, ``council_id`` the council."""

    archive: str
    council_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRequest:
    """What to ingest and where to. ``fresh`` reads documents again that are already in the dataset unchanged.

    ``papers`` stands instead of ``paths``, which are then empty. ``cluster`` is the address of the machines that read;
    None: this machine reads.
    """

    paths: tuple[Path, ...]
    database: Path
    workers: int
    manifest: Path | None = None
    papers: ArchivedPapers | None = None
    fresh: bool = False
    cluster: str | None = None
    limits: Limits = field(default_factory=Limits)


class Stage(StrEnum):
    """Where a document is on its way, as the progress bar shows it."""

    WAITING = "waiting"
    READING = "reading pages"
    NORMALISING = "normalising values"
    LOADING = "loading"


class Fate(StrEnum):
    """What became of a document in one run."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"


Listener = Callable[[str, Stage | Fate], None]
"""Told a document's file name and where it is now; called from any thread."""


def nobody_listens(filename: str, where: Stage | Fate) -> None:
    """A listener for runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Our bug, met in one document: the last line of the traceback and the whole of it."""

    message: str
    traceback: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document on its way from reading to loading: its rows, why it was set aside, or where our code broke."""

    plan: DocumentPlan
    receipt: str
    result: NormalisedDocument | Rejection | Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``document_id`` is None where its bytes could not be read."""

    filename: str
    path: Path
    fate: Fate
    document_id: str | None = None
    reason: str | None = None
    detail: str | None = None
    traceback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSums:
    """What the documents of a run hold.

    ``statuses`` counts observations by ``rag``, ``claims`` stated totals by verdict, ``issues`` issues by severity.
    """

    documents: int
    pages: int
    observations: int
    actions: int
    statuses: dict[str, int]
    claims: dict[str, int]
    issues: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """How a run ended. ``outcomes``: one for each file, in the order of the plan; ``notes`` are for the reader."""

    run_id: str
    database: Path
    seconds: float
    outcomes: tuple[Outcome, ...]
    sums: DatasetSums
    notes: tuple[str, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many files met this fate."""
        return sum(1 for outcome in self.outcomes if outcome.fate is fate)
