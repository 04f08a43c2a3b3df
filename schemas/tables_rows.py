"""What the tables of a report say: indicators, one row per KPI and document, delivery actions, legends, places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table
from schemas.vocabulary import (
    ActionStatus,
    Comparator,
    Direction,
    NotRatedReason,
    Polarity,
    Rag,
    Rating,
    StatusMethod,
    ValueRole,
)

DocumentId = Annotated[str, column("The document it was read from.", references="documents.document_id", owned=True)]
ReportId = Annotated[str, column("The report that document is part of.", references="reports.report_id")]
Position = Annotated[int, column("Place in the order of the document, from 1.")]
PageRead = Annotated[int, column("Page it was read on, from 1; the first where it runs over several.")]
Left = Annotated[float, column("Left edge, from the left of the page.", unit="points")]
Top = Annotated[float, column("Upper edge, from the top of the page.", unit="points")]
Right = Annotated[float, column("Right edge, from the left of the page.", unit="points")]
Bottom = Annotated[float, column("Lower edge, from the top of the page.", unit="points")]


@table(
    "indicators",
    "The same KPI over time within a council.",
    key=("indicator_id",),
    indexes=(("council_id", "ref"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """The same KPI over time. ``first_period`` and ``last_period`` are filled by the loader from the observations."""

    indicator_id: Annotated[str, column("Identifies the indicator; the same on every run.")]
    council_id: Annotated[str, column("The council that reports it.", references="councils.council_id")]
    ref: Annotated[str | None, column("Its reference, as text ('1.10' is not '1.1').")] = None
    title: Annotated[str, column("Its title, in the wording of the latest report.")]
    unit: Annotated[str | None, column("Unit of its values.")] = None
    polarity: Annotated[Polarity | None, column("Which way is good; NULL where no report says.")] = None
    first_period: Annotated[str | None, column("Last day of the earliest period observed, ISO 8601.")] = None
    last_period: Annotated[str | None, column("Last day of the latest period observed, ISO 8601.")] = None


@table(
    "observations",
    "One KPI row of one document. What is printed is in the *_text columns, verbatim.",
    key=("observation_id",),
    indexes=(("report_id", "theme", "rag"), ("indicator_id", "period_end"), ("document_id", "position")),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRow:
    """One KPI row of one document."""

    observation_id: Annotated[str, column("Identifies the row: document and position.")]
    document_id: DocumentId
    report_id: ReportId
    indicator_id: Annotated[
        str | None, column("The indicator it is a value of.", references="indicators.indicator_id")
    ] = None
    position: Position
    theme: Annotated[str | None, column("Section title of the table.")] = None
    grouping: Annotated[str | None, column("Commitment, priority or outcome the row stands under.")] = None
    directorate: Annotated[str | None, column("Directorate or service responsible, as printed.")] = None
    owner: Annotated[str | None, column("Person or post responsible, as printed.")] = None
    frequency: Annotated[str | None, column("How often it is measured, as printed.")] = None
    ref_printed: Annotated[str | None, column("Reference as printed.")] = None
    ref: Annotated[
        str | None, column("Reference, repaired; equal to ref_printed unless an issue of the row says why.")
    ] = None
    title: Annotated[str, column("Title, as printed.")]
    target_text: Annotated[str | None, column("Target, as printed.")] = None
    target_value: Annotated[float | None, column("Target as a number; NULL for a range or words.")] = None
    target_comparator: Annotated[Comparator | None, column("How the value must stand to the target.")] = None
    floor_text: Annotated[str | None, column("Floor, the least acceptable value, as printed.")] = None
    floor_value: Annotated[float | None, column("Floor as a number.")] = None
    actual_text: Annotated[str | None, column("Value of the period, as printed.")] = None
    actual_value: Annotated[float | None, column("Value of the period as a number.")] = None
    actual_null_reason: Annotated[
        str | None, column("Why actual_value is NULL although something, or deliberately nothing, is printed.")
    ] = None
    previous_text: Annotated[str | None, column("Value of the comparison period, as printed.")] = None
    previous_value: Annotated[float | None, column("Value of the comparison period as a number.")] = None
    unit: Annotated[str | None, column("Unit of the values.")] = None
    period_label: Annotated[str | None, column("Period of the value, as printed.")] = None
    period_start: Annotated[str | None, column("First day of that period, ISO 8601.")] = None
    period_end: Annotated[str | None, column("Last day of that period, ISO 8601.")] = None
    commentary: Annotated[str | None, column("What the report says about the row, in full.")] = None
    rag: Annotated[Rag, column("Colour printed, or named by word or letter; 'none' where the row carries none.")]
    status_label: Annotated[str | None, column("The word the report or its legend gives the status.")] = None
    rating: Annotated[Rating, column("What the status means, in one scale for all councils.")]
    not_rated_reason: Annotated[NotRatedReason | None, column("Why a row is not rated, where it says so.")] = None
    status_method: Annotated[StatusMethod | None, column("How the status was read.")] = None
    status_colour: Annotated[str | None, column("Colour read, as #rrggbb.")] = None
    previous_rag: Annotated[Rag | None, column("Colour of the comparison period; NULL where none is reported.")] = None
    direction: Annotated[Direction | None, column("Direction of travel; NULL where none is reported.")] = None
    direction_text: Annotated[str | None, column("Direction of travel, as printed.")] = None
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
    engine: Annotated[str, column("What read the table.")]
    confidence: Annotated[float | None, column("Confidence of the reading, 0 to 1; NULL where not measured.")] = None
    aliases: Annotated[str | None, column("JSON list of other titles the document gives the row; NULL if none.")] = None
    unmapped: Annotated[
        str | None, column("JSON object of the cells under headings whose role is unknown; NULL if none.")
    ] = None
    actual_low: Annotated[float | None, column("Lower end of the value where it is a range.")] = None
    actual_high: Annotated[float | None, column("Upper end of the value where it is a range.")] = None
    target_low: Annotated[float | None, column("Lower end of the target where it is a range.")] = None
    target_high: Annotated[float | None, column("Upper end of the target where it is a range.")] = None


@table(
    "measurements",
    "Every period column of every KPI row, one row each.",
    indexes=(("observation_id", "role"), ("period_end",)),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRow:
    """One value of one KPI row."""

    observation_id: Annotated[
        str, column("The KPI row it stands in.", references="observations.observation_id", owned=True)
    ]
    role: Annotated[ValueRole, column("What the value is.")]
    period_label: Annotated[str | None, column("Period of the value, as printed.")] = None
    period_start: Annotated[str | None, column("First day of that period, ISO 8601.")] = None
    period_end: Annotated[str | None, column("Last day of that period, ISO 8601.")] = None
    text: Annotated[str | None, column("Value, as printed.")] = None
    value: Annotated[float | None, column("Value as a number.")] = None
    unit: Annotated[str | None, column("Unit of the value.")] = None
    comparator: Annotated[Comparator | None, column("Comparator printed with the value.")] = None


@table(
    "actions",
    "One action, project or milestone of a delivery programme; never a KPI.",
    key=("action_id",),
    indexes=(("report_id", "theme"), ("document_id", "position")),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRecord:
    """One action of a delivery programme."""

    action_id: Annotated[str, column("Identifies the row: document and position.")]
    document_id: DocumentId
    report_id: ReportId
    position: Position
    theme: Annotated[str | None, column("Section title of the table.")] = None
    grouping: Annotated[str | None, column("Commitment, priority or outcome the row stands under.")] = None
    directorate: Annotated[str | None, column("Directorate or service responsible, as printed.")] = None
    ref: Annotated[str | None, column("Reference, as printed.")] = None
    title: Annotated[str, column("What is to be done, as printed.")]
    due_text: Annotated[str | None, column("When it is due, as printed.")] = None
    due_date: Annotated[str | None, column("Day it is due, ISO 8601; the last day of a month or quarter.")] = None
    status_label: Annotated[str | None, column("Status, as printed or as the legend words it.")] = None
    status: Annotated[ActionStatus, column("What the status means, in one scale for all councils.")]
    rag: Annotated[Rag, column("Colour printed, or named by word or letter; 'none' where the row carries none.")]
    commentary: Annotated[str | None, column("What the report says about the row, in full.")] = None
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
    owner: Annotated[str | None, column("Person or post responsible, as printed.")] = None
    unmapped: Annotated[
        str | None, column("JSON object of the cells under headings whose role is unknown; NULL if none.")
    ] = None


@table(
    "places",
    "Every part of a row or value on a page; a row cut by a page break has several.",
    indexes=(("table_name", "row_id"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One part of a row or value on a page."""

    table_name: Annotated[str, column("Table of the row.")]
    row_id: Annotated[str, column("Key of the row in that table.")]
    field: Annotated[str | None, column("Column whose value stands here; NULL for the whole row.")] = None
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
    document_id: DocumentId


@table("legend", "One line of a document's own key to its colours, words and marks.", key=("legend_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """One line of a document's own key."""

    legend_id: Annotated[str, column("Identifies the line: document and position.")]
    document_id: DocumentId
    colour: Annotated[str | None, column("Colour of the swatch, as #rrggbb.")] = None
    mark: Annotated[str | None, column("Word, letter or shape explained.")] = None
    label: Annotated[str, column("What the key calls it.")]
    rating: Annotated[
        str | None, column("What it means: a rating, an action status or a direction; NULL if unknown.")
    ] = None
    rule_text: Annotated[str | None, column("When it is given, as the key says.")] = None
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
