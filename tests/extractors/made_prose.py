"""Pages of running text written down in a test: lines with their size, weight and place, as a PDF would set them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.blocks import read_blocks, without_furniture
from extractors.joins import PageLayout
from extractors.sections import read_sections
from schemas.geometry import Box, Place
from schemas.grids import Cell, Table
from schemas.pages import Page, Rule, Word
from schemas.readings import Issue, Section

# A character's width as a share of its size, and a space's: near enough to Helvetica.
WIDTH, SPACE = 0.5, 0.28
A4 = (595.0, 842.0)


@dataclass(frozen=True)
class Line:
    """A printed line: its first ``lead`` words are bold, ``gap`` points are above it, ``tab`` stands left of it."""

    text: str
    size: float = 11.0
    bold: bool = False
    left: float = 70.0
    gap: float = 14.0
    lead: int = 0
    tab: str | None = None
    underlined: bool = False


def paragraph(
    text: str, *, left: float = 70.0, width: float = 450.0, size: float = 11.0, bold: bool = False, lead: int = 0
) -> list[Line]:
    """A text wrapped to a width, with a blank line above."""
    lines: list[list[str]] = [[]]
    x = 0.0
    for word in text.split():
        wide = WIDTH * size * len(word)
        if lines[-1] and x + wide > width:
            lines.append([])
            x = 0.0
        lines[-1].append(word)
        x += wide + SPACE * size
    made = [Line(" ".join(words), size, bold, left, 2.0) for words in lines]
    return [Line(made[0].text, size, bold, left, 14.0, lead), *made[1:]]


def text_page(lines: Sequence[Line], number: int = 1, *, top: float = 100.0, extra: Sequence[Word] = ()) -> Page:
    """A page with these lines under one another."""
    words: list[Word] = list(extra)
    rules: list[Rule] = []
    y = top
    for line in lines:
        y += line.gap
        x = line.left
        if line.tab is not None:
            words += _words(line.tab, x - 3 * line.size, y, line, bold=line.bold)
        made = _words(line.text, x, y, line, bold=line.bold)
        words += made
        if line.underlined:
            under = y + line.size + 0.5
            rules.append(Rule(Box(x, under, made[-1].box.x1, under + 0.6), "#000000"))
        y += line.size
    return Page(number, *A4, tuple(words), tuple(rules), (), (), (), ())


def _words(text: str, x: float, y: float, line: Line, *, bold: bool) -> list[Word]:
    made: list[Word] = []
    for number, piece in enumerate(text.split()):
        wide = WIDTH * line.size * len(piece)
        weight = bold or number < line.lead
        made.append(Word(piece, Box(x, y, x + wide, y + line.size), line.size, "Helvetica", weight, "#000000"))
        x += wide + SPACE * line.size
    return made


def two_by_two(number: int, top: float, texts: Sequence[str] = ("a", "b", "c", "d")) -> Table:
    """A small ruled table."""
    edges = (70.0, 300.0, 520.0)
    rows = tuple(
        tuple(
            Cell(
                r,
                c,
                1,
                1,
                texts[2 * r + c],
                Place(number, Box(edges[c], top + 20 * r, edges[c + 1], top + 20 * r + 20)),
                None,
            )
            for c in range(2)
        )
        for r in range(2)
    )
    return Table(Place(number, Box(70.0, top, 520.0, top + 40)), rows, edges, "lines")


def layouts_of(*pages: Page, tables: Sequence[Table] = ()) -> list[PageLayout]:
    """The pages as ``layouts`` gives them."""
    own = [tuple(table for table in tables if table.place.page == page.number) for page in pages]
    blocks = [read_blocks(page, held) for page, held in zip(pages, own, strict=True)]
    kept = without_furniture([(page.height, found) for page, found in zip(pages, blocks, strict=True)])
    return [
        PageLayout(page.number, page.width, page.height, held, left)
        for page, held, left in zip(pages, own, kept, strict=True)
    ]


def sections_of(*pages: Page, tables: Sequence[Table] = ()) -> tuple[Section, ...]:
    """The sections of pages made here."""
    return read_sections(layouts_of(*pages, tables=tables))[0]


def issues_of(*pages: Page) -> tuple[Issue, ...]:
    """The issues of the sections of pages made here."""
    return read_sections(layouts_of(*pages))[1]


def by_number(sections: Sequence[Section], number: str) -> Section:
    """The only section with this number."""
    (found,) = [section for section in sections if section.number == number]
    return found


def under(sections: Sequence[Section], heading: str) -> Section:
    """The only section with this heading."""
    (found,) = [section for section in sections if section.heading == heading]
    return found
