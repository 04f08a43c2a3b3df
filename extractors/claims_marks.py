"""Which legend line a heading without words stands for: by its drawn mark, else by its fill."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.claims_grid import MarkReader
from extractors.colours import is_ink, is_paper
from extractors.key import make_key
from extractors.shapes import cell_outline
from schemas.grids import Cell
from schemas.readings import LegendEntry


def read_marks_by(legend: Sequence[LegendEntry]) -> MarkReader:
    """A function from a table cell to the legend line it shows, or None: nothing is drawn, or nothing is near."""
    key = make_key(legend)

    def read_mark(cell: Cell) -> LegendEntry | None:
        seen = cell_outline((cell,))
        drawn = key.by_outline(seen) if seen else None
        if drawn is not None or cell.fill is None or is_paper(cell.fill) or is_ink(cell.fill):
            return drawn
        return key.by_colour(cell.fill)

    return read_mark
