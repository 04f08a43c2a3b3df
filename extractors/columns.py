"""What each column of a table holds: headings of one or more levels and period columns to roles.

Which rows there are and what their cells say is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extractors.headings import fold_heading, heading_role, is_furniture_heading, names_period
from extractors.periods import read_period
from schemas.columns import Column
from schemas.grids import JoinedTable
from schemas.lookups import read_lookup
from schemas.vocabulary import Role

# A column of names: refs and values are shorter on average than this, titles longer.
TITLE_LENGTH = 14
VALUE_ROLES = (Role.ACTUAL, Role.PREVIOUS)
STATUS_ROLES = (Role.STATUS, Role.PREVIOUS_STATUS)
STATUS_TURNS = {"current": Role.STATUS, "previous": Role.PREVIOUS_STATUS, "forecast": Role.FORECAST_STATUS}
VALUE_TURNS = {"current": Role.ACTUAL, "previous": Role.PREVIOUS, "forecast": Role.FORECAST}


def read_columns(table: JoinedTable) -> tuple[Column, ...]:
    """The table's columns with their roles, in order; UNKNOWN where the heading has none.

    Several value columns are told apart by their periods, the latest is ACTUAL. Where no heading names the title,
    the column of the longest texts among the unknown ones is it (a council prints the section's name there).
    """
    columns = [_column(index, levels) for index, levels in enumerate(table.headings)]
    columns = _with_title(columns, table)
    columns = _ordered(columns, VALUE_ROLES)
    columns = _ordered(columns, STATUS_ROLES)
    return tuple(_ranked(columns))


def is_furniture(table: JoinedTable) -> bool:
    """Whether a heading of the table belongs to money, risk, contacts or sign-off."""
    return any(is_furniture_heading(level) for levels in table.headings for level in levels)


def _column(index: int, levels: Sequence[str]) -> Column:
    heading = " ".join(levels)
    period = heading if names_period(heading) else None
    role = _role(levels)
    if role is None and period is not None:
        role = Role.ACTUAL
    return Column(index, role or Role.UNKNOWN, heading, period)


def _role(levels: Sequence[str]) -> Role | None:
    if not levels:
        return None
    if len(levels) == 1:
        return heading_role(levels[0])
    parent, last = _role(levels[:-1]), levels[-1]
    turn = _turns().get(fold_heading(last))
    if turn is not None and parent is Role.STATUS:
        return STATUS_TURNS[turn]
    if turn is not None and parent in (None, Role.ACTUAL):
        return VALUE_TURNS[turn]
    own = heading_role(last)
    if own is None:
        return parent if names_period(last) or parent is None else heading_role(" ".join(levels)) or parent
    if own is Role.STATUS and _turns().get(fold_heading(levels[0])) == "previous":
        return Role.PREVIOUS_STATUS
    if own is Role.ACTUAL and _turns().get(fold_heading(levels[0])) == "previous":
        return Role.PREVIOUS
    return own


@cache
def _turns() -> dict[str, str]:
    return {word: turn for turn, words in read_lookup("headers")["sub"].items() for word in words}


def _average_length(table: JoinedTable, column: int) -> float:
    texts = [row.text(column) for row in table.rows]
    filled = [text for text in texts if text]
    return sum(map(len, filled)) / len(filled) if len(filled) * 2 >= len(texts) and filled else 0.0


def _with_title(columns: list[Column], table: JoinedTable) -> list[Column]:
    named = [c for c in columns if c.role in (Role.TITLE, Role.ACTION)]
    if named:
        return columns
    open_to = (Role.UNKNOWN, Role.REF, Role.THEME, Role.GROUPING)
    lengths = {c.index: _average_length(table, c.index) for c in columns if c.role in open_to}
    if not lengths:
        return columns
    best = max(lengths, key=lambda index: (lengths[index], -index))
    if lengths[best] < TITLE_LENGTH:
        return columns
    return [replace(c, role=Role.TITLE) if c.index == best else c for c in columns]


def _ordered(columns: list[Column], roles: tuple[Role, Role]) -> list[Column]:
    """Value (or status) columns that name periods: the latest is the current one, the one before it the previous."""
    current, previous = roles
    dated = [c for c in columns if c.role in roles and c.period_label]
    undated_current = any(c.role is current and not c.period_label for c in columns)
    if len(dated) < 2 and not (dated and undated_current):
        return columns
    keys = {c.index: period_order(c.period_label or "") for c in dated}
    comparable = len({key[0] if key else None for key in keys.values()}) == 1 and None not in keys.values()
    ordered = sorted(dated, key=lambda c: (keys[c.index] if comparable else (), c.index), reverse=True)
    turns = [previous] * len(ordered) if undated_current else [current] + [previous] * (len(ordered) - 1)
    ranks: dict[Role, int] = {}
    placed: dict[int, Column] = {}
    for column, role in zip(ordered, turns, strict=True):
        placed[column.index] = replace(column, role=role, rank=ranks.get(role, 0))
        ranks[role] = ranks.get(role, 0) + 1
    return [placed.get(c.index, c) for c in columns]


def period_order(label: str) -> tuple[int, ...] | None:
    """A key that sorts headings by the period they name; None when none can be read."""
    dated = read_period(label)
    if dated is not None and dated.end is not None:
        return (1, dated.end.toordinal())
    in_year = read_period(label, financial_year="2000-01")
    return (0, in_year.end.toordinal()) if in_year is not None and in_year.end is not None else None


def _ranked(columns: list[Column]) -> list[Column]:
    """Of several columns with one role the first has rank 0, unless their periods have ranked them already."""
    ranked: list[Column] = []
    taken = {(c.role, c.rank) for c in columns if c.rank}
    for column in columns:
        rank = column.rank
        if not rank:
            while (column.role, rank) in taken:
                rank += 1
            taken.add((column.role, rank))
        ranked.append(replace(column, rank=rank))
    return ranked
