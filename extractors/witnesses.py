"""Periods named by table headings, added to what the front matter says: tables are the strongest witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.readings import FrontMatter, KpiRow, PeriodWitness


def with_header_periods(front: FrontMatter, kpis: Sequence[KpiRow]) -> FrontMatter:
    """The front matter with one witness for each period that heads an outturn column, in order of appearance."""
    seen: dict[str, PeriodWitness] = {}
    for row in kpis:
        if row.period_label and row.period_label not in seen:
            seen[row.period_label] = PeriodWitness("table_header", row.period_label, row.places[0])
    return replace(front, period_witnesses=(*front.period_witnesses, *seen.values()))
