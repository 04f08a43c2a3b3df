"""What the extractors hand on: everything read from one PDF, as printed, with its places.

Texts here are verbatim (line breaks folded to spaces). Numbers, dates and identifiers are
made from them later, by the normaliser.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.geometry import Place
from schemas.vocabulary import (
    ActionStatus,
    Basis,
    Direction,
    Form,
    NotRatedReason,
    Population,
    Rag,
    Rating,
    ScopeType,
    StatusMethod,
    ValueRole,
)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something doubtful. ``code`` is declared in ``schemas.issues``; severity and advice follow from it.

    ``subject`` names the row it is about ("kpi:12", "action:3", "claim:7": the kind and its position
    in the document) or is None for the whole document.
    """

    code: str
    message: str
    place: Place | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a report's own key. ``rating`` is a Rating, ActionStatus or Direction value, None if unmapped."""

    colour: str | None
    mark: str | None
    label: str
    rating: str | None
    rule_text: str | None
    place: Place
    shape: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status as read. ``rag`` is NONE where there is no colour, ``rating`` UNREADABLE where a mark was not read."""

    rag: Rag
    label: str | None
    rating: Rating
    reason: NotRatedReason | None = None
    method: StatusMethod | None = None
    colour: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """One period column's value in one row: '52' under 'Quarter 2 – end of September position'."""

    role: ValueRole
    period_label: str | None
    text: str
    place: Place | None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One KPI of one document. A KPI in a table and on a card is one row with both places."""

    position: int
    title: str
    places: tuple[Place, ...]
    status: StatusReading
    engine: str
    theme: str | None = None
    grouping: str | None = None
    directorate: str | None = None
    owner: str | None = None
    frequency: str | None = None
    ref_printed: str | None = None
    ref: str | None = None
    aliases: tuple[str, ...] = ()
    target: str | None = None
    floor: str | None = None
    actual: str | None = None
    previous: str | None = None
    unit: str | None = None
    polarity: str | None = None
    commentary: str | None = None
    period_label: str | None = None
    previous_status: StatusReading | None = None
    direction: Direction | None = None
    direction_text: str | None = None
    values: tuple[PeriodValue, ...] = ()
    field_places: tuple[tuple[str, Place], ...] = ()
    unmapped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action, project or milestone. ``ref`` is as printed, ``ref_repaired`` as its sequence shows it."""

    position: int
    title: str
    places: tuple[Place, ...]
    status: ActionStatus
    status_label: str | None
    rag: Rag
    theme: str | None = None
    grouping: str | None = None
    directorate: str | None = None
    owner: str | None = None
    ref: str | None = None
    ref_repaired: str | None = None
    due: str | None = None
    commentary: str | None = None
    field_places: tuple[tuple[str, Place], ...] = ()
    unmapped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated total. Claims that belong together (one row, column or sentence) share ``group``.

    ``rating`` is canonical: Rating values, ActionStatus values or Direction values, joined by '|' for a
    merged bucket, or 'total', 'rated', 'not_rated'. ``denominator`` is the stated base, None if not stated.
    """

    position: int
    group: str
    population: Population
    scope_type: ScopeType
    scope: str | None
    basis: Basis
    bucket: str
    rating: str | None
    count: int | None
    percent: float | None
    denominator: int | None
    form: Form
    quote: str
    place: Place
    period_label: str | None = None
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class PeriodWitness:
    """A place that names the period; ``source`` is title, heading, table_header, sentence, filename or manifest."""

    source: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Who published the document and when, as the document and its file name say; None where neither does."""

    council: str | None = None
    body: str | None = None
    meeting_date: str | None = None
    title: str | None = None
    role: str | None = None
    period_witnesses: tuple[PeriodWitness, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Everything read from one PDF."""

    pages: int
    producer: str | None
    front: FrontMatter
    kpis: tuple[KpiRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
