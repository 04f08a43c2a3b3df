"""Phrases that name a reporting period, as printed: "Quarter 2 2023-24", "April to September 2023", "2022-2023".

Which dates they mean, and which of several holds, is resolved in the pipeline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.front_dates import MONTH

_YEAR = r"(?:(?:19|20)\d\d\s?(?:[-/–]|\bto\b)\s?(?:(?:19|20)\d\d|\d\d)(?!\d))"
_SHORT_YEAR = r"(?:(?<![\d/-])\d\d/\d\d(?![\d/]))"
_ONE_YEAR = r"(?:(?:19|20)\d\d(?![\d/–-]))"
_ANY_YEAR = rf"(?:{_YEAR}|{_SHORT_YEAR}|{_ONE_YEAR})"
_NUMBER = r"(?:[1-4]|one|two|three|four)"
_ORDINAL = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_QUARTER = rf"(?:(?:Quarter|Qtr\.?|F?Q)\s?{_NUMBER}\b(?:\s?\(Q[1-4]\))?|{_ORDINAL}\s+quarter\b)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
_QUARTERS = rf"(?:(?:Quarters?|Qs?)\s?{_NUMBER}\s?(?:to|and|&|[-–])\s?(?:Quarter\s?|Q)?{_NUMBER}\b)"
_END_OF = rf"(?:the\s+)?(?:end\s+(?:of\s+)?)?{_DAY}{MONTH}\s+{_ONE_YEAR}"
_LENGTH = r"(?:quarter|half[- ]year|year|(?:three|six|nine|twelve|\d{1,2})[- ]months?)"
_RANGE = (
    rf"(?:{_DAY}{MONTH}\b(?:\s+\d{{4}})?\s?(?:to|[-–])\s?(?:the\s+)?(?:end\s+of\s+)?{_DAY}{MONTH}\s+"
    rf"(?:{_YEAR}|{_ONE_YEAR})|{_LENGTH}\s+(?:up\s+)?(?:to|ending|ended|end)\s+{_END_OF}"
    rf"|between\s+{_DAY}{MONTH}(?:\s+\d{{4}})?\s+and\s+{_DAY}{MONTH}\s+{_ONE_YEAR})"
)
_POINT = rf"(?:(?:as\s+at\s+)?(?:end\s+of\s+|as\s+at\s+){_DAY}{MONTH}\s+(?:{_YEAR}|{_ONE_YEAR}))"
_HALF_ALONE = r"(?:mid[- ]year|half[- ]year(?:ly)?|(?:six|6)[- ]month(?:s|ly)?|H[12])\b"
_HALF = rf"(?:{_HALF_ALONE}|year[- ]end|end of year)"
_JOIN = r"[\s,:–-]*(?:\bof\b\s*|\(\s*)?"
_PHRASE = re.compile(
    rf"(?P<quarters>{_YEAR}[\s,]*{_QUARTERS}|{_QUARTERS}(?:{_JOIN}{_ANY_YEAR})?)"
    rf"|(?P<quarter>{_YEAR}[\s,]*{_QUARTER}(?:\s?\({_RANGE}\))?|{MONTH}\s+{_ONE_YEAR}\s?\({_QUARTER}\)"
    rf"|{_QUARTER}(?:{_JOIN}{_ANY_YEAR})?(?:\s?\(\s?{_RANGE}\s?\))?)"
    rf"|(?P<range>{_RANGE})|(?P<point>{_POINT})"
    rf"|(?P<half>{_YEAR}[\s,]*{_HALF}|{_HALF}{_JOIN}{_ANY_YEAR}|\b{_HALF_ALONE})"
    rf"|(?P<month>\b{MONTH}\s+{_YEAR}|\b(?:month|period)\s\d{{1,2}}{_JOIN}{_ANY_YEAR})"
    rf"|(?P<year>{_YEAR}|{_SHORT_YEAR})",
    re.IGNORECASE,
)
# "November 2024" in a title may be the month of the meeting, but in one of a monthly report.
_MONTHLY = re.compile(r"(?i)\bmonth(?:ly)?\b|\bperiod \d")
_ONE_MONTH = re.compile(rf"(?P<month>\b{MONTH}\s+{_ONE_YEAR})", re.IGNORECASE)
# "2025-26 to 2034-35" is a plan over several years.
_SPAN_AHEAD = re.compile(rf"\s?(?:to|[–-])\s?{_YEAR}", re.IGNORECASE)
_SPAN_BEHIND = re.compile(rf"{_YEAR}\s?(?:to|[–-])\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PeriodPhrase:
    """A phrase and where it stands. ``within_year``: it names less than a year; ``has_year``: it says which."""

    text: str
    start: int
    end: int
    within_year: bool
    has_year: bool


def find_periods(text: str) -> tuple[PeriodPhrase, ...]:
    """Every period phrase, in order. Plans over several years (2022-2027) are none."""
    found = []
    matches = [*_PHRASE.finditer(text)]
    if _MONTHLY.search(text):
        taken = [match.span() for match in matches]
        months = (m for m in _ONE_MONTH.finditer(text) if not any(a < m.end() and m.start() < b for a, b in taken))
        matches = sorted([*matches, *months], key=lambda match: match.start())
    for match in matches:
        phrase = match.group().rstrip(" ,(–-")
        if phrase.count("(") > phrase.count(")"):
            phrase += ")" if text[match.start() + len(phrase) :].startswith(")") else ""
        if not _is_one_year(phrase):
            continue
        years = re.search(rf"{_YEAR}|{_SHORT_YEAR}|(19|20)\d\d", phrase)
        kind = match.lastgroup
        if kind == "year" and (_SPAN_AHEAD.match(text[match.end() :]) or _SPAN_BEHIND.search(text[: match.start()])):
            continue
        found.append(PeriodPhrase(phrase, match.start(), match.start() + len(phrase), kind != "year", bool(years)))
    return tuple(found)


def _is_one_year(phrase: str) -> bool:
    """Whether a year range in the phrase is one financial year: 2023-24 is, 2022-27 and 2024-39 are not."""
    for first, last in re.findall(r"(?<!\d)(\d{2,4})\s?(?:[-/–]|to)\s?(\d{2,4})(?!\d|\s?[A-Za-z])", phrase):
        if len(first) == 3 or len(last) == 3 or (int(first) + 1) % 100 != int(last) % 100:
            return False
    return True


# What a report says of itself before its period; what it says of others comes behind a word of comparison.
_SPAN = r"(?:(?:reporting\s+|financial\s+)?(?:period|quarter|year)\s+(?:of\s+|from\s+|between\s+|ending\s+|ended\s+)?)"
_OWN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:covering|covers|for|during|in respect of|over)\s+the\s+{_SPAN}",
        r"\b(?:performance|position|progress|data|information|results|update)\s+(?:\w+\s+){0,3}?"
        r"(?:(?:up\s+)?to|at|for)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?",
        r"\breport\s+(?:\w+\s+){0,2}?(?:for|covers|covering)\s+(?:the\s+)?",
        r"\bas\s+at\s+",
        r"\bperform\w*\s+(?=between\b)",
    )
)
# 'Against' counts right before the period only: "performance against target for the quarter" is of the quarter.
_COMPARED = re.compile(
    r"\b(?:compared|than|since|previous|last|next|from|versus|unlike|against(?: the)?(?: same)?\s*$)(?!\w)",
    re.IGNORECASE,
)
# How far before its trigger a comparison still governs a phrase.
GOVERNED = 45


def find_own_periods(text: str) -> tuple[PeriodPhrase, ...]:
    """The periods a running text names as the report's own ("covering the period April to September 2023")."""
    found: dict[int, PeriodPhrase] = {}
    phrases = find_periods(text)
    for trigger in (match for pattern in _OWN for match in pattern.finditer(text)):
        clause = re.split(r"[.;]", text[max(0, trigger.start() - GOVERNED) : trigger.start()])[-1]
        if _COMPARED.search(clause):
            continue
        for number, phrase in enumerate(phrases):
            # The phrase stands right behind its trigger, or its trigger ("as at") is part of it.
            if trigger.start() <= phrase.start <= trigger.end() < phrase.end:
                found[phrase.start] = phrase
                # ... and may be said twice: "the end of December 2024 (Quarter 3, 2024/25)".
                if number + 1 < len(phrases) and text[phrase.end : phrases[number + 1].start].strip() == "(":
                    found[phrases[number + 1].start] = phrases[number + 1]
    return tuple(found[start] for start in sorted(found))
