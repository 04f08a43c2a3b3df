"""Comments printed as a row of their own under the row they speak of, over the width of the table.

Bands that head a section, and rows of the table itself, are told apart in ``joins``; this module knows only what a
comment looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import heading_role
from extractors.rows import RawRow
from schemas.geometry import Place, hull
from schemas.grids import JoinedCell
from schemas.vocabulary import Role

# A title band is a short text; a merged cell with a paragraph in it is not one.
LONGEST_BAND = 140
# A sentence has this many words at least; "A cleaner borough." is still a band.
SENTENCE_WORDS = 8
ENDS = (".", "!", "?")
# What stands before the colon of a labelled comment ("Explanation of performance:") is no longer than this.
LONGEST_LABEL = 40


def find_note(row: RawRow, above: RawRow, width: int) -> JoinedCell | None:
    """The comment a row of a table with ``width`` columns consists of; None for any other row.

    That is one filled cell that is labelled as a comment, or reads as a sentence over all columns but one, or is the
    rest of the comment ``above`` that a page break cut; or a cell with the label and a cell with the text.
    """
    texts = [cell for cell in row.distinct() if cell.text]
    if len(texts) == 2 and _is_label(texts[0].text) and texts[1].parts[0].column_span > 1:
        return texts[1]
    if len(texts) != 1 or width < 2:
        return None
    cell = texts[0]
    label, colon, _rest = cell.text.partition(":")
    if colon and _is_label(label):
        return cell
    wide = cell.parts[0].column_span >= max(2, width - 1)
    return cell if wide and (_reads_as_text(cell.text) or _is_rest(cell, above)) else None


def _is_rest(cell: JoinedCell, above: RawRow) -> bool:
    """Whether the comment above stands at the foot of the page before and is not finished there."""
    note = above.notes[-1] if above.notes else None
    return note is not None and note.places[-1].page < cell.places[0].page and not note.text.endswith(ENDS)


def with_note(row: RawRow, note: RawRow, cell: JoinedCell) -> RawRow:
    """The row with the comment under it; its box grows over the comment, on a next page it has a further place."""
    places = row.places
    for place in note.places:
        last = places[-1]
        joined = Place(last.page, hull((last.box, place.box))) if place.page == last.page else None
        places = (*places[:-1], joined) if joined is not None else (*places, place)
    return replace(row, places=places, notes=(*row.notes, cell))


def note_text(notes: Sequence[JoinedCell]) -> str | None:
    """What the comments under a row say, without the word that labels them; None where there are none."""
    return " ".join(_without_label(note.text) for note in notes) or None


def _without_label(text: str) -> str:
    label, colon, rest = text.partition(":")
    return rest.strip() if colon and _is_label(label) else text


def _is_label(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and heading_role(text) is Role.COMMENTARY


def _reads_as_text(text: str) -> bool:
    sentence = text.endswith(ENDS) and len(text.split()) >= SENTENCE_WORDS
    return len(text) > LONGEST_BAND or sentence or text[:1].islower()
