"""Documents of an invented council, made of rows directly, and what the tests of loading do with them."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipeline.load import load_document, load_rejected
from pipeline.store import open_store
from schemas.dataset import (
    ActionRecord,
    ClaimRow,
    CouncilRow,
    DocumentRow,
    IndicatorRow,
    IssueRow,
    LegendRow,
    MeasurementRow,
    ObservationRow,
    PlaceRow,
    ReconciliationRow,
    ReportRow,
    SectionRow,
)
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.normalised import NormalisedDocument
from schemas.vocabulary import (
    ActionStatus,
    Basis,
    DocumentRole,
    Form,
    FoundBy,
    Population,
    Rag,
    Rating,
    Responsibility,
    ScopeType,
    Severity,
    Source,
    ValueRole,
    Verdict,
)

BOX: dict[str, Any] = {"page": 1, "x0": 0.0, "top": 0.0, "x1": 10.0, "bottom": 10.0}
RAGS = {Rag.GREEN: Rating.MET, Rag.AMBER: Rating.CLOSE, Rag.RED: Rating.MISSED}
QUARTERS = {"Q1": ("2023-04-01", "2023-06-30"), "Q2": ("2023-07-01", "2023-09-30"), "Q3": ("2023-10-01", "2023-12-31")}

Kpi = tuple[str, str, str, Rag]
"""Title, value, value of the quarter before ('' for none), colour."""


def made(
    filename: str,
    quarter: str,
    kpis: Sequence[Kpi] = (),
    *,
    role: DocumentRole = DocumentRole.APPENDIX,
    green: int | None = None,
    version: int = 1,
    report_title: str | None = None,
    source: Source = Source.INFERRED,
    unit: str | None = None,
) -> NormalisedDocument:
    """A document of Testshire's report on a quarter: its KPI rows, and a stated number of green ones."""
    document_id = hashlib.sha256(f"{filename} {quarter}".encode()).hexdigest()
    report_id = f"testshire-{quarter.lower()}"
    start, end = QUARTERS[quarter]
    ids: dict[str, Any] = {"document_id": document_id, "report_id": report_id}

    def row_id(kind: str, position: int) -> str:
        return f"{document_id[:16]}:{kind}:{position}"

    def observation(position: int, kpi: Kpi) -> ObservationRow:
        title, actual, previous, rag = kpi
        return ObservationRow(
            observation_id=row_id("kpi", position),
            indicator_id=f"testshire:{title.lower()}",
            position=position,
            theme="A green place",
            title=title,
            actual_text=actual,
            actual_value=float(actual),
            previous_text=previous or None,
            unit=unit,
            period_label=quarter,
            period_start=start,
            period_end=end,
            commentary=f"Version {version}: collections of {title} improved.",
            rag=rag,
            rating=RAGS[rag],
            engine="lines",
            **ids,
            **BOX,
        )

    def measurements(position: int, kpi: Kpi) -> Iterator[MeasurementRow]:
        before = {"Q1": None, "Q2": "Q1", "Q3": "Q2"}[quarter]
        for value_role, label, text in ((ValueRole.ACTUAL, quarter, kpi[1]), (ValueRole.PREVIOUS, before, kpi[2])):
            if label and text:
                yield MeasurementRow(
                    observation_id=row_id("kpi", position),
                    role=value_role,
                    period_label=label,
                    period_start=QUARTERS[label][0],
                    period_end=QUARTERS[label][1],
                    text=text,
                    value=float(text),
                )

    numbered = list(enumerate(kpis, start=1))
    claim = ClaimRow(
        claim_id=row_id("claim", 1),
        population=Population.KPIS,
        scope_type=ScopeType.WHOLE,
        basis=Basis.CURRENT,
        bucket="Green",
        rating="met",
        count=green,
        form=Form.TABLE,
        quote=f"Green: {green}",
        position=1,
        **ids,
        **BOX,
    )
    action = ActionRecord(
        action_id=row_id("action", 1),
        position=1,
        title="Plant trees",
        status=ActionStatus.ON_TRACK,
        rag=Rag.GREEN,
        **ids,
        **BOX,
    )
    issue = IssueRow(
        issue_id=row_id("issue", 1),
        code="inferred_metadata",
        severity=Severity.INFO,
        responsibility=Responsibility.EXTRACTOR,
        message=f"Version {version}",
        **ids,
    )
    return NormalisedDocument(
        council=CouncilRow(council_id="testshire", name="Testshire"),
        report=ReportRow(
            report_id=report_id,
            council_id="testshire",
            title=report_title,
            period_label=quarter,
            period_start=start,
            period_end=end,
            source=source,
            inferred=json.dumps(["title"]) if report_title and source is Source.INFERRED else None,
        ),
        document=DocumentRow(
            role=role,
            filename=filename,
            title=f"{len(kpis)} rows of version {version}",
            retrieved_at=f"2024-01-0{version}",
            receipt=json.dumps({"version": version}),
            **ids,
        ),
        indicators=tuple(
            IndicatorRow(indicator_id=f"testshire:{k[0].lower()}", council_id="testshire", title=k[0], unit=unit)
            for k in kpis
        ),
        observations=tuple(observation(*each) for each in numbered),
        measurements=tuple(value for each in numbered for value in measurements(*each)),
        actions=(action,),
        places=(PlaceRow(table_name="actions", row_id=action.action_id, document_id=document_id, **BOX),),
        legend=(LegendRow(legend_id=row_id("legend", 1), document_id=document_id, label="Green", **BOX),),
        sections=(
            SectionRow(
                section_id=row_id("section", 1),
                document_id=document_id,
                position=1,
                heading="Recommendations",
                text=f"Version {version}: that the waste strategy be noted.",
                page_first=1,
                page_last=1,
            ),
        ),
        claims=(claim,) if green is not None else (),
        issues=(issue,),
    )


