"""The ladder of table engines, cheapest first: every engine reads the same page into the same tables.

Which reading is kept is decided by ``pipeline.choose`` on what the report states of itself. camelot is imported only
here, when asked for, and only for the pages asked for; its cells are filled from our own page, so that fills and
marks are read alike whichever engine found the borders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Flag, auto
from pathlib import Path
from typing import Any

from extractors.blocks import read_blocks
from extractors.colours import is_paper
from extractors.engine_align import ENGINE as ALIGNMENT
from extractors.engine_align import find_aligned
from extractors.engine_bands import ENGINE as BANDS
from extractors.engine_bands import find_banded
from extractors.joins import PageLayout
from extractors.margins import furniture_words, margin_lines
from extractors.page_cells import PageIndex
from extractors.page_turn import find_turn, turned_page
from extractors.pages import OpenedDocument, open_document
from extractors.ruled import find_cell_groups
from extractors.stacked import gather_stacked
from extractors.unruled import find_unruled
from schemas.geometry import Box, Place
from schemas.grids import Table
from schemas.pages import Page
from schemas.readings import KpiRow


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to read again outside ``taken``: the file it is in, the last table of the page before, ``furniture``."""

    page: Page
    path: Path
    taken: tuple[Box, ...]
    before: Table | None
    furniture: frozenset[int]


class Sight(Flag):
    """What an engine finds cells by. Two engines that share nothing of it do not make the same mistake."""

    RULES = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Rival:
    """An engine that may read pages again. ``quick`` ones cost next to nothing; the others open the file themselves,
    so they cannot read pages that have to be turned first.
    """

    name: str
    read: Callable[[Sheet], tuple[Table, ...]]
    sight: Sight
    quick: bool = False


def sight_of(rows: Iterable[KpiRow]) -> Sight:
    """What most rows of a first reading were found by."""
    by_text = [row.engine == ALIGNMENT for row in rows]
    return Sight.TEXT if 2 * sum(by_text) > len(by_text) else Sight.RULES


def read_by_alignment(sheet: Sheet) -> tuple[Table, ...]:
    """Texts aligned under headings, whatever is ruled."""
    return find_unruled(sheet.page, sheet.taken, sheet.before, sheet.furniture)


def read_by_bands(sheet: Sheet) -> tuple[Table, ...]:
    """Texts aligned in columns, rows as long lines or stripes part them."""
    return find_banded(sheet.page, find_aligned(sheet.page, sheet.taken, sheet.before, sheet.furniture))


def read_by_fills(sheet: Sheet) -> tuple[Table, ...]:
    """Cells from rules and coloured areas together: tables whose borders are partly fills."""
    fills = [fill.box for fill in sheet.page.fills if not is_paper(fill.colour)]
    return _tables(sheet, find_cell_groups(sheet.page, fills), "fills")


def read_by_lattice(sheet: Sheet) -> tuple[Table, ...]:
    """camelot's lattice: borders seen in the rendered page."""
    return _by_camelot(sheet, "lattice")


def read_by_network(sheet: Sheet) -> tuple[Table, ...]:
    """camelot's network: columns from text alignments."""
    return _by_camelot(sheet, "network")


def read_by_hybrid(sheet: Sheet) -> tuple[Table, ...]:
    """camelot's hybrid: alignments and rendered borders together."""
    return _by_camelot(sheet, "hybrid")


# In the order they are tried after the page's first reading (rules, then fills, then alignment).
RIVALS: tuple[Rival, ...] = (
    Rival("alignment", read_by_alignment, Sight.TEXT, quick=True),
    Rival("bands", read_by_bands, Sight.RULES | Sight.TEXT, quick=True),
    Rival("fills", read_by_fills, Sight.RULES, quick=True),
    Rival("camelot lattice", read_by_lattice, Sight.RULES),
    Rival("camelot network", read_by_network, Sight.TEXT),
    Rival("camelot hybrid", read_by_hybrid, Sight.RULES | Sight.TEXT),
)


