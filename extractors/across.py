"""A wide sheet printed over several pages across: columns that continue on later pages, row beside row.

Joined only on strong evidence: as many rows, at the same heights on as many pages, under headings of which none names
the row, and one order of them that fits. What fits two sheets is left apart and said. Tables that go on below are
joined in ``joins``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.across_names import repeated_names, without_columns
from extractors.blocks import heading_above
from extractors.headings import fold_heading, heading_role, is_header_row
from extractors.joins import PageLayout
from extractors.rows import ALIGNED, same_columns
from schemas.geometry import Box
from schemas.grids import Cell, Table
from schemas.readings import Issue
from schemas.vocabulary import Role

NAMES = frozenset({Role.TITLE, Role.ACTION})
# A sheet of fewer rows, its header among them, fits a page by chance; under a single heading more are asked for.
FEWEST_ROWS = 4
FEWEST_UNDER_ONE_HEADING = 5
# Printed rows of one sheet stand at the same height on every page, within a rounding.
SAME_HEIGHT = 1.5
# Without rules a row's borders are guessed from its texts: rows of one height share this much of the lower one's.
SHARED_HEIGHT = 0.5
# Pages of one sheet follow each other within this many pages.
REACH = 30
HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Strip:
    """Some columns of a sheet from its first page down to its last: one table a page.

    ``may_continue`` are the ids of the first tables of the strips it may be a part of, when there are several.
    """

    number: int
    tables: tuple[Table, ...]
    heading: str
    roles: frozenset[Role]
    may_continue: tuple[int, ...]

    @property
    def page(self) -> int:
        return self.tables[0].place.page

    @property
    def headings(self) -> tuple[str, ...]:
        """What strips of several sheets that hold the same columns have in common."""
        return _headings(self.tables[0])

    @property
    def is_named(self) -> bool:
        return bool(self.roles & NAMES)

    @property
    def is_nameless(self) -> bool:
        rows = sum(len(table.rows) for table in self.tables)
        fewest = FEWEST_ROWS if len(self.roles) >= 2 else FEWEST_UNDER_ONE_HEADING
        return bool(self.roles) and not self.roles & (NAMES | {Role.REF}) and rows >= fewest


def join_across(layouts: Sequence[PageLayout]) -> tuple[tuple[PageLayout, ...], tuple[Issue, ...]]:
    """The layouts with the columns of later pages put beside the rows they belong to, and what could not be."""
    strips = list(_strips(layouts))
    again = _named_again(strips)
    named = [strip for strip in strips if strip.is_named and strip.number not in again]
    groups: dict[tuple[str, ...], list[_Strip]] = {}
    for strip in strips:
        if strip.is_nameless:
            groups.setdefault(strip.headings, []).append(strip)
    wider = {id(table): table for strip in named for table in strip.tables}
    moved: set[int] = set()
    issues: list[Issue] = []
    for strip in strips:
        if strip.number in again:
            owner, count = again[strip.number]
            for left, right in zip(owner.tables, strip.tables, strict=True):
                wider[id(left)] = _beside(wider[id(left)], without_columns(right, count))
                moved.add(id(right))
    for group in groups.values():
        owners, doubtful = _owners(group, named)
        for strip in group:
            if strip.number in owners:
                for left, right in zip(owners[strip.number].tables, strip.tables, strict=True):
                    wider[id(left)] = _beside(wider[id(left)], right)
                    moved.add(id(right))
        issues += [Issue("columns_apart", _doubt(strip, fitting), strip.tables[0].place) for strip, fitting in doubtful]
    first = {id(strip.tables[0]): strip for strip in strips}
    for strip in strips:
        before = [first[key] for key in strip.may_continue]
        if any(other.is_nameless and _runs_across(other, named) for other in before):
            message = "Rows without a header continue one of several tables of a sheet printed across: left apart."
            issues.append(Issue("columns_apart", message, strip.tables[0].place))
    joined = tuple(
        replace(layout, tables=tuple(wider.get(id(t), t) for t in layout.tables if id(t) not in moved))
        for layout in layouts
    )
    return (joined if moved else tuple(layouts)), tuple(issues)


def _named_again(strips: Sequence[_Strip]) -> dict[int, tuple[_Strip, int]]:
    """Per strip that names the rows of one before it: that strip, and how many of its columns are printed again."""
    found: dict[int, tuple[_Strip, int]] = {}
    for strip in strips:
        owners = [
            (owner, count)
            for owner in strips[: strip.number]
            if strip.is_named and owner.is_named and owner.number not in found and 0 < strip.page - owner.page <= REACH
            if (count := repeated_names(owner.tables, strip.tables, max(1, len(_header_rows(strip.tables[0])))))
        ]
        if len(owners) == 1:
            found[strip.number] = owners[0]
    return found


def _strips(layouts: Sequence[PageLayout]) -> Iterator[_Strip]:
    """All tables, those without a header together with the last one before that has their columns, over any pages.

    Where tables under other headings have its columns too, nothing says which of them it continues: it stays alone.
    """
    pages = {layout.number: layout for layout in layouts}
    begun: list[list[Table]] = []
    unclear: dict[int, tuple[int, ...]] = {}
    for layout in layouts:
        for index, table in enumerate(layout.tables):
            fitting: dict[tuple[str, ...], list[Table]] = {}
            if index == 0 and not _header_rows(table):
                recent = (chain for chain in begun if _is_open(chain[-1], layout.number, pages))
                fitting = {_headings(chain[0]): chain for chain in recent if same_columns(chain[-1], table)}
            if len(fitting) == 1:
                next(iter(fitting.values())).append(table)
                continue
            if fitting:
                unclear[len(begun)] = tuple(id(chain[0]) for chain in fitting.values())
            begun.append([table])
    for number, chain in enumerate(begun):
        above = heading_above(chain[0].place.box, pages[chain[0].place.page].blocks)
        heading = fold_heading(above.text) if above else ""
        yield _Strip(number, tuple(chain), heading, _roles(chain[0]), unclear.get(number, ()))


def _is_open(table: Table, page: int, pages: Mapping[int, PageLayout]) -> bool:
    """Whether a table may go on on ``page``: it is the last of its own, not too far before."""
    number = table.place.page
    return page - REACH <= number < page and table is pages[number].tables[-1]


def _headings(table: Table) -> tuple[str, ...]:
    return tuple(fold_heading(cell.text) for cell in table.rows[0] if cell is not None)


def _header_rows(table: Table) -> list[tuple[Cell | None, ...]]:
    """The rows among the table's first that are headings; of a single column, its first cell if it is a heading."""
    if len(table.column_edges) == 2:
        return [row for row in table.rows[:1] if any(heading_role(cell.text) for cell in _distinct(row))]
    return [row for row in table.rows[:HEADER_ROWS] if is_header_row([cell.text for cell in _distinct(row)])]


