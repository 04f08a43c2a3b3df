"""The indicators and actions of all tables of a document, each once.

One table's rows are read in ``kpis`` and ``actions``; which table holds what is told by ``kinds``.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.actions import read_action_rows
from extractors.columns import read_columns
from extractors.earlier_tables import TableRows
from extractors.group_names import spread_names
from extractors.key import DIRECTIONS, Key
from extractors.kinds import Statuses, find_unheaded_marks, resembles_kpis, table_kind
from extractors.kpis import read_kpi_rows
from extractors.lit_columns import gather_lights
from extractors.repeats import count_once
from extractors.sub_rows import spread_sub_rows
from schemas.grids import JoinedTable
from schemas.readings import ActionRow, Issue, KpiRow, LegendEntry
from schemas.vocabulary import TableKind

# One swatch beside a word may be decoration; a key tells at least two states apart.
FEWEST_EXPLAINED = 2
Headings = tuple[tuple[str, ...], ...]


def read_rows(tables: Sequence[JoinedTable], key: Key) -> tuple[list[KpiRow], list[ActionRow], list[Issue]]:
    """Indicators and actions of all tables that hold them, numbered through the document, and what is doubtful."""
    indicators: list[TableRows] = []
    actions: list[ActionRow] = []
    issues: list[Issue] = []
    whole = [gather_lights(spread_sub_rows(table)) for table in tables]
    alike = _by_headings(whole)
    seen: Statuses = {}
    count = 0
    for table in whole:
        same = alike[table.headings]
        columns = find_unheaded_marks(table, read_columns(table, key, same), key, same)
        table = spread_names(table, columns)
        match table_kind(table, columns, key, same, seen):
            case TableKind.KPIS:
                rows, doubts = read_kpi_rows(table, columns, key, count + 1)
                indicators.append(TableRows(table.title, tuple(rows)))
                count += len(rows)
                issues += doubts
            case TableKind.ACTIONS:
                work, doubts = read_action_rows(table, columns, key, len(actions) + 1)
                actions += work
                issues += doubts
            case TableKind.FURNITURE if table.rows and resembles_kpis(columns):
                issues.append(_left_out(table))
            case TableKind.FURNITURE | TableKind.COUNTS | TableKind.LEGEND:
                pass
    kpis, issues = count_once(indicators, issues)
    return kpis, actions, issues


def rows_missing(legend: Sequence[LegendEntry], kpis: Sequence[KpiRow], actions: Sequence[ActionRow]) -> list[Issue]:
    """An issue where the document explains marks of status and no row of it shows one."""
    explained = [entry for entry in legend if entry.rating not in DIRECTIONS]
    if len(explained) < FEWEST_EXPLAINED or actions or any(row.status.method is not None for row in kpis):
        return []
    labels = ", ".join(repr(entry.label) for entry in explained)
    return [Issue("key_without_rows", f"The key explains {labels}, but no row shows a status.", explained[0].place)]


def _by_headings(tables: Sequence[JoinedTable]) -> dict[Headings, list[JoinedTable]]:
    """The tables by their headings: sections of one sheet share them."""
    found: dict[Headings, list[JoinedTable]] = {}
    for table in tables:
        found.setdefault(table.headings, []).append(table)
    return found


def _left_out(table: JoinedTable) -> Issue:
    headings = " | ".join(" ".join(levels) for levels in table.headings if levels)
    message = f"A table of {len(table.rows)} rows was not taken for indicators; its headings: {headings}."
    return Issue("table_left_out", message, table.places[0])
