"""What each column of a table holds: headings of one or more levels and period columns to roles.

Which rows there are and what their cells say is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extractors.column_periods import order_by_period, rank_by_period, shown_columns, to_date_first
from extractors.headings import fold_heading, heading_role, is_bare_period, is_furniture_heading, names_period
from extractors.key import Key
from extractors.meanings import word_meaning
from schemas.columns import Column
from schemas.grids import JoinedTable
from schemas.lookups import read_lookup
from schemas.vocabulary import Rating, Role

NO_KEY = Key(())
# A column of names: refs and values are shorter on average than this, titles longer.
TITLE_LENGTH = 14
VALUE_ROLES = (Role.ACTUAL, Role.PREVIOUS)
# Roles of which a sheet may have a column for each period beside the values.
PERIOD_ROLES = (Role.TARGET, Role.FLOOR, Role.BENCHMARK, Role.DIRECTION, Role.COMMENTARY)
# Roles that a month or quarter and the year to date may have a column for each.
SPAN_ROLES = (Role.ACTUAL, Role.STATUS, *PERIOD_ROLES)
STATUS_ROLES = (Role.STATUS, Role.PREVIOUS_STATUS)
# Headings under which a column may hold statuses although they name something else, or nothing known.
WORDED_ROLES = (Role.ACTUAL, Role.COMMENTARY, Role.UNKNOWN)
# A column of status words has this many rated ones at least, and this share of its texts are known status words:
# text outturns ("Good", "Achieved") stand among figures.
FEWEST_WORDED = 2
WORDED_SHARE = 0.8
RATED = (Rating.EXCEEDED, Rating.MET, Rating.CLOSE, Rating.MISSED)
# Headings two of which say "KPI table" even where the status column has none of its own; work has others beside them.
KPI_HEADINGS = {Role.TITLE, Role.REF, Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.FLOOR, Role.COMMENTARY, Role.UNIT}
WORK_HEADINGS = {Role.ACTION, Role.DUE}
STATUS_TURNS = {"current": Role.STATUS, "previous": Role.PREVIOUS_STATUS, "forecast": Role.FORECAST_STATUS}
VALUE_TURNS = {"current": Role.ACTUAL, "previous": Role.PREVIOUS, "forecast": Role.FORECAST}


def read_columns(table: JoinedTable, key: Key = NO_KEY, alike: Sequence[JoinedTable] = ()) -> tuple[Column, ...]:
    """The table's columns with their roles, in order; UNKNOWN where the heading has none.

    Several value columns are told apart by their periods: the latest that shows anything is ACTUAL. Where no heading
    names the title, the column of the longest texts among the unknown ones is it (a council prints the section's name
    there). Where none names the status, a column of status words is it, whatever its heading. ``alike`` are the
    document's tables with the same headings: a quarter that one section leaves empty may be shown in another.
    """
    columns = [_column(index, levels) for index, levels in enumerate(table.headings)]
    columns = _with_title(columns, table)
    columns = _with_worded_status(columns, table, key)
    shown = shown_columns((table, *alike))
    columns = order_by_period(columns, VALUE_ROLES, shown)
    value = next((c for c in columns if c.role is Role.ACTUAL and c.rank == 0), None)
    until = value.period_label if value is not None else None
    columns = order_by_period(columns, STATUS_ROLES, shown, until=until)
    for role in PERIOD_ROLES:
        columns = rank_by_period(columns, role, until)
    return tuple(_ranked(to_date_first(columns, SPAN_ROLES)))


def is_furniture(table: JoinedTable, *, measured: bool = False) -> bool:
    """Whether a heading of the table belongs to money, risk, contacts or sign-off; ``measured`` as for headings."""
    return any(is_furniture_heading(level, measured=measured) for levels in table.headings for level in levels)


def _column(index: int, levels: Sequence[str]) -> Column:
    heading = " ".join(levels)
    period = heading if names_period(heading) else None
    role = _role(levels)
    if role is None and is_bare_period(heading):
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


def _with_worded_status(columns: list[Column], table: JoinedTable, key: Key) -> list[Column]:
    """The columns, with one that holds status words as the status where no heading names it.

    Councils head it "Performance" or "Progress", which elsewhere are headings of outturns and of comments.
    """
    headed = {c.role for c in columns if c.heading} & (KPI_HEADINGS | WORK_HEADINGS)
    if len(headed) < 2 or any(c.role in STATUS_ROLES for c in columns):
        return columns
    worded = next((c for c in columns if c.role in WORDED_ROLES and _says_statuses(table, c.index, key)), None)
    return [replace(c, role=Role.STATUS) if c is worded else c for c in columns]


def _says_statuses(table: JoinedTable, column: int, key: Key) -> bool:
    texts = [text for row in table.rows if (text := row.text(column))]
    meanings = [word_meaning(text, key) for text in texts if not any(ch.isdigit() for ch in text)]
    rated = sum(meaning is not None and meaning.rating in RATED for meaning in meanings)
    known = sum(meaning is not None and meaning.is_read for meaning in meanings)
    return rated >= FEWEST_WORDED and known >= WORDED_SHARE * len(texts)


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