def read_again(
    path: Path, layouts: Sequence[PageLayout], numbers: Sequence[int], settled: Sequence[Place], rival: Rival
) -> dict[int, PageLayout]:
    """Per page number the layout with its tables found by another engine; pages where it finds none are left out.

    Tables of the first reading that hold a ``settled`` place (a stated total, a line of the key) stay. Scanned pages
    are left out too: only one engine sees their words.
    """
    known = {layout.number: layout for layout in layouts}
    again: dict[int, PageLayout] = {}
    last: tuple[int, Table] | None = None
    with open_document(path) as document:
        for number, page, neighbours in _pages(document, [n for n in numbers if n in known]):
            turned = find_turn(page)
            if not page.words or (turned is not None and not rival.quick):
                continue
            page = page if turned is None else turned_page(page, turned)
            kept = [table for table in known[number].tables if any(_holds(table, place) for place in settled)]
            taken = tuple(table.place.box for table in kept)
            before = last[1] if last is not None and last[0] == number - 1 else None
            tables = rival.read(Sheet(page, path, taken, before, furniture_words(margin_lines(page), neighbours)))
            if not tables:
                continue
            aligned = [table for table in tables if table.engine in (ALIGNMENT, BANDS)]
            last = (number, aligned[-1]) if aligned else None
            tables, _blocks = gather_stacked(page, tables, read_blocks(page, (*kept, *tables)))
            in_order = sorted((*kept, *tables), key=lambda table: (table.place.box.top, table.place.box.x0))
            again[number] = replace(known[number], tables=tuple(in_order))
    return again


def _holds(table: Table, place: Place) -> bool:
    return table.place.page == place.page and table.place.box.holds(place.box.mid_x, place.box.mid_y)


def _pages(document: OpenedDocument, numbers: Sequence[int]) -> Iterator[tuple[int, Page, frozenset[str]]]:
    """The pages with the folded margin lines of their neighbours."""
    near: dict[int, Page] = {}
    for number in numbers:
        around = [n for n in (number - 1, number, number + 1) if 1 <= n <= document.page_count]
        near = {n: near[n] if n in near else document.read_page(n) for n in around}
        margins = {folded for n in around if n != number for folded, _words in margin_lines(near[n])}
        yield number, near[number], frozenset(margins)


def _by_camelot(sheet: Sheet, flavor: str) -> tuple[Table, ...]:
    from camelot.io import read_pdf

    page = sheet.page
    try:
        found = read_pdf(str(sheet.path), pages=str(page.number), flavor=flavor, suppress_stdout=True)
    except Exception:  # a second opinion that fails on a page has none; the first reading stands
        return ()
    return _tables(sheet, [_cells(table, page.height) for table in found], f"camelot-{flavor}")


def _tables(sheet: Sheet, groups: Sequence[Sequence[Box]], engine: str) -> tuple[Table, ...]:
    """The tables of these cells, without those that lie over a table that stays."""
    index = PageIndex(sheet.page)
    free = ([box for box in group if not any(box.overlap(other) > 0 for other in sheet.taken)] for group in groups)
    built = (index.build(group, engine) for group in free if group)
    tables = (table for table in built if table is not None and len(table.column_edges) > 2)
    return tuple(sorted(tables, key=lambda table: table.place.box.top))


def _cells(table: Any, height: float) -> list[Box]:
    """The table's cells in our coordinates; camelot counts points from the foot of the page.

    Cells that no border parts are one: camelot cuts a band into as many cells as the table has columns.
    """
    boxes: list[Box] = []
    for row in table.cells:
        start = 0
        for at, cell in enumerate(row):
            is_last = at + 1 == len(row)
            if is_last or cell.right or row[at + 1].left or not (cell.top and cell.bottom):
                box = Box(row[start].x1, height - cell.y2, cell.x2, height - cell.y1)
                boxes += [box] if box.width > 1 and box.height > 1 else []
                start = at + 1
    return boxes
