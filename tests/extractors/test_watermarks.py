"""A word printed across the page is in no cell; large titles and figures of cards stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.watermarks import without_watermarks
from pipeline.extract import extract_document
from schemas.geometry import Box
from schemas.pages import Word
from tests.extractors.made_marks import COLOURS, FIVE, Draw, build_report, filled


def draft(slant: float) -> Callable[[Any, float, float], None]:
    def draw(canvas: Any, _right: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(260, top - 70)
        canvas.rotate(slant)
        canvas.setFont("Helvetica-Bold", 90)
        canvas.setFillColor("#d9d9d9")
        canvas.drawCentredString(0, 0, "DRAFT")
        canvas.restoreState()

    return draw


@pytest.mark.parametrize("slant", [45, 0, 30], ids=lambda slant: f"{slant} degrees")
def test_a_watermark_across_a_table_changes_no_cell(tmp_path: Path, slant: float) -> None:
    columns: dict[str, Callable[[str], Draw | str]] = {
        "Actual": lambda _name: "80%",
        "RAG": lambda name: filled(COLOURS[name]),
    }
    plain = extract_document(build_report(tmp_path / "plain.pdf", FIVE, columns)).kpis
    marked = extract_document(build_report(tmp_path / "marked.pdf", FIVE, columns, over=draft(slant))).kpis

    assert [(row.ref, row.title, row.target, row.actual, row.status.rating) for row in marked] == [
        (row.ref, row.title, row.target, row.actual, row.status.rating) for row in plain
    ]


def word(text: str, x0: float, top: float, size: float, colour: str = "#000000") -> Word:
    return Word(text, Box(x0, top, x0 + 0.5 * size * len(text), top + size), size, "Arial", False, colour)


LINES = [word("figures", 20 + 50 * n, top, 10) for n in range(6) for top in (100, 114, 128)]


def test_a_title_over_the_text_stays() -> None:
    words = [word("Performance", 20, 60, 30), *LINES]

    assert list(without_watermarks(words)) == words


def test_a_large_figure_that_reaches_into_its_label_stays() -> None:
    """Boxes reach below the base line as far as tails of letters would: into the line below, not into a second."""
    words = [word("98%", 20, 66, 40), *LINES]

    assert list(without_watermarks(words)) == words


def test_letters_of_a_watermark_on_bare_paper_go_with_the_others() -> None:
    letters = [word("D", 20, 90, 60, "#cccccc"), word("T", 500, 300, 60, "#cccccc")]

    assert list(without_watermarks([*LINES, *letters])) == LINES
