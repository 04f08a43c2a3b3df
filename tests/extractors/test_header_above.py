"""Claims about headings printed over the grid of a table instead of in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from extractors.layouts import read_layouts
from extractors.pages import open_document
from pipeline.extract import extract_document
from schemas.vocabulary import Rag

EDGES = (40.0, 90.0, 300.0, 360.0, 420.0, 480.0)
ROWS = (("A1", "Homes let in time", "50", "48", "Amber"), ("A2", "Bins collected on the day", "50", "52", "Green"))


def draw(path: Path, headings: tuple[tuple[str, ...], ...], *, gap: float = 4.0) -> Path:
    """A ruled grid of two rows under lines of headings that have no rules."""
    sheet = Canvas(str(path), pagesize=landscape(A4), invariant=1)
    top, height = 400.0, 16.0
    for number, row in enumerate(ROWS):
        for x, text in zip(EDGES, row, strict=False):
            sheet.drawString(x + 2, top - number * height - 12, text)
    for number in range(len(ROWS) + 1):
        sheet.line(EDGES[0], top - number * height, EDGES[-1], top - number * height)
    for x in EDGES:
        sheet.line(x, top, x, top - len(ROWS) * height)
    for number, line in enumerate(reversed(headings)):
        for x, text in zip(EDGES, line, strict=False):
            sheet.drawString(x + 2, top + gap + number * 13, text)
    sheet.save()
    return path


def test_headings_over_the_grid_are_the_table_s_header(tmp_path: Path) -> None:
    kpis = extract_document(draw(tmp_path / "a.pdf", (("Ref", "Indicator", "Target", "Actual", "RAG"),))).kpis
    assert [(k.ref, k.target, k.actual, k.status.rag) for k in kpis] == [
        ("A1", "50", "48", Rag.AMBER),
        ("A2", "50", "52", Rag.GREEN),
    ]


def test_headings_of_two_lines_over_the_grid_are_read_together(tmp_path: Path) -> None:
    lines = (("", "", "", "Q2", "RAG"), ("Ref", "Indicator", "Target", "actual", "status"))
    kpis = extract_document(draw(tmp_path / "a.pdf", lines)).kpis
    assert [(k.actual, k.period_label) for k in kpis] == [("48", "Q2 actual"), ("52", "Q2 actual")]


def test_a_title_close_over_the_headings_is_none_of_them(tmp_path: Path) -> None:
    title = ("Performance report of all services for the second quarter",)
    kpis = extract_document(draw(tmp_path / "a.pdf", (title, ("Ref", "Indicator", "Target", "Actual", "RAG")))).kpis
    assert [k.ref for k in kpis] == ["A1", "A2"]
    assert {k.theme for k in kpis} != {"Indicator"}


@pytest.mark.parametrize("gap", [30.0, 60.0])
def test_words_far_over_a_grid_are_no_header(gap: float, tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", (("Ref", "Indicator", "Target", "Actual", "RAG"),), gap=gap)
    with open_document(path) as document:
        (layout,) = read_layouts(document, [1]).layouts
    (grid,) = [table for table in layout.tables if table.engine == "lines"]
    assert len(grid.rows) == len(ROWS)
