"""What a council changed in a document it replaced: the rows of both, beside each other. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from schemas.dataset import ObservationRow, RestatementRow

FLOAT_NOISE = 1e-9
"""Decimal fractions as floats differ from what is printed in the 16th digit; printed figures have far fewer."""

Pair = tuple[ObservationRow, ObservationRow]


def find_replaced(earlier: Sequence[ObservationRow], later: Sequence[ObservationRow]) -> tuple[RestatementRow, ...]:
    """Every figure, target and status that a document prints otherwise than the one it replaced.

    The arguments are the KPI rows of the two, in their order. A row that has no single counterpart is not compared.
    """
    return tuple(change for was, now in pair_rows(earlier, later) for change in _changes(was, now))


def pair_rows(earlier: Sequence[ObservationRow], later: Sequence[ObservationRow]) -> list[Pair]:
    """Rows that are one KPI in both: of the same place and title, else the only ones of their indicator."""
    same_place = _pair_by(earlier, later, lambda row: (row.indicator_id, row.theme, row.grouping, row.title))
    taken = {row.observation_id for pair in same_place for row in pair}
    was, now = ([row for row in rows if row.observation_id not in taken] for rows in (earlier, later))
    return same_place + _pair_by(was, now, lambda row: row.indicator_id)


def _pair_by(
    earlier: Sequence[ObservationRow], later: Sequence[ObservationRow], key: Callable[[ObservationRow], Hashable]
) -> list[Pair]:
    found: defaultdict[Hashable, tuple[list[ObservationRow], list[ObservationRow]]]
    found = defaultdict(lambda: ([], []))
    for side, rows in enumerate((earlier, later)):
        for row in rows:
            if row.indicator_id is not None:
                found[key(row)][side].append(row)
    return [(was[0], now[0]) for was, now in found.values() if len(was) == len(now) == 1]


def _changes(was: ObservationRow, now: ObservationRow) -> Iterator[RestatementRow]:
    if _differ(was.actual_text, was.actual_value, now.actual_text, now.actual_value):
        yield _change("actual", was, now, was.actual_text, now.actual_text)
    if _differ(was.previous_text, was.previous_value, now.previous_text, now.previous_value):
        yield _change("previous", was, now, was.previous_text, now.previous_text)
    if _differ(was.target_text, was.target_value, now.target_text, now.target_value):
        yield _change("target", was, now, was.target_text, now.target_text)
    if was.rag is not now.rag:
        yield _change("rag", was, now, was.rag, now.rag)
    elif was.rating is not now.rating:
        yield _change("rating", was, now, was.rating, now.rating)


def _differ(was: str | None, was_value: float | None, now: str | None, now_value: float | None) -> bool:
    if was_value is not None and now_value is not None:
        return abs(was_value - now_value) > FLOAT_NOISE * max(1.0, abs(was_value))
    return (was or "").split() != (now or "").split()


def _change(
    field: str, was: ObservationRow, now: ObservationRow, was_text: str | None, now_text: str | None
) -> RestatementRow:
    return RestatementRow(
        indicator_id=str(now.indicator_id),
        period_label=now.period_label,
        first_observation_id=was.observation_id,
        later_observation_id=now.observation_id,
        field=field,
        was=was_text,
        became=now_text,
    )
