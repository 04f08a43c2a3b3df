"""The words announcements are made of: periods to be reported on, days to come, bodies that will receive a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.dates import DateMark, find_dates
from extractors.front_bodies import read_body
from extractors.years import find_financial_years
from schemas.lookups import read_lookup

# 'early March 2024', 'w/c 4 March 2024', 'by the end of June 2024', 'Tuesday 12 March 2024 (TBC)' is still a day.
_AROUND_A_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri)|w/c|week|commencing|beginning|early|mid|"
    r"late|end|of|by|the|in|on|tbc|tba|provisional|to be confirmed|estimated|at)\b|\d{1,2}[.:]\d{2}|\b[ap]m\b|[^\w]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(\d{1,2}) (st|nd|rd|th)\b")
_YEAR = r"\s+(?:20\d\d)(?:\s*[/-]\s*(?:20)?\d\d)?"
_AFTER_TO = re.compile(
    r"\b(?:to|by|at|before|for)\s+(?:(?:a|the|its|our)\s+)?(?:meetings?\s+of\s+(?:the\s+)?)?(?=[A-Z])"
)
_NAME = re.compile(r"[A-Z][\w&'-]*(?:(?:,\s|\s)(?:(?:and|of|the|for|&)\s)*[A-Z&][\w&'-]*)*")


@dataclass(frozen=True, slots=True)
class When:
    """A day, month or season to come: as printed, and where in the line it stands."""

    text: str
    start: int
    stop: int


def words(section: str) -> dict[str, Any]:
    """One section of the lookup."""
    found: dict[str, Any] = read_lookup("announcements")[section]
    return found


def joined_ordinals(line: str) -> str:
    """'22 nd August', as superscripts come out of a PDF, is '22nd August'."""
    return _ORDINAL.sub(r"\1\2", line)


def find_whens(line: str) -> tuple[When, ...]:
    """Every day, month or season with its year, in order; the year of a financial year is none."""
    years = [(mark.start, mark.stop) for mark in find_financial_years(line)]
    marks = [mark for mark in find_dates(line) if mark.year is not None and not _within(mark, years)]
    found = [When(line[mark.start : mark.stop], mark.start, mark.stop) for mark in marks]
    found += [When(match.group(), match.start(), match.end()) for match in _season().finditer(line)]
    return tuple(sorted(found, key=lambda when: when.start))


def is_when(text: str) -> bool:
    """Whether a cell holds a day, month or season to come and nothing else, but a weekday or 'TBC'."""
    whens = find_whens(text)
    return len(whens) == 1 and not _AROUND_A_DAY.sub("", text[: whens[0].start] + " " + text[whens[0].stop :])


@cache
def period_pattern() -> re.Pattern[str]:
    """A period a report may be about, with its year where one is printed."""
    return re.compile(rf"\b(?:{words('report')['period']})(?:,?{_YEAR})?", re.IGNORECASE)


def find_body(line: str) -> str | None:
    """The body a report goes to: 'to Cabinet', 'at the Overview and Scrutiny Committee'; None where none is named."""
    for match in _AFTER_TO.finditer(line):
        name = _NAME.match(line, match.end())
        body = read_body(name.group()) if name else None
        if body is not None:
            return body
    return None


@cache
def _season() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('seasons')['names'])})\s+20\d\d(?![\d/-])", re.IGNORECASE)


def _within(mark: DateMark, spans: list[tuple[int, int]]) -> bool:
    return any(start < mark.stop and mark.start < stop for start, stop in spans)
