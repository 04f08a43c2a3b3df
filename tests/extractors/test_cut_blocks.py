"""One-KPI blocks that a page break cuts: whatever stands overleaf belongs to the block begun before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import extract_document
from tests.extractors.made_cards import CARDS, Shown, key, write
from tests.extractors.made_marks import COLOURS

LABEL, VALUE, ROW = 60.0, 110.0, 18.0
LEFT, FULL = 40.0, 3 * (LABEL + VALUE)


def cell(canvas: Any, x: float, y: float, width: float, text: str) -> None:
    canvas.rect(x, y, width, ROW, fill=0, stroke=1)
    write(canvas, x + 4, y + 5, text)


def title_row(canvas: Any, y: float, number: int, card: Shown) -> None:
    cell(canvas, LEFT, y, LABEL, f"PI{number}")
    cell(canvas, LEFT + LABEL, y, FULL - LABEL, card.title)


def value_row(canvas: Any, y: float, card: Shown, part: str = "whole") -> None:
    """The row of labels, values and the status's dot; of a cut row the ``upper`` part lacks the dot, the ``lower``
    everything else.
    """
    pairs = (("Target", card.target), ("Actual", card.actual), ("Status", ""))
    for number, pair in enumerate(pairs):
        x = LEFT + number * (LABEL + VALUE)
        label, value = ("", "") if part == "lower" else pair
        cell(canvas, x, y, LABEL, label)
        cell(canvas, x + LABEL, y, VALUE, value)
    if part != "upper":
        canvas.setFillColor(COLOURS[card.status])
        canvas.circle(LEFT + FULL - VALUE / 2, y + ROW / 2, 5, fill=1, stroke=0)


def comment_row(canvas: Any, y: float, number: int) -> None:
    cell(canvas, LEFT, y, LABEL, "Comments")
    cell(canvas, LEFT + LABEL, y, FULL - LABEL, f"A remark on PI{number}.")


def block(canvas: Any, y: float, number: int, card: Shown) -> None:
    title_row(canvas, y, number, card)
    value_row(canvas, y - ROW, card)
    comment_row(canvas, y - 2 * ROW, number)


def read(path: Path) -> list[tuple[str | None, str | None, str, str | None]]:
    rows = extract_document(path).kpis
    return [(row.ref, row.actual, row.status.rag.value, row.commentary) for row in rows]


def shown(count: int) -> list[tuple[str, str, str, str]]:
    return [(f"PI{n}", c.actual, c.status, f"A remark on PI{n}.") for n, c in enumerate(CARDS[:count], 1)]


def test_a_mark_pushed_alone_to_the_next_page_is_the_status_of_its_block(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "cut.pdf"), pagesize=(842, 595))
    key(canvas)
    block(canvas, 480, 1, CARDS[0])
    title_row(canvas, 60, 2, CARDS[1])
    value_row(canvas, 60 - ROW, CARDS[1], "upper")
    canvas.showPage()
    value_row(canvas, 540, CARDS[1], "lower")
    comment_row(canvas, 540 - ROW, 2)
    block(canvas, 440, 3, CARDS[2])
    canvas.save()
    assert read(tmp_path / "cut.pdf") == shown(3)


def test_the_values_alone_on_the_last_page_are_those_of_the_title_before(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "cut.pdf"), pagesize=(842, 595))
    key(canvas)
    block(canvas, 480, 1, CARDS[0])
    block(canvas, 380, 2, CARDS[1])
    title_row(canvas, 60, 3, CARDS[2])
    canvas.showPage()
    value_row(canvas, 540, CARDS[2])
    comment_row(canvas, 540 - ROW, 3)
    canvas.save()
    assert read(tmp_path / "cut.pdf") == shown(3)
