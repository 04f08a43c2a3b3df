"""A status or direction cell to its meaning: the word, the fill, both together, through the report's own key.

Which column is the status column is known to ``columns``; where a key comes from to ``legend``.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.colours import SAME_COLOUR, distance, is_ink, is_paper, name_colour
from extractors.key import DIRECTIONS, Key
from extractors.shapes import cell_outline
from extractors.words import (
    action_word,
    colour_letter,
    colour_word,
    direction_word,
    fold_word,
    literal_rating,
    not_rated_word,
    rating_word,
)
from schemas.geometry import Place
from schemas.grids import JoinedCell
from schemas.readings import LegendEntry, StatusReading
from schemas.vocabulary import ActionStatus, Direction, NotRatedReason, Rag, Rating, StatusMethod

RATINGS = frozenset(rating.value for rating in Rating)
WORK = frozenset(status.value for status in ActionStatus)
# What the meaning of a work status is as an indicator's rating, where a key words its swatches that way ("On track").
WORK_AS_RATING = {
    ActionStatus.COMPLETE: Rating.MET,
    ActionStatus.ON_TRACK: Rating.MET,
    ActionStatus.AT_RISK: Rating.CLOSE,
    ActionStatus.OFF_TRACK: Rating.MISSED,
}
TRAFFIC_LIGHTS = (Rag.RED, Rag.AMBER, Rag.GREEN)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue about one cell, before the row it belongs to is known."""

    code: str
    message: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class _Meaning:
    rag: Rag
    label: str | None
    rating: Rating
    reason: NotRatedReason | None
    method: StatusMethod


def no_status() -> StatusReading:
    """The reading of a row whose table shows no status at all, or whose status cell is empty."""
    return StatusReading(Rag.NONE, None, Rating.NOT_RATED)


def status_fill(cell: JoinedCell, beside: frozenset[str]) -> str | None:
    """The cell's fill if it can be a status: not paper, not ink, not the colour of the row or header it stands in.

    ``beside`` are the fills of the row's other cells and of the header. A cell cut by a page break has one colour,
    from whichever part shows it.
    """
    for part in cell.parts:
        fill = part.fill
        if fill is None or is_paper(fill) or is_ink(fill):
            continue
        if any(distance(fill, other) < SAME_COLOUR / 4 for other in beside):
            continue
        return fill
    return None


def read_status(cell: JoinedCell, key: Key, beside: frozenset[str] = frozenset()) -> tuple[StatusReading, list[Doubt]]:
    """The status a cell shows and what is doubtful about it.

    The word comes first, then the fill; where both are there they must mean the same. A mark that neither the key
    nor the literal traffic-light words explain is UNREADABLE, never guessed.
    """
    place = cell.places[0]
    fill = status_fill(cell, beside)
    text = cell.text.strip()
    word = _word_meaning(text, key) if text else None
    shown, doubts = _fill_meaning(fill, key, place) if fill else (None, [])
    if word is None and text and not _is_blank(text):
        if shown is not None and shown.rating is not Rating.UNREADABLE and len(fold_word(text)) <= 1:
            word = None
        else:
            doubt = Doubt("unknown_status_word", f"The status cell says {text!r}, which nothing explains.", place)
            reading = StatusReading(Rag.NONE, text, Rating.UNREADABLE, None, StatusMethod.WORD, fill, place)
            return reading, [doubt]
    if word is not None:
        if shown is not None and _disagree(word, shown):
            doubts.append(
                Doubt(
                    "fill_and_word_disagree",
                    f"The cell says {text!r} ({word.rating}) on {fill}, which means {shown.label or shown.rag}.",
                    place,
                )
            )
        elif shown is not None and shown.rating is Rating.UNREADABLE and word.rag not in TRAFFIC_LIGHTS:
            doubts = []
        rag = word.rag if word.rag is not Rag.NONE or shown is None else shown.rag
        if word.rating is Rating.NOT_RATED and word.rag is Rag.NONE:
            rag = Rag.NONE if shown is None or shown.rag in TRAFFIC_LIGHTS else shown.rag
        return StatusReading(rag, word.label, word.rating, word.reason, word.method, fill, place), doubts
    if shown is not None:
        return StatusReading(shown.rag, shown.label, shown.rating, shown.reason, shown.method, fill, place), doubts
    return _mark_or_nothing(cell, key, place)


