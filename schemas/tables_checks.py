"""Does it add up: stated totals beside counted ones, figures reprinted with another value, and everything doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table
from schemas.tables_rows import Bottom, DocumentId, Left, PageRead, Position, ReportId, Right, Top
from schemas.vocabulary import (
    Arithmetic,
    Basis,
    Form,
    FoundBy,
    Population,
    Responsibility,
    ScopeType,
    Severity,
    Verdict,
)


@table("claims", "What a report says of its own totals, wherever it says it.", key=("claim_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One stated total. Claims that must add up together (one row, column or sentence) share ``claim_group``."""

    claim_id: Annotated[str, column("Identifies the claim: document and position.")]
    document_id: DocumentId
    report_id: ReportId
    population: Annotated[Population, column("What is counted.")]
    scope_type: Annotated[ScopeType, column("Over what it is counted.")]
    scope: Annotated[str | None, column("Name of the theme or directorate, as printed; NULL for the whole report.")] = (
        None
    )
    period_label: Annotated[str | None, column("Period of the count, as printed.")] = None
    is_current: Annotated[bool, column("0 for a comparison period.")] = True
    basis: Annotated[Basis, column("Whether statuses, directions of travel or forecasts are counted.")] = Basis.CURRENT
    bucket: Annotated[str, column("What is counted, as printed ('On track').")]
    rating: Annotated[
        str | None,
        column(
            "The bucket in canonical words (ratings, action statuses or directions), several joined by '|' for a "
            "merged bucket; total, rated or not_rated; NULL where the bucket is not understood."
        ),
    ] = None
    count: Annotated[int | None, column("The number stated.")] = None
    percent: Annotated[float | None, column("The percentage stated.", unit="percent")] = None
    denominator: Annotated[int | None, column("The base stated; NULL where none is.")] = None
    form: Annotated[Form, column("Where it is stated: a table, a sentence or a one-line strip.")]
    quote: Annotated[str, column("The words or cells it was read from.")]
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
    position: Position
    claim_group: Annotated[
        str | None, column("Claims of one document that stand together in a row, column or sentence share it.")
    ] = None


