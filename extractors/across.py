"""A wide sheet printed over several pages across: columns that continue on a later page, row beside row.

Joined only on strong evidence: as many rows, at the same heights, under headings of which none names the row.
Tables that go on below are joined in ``joins``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import heading_role
from extractors.joins import PageLayout
from schemas.grids import Cell, Table
from schemas.vocabulary import Role

NAMES = frozenset({Role.TITLE, Role.ACTION})
# A sheet of fewer rows fits a page by chance.
FEWEST_ROWS = 3
# Printed rows of one sheet stand at the same height on every page, within a rounding.
SAME_HEIGHT = 1.5
# Pages of one sheet follow each other within this many pages.
REACH = 30
HEADER_ROWS = 4


def join_across(layouts: Sequence[PageLayout]) -> tuple[PageLayout, ...]:
    """The layouts with the columns of later pages put beside the rows they belong to."""
    pages = {layout.number: list(layout.tables) for layout in layouts}
    for layout in layouts:
        for table in layout.tables:
            if len(table.rows) > FEWEST_ROWS and _is_nameless(table):
                owner = _owner(pages, layout.number, table)
                if owner is not None:
                    number, index = owner
                    pages[number][index] = _beside(pages[number][index], table)
                    pages[layout.number] = [t for t in pages[layout.number] if t is not table]
    return tuple(
        layout if list(layout.tables) == pages[layout.number] else replace(layout, tables=tuple(pages[layout.number]))
        for layout in layouts
    )


def _roles(table: Table) -> set[Role]:
    cells = (cell for row in table.rows[:HEADER_ROWS] for cell in row if cell is not None)
    return {role for cell in cells if (role := heading_role(cell.text)) is not None}


def _is_nameless(table: Table) -> bool:
    roles = _roles(table)
    return len(roles) >= 2 and not roles & (NAMES | {Role.REF})


def _owner(pages: dict[int, list[Table]], number: int, table: Table) -> tuple[int, int] | None:
    """The nearest table before with a title column and the same rows; its page and place on it."""
    heights = _heights(table)
    for earlier in range(number - 1, max(0, number - 1 - REACH), -1):
        for index, other in enumerate(pages.get(earlier, ())):
            if len(other.rows) != len(table.rows) or not _roles(other) & NAMES or _roles(other) & _roles(table):
                continue
            if all(abs(a - b) <= SAME_HEIGHT for a, b in zip(heights, _heights(other), strict=True)):
                return earlier, index
    return None


def _heights(table: Table) -> list[float]:
    """Where each row begins and ends; a row's lowest start is that of its own cells."""
    found: list[float] = []
    for number, row in enumerate(table.rows):
        boxes = [c.place.box for c in row if c is not None and c.row == number and c.row_span == 1]
        boxes = boxes or [c.place.box for c in row if c is not None] or [table.place.box]
        found += [boxes[0].top, boxes[0].bottom]
    return found


def _beside(left: Table, right: Table) -> Table:
    """One table of the columns of both; the cells keep the places they are printed at."""
    shift = len(left.column_edges) - 1
    offset = left.column_edges[-1] - right.column_edges[0]
    moved: dict[int, Cell] = {}
    rows = []
    for one, two in zip(left.rows, right.rows, strict=True):
        more: list[Cell | None] = []
        for cell in two:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, column=cell.column + shift)
            more.append(moved[id(cell)] if cell is not None else None)
        rows.append((*one, *more))
    edges = (*left.column_edges, *(round(edge + offset, 2) for edge in right.column_edges[1:]))
    return Table(left.place, tuple(rows), edges, left.engine)
