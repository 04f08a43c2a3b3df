"""Headings printed over a ruled table instead of in it: a spreadsheet whose grid begins under its header row.

What a heading means is known to ``headings``; where the table's own cells are, to the engine that found it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.headings import is_header_row
from extractors.lines import group_lines, words_text
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import Page, Word

# A header stands right over the grid; its own lines follow each other as closely, in heights of their words.
GAP = 0.9
# Words closer than this, in their size, are one text; headings of two columns stand further apart.
SPACE = 0.6
# A header has no more lines than this.
DEEPEST = 4
# Rows of a table among which its own header may stand, under a band or two.
OWN_HEADER_WITHIN = 3


def with_header_above(table: Table, page: Page, taken: Sequence[Box]) -> Table:
    """The table with the headings over it as its first row; as it is where it has a header or nothing stands there.

    ``taken`` are the boxes of the page's other tables, whose words are no headings of this one.
    """
    if len(table.column_edges) <= 2 or _has_header(table):
        return table
    lines = _lines_above(table, page, taken)
    cells = _cells(lines, table) if lines else []
    texts = [cell.text for cell in cells if cell is not None]
    if is_header_row(texts) and len(texts) * 2 > len(table.column_edges) - 1:
        return _with_row(table, cells)
    return table


def _has_header(table: Table) -> bool:
    for row in table.rows[:OWN_HEADER_WITHIN]:
        if is_header_row([cell.text for cell in {id(c): c for c in row if c is not None}.values()]):
            return True
    return False


def _lines_above(table: Table, page: Page, taken: Sequence[Box]) -> list[list[Word]]:
    """The lines of words that stand closely over the table, from the top down."""
    left, right, top = table.column_edges[0], table.column_edges[-1], table.place.box.top
    near = [
        word
        for word in page.words
        if word.upright
        and left <= word.box.mid_x <= right
        and word.box.bottom <= top + 2
        and not any(box.holds(word.box.mid_x, word.box.mid_y) for box in taken)
    ]
    found: list[list[Word]] = []
    floor = top
    for line in reversed(group_lines(near)):
        bottom = max(word.box.bottom for word in line)
        far = floor - bottom > GAP * max(word.box.height for word in line)
        if far or len(found) == DEEPEST or _runs_on(line, table.column_edges):
            break
        found.insert(0, line)
        floor = min(word.box.top for word in line)
    return found


def _runs_on(line: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether the line is running text: two words of it with a mere space between them stand over two columns."""
    return any(
        after.box.x0 - before.box.x1 < SPACE * after.size
        and bisect_right(edges, before.box.mid_x) != bisect_right(edges, after.box.mid_x)
        for before, after in pairwise(line)
    )


def _cells(lines: Sequence[Sequence[Word]], table: Table) -> list[Cell | None]:
    """A cell of the words over each column, None where there are none."""
    columns: dict[int, list[Word]] = {}
    for line in lines:
        for word in line:
            column = bisect_right(table.column_edges, word.box.mid_x) - 1
            columns.setdefault(min(column, len(table.column_edges) - 2), []).append(word)
    top = min(word.box.top for line in lines for word in line)
    made: list[Cell | None] = []
    for column in range(len(table.column_edges) - 1):
        words = columns.get(column)
        box = Box(table.column_edges[column], top, table.column_edges[column + 1], table.place.box.top)
        place = Place(table.place.page, box)
        made.append(
            Cell(0, column, 1, 1, words_text(words), place, None, bold=all(word.bold for word in words))
            if words
            else None
        )
    return made


def _with_row(table: Table, header: Sequence[Cell | None]) -> Table:
    moved = {id(cell): replace(cell, row=cell.row + 1) for row in table.rows for cell in row if cell is not None}
    rows = tuple(tuple(moved[id(cell)] if cell is not None else None for cell in row) for row in table.rows)
    box = hull([table.place.box, *(cell.place.box for cell in header if cell is not None)])
    return replace(table, place=Place(table.place.page, box), rows=(tuple(header), *rows))
