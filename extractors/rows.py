"""One stream of rows from tables that continue each other over pages; rows cut by a page break put together.

What the rows mean is not known here; only which cells are filled, with what colour, how long their texts are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.colours import SAME_COLOUR, distance
from extractors.headings import VALUE, heading_role, is_header_row
from extractors.lines import unwrap
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, JoinedCell, JoinedRow, Table
from schemas.vocabulary import Role

# A column filled in this share of a table's rows is one a whole row does not leave empty.
ALWAYS = 0.9
# Fewer rows than this say nothing about which columns are always filled.
ENOUGH_ROWS = 4
# Column borders of one table on two pages differ by less than this, in points.
SAME_BORDER = 4.0
# ... of one table without rules by less than this: its borders are the middles of clear strips.
SAME_STRIP = 8.0
# What tables without rules carry as their engine.
ALIGNED = frozenset({"alignment", "ocr"})
# What tables made of one-KPI blocks carry as theirs: a row of them that names no indicator is the rest of one.
BLOCKS = "blocks"
# Headers deeper than this are not headers.
DEEPEST_HEADER = 4
# Columns that say which indicator a row is about.
NAMING = frozenset({Role.REF, Role.TITLE})


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row on its way. ``cells[c]`` covers column c (one object where merged), ``own[c]`` says that it starts here.

    ``notes`` are comments printed under it over the width of the table.
    """

    cells: tuple[JoinedCell | None, ...]
    own: tuple[bool, ...]
    places: tuple[Place, ...]
    notes: tuple[JoinedCell, ...] = ()

    def text(self, column: int) -> str:
        cell = self.cells[column]
        return cell.text if cell is not None and self.own[column] else ""

    def filled(self) -> frozenset[int]:
        """Columns in which this row itself prints something."""
        return frozenset(c for c in range(len(self.cells)) if self.text(c))

    def distinct(self) -> list[JoinedCell]:
        """The row's own cells, each once, from left to right."""
        own = (cell for cell, is_own in zip(self.cells, self.own, strict=True) if cell is not None and is_own)
        return list({id(cell): cell for cell in own}.values())

    def finished(self) -> JoinedRow:
        return JoinedRow(self.cells, self.places, self.notes)


def same_columns(one: Table, other: Table) -> bool:
    """Whether two tables have the same column borders, or one's borders are all among the other's."""
    left, right = one.column_edges, other.column_edges
    if ALIGNED & {one.engine, other.engine} and len(left) == len(right):
        # Without rules a table is as wide as the texts on its page; only the borders inside say that it goes on.
        return all(abs(a - b) <= SAME_STRIP for a, b in inner_pairs(left, right))
    if abs(left[0] - right[0]) > SAME_BORDER or abs(left[-1] - right[-1]) > SAME_BORDER:
        return False
    fewer, more = sorted((left, right), key=len)
    return len(fewer) >= 2 and all(any(abs(a - b) <= SAME_BORDER for b in more) for a in fewer)


