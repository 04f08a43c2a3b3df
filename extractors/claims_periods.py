"""Which of a count table's columns or rows is the latest period. Dates are not made here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extractors.claims_labels import fold
from schemas.lookups import read_lookup

_MONTHS = ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar"]
_ORDINALS = {"one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_YEAR = re.compile(r"\b(?:(20\d\d)(?:\s*[-–/]\s*(?:20)?\d\d)?|(\d\d)\s*/\s*(\d\d))\b")
_QUARTER = re.compile(
    r"\b(?:fq|q|qtr\.?|quarter)\s*-?\s*(?P<after>[1-4]|one|two|three|four)\b"
    r"|\b(?P<before>first|second|third|fourth|1st|2nd|3rd|4th) quarter\b"
)
_MONTH = re.compile(
    r"\b(apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|jan(?:uary)?"
    r"|feb(?:ruary)?|mar(?:ch)?)\.?(?![a-z])(?:\s*[-']?\s*(\d{4}|\d\d)\b)?"
)
_YEARLY = re.compile(r"\b(year[- ]end|outturn|annual|full year|end of year)\b")


def is_period(text: str) -> bool:
    """Whether a heading or row label names a period, in figures or by its place ('this quarter')."""
    label = fold(text)
    words = read_lookup("claims")["scope"]
    return _place_in_time(label) is not None or label in words["current"] or label in words["previous"]


def holds_period(text: str) -> bool:
    """Whether some of a text's words may name a period: only then each part of it is worth asking."""
    label = fold(text)
    return any(pattern.search(label) for pattern in (_QUARTER, _MONTH, _YEAR, _places_in_time()))


@cache
def _places_in_time() -> re.Pattern[str]:
    words = read_lookup("claims")["scope"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, (*words['current'], *words['previous'])))})\b")


def latest_period(labels: Sequence[str]) -> int:
    """The position of the latest of one or more period labels that stand side by side or below each other.

    Words ('this quarter', 'previous') decide first, then years, quarters and months as far as all
    labels print them. Quarters without years that follow each other (Q4, Q1) run in reading order,
    backwards when each is one less than the one before. Where nothing tells, the last label is the
    latest, as in every period table of the survey.
    """
    words = read_lookup("claims")["scope"]
    folded = [fold(label) for label in labels]
    current = [i for i, label in enumerate(folded) if label in words["current"]]
    if len(current) == 1:
        return current[0]
    kept = [i for i, label in enumerate(folded) if label not in words["previous"]] or list(range(len(folded)))
    times = [_place_in_time(folded[i]) for i in kept]
    if all(time is not None and time[0] is not None for time in times):
        return max(zip(kept, times, strict=True), key=lambda pair: (pair[1] or (0, 0), pair[0]))[0]
    parts = [time[1] for time in times if time is not None and time[0] is None]
    if len(parts) == len(kept) and len(kept) > 1:
        steps = {later - earlier for earlier, later in pairwise(parts)}
        if steps <= {1, -3, -11, 3}:
            return kept[-1]
        if steps == {-1} or steps == {-1, 3}:
            return kept[0]
        return kept[parts.index(max(parts))]
    return kept[-1]


def _place_in_time(label: str) -> tuple[int | None, int] | None:
    """Start year of the financial year (None if not printed) and the month or quarter in it, counted from April."""
    year = _start_year(label)
    quarter = _QUARTER.search(label)
    if quarter:
        word = quarter["after"] or quarter["before"]
        return year, _ORDINALS.get(word) or int(word[0])
    month = _MONTH.search(label)
    if month and len(label) <= len("year to 30th september 2024") + 12:
        place = _MONTHS.index(month[1][:3])
        if month[2]:
            printed = int(month[2]) if len(month[2]) == 4 else 2000 + int(month[2])
            year = printed - (place >= 9)
        return year, place + 1
    if year is not None and (_YEARLY.search(label) or _YEAR.fullmatch(label)):
        return year, 12
    return None


def _start_year(label: str) -> int | None:
    found = _YEAR.search(label)
    if not found:
        return None
    return int(found[1]) if found[1] else 2000 + int(found[2])
