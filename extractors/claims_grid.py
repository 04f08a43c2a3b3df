"""A joined table as one plain grid of cells, header rows and body alike, for tables that count.

Nothing here knows what a bucket or a period is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.claims_counts import read_count
from extractors.mark_words import plain_text
from schemas.geometry import Place, hull
from schemas.grids import Cell, JoinedCell, JoinedTable
from schemas.readings import LegendEntry

MarkReader = Callable[[Cell], LegendEntry | None]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One position: its text on one line; where nothing is printed, the legend line its mark or colour stands for.

    ``behind`` is the legend line of the colour behind a count.
    """

    text: str
    mark: LegendEntry | None
    place: Place | None
    behind: LegendEntry | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a table, the printed header first, every row with ``width`` positions.

    ``header_rows`` tells how many rows the table itself calls header; the real header may be longer or
    start in the body. ``title`` is the band or heading over the table.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    header_rows: int
    title: str
    place: Place

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def lay_out(table: JoinedTable, read_mark: MarkReader) -> Grid | None:
    """The table as a grid without its empty rows, or None when it has no rows or no place on a page."""
    printed = [_printed_row(cells, read_mark) for cells in (*table.header_cells, *(row.cells for row in table.rows))]
    levels = len(table.header_cells)
    if not table.header_cells:
        named = _rows_of_headings(table)
        printed, levels = [*named, *printed], len(named)
    width = max((len(row) for row in printed), default=0)
    empty = GridCell("", None, None)
    padded = [row + (empty,) * (width - len(row)) for row in printed]
    kept = [(i, row) for i, row in enumerate(padded) if any(cell.text or cell.mark for cell in row)]
    places = table.places or tuple(place for row in table.rows for place in row.places)
    if not kept or not places:
        return None
    return Grid(
        rows=tuple(row for _, row in kept),
        header_rows=sum(i < levels for i, _ in kept),
        title=one_line(table.title or ""),
        place=places[0],
    )


def one_line(text: str) -> str:
    """The text with line breaks and runs of spaces folded to one space."""
    return " ".join(text.split())


def place_of(cells: tuple[GridCell, ...], otherwise: Place) -> Place:
    """The box around the cells on the first page they stand on; ``otherwise`` when none has a place."""
    places = [cell.place for cell in cells if cell.place is not None]
    if not places:
        return otherwise
    page = min(place.page for place in places)
    return Place(page, hull(place.box for place in places if place.page == page))


def _printed_row(cells: tuple[JoinedCell | None, ...], read_mark: MarkReader) -> tuple[GridCell, ...]:
    return tuple(_printed_cell(cell, read_mark) for cell in cells)


def _printed_cell(cell: JoinedCell | None, read_mark: MarkReader) -> GridCell:
    if cell is None:
        return GridCell("", None, None)
    text = one_line(plain_text(cell))
    is_filled = any(part.fill for part in cell.parts)
    is_count = is_filled and text[:1].isdigit() and read_count(text) is not None
    marks = (read_mark(part) for part in cell.parts) if is_count or not text else ()
    seen = next((entry for entry in marks if entry is not None), None)
    place = cell.parts[0].place if cell.parts else None
    return GridCell(text, None, place, seen) if text else GridCell(text, seen, place)


def _rows_of_headings(table: JoinedTable) -> list[tuple[GridCell, ...]]:
    """The header texts of a table that keeps no header cells, level by level from the top."""
    depth = max((len(levels) for levels in table.headings), default=0)
    place = table.header_places[0] if table.header_places else None
    return [
        tuple(GridCell(one_line(levels[d]) if d < len(levels) else "", None, place) for levels in table.headings)
        for d in range(depth)
    ]
