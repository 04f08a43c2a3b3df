"""Small PDFs of invented councils, drawn while a test runs: one ruled table with filled status cells each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

FILLS = {"Green": colors.HexColor("#00b050"), "Amber": colors.HexColor("#ffc000"), "Red": colors.HexColor("#ff0000")}
HEADINGS = ("Ref", "Measure", "Target", "Actual", "RAG")
Row = tuple[str, str, str, str, str]


def kpi_rows(count: int, *, prefix: str = "P") -> list[Row]:
    """Rows whose statuses go round: green, amber, red."""
    words = list(FILLS)
    return [
        (f"{prefix}{n}", f"Homes inspected in district {n}", f"{50 + n}%", f"{40 + n}%", words[n % 3])
        for n in range(1, count + 1)
    ]


def draw_report(path: Path, council: str, rows: Sequence[Row], *, quarter: str = "Quarter 2 2024-25") -> Path:
    """A performance report with a title, a sentence of totals and one table; the path."""
    styles = getSampleStyleSheet()
    table = Table([HEADINGS, *rows], repeatRows=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#d9d9d9")),
            *(("BACKGROUND", (4, at), (4, at), FILLS[row[4]]) for at, row in enumerate(rows, 1)),
        ]
    )
    story: list[Flowable] = [
        Paragraph(council, styles["Title"]),
        Paragraph("Cabinet, 14 November 2024", styles["Normal"]),
        Paragraph(f"Performance Report {quarter}", styles["Heading1"]),
        Spacer(1, 12),
        table,
    ]
    # Without invariant=1 the time of drawing is in the bytes.
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1).build(story)
    return path


def draw_reports(folder: Path, count: int = 3, *, rows: int = 6) -> list[Path]:
    """Several reports of different councils in a folder."""
    names = ["Anyshire County Council", "Barton Borough Council", "Cornmarket City Council", "Dunmore District Council"]
    return [
        draw_report(folder / f"report-{n}.pdf", names[n % len(names)], kpi_rows(rows + n, prefix=chr(65 + n)))
        for n in range(count)
    ]
