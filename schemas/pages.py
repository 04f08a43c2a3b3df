"""A page as every extractor sees it, whichever PDF library read it.

Colours are ``#rrggbb`` in lower case, or None where the object has none. Only visible
objects are here. What the objects mean is for the extractors to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.geometry import Box

# What stands in a word for a letter or digit that is printed there and could not be told.
UNREAD = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap. ``size`` in points; ``upright`` is False for text turned on its side."""

    text: str
    box: Box
    size: float
    font: str
    bold: bool
    colour: str | None
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line, however it was drawn (line, or a very thin rectangle)."""

    box: Box
    colour: str | None


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle; later fills of a page cover earlier ones."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn path that is neither a rule nor an upright rectangle: an arrow, a dot, a tick."""

    box: Box
    points: tuple[tuple[float, float], ...]
    fill: str | None
    stroke: str | None


@dataclass(frozen=True, slots=True)
class Pixels:
    """A small image as a reader sees it: ``rgba`` has four bytes for each pixel, row by row from the top."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image. ``digest`` is the same for the same pixels anywhere in the document.

    Of icons ``look`` says what they show, nearly the same for nearly the same icon, ``colour`` is the colour a reader
    names it by (None for black) and ``form`` its outline (a ``schemas.marks.MarkForm`` value). ``pixels`` are kept of
    narrow strips only, which may hold the marks of several cells.
    """

    box: Box
    digest: str
    width_px: int
    height_px: int
    look: str | None = None
    colour: str | None = None
    form: str | None = None
    pixels: Pixels | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``words`` are in reading order; ``edges`` are the rectangle outlines and rules tables are made of."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    outlines: tuple[Box, ...]
    shapes: tuple[Shape, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of running text.

    ``lead`` is the bold text it begins with where the rest is not bold ("Summary:"), '' otherwise. ``parts`` are its
    pieces between wide gaps (tab stops, list marks), each with its left edge.
    """

    text: str
    box: Box
    size: float
    bold: bool
    underlined: bool = False
    lead: str = ""
    parts: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or list item of running text, lines joined by spaces. ``bold`` when all of it is.

    ``lines`` are its printed lines, each a line's length apart at most; the words are those of ``text``.
    """

    text: str
    page: int
    box: Box
    size: float
    bold: bool
    lines: tuple[TextLine, ...] = ()
