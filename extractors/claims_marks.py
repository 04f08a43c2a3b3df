"""Which legend line a heading without words stands for: by its drawn mark, letter or picture, else by its fill."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.claims_grid import MarkReader
from extractors.colours import is_ink, is_paper
from extractors.key import make_key
from extractors.mark_shapes import read_highlight
from extractors.marks import find_marks
from schemas.grids import Cell, JoinedCell
from schemas.marks import Mark
from schemas.readings import LegendEntry


def read_marks_by(legend: Sequence[LegendEntry]) -> MarkReader:
    """A function from a table cell to the legend line it shows, or None: nothing is drawn, or nothing is near."""
    key = make_key(legend)

    @cache
    def by_colour(colour: str) -> LegendEntry | None:
        return None if is_paper(colour) or is_ink(colour) else key.by_colour(colour)

    def explained(mark: Mark) -> LegendEntry | None:
        points = mark.form is not None and mark.form.points
        found = (key.by_mark(mark, directions=directions) for directions in (points, not points))
        drawn = next((entry for entry in found if entry is not None), None)
        return drawn or (key.by_outline(mark.outline) if mark.outline else None)

    def read_mark(cell: Cell) -> LegendEntry | None:
        joined = JoinedCell(cell.text, (cell,))
        drawn = next((entry for mark in find_marks(joined) if (entry := explained(mark)) is not None), None)
        if drawn is not None:
            return drawn
        behind = read_highlight(joined)
        colour = cell.fill or (behind.colour if behind is not None else None)
        return by_colour(colour) if colour is not None else None

    return read_mark
