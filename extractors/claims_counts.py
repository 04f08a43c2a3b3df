"""A count as councils print it in a cell or a sentence: '82', '67% (82)', '82 (67%)', '38 of 46 (83%)', 'nine'."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_ROWS = 999
"""A larger whole number is a volume, not a count of indicators: the largest set seen at any council has 256."""

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_PERCENT = r"(?P<percent>\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent)"
_COUNT = rf"(?P<count>{_NUMBER})"
_SEPARATOR = r"\s*[-–—,/:]?\s*"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_COUNT}",
        rf"{_PERCENT}",
        rf"{_COUNT}\s*(?:of|out of|/)\s*(?P<base>{_NUMBER})(?:{_SEPARATOR}\(?{_PERCENT}\)?)?",
        rf"{_PERCENT}{_SEPARATOR}\(?{_COUNT}\s*(?:of|out of|/)\s*(?P<base>{_NUMBER})\)?",
        rf"{_COUNT}{_SEPARATOR}\(?\s*{_PERCENT}\s*\)?",
        rf"{_PERCENT}{_SEPARATOR}\(?\s*{_COUNT}\s*\)?",
    )
)
_NOTHING = re.compile(r"(?i)(-|–|—|n\s?/\s?a|nil|none|zero)")
# fmt: off
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
# fmt: on

NUMBER_WORD = (
    rf"(?:{'|'.join(_TENS)})(?:[-‑\s](?:{'|'.join(_WORDS[1:10])}))?|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
)
"""Pattern of a number from zero to ninety-nine in words."""


@dataclass(frozen=True, slots=True)
class CountCell:
    """A cell of a count table. ``count`` and ``percent`` are None where not printed; ``base`` is y in 'x of y'.

    A cell that prints a sign for nothing ('-', 'N/A', blank) has ``empty`` set and no numbers: whether
    that is a zero the row decides.
    """

    count: int | None = None
    percent: float | None = None
    base: int | None = None
    empty: bool = False


def read_count(text: str) -> CountCell | None:
    """The count and percentage of a cell, or None when the text is no count (money, decimals, volumes, words)."""
    printed = re.sub(r"\s+", " ", text).strip().strip("*")
    if not printed or _NOTHING.fullmatch(printed):
        return CountCell(empty=True)
    for form in _FORMS:
        found = form.fullmatch(printed)
        if found:
            parts = found.groupdict()
            count, base = _whole(parts.get("count")), _whole(parts.get("base"))
            if max(count or 0, base or 0) > MOST_ROWS:
                return None
            percent = float(parts["percent"]) if parts.get("percent") else None
            return CountCell(count, percent, base)
    in_words = read_number_word(printed)
    return CountCell(in_words) if in_words is not None else None


def read_number_word(text: str) -> int | None:
    """'Nine' as 9, 'twenty-two' as 22; None for anything else."""
    parts = re.split(r"[-‑\s]+", text.strip().casefold())
    if len(parts) == 1 and parts[0] in _WORDS:
        return _WORDS.index(parts[0])
    if parts[0] in _TENS and len(parts) == 1:
        return _TENS[parts[0]]
    if parts[0] in _TENS and len(parts) == 2 and parts[1] in _WORDS[1:10]:
        return _TENS[parts[0]] + _WORDS.index(parts[1])
    return None


def _whole(text: str | None) -> int | None:
    return int(text.replace(",", "")) if text else None
