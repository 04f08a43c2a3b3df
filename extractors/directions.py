"""The direction of travel a cell shows: a word, an arrow as the key explains it, an arrow beside a status.

An arrow up says that a figure rose, not that things got better: without a key it is not read.
"""

from __future__ import annotations

from extractors.key import DIRECTIONS, Key
from extractors.mark_words import plain_text
from extractors.marks import direction_marks, find_marks
from extractors.meanings import Doubt
from extractors.words import direction_word
from schemas.grids import JoinedCell
from schemas.marks import Mark, MarkForm
from schemas.vocabulary import Direction, StatusMethod

# A level arrow means the same whether higher or lower is better; so it needs no key where it is written as a character.
LEVEL = (MarkForm.ARROW_RIGHT, MarkForm.ARROW_BOTH)


def read_direction(cell: JoinedCell, key: Key) -> tuple[Direction | None, str | None, list[Doubt]]:
    """The direction of travel a cell shows, its printed text, and what is doubtful; None when the cell shows nothing.

    A drawn arrow means what the key's same arrow means, a word what it says.
    """
    text = plain_text(cell) or None
    if text is not None:
        direction = direction_word(text)
        if direction is not None:
            return direction, text, []
    marks = direction_marks(find_marks(cell))
    for mark in marks:
        explained = _explained(mark, key)
        if explained is not None:
            return explained[0], text or mark.text or explained[1], []
    place = cell.places[0]
    if marks:
        shown = text or marks[0].text
        return Direction.UNKNOWN, shown, [_unexplained(marks[0])]
    if text is not None and any(ch.isalnum() for ch in text):
        doubt = Doubt("direction_unreadable", f"The direction cell says {text!r}, which nothing explains.", place)
        return Direction.UNKNOWN, text, [doubt]
    return None, text, []


def read_direction_beside(cell: JoinedCell, key: Key) -> tuple[Direction | None, str | None, list[Doubt]]:
    """The direction an arrow in a status cell shows; None when there is no arrow, or nothing else to be the status.

    A lone arrow in a status column is a direction only when the key says so: its colour may be all it means.
    """
    marks = find_marks(cell)
    arrows = [mark for mark in marks if mark.form is not None and mark.form.points]
    for mark in (*arrows, *(mark for mark in marks if mark not in arrows)):
        explained = _explained(mark, key)
        if explained is not None:
            return explained[0], mark.text or explained[1], []
    alone = len(marks) == len(arrows) and not plain_text(cell) and not any(part.fill for part in cell.parts)
    if not arrows or alone:
        return None, None, []
    return Direction.UNKNOWN, arrows[0].text, [_unexplained(arrows[0])]


def _explained(mark: Mark, key: Key) -> tuple[Direction, str] | None:
    entry = key.by_mark(mark, directions=True)
    if entry is None and mark.outline:
        seen = key.by_outline(mark.outline)
        entry = seen if seen is not None and seen.rating in DIRECTIONS else None
    if entry is not None and entry.rating is not None:
        return Direction(entry.rating), entry.label
    if mark.method is StatusMethod.GLYPH and mark.form in LEVEL and not _draws_directions(key):
        return Direction.SAME, mark.text or ""
    return None


def _draws_directions(key: Key) -> bool:
    return any(entry.rating in DIRECTIONS for entry in key.entries)


def _unexplained(mark: Mark) -> Doubt:
    shown = mark.text or (mark.form.value.replace("_", " ") if mark.form else "a picture")
    message = f"A direction mark ({shown}) is drawn here that the key does not explain."
    return Doubt("direction_unreadable", message, mark.place)
