"""Which quarter or year a sentence's figures are of, and whether that is the one the document is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OPENING = 30
"""Characters from a sentence's start within which a quarter is the period of its figures ('At the end of Q2,')."""

_YEAR = r"20\d\d ?[/–-] ?(?:20)?\d\d\b"
_NUMBERED = r"\b(?:quarter|qtr\.?|f?q) ?(?P<n>[1-4]|one|two|three|four)\b"
_COUNTED = r"\b(?P<o>first|second|third|fourth) quarter\b"
_QUARTER = re.compile(rf"{_NUMBERED}|{_COUNTED}")
_TIME = re.compile(
    rf"(?i){_NUMBERED}(?:,? (?:of )?(?P<qy>{_YEAR}))?"
    rf"|{_COUNTED}(?: of (?P<oy>{_YEAR}))?"
    r"|(?:\b\d{1,2}(?:st|nd|rd|th)? )?\b(?P<m>june?|sept?(?:ember)?|dec(?:ember)?|mar(?:ch)?)\b\.?"
    r"(?: (?P<my>20\d\d)\b)?"
    rf"|\b(?P<y>{_YEAR})"
)
_ORDINALS = ("1 one first jun", "2 two second sep", "3 three third dec", "4 four fourth mar")
_ORDER = {word: place for place, words in enumerate(_ORDINALS, 1) for word in words.split()}
_LAST = 4
_AS_SAID = re.compile(r"(?i)\bas [\w ]{0,30}$")
_NOW = re.compile(
    r"(?i)^(?:\d[\d.]* )?(?:at |for |in |during )?(?:this (?:quarter|period|year|month)|currently|now|at present)\b"
)
_BEHIND = re.compile(r"(?i)\b(?:in|at|for|during|of)(?: the)?(?: end of)?(?: the)? $")


@dataclass(frozen=True, slots=True)
class Moment:
    """A quarter, from 1 (April to June) to 4, and the first year of a financial year; None where it is not named."""

    quarter: int | None
    year: int | None

    def is_other_than(self, other: Moment) -> bool:
        """Whether the two name different quarters or different years."""
        pairs = ((self.quarter, other.quarter), (self.year, other.year))
        return any(one is not None and two is not None and one != two for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Said:
    """The period of a sentence's figures: as printed, None where it says 'this quarter', and whether it is now."""

    label: str | None
    is_current: bool


def may_name_quarter(text: str) -> bool:
    """A quick look: 'Q2', 'Qtr 2' and 'second quarter' have a letter that few words have."""
    folded = text.casefold()
    return "q" in folded and _QUARTER.search(folded) is not None


def moment_told(labels: Iterable[str], texts: Iterable[str] = ()) -> Moment:
    """What a document is about: by the periods its front names (``labels``), else by what its sentences name most.

    Of quarters named equally often the latest is meant; the one before it is named to compare with.
    """
    told = [moments[-1] for label in labels if (moments := [_moment(found) for found in _TIME.finditer(label)])]
    years = Counter(moment.year for moment in told if moment.year is not None)
    quarters = Counter(moment.quarter for moment in told if moment.quarter is not None)
    named = Counter(
        quarter
        for text in texts
        for found in _TIME.finditer(text)
        if (found["n"] or found["o"]) and (quarter := _moment(found).quarter) is not None
    )
    most = _most(quarters) or _most(named)
    if len(most) > 1:
        most = [q for q in most if named[q] == max(named[other] for other in most)]
    return Moment(_latest(most), years.most_common(1)[0][0] if years else None)


def period_named(text: str) -> tuple[str, Moment] | None:
    """The one quarter or year that a heading names, as printed and as a moment; None where it names none or several."""
    found = list(_TIME.finditer(text))
    return (found[0][0].strip(), _moment(found[0])) if len(found) == 1 else None


def read_period_said(text: str, figure: int, now: Moment, *, last_figure: int) -> Said | None:
    """The period of a figure at ``figure``: named at the sentence's opening, or behind its ``last_figure``, or None.

    Behind the figures only another period than ``now`` counts, where the sentence names one period.
    """
    if _NOW.match(text):
        return Said(None, True)
    before = list(_TIME.finditer(text, 0, figure))
    if before:
        first = before[0]
        if len(before) > 1 or first.start() > OPENING or _AS_SAID.search(text[: first.start()]):
            return None
        moment = _moment(first)
        if moment.quarter is None and not moment.is_other_than(now):
            return None
        return Said(first[0].strip(), not moment.is_other_than(now))
    behind = list(_TIME.finditer(text, last_figure))
    if len(behind) == 1 and _BEHIND.search(text[: behind[0].start()]) and _moment(behind[0]).is_other_than(now):
        return Said(behind[0][0].strip(), False)
    return None


def _moment(found: re.Match[str]) -> Moment:
    word = (found["n"] or found["o"] or (found["m"] or "")[:3]).casefold()
    quarter = _ORDER.get(word)
    year = found["qy"] or found["oy"] or found["y"]
    if year is not None:
        return Moment(quarter, int(year[:4]))
    if found["my"] is not None:
        return Moment(quarter, int(found["my"]) - (quarter == _LAST))
    return Moment(quarter, None)


def _most(counted: Counter[int]) -> list[int]:
    return [quarter for quarter in sorted(counted) if counted[quarter] == max(counted.values())]


def _latest(quarters: Sequence[int]) -> int | None:
    """The one of the quarters that no other follows; the first of a year follows the last of the year before."""
    last = [quarter for quarter in quarters if quarter % _LAST + 1 not in quarters]
    return last[-1] if last else next(iter(quarters), None)
