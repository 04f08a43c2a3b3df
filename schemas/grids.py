"""Tables: as one page shows them, and as one thing over the pages they run across.

What the columns and rows mean is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.geometry import Place
from schemas.pages import Picture, Shape, Word


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table on one page.

    A merged cell stands once, at its top left position, with its spans. ``fill`` is the colour
    one sees behind the text (None: no fill). ``text`` joins lines with a line break. ``words`` are kept of
    short cells only, those that may hold a mark.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: Place
    fill: str | None
    bold: bool = False
    text_colour: str | None = None
    shapes: tuple[Shape, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footnoted: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page: ``rows[r][c]`` is the cell covering that position, or None.

    A merged cell is the same object at every position it covers. ``column_edges`` are the x
    positions of the column borders, one more than there are columns.
    """

    place: Place
    rows: tuple[tuple[Cell | None, ...], ...]
    column_edges: tuple[float, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class JoinedCell:
    """A cell of a joined row: its parts in page order (two or more where a page break cut it)."""

    text: str
    parts: tuple[Cell, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part.place for part in self.parts)


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """A row of a joined table; ``cells[c]`` is None where the row has no cell in that column.

    ``notes`` are the comments printed under the row over the width of the table.
    """

    cells: tuple[JoinedCell | None, ...]
    places: tuple[Place, ...]
    notes: tuple[JoinedCell, ...] = ()

    def text(self, column: int | None) -> str:
        """The printed text in a column, '' where there is none."""
        cell = self.cells[column] if column is not None and column < len(self.cells) else None
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A table over one or more pages.

    ``title`` is the band over its header or the heading above it; ``headings[c]`` are the printed
    header texts of column ``c`` from the top level down; ``rows`` exclude title and header.
    ``header_cells`` are the same header row by row with its cells (fills and drawn marks head count tables).
    """

    title: str | None
    title_place: Place | None
    headings: tuple[tuple[str, ...], ...]
    header_places: tuple[Place, ...]
    rows: tuple[JoinedRow, ...]
    places: tuple[Place, ...]
    engine: str
    header_cells: tuple[tuple[JoinedCell | None, ...], ...] = ()
    banded: bool = False