@table(
    "reconciliations",
    "A stated total beside what was counted: one row per claim.",
    key=("claim_id",),
    indexes=(("report_id", "verdict"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRow:
    """One claim checked."""

    claim_id: Annotated[str, column("The claim checked.", references="claims.claim_id", owned=True)]
    report_id: ReportId
    extracted: Annotated[int | None, column("Rows counted; NULL where there is nothing to count.")] = None
    unreadable: Annotated[int | None, column("Rows in the claim's scope whose status could not be read.")] = None
    difference: Annotated[int | None, column("Rows counted minus the number stated.")] = None
    verdict: Annotated[Verdict, column("Whether the claim and the rows agree.")]
    arithmetic: Annotated[Arithmetic | None, column("Whether the claim agrees with itself and its neighbours.")] = None
    explanation: Annotated[str, column("A sentence a person can act on.")]
    matched_scope: Annotated[
        str | None, column("Name of the theme or directorate as the rows print it, where it is another one.")
    ] = None
    same_as: Annotated[
        str | None, column("The first claim of the report that states the same total; NULL for the first itself.")
    ] = None


@table(
    "restatements",
    "A figure of a period, reprinted in a later report with another value; or anything of a KPI row that a council "
    "changed in a document it replaced.",
    indexes=(("indicator_id", "period_label"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RestatementRow:
    """A figure reprinted with another value."""

    indicator_id: Annotated[str, column("The indicator restated.", references="indicators.indicator_id", owned=True)]
    period_label: Annotated[str | None, column("Period of the figure, as the later report prints it.")] = None
    first_observation_id: Annotated[
        str, column("The row with the earlier figure.", references="observations.observation_id", owned=True)
    ]
    later_observation_id: Annotated[
        str, column("The row with the later figure.", references="observations.observation_id", owned=True)
    ]
    field: Annotated[
        str,
        column(
            "What was restated: actual, the value of the period; in a replaced document also previous, target, rag "
            "or rating."
        ),
    ]
    was: Annotated[str | None, column("The earlier figure, as printed.")] = None
    became: Annotated[str | None, column("The later figure, as printed.")] = None


@table(
    "comparisons",
    "A total of an earlier period that a report states, beside what the report of that period stated.",
    key=("claim_id",),
    indexes=(("report_id", "verdict"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One earlier total checked against the report of its period."""

    claim_id: Annotated[str, column("The claim of the earlier total.", references="claims.claim_id", owned=True)]
    report_id: ReportId
    earlier_report_id: Annotated[str, column("The report of that period.", references="reports.report_id")]
    earlier_claim_id: Annotated[str, column("The claim of that report.", references="claims.claim_id", owned=True)]
    stated: Annotated[int, column("The number stated now.")]
    earlier: Annotated[int, column("The number stated then.")]
    verdict: Annotated[Verdict, column("match or mismatch.")]
    explanation: Annotated[str, column("A sentence a person can act on.")]


@table(
    "readings",
    "The readings a document's rows were chosen from, where the first was doubtful: what each engine found, "
    "and why one was kept.",
    key=("document_id", "position"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading that was weighed against others."""

    document_id: DocumentId
    report_id: ReportId
    position: Annotated[int, column("Order in which they were tried, from 1; 1 is the first reading.")]
    engine: Annotated[
        str,
        column("first (each table by the cheapest engine that finds it), or the engine that read pages again."),
    ]
    pages: Annotated[str, column("JSON list of the pages whose tables it found; empty where it found none.")]
    rows: Annotated[int, column("KPI rows of the document by this reading.")]
    totals_stated: Annotated[int, column("Totals of the whole report that were asked; 0 where it states none.")]
    totals_met: Annotated[int, column("How many of them its rows meet.")]
    faults: Annotated[int, column("Signs of misread rows: no title, no figure or mark, doubled, refs out of order.")]
    agrees: Annotated[bool, column("Whether its rows and statuses are those of the first reading.")]
    kept: Annotated[bool, column("Whether the rows of the dataset are those of this reading.")]
    reason: Annotated[str, column("Why it was kept or not.")]


@table("issue_types", "Every code of an issue, what it means and what to do.", key=("code",))
@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTypeRow:
    """One kind of issue."""

    code: Annotated[str, column("The code.")]
    severity: Annotated[Severity, column("How bad it is.")]
    responsibility: Annotated[Responsibility, column("Who can mend it.")]
    description: Annotated[str, column("What it means.")]
    advice: Annotated[str, column("What to do.")]


@table(
    "issues",
    "Something doubtful about a value, a row or a document.",
    key=("issue_id",),
    indexes=(("report_id", "found_by"), ("table_name", "row_id")),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """Something doubtful."""

    issue_id: Annotated[str, column("Identifies the issue: document and position.")]
    document_id: DocumentId
    report_id: ReportId
    code: Annotated[str, column("The kind of issue.", references="issue_types.code")]
    severity: Annotated[Severity, column("How bad it is.")]
    responsibility: Annotated[Responsibility, column("Who can mend it.")]
    message: Annotated[str, column("What was seen.")]
    table_name: Annotated[str | None, column("Table of the row it is about; NULL for the whole document.")] = None
    row_id: Annotated[str | None, column("Key of that row.")] = None
    page: Annotated[int | None, column("Page to look at, from 1.")] = None
    x0: Annotated[float | None, column("Left edge, from the left of the page.", unit="points")] = None
    top: Annotated[float | None, column("Upper edge, from the top of the page.", unit="points")] = None
    x1: Annotated[float | None, column("Right edge, from the left of the page.", unit="points")] = None
    bottom: Annotated[float | None, column("Lower edge, from the top of the page.", unit="points")] = None
    found_by: Annotated[FoundBy, column("Which step raised it.")] = FoundBy.EXTRACTION