def mark_colour(cell: JoinedCell) -> str | None:
    """The one colour of the marks drawn inside a cell (a dot, a small box); None if there is none or several."""
    colours = {s.fill for part in cell.parts for s in part.shapes if s.fill and not is_paper(s.fill)}
    named = {c for c in colours if not is_ink(c)}
    return named.pop() if len(named) == 1 else None


def _mark_or_nothing(cell: JoinedCell, key: Key, place: Place) -> tuple[StatusReading, list[Doubt]]:
    """A drawn mark by its colour, as a fill is read; without a colour, by the key's same mark."""
    colour = mark_colour(cell)
    if colour is not None:
        shown, doubts = _fill_meaning(colour, key, place)
        return StatusReading(
            shown.rag, shown.label, shown.rating, shown.reason, StatusMethod.SHAPE, colour, place
        ), doubts
    drawn = bool(cell_outline(cell.parts)) or any(part.pictures for part in cell.parts)
    if not drawn:
        return no_status(), []
    doubt = Doubt("status_unreadable", "The status is a drawn mark or picture that no key explains.", place)
    method = StatusMethod.IMAGE if any(part.pictures for part in cell.parts) else StatusMethod.SHAPE
    return StatusReading(Rag.NONE, None, Rating.UNREADABLE, None, method, None, place), [doubt]


def _is_blank(text: str) -> bool:
    return not any(ch.isalnum() for ch in text)


def _word_meaning(text: str, key: Key) -> _Meaning | None:
    letter = colour_letter(text)
    method = StatusMethod.LETTER if letter is not None else StatusMethod.WORD
    rag = colour_word(text) or letter or Rag.NONE
    entry = key.by_word(text)
    if entry is not None:
        rating, reason = _entry_rating(entry)
        if rating is not None:
            if rag is Rag.NONE and entry.colour:
                rag = name_colour(entry.colour) or Rag.NONE
            elif rag is Rag.NONE and entry.mark:
                rag = colour_word(entry.mark) or Rag.NONE
            return _Meaning(rag, entry.label, rating, reason, method)
    unrated = not_rated_word(text)
    if unrated is not None:
        return _Meaning(Rag.NONE, text, Rating.NOT_RATED, unrated, method)
    rating = rating_word(text)
    if rating is None:
        work = action_word(text) if rag is Rag.NONE else None
        rating = WORK_AS_RATING.get(work) if work else None
    if rating is None and rag is not Rag.NONE:
        rating = literal_rating(rag)
        if rating is None:
            rating = Rating.NOT_RATED if rag is Rag.GREY else Rating.UNREADABLE
    return _Meaning(rag, text, rating, None, method) if rating is not None else None


def _entry_rating(entry: LegendEntry) -> tuple[Rating | None, NotRatedReason | None]:
    if entry.rating in WORK:
        return WORK_AS_RATING.get(ActionStatus(entry.rating)), None
    if entry.rating not in RATINGS or entry.rating is None:
        return None, None
    rating = Rating(entry.rating)
    reason = (not_rated_word(entry.label) or NotRatedReason.NO_DATA_YET) if rating is Rating.NOT_RATED else None
    if (
        reason is NotRatedReason.NO_DATA_YET
        and not_rated_word(entry.label) is None
        and "data" not in entry.label.lower()
    ):
        reason = None
    return rating, reason


def _fill_meaning(fill: str, key: Key, place: Place) -> tuple[_Meaning, list[Doubt]]:
    named = name_colour(fill) or Rag.NONE
    entry = key.by_colour(fill)
    if entry is not None:
        rating, reason = _entry_rating(entry)
        rag = (colour_word(entry.mark) if entry.mark else None) or name_colour(entry.colour or fill) or named
        if rating is not None:
            return _Meaning(rag, entry.label, rating, reason, StatusMethod.FILL), []
        doubt = Doubt(
            "unknown_status_word", f"The key says {entry.label!r} for {fill}, which is no known rating.", place
        )
        return _Meaning(rag, entry.label, Rating.UNREADABLE, None, StatusMethod.FILL), [doubt]
    if key.has_colours:
        doubt = Doubt("colour_not_in_legend", f"The fill {fill} is far from every swatch of the report's key.", place)
        return _Meaning(named, None, Rating.UNREADABLE, None, StatusMethod.FILL), [doubt]
    literal = literal_rating(named) if named is not Rag.NONE else None
    if literal is not None:
        return _Meaning(named, None, literal, None, StatusMethod.FILL), []
    if named is Rag.GREY:
        return _Meaning(named, None, Rating.NOT_RATED, None, StatusMethod.FILL), []
    doubt = Doubt("unknown_colour", f"The fill {fill} has no key, and is not plainly red, amber or green.", place)
    return _Meaning(named, None, Rating.UNREADABLE, None, StatusMethod.FILL), [doubt]


