"""Every table of the dataset as a row class, in one place to import from.

A row class's fields are the columns of its table, with their descriptions; DDL, documentation and the
descriptions stored in the dataset are all made from them (``schemas.ddl``, ``schemas.docs``).
"""

from __future__ import annotations

from schemas.declaration import TableDeclaration, declaration, from_record, to_record
from schemas.tables_checks import (
    ClaimRow,
    ComparisonRow,
    IssueRow,
    IssueTypeRow,
    ReadingRow,
    ReconciliationRow,
    RestatementRow,
)
from schemas.tables_meta import ColumnDescriptionRow, TableDescriptionRow
from schemas.tables_prose import MentionRow, SectionRow
from schemas.tables_publications import (
    AgendaItemRow,
    CommitteeRow,
    CouncilSourceRow,
    ExpectedPublicationRow,
    FetchLogRow,
    MeetingRow,
    PublicationRow,
    PublicationVersionRow,
)
from schemas.tables_reports import CouncilRow, DocumentRow, ReportRow, RunRow, WitnessRow
from schemas.tables_rows import (
    ActionRecord,
    IndicatorRow,
    LegendRow,
    MeasurementRow,
    ObservationRow,
    PlaceRow,
)

__all__ = [
    "TABLES",
    "ActionRecord",
    "AgendaItemRow",
    "ClaimRow",
    "ColumnDescriptionRow",
    "CommitteeRow",
    "ComparisonRow",
    "CouncilRow",
    "CouncilSourceRow",
    "DocumentRow",
    "ExpectedPublicationRow",
    "FetchLogRow",
    "IndicatorRow",
    "IssueRow",
    "IssueTypeRow",
    "LegendRow",
    "MeasurementRow",
    "MeetingRow",
    "MentionRow",
    "ObservationRow",
    "PlaceRow",
    "PublicationRow",
    "PublicationVersionRow",
    "ReadingRow",
    "ReconciliationRow",
    "ReportRow",
    "RestatementRow",
    "RunRow",
    "SectionRow",
    "TableDescriptionRow",
    "WitnessRow",
    "declaration",
    "from_record",
    "to_record",
]

TABLES: tuple[TableDeclaration, ...] = tuple(
    declaration(row_class)
    for row_class in (
        CouncilRow,
        ReportRow,
        DocumentRow,
        IndicatorRow,
        ObservationRow,
        MeasurementRow,
        ActionRecord,
        PlaceRow,
        LegendRow,
        SectionRow,
        MentionRow,
        ClaimRow,
        ReconciliationRow,
        RestatementRow,
        ComparisonRow,
        ReadingRow,
        IssueTypeRow,
        IssueRow,
        RunRow,
        WitnessRow,
        CouncilSourceRow,
        CommitteeRow,
        MeetingRow,
        AgendaItemRow,
        PublicationRow,
        PublicationVersionRow,
        FetchLogRow,
        ExpectedPublicationRow,
        TableDescriptionRow,
        ColumnDescriptionRow,
    )
)
"""Every table, parents before children, in the order a reader meets them."""
