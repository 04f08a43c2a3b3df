"""Tables built by hand, so that a test can say exactly what stands on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, JoinedCell, JoinedRow, JoinedTable, Table

WIDTH = 60.0
HEIGHT = 20.0

Fills = Mapping[tuple[int, int], str]
Rows = Sequence[Sequence[str | JoinedCell]]


def made_cell(text: str = "", fill: str | None = None, *, page: int = 1, row: int = 0, column: int = 0) -> Cell:
    box = Box(column * WIDTH, row * HEIGHT, (column + 1) * WIDTH, (row + 1) * HEIGHT)
    return Cell(row, column, 1, 1, text, Place(page, box), fill)


def joined(text: str = "", fill: str | None = None) -> JoinedCell:
    return JoinedCell(text, (made_cell(text, fill),))


def made_table(rows: Sequence[Sequence[str]], *, page: int = 1, fills: Fills | None = None) -> Table:
    """One page's table; ``fills[row, column]`` is the colour behind a cell."""
    fills = fills or {}
    cells = tuple(
        tuple(made_cell(text, fills.get((r, c)), page=page, row=r, column=c) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    edges = tuple(WIDTH * c for c in range(len(rows[0]) + 1))
    return Table(Place(page, hull(cell.place.box for row in cells for cell in row)), cells, edges, "lines")


def joined_table(
    headings: Sequence[str | tuple[str, ...]],
    rows: Rows,
    *,
    title: str | None = None,
    banded: bool = False,
) -> JoinedTable:
    """A whole table with ready headings; texts become plain cells."""
    ready = tuple(
        JoinedRow(
            tuple(cell if isinstance(cell, JoinedCell) else joined(cell) for cell in row),
            (Place(1, Box(0, i * HEIGHT, WIDTH * len(row), (i + 1) * HEIGHT)),),
        )
        for i, row in enumerate(rows)
    )
    levels = tuple((h,) if isinstance(h, str) and h else h if isinstance(h, tuple) else () for h in headings)
    place = Place(1, Box(0, 0, WIDTH * len(headings), HEIGHT * (len(rows) + 1)))
    return JoinedTable(title, None, levels, (place,), ready, (place,), "lines", (), banded)
