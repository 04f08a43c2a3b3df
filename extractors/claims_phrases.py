"""The statuses a sentence names: '… are rated Green', '(Amber)', 'achieved or outperformed', 'a positive trend'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas.lookups import read_lookup
from schemas.vocabulary import ActionStatus, Basis, Population, Rating

_COLOURS = {
    "green": (Rating.MET.value, ActionStatus.ON_TRACK.value),
    "amber": (Rating.CLOSE.value, ActionStatus.AT_RISK.value),
    "red": (Rating.MISSED.value, ActionStatus.OFF_TRACK.value),
    "blue": (None, ActionStatus.COMPLETE.value),
}
"""What a colour means for indicators and for actions. Blue is told by the words beside it, or left to the rows."""

_COLOUR = re.compile(
    r"\b(?P<colour>green|amber|red|blue)s?\b"
    r"(?! (?:flag|space|belt|waste|energy|infrastructure|line|tape|route|list|badge|bins?|fleet|jobs?|light|book))"
)


@dataclass(frozen=True, slots=True)
class StatusPhrase:
    """A status named in a sentence, with the words that name it. ``rating`` None: named, but what it means is open."""

    label: str
    rating: str | None
    basis: Basis
    start: int
    end: int
    is_colour: bool = False


@cache
def _patterns(part: str) -> tuple[tuple[str | None, re.Pattern[str]], ...]:
    return tuple(
        (entry["rating"] or None, re.compile(rf"\b(?:{'|'.join(entry['phrases'])})(?!\w)"))
        for entry in read_lookup("claims_prose")[part]
    )


@lru_cache(maxsize=1024)
def find_statuses(text: str, population: Population) -> tuple[StatusPhrase, ...]:
    """The statuses named in a sentence about indicators or actions, in order; words count for one phrase only."""
    rest = text.casefold()
    found: list[StatusPhrase] = []
    parts = [("action", Basis.CURRENT)] if population is Population.ACTIONS else []
    if population is Population.KPIS:
        parts = [("indicator", Basis.CURRENT), ("direction", Basis.DIRECTION)]
    for part, basis in parts:
        for rating, pattern in _patterns(part):
            for match in pattern.finditer(rest):
                label = text[match.start() : match.end()].strip(" ,")
                found.append(StatusPhrase(label, rating, basis, match.start(), match.end()))
                rest = rest[: match.start()] + "#" * (match.end() - match.start()) + rest[match.end() :]
    for match in _COLOUR.finditer(rest):
        meaning = _COLOURS[match["colour"]][population is Population.ACTIONS]
        label = match["colour"].capitalize()
        found.append(StatusPhrase(label, meaning, Basis.CURRENT, match.start(), match.end(), is_colour=True))
    return tuple(sorted(found, key=lambda phrase: phrase.start))


def the_one_status(phrases: Sequence[StatusPhrase]) -> StatusPhrase | None:
    """The status meant by a stretch of a sentence that counts one bucket, or None when it names none or several.

    A colour beside words is the words' name: '12 reached the floor but did not meet target (Amber)'.
    """
    colours = {phrase.label for phrase in phrases if phrase.is_colour}
    worded = {(phrase.rating, phrase.basis) for phrase in phrases if not phrase.is_colour}
    if len(colours) == 1:
        colour = next(phrase for phrase in phrases if phrase.is_colour)
        if colour.rating is None and len(worded) == 1:
            rating, basis = worded.pop()
            return StatusPhrase(colour.label, rating, basis, colour.start, colour.end, is_colour=True)
        return colour
    if colours or len(worded) != 1:
        return None
    return phrases[0]
