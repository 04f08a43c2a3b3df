"""Everything a cell shows that may be a status or a direction, by one reader for each way of showing it.

The readers know no meaning; a mark is explained by the report's key, in ``key``.
"""

from __future__ import annotations

from extractors.colours import name_colour
from extractors.mark_icons import read_icons
from extractors.mark_shapes import read_shapes
from extractors.mark_words import read_glyphs
from schemas.grids import JoinedCell
from schemas.marks import Mark
from schemas.vocabulary import Rag

# The readers of drawn marks, in the order their marks are trusted in.
READERS = (read_glyphs, read_shapes, read_icons)


def find_marks(cell: JoinedCell) -> list[Mark]:
    """The drawn marks of a cell: letters of symbol fonts, paths, pictures; [] for one with words or fill only."""
    return [mark for read in READERS for mark in read(cell)]


def status_marks(marks: list[Mark]) -> list[Mark]:
    """The marks that can be the status: beside another mark an arrow is the direction."""
    others = [mark for mark in marks if mark.form is None or not mark.form.points]
    return _lit(others) or marks


def direction_marks(marks: list[Mark]) -> list[Mark]:
    """The marks that can be the direction: the arrows where there are any."""
    return [mark for mark in marks if mark.form is not None and mark.form.points] or marks


def _lit(marks: list[Mark]) -> list[Mark]:
    """Of several marks of one form those with a colour: a row of lamps has one lit, the others black or grey."""
    coloured = [mark for mark in marks if mark.colour is not None and name_colour(mark.colour) is not Rag.GREY]
    return coloured if coloured and len({mark.form for mark in marks}) == 1 else marks
