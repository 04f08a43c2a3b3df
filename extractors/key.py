"""The report's own key at work: from a colour, a word or a drawn mark to the legend entry that explains it.

Reading the key from the page is in ``legend``; applying it to a cell in ``status``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.colours import SAME_COLOUR, distance, name_colour
from extractors.icons import same_look
from extractors.shapes import SAME_OUTLINE, Outline, outline_distance
from extractors.words import colour_letter, colour_word, fold_word
from schemas.marks import Mark, MarkForm
from schemas.readings import LegendEntry
from schemas.vocabulary import ActionStatus, Direction, Rag

DIRECTIONS = frozenset(direction.value for direction in Direction)
WORK = frozenset(status.value for status in ActionStatus)
# Swatches of a key are drawn as boxes or dots whatever the rows show: their form says nothing.
PLAIN_FORMS = frozenset({None, MarkForm.CIRCLE.value, MarkForm.SQUARE.value, MarkForm.BAR.value})
# Swatches that differ by less than this are equally near: keys of indicators and of actions share their colours.
AS_NEAR = 4.0


@dataclass(frozen=True, slots=True)
class Key:
    """The legend entries of one document, asked by what a cell shows."""

    entries: tuple[LegendEntry, ...]

    @property
    def has_colours(self) -> bool:
        return any(entry.colour for entry in self.statuses())

    def shows_colour(self, named: Rag) -> bool:
        """Whether a swatch of the key has this colour's name."""
        return any(entry.colour and name_colour(entry.colour) is named for entry in self.statuses())

    def statuses(self) -> list[LegendEntry]:
        """The entries that are no directions of travel."""
        return [entry for entry in self.entries if entry.rating not in DIRECTIONS]

    def by_colour(self, colour: str, *, work: bool = False) -> LegendEntry | None:
        """The entry with the nearest swatch, if it is near enough to be the same ink.

        Of swatches equally near those of the asked kind win: states of work, or ratings of indicators.
        """
        return _nearest(colour, self.statuses(), work=work)

    def by_word(self, text: str) -> LegendEntry | None:
        """The entry whose mark or label is this word, or whose mark names the same colour."""
        folded = fold_word(text)
        statuses = self.statuses()
        for entry in statuses:
            if not folded:
                break
            if folded == fold_word(entry.label) or (folded == fold_word(entry.mark or "") and not self.is_sample(text)):
                return entry
        named = colour_word(text) or colour_letter(text)
        if named is None:  # scans and narrow cells lose the space between two words
            bare = folded.replace(" ", "")
            return next((e for e in statuses if bare and fold_word(e.label).replace(" ", "") == bare), None)
        return next((e for e in statuses if e.mark and (colour_word(e.mark) or colour_letter(e.mark)) == named), None)

    def is_sample(self, text: str) -> bool:
        """Whether a text stands for several things in the key, in several colours: then its colour says which."""
        folded = fold_word(text)
        marked = [entry for entry in self.statuses() if entry.mark and fold_word(entry.mark) == folded]
        several = len({entry.colour for entry in marked}) > 1 or len({entry.rating for entry in marked}) > 1
        return bool(folded) and several

    def by_colour_name(self, named: Rag) -> LegendEntry | None:
        """The entry whose mark is the name of a colour and shows no colour itself: "Blue = target exceeded"."""
        return next((e for e in self.statuses() if not e.colour and e.mark and colour_word(e.mark) is named), None)

    def by_outline(self, seen: Outline) -> LegendEntry | None:
        """The entry whose drawn mark looks like this one."""
        drawn = [e for e in self.entries if e.shape]
        nearest = min(drawn, key=lambda e: outline_distance(e.shape, seen), default=None)
        if nearest is None or outline_distance(nearest.shape, seen) > SAME_OUTLINE:
            return None
        return nearest

    def by_mark(self, mark: Mark, *, directions: bool = False, work: bool = False) -> LegendEntry | None:
        """The entry that explains a drawn mark: by picture, by form and colour, by form alone, by colour alone.

        None where only entries of several meanings come near. A direction is never explained by its colour alone.
        """
        entries = [e for e in self.entries if (e.rating in DIRECTIONS) == directions]
        same_picture = [e for e in entries if mark.picture and e.picture and _same_picture(e, mark)]
        alike = [e for e in entries if _same_form(e, mark)]
        if mark.colour is not None:
            exact = _nearest(mark.colour, alike, work=work)
        else:
            exact = next((e for e in alike if e.colour is None), None)
        colourless = [e for e in alike if e.colour is None or mark.colour is None or directions]
        found = _agreed(same_picture) or exact or _agreed(colourless)
        if found is not None or directions or mark.colour is None:
            return found
        others = [e for e in entries if e not in alike and (e.form in PLAIN_FORMS or mark.form in PLAIN_FORMS)]
        if mark.form is not None and mark.form.points:
            others = entries
        return _nearest(mark.colour, others, work=work)


def _same_picture(entry: LegendEntry, mark: Mark) -> bool:
    one, other = entry.picture or "", mark.picture or ""
    if one == other:
        return _same_ink(entry.colour, mark.colour)
    return len(one) == len(other) == 32 and _same_ink(entry.colour, mark.colour) and same_look(one, other)


def _same_ink(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return distance(one, other) <= SAME_COLOUR


def _same_form(entry: LegendEntry, mark: Mark) -> bool:
    if mark.text is not None and entry.mark == mark.text:
        return True
    if entry.form is not None and mark.form is not None:
        return entry.form == mark.form.value
    return bool(entry.shape and mark.outline) and outline_distance(entry.shape, mark.outline) <= SAME_OUTLINE


def _nearest(colour: str, entries: Sequence[LegendEntry], *, work: bool) -> LegendEntry | None:
    measured = [(distance(e.colour, colour), e) for e in entries if e.colour]
    if not measured:
        return None
    least = min(away for away, _e in measured)
    if least > SAME_COLOUR:
        return None
    near = [e for away, e in measured if away <= least + AS_NEAR]
    return next((e for e in near if e.rating is not None and (e.rating in WORK) == work), near[0])


def _agreed(entries: Iterable[LegendEntry]) -> LegendEntry | None:
    """The first of some entries when all mean the same."""
    found = list(entries)
    return found[0] if found and len({entry.rating for entry in found}) == 1 else None


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
