"""Who published what, where it comes from, and which runs read it: the tables above the rows of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table
from schemas.vocabulary import CouncilSystem, DocumentRole, DocumentStatus, RunStatus, Source


@table("councils", "One council.", key=("council_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRow:
    """One council."""

    council_id: Annotated[str, column("Short name in lower case that identifies the council ('rutland').")]
    name: Annotated[str, column("Name of the council in full.")]
    gss_code: Annotated[str | None, column("Code of the Office for National Statistics for the council's area.")] = None
    type: Annotated[str | None, column("Kind of council: county, unitary, district, london_borough, ….")] = None
    nation: Annotated[str | None, column("England, Scotland, Wales or Northern Ireland.")] = None
    system: Annotated[CouncilSystem | None, column("Software the council publishes its meetings with.")] = None
    base_url: Annotated[str | None, column("Address under which the council publishes its meetings.")] = None


@table(
    "reports",
    "One published report: a covering report with its appendices, and later minutes about it.",
    key=("report_id",),
    indexes=(("period_end",),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One published report."""

    report_id: Annotated[str, column("Identifies the report; the same on every run.")]
    council_id: Annotated[str, column("The council that published it.", references="councils.council_id")]
    body: Annotated[str | None, column("Who the report was written for: Cabinet, Executive, a committee.")] = None
    meeting_date: Annotated[str | None, column("Day of the meeting, ISO 8601.")] = None
    title: Annotated[str | None, column("Title of the report.")] = None
    period_label: Annotated[str | None, column("Period reported on, as printed.")] = None
    period_start: Annotated[str | None, column("First day of the period, ISO 8601.")] = None
    period_end: Annotated[str | None, column("Last day of the period, ISO 8601.")] = None
    financial_year: Annotated[str | None, column("Financial year the period ends in ('2023-24').")] = None
    source: Annotated[Source | None, column("Where the identity of the report comes from.")] = None
    report_of: Annotated[
        str | None, column("Who reports, as the header block says; officers by their post, without their names.")
    ] = None
    portfolio_holder: Annotated[str | None, column("Member of the council responsible, as the header block says.")] = (
        None
    )
    key_decision: Annotated[
        bool | None, column("Whether it is for a key decision; NULL if the block does not say.")
    ] = None
    key_decision_text: Annotated[str | None, column("What the header block says of a key decision, as printed.")] = None
    forward_plan_ref: Annotated[str | None, column("Number in the forward plan of decisions, as printed.")] = None
    wards: Annotated[str | None, column("Wards, divisions or their members concerned, as printed.")] = None
    exempt: Annotated[
        bool | None, column("Whether the report is exempt from publication; NULL if the block does not say.")
    ] = None
    exempt_text: Annotated[str | None, column("What the header block says of exemption, as printed.")] = None
    inferred: Annotated[
        str | None,
        column("JSON list of the fields read from the documents or their names rather than stated; NULL if none."),
    ] = None


@table(
    "documents",
    "One PDF, read or rejected.",
    key=("document_id",),
    indexes=(("filename",),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One PDF."""

    document_id: Annotated[str, column("SHA-256 of the bytes, in hexadecimal.")]
    report_id: Annotated[
        str | None,
        column("The report it is part of; NULL where a rejected file names none.", references="reports.report_id"),
    ] = None
    role: Annotated[DocumentRole, column("Its part in the report.")] = DocumentRole.OTHER
    title: Annotated[str | None, column("Title of the document.")] = None
    filename: Annotated[str, column("Name of the file.")]
    source_url: Annotated[str | None, column("Address it was fetched from.")] = None
    published_on: Annotated[str | None, column("Day it was published, ISO 8601.")] = None
    retrieved_at: Annotated[str | None, column("Moment it was fetched, ISO 8601.", volatile=True)] = None
    pages: Annotated[int | None, column("Number of pages; NULL where the file could not be opened.")] = None
    bytes: Annotated[int | None, column("Size of the file.", unit="bytes")] = None
    producer: Annotated[str | None, column("The software that made the PDF, as the PDF says.")] = None
    status: Annotated[DocumentStatus, column("Whether its content is in the dataset.")] = DocumentStatus.LOADED
    reason: Annotated[str | None, column("Why it was rejected: a word, a colon and what to do.")] = None
    receipt: Annotated[
        str | None, column("JSON: versions and hashes of the code, lookups and libraries it was read with.")
    ] = None
    inferred: Annotated[
        str | None,
        column("JSON list of the fields read from the document or its name rather than stated; NULL if none."),
    ] = None
    superseded_by: Annotated[
        str | None,
        column(
            "The document the council put in its place, whether or not that could be read; for a pack, a paper of its "
            "meeting that is published singly; NULL for one that stands. The rows of a replaced document stay, to be "
            "compared: leave them out of every count."
        ),
    ] = None
    weighed_totals: Annotated[
        str | None,
        column(
            "JSON list of [rating, count]: totals stated by another document of the report that were asked when the "
            "rows of this one were chosen from several readings; NULL if none were needed."
        ),
    ] = None


@table(
    "witnesses",
    "What each document says of the rows it shares with others: its council, report and indicators. "
    "The shared row is chosen from these, so it does not depend on the order of loading.",
    key=("document_id", "table_name", "row_id"),
    indexes=(("table_name", "row_id"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessRow:
    """What one document says of one shared row."""

    document_id: Annotated[str, column("The document that says it.", references="documents.document_id", owned=True)]
    table_name: Annotated[str, column("Table of the shared row: councils, reports or indicators.")]
    row_id: Annotated[str, column("Key of the shared row in that table.")]
    record: Annotated[str, column("JSON object: the row as this document alone would have it.")]


@table("runs", "One run of the ingest.", key=("run_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run."""

    run_id: Annotated[str, column("Identifies the run.")]
    started_at: Annotated[str, column("Start, ISO 8601, UTC.")]
    finished_at: Annotated[str | None, column("End, ISO 8601, UTC; NULL while running, or when it was killed.")] = None
    status: Annotated[
        RunStatus,
        column("How it ended; partial when some documents were set aside, running for ever when it was killed."),
    ] = RunStatus.RUNNING
    found: Annotated[int | None, column("Documents found.")] = None
    loaded: Annotated[int | None, column("Documents read and loaded.")] = None
    unchanged: Annotated[int | None, column("Documents left alone: same bytes, code and lookups as before.")] = None
    rejected: Annotated[int | None, column("Documents set aside.")] = None
    flow_run_id: Annotated[str | None, column("Prefect's name of the run; NULL without Prefect.")] = None
    code_version: Annotated[str | None, column("Version of Scrutineer.")] = None
