"""Financial years: April to March, written '2023-24', '2023/24', '2022-2023', '08/09', '2024 to 2025', 'FY24'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.dates import full_year

_LONG = r"(?P<first>(?:19|20)[0-9]{2})\s?(?:[-/]|\bto\b)\s?(?P<second>(?:19|20)?[0-9]{2})"
_SHORT = r"(?P<first>[0-9]{2})\s?[-/]\s?(?P<second>[0-9]{2})"
_FORMS = tuple(
    re.compile(rf"(?<![0-9/.,£-])(?:FY\s?)?{form}(?![0-9/%]|[.,][0-9]|-[0-9])", re.IGNORECASE)
    for form in (_LONG, _SHORT)
)
_FIRST_SHORT_YEAR, _LAST_SHORT_YEAR = 1990, 2040
_MISTYPED = re.compile(r"(?<![0-9])[0-9]{5,}\s?[-/]\s?[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class YearMark:
    """A financial year in a text and the year it begins in, None where its two years do not follow."""

    start: int
    stop: int
    first: int | None


def find_financial_years(text: str) -> tuple[YearMark, ...]:
    """Every financial year of a line of text, in order; those mistyped ('23/23', '20233/23') with ``first`` None."""
    marks: list[YearMark] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if _is_plausible(match) and all(match.end() <= mark.start or mark.stop <= match.start() for mark in marks):
                marks.append(_mark(match))
    marks += [YearMark(match.start(), match.end(), None) for match in _MISTYPED.finditer(text)]
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _is_plausible(match: re.Match[str]) -> bool:
    """Two-digit years only from 1990 to 2040 and only in a row: '45/46' and '12/17' are ratios."""
    if len(match["first"]) == 4:
        return True
    first, second = full_year(match["first"]), full_year(match["second"])
    return _FIRST_SHORT_YEAR <= first <= _LAST_SHORT_YEAR and second - first in (0, 1)


def _mark(match: re.Match[str]) -> YearMark:
    first, second = full_year(match["first"]), full_year(match["second"])
    follows = second == first + 1 or (len(match["second"]) == 2 and second % 100 == (first + 1) % 100)
    return YearMark(match.start(), match.end(), first if follows else None)


def first_year(financial_year: str | None) -> int | None:
    """The year a financial year begins in: 2023 for '2023-24' in any wording; None for anything else."""
    marks = find_financial_years(financial_year or "")
    return marks[0].first if len(marks) == 1 else None


def year_name(first: int) -> str:
    """The financial year beginning in April of ``first``, as it is stored: '2023-24'."""
    return f"{first}-{(first + 1) % 100:02d}"


def financial_year_of(day: date) -> str:
    """The financial year a day falls in: 31 March 2024 is in '2023-24'."""
    return year_name(day.year if day.month >= 4 else day.year - 1)


def calendar_year(first: int, month: int) -> int:
    """The calendar year of a month of the financial year beginning in ``first``: March 2023-24 is 2024."""
    return first if month >= 4 else first + 1
