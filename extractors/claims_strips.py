"""Strips: counts in coloured boxes without a heading, or with their statuses printed below them.

Each gives a table with the statuses as its first row, which is how a count table is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.claims_counts import read_count
from extractors.claims_grid import Grid, GridCell
from extractors.claims_labels import meaning_of_entry
from schemas.vocabulary import Rating

FEWEST = 3
"""Colours side by side: two may be any highlighting, three with a good and a bad one among them are a rating."""
LONGEST = 3
"""Rows of a strip turned upside down: its counts, their shares and the statuses below."""
_ENDS = frozenset({Rating.MET.value, Rating.MISSED.value})


def read_as_strip(grid: Grid) -> Iterator[Grid]:
    """The tables a grid may be as a strip; none for most."""
    if 1 < len(grid.rows) <= LONGEST and grid.width >= FEWEST and _counts_only(grid.rows[0]):
        yield replace(grid, rows=tuple(reversed(grid.rows)), header_rows=1)
    heads = _coloured_columns(grid)
    if heads is not None:
        yield replace(grid, rows=(heads, *grid.rows), header_rows=1)


def _counts_only(row: tuple[GridCell, ...]) -> bool:
    cells = [read_count(cell.text) for cell in row]
    return all(cell is not None and cell.count is not None for cell in cells)


def _coloured_columns(grid: Grid) -> tuple[GridCell, ...] | None:
    """A heading row made of the colours of columns whose cells are counts in one colour; None where it is no rating."""
    heads: list[GridCell] = []
    for column in zip(*grid.rows, strict=True):
        printed = [cell for cell in column if cell.text]
        behind = printed[0].behind if printed else None
        is_counts = all((count := read_count(cell.text)) is not None and not count.empty for cell in printed)
        is_one = behind is not None and is_counts and all(cell.behind == behind for cell in printed)
        place = printed[0].place if printed else None
        heads.append(GridCell("", behind, place) if is_one else GridCell("", None, place))
    marks = [head.mark for head in heads if head.mark is not None]
    meanings = [meaning_of_entry(mark) for mark in marks]
    ratings = {meaning.indicator for meaning in meanings if meaning is not None}
    return tuple(heads) if len(set(marks)) == len(marks) >= FEWEST and ratings >= _ENDS else None
