"""What one witness of a status means: a word, a colour, a drawn mark, through the report's key, then the lookups.

Which witnesses a cell shows, and what holds when they disagree, is for ``status``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.colours import name_colour
from extractors.key import WORK, Key
from extractors.words import (
    action_word,
    answer_word,
    colour_letter,
    colour_word,
    fold_word,
    letter_name,
    literal_rating,
    not_rated_word,
    rating_word,
)
from schemas.geometry import Place
from schemas.marks import Mark, MarkForm
from schemas.readings import LegendEntry
from schemas.vocabulary import ActionStatus, NotRatedReason, Rag, Rating, StatusMethod

RATINGS = frozenset(rating.value for rating in Rating)
# What the meaning of a work status is as an indicator's rating, where a key words its swatches that way ("On track").
WORK_AS_RATING = {
    ActionStatus.COMPLETE: Rating.MET,
    ActionStatus.ON_TRACK: Rating.MET,
    ActionStatus.AT_RISK: Rating.CLOSE,
    ActionStatus.OFF_TRACK: Rating.MISSED,
}
# What a tick and a cross answer where the heading asks ("Target met").
ANSWERS = {MarkForm.TICK: Rating.MET, MarkForm.CROSS: Rating.MISSED}
# "95.4% Red", "12 days (Amber)": a figure, then the status.
AFTER_FIGURE = re.compile(r"(?P<value>[<>≤≥~£-]?\s?\d[^()\[\]]*?)[\s,;:–-]*[(\[]?(?P<word>[A-Za-z]+)[)\]]?")
# "Amber/Green", "Red to Amber": neither of the two.
HALFWAY = re.compile(r"([a-z]+) ?(?:/|&|\+|-|–|and|to|or) ?([a-z]+)( status| rating)?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue about one cell, before the row it belongs to is known."""

    code: str
    message: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a witness says. ``colour`` is the ink it was read from, None for words."""

    rag: Rag
    label: str | None
    rating: Rating
    reason: NotRatedReason | None
    method: StatusMethod
    colour: str | None = None

    @property
    def is_read(self) -> bool:
        return self.rating is not Rating.UNREADABLE


def word_meaning(text: str, key: Key, *, asked: bool = False) -> Meaning | None:
    """What a word, phrase or letter means; None where neither key nor lookups know it.

    ``asked`` says that the column's heading is a question ("Target met?"), which a yes or no answers.
    """
    letter = letter_name(text)
    method = StatusMethod.LETTER if letter is not None else StatusMethod.WORD
    rag = colour_word(text) or letter or Rag.NONE
    entry = key.by_word(text)
    if entry is not None:
        rating, reason = entry_rating(entry)
        if rating is not None:
            return Meaning(_rag_of(entry, rag), entry.label, rating, reason, method)
    if _is_halfway(text):
        return None
    unrated = not_rated_word(text)
    if unrated is not None:
        return Meaning(Rag.NONE, text, Rating.NOT_RATED, unrated, method)
    rating = rating_word(text) or (answer_word(text) if asked else None)
    if rating is None:
        work = action_word(text) if rag is Rag.NONE else None
        rating = WORK_AS_RATING.get(work) if work else None
    if rating is None and rag is not Rag.NONE:
        rating = literal_rating(rag)
        if rating is None:
            rating = Rating.NOT_RATED if rag is Rag.GREY else Rating.UNREADABLE
    if rating is not None:
        return Meaning(rag, text, rating, None, method)
    split = split_value(text)
    return word_meaning(split[1], key) if split is not None else None


def split_value(text: str) -> tuple[str, str] | None:
    """A value and the status behind it in one cell: "95.4% Red" is "95.4%" and "Red"; None for any other text.

    The value is a figure, or a word that says why there is none ("Not available Green").
    """
    match = AFTER_FIGURE.fullmatch(text.strip())
    if match is not None:
        word = match["word"]
        bracketed = text.rstrip().endswith((")", "]"))
        named = colour_word(word) is not None or (colour_letter(word) is not None and word.isupper() and bracketed)
        return (match["value"].strip(), word) if named else None
    value, _space, last = text.strip().rpartition(" ")
    return (value, last) if last[:1].isupper() and colour_word(last) and not_rated_word(value) else None


def _is_halfway(text: str) -> bool:
    match = HALFWAY.fullmatch(fold_word(text))
    if match is None:
        return False
    one, other = colour_word(match[1]), colour_word(match[2])
    return one is not None and other is not None and one is not other


def _rag_of(entry: LegendEntry, rag: Rag) -> Rag:
    if rag is Rag.NONE and entry.colour:
        rag = name_colour(entry.colour) or Rag.NONE
    if rag is Rag.NONE and entry.mark:
        rag = colour_word(entry.mark) or Rag.NONE
    return rag


def entry_rating(entry: LegendEntry) -> tuple[Rating | None, NotRatedReason | None]:
    """The rating a line of the key gives an indicator, and why it is not rated where it is not."""
    if entry.rating in WORK:
        return WORK_AS_RATING.get(ActionStatus(entry.rating)), None
    if entry.rating not in RATINGS or entry.rating is None:
        return None, None
    rating = Rating(entry.rating)
    reason = not_rated_word(entry.label) if rating is Rating.NOT_RATED else None
    if rating is Rating.NOT_RATED and reason is None and "data" in entry.label.lower():
        reason = NotRatedReason.NO_DATA_YET
    return rating, reason


def colour_meaning(
    colour: str, key: Key, place: Place, method: StatusMethod = StatusMethod.FILL
) -> tuple[Meaning, list[Doubt]]:
    """What a colour means by the key's swatches; without a key only red, amber, green and grey have a meaning."""
    entry = key.by_colour(colour)
    if entry is not None:
        return _by_entry(entry, colour, method, place)
    return _without_entry(colour, key, place, method)


