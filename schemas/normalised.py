"""One document as dataset rows: what the normaliser makes and the loader writes.

Every tuple holds rows of ``schemas.dataset``; the order is the order of the document, so the
same document gives the same rows in the same order on every run.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.dataset import (
    ActionRecord,
    ClaimRow,
    CouncilRow,
    DocumentRow,
    ExpectedPublicationRow,
    IndicatorRow,
    IssueRow,
    LegendRow,
    MeasurementRow,
    MentionRow,
    ObservationRow,
    PlaceRow,
    ReadingRow,
    ReportRow,
    SectionRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedDocument:
    """Rows of one document, ready to be loaded in one transaction.

    ``council`` and ``report`` may already be in the dataset, brought by another document of the
    same report; ``indicators`` may be there from an earlier period. All other rows belong to this
    document alone and replace its old ones.
    """

    council: CouncilRow
    report: ReportRow
    document: DocumentRow
    indicators: tuple[IndicatorRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()
    measurements: tuple[MeasurementRow, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    legend: tuple[LegendRow, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    expected: tuple[ExpectedPublicationRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()
