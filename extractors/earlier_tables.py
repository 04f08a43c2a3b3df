"""Tables that print the indicators of another table for an earlier period: their values are previous values.

Only where the tables' own headings name the periods ("Quarter 1 2025/26" over one, "Quarter 2 2025/26" over the other)
and their columns name none. Tables that print the same values again are found in ``repeats``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extractors.column_periods import period_order
from extractors.merge import fold_title
from schemas.readings import KpiRow, PeriodValue
from schemas.vocabulary import ValueRole

# One row with the name of another may be chance.
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class TableRows:
    """The indicators of one table under its printed title, in order."""

    title: str | None
    rows: tuple[KpiRow, ...]


def find_earlier(tables: Sequence[TableRows], apart: Collection[int]) -> dict[int, list[KpiRow]]:
    """Of each table for an earlier period, latest first, the rows of the latest table that its own belong to.

    ``apart`` are the numbers of tables that are counted otherwise.
    """
    dated = [(key, i) for i, t in enumerate(tables) if i not in apart and (key := _period_of(t)) is not None]
    found: dict[int, list[KpiRow]] = {}
    for key, index in sorted(dated, reverse=True):
        for later, other in sorted(dated, reverse=True):
            if other in found or later[0] != key[0] or later <= key:
                continue
            partners = _partners(tables[index], tables[other])
            if partners:
                found[index] = partners
                break
    return found


def with_earlier(row: KpiRow, earlier: Sequence[tuple[str | None, KpiRow]]) -> KpiRow:
    """The row with the values of earlier periods, each with the title of its table; the latest is the previous one."""
    for label, before in earlier:
        said = PeriodValue(ValueRole.PREVIOUS, label, before.actual, before.places[0]) if before.actual else None
        rated = before.status if before.status.method is not None else None
        row = replace(
            row,
            previous=row.previous or before.actual,
            previous_status=row.previous_status or rated,
            values=(*row.values, said) if said is not None else row.values,
            places=(*row.places, *before.places),
        )
    return row


def _period_of(table: TableRows) -> tuple[int, ...] | None:
    if table.title is None or any(row.period_label for row in table.rows):
        return None
    return period_order(table.title)


def _partners(table: TableRows, later: TableRows) -> list[KpiRow]:
    """The row of the later table for each row, in order; [] where one has none, or two share one."""
    named = {_name(row): row for row in later.rows}
    partners = [named.get(_name(row)) for row in table.rows]
    whole = [partner for partner in partners if partner is not None]
    apart = len({partner.position for partner in whole}) == len(partners) >= FEWEST_ROWS
    return whole if apart and len(named) == len(later.rows) else []


def _name(row: KpiRow) -> tuple[str, str]:
    return (row.ref or "").casefold(), fold_title(row.title)