def mark_meaning(mark: Mark, key: Key, *, asked: bool = False) -> tuple[Meaning, list[Doubt]]:
    """What a drawn mark means by the key's same mark, else by its colour; UNREADABLE where nothing explains it."""
    entry = key.by_mark(mark)
    if entry is not None:
        return _by_entry(entry, mark.colour, mark.method, mark.place)
    if asked and mark.form in ANSWERS:
        rag = (name_colour(mark.colour) if mark.colour else None) or Rag.NONE
        return Meaning(rag, mark.text, ANSWERS[mark.form], None, mark.method, mark.colour), []
    grey_answer = mark.form in ANSWERS and mark.colour is not None and name_colour(mark.colour) is Rag.GREY
    if mark.colour is not None and not grey_answer:
        return _without_entry(mark.colour, key, mark.place, mark.method)
    shown = mark.text or (mark.form.value if mark.form else "a mark")
    doubt = Doubt(
        "status_unreadable", f"The status is a drawn mark or picture ({shown}) that no key explains.", mark.place
    )
    return Meaning(Rag.NONE, None, Rating.UNREADABLE, None, mark.method), [doubt]


def _by_entry(
    entry: LegendEntry, colour: str | None, method: StatusMethod, place: Place
) -> tuple[Meaning, list[Doubt]]:
    seen = entry.colour or colour
    rag = (colour_word(entry.mark) if entry.mark else None) or (name_colour(seen) if seen else None)
    rag = rag or (name_colour(colour) if colour else None) or Rag.NONE
    rating, reason = entry_rating(entry)
    if rating is not None:
        return Meaning(rag, entry.label, rating, reason, method, colour), []
    shown = colour or entry.mark or "its mark"
    doubt = Doubt("unknown_status_word", f"The key says {entry.label!r} for {shown}, which is no known rating.", place)
    return Meaning(rag, entry.label, Rating.UNREADABLE, None, method, colour), [doubt]


def _without_entry(colour: str, key: Key, place: Place, method: StatusMethod) -> tuple[Meaning, list[Doubt]]:
    named = name_colour(colour) or Rag.NONE
    worded = key.by_colour_name(named)
    if worded is not None and entry_rating(worded)[0] is not None:
        return _by_entry(worded, colour, method, place)
    literal = literal_rating(named) if named is not Rag.NONE else None
    if key.has_colours:
        doubt = Doubt("colour_not_in_legend", f"The colour {colour} is not among those of the report's key.", place)
        # A key of a chart or of blue and grey alone says nothing of the traffic lights.
        rating = literal if literal is not None and not key.shows_colour(named) else Rating.UNREADABLE
        return Meaning(named, None, rating, None, method, colour), [doubt]
    if literal is not None:
        return Meaning(named, None, literal, None, method, colour), []
    if named is Rag.GREY and method is not StatusMethod.TEXT_COLOUR:
        return Meaning(named, None, Rating.NOT_RATED, None, method, colour), []
    doubt = Doubt("unknown_colour", f"The colour {colour} has no key, and is not plainly red, amber or green.", place)
    return Meaning(named, None, Rating.UNREADABLE, None, method, colour), [doubt]
