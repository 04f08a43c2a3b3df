"""Whole dates in the lines of a front page, with the weekday before them: "Wednesday, 13th December, 2017 7.30 pm".

How councils write dates is known by ``dates``; periods are for ``front_periods``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.dates import find_dates as find_marks

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?[\s,]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text: where it stands (with its weekday) and what it is, as ISO 8601."""

    start: int
    end: int
    iso: str


def find_dates(text: str) -> tuple[DateFound, ...]:
    """Every date of the text that has day, month and year and exists, in order."""
    found = []
    for mark in find_marks(text):
        day = mark.as_day() if mark.day is not None else None
        if day is not None:
            weekday = _WEEKDAY.search(text[: mark.start])
            found.append(DateFound(weekday.start() if weekday else mark.start, mark.stop, day.isoformat()))
    return tuple(found)
