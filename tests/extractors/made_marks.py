"""Small reports whose status cells are drawn by the test: a key, a table with seven KPIs, any mark in any cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

# Draws into the cell whose lower left corner is x, y.
Draw = Callable[[Any, float, float], None]

COLOURS = {"green": "#00b050", "amber": "#ffc000", "red": "#ff0000", "grey": "#a6a6a6", "blue": "#0070c0"}
LABELS = {
    "green": "On target",
    "amber": "Within 5% of target",
    "red": "Off target",
    "grey": "No data",
    "blue": "Target exceeded",
}
RATINGS = {"green": "met", "amber": "close", "red": "missed", "grey": "not_rated", "blue": "exceeded"}
FIVE = ("green", "amber", "red", "green", "grey", "blue", "red")
THREE = ("green", "amber", "red", "green", "amber", "green", "red")
TITLES = (
    "Bins emptied on the right day",
    "Homes let within three weeks",
    "Calls answered in two minutes",
    "Potholes mended in ten days",
    "Children seen within five days",
    "Library visits per thousand",
    "Planning cases decided in time",
)
WIDTHS = {"Ref": 40.0, "Indicator": 200.0, "Target": 60.0, "Actual": 80.0}
DINGBATS = "ZapfDingbats"
ROW = 20.0


def text(words: str, colour: str = "#000000", font: str = "Helvetica") -> Draw:
    def draw(canvas: Any, x: float, y: float) -> None:
        canvas.setFillColor(colour)
        canvas.setFont(font, 9)
        canvas.drawString(x + 4, y + 6, words)

    return draw


def filled(colour: str, words: str = "", width: float = 60.0) -> Draw:
    def draw(canvas: Any, x: float, y: float) -> None:
        canvas.setFillColor(colour)
        canvas.rect(x, y, width, ROW, fill=1, stroke=1)
        text(words)(canvas, x, y)

    return draw


def beside(*draws: Draw, step: float = 20.0) -> Draw:
    def draw(canvas: Any, x: float, y: float) -> None:
        for index, one in enumerate(draws):
            one(canvas, x + index * step, y)

    return draw


def image(picture: Any, size: float = 12.0) -> Draw:
    def draw(canvas: Any, x: float, y: float) -> None:
        canvas.drawImage(ImageReader(picture), x + 4, y + 4, size, size, mask="auto")

    return draw


def build_report(
    path: Path,
    names: Sequence[str],
    columns: Mapping[str, Callable[[str], Draw | str]],
    *,
    key: Callable[[str], Draw] | None = None,
    labels: Mapping[str, str] = LABELS,
    lines: Sequence[tuple[str, str]] = (),
    over: Callable[[Any, float, float], None] | None = None,
) -> Path:
    """Write a report: one KPI for each name, ``columns`` after ref, indicator and target.

    ``key`` draws the marks of a key line above the table, ``lines`` are (font, text) written there. ``over`` draws on
    the finished table, given its right edge and the top of its first KPI row.
    """
    canvas = Canvas(str(path), pagesize=(842, 595))
    x, y = 40.0, 540.0
    for name in dict.fromkeys(names) if key is not None else ():
        if key is not None:
            key(name)(canvas, x, y)
        text(labels[name])(canvas, x + 20, y)
        x += 130
    for font, line in lines:
        y -= 14
        text(line, font=font)(canvas, 36, y)
    top = y - 30
    heads = ["Ref", "Indicator", "Target", *columns]
    rows: list[list[Draw | str]] = [[*heads]]
    for index, name in enumerate(names):
        rows.append([f"1.{index + 1}", TITLES[index], "90%", *(draw(name) for draw in columns.values())])
    for number, row in enumerate(rows):
        x, y = 40.0, top - ROW * (number + 1)
        for head, cell in zip(heads, row, strict=True):
            width = WIDTHS.get(head, 60.0)
            canvas.setStrokeColor("#000000")
            canvas.setLineWidth(0.5)
            canvas.rect(x, y, width, ROW, stroke=1, fill=0)
            (text(cell) if isinstance(cell, str) else cell)(canvas, x, y)
            x += width
    if over is not None:
        over(canvas, x, top - ROW)
    canvas.save()
    return path
