"""Which of several columns of one kind is the current one: the latest period for which the report prints anything.

A sheet for a whole year has a column for each quarter from the start; the quarters still to come are empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.absent_values import is_absent
from extractors.colours import is_ink, is_paper, name_colour
from extractors.headings import fold_heading
from extractors.periods import read_period
from schemas.columns import Column
from schemas.grids import JoinedRow, JoinedTable
from schemas.vocabulary import Rag, Role

# What a cell may hold instead of nothing.
NOTHING = frozenset({"", "-", "–", "—", "..", "..."})
TO_DATE = re.compile(r"\b(ytd|to date|cumulative)\b")


@dataclass(frozen=True, slots=True)
class Shown:
    """The columns in which a row prints a value or a mark, and those in which one prints anything at all."""

    values: frozenset[int]
    printed: frozenset[int]


def order_by_period(
    columns: Sequence[Column], roles: tuple[Role, Role], shown: Shown, *, until: str | None = None
) -> list[Column]:
    """The columns with those of two roles (current, previous) told apart by the periods their headings name.

    The latest of the ``shown`` columns is the current one, those before it previous ones by age; columns with nothing
    in them, or only words such as "Not due", rank last. Beside a year to date, months and quarters are further current
    values. ``until`` names the period of the current value: its status is the current one though none is given yet, a
    status of a later one is not.
    Columns come back as they are where there is nothing to tell apart.
    """
    current, previous = roles
    dated = [c for c in columns if c.role in roles and c.period_label]
    undated_current = any(c.role is current and not c.period_label for c in columns)
    if len(dated) < 2 and not (dated and undated_current):
        return list(columns)
    keys = {c.index: period_order(c.period_label or "") for c in dated}
    comparable = len({key[0] if key else None for key in keys.values()}) == 1 and None not in keys.values()
    ordered = sorted(dated, key=lambda c: (keys[c.index] if comparable else (), c.index), reverse=True)
    limit = period_order(until) if until and comparable else None
    past = [c for c in ordered if not _is_later(keys[c.index], limit)]
    reached = [c for c in past if c.index in shown.values or (limit is not None and keys[c.index] == limit)]
    reached = reached or [c for c in past if c.index in shown.printed] or ordered
    if undated_current:
        turns = [current if _runs_to_date(columns, current) else previous] * len(reached)
    else:
        turns = [current] + [previous] * (len(reached) - 1)
    ahead = [c for c in ordered if c not in reached]
    ranks: dict[Role, int] = {}
    placed: dict[int, Column] = {}
    for column, role in zip((*reached, *ahead), (*turns, *(current for _ in ahead)), strict=True):
        placed[column.index] = replace(
            column, role=role, rank=ranks.get(role, int(role is current and undated_current))
        )
        ranks[role] = placed[column.index].rank + 1
    return [placed.get(c.index, c) for c in columns]


def rank_by_period(columns: Sequence[Column], role: Role, until: str | None) -> list[Column]:
    """The columns with the one of ``role`` first that belongs to the period ``until``, the current value's.

    That is the column of the same period or the shortest one around it: the target of the quarter, else of the year.
    A column that names no period holds for all and stays first, where none names the very period.
    """
    of_role = [c for c in columns if c.role is role]
    limit = period_order(until) if until and len(of_role) > 1 else None
    if limit is None:
        return list(columns)
    keys = {c.index: period_order(c.period_label) if c.period_label else None for c in of_role}
    around = [c for c in of_role if (key := keys[c.index]) is not None and key[0] == limit[0] and key >= limit]
    nearest = min(around, key=lambda c: (keys[c.index] or limit, c.index), default=None)
    if nearest is None or (keys[nearest.index] != limit and any(keys[c.index] is None for c in of_role)):
        return list(columns)
    rest = [c.index for c in of_role if c is not nearest]
    ranks = {nearest.index: 0, **{index: rank for rank, index in enumerate(rest, 1)}}
    return [replace(c, rank=ranks[c.index]) if c.index in ranks else c for c in columns]


def to_date_first(columns: Sequence[Column], roles: Collection[Role]) -> list[Column]:
    """The columns with those of the year to date before those of a month, quarter or whole year, in each of some roles.

    Only where the current outturn may be to date and its heading names no period: value, target and status stay of one
    span.
    """
    first = [c for c in columns if c.role in roles and not c.rank]
    if not any(_is_to_date(c) and not c.period_label for c in first if c.role is Role.ACTUAL):
        return list(columns)
    both = {c.role for c in first if _is_to_date(c)}
    after = {c.index for c in first if c.role in both and not _is_to_date(c)}
    ordered = [*(c for c in columns if c.index not in after), *(c for c in columns if c.index in after)]
    ranks: dict[Role, int] = {}
    placed: dict[int, Column] = {}
    for column in ordered:
        if column.role in both and (column.index in after or not column.rank):
            placed[column.index] = replace(column, rank=ranks.get(column.role, 0))
            ranks[column.role] = placed[column.index].rank + 1
    return [placed.get(c.index, c) for c in columns]


def _is_to_date(column: Column) -> bool:
    return TO_DATE.search(fold_heading(column.heading)) is not None


def _runs_to_date(columns: Sequence[Column], current: Role) -> bool:
    """Whether the undated current value is that of the year to date: its months and quarters are parts of it."""
    return any(c.role is current and not c.period_label and _is_to_date(c) for c in columns)


def _is_later(key: tuple[int, ...] | None, limit: tuple[int, ...] | None) -> bool:
    return key is not None and limit is not None and key[0] == limit[0] and key > limit


@lru_cache(maxsize=1024)
def period_order(label: str) -> tuple[int, ...] | None:
    """A key that sorts headings by the period they name; None when none can be read."""
    dated = read_period(label)
    if dated is not None and dated.end is not None:
        return (1, dated.end.toordinal())
    in_year = read_period(label, financial_year="2000-01")
    return (0, in_year.end.toordinal()) if in_year is not None and in_year.end is not None else None


def shown_columns(tables: Sequence[JoinedTable]) -> Shown:
    """The columns in which a row of one of the tables, all with the same headings, prints something."""
    width = max((len(table.headings) for table in tables), default=0)
    rows = [row for table in tables for row in table.rows]
    values = frozenset(column for column in range(width) if any(_shows(row, column) for row in rows))
    printed = frozenset(column for column in range(width) if any(row.text(column) not in NOTHING for row in rows))
    return Shown(values, values | printed)


def _shows(row: JoinedRow, column: int) -> bool:
    cell = row.cells[column] if column < len(row.cells) else None
    if cell is None:
        return False
    if not is_absent(cell.text) or any(part.shapes or part.pictures for part in cell.parts):
        return True
    # The fill of a cell with words in it is the row's stripe or band; of an empty one it may be a status. Grey fills
    # strike out quarters to come.
    stripes = {part.fill for other in row.cells if other is not None and other.text for part in other.parts}
    fills = {part.fill for part in cell.parts if part.fill and not is_paper(part.fill) and not is_ink(part.fill)}
    return any(name_colour(fill) is not Rag.GREY for fill in fills - stripes)
