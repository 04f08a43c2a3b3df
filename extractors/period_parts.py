"""What a period's wording is made of: quarters and halves by name, spans and single dates, whole years.

How parts that disagree are weighed against each other is in ``periods``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extractors.dates import DateMark
from extractors.period_days import (
    make_period,
    month_of_year,
    months_to,
    quarters,
    span,
    year_to_date,
)
from extractors.years import YearMark, calendar_year
from schemas.periods import Granularity, Period

_NUMBERS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4},
}
_QUARTER = re.compile(
    r"(?<![a-z0-9])(?:f?q|qtr|quarter)[\s.:-]*(?P<n>[1-4]|one|two|three|four)(?![0-9a-z%])"
    r"|\b(?P<th>first|second|third|fourth|1st|2nd|3rd|4th|final)\s+(?:quarter|qtr)\b",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    r"(?<![a-z0-9])(?:quarters?|q)\s*([1-4])\s*(?:-|to|and|&)\s*(?:quarter|q)?\s*([1-4])(?![0-9])", re.IGNORECASE
)
_QUARTER_TO = re.compile(r"\b(?:quarter|qtr)\s+(?:ending|ended|end|to)\b", re.IGNORECASE)
_HALF = re.compile(
    r"\b(?:mid[\s-]?year|half[\s-]?year(?:ly)?|(?:six|6)[\s-]month(?:s|ly)?|first half|h1)\b", re.IGNORECASE
)
_SECOND_HALF = re.compile(r"\b(?:second half|h2|last (?:six|6) months)\b", re.IGNORECASE)
_MONTH_N = re.compile(r"\b(?:month|period|m|p)\s*(1[0-2]|[1-9])\b", re.IGNORECASE)
_MONTHS_TO = re.compile(
    r"\b(?:(?P<n>[0-9]{1,2}|three|six|nine|twelve)[\s-]*m(?:onths?|ths?)?|(?P<year>year))"
    r"\s+(?:rolling\s+)?(?:to|ending|ended|up to)\b(?!\s+date)",
    re.IGNORECASE,
)
_ROLLING = re.compile(r"\brolling\s+(?:12|twelve)\b|\b(?:12|twelve)[\s-]months?\s+rolling\b", re.IGNORECASE)
_ACADEMIC = re.compile(r"\b(?:academic|school)\b|\bAY\b", re.IGNORECASE)
_CALENDAR = re.compile(r"\bcalendar\b", re.IGNORECASE)
_YTD = re.compile(r"\b(?:year[\s-]to[\s-]date|ytd|cumulative)\b", re.IGNORECASE)
# Before a month these say that its end is meant, not the month.
_POINT = re.compile(r"\b(?:as at|as of|at|up to|to|until|end of|end|position|snapshot|on)\b", re.IGNORECASE)
_POSITION = re.compile(r"\s+position\b", re.IGNORECASE)
_TO = re.compile(r"\s*,?\s*(?:-|to|until|through|and|up to)\s*(?:the\s+)?(?:end(?:\s+of)?\s+)?", re.IGNORECASE)
_BARE_YEAR = re.compile(r"(?<![0-9/.,£-])((?:19|20)[0-9]{2})(?![0-9/%]|[.,][0-9]|-[0-9])")
_NEAR = 20


def without_quarters(text: str) -> str:
    """The text with its quarters blanked, so that 'Quarter 3 October' is not the third of October."""
    return _QUARTER.sub(lambda match: "\u00b7" * len(match[0]), text)


def named_periods(text: str, rest: str, years: tuple[YearMark, ...], known: tuple[int, ...]) -> tuple[Period, ...]:
    """Quarters, halves and numbered months, each with its year: as many quarters as years go in pairs.

    ``rest`` is the text with dates and years blanked, ``known`` the years the financial years may begin in.
    """
    numbers = [_quarter_number(match) for match in _QUARTER.finditer(rest)]
    firsts = [mark.first for mark in years if mark.first is not None]
    if len(numbers) == len(firsts) > 1:
        return tuple(quarters(text, first, number, number) for first, number in zip(firsts, numbers, strict=True))
    return tuple(period for first in _years_for_quarters(rest, known) for period in _named(text, rest, first))


def _years_for_quarters(rest: str, known: tuple[int, ...]) -> tuple[int, ...]:
    """The financial years a quarter may be of: 'Q2 2024' is in 2024-25; 'Q4 2024' alone could be in either."""
    bare, quarter = _BARE_YEAR.search(rest), _QUARTER.search(rest)
    if bare is None or quarter is None:
        return known
    year = int(bare[1])
    return (year,) if _quarter_number(quarter) < 4 else tuple(first for first in known if year in (first, first + 1))


def _quarter_number(match: re.Match[str]) -> int:
    word = (match["n"] or match["th"]).casefold()
    return _NUMBERS[word] if word in _NUMBERS else int(word[0])


def _named(text: str, rest: str, first: int) -> tuple[Period, ...]:
    if several := _QUARTERS.search(rest):
        low, high = int(several[1]), int(several[2])
        return (quarters(text, first, low, high),) if low < high else ()
    if numbers := dict.fromkeys(_quarter_number(match) for match in _QUARTER.finditer(rest)):
        return tuple(quarters(text, first, number, number) for number in numbers)
    if _SECOND_HALF.search(rest):
        return (quarters(text, first, 3, 4),)
    if _HALF.search(rest) and not _MONTHS_TO.search(rest):
        return (quarters(text, first, 1, 2),)
    if month := _MONTH_N.search(rest):
        return (month_of_year(text, first, int(month[1])),)
    return ()


def date_spans(text: str, dates: tuple[DateMark, ...], known: tuple[int, ...]) -> tuple[Period, ...]:
    """What the dates span: pairs joined by 'to' or a dash, and single ones as the words before them say."""
    found: list[Period | None] = []
    place = 0
    while place < len(dates):
        pair = dates[place : place + 2]
        is_pair = len(pair) == 2 and _TO.fullmatch(text[pair[0].stop : pair[1].start]) is not None
        for first in known or (None,):
            found.append(_pair(text, pair[0], pair[1], first) if is_pair else _single(text, pair[0], first))
        place += 2 if is_pair else 1
    return tuple(period for period in found if period is not None)


def _pair(text: str, begin: DateMark, end: DateMark, first: int | None) -> Period | None:
    end_year = end.year
    if end_year is None and begin.year is not None:
        end_year = begin.year + (end.month < begin.month)
    if end_year is None and first is not None:
        end_year = calendar_year(first, end.month)
    if end_year is None:
        return None
    begin_year = begin.year if begin.year is not None else end_year - (begin.month > end.month)
    start, stop = begin.as_day(begin_year, first=True), end.as_day(end_year)
    return span(text, start, stop) if start and stop and start <= stop else None


def _single(text: str, mark: DateMark, first: int | None) -> Period | None:
    end = mark.as_day(calendar_year(first, mark.month) if first is not None else None)
    if end is None:
        return None
    before = text[: mark.start]
    if months := _MONTHS_TO.search(before):
        return months_to(text, end, _month_count(months))
    if _ROLLING.search(text):
        return months_to(text, end, 12)
    if _QUARTER_TO.search(before) and end.month % 3 == 0:
        return months_to(text, end, 3)
    if _YTD.search(text):
        return year_to_date(text, end)
    is_point = _POINT.search(before[-_NEAR:]) or _POSITION.match(text, mark.stop)
    if mark.day is None and not is_point:
        return span(text, end.replace(day=1), end)
    return replace(make_period(text, None, end, Granularity.SNAPSHOT), as_of=end)


def _month_count(match: re.Match[str]) -> int:
    if match["year"]:
        return 12
    word = match["n"].casefold()
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def whole_year(text: str, first: int) -> Period:
    """The financial year beginning in ``first``; the academic one (September to August) where the text says so."""
    if _ACADEMIC.search(text):
        return make_period(text, date(first, 9, 1), date(first + 1, 8, 31), Granularity.ACADEMIC)
    return quarters(text, first, 1, 4)


def calendar_years(text: str) -> tuple[Period, ...]:
    """'Calendar year 2023' and a label that is only '2023': January to December; other wordings are not sure."""
    bare = _BARE_YEAR.search(text)
    if bare is None or not (_CALENDAR.search(text) or bare[0] == text):
        return ()
    year = int(bare[1])
    return (span(text, date(year, 1, 1), date(year, 12, 31)),)
