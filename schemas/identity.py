"""Which council, meeting and report a file belongs to, and what an ingest is going to read.

A manifest states these things; without one they are inferred, and ``inferred`` names each inferred field.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schemas.errors import Reason
from schemas.stated import StatedTotals
from schemas.vocabulary import DocumentRole


@dataclass(frozen=True, slots=True)
class Council:
    """One council of the register, or one read from a page (then only ``council_id`` and ``name`` are known).

    ``type`` is a word such as 'county', 'district', 'unitary'; ``system`` is moderngov, cmis, other or None.
    ``abolished`` is the last day (ISO) of a council that no longer exists, ``successors`` the ids of the councils
    that took over its area: one, or two where a county was divided.
    """

    council_id: str
    name: str
    gss_code: str | None = None
    type: str | None = None
    nation: str | None = None
    system: str | None = None
    base_url: str | None = None
    abolished: str | None = None
    successors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """Who published a document, for which meeting, as part of which report.

    ``council_id`` and ``council_name`` are None where neither manifest nor document names a council.
    ``meeting_date`` is ISO 8601. ``period_label`` is as printed or as the manifest says.
    ``source`` is 'manifest', 'moderngov' or 'inferred'; ``inferred`` names the fields not taken from a manifest,
    in field order. ``report_title`` and ``report_period_label`` are those of the report's leading document
    (its cover), the same for every document of one report. ``source_url``, ``published_on`` and ``retrieved_at`` are of
    a document that was fetched: where from, the day the council says, the moment it came.
    """

    report_id: str
    source: str
    council_id: str | None = None
    council_name: str | None = None
    body: str | None = None
    meeting_date: str | None = None
    role: DocumentRole = DocumentRole.OTHER
    title: str | None = None
    period_label: str | None = None
    inferred: tuple[str, ...] = ()
    report_title: str | None = None
    report_period_label: str | None = None
    source_url: str | None = None
    published_on: str | None = None
    retrieved_at: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """One PDF to read.

    ``document_id`` is the sha256 of its bytes in hex; ``aliases`` are further file names of the same bytes.
    ``stated`` are totals another document of its report states, for choosing between readings of this one.
    """

    path: Path
    filename: str
    document_id: str
    bytes: int
    identity: DocumentIdentity
    aliases: tuple[str, ...] = ()
    stated: StatedTotals | None = None


@dataclass(frozen=True, slots=True)
class RejectedPath:
    """A file that will not be read, and why (``detail`` is a sentence saying what to do).

    ``document_id`` and ``bytes`` are None where its bytes could not be read, ``identity`` where nothing is known of it.
    """

    path: Path
    filename: str
    reason: Reason
    detail: str
    document_id: str | None = None
    bytes: int | None = None
    identity: DocumentIdentity | None = None


@dataclass(frozen=True, slots=True)
class PlanNote:
    """Something a reader of the run should know: a manifest's oddity, a duplicate. ``where`` is 'file' or 'file:line'.

    ``level`` is 'info', 'warning' or 'error'; an error never stops the other documents.
    """

    level: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Everything an ingest will do, in a fixed order whatever order the paths were given in."""

    documents: tuple[DocumentPlan, ...] = ()
    rejected: tuple[RejectedPath, ...] = ()
    notes: tuple[PlanNote, ...] = ()