def _roles(table: Table) -> frozenset[Role]:
    """What the headings in the table's first rows name: its first row, under a band the row below it."""
    cells = (cell for row in _header_rows(table) or table.rows[:1] for cell in row if cell is not None)
    return frozenset(role for cell in cells if (role := heading_role(cell.text)) is not None)


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    return list({id(cell): cell for cell in row if cell is not None}.values())


_Doubtful = tuple[_Strip, tuple[_Strip, ...]]


def _owners(group: Sequence[_Strip], named: Sequence[_Strip]) -> tuple[Mapping[int, _Strip], list[_Doubtful]]:
    """Per strip of a group (the same columns of several sheets) the strip with its rows, and the strips in doubt.

    A sheet has each column once, and sheets are printed in order: where as many named strips fit as the group has
    strips, the first belongs to the first. Else only what fits a single one is put to it.
    """
    fitting = {strip.number: _fitting(strip, named) for strip in group}
    group = [strip for strip in group if fitting[strip.number]]
    every = {owner.number: owner for strip in group for owner in fitting[strip.number]}
    in_order = [every[number] for number in sorted(every)]
    if len(in_order) == len(group) and all(o in fitting[s.number] for s, o in zip(group, in_order, strict=True)):
        return {strip.number: owner for strip, owner in zip(group, in_order, strict=True)}, []
    single = [strip for strip in group if len(fitting[strip.number]) == 1]
    wanted = Counter(fitting[strip.number][0].number for strip in single)
    found = {s.number: fitting[s.number][0] for s in single if wanted[fitting[s.number][0].number] == 1}
    return found, [(strip, fitting[strip.number]) for strip in group if strip.number not in found]


