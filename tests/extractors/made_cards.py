"""Cards drawn as councils print them: a title, a large figure or labelled values, a status somewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.extractors.made_marks import COLOURS, LABELS

WIDTH, HEIGHT = 240.0, 100.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What one card says; ``status`` is a name of ``made_marks.COLOURS``."""

    title: str
    actual: str
    target: str
    previous: str
    status: str


CARDS = (
    Shown("Invoices from local firms settled", "93.4%", "95%", "91.0%", "amber"),
    Shown("Library visits per 1,000 residents", "1,204", "1,150", "1,180", "green"),
    Shown("Days to answer a benefit claim", "24.6", "20", "22.1", "red"),
    Shown("Staff sickness days per employee", "7.8", "8.0", "7.9", "green"),
    Shown("Affordable homes completed", "18", "25", "12", "red"),
)
RATINGS = {"green": "met", "amber": "close", "red": "missed"}
# Draws what one card says into the box that begins at x and ends WIDTH further, from y down.
Draw = Callable[[Any, float, float, Shown], None]


def write(
    canvas: Any, x: float, y: float, text: str, size: float = 8, *, bold: bool = False, ink: str = "#000000"
) -> None:
    """One line of text with its base at y."""
    canvas.setFillColor(ink)
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    canvas.drawString(x, y, text)


def paint(canvas: Any, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A filled rectangle that ends at y."""
    canvas.setFillColor(colour)
    canvas.rect(x, y, width, height, fill=1, stroke=0)


def frame(canvas: Any, x: float, y: float) -> None:
    """A card's border, its top at y."""
    canvas.setStrokeColor("#888888")
    canvas.rect(x, y - HEIGHT, WIDTH, HEIGHT, fill=0, stroke=1)


def key(canvas: Any) -> None:
    """Dots with what they mean, on top of the page."""
    for number, name in enumerate(("green", "amber", "red")):
        canvas.setFillColor(COLOURS[name])
        canvas.circle(45 + 150 * number, 563, 4, fill=1, stroke=0)
        write(canvas, 55 + 150 * number, 560, LABELS[name])


def sheet_of(
    path: Path, draw: Draw, cards: Sequence[Shown] = CARDS, *, apart: float = 12.0, keyed: bool = True
) -> Path:
    """A page of cards, three in a row, ``apart`` from each other in points."""
    canvas = Canvas(str(path), pagesize=(842, 595))
    if keyed:
        key(canvas)
    for number, card in enumerate(cards):
        draw(canvas, 40 + (WIDTH + apart) * (number % 3), 540 - (HEIGHT + apart) * (number // 3), card)
    canvas.save()
    return path
