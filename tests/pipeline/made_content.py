"""One made-up document as the extractors read it, and as rows of the dataset."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.normalise import normalise
from schemas.dataset import ObservationRow
from schemas.geometry import Box, Place
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.normalised import NormalisedDocument
from schemas.readings import (
    DocumentContent,
    FrontMatter,
    KpiRow,
    PeriodWitness,
    StatusReading,
)
from schemas.vocabulary import (
    DocumentRole,
    Rag,
    Rating,
    StatusMethod,
)

ID = "0123456789abcdef" * 4


SHORT = "0123456789abcdef"


GREEN = StatusReading(Rag.GREEN, "On target", Rating.MET, method=StatusMethod.FILL, colour="#00b050")


GREY = StatusReading(Rag.GREY, "No data", Rating.NOT_RATED, method=StatusMethod.FILL, colour="#a6a6a6")
Q1, Q2 = "Quarter 1 - end of June position", "Quarter 2 \u2013 end of September position"


def place(page: int = 2, top: float = 100.0) -> Place:
    return Place(page, Box(30.004, top, 500.0, top + 20.0))


def kpi(position: int = 1, title: str = "Net homes built", **more: Any) -> KpiRow:
    row = KpiRow(
        position=position, title=title, places=(place(),), status=GREEN, engine="lines", ref_printed="1.1", ref="1.1"
    )
    return replace(row, **more)


def content(*kpis: KpiRow, **more: Any) -> DocumentContent:
    front = FrontMatter(period_witnesses=(PeriodWitness("title", "Quarter 2 2023-24", place(1)),))
    return replace(DocumentContent(7, "Word", front, kpis=kpis), **more)


def plan(**more: Any) -> DocumentPlan:
    identity = DocumentIdentity(
        "rutland-2023-11-14",
        "manifest",
        council_id="rutland",
        council_name="Rutland County Council",
        body="Cabinet",
        meeting_date="2023-11-14",
        role=DocumentRole.APPENDIX,
        title="Appendix A",
        report_title="Performance Report",
    )
    return DocumentPlan(Path("a.pdf"), "a.pdf", ID, 1234, replace(identity, **more))


def rows(*kpis: KpiRow, **more: Any) -> NormalisedDocument:
    return normalise(content(*kpis, **more), plan(), "{}")


def only(*kpis: KpiRow) -> ObservationRow:
    (row,) = rows(*kpis).observations
    return row


def codes(document: NormalisedDocument) -> list[str]:
    return [issue.code for issue in document.issues]