def _fitting(strip: _Strip, named: Sequence[_Strip]) -> tuple[_Strip, ...]:
    """The named strips before it whose rows stand at the same heights; if some are under its heading, only those."""
    found = [
        owner
        for owner in named
        if owner.number < strip.number
        and strip.page - owner.page <= REACH
        and not set(strip.headings) <= set(owner.headings)
        and _same_rows(owner, strip)
    ]
    alike = [owner for owner in found if strip.heading and owner.heading == strip.heading]
    return tuple(alike or found)


def _runs_across(strip: _Strip, named: Sequence[_Strip]) -> bool:
    """Whether rows of a named table on an earlier page stand beside those of the strip's first page.

    Any table without a title column may go on without a header; it matters where a sheet is printed across.
    """
    first = strip.tables[0]
    return any(
        table.place.page < first.place.page and len(table.rows) == len(first.rows) and _side_by_side(table, first, 0.0)
        for owner in named
        if owner.number < strip.number and strip.page - owner.page <= REACH
        for table in owner.tables
    )


def _same_rows(one: _Strip, other: _Strip) -> bool:
    """Whether the strips' rows stand at the same heights; under one heading, below headers of two heights as well."""
    if len(one.tables) != len(other.tables) or one.page == other.page:
        return False
    pairs = list(zip(one.tables, other.tables, strict=True))
    if all(len(left.rows) == len(right.rows) and _side_by_side(left, right, 0.0) for left, right in pairs):
        return True
    if len(pairs) > 1 or not one.heading or one.heading != other.heading:
        return False
    left, right = pairs[0]
    lower = _heights(right)[1][0] - _heights(left)[1][0]
    return len(left.rows) == len(right.rows) and _side_by_side(left, right, lower)


def _side_by_side(left: Table, right: Table, shift: float) -> bool:
    """Whether each row on the right stands ``shift`` below the left one's; the header apart where they are shifted.

    Else headers end at one height; of several lines over the grid on one page, they may begin higher there.
    """
    pairs = list(zip(_heights(left), _heights(right), strict=True))[bool(shift) :]
    if ALIGNED & {left.engine, right.engine}:
        return all(
            min(a[1], b[1] - shift) - max(a[0], b[0] - shift) >= SHARED_HEIGHT * min(a[1] - a[0], b[1] - b[0])
            for a, b in pairs
        )
    heights = [(a[i], b[i]) for a, b in pairs for i in (0, 1)][0 if shift else 1 :]
    return all(abs(a - b + shift) <= SAME_HEIGHT for a, b in heights)


def _heights(table: Table) -> list[tuple[float, float]]:
    """Where each row begins and ends; a row's lowest start is that of its own cells."""
    found: list[tuple[float, float]] = []
    for number, row in enumerate(table.rows):
        boxes: list[Box] = [c.place.box for c in row if c is not None and c.row == number and c.row_span == 1]
        boxes = boxes or [c.place.box for c in row if c is not None] or [table.place.box]
        found.append((boxes[0].top, boxes[0].bottom))
    return found


def _beside(left: Table, right: Table) -> Table:
    """One table of the columns of both; the cells keep the places they are printed at."""
    shift = len(left.column_edges) - 1
    offset = left.column_edges[-1] - right.column_edges[0]
    moved: dict[int, Cell] = {}
    rows = []
    for one, two in zip(left.rows, right.rows, strict=True):
        more: list[Cell | None] = []
        for cell in two:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, column=cell.column + shift)
            more.append(moved[id(cell)] if cell is not None else None)
        rows.append((*one, *more))
    edges = (*left.column_edges, *(round(edge + offset, 2) for edge in right.column_edges[1:]))
    return Table(left.place, tuple(rows), edges, left.engine)


def _doubt(strip: _Strip, fitting: Sequence[_Strip]) -> str:
    columns = ", ".join(repr(cell.text) for cell in strip.tables[0].rows[0] if cell is not None and cell.text)
    pages = ", ".join(str(owner.page) for owner in fitting)
    return f"Columns {columns} name no row, and the rows of more than one table fit them (pages {pages}): left apart."
