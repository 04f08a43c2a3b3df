"""Periods from their days: a span of whole months is a quarter, half or year, whatever it was called."""

from __future__ import annotations

import calendar
from datetime import date

from extractors.years import calendar_year, financial_year_of
from schemas.periods import Granularity, Period

_BY_MONTHS = {1: Granularity.MONTH, 3: Granularity.QUARTER, 6: Granularity.HALF}
_YEAR_FROM = {4: Granularity.YEAR, 9: Granularity.ACADEMIC, 1: Granularity.CALENDAR}
_BEGINS = {Granularity.MONTH: range(1, 13), Granularity.QUARTER: (1, 4, 7, 10), Granularity.HALF: (4, 10)}


def make_period(text: str, start: date | None, end: date, granularity: Granularity) -> Period:
    """A period with the financial year its end falls in."""
    return Period(text, start, end, granularity, financial_year_of(end))


def span(text: str, start: date, end: date) -> Period:
    """The period of these days, named by its length where it is whole months from a usual beginning."""
    return make_period(text, start, end, _granularity(start, end))


def _granularity(start: date, end: date) -> Granularity:
    if start.day != 1 or end != month_end(end.year, end.month):
        return Granularity.SPAN
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12:
        return _YEAR_FROM.get(start.month, Granularity.ROLLING)
    named = _BY_MONTHS.get(months)
    if named and start.month in _BEGINS[named]:
        return named
    return Granularity.YTD if start.month == 4 and months < 12 else Granularity.SPAN


def quarters(text: str, first: int, low: int, high: int) -> Period:
    """The quarters ``low`` to ``high`` (1 is April to June) of the financial year beginning in ``first``."""
    begin, end = (low * 3) % 12 + 1, (high * 3 + 2) % 12 + 1
    return span(text, date(calendar_year(first, begin), begin, 1), month_end(calendar_year(first, end), end))


def month_of_year(text: str, first: int, number: int) -> Period:
    """Month ``number`` (1 is April) of the financial year beginning in ``first``."""
    month = (number + 2) % 12 + 1
    year = calendar_year(first, month)
    return span(text, date(year, month, 1), month_end(year, month))


def months_to(text: str, end: date, months: int) -> Period:
    """The ``months`` months up to ``end``; twelve are a rolling year whatever month they end with."""
    begin = end.year * 12 + end.month - months
    start = date(begin // 12, begin % 12 + 1, 1)
    return make_period(text, start, end, Granularity.ROLLING) if months == 12 else span(text, start, end)


def year_to_date(text: str, end: date) -> Period:
    """From the April before ``end`` to ``end``."""
    return make_period(text, date(end.year - (end.month < 4), 4, 1), end, Granularity.YTD)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
