"""What a printed bucket label means: 'On target', 'G', 'KPIs with RAG', 'Red or Amber', '↑'.

The document's legend is asked first, then the lookups. A label can mean one thing for indicators and
another for actions ('On track'); which of the two a table counts is not decided here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.words import action_word, direction_word, literal_rating, not_rated_word, rating_word
from schemas.lookups import read_lookup
from schemas.readings import LegendEntry
from schemas.vocabulary import ActionStatus, Direction, Rag, Rating

LONGEST_LABEL = 60
"""Characters. Bucket labels are short; the longest seen ('Floor standard achieved but target has not been met')
has 52. A longer text is a title or a sentence that merely contains such words."""

_ENDS = " \t\n.:;,*†‡-–—"
_JOINT = re.compile(r"[/|&+,]|\bor\b|\band\b")
_PARTS = re.compile(rf"\s*(?:{_JOINT.pattern})\s*")
_PADDING = re.compile(
    r"\b(?:number|no\.?|count|of|rated|as|at|rag|ragged|rating|status|kpis?|indicators?|measures?|actions?|projects?)(?=\s|$)"
)
_IN_ORDER = tuple(dict.fromkeys(rating.value for rating in (*Rating, *ActionStatus, *Direction)))
_BRACKETED = re.compile(r"^(?P<head>[^()]+)\((?P<inside>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label may mean for each population; ``total`` is 'total' or 'rated' for a heading over sums."""

    indicator: str | None = None
    action: str | None = None
    direction: str | None = None
    total: str | None = None

    @property
    def is_status(self) -> bool:
        """Whether the label names a status or a direction, the lack of a status not counted."""
        return (self.indicator or Rating.NOT_RATED) != Rating.NOT_RATED or bool(self.action or self.direction)


