"""Sheets of invented councils drawn with reportlab: a ruled table from rows of texts, with fills and merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

GREEN, AMBER, RED = "#92d050", "#ffc000", "#ff0000"
Position = tuple[int, int]
Row = Sequence[object]


def draw_sheet(
    path: Path,
    heading: str,
    rows: Sequence[Row],
    *,
    fills: Mapping[Position, str] | None = None,
    spans: Sequence[tuple[Position, Position]] = (),
    repeat: int = 1,
    split_rows: bool = False,
    widths: Sequence[float] | None = None,
) -> Path:
    """One sheet as a PDF. Positions are (column, row) from 0; ``repeat`` header rows stand on every page again."""
    table = Table(
        [list(row) for row in rows],
        repeatRows=repeat,
        colWidths=widths,
        splitInRow=1 if split_rows else 0,
        hAlign="LEFT",
    )
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            *([("BACKGROUND", (0, 0), (-1, repeat - 1), colors.HexColor("#d9d9d9"))] if repeat else []),
            *(("BACKGROUND", at, at, colors.HexColor(fill)) for at, fill in (fills or {}).items()),
            *(("SPAN", start, end) for start, end in spans),
        ]
    )
    story: list[Flowable] = [Paragraph(heading, getSampleStyleSheet()["Heading2"]), Spacer(1, 8), table]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1).build(story)
    return path


def words(text: str) -> Paragraph:
    """A text that wraps in its cell."""
    return Paragraph(text, getSampleStyleSheet()["Normal"])
