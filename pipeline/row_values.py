"""The values of one KPI row: its own columns and every period column, read with unit, bound and period.

How a text becomes a value is in ``values``; how rows become dataset rows is in ``normalise_rows``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractors.folding import fold
from extractors.periods import examine_period, read_period
from pipeline.values import read_value
from schemas.dataset import MeasurementRow
from schemas.geometry import Place
from schemas.lookups import read_lookup
from schemas.periods import Period
from schemas.readings import Issue, KpiRow, PeriodValue
from schemas.values import NullReason, Value, ValueKind
from schemas.vocabulary import Comparator, NotRatedReason, Polarity, Rating, ValueRole

_MAIN = (ValueRole.TARGET, ValueRole.FLOOR, ValueRole.ACTUAL, ValueRole.PREVIOUS)
_HIGHER = (Comparator.ABOVE, Comparator.AT_LEAST)
_LOWER = (Comparator.BELOW, Comparator.AT_MOST)


@dataclass(frozen=True, slots=True)
class RowValues:
    """The values of a row. ``measured`` holds all of them in column order, with what they were read from."""

    target: Value
    floor: Value
    actual: Value
    previous: Value
    measured: tuple[tuple[PeriodValue, Value], ...]


def read_row_values(row: KpiRow) -> RowValues:
    """Every value of the row; those of its main columns are among ``measured`` once."""
    columns = _columns(row)
    measured = tuple((column, _read(row, column)) for column in columns)
    main = {
        role: next((value for column, value in measured if _is_main(row, column, role)), _read_blank(role))
        for role in _MAIN
    }
    return RowValues(
        main[ValueRole.TARGET], main[ValueRole.FLOOR], main[ValueRole.ACTUAL], main[ValueRole.PREVIOUS], measured
    )


def _columns(row: KpiRow) -> tuple[PeriodValue, ...]:
    """The period columns, after the main values that are not among them."""
    missing = [
        PeriodValue(role, row.period_label if role is ValueRole.ACTUAL else None, text, None)
        for role in _MAIN
        if (text := _text(row, role)) and not any(_is_main(row, column, role) for column in row.values)
    ]
    return (*missing, *row.values)


def _text(row: KpiRow, role: ValueRole) -> str | None:
    texts = {
        ValueRole.TARGET: row.target,
        ValueRole.FLOOR: row.floor,
        ValueRole.ACTUAL: row.actual,
        ValueRole.PREVIOUS: row.previous,
    }
    return texts[role]


def _is_main(row: KpiRow, column: PeriodValue, role: ValueRole) -> bool:
    is_period = role is not ValueRole.ACTUAL or column.period_label == row.period_label
    return column.role is role and is_period and column.text == _text(row, role)


def _read(row: KpiRow, column: PeriodValue) -> Value:
    header = column.heading or column.period_label
    return read_value(column.text, header=header, unit_hint=row.unit, role=column.role, context=row.title)


def _read_blank(role: ValueRole) -> Value:
    return read_value("", role=role)


def exact(value: Value) -> float | None:
    """The number of a value that is neither a bound ('<5') nor someone else's ('national 51%'); None otherwise."""
    return value.number if value.comparator is Comparator.EQUAL else None


def null_reason(value: Value) -> str | None:
    """Why ``exact`` is None, None where it is not."""
    if exact(value) is not None:
        return None
    if value.null_reason is not None:
        return value.null_reason.value
    return (NullReason.ONLY_A_BOUND if value.low is not None or value.high is not None else NullReason.WORDS).value


def row_unit(row: KpiRow, values: RowValues) -> str | None:
    """The unit of the row: that of the actual; where there is no actual number, the one unit of its other numbers.

    A bare actual among percentages keeps None: nobody printed its unit.
    """
    if values.actual.number is not None or values.actual.low is not None:
        return values.actual.unit
    units = {value.unit for value in (values.target, values.previous, values.floor) if value.number is not None}
    return units.pop() if len(units) == 1 else None


