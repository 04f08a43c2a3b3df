"""What the extractors hand on: everything read from one PDF, as printed, with its places.

Texts here are verbatim (line breaks folded to spaces). Numbers, dates and identifiers are
made from them later, by the normaliser.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.geometry import Place
from schemas.stated import StatedTotals
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
    """One line of a report's own key. ``rating`` is a Rating, ActionStatus or Direction value, None if unmapped.

    ``mark`` is the word, letter or glyph printed, or the name of the form drawn. A mark without colour is known again
    by its outline (``shape``), one with a ``form`` (a ``schemas.marks.MarkForm`` value) by that and its colour, a
    raster icon by its look (``picture``).
    """

    colour: str | None
    mark: str | None
    label: str
    rating: str | None
    rule_text: str | None
    place: Place
    shape: tuple[tuple[float, float], ...] = ()
    form: str | None = None
    picture: str | None = None


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
class Section:
    """A numbered paragraph, heading with its text, or minutes item; a tree by ``parent`` (a position, None at the top).

    ``level`` counts from 1. ``kind`` is one of the standard set (purpose, recommendations, background, ...), None where
    no heading says it. ``text`` holds the section's own paragraphs and bullets, a line break between them;
    ``line_places`` says where each of these lines begins (as many as lines, or none where it is not known). Bullets
    begin with '• ', those of a second level with '◦ '. ``parts`` say where the text stands, each as (offset in
    ``text``, place): a paragraph over a page break has two. ``tables`` are the places of the tables in the section.
    """

    position: int
    number: str | None
    heading: str | None
    level: int
    parent: int | None
    kind: str | None
    text: str
    page_first: int
    page_last: int
    place: Place
    line_places: tuple[Place, ...] = ()
    parts: tuple[tuple[int, Place], ...] = ()
    tables: tuple[Place, ...] = ()

    def place_at(self, offset: int) -> Place:
        """Where the character at ``offset`` of ``text`` stands: the box of its paragraph on its page."""
        return next((place for start, place in reversed(self.parts) if start <= offset), self.place)


@dataclass(frozen=True, slots=True)
class HeaderFields:
    """The block a covering report begins with, as printed; None where it says nothing. No officer is named in it."""

    report_of: str | None = None
    portfolio_holder: str | None = None
    key_decision: str | None = None
    forward_plan_ref: str | None = None
    wards: str | None = None
    exempt: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A statement in prose about a KPI. ``kpi`` is the KpiRow position it is linked to, None if only ``ref`` is known.

    ``values`` are the figures stated, each as (role, text): ("from", "39%"), ("to", "62%"), ("benchmark", "78%"),
    ("count", "31"), ("of", "50"). ``linked_by`` is ref, title or place; ``score`` 0..100 for a title match.
    ``under`` is the heading or the lead-in of the list it stands under. ``listed_as`` is the status of a list that
    names rows of one status ('red'), and ``listed_total`` how many that list says there are.
    """

    position: int
    section: int
    quote: str
    kind: str
    place: Place
    ref: str | None = None
    title: str | None = None
    kpi: int | None = None
    linked_by: str | None = None
    score: float | None = None
    values: tuple[tuple[str, str], ...] = ()
    under: str | None = None
    listed_as: str | None = None
    listed_total: int | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A later report that a document announces. ``when`` is the day, month or season it is to come, as printed.

    ``title`` is what it is called ('next performance report', 'Quarter 3'), ``period`` what it will be about, ``body``
    who is to receive it; None where that is not said. ``quote`` is the sentence, or the cells of a row joined by ' | '.
    """

    position: int
    title: str
    period: str | None
    body: str | None
    when: str
    quote: str
    place: Place


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
class EngineReading:
    """One of the readings a document's rows were chosen from, and what spoke for it.

    ``engine`` is 'first' for the reading every document gets (each table by the cheapest engine that finds it), else
    the engine that read ``pages`` again. ``met`` of ``stated`` totals of the report agree with its rows; ``faults`` are
    rows that show they were misread; ``agrees``: its rows and statuses are those of the first reading.
    """

    engine: str
    pages: tuple[int, ...]
    rows: int
    stated: int
    met: int
    faults: int
    agrees: bool
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Everything read from one PDF.

    ``readings`` are those its rows were chosen from, none where the first was beyond doubt; ``weighed`` are the totals
    of another document of the report that were asked for that choice, None where they were not needed.
    """

    pages: int
    producer: str | None
    front: FrontMatter
    kpis: tuple[KpiRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    claims: tuple[Claim, ...] = ()
    sections: tuple[Section, ...] = ()
    mentions: tuple[Mention, ...] = ()
    header: HeaderFields = HeaderFields()
    announcements: tuple[Announcement, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
    readings: tuple[EngineReading, ...] = ()
    weighed: StatedTotals | None = None
