"""Blocks that a page break cut: their rests at a page's top fit the rows at the foot of the page before.

Rests of cards side by side go to their rows here. A single rest is put to its row with those of all other tables, in
``rows``: here it only gets the columns of the table it goes on with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import heading_role
from extractors.joins import PageLayout
from extractors.stacked_tables import ENGINE
from schemas.geometry import hull
from schemas.grids import Cell, Table
from schemas.vocabulary import Role

Row = tuple[Cell | None, ...]
# A rest stands under its row by at least this share of the narrower of the two.
UNDER = 0.5
# A text that ends so is finished.
ENDS = (".", "!", "?")


def join_cut_cards(layouts: Sequence[PageLayout]) -> tuple[PageLayout, ...]:
    """The pages with the rests of cards in the rows they belong to; a rest without a row is a table of its own.

    Of two tables that follow each other the one that lacks labels of the other has empty columns for them.
    """
    pages = list(layouts)
    for at in range(len(pages) - 1):
        above, below = _last_blocks(pages[at]), _first_blocks(pages[at + 1])
        if above is None or below is None or pages[at + 1].number != pages[at].number + 1:
            continue
        wider, fuller = _widened(above, below), _widened(below, above)
        pages[at], pages[at + 1] = _with(pages[at], above, [wider]), _with(pages[at + 1], below, [fuller])
        above, below = wider, fuller
        joined = _join(above, below)
        if joined is not None:
            pages[at] = _with(pages[at], above, joined[:1])
            pages[at + 1] = _with(pages[at + 1], below, joined[1:])
    return tuple(pages)


def _last_blocks(page: PageLayout) -> Table | None:
    blocks = [table for table in page.tables if table.engine == ENGINE]
    return max(blocks, key=lambda table: table.place.box.bottom, default=None)


def _first_blocks(page: PageLayout) -> Table | None:
    blocks = [table for table in page.tables if table.engine == ENGINE]
    return min(blocks, key=lambda table: table.place.box.top, default=None)


def _with(page: PageLayout, old: Table, new: Sequence[Table]) -> PageLayout:
    return replace(page, tables=tuple(made for table in page.tables for made in (new if table is old else (table,))))


def _labels(table: Table) -> list[str]:
    return [cell.text if cell else "" for cell in table.rows[0]]


def _widened(table: Table, other: Table) -> Table:
    """The table in the columns of the other, if that has all of its labels and more."""
    own, wanted = _labels(table), _labels(other)
    if not set(own) < set(wanted) or len(set(wanted)) < len(wanted):
        return table
    missing = [replace(cell, place=table.place) if cell is not None else None for cell in other.rows[0]]
    heads, *body = ((*row, None) for row in table.rows)
    at = [own.index(label) if label in own else len(own) for label in wanted]
    rows = [tuple(heads[i] or head for i, head in zip(at, missing, strict=True))]
    rows += [tuple(row[i] for i in at) for row in body]
    return replace(table, rows=_numbered(rows), column_edges=other.column_edges)


def _join(above: Table, below: Table) -> list[Table] | None:
    """The upper table with the rests it lacked, what is left of the lower one, and rests without a row.

    None where no rest stands beside another card.
    """
    labels, others = _labels(above), _labels(below)
    rests = [row for row in below.rows[1:] if _has_no_title(row, others)]
    if not rests or not _are_side_by_side(above) or not set(others) <= set(labels):
        return None
    rows, used, homeless = list(above.rows), set[int](), list[Row]()
    for rest in rests:
        filled = ((label, cell) for label, cell in zip(others, rest, strict=True) if cell is not None)
        cells = {labels.index(label): cell for label, cell in filled if _is_filled(cell)}
        place = next((n for n in range(len(rows) - 1, 0, -1) if n not in used and _is_over(rows[n], cells)), None)
        whole = _merged(rows[place], cells) if place is not None else None
        if place is None or whole is None:
            homeless.append(rest)
            continue
        used.add(place)
        rows[place] = _numbered([whole], place)[0]
    left = [row for row in below.rows if all(row is not rest for rest in rests)]
    parts = ([*left], [below.rows[0], *homeless])
    return [replace(above, rows=tuple(rows)), *(replace(below, rows=_numbered(p)) for p in parts if len(p) > 1)]


def _are_side_by_side(table: Table) -> bool:
    """Whether the last two rows are cards beside each other: the one begins above the end of the other."""
    if len(table.rows) < 3:
        return False
    one, other = (hull(cell.place.box for cell in row if cell and _is_filled(cell)) for row in table.rows[-2:])
    return other.top < one.bottom and other.x0 >= one.x1 - 1


def _merged(row: Row, rest: dict[int, Cell]) -> Row | None:
    """The row with the rest's cells; None where both have one that does not go on in the other."""
    cells = list(row)
    for column, cell in rest.items():
        have = cells[column]
        if have is None or not _is_filled(have):
            cells[column] = cell
        elif have.text and not have.text.rstrip().endswith(ENDS) and len(rest) == 1:
            cells[column] = replace(have, text=f"{have.text} {cell.text}")
        else:
            return None
    return tuple(cells)


def _numbered(rows: Sequence[Row], first: int = 0) -> tuple[Row, ...]:
    return tuple(
        tuple(replace(cell, row=r, column=c) if cell else None for c, cell in enumerate(row))
        for r, row in enumerate(rows, first)
    )


def _has_no_title(row: Row, labels: Sequence[str]) -> bool:
    roles = [heading_role(label) for label in labels]
    return not any(_is_filled(cell) for cell, role in zip(row, roles, strict=True) if role in (Role.TITLE, Role.REF))


def _is_over(row: Row, rest: dict[int, Cell]) -> bool:
    """Whether a row stands above a rest, not beside it."""
    own = [cell for cell in row if cell is not None and _is_filled(cell)]
    if not own or not rest:
        return False
    one, other = hull(cell.place.box for cell in own), hull(cell.place.box for cell in rest.values())
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared >= UNDER * min(one.width, other.width)


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text or cell.shapes or cell.pictures or cell.fill)
