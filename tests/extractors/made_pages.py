"""Front pages written down in a test: a line is a text, or a dict with its size, weight and left edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from schemas.geometry import Box
from schemas.pages import Page, Word

# A character's width as a share of its size: near enough to Helvetica.
WIDTH = 0.5


class MadeLine(TypedDict):
    """``cells`` are (left edge, text) pairs, as a table or tab stops set them."""

    text: NotRequired[str]
    cells: NotRequired[Sequence[tuple[float, str]]]
    size: NotRequired[float]
    bold: NotRequired[bool]
    gap: NotRequired[float]


def made_page(*lines: str | MadeLine, number: int = 1) -> Page:
    """An A4 page with these lines under one another."""
    words: list[Word] = []
    top = 60.0
    for line in lines:
        made: MadeLine = {"text": line} if isinstance(line, str) else line
        size, bold = made.get("size", 11.0), made.get("bold", False)
        top += made.get("gap", 0.0)
        for left, text in made.get("cells") or [(60.0, made.get("text", ""))]:
            x = left
            for piece in text.split():
                wide = WIDTH * size * len(piece)
                words.append(Word(piece, Box(x, top, x + wide, top + size), size, "Helvetica", bold, "#000000"))
                x += wide + 0.28 * size
        top += 1.4 * size
    return Page(number, 595.0, 842.0, tuple(words), (), (), (), (), ())
