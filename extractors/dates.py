"""Dates and months as councils print them: '14 November 2023', '26th January 2021', '17-Aug-09', 'Oct-22'.

UK order throughout: 6/10/14 is 6 October. Quarters, years and spans are read in ``periods``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.folding import one_line
from schemas.lookups import read_lookup

_ORDINAL = r"(?:st|nd|rd|th)?"
# Two-digit years: the reports are of this century up to 69, of the last from 70 on.
_PIVOT = 70


@dataclass(frozen=True, slots=True)
class DateMark:
    """A date or month in a text, between ``start`` and ``stop``. ``day`` and ``year`` are None where not printed."""

    start: int
    stop: int
    day: int | None
    month: int
    year: int | None

    def as_day(self, year: int | None = None, *, first: bool = False) -> date | None:
        """The day meant; for a month its last day (first when asked). None without a year or for 31 September."""
        known = self.year if self.year is not None else year
        if known is None:
            return None
        last = calendar.monthrange(known, self.month)[1]
        day = self.day if self.day is not None else 1 if first else last
        return date(known, self.month, day) if 1 <= day <= last else None

    @property
    def is_impossible(self) -> bool:
        """Whether no year has this day; 29 February counts only in the year printed."""
        if self.day is None:
            return False
        return not 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]


@cache
def month_numbers() -> dict[str, int]:
    """Month names and their short forms, English and Welsh, in lower case, with their numbers."""
    lookup = read_lookup("months")
    return {name: int(number) for language in ("english", "welsh") for name, number in lookup[language].items()}


@cache
def _date_forms() -> tuple[re.Pattern[str], ...]:
    english = "|".join(sorted(read_lookup("months")["english"], key=len, reverse=True))
    both = "|".join(sorted(month_numbers(), key=len, reverse=True))
    year = r"(?P<year>(?:19|20)[0-9]{2}|'?[0-9]{2})(?![0-9]|[/:.][0-9]|-[0-9])"
    forms = (
        r"(?P<year>(?:19|20)[0-9]{2})-(?P<number>0[1-9]|1[0-2])-(?P<day>[0-9]{2})(?![0-9-])",
        r"(?P<day>[0-9]{1,2})(?P<sep>[/.])(?P<number>[0-9]{1,2})(?P=sep)(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9/.])",
        r"(?P<day>[0-9]{1,2})-(?P<number>[0-9]{1,2})-(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9-])",
        rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}(?:\s+of)?[\s-]*(?P<month>{both})\b\.?,?[\s-]*{year}",
        rf"(?P<month>{english})\b\.?\s+(?P<day>[0-9]{{1,2}}){_ORDINAL}(?:,\s*|\s+)(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])",
        rf"(?P<month>{both})\b\.?,?[\s/-]*{year}",
        rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}(?:\s+of)?\s+(?P<month>{english})\b(?!\s+[0-9])",
        rf"(?P<month>{english})\b\s+(?P<day>[0-9]{{1,2}}){_ORDINAL}(?![0-9])",
        rf"(?P<month>{english})\b\.?",
    )
    return tuple(re.compile(rf"(?<![0-9a-z]){form}", re.IGNORECASE) for form in forms)


def find_dates(text: str) -> tuple[DateMark, ...]:
    """Every date and month of a line of text (``folding.one_line``), in order, none inside another.

    A lower-case 'may' or 'march' without day or year is a verb, not a month.
    """
    taken: list[DateMark] = []
    for form in _date_forms():
        for match in form.finditer(text):
            if any(match.start() < mark.stop and mark.start < match.end() for mark in taken):
                continue
            mark = _mark(match)
            if mark is not None:
                taken.append(mark)
    return tuple(sorted(taken, key=lambda mark: mark.start))


def _mark(match: re.Match[str]) -> DateMark | None:
    parts = match.groupdict()
    name = parts.get("month")
    month = month_numbers()[name.casefold()] if name else int(parts["number"])
    day, year = parts.get("day"), parts.get("year")
    is_verb = name in ("may", "march", "mar") and not day and not year
    if is_verb or not 1 <= month <= 12:
        return None
    return DateMark(match.start(), match.end(), int(day) if day else None, month, full_year(year) if year else None)


def full_year(printed: str) -> int:
    """'23' is 2023, '2023' is itself, '99' is 1999."""
    number = int(printed.strip("'"))
    if number >= 100:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def read_date(text: str | None) -> date | None:
    """The one day a text names, or None where it names none, two different ones, or one that does not exist.

    A month ('Oct-22', 'March 2024') is its last day: a piece of work due in October is late from November on, and
    a period 'to March 2024' ends with the month. Weekday, time and surrounding words do not matter. ISO dates are
    read as such; all others day first.
    """
    days = {mark.as_day() for mark in find_dates(one_line(text or "")) if mark.year is not None}
    return days.pop() if len(days) == 1 else None
