"""Themes and priorities printed once for several rows, in a table without rules or with every cell ruled.

Merged cells need nothing of this: they stand beside all their rows already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from schemas.columns import Column
from schemas.geometry import hull
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.vocabulary import Role

NAMES = (Role.THEME, Role.GROUPING)
# A name set in the middle of its rows stands off their middle by less than this share of a row's height.
OFF_MIDDLE = 0.35


def spread_names(table: JoinedTable, columns: Sequence[Column]) -> JoinedTable:
    """The table with the name of each group in all rows of the group.

    A name at the top of its rows stands for those under it as well; names in the middle of their rows are read so only
    where all rows of the page are shared out between them. Names that come again are printed for each row: then a
    blank is a blank.
    """
    for column in columns:
        if column.role in NAMES and column.rank == 0 and _is_printed_once(table.rows, column.index):
            table = replace(table, rows=tuple(_spread(table.rows, column.index)))
    return table


def _is_printed_once(rows: Sequence[JoinedRow], column: int) -> bool:
    cells = list({id(cell): cell for row in rows if (cell := row.cells[column]) is not None}.values())
    names = [cell.text for cell in cells if cell.text]
    merged = any(part.row_span > 1 for cell in cells for part in cell.parts)
    return 0 < len(names) < len(rows) and len(set(names)) == len(names) and not merged


def _spread(rows: Sequence[JoinedRow], column: int) -> Iterator[JoinedRow]:
    above: JoinedCell | None = None
    for _page, on_page in groupby(rows, key=lambda row: row.places[0].page):
        group = list(on_page)
        names = _from_the_top(group, column, above) or _from_the_middle(group, column)
        for number, row in enumerate(group):
            name = names[number] if names else row.cells[column]
            yield replace(row, cells=(*row.cells[:column], name, *row.cells[column + 1 :]))
        above = names[-1] if names else None


def _from_the_top(rows: Sequence[JoinedRow], column: int, above: JoinedCell | None) -> list[JoinedCell] | None:
    """The name of each row where the first row has one, or goes on with the rows of the page before."""
    names: list[JoinedCell] = []
    for row in rows:
        cell = row.cells[column]
        name = cell if cell is not None and cell.text else names[-1] if names else above
        if name is None:
            return None
        names.append(name)
    return names


def _from_the_middle(rows: Sequence[JoinedRow], column: int) -> list[JoinedCell] | None:
    """The name of each row where every name stands in the middle of its rows, and no row is left over."""
    names: list[JoinedCell] = []
    for cell in (row.cells[column] for row in rows):
        if cell is None or not cell.text:
            continue
        words = [word for part in cell.parts for word in part.words]
        if not words or len(names) == len(rows):
            return None
        top, middle = rows[len(names)].places[0].box.top, hull(word.box for word in words).mid_y
        ends = enumerate(rows[len(names) :], len(names) + 1)
        off, end = min((abs((top + row.places[0].box.bottom) / 2 - middle), number) for number, row in ends)
        if off > OFF_MIDDLE * rows[end - 1].places[0].box.height:
            return None
        names += [cell] * (end - len(names))
    return names if len(names) == len(rows) else None
