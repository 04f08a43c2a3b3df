"""The ladder of table engines, cheapest first: every engine reads the same page into the same tables.

Which reading is kept is decided by ``pipeline.choose`` on what the report states of itself. camelot is imported only
here, when asked for, and only for the pages asked for; its cells are filled from our own page, so that fills and
marks are read alike whichever engine found the borders.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractors.colours import is_paper
from extractors.engine_align import find_aligned
from extractors.engine_labels import find_labelled
from extractors.page_cells import PageIndex
from extractors.ruled import find_cell_groups
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page

Engine = Callable[[Page, Path], tuple[Table, ...]]


def read_by_fills(page: Page, _path: Path) -> tuple[Table, ...]:
    """Cells from rules and coloured areas together: tables whose borders are partly fills."""
    fills = [fill.box for fill in page.fills if not is_paper(fill.colour)]
    index = PageIndex(page)
    built = (index.build(group, "fills") for group in find_cell_groups(page, fills))
    return tuple(table for table in built if table is not None and len(table.column_edges) > 2)


def read_by_alignment(page: Page, _path: Path) -> tuple[Table, ...]:
    """Texts aligned under headings, whatever is ruled."""
    labelled = find_labelled(page, ())
    return (*labelled, *find_aligned(page, [table.place.box for table in labelled]))


def read_by_lattice(page: Page, path: Path) -> tuple[Table, ...]:
    """camelot's lattice: borders seen in the rendered page. No tables where camelot fails on the page."""
    return _by_camelot(page, path, "lattice")


def read_by_network(page: Page, path: Path) -> tuple[Table, ...]:
    """camelot's network: columns from text alignments."""
    return _by_camelot(page, path, "network")


def read_by_hybrid(page: Page, path: Path) -> tuple[Table, ...]:
    """camelot's hybrid: alignments and rendered borders together."""
    return _by_camelot(page, path, "hybrid")


# In the order they are tried after the page's first reading (rules, then fills, then alignment).
RIVALS: tuple[tuple[str, Engine], ...] = (
    ("alignment", read_by_alignment),
    ("fills", read_by_fills),
    ("camelot lattice", read_by_lattice),
    ("camelot network", read_by_network),
    ("camelot hybrid", read_by_hybrid),
)


def _by_camelot(page: Page, path: Path, flavor: str) -> tuple[Table, ...]:
    from camelot.io import read_pdf

    try:
        found = read_pdf(str(path), pages=str(page.number), flavor=flavor, suppress_stdout=True)
    except Exception:  # a second opinion that fails on a page has none; the first reading stands
        return ()
    index = PageIndex(page)
    built = (index.build(_cells(table, page.height), f"camelot-{flavor}") for table in found)
    tables = [table for table in built if table is not None and len(table.column_edges) > 2]
    return tuple(sorted(tables, key=lambda table: table.place.box.top))


def _cells(table: Any, height: float) -> list[Box]:
    """The table's cells in our coordinates; camelot counts points from the foot of the page."""
    boxes = (Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1) for row in table.cells for cell in row)
    return [box for box in boxes if box.width > 1 and box.height > 1]
