"""The status a stretch of a sentence names: '… are rated Green', '(Amber)', 'show a positive trend'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.vocabulary import ActionStatus, Basis, Direction, Population, Rating


@dataclass(frozen=True, slots=True)
class StatusPhrase:
    """A status named in a sentence, with the words that name it."""

    label: str
    rating: str
    basis: Basis


_RATED_AS = r"(?:rated|rating|assessed|reported|shown|classed|is|are|were|was)(?: as)?"
_INDICATOR = {
    Rating.MET: rf"\(green\)|\b{_RATED_AS} green\b|\bon target\b",
    Rating.CLOSE: rf"\(amber\)|\b{_RATED_AS} amber\b"
    r"|\bwithin \d+% of (?:the )?target\b",
    Rating.MISSED: rf"\(red\)|\b{_RATED_AS} red\b|\boff target\b",
}
_DIRECTION = {
    Direction.IMPROVED: r"\b(?:positive|improving|upward) (?:trend|direction)|\bgetting better\b",
    Direction.SAME: r"\bstable or (?:with no clear trend|unchanged)|\b(?:are|were|remained) stable\b|\bno clear trend"
    r"|\bare level\b",
    Direction.DECLINED: r"\b(?:negative|worsening|declining|deteriorating|downward) (?:trend|direction)"
    r"|\bgetting worse\b",
}
_ACTION = {
    ActionStatus.COMPLETE: r"\b(?:are|were|have been|been|as) (?:now )?complete[d]?\b",
    ActionStatus.ON_TRACK: r"\bon track\b",
    ActionStatus.AT_RISK: r"\bat risk\b",
    ActionStatus.OFF_TRACK: r"\boff (?:target|track)\b",
    ActionStatus.NOT_STARTED: r"\bnot (?:yet )?started\b",
}


def read_status_phrase(segment: str, population: Population) -> StatusPhrase | None:
    """The one status named in ``segment``, or None when it names none or several."""
    found: list[StatusPhrase] = []
    if population is Population.ACTIONS:
        found += _named(segment, _ACTION, Basis.CURRENT)
    else:
        found += _named(segment, _INDICATOR, Basis.CURRENT)
        found += _named(segment, _DIRECTION, Basis.DIRECTION)
    return found[0] if len(found) == 1 else None


def _named(
    segment: str, patterns: dict[Rating, str] | dict[Direction, str] | dict[ActionStatus, str], basis: Basis
) -> list[StatusPhrase]:
    phrases = []
    for rating, pattern in patterns.items():
        match = re.search(pattern, segment, re.IGNORECASE)
        if match:
            phrases.append(StatusPhrase(_label(match[0]), rating.value, basis))
    return phrases


def _label(words: str) -> str:
    """'(Green)' and 'are rated Green' as 'Green'; phrases without a colour as printed."""
    colour = re.search(r"(?i)\b(green|amber|red)\b", words)
    return colour[1].capitalize() if colour else words.strip()
