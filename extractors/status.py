"""A status cell to its meaning: its words, drawn marks, fill and inks as witnesses, through the report's own key.

Which column is the status column is known to ``columns``; what one witness means to ``meanings``; directions are read
in ``directions``.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.colours import SAME_COLOUR, distance, is_ink, is_paper, name_colour
from extractors.directions import read_direction
from extractors.key import WORK, Key
from extractors.key_sentences import is_meaning
from extractors.mark_shapes import read_highlight
from extractors.mark_words import plain_text, read_ink
from extractors.marks import find_marks, status_marks
from extractors.meanings import Doubt, Meaning, colour_meaning, mark_meaning, word_meaning
from extractors.words import action_word, colour_letter, colour_word, fold_word
from schemas.geometry import Place
from schemas.grids import JoinedCell
from schemas.marks import Mark
from schemas.readings import StatusReading
from schemas.vocabulary import ActionStatus, Rag, Rating, StatusMethod

__all__ = ["Doubt", "no_status", "read_direction", "read_status", "read_work_status", "status_fill"]

TRAFFIC_LIGHTS = (Rag.RED, Rag.AMBER, Rag.GREEN)
GOOD = (Rating.MET, Rating.EXCEEDED)


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


def read_status(
    cell: JoinedCell,
    key: Key,
    beside: frozenset[str] = frozenset(),
    *,
    inks: frozenset[str] = frozenset(),
    asked: bool = False,
) -> tuple[StatusReading, list[Doubt]]:
    """The status a cell shows and what is doubtful about it.

    The word comes first, then drawn marks, then the fill, the colour behind the words, the ink of the words; where a
    word and another witness are there they must mean the same. A mark that neither the key nor the literal
    traffic-light words explain is UNREADABLE, never guessed. ``inks`` are the colours of the row's other words,
    ``asked`` says that the column's heading is a question.
    """
    place = cell.places[0]
    text = plain_text(cell)
    word = word_meaning(text, key, asked=asked) if text else None
    shown, doubts = _shown(cell, key, beside, inks, asked=asked)
    if word is None and text and not _is_blank(text):
        if shown is None or not shown.is_read:
            colour = shown.colour if shown is not None else None
            reading = StatusReading(Rag.NONE, text, Rating.UNREADABLE, None, StatusMethod.WORD, colour, place)
            return reading, [
                Doubt("unknown_status_word", f"The status cell says {text!r}, which nothing explains.", place)
            ]
        if not _says_nothing(text) and not key.is_sample(text):
            doubts = [
                Doubt(
                    "unknown_status_word",
                    f"The status cell says {text!r}, which nothing explains; its colour was read.",
                    place,
                )
            ]
    if word is not None:
        return _with_word(cell, text, word, shown, doubts)
    if shown is not None:
        label = shown.label if _says_nothing(text) or key.is_sample(text) else text
        reading = StatusReading(shown.rag, label, shown.rating, shown.reason, shown.method, shown.colour, place)
        return reading, doubts
    return no_status(), []


def _with_word(
    cell: JoinedCell, text: str, word: Meaning, shown: Meaning | None, doubts: list[Doubt]
) -> tuple[StatusReading, list[Doubt]]:
    place = cell.places[0]
    kept: list[Doubt] = []
    if shown is not None and shown.colour is not None:
        if _disagree(word, shown):
            message = (
                f"The cell says {text!r} ({word.rating}) on {shown.colour}, which means {shown.label or shown.rag}."
            )
            kept = [*doubts, Doubt("fill_and_word_disagree", message, place)]
        elif not shown.is_read and word.rag in TRAFFIC_LIGHTS and shown.method is StatusMethod.FILL:
            kept = doubts
    if not word.is_read:
        if shown is not None and shown.is_read:
            return StatusReading(
                word.rag, word.label, shown.rating, shown.reason, shown.method, shown.colour, place
            ), kept
        kept = [Doubt("unknown_status_word", f"The status cell says {text!r}, which no key explains.", place)]
    rag = word.rag if word.rag is not Rag.NONE or shown is None else shown.rag
    if word.rating is Rating.NOT_RATED and word.rag is Rag.NONE:
        rag = Rag.NONE if shown is None or shown.rag in TRAFFIC_LIGHTS else shown.rag
    colour = shown.colour if shown is not None else None
    return StatusReading(rag, word.label, word.rating, word.reason, word.method, colour, place), kept


def _shown(
    cell: JoinedCell, key: Key, beside: frozenset[str], inks: frozenset[str], *, asked: bool
) -> tuple[Meaning | None, list[Doubt]]:
    """What the cell shows beside its words: the first witness that can be read, else the first there is."""
    first: tuple[Meaning, list[Doubt]] | None = None
    fill = status_fill(cell, beside)
    drawn = find_marks(cell)
    travel = [mark for mark in drawn if key.by_mark(mark, directions=True) is not None]
    # An arrow the key explains as a direction may show the status by its colour; in black it shows none.
    marks = status_marks([m for m in drawn if m not in travel] or [m for m in travel if m.colour is not None])
    read = [found for mark in marks if (found := mark_meaning(mark, key, asked=asked))[0].is_read]
    if len({found[0].rating for found in read}) > 1:
        place = cell.places[0]
        doubt = Doubt("status_unreadable", "The cell shows several marks that mean different things.", place)
        return Meaning(Rag.NONE, None, Rating.UNREADABLE, None, read[0][0].method), [doubt]
    if read:
        return _on_colour(read[0], fill, key, cell.places[0])
    words = plain_text(cell)
    ink = read_ink(cell, inks) if _may_be_coloured(words) or key.is_sample(words) else None
    others: list[Mark] = [mark for mark in (read_highlight(cell), ink) if mark is not None]
    witnesses = [mark_meaning(mark, key) for mark in marks if mark.colour is not None or not cell.text.strip(".•·")]
    if fill is not None:
        witnesses.append(colour_meaning(fill, key, cell.places[0]))
    witnesses += [colour_meaning(mark.colour, key, mark.place, mark.method) for mark in others if mark.colour]
    if marks and not witnesses:
        witnesses = [mark_meaning(marks[0], key)]
    for found in witnesses:
        if found[0].is_read:
            return found
        first = first or found
    return first if first is not None else (None, [])


def _on_colour(
    found: tuple[Meaning, list[Doubt]], fill: str | None, key: Key, place: Place
) -> tuple[Meaning, list[Doubt]]:
    """What a mark without a colour of its own says, with the colour of its cell; a white tick on green is green."""
    meaning, doubts = found
    if fill is None or meaning.rag is not Rag.NONE:
        return found
    behind, _unread = colour_meaning(fill, key, place)
    if behind.is_read and behind.rating is not meaning.rating:
        message = f"The mark in the cell means {meaning.rating}, the colour behind it ({fill}) {behind.rating}."
        return meaning, [*doubts, Doubt("fill_and_word_disagree", message, place)]
    return replace(meaning, rag=behind.rag, colour=fill), doubts


def _may_be_coloured(text: str) -> bool:
    """Whether the ink of a text may be its status: one word or a figure, or words that say a status themselves.

    "See commentary" in blue is a link.
    """
    return len(text.split()) <= 1 or any(ch.isdigit() for ch in text) or is_meaning(text)


def _is_blank(text: str) -> bool:
    return not any(ch.isalnum() for ch in text)


def _says_nothing(text: str) -> bool:
    """Whether an unexplained text in a coloured cell is no word for a status: a letter, a yes or no, a figure."""
    return len(fold_word(text)) <= 1 or fold_word(text) in ("yes", "no") or any(ch.isdigit() for ch in text)


def _disagree(word: Meaning, shown: Meaning) -> bool:
    """Whether the word's meaning and the colour's are two different ratings; an unrated word on grey is no conflict.

    The ink of the words is a weak witness: it speaks only when both name a traffic light.
    """
    if word.rag in TRAFFIC_LIGHTS and shown.rag in TRAFFIC_LIGHTS:
        return word.rag is not shown.rag
    if not shown.is_read or not word.is_read or shown.method is StatusMethod.TEXT_COLOUR:
        return False
    return word.rating is not shown.rating and not (word.rating in GOOD and shown.rating in GOOD)


def read_work_status(
    cell: JoinedCell, key: Key, beside: frozenset[str] = frozenset()
) -> tuple[ActionStatus, str | None, Rag, list[Doubt]]:
    """The state of a piece of work: its canonical status, the word printed, the colour, and what is doubtful."""
    place = cell.places[0]
    marks = status_marks(find_marks(cell))
    ink = read_ink(cell)
    colours = [status_fill(cell, beside), *(mark.colour for mark in (*marks, read_highlight(cell), ink) if mark)]
    colour = next((found for found in colours if found is not None), None)
    text = plain_text(cell)
    named = colour_word(text) or colour_letter(text) if text else None
    rag = named or (name_colour(colour) if colour else None) or Rag.NONE
    status = action_word(text) if text else None
    label: str | None = text or None
    if status is None:
        entry = key.by_word(text) if text else None
        entry = entry or next((e for mark in marks if (e := key.by_mark(mark, work=True)) is not None), None)
        if entry is None and colour is not None and (not text or _says_nothing(text)):
            entry = key.by_colour(colour, work=True) or key.by_colour_name(rag)
        if entry is not None:
            label = text or entry.label
            status = ActionStatus(entry.rating) if entry.rating in WORK else _rating_as_work(entry.rating)
    if status is None and named is not None and text:
        status = action_word(named.value)
    if status is not None:
        return status, label, rag, []
    if not text and colour is None and not marks:
        doubt = Doubt("status_unreadable", "The action's status cell is empty.", place)
    else:
        doubt = Doubt("unknown_status_word", f"The action's status {text or colour!r} is explained by nothing.", place)
    return ActionStatus.UNREADABLE, label, rag, [doubt]


def _rating_as_work(rating: str | None) -> ActionStatus | None:
    return {
        Rating.MET.value: ActionStatus.ON_TRACK,
        Rating.CLOSE.value: ActionStatus.AT_RISK,
        Rating.MISSED.value: ActionStatus.OFF_TRACK,
    }.get(rating or "")