@dataclass(frozen=True, slots=True)
class LegendNames:
    """The ratings of a document's legend by its lines' labels and marks, by the colours these name, and without spaces.

    A rating is None where the legend itself could not be mapped.
    """

    by_name: Mapping[str, Set[str | None]] = field(default_factory=dict)
    by_colour: Mapping[str, Set[str | None]] = field(default_factory=dict)
    by_letters: Mapping[str, Set[str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, legend: Sequence[LegendEntry]) -> LegendNames:
        names: dict[str, set[str | None]] = defaultdict(set)
        colours: dict[str, set[str | None]] = defaultdict(set)
        letters: dict[str, set[str | None]] = defaultdict(set)
        for entry in legend:
            label = fold(entry.label)
            letters[label.replace(" ", "")].add(entry.rating)
            for name in (label, fold(entry.mark or "")):
                names[name].add(entry.rating)
                colour = _colour_word(name)
                if colour is not None:
                    colours[colour].add(entry.rating)
        return cls(dict(names), dict(colours), dict(letters))


NO_LEGEND = LegendNames()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text in lower case with single spaces and without punctuation at its ends."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip(_ENDS).casefold()


def read_meaning(text: str, legend: LegendNames = NO_LEGEND) -> Meaning | None:
    """What a label means by the document's legend and the lookups, or None if neither knows it."""
    label = fold(text)
    if not label and not text.strip():
        return None
    if len(label) > LONGEST_LABEL:
        return None
    told = _by_legend(label, legend)
    known = _by_lookup(label or text.strip())
    if told is not None and known is not None:
        return Meaning(
            indicator=told.indicator or known.indicator,
            action=told.action or known.action,
            direction=told.direction or known.direction,
        )
    return told or known or _by_parts(label, legend) or _without_padding(label, legend)


def _without_padding(label: str, legend: LegendNames) -> Meaning | None:
    """'Number rated Green', 'Green KPIs': the bucket without the words that only say that it is one."""
    if not _PADDING.search(label):
        return None
    bare = fold(_PADDING.sub(" ", label))
    return read_meaning(bare, legend) if bare and bare != label else None


def meaning_of_entry(entry: LegendEntry) -> Meaning | None:
    """The meaning of one legend line; None where the legend itself could not be mapped."""
    return _sort_ratings({entry.rating}) if entry.rating else None


def order_ratings(ratings: Iterable[str]) -> str:
    """Several ratings as one merged bucket, always in the order of the vocabulary: 'close|missed'."""
    wanted = set(ratings)
    return "|".join(rating for rating in _IN_ORDER if rating in wanted)


def _sort_ratings(ratings: Set[str | None]) -> Meaning | None:
    present = {rating for rating in ratings if rating}
    if not present:
        return None
    indicator = present & (set(Rating) - {Rating.UNREADABLE})
    action = present & (set(ActionStatus) - {ActionStatus.UNREADABLE})
    direction = present & set(Direction)
    if not (indicator or action or direction):
        return None
    return Meaning(*(order_ratings(kind) or None for kind in (indicator, action, direction)))


def _by_legend(label: str, legend: LegendNames) -> Meaning | None:
    if not label:
        return None
    ratings = legend.by_name.get(label)
    if ratings is None:
        ratings = legend.by_colour.get(_colour_word(label) or "")
    if ratings is None:  # scans and narrow cells lose the space between two words
        ratings = legend.by_letters.get(label.replace(" ", ""))
    return _sort_ratings(ratings) if ratings else None


def _colour_word(label: str) -> str | None:
    words = read_lookup("status_words")
    colour: str | None = words["colour"].get(label) or words["colour_letter"].get(label)
    return colour


@lru_cache(maxsize=8192)
def _by_lookup(label: str) -> Meaning | None:
    words = read_lookup("status_words")
    for total in ("rated", "total"):
        if label in words[total]["words"]:
            return Meaning(total=total)
    merged = _merged(label)
    if merged is not None:
        return Meaning(indicator=merged)
    colour = _colour_word(label)
    rated = literal_rating(Rag(colour)) if colour else rating_word(label)
    indicator = rated or (Rating.NOT_RATED if not_rated_word(label) else None)
    action = action_word(colour or label)
    direction = None if rated else direction_word(label)
    if indicator is None and action is None and direction is None:
        return None
    return Meaning(*(value.value if value else None for value in (indicator, action, direction)))


def _merged(label: str) -> str | None:
    for pattern in read_lookup("claims")["merged"]["patterns"]:
        if re.search(pattern["match"], label):
            return str(pattern["rating"])
    return None


def _by_parts(label: str, legend: LegendNames) -> Meaning | None:
    """'Green (on target)' is one bucket said twice, 'Red or Amber' are two merged."""
    bracketed = _BRACKETED.match(label) if label.endswith(")") else None
    if bracketed is None and not _JOINT.search(label):
        return None
    parts = [bracketed["head"], bracketed["inside"]] if bracketed else _PARTS.split(label)
    parts = [part for part in parts if part.strip()]
    if len(parts) < 2:
        return None
    meanings = [_by_legend(fold(p), legend) or _by_lookup(fold(p)) for p in parts]
    if any(meaning is None or meaning.total for meaning in meanings):
        return None
    known = [meaning for meaning in meanings if meaning is not None]
    if bracketed and len({(m.indicator, m.action, m.direction) for m in known}) > 1:
        # Said twice: the part that the legend or a whole word explains for each population wins.
        return Meaning(
            indicator=_agreed(m.indicator for m in known),
            action=_agreed(m.action for m in known),
            direction=_agreed(m.direction for m in known),
        )
    joined = [_join_kind(known, kind) for kind in ("indicator", "action", "direction")]
    return Meaning(*joined) if any(joined) else None


def _agreed(ratings: Iterable[str | None]) -> str | None:
    said = {rating for rating in ratings if rating}
    return said.pop() if len(said) == 1 else None


def _join_kind(meanings: Sequence[Meaning], kind: str) -> str | None:
    ratings = [getattr(meaning, kind) for meaning in meanings]
    if not all(ratings):
        return None
    return order_ratings(part for rating in ratings for part in rating.split("|"))
