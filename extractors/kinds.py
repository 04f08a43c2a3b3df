"""Which tables are what: KPI tables, delivery programmes, and furniture that yields nothing.

Keys, count tables and cards are recognised by their own modules before this one is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.columns import is_furniture
from extractors.key import Key
from extractors.status import read_direction, read_status
from schemas.columns import Column
from schemas.grids import JoinedTable
from schemas.vocabulary import Direction, Rag, Rating, Role, TableKind

# Of the filled cells of a status column at least this share must read as a status.
READABLE_SHARE = 0.5
# Headings that together say "KPI table" even where the status column has none.
KPI_HEADINGS = {Role.TITLE, Role.REF, Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.FLOOR, Role.COMMENTARY, Role.UNIT}


def column_of(columns: Sequence[Column], role: Role) -> Column | None:
    """The main column of a role, None if the table has none."""
    return next((c for c in columns if c.role is role and c.rank == 0), None)


def table_kind(table: JoinedTable, columns: Sequence[Column], key: Key) -> TableKind:
    """What the table's rows are.

    Indicators need a title and either a status column that reads as one, or a target beside an outturn. Work needs an
    action, or a title with a due date and no outturn. All else is furniture: activity volumes, money, risks, sign-off.
    """
    roles = {c.role for c in columns}
    if not table.rows or is_furniture(table) or not roles & {Role.TITLE, Role.ACTION}:
        return TableKind.FURNITURE
    has_status = shows_status(table, columns, key)
    work = Role.ACTION in roles or (Role.DUE in roles and Role.ACTUAL not in roles)
    if work and (has_status or Role.DUE in roles) and Role.ACTUAL not in roles:
        return TableKind.ACTIONS if has_status else TableKind.FURNITURE
    if Role.TITLE not in roles:
        return TableKind.FURNITURE
    if has_status or ({Role.TARGET, Role.ACTUAL} <= roles):
        return TableKind.KPIS
    return TableKind.FURNITURE


def shows_status(table: JoinedTable, columns: Sequence[Column], key: Key) -> bool:
    """Whether the table's status column holds statuses: most of its filled cells read as one, and one at least."""
    column = column_of(columns, Role.STATUS)
    if column is None:
        return False
    shown = readable = 0
    for row in table.rows:
        cell = row.cells[column.index]
        if cell is None:
            continue
        reading, _doubts = read_status(cell, key)
        if reading.method is None:
            continue
        shown += 1
        readable += reading.rating is not Rating.UNREADABLE or reading.colour is not None
    return shown > 0 and readable >= READABLE_SHARE * shown


def find_unheaded_marks(table: JoinedTable, columns: Sequence[Column], key: Key) -> tuple[Column, ...]:
    """The columns, with an unheaded one of colours taken as the status and one of arrows as the direction.

    Only in a table whose other headings are those of a KPI table, and where most rows show the mark, in two colours
    at least: a single colour is decoration.
    """
    found = list(columns)
    if len({c.role for c in columns if c.heading} & KPI_HEADINGS) < 2:
        return tuple(found)
    for role in (Role.STATUS, Role.DIRECTION):
        if any(c.role is role for c in found):
            continue
        for position, column in enumerate(found):
            if column.role is Role.UNKNOWN and not column.heading and _is_full_of(table, column, role, key):
                found[position] = Column(column.index, role, column.heading, None)
                break
    return tuple(found)


def _is_full_of(table: JoinedTable, column: Column, role: Role, key: Key) -> bool:
    cells = [cell for row in table.rows if (cell := row.cells[column.index]) is not None]
    shown: list[Rag | Direction] = []
    for cell in cells:
        if role is Role.STATUS:
            reading, _ = read_status(cell, key)
            shown += [reading.rag] if reading.method is not None and reading.rating is not Rating.UNREADABLE else []
        else:
            direction, _text, doubts = read_direction(cell, key)
            shown += [direction] if direction is not None and not doubts else []
    return len(shown) >= 2 and len(shown) * 2 > len(table.rows) and len(set(shown)) >= 2