def _disagree(word: _Meaning, shown: _Meaning) -> bool:
    """Whether the word's meaning and the fill's are two different ratings; an unrated word on grey is no conflict."""
    if shown.rating is Rating.UNREADABLE:
        return word.rag in TRAFFIC_LIGHTS and shown.rag in TRAFFIC_LIGHTS and word.rag is not shown.rag
    if word.rag in TRAFFIC_LIGHTS and shown.rag in TRAFFIC_LIGHTS:
        return word.rag is not shown.rag
    good = (Rating.MET, Rating.EXCEEDED)
    return word.rating is not shown.rating and not (word.rating in good and shown.rating in good)


def read_direction(cell: JoinedCell, key: Key) -> tuple[Direction | None, str | None, list[Doubt]]:
    """The direction of travel a cell shows, its printed text, and what is doubtful; None when the cell shows nothing.

    A drawn arrow means what the key's same arrow means, a word or plain arrow character what it says.
    """
    text = cell.text.strip() or None
    if text is not None:
        direction = direction_word(text)
        if direction is not None:
            return direction, text, []
    seen = cell_outline(cell.parts)
    if seen:
        entry = key.by_outline(seen)
        if entry is not None and entry.rating in DIRECTIONS:
            return Direction(entry.rating), text or entry.label, []
        doubt = Doubt(
            "direction_unreadable", "A direction mark is drawn here that the key does not explain.", cell.places[0]
        )
        return Direction.UNKNOWN, text, [doubt]
    if text is not None and not _is_blank(text):
        doubt = Doubt(
            "direction_unreadable", f"The direction cell says {text!r}, which nothing explains.", cell.places[0]
        )
        return Direction.UNKNOWN, text, [doubt]
    if any(part.pictures for part in cell.parts):
        doubt = Doubt("direction_unreadable", "The direction is a picture.", cell.places[0])
        return Direction.UNKNOWN, text, [doubt]
    return None, text, []


def read_work_status(
    cell: JoinedCell, key: Key, beside: frozenset[str] = frozenset()
) -> tuple[ActionStatus, str | None, Rag, list[Doubt]]:
    """The state of a piece of work: its canonical status, the word printed, the colour, and what is doubtful."""
    place = cell.places[0]
    fill = status_fill(cell, beside)
    text = cell.text.strip()
    named = colour_word(text) or colour_letter(text) if text else None
    rag = named or (name_colour(fill) if fill else None) or Rag.NONE
    status = action_word(text) if text else None
    label: str | None = text or None
    if status is None:
        entry = key.by_word(text) if text else key.by_colour(fill) if fill else None
        if entry is not None:
            label = text or entry.label
            status = ActionStatus(entry.rating) if entry.rating in WORK else _rating_as_work(entry.rating)
    if status is None and named is not None and text:
        status = action_word(named.value)
    if status is not None:
        return status, label, rag, []
    if not text and fill is None:
        doubt = Doubt("status_unreadable", "The action's status cell is empty.", place)
    else:
        doubt = Doubt("unknown_status_word", f"The action's status {text or fill!r} is explained by nothing.", place)
    return ActionStatus.UNREADABLE, label, rag, [doubt]


def _rating_as_work(rating: str | None) -> ActionStatus | None:
    return {
        Rating.MET.value: ActionStatus.ON_TRACK,
        Rating.CLOSE.value: ActionStatus.AT_RISK,
        Rating.MISSED.value: ActionStatus.OFF_TRACK,
    }.get(rating or "")
