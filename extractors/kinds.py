"""Which tables are what: KPI tables, delivery programmes, and furniture that yields nothing.

Keys, count tables and cards are recognised by their own modules before this one is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.columns import KPI_HEADINGS, is_furniture
from extractors.headings import heading_role, is_furniture_heading
from extractors.key import Key
from extractors.status import read_direction, read_status
from schemas.columns import Column
from schemas.grids import JoinedRow, JoinedTable
from schemas.vocabulary import Direction, Rag, Rating, Role, StatusMethod, TableKind

# Of the filled cells of a status column at least this share must read as a status.
READABLE_SHARE = 0.5
MEASURED = {Role.TARGET, Role.ACTUAL}
TRAVEL = (Direction.IMPROVED, Direction.SAME, Direction.DECLINED)
DRAWN = frozenset({StatusMethod.GLYPH, StatusMethod.SHAPE, StatusMethod.IMAGE})
# What was found of the tables of one heading, by the place of their status column and their roles.
Statuses = dict[tuple[tuple[tuple[str, ...], ...], int | None, frozenset[Role]], bool]


def column_of(columns: Sequence[Column], role: Role) -> Column | None:
    """The main column of a role, None if the table has none."""
    for column in columns:
        if column.role is role and column.rank == 0:
            return column
    return None


def table_kind(
    table: JoinedTable,
    columns: Sequence[Column],
    key: Key,
    alike: Sequence[JoinedTable] = (),
    seen: Statuses | None = None,
) -> TableKind:
    """What the table's rows are.

    Indicators need a title (in a column, or in the band over their one row) and either a status column that reads as
    one, or a target beside an outturn, or a direction of travel beside the outturn of a measure. Work needs an action,
    or a title with a due date and no outturn. All else is furniture: activity volumes, money, risks, sign-off.
    ``alike`` are the document's tables with the same headings: a section none of whose rows is rated is of the kind of
    the others. ``seen`` keeps what was found of their statuses.
    """
    roles = {c.role for c in columns}
    named = bool(roles & {Role.TITLE, Role.ACTION}) or names_its_row(table)
    if not table.rows or is_furniture(table, measured=_is_measured(columns)) or not named:
        return TableKind.FURNITURE
    has_status = _shows_status_as_before(table, columns, key, alike, {} if seen is None else seen)
    work = Role.ACTION in roles or (Role.DUE in roles and Role.ACTUAL not in roles)
    if work and (has_status or Role.DUE in roles) and Role.ACTUAL not in roles:
        return TableKind.ACTIONS if has_status else TableKind.FURNITURE
    if Role.TITLE not in roles and Role.ACTION in roles:
        return TableKind.FURNITURE
    if has_status or roles >= MEASURED or _shows_travel(table, columns, key):
        return TableKind.KPIS
    return TableKind.FURNITURE


def names_its_row(table: JoinedTable) -> bool:
    """Whether the table is one row under a band that is its name: one indicator of a list printed that way."""
    return table.banded and len(table.rows) == 1 and table.title is not None


def resembles_kpis(columns: Sequence[Column]) -> bool:
    """Whether the headings are those of a KPI table, so that a reader wants to know that it was left out."""
    roles = {c.role for c in columns}
    return Role.STATUS in roles or roles >= MEASURED


def _shows_travel(table: JoinedTable, columns: Sequence[Column], key: Key) -> bool:
    """Whether a table of measures and their outturns, with neither target nor status, says where most of them go.

    The title must be headed as that of a measure: posts and sums of money rise and fall as well.
    """
    title, travel = column_of(columns, Role.TITLE), column_of(columns, Role.DIRECTION)
    if title is None or travel is None or heading_role(title.heading) is not Role.TITLE:
        return False
    cells = [cell for row in table.rows if (cell := row.cells[travel.index]) is not None]
    read = [direction for cell in cells if (direction := read_direction(cell, key)[0]) in TRAVEL]
    return Role.ACTUAL in {c.role for c in columns} and len(read) >= max(2, READABLE_SHARE * len(table.rows))


def _is_measured(columns: Sequence[Column]) -> bool:
    """Whether the table has a target beside an outturn, and its rows are not themselves sums of money."""
    title = column_of(columns, Role.TITLE)
    return {c.role for c in columns} >= MEASURED and not (title is not None and is_furniture_heading(title.heading))


def _shows_status_as_before(
    table: JoinedTable, columns: Sequence[Column], key: Key, alike: Sequence[JoinedTable], seen: Statuses
) -> bool:
    """``shows_status``, asked once of tables that are alike: a sheet of many sections is not read for each."""
    column = column_of(columns, Role.STATUS)
    asked = (table.headings, column.index if column is not None else None, frozenset(c.role for c in columns))
    if not alike or asked not in seen:
        seen[asked] = shows_status(table, columns, key, alike)
    return seen[asked]


def shows_status(table: JoinedTable, columns: Sequence[Column], key: Key, alike: Sequence[JoinedTable] = ()) -> bool:
    """Whether the table's status column holds statuses: most of its filled cells read as one, and one at least.

    Beside refs or values a drawn mark counts though nothing explains it: its row is unreadable, not left out.
    """
    column = column_of(columns, Role.STATUS)
    if column is None:
        return False
    known = {Role.REF, Role.TITLE} <= {c.role for c in columns} or bool({c.role for c in columns} & MEASURED)
    shown = readable = 0
    for row in (row for same in alike or (table,) for row in same.rows):
        cell = row.cells[column.index]
        if cell is None:
            continue
        reading, _doubts = read_status(cell, key)
        if reading.method is None:
            continue
        shown += 1
        drawn = known and reading.method in DRAWN
        readable += drawn or reading.rating is not Rating.UNREADABLE or reading.colour is not None
    return shown > 0 and readable >= READABLE_SHARE * shown


def find_unheaded_marks(
    table: JoinedTable, columns: Sequence[Column], key: Key, alike: Sequence[JoinedTable] = ()
) -> tuple[Column, ...]:
    """The columns, with one of colours taken as the status and one of arrows as the direction where no heading says so.

    The column has no heading or an unknown one. Only in a table whose other headings are those of a KPI table, and
    where most rows show the mark, in two colours at least: a single colour is decoration. ``alike`` are the document's
    tables with the same headings, whose rows count with this one's.
    """
    found, rows = list(columns), [row for same in alike or (table,) for row in same.rows]
    if len({c.role for c in columns if c.heading} & KPI_HEADINGS) < 2:
        return tuple(found)
    for role in (Role.STATUS, Role.DIRECTION):
        if any(c.role is role for c in found):
            continue
        for position, column in enumerate(found):
            if column.role is Role.UNKNOWN and _is_full_of(rows, column, role, key):
                found[position] = Column(column.index, role, column.heading, None)
                break
    return tuple(found)


def _is_full_of(rows: Sequence[JoinedRow], column: Column, role: Role, key: Key) -> bool:
    cells = [cell for row in rows if (cell := row.cells[column.index]) is not None]
    shown: list[Rag | Direction] = []
    for cell in cells:
        if role is Role.STATUS:
            reading, _ = read_status(cell, key)
            shown += [reading.rag] if reading.method is not None and reading.rating is not Rating.UNREADABLE else []
        else:
            direction, _text, doubts = read_direction(cell, key)
            shown += [direction] if direction is not None and not doubts else []
    return len(shown) >= 2 and len(shown) * 2 > len(rows) and len(set(shown)) >= 2