def row_polarity(row: KpiRow, target: Value) -> tuple[Polarity | None, str | None]:
    """Which way is good, from the polarity column or the target's comparator, never from one row's result.

    The second is the word of the column that is not understood, or None.
    """
    if row.polarity and fold(row.polarity):
        stated = _polarity_words().get(fold(row.polarity))
        return stated, None if stated else row.polarity
    if target.comparator is Comparator.BETWEEN:
        return Polarity.RANGE, None
    if target.comparator in _HIGHER:
        return Polarity.HIGHER, None
    return (Polarity.LOWER if target.comparator in _LOWER else None), None


@cache
def _polarity_words() -> dict[str, Polarity]:
    lookup = read_lookup("value_words")["polarity"]
    return {word: Polarity(polarity) for polarity, words in lookup.items() for word in words}


def not_rated_reason(row: KpiRow, values: RowValues) -> NotRatedReason | None:
    """Why a row is not rated: what its status says, else what stands in place of its value, else of its target."""
    if row.status.rating is not Rating.NOT_RATED or row.status.reason is not None:
        return row.status.reason
    known = {reason.value for reason in NotRatedReason}
    for value in (values.actual, values.target):
        if value.kind is ValueKind.NONE and value.null_reason and value.null_reason.value in known:
            return NotRatedReason(value.null_reason.value)
    return None


def measurements(
    observation_id: str, row: KpiRow, values: RowValues, report: Period | None
) -> tuple[MeasurementRow, ...]:
    """The tidy long form of the row: one measurement per value, each with the period its column names.

    An actual without a period of its own is of the report's period; other values without one have none.
    """
    return tuple(_measurement(observation_id, column, value, report) for column, value in values.measured)


def _measurement(observation_id: str, column: PeriodValue, value: Value, report: Period | None) -> MeasurementRow:
    is_of_report = column.role is ValueRole.ACTUAL and column.period_label is None
    period = report if is_of_report else column_period(column.period_label, report)
    return MeasurementRow(
        observation_id=observation_id,
        role=column.role,
        period_label=report.label if is_of_report and report else column.period_label,
        period_start=period.start.isoformat() if period and period.start else None,
        period_end=period.end.isoformat() if period else None,
        text=column.text,
        value=value.number,
        unit=value.unit,
        comparator=value.comparator,
    )


def column_period(label: str | None, report: Period | None) -> Period | None:
    """The period a column heading names; its year is the report's where it names none."""
    return read_period(label, financial_year=report.financial_year if report else None)


def value_issues(row: KpiRow, values: RowValues, report: Period | None) -> tuple[Issue, ...]:
    """What could not be read in the row: values no rule knows, and column headings whose date cannot be."""
    subject = f"kpi:{row.position}"
    found = [
        Issue(
            "value_unreadable",
            f"{column.role.value} '{column.text}' of '{row.title}' is no number",
            _place(row, column),
            subject,
        )
        for column, value in values.measured
        if not value.understood and _needs_a_number(column, value)
    ]
    polarity = row_polarity(row, values.target)[1]
    if polarity:
        found.append(
            Issue(
                "unknown_polarity_word",
                f"'{polarity}' says which way is good for '{row.title}'",
                row.places[0],
                subject,
            )
        )
    problem = examine_period(row.period_label, financial_year=report.financial_year if report else None)
    if row.period_label and problem.problem and problem.problem_code:
        found.append(Issue(problem.problem_code, f"heading {problem.problem}", row.places[0], subject))
    return tuple(found)


def _needs_a_number(column: PeriodValue, value: Value) -> bool:
    """A target may be words without figures ('Approved by the board'); a result may not."""
    is_result = column.role in (ValueRole.ACTUAL, ValueRole.PREVIOUS, ValueRole.FORECAST)
    return is_result or any(letter.isdigit() for letter in column.text)


def _place(row: KpiRow, column: PeriodValue) -> Place:
    named = (place for field, place in row.field_places if field == column.role.value)
    return column.place or next(named, row.places[0])