def count_greens(
    claims: Sequence[ClaimRow],
    observations: Sequence[ObservationRow],
    actions: Sequence[ActionRecord],
    context: object = None,
) -> tuple[tuple[ReconciliationRow, ...], tuple[IssueRow, ...]]:
    """Reconcile claims that state how many rows are green: enough to see when it is called and with what."""
    green = sum(1 for row in observations if row.rag is Rag.GREEN)
    reconciliations = tuple(
        ReconciliationRow(
            claim_id=claim.claim_id,
            report_id=claim.report_id,
            extracted=green,
            difference=green - (claim.count or 0),
            verdict=Verdict.MATCH if green == claim.count else Verdict.MISMATCH,
            explanation=", ".join(row.title for row in observations),
        )
        for claim in claims
    )
    issues = tuple(
        IssueRow(
            issue_id=f"{claim.claim_id}:mismatch",
            found_by=FoundBy.RECONCILIATION,
            document_id=claim.document_id,
            report_id=claim.report_id,
            code="claim_mismatch",
            severity=Severity.ERROR,
            responsibility=Responsibility.PUBLISHER,
            message=f"{green} rows are green, {claim.count} are stated.",
            table_name="claims",
            row_id=claim.claim_id,
        )
        for claim in claims
        if claim.count != green
    )
    return reconciliations, issues


load = functools.partial(load_document, reconcile=count_greens)
set_aside = functools.partial(load_rejected, reconcile=count_greens)

WASTE, TREES, ROADS = ("Waste", "52", "", Rag.GREEN), ("Trees", "10", "", Rag.RED), ("Roads", "7", "", Rag.GREEN)
COVER = made("cover.pdf", "Q1", role=DocumentRole.COVER, green=2, report_title="Performance in the first quarter")
APPENDIX = made("appendix.pdf", "Q1", (WASTE, TREES, ROADS), report_title="Appendix A", unit="%")
SECOND = made("second.pdf", "Q2", (("Waste", "55", "53", Rag.GREEN), ("TREES", "11", "10", Rag.AMBER)), green=2)
THIRD = made("third.pdf", "Q3", (("Waste", "60", "55.4", Rag.GREEN),), green=1)
MINUTES = made("minutes.pdf", "Q1", role=DocumentRole.MINUTES, report_title="Minutes", source=Source.MANIFEST)
ALL = (COVER, APPENDIX, SECOND, THIRD, MINUTES)


def planned(document: NormalisedDocument, *, council_id: str | None = "testshire") -> DocumentPlan:
    identity = DocumentIdentity(
        report_id=str(document.document.report_id),
        source="inferred",
        council_id=council_id,
        role=document.document.role,
        title="As the file name says",
        report_title="As the file name says",
        inferred=("title",),
    )
    filename = document.document.filename
    return DocumentPlan(Path(filename), filename, document.document.document_id, 1000, identity)


def count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def load_for_ever(path: str) -> None:
    """Load three documents over and over, each time with other rows; ends only when killed."""
    with open_store(Path(path)) as db:
        for version in itertools.count(1):
            for quarter in ("Q1", "Q2", "Q3"):
                rows = 20 + 10 * (version % 3)
                kpis = [(f"Kpi {at}", str(version % 100), "", Rag.GREEN) for at in range(rows)]
                load(db, made(f"{quarter}.pdf", quarter, kpis, green=rows, version=version))
                print(version, flush=True)
