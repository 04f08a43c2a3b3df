"""Figures of a period that a later report prints with another value, and what a council changed in a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.replaced import FLOAT_NOISE, find_replaced
from pipeline.rows import insert_rows, select_rows
from schemas.dataset import ObservationRow, RestatementRow

_NUMBER = re.compile(r"(\d[\d,]*)(?:[.](\d+))?")


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of an indicator in a period, as one report prints it for its own period or for comparison."""

    indicator_id: str
    period_start: str | None
    period_end: str
    period_label: str | None
    report_id: str
    observation_id: str
    text: str | None
    value: float
    unit: str | None

    @property
    def period(self) -> tuple[str, str, str]:
        """The same for figures that should be equal: a quarter and a year to date may end on one day."""
        return (self.indicator_id, self.period_start or "", self.period_end)


def refresh_restatements(db: Database, indicator_ids: Iterable[str]) -> None:
    """Find the restatements of these indicators anew, inside the caller's transaction."""
    wanted = json.dumps(sorted(indicator_ids))
    db.conn.execute("DELETE FROM restatements WHERE indicator_id IN (SELECT value FROM json_each(?))", (wanted,))
    insert_rows(db, find_restatements(_read_figures(db, wanted)))
    for earlier, later in _replacements(db, wanted):
        insert_rows(db, find_replaced(_read_rows(db, earlier, wanted), _read_rows(db, later, wanted)))


def find_restatements(figures: Sequence[Figure]) -> tuple[RestatementRow, ...]:
    """Every change of a figure from one report to the next that prints it; ``figures`` in the order of printing.

    Two figures that are equal to the fewer decimals printed are the same: 52.4 is not restated as 52.
    """
    found: list[RestatementRow] = []
    last_known: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        known = last_known.setdefault(figure.period, figure)
        if _is_comparable(known, figure) and not _is_same(known, figure):
            found.append(_restatement(known, figure))
            last_known[figure.period] = figure
    return tuple(found)


def _restatement(known: Figure, figure: Figure) -> RestatementRow:
    return RestatementRow(
        indicator_id=figure.indicator_id,
        period_label=figure.period_label,
        first_observation_id=known.observation_id,
        later_observation_id=figure.observation_id,
        field="actual",
        was=known.text,
        became=figure.text,
    )


def _is_comparable(known: Figure, figure: Figure) -> bool:
    same_unit = known.unit is None or figure.unit is None or known.unit == figure.unit
    return same_unit and known.report_id != figure.report_id


def _is_same(known: Figure, figure: Figure) -> bool:
    """Whether one may be the other, rounded: printed to unlike digits, they may be half of the coarser digit apart."""
    fine, coarse = sorted((_last_digit(known), _last_digit(figure)))
    apart = coarse / 2 if fine < coarse * (1 - FLOAT_NOISE) else 0.0
    return abs(known.value - figure.value) <= apart + FLOAT_NOISE * max(1.0, abs(known.value))


def _last_digit(figure: Figure) -> float:
    """What the last printed digit counts: 0.1 for "52.4", 100 for "£1.2k"."""
    printed = _NUMBER.search(figure.text or repr(figure.value))
    if printed is None:
        return 1.0
    whole, decimals = printed[1].replace(",", ""), printed[2] or ""
    number = float(f"{whole}.{decimals or 0}")
    scale = abs(figure.value) / number if number and figure.value else 1.0
    return float(scale * 10.0 ** -len(decimals))


def _replacements(db: Database, wanted: str) -> list[tuple[str, str]]:
    """Every document with rows of these indicators that another one replaced, and that one."""
    found = db.conn.execute(
        "SELECT DISTINCT document_id, superseded_by FROM documents JOIN observations USING (document_id) "
        "WHERE superseded_by IS NOT NULL AND indicator_id IN (SELECT value FROM json_each(?)) ORDER BY document_id",
        (wanted,),
    )
    return [(str(earlier), str(later)) for earlier, later in found.fetchall()]


def _read_rows(db: Database, document_id: str, wanted: str) -> tuple[ObservationRow, ...]:
    return select_rows(
        db,
        ObservationRow,
        "WHERE document_id = ? AND indicator_id IN (SELECT value FROM json_each(?)) ORDER BY position",
        (document_id, wanted),
    )


def _read_figures(db: Database, wanted: str) -> list[Figure]:
    """Earlier reports first; in one report the value of its own period before comparisons. Only what still stands."""
    found = db.conn.execute(
        """
        SELECT observations.indicator_id, measurements.period_start, measurements.period_end,
            measurements.period_label, observations.report_id, observation_id, measurements.text,
            measurements.value, coalesce(measurements.unit, observations.unit)
        FROM observations
        JOIN measurements USING (observation_id)
        JOIN reports ON reports.report_id = observations.report_id
        JOIN documents USING (document_id)
        WHERE documents.superseded_by IS NULL AND observations.indicator_id IN (SELECT value FROM json_each(?))
            AND measurements.role IN ('actual', 'previous')
            AND measurements.value IS NOT NULL
            AND measurements.period_end IS NOT NULL
            AND coalesce(measurements.comparator, '=') = '='
        ORDER BY coalesce(reports.period_end, observations.period_end, ''), coalesce(reports.meeting_date, ''),
            observations.report_id, measurements.role, observation_id, measurements.text, measurements.value
        """,
        (wanted,),
    )
    return [Figure(*record) for record in found]
