"""Tables that print an indicator in several lines, each named by what it holds: Target, Actual, RAG; periods across.

They come back in the usual form: one row each, with a column for every period and line. What columns mean is told by
``columns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import heading_role, is_bare_period
from schemas.geometry import Place, hull
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.vocabulary import Role

# What a line may hold; the outturn must be among the lines of a table.
LINES = frozenset(
    {Role.ACTUAL, Role.TARGET, Role.STATUS, Role.PREVIOUS, Role.FLOOR, Role.BENCHMARK, Role.DIRECTION, Role.FORECAST}
)
# Nearly every row of such a table is a named line; a band or a total may stand among them.
LINE_SHARE = 0.8

Group = list[tuple[str, JoinedRow]]


def spread_sub_rows(table: JoinedTable) -> JoinedTable:
    """The table with one row for each indicator; the same table where its rows are not lines of indicators."""
    printed, table = table, _with_period_header(table)
    column = _line_column(table)
    if column is None:
        return printed
    groups = _groups(table.rows, column)
    labels = list(dict.fromkeys(label for group in groups for label, _row in group))
    shared = [c for c in range(column + 1, len(table.headings)) if all(_is_shared(group, c) for group in groups)]
    headings: list[tuple[str, ...]] = list(table.headings[:column])
    for c in range(column + 1, len(table.headings)):
        levels = table.headings[c]
        headings += [levels] if c in shared else [(*levels, label) for label in labels]
    return replace(
        table,
        headings=tuple(headings),
        header_cells=(),
        rows=tuple(_spread(group, column, labels, shared) for group in groups),
        # A table of lines alone is named by its title, as a row is by the band over it.
        banded=table.banded or column == 0,
    )


def _with_period_header(table: JoinedTable) -> JoinedTable:
    """The table with a first row of nothing but periods as its header; such a row heads only a table of lines."""
    first = [cell.text if cell is not None else "" for cell in table.rows[0].cells] if table.rows else []
    periods = [text for text in first if text]
    if any(table.headings) or len(periods) < 2 or not all(map(is_bare_period, periods)):
        return table
    return replace(
        table,
        headings=tuple((text,) if text else () for text in first),
        header_places=table.rows[0].places,
        header_cells=(table.rows[0].cells,),
        rows=table.rows[1:],
    )


def _line_column(table: JoinedTable) -> int | None:
    """The column that names the lines, with columns of values behind it.

    It may be the first where the whole table is one indicator, named by its heading.
    """
    for column in range(1 if table.title is None else 0, len(table.headings) - 1):
        roles = [heading_role(row.text(column)) for row in table.rows]
        lines = [role for role in roles if role in LINES]
        enough = len(lines) >= 2 and len(lines) >= LINE_SHARE * len(roles)
        named = column > 0 or len(set(lines)) == len(lines)
        if enough and named and Role.ACTUAL in lines and len(set(lines)) > 1:
            return column
    return None


def _groups(rows: Sequence[JoinedRow], column: int) -> list[Group]:
    """The lines of each indicator: a line named as one before it, or with another title, begins the next."""
    groups: list[Group] = []
    for row in rows:
        label = row.text(column)
        last = groups[-1] if groups else []
        if not last or label in (name for name, _row in last) or _is_renamed(last[0][1], row, column):
            groups.append([])
        groups[-1].append((label, row))
    return groups


def _is_renamed(first: JoinedRow, row: JoinedRow, column: int) -> bool:
    return any(row.text(c) and row.text(c) != first.text(c) for c in range(column))


def _is_shared(group: Group, column: int) -> bool:
    """Whether one cell of the column stands beside all lines of an indicator, or only one line fills it."""
    cells = {id(cell): cell for _label, row in group if (cell := row.cells[column]) is not None}
    merged = len(cells) == 1 and len(group) > 1
    return merged or (len(group) > 1 and not any(cell.text for cell in cells.values()))


def _spread(group: Group, column: int, labels: Sequence[str], shared: Sequence[int]) -> JoinedRow:
    cells: list[JoinedCell | None] = [_first([row.cells[c] for _label, row in group]) for c in range(column)]
    lines = dict(group)
    for c in range(column + 1, len(group[0][1].cells)):
        if c in shared:
            cells.append(_first([row.cells[c] for _label, row in group]))
        else:
            cells += [lines[label].cells[c] if label in lines else None for label in labels]
    notes = tuple(note for _label, row in group for note in row.notes)
    return JoinedRow(tuple(cells), _places([row for _label, row in group]), notes)


def _first(cells: Sequence[JoinedCell | None]) -> JoinedCell | None:
    filled = [cell for cell in cells if cell is not None and cell.text]
    return filled[0] if filled else next((cell for cell in cells if cell is not None), None)


def _places(rows: Sequence[JoinedRow]) -> tuple[Place, ...]:
    pages = dict.fromkeys(place.page for row in rows for place in row.places)
    return tuple(Place(page, hull(p.box for row in rows for p in row.places if p.page == page)) for page in pages)