def inner_pairs(left: Sequence[float], right: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The borders between columns, pair by pair."""
    return zip(left[1:-1], right[1:-1], strict=True)


def read_rows(tables: Sequence[Table]) -> list[RawRow]:
    """All rows of tables that continue each other, in the columns of the finest of them, cut rows joined."""
    edges = max((table.column_edges for table in tables), key=len)
    pages = [_table_rows(table, edges) for table in tables]
    pages = [pages[0], *(_without_repeated_header(rows, pages[0][:DEEPEST_HEADER]) for rows in pages[1:])]
    whole = [row for rows in pages for row in _below_header(rows)[:-1] if len(row.distinct()) > 1]
    always = _always_filled(whole, len(edges) - 1)
    if always is None and tables[0].engine == BLOCKS:
        always = frozenset(c for c in range(len(edges) - 1) if heading_role(pages[0][0].text(c)) in NAMING)
    joined: list[RawRow] = []
    for number, rows in enumerate(pages):
        kept = [row for row in rows if row.filled() or any(c is not None and _is_marked(c) for c in row.cells)]
        if number and joined and kept and _may_join(joined[-1], kept[0]) and is_cut(joined[-1], kept[0], always):
            joined[-1] = _merge(joined[-1], kept[0])
            kept = kept[1:]
        joined.extend(kept)
    return [row for row in joined if row.filled()]


def _below_header(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """A page's rows without its header, or without the first one, which may be the rest of a cut row."""
    heads = [i for i, row in enumerate(rows[:DEEPEST_HEADER]) if is_header_row([c.text for c in row.distinct()])]
    return rows[max(heads, default=0) + 1 :]


def _without_repeated_header(rows: list[RawRow], first: Sequence[RawRow]) -> list[RawRow]:
    """A continuation page's rows after the band and header it repeats from the table's first rows.

    The header must go before a cut row is looked for, because the cut row's rest stands under it.
    """
    printed = [tuple(cell.text for cell in row.distinct()) for row in first if row.filled()]
    count = 0
    while count < len(rows) and tuple(cell.text for cell in rows[count].distinct()) in printed:
        count += 1
    # Without rules a heading over several columns may be seen over others on each page: the words are the same.
    every = [_words_of(first[:depth]) for depth in range(2, len(first) + 1)]
    count = next((n for n in range(min(len(rows), DEEPEST_HEADER), count, -1) if _words_of(rows[:n]) in every), count)
    repeated = any(is_header_row([cell.text for cell in row.distinct()]) for row in rows[:count])
    return rows[count:] if repeated else rows


def _words_of(rows: Sequence[RawRow]) -> list[str]:
    cells = {id(cell): cell.text for row in rows for cell in row.distinct()}
    return sorted(word for text in cells.values() for word in text.split())


def _may_join(above: RawRow, below: RawRow) -> bool:
    """Whether the rows may be parts of one: a row of figures is no rest of the header that a page ends with."""
    heads = is_header_row([cell.text for cell in {id(c): c for c in above.cells if c is not None}.values()])
    return not (heads and any(VALUE.match(below.text(c).strip()) for c in below.filled()))


def is_cut(above: RawRow, below: RawRow, always: frozenset[int] | None) -> bool:
    """Whether a page's last row and the next page's first are one row that the page break cut.

    ``always`` are the columns every whole row fills, None when there were too few rows to tell. A whole row above and
    a row below that lacks such columns are one row; so are a row above that lacks them and one below that has them.
    Two different fills in one column, or one-line columns filled on both sides, speak against it.
    """
    upper, lower = above.filled(), below.filled()
    if not upper or not lower:
        return _fills_agree(above, below)
    if len(below.distinct()) == 1 or len(above.distinct()) == 1 or not _fills_agree(above, below):
        return False
    if always is None:
        rest = lower < upper and len(lower) * 2 <= len(upper) and not _starts_row(above, below)
        return rest or _reads_on(above, below)
    missing_below, missing_above = always - lower, always - upper
    if not missing_below and not missing_above:
        return _reads_on(above, below)
    if not always <= (upper | lower) and len(always - (upper | lower)) >= len(missing_below):
        return False
    both = always & upper & lower
    short = {c for c in both if _is_short(above, c) and _is_short(below, c)}
    return not short or (len(short) < len(missing_below) + len(missing_above) and not _repeats(above, below, always))


def _starts_row(above: RawRow, below: RawRow) -> bool:
    first = next((c for c in range(len(above.cells)) if above.text(c)), None)
    return first is not None and bool(below.text(first)) and below.text(first)[:1].isupper() and first == 0


def _reads_on(above: RawRow, below: RawRow) -> bool:
    """Whether every text below goes on, in small letters, with what stands above it, under the same colours.

    For tables in which only the title is printed and the statuses are colours: nothing is missing in either part.
    """
    coloured = any(
        a and a.parts[-1].fill and b and b.parts[0].fill for a, b in zip(above.cells, below.cells, strict=True)
    )
    return coloured and all(
        below.text(c)[:1].islower() and above.text(c) and not above.text(c).endswith((".", "!", "?"))
        for c in below.filled()
    )


def _repeats(above: RawRow, below: RawRow, always: frozenset[int]) -> bool:
    """Whether the first always-filled one-line column (a ref, as a rule) is filled on both sides."""
    first = min(always, default=None)
    columns = [c for c in sorted(always) if is_ref_like(above.text(c))]
    key = columns[0] if columns else first
    return key is not None and bool(above.text(key)) and bool(below.text(key))


def is_ref_like(text: str) -> bool:
    """Whether a text is as short as a ref, with a figure in it: "1.10", "HSG01"."""
    return 0 < len(text) <= 8 and any(ch.isdigit() for ch in text) and " " not in text and "%" not in text


def _is_short(row: RawRow, column: int) -> bool:
    cell = row.cells[column]
    return cell is not None and len(cell.text) <= 12 and len(cell.text.split()) <= 2


def _fills_agree(above: RawRow, below: RawRow) -> bool:
    for upper, lower in zip(above.cells, below.cells, strict=True):
        first, second = (c.parts[-1].fill if c is not None else None for c in (upper, lower))
        if first and second and distance(first, second) > SAME_COLOUR:
            return False
    return True


def _is_marked(cell: JoinedCell) -> bool:
    return any(part.fill or part.shapes or part.pictures for part in cell.parts)


def _always_filled(rows: Sequence[RawRow], columns: int) -> frozenset[int] | None:
    if len(rows) < ENOUGH_ROWS:
        return None
    return frozenset(c for c in range(columns) if sum(bool(row.text(c)) for row in rows) >= ALWAYS * len(rows))


def _merge(above: RawRow, below: RawRow) -> RawRow:
    made: dict[tuple[int, int], JoinedCell] = {}
    cells: list[JoinedCell | None] = []
    for upper, lower in zip(above.cells, below.cells, strict=True):
        if upper is None or lower is None:
            cells.append(upper or lower)
            continue
        key = (id(upper), id(lower))
        if key not in made:
            text = unwrap(f"{upper.text}\n{lower.text}".strip())
            made[key] = JoinedCell(text, upper.parts + lower.parts)
        cells.append(made[key])
    own = tuple(a or b for a, b in zip(above.own, below.own, strict=True))
    return RawRow(tuple(cells), own, above.places + below.places)


def _table_rows(table: Table, edges: tuple[float, ...]) -> list[RawRow]:
    columns = _columns_of(table, edges)
    joined: dict[int, JoinedCell] = {}
    rows: list[RawRow] = []
    for index, row in enumerate(table.rows):
        cells: list[JoinedCell | None] = []
        own: list[bool] = []
        for column in columns:
            cell = row[column]
            if cell is None:
                cells.append(None)
                own.append(False)
                continue
            if id(cell) not in joined:
                joined[id(cell)] = JoinedCell(unwrap(cell.text), (cell,))
            cells.append(joined[id(cell)])
            own.append(cell.row == index)
        place = _row_place(table, index)
        if place is not None:
            rows.append(RawRow(tuple(cells), tuple(own), (place,)))
    return rows


def _row_place(table: Table, index: int) -> Place | None:
    # Columns of a sheet printed across stand on other pages; the row's place is on the first.
    own: list[Cell] = [c for c in table.rows[index] if c is not None and c.place.page == table.place.page]
    if not own:
        return None
    starts = [cell for cell in own if cell.row == index] or own
    frame = hull(cell.place.box for cell in own)
    single = [cell.place.box for cell in starts if cell.row_span == 1] or [cell.place.box for cell in starts]
    return Place(table.place.page, Box(frame.x0, min(b.top for b in single), frame.x1, max(b.bottom for b in single)))


def _columns_of(table: Table, edges: tuple[float, ...]) -> list[int]:
    """For each column between ``edges``, the table's own column that covers it."""
    own = table.column_edges
    middles = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
    return [max(0, min(len(own) - 2, sum(1 for edge in own[1:-1] if edge <= middle))) for middle in middles]
