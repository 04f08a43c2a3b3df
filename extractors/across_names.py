"""Sheets printed across whose first columns stand on every page again, as Excel's print titles do.

Such a page names the same rows as one before it and shows other columns of them. Which pages those are is said here,
how columns are put beside each other in ``across``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import fold_heading, heading_role
from schemas.grids import Cell, Table
from schemas.vocabulary import Role

NAMES = (Role.TITLE, Role.ACTION)
# Two rows that are named alike under one heading are no chance.
FEWEST_ROWS = 3


def repeated_names(left: Sequence[Table], right: Sequence[Table], header_rows: int) -> int:
    """How many of the first columns of ``right`` are those of ``left`` printed again, cell for cell; 0 where the
    tables are not one sheet.

    Both are the pages of some columns from the top down. The columns must name the rows, and what stands behind them
    must be columns that the left pages do not have.
    """
    if len(left) != len(right) or sum(len(table.rows) for table in right) < header_rows + FEWEST_ROWS - 1:
        return 0
    if not all(map(_begin_and_end_alike, left, right)):
        return 0
    ours, theirs = _columns(left), _columns(right)
    count = 0
    while count < min(len(ours), len(theirs)) and ours[count] == theirs[count]:
        count += 1
    named = any(heading_role(" ".join(column[:header_rows])) in NAMES for column in theirs[:count])
    heads = {_heading(column, header_rows) for column in ours}
    new = [_heading(column, header_rows) for column in theirs[count:]]
    return count if named and new and all(head and head not in heads for head in new) else 0


def without_columns(table: Table, count: int) -> Table:
    """The table without its first ``count`` columns; the cells keep their places."""
    moved: dict[int, Cell] = {}
    rows = []
    for row in table.rows:
        kept: list[Cell | None] = []
        for cell in row[count:]:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, column=max(0, cell.column - count))
            kept.append(moved[id(cell)] if cell is not None else None)
        rows.append(tuple(kept))
    return Table(table.place, tuple(rows), table.column_edges[count:], table.engine)


def _begin_and_end_alike(one: Table, other: Table) -> bool:
    """Whether two tables have as many rows, and one text in the first cells of their first and last."""
    if len(one.rows) != len(other.rows):
        return False
    corners = ((one.rows[at][0], other.rows[at][0]) for at in (0, -1))
    return all(a is not None and b is not None and a.text == b.text for a, b in corners)


def _columns(tables: Sequence[Table]) -> list[list[str]]:
    width = min(len(table.column_edges) - 1 for table in tables)
    cells = [[row[column] for table in tables for row in table.rows] for column in range(width)]
    return [[" ".join(cell.text.split()) if cell is not None else "" for cell in column] for column in cells]


def _heading(column: Sequence[str], header_rows: int) -> str:
    return fold_heading(" ".join(column[:header_rows]))
