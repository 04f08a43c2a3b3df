"""The tables of one page: cells with their text, the colour behind it and the marks in it, behind one call.

Whether a table continues on another page, and what it is about, is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from extractors.colours import is_paper
from extractors.header_above import with_header_above
from extractors.headings import is_header_row
from extractors.page_cells import PageIndex
from extractors.panels import find_panels
from extractors.ruled import find_boxes, find_cell_groups, group_cells
from extractors.unruled import find_unruled
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page

# A header stands in the first rows of a table, under a band or two.
HEADER_WITHIN = 5


def find_tables(page: Page, before: Table | None = None, furniture: Set[int] = frozenset()) -> tuple[Table, ...]:
    """The page's tables from top to bottom, by the cheapest engine that finds each; merged cells are one object.

    Ruled tables come first; labelled lines and texts aligned under known headings outside them next; coloured cells
    without any rule last, unless their header is among them. ``before`` is the last table that alignment found on the
    page before,
    ``furniture`` the ids of words in running headers and footers.
    """
    index = PageIndex(page)
    groups, lone = group_cells(find_boxes(page))
    panels, ruled = find_panels(page, lone, _build(index, groups, "lines"))
    boxes = [table.place.box for table in (*panels, *ruled)]
    tables = [*panels, *(with_header_above(table, page, boxes) for table in ruled if len(table.column_edges) > 2)]
    coloured = [] if groups or panels else _coloured(page, index)
    tables += [table for table in coloured if _has_header(table)]
    taken = [table.place.box for table in tables]
    tables += find_unruled(page, taken, before, furniture)
    taken = [table.place.box for table in tables]
    for table in [*coloured, *ruled]:
        if _has_text(table) and not any(table.place.box.overlap(box) > 0 for box in taken):
            tables.append(table)
    return tuple(sorted(tables, key=lambda table: (table.place.box.top, table.place.box.x0)))


def _build(index: PageIndex, groups: Sequence[Sequence[Box]], engine: str) -> list[Table]:
    built = (index.build(group, engine) for group in groups)
    return [table for table in built if table is not None]


def _coloured(page: Page, index: PageIndex) -> list[Table]:
    fills = [fill.box for fill in page.fills if not is_paper(fill.colour)]
    return _build(index, find_cell_groups(page, fills), "fills") if fills else []


def _has_text(table: Table) -> bool:
    return any(cell is not None and cell.text for row in table.rows for cell in row)


def _has_header(table: Table) -> bool:
    """Whether the table has a header and rows under it; a coloured header alone says nothing of its rows."""
    for number, row in enumerate(table.rows[:HEADER_WITHIN], 1):
        texts = {id(cell): cell.text for cell in row if cell is not None}
        if is_header_row(list(texts.values())):
            return len(table.column_edges) > 2 and number < len(table.rows)
    return False
