"""The report's own key at work: from a colour, a word or a drawn mark to the legend entry that explains it.

Reading the key from the page is in ``legend``; applying it to a cell in ``status``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.colours import SAME_COLOUR, distance
from extractors.shapes import SAME_OUTLINE, Outline, outline_distance
from extractors.words import colour_letter, colour_word, fold_word
from schemas.readings import LegendEntry
from schemas.vocabulary import Direction

DIRECTIONS = frozenset(direction.value for direction in Direction)


@dataclass(frozen=True, slots=True)
class Key:
    """The legend entries of one document, asked by what a cell shows."""

    entries: tuple[LegendEntry, ...]

    @property
    def has_colours(self) -> bool:
        return any(entry.colour and entry.rating not in DIRECTIONS for entry in self.entries)

    def by_colour(self, colour: str) -> LegendEntry | None:
        """The entry with the nearest swatch, if it is near enough to be the same ink."""
        swatches = [e for e in self.entries if e.colour and e.rating not in DIRECTIONS]
        nearest = min(swatches, key=lambda e: distance(e.colour or "", colour), default=None)
        if nearest is None or distance(nearest.colour or "", colour) > SAME_COLOUR:
            return None
        return nearest

    def by_word(self, text: str) -> LegendEntry | None:
        """The entry whose mark or label is this word, or whose mark names the same colour."""
        folded = fold_word(text)
        statuses = [e for e in self.entries if e.rating not in DIRECTIONS]
        for entry in statuses:
            if folded and folded in (fold_word(entry.mark or ""), fold_word(entry.label)):
                return entry
        named = colour_word(text) or colour_letter(text)
        if named is None:
            return None
        return next((e for e in statuses if e.mark and (colour_word(e.mark) or colour_letter(e.mark)) == named), None)

    def by_outline(self, seen: Outline) -> LegendEntry | None:
        """The entry whose drawn mark looks like this one."""
        drawn = [e for e in self.entries if e.shape]
        nearest = min(drawn, key=lambda e: outline_distance(e.shape, seen), default=None)
        if nearest is None or outline_distance(nearest.shape, seen) > SAME_OUTLINE:
            return None
        return nearest


def make_key(entries: Sequence[LegendEntry]) -> Key:
    """A key of all the document's legends; the first of two entries for one mark is kept."""
    kept: list[LegendEntry] = []
    seen: set[tuple[str | None, str | None, str]] = set()
    for entry in entries:
        identity = (entry.colour, entry.mark and fold_word(entry.mark), fold_word(entry.label))
        if identity not in seen:
            seen.add(identity)
            kept.append(entry)
    return Key(tuple(kept))
