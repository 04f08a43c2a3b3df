"""Periods as councils word them, as days: 'Quarter 2 2023-24', 'FQ3 2018-19', 'Jan - Mar 24', '12m to Dec 24'.

UK financial year: Quarter 1 is April to June. Here the parts of one wording (``period_parts``) are weighed against
each other; which of several witnesses is right is decided in ``pipeline.periods``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.dates import DateMark, find_dates
from extractors.folding import one_line
from extractors.period_parts import calendar_years, date_spans, named_periods, whole_year, without_quarters
from extractors.years import YearMark, find_financial_years, first_year
from schemas.periods import Granularity, Period, PeriodReading

_IMPOSSIBLE = "impossible_date"
_CONFLICT = "period_conflict"
_WHOLE_YEAR = re.compile(r"\b(?:out-?turn|year[\s-]?end|end of (?:the )?year|full[\s-]year|annual)\b", re.IGNORECASE)
_BESIDE_DATES = re.compile(
    r"\b(?:to|end of|as at|FY|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b", re.IGNORECASE
)
_SAYS_MORE = re.compile(r"[0-9a-z%£]", re.IGNORECASE)


def read_period(label: str | None, *, financial_year: str | None = None) -> Period | None:
    """The one period a wording names; None where it names none, several, or one that cannot be.

    ``financial_year`` ('2023-24') is the report's, for wordings without a year ('Quarter 2 - end of September
    position'). Never raises. ``examine_period`` says why there is none.
    """
    reading = examine_period(label, financial_year=financial_year)
    return reading.periods[0] if len(reading.periods) == 1 else None


def examine_period(label: str | None, *, financial_year: str | None = None) -> PeriodReading:
    """Every period a wording names, in order, with what is wrong with the wording.

    Where a quarter and the months beside it differ, months that are a whole quarter win; any other span that
    touches the quarter is a slip, and the quarter wins.
    """
    text = one_line(label or "")
    dates = find_dates(without_quarters(text))
    if impossible := next((mark for mark in dates if mark.is_impossible), None):
        printed = text[impossible.start : impossible.stop]
        return PeriodReading((), f"'{text}': there is no {printed}", _IMPOSSIBLE)
    years = find_financial_years(_blanked(text, dates))
    if any(mark.first is None for mark in years):
        return PeriodReading((), f"'{text}' names a financial year that cannot be", _CONFLICT)
    firsts = tuple(dict.fromkeys(mark.first for mark in years if mark.first is not None))
    known = firsts or tuple(first for first in (first_year(financial_year),) if first is not None)
    spans = date_spans(text, dates, known)
    rest = _blanked(_blanked(text, dates), years)
    named = named_periods(text, rest, years, known or tuple(int(period.financial_year[:4]) for period in spans))
    if spans and named:
        return _weigh(text, spans, named)
    is_year = bool(firsts) or _WHOLE_YEAR.search(text) is not None
    whole = tuple(whole_year(text, first) for first in known) if is_year else ()
    return _reading(text, spans or named or whole or calendar_years(text))


def is_date_or_period(text: str) -> bool:
    """Whether all of a text is a date, month, quarter or financial year, so no number: '2023/24', 'Oct-22', 'Q3'."""
    line = one_line(text)
    left = without_quarters(_blanked(line, find_dates(line)))
    left = _blanked(left, [mark for mark in find_financial_years(left) if mark.first is not None])
    return left != line and _SAYS_MORE.search(_BESIDE_DATES.sub(" ", left)) is None


def _blanked(text: str, marks: Sequence[DateMark] | Sequence[YearMark]) -> str:
    for mark in marks:
        text = text[: mark.start] + "\u00b7" * (mark.stop - mark.start) + text[mark.stop :]
    return text


def _reading(text: str, found: Sequence[Period]) -> PeriodReading:
    distinct = tuple({(period.start, period.end): period for period in found}.values())
    if not distinct:
        return PeriodReading((), f"'{text}' names no period with a year")
    if len(distinct) > 1:
        return PeriodReading(distinct, f"'{text}' names {len(distinct)} periods", _CONFLICT)
    return PeriodReading(distinct)


def _weigh(text: str, spans: Sequence[Period], named: Sequence[Period]) -> PeriodReading:
    """A quarter or half beside dates: one period where they agree, else the more credible one with a problem."""
    matches = [(span, _match(span, named)) for span in spans]
    agreeing = [(span, match) for span, match in matches if match is not None]
    if not agreeing:
        span, quarter = spans[0], named[0]
        is_slip = span.granularity is not Granularity.QUARTER and _touches(span, quarter)
        message = f"'{text}': the label says {_days(quarter)}, the dates {_days(span)}"
        return PeriodReading((quarter if is_slip else span,), message, _CONFLICT)
    kept = replace(agreeing[0][1], as_of=agreeing[0][0].as_of)
    if odd := next((span for span, match in matches if match is None), None):
        return PeriodReading((kept,), f"'{text}': {_days(odd)} is not {_days(kept)}", _CONFLICT)
    return PeriodReading((kept,)) if len(named) == 1 else _reading(text, named)


def _match(span: Period, named: Sequence[Period]) -> Period | None:
    return next((period for period in named if _agrees(span, period)), None)


def _agrees(span: Period, named: Period) -> bool:
    """Same end, and the same beginning or one that is usual with it: none, a year to date, or its last month."""
    if span.end != named.end:
        return False
    if span.start is None or span.start == named.start:
        return True
    is_usual = span.start.month == 4 or span.granularity is Granularity.MONTH
    return named.granularity is Granularity.QUARTER and is_usual


def _touches(span: Period, quarter: Period) -> bool:
    """Whether the span begins or ends with the quarter, or holds it whole."""
    if span.start is None or quarter.start is None:
        return False
    holds = span.start <= quarter.start <= quarter.end <= span.end
    return span.start == quarter.start or span.end == quarter.end or holds


def _days(period: Period) -> str:
    return f"{period.start.isoformat() if period.start else '...'} to {period.end.isoformat()}"
