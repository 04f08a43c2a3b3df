"""Tables over pages: which tables continue which, where a table's title and header are, what its rows are.

What the columns mean is for ``columns``; whether it is a KPI table for ``kinds``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.blocks import heading_above
from extractors.colours import is_paper
from extractors.headings import fold_heading, heading_role, is_header_row, names_period
from extractors.row_notes import LONGEST_BAND, find_note, with_note
from extractors.rows import DEEPEST_HEADER, RawRow, is_ref_like, read_rows, same_columns
from schemas.grids import JoinedCell, JoinedTable, Table
from schemas.pages import TextBlock
from schemas.readings import LegendEntry


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's tables, its running text without headers, footers and page numbers, and the key in that text."""

    number: int
    width: float
    height: float
    tables: tuple[Table, ...]
    blocks: tuple[TextBlock, ...]
    key_lines: tuple[LegendEntry, ...] = ()


def join_over_pages(pages: Sequence[PageLayout]) -> tuple[JoinedTable, ...]:
    """All tables of a document in order, each one whole: continued over pages, split at its title bands and headers.

    A table without a header that has the column borders of the table before it takes that table's header.
    """
    found: list[JoinedTable] = []
    last_header: _Header | None = None
    for chain in chain_tables(pages):
        layout = next(page for page in pages if page.number == chain[0].place.page)
        heading = heading_above(chain[0].place.box, _between(layout, chain[0]))
        inherited = last_header if last_header and same_columns(last_header.table, chain[0]) else None
        tables, header = _split(read_rows(chain), chain, heading, inherited)
        found.extend(tables)
        last_header = header or (last_header if inherited else None)
    return tuple(found)


def _between(layout: PageLayout, table: Table) -> list[TextBlock]:
    """The page's blocks below the table above this one: a heading belongs to the table right under it."""
    higher = [t.place.box.bottom for t in layout.tables if t.place.box.bottom <= table.place.box.top + 2]
    floor = max(higher, default=0.0)
    near = [b for b in layout.blocks if b.box.top >= floor - 2]
    return near if any(b.box.bottom <= table.place.box.top + 2 for b in near) else list(layout.blocks)


def chain_tables(pages: Sequence[PageLayout]) -> Iterator[list[Table]]:
    """Tables that continue each other: last on one page, first on the next, same columns, no text between.

    A page is next too behind pages on which nothing is left: their tables were put beside those of other pages.
    """
    chain: list[Table] = []
    before: PageLayout | None = None
    number = 0
    for page in pages:
        if page.number != number + 1:
            before = None
        number = page.number
        for index, table in enumerate(page.tables):
            if chain and before is not None and index == 0 and _continues(chain[-1], before, table, page):
                chain.append(table)
                continue
            if chain:
                yield chain
            chain = [table]
        if page.tables or page.blocks:
            before = page
    if chain:
        yield chain


def _continues(last: Table, before: PageLayout, first: Table, page: PageLayout) -> bool:
    if not before.tables or not same_columns(last, first):
        return False
    below = any(block.box.top >= last.place.box.bottom - 2 for block in before.blocks)
    above = any(block.box.bottom <= first.place.box.top + 2 for block in page.blocks)
    return not below and not above


@dataclass(frozen=True, slots=True)
class _Header:
    headings: tuple[tuple[str, ...], ...]
    rows: tuple[RawRow, ...]
    table: Table


def _split(
    rows: list[RawRow], chain: list[Table], heading: TextBlock | None, inherited: _Header | None
) -> tuple[list[JoinedTable], _Header | None]:
    made: list[JoinedTable] = []
    title: JoinedCell | None = None
    header: _Header | None = None
    body: list[RawRow] = []
    width = len(rows[0].cells) if rows else 0

    def close() -> None:
        used = header
        if used is None and inherited is not None and len(inherited.headings) == width:
            used = inherited
        if body or header is not None:
            made.append(_joined(title, heading, used, body, chain))
        body.clear()

    index, by_ref = 0, _has_refs(rows)
    while index < len(rows):
        row = rows[index]
        depth = _header_depth(rows, index, header)
        if depth:
            new = _Header(_headings(rows[index : index + depth]), tuple(rows[index : index + depth]), chain[0])
            if header is None or _folded(new.headings) != _folded(header.headings) or not body:
                if body or (header is not None and title is None):
                    close()
                header = new
            index += depth
            continue
        note = find_note(row, body[-1], width) if body else None
        band = _band(row, width, by_ref=by_ref) if note is None else None
        if note is not None:
            body[-1] = with_note(body[-1], row, note)
        elif band is not None:
            if title is None or fold_heading(band.text) != fold_heading(title.text):
                follows_header = index + 1 < len(rows) and bool(_header_depth(rows, index + 1, header))
                if body or (title is not None and header is not None and follows_header):
                    close()
                title = band
        else:
            body.append(row)
        index += 1
    close()
    return made, header


def _folded(headings: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(fold_heading(" ".join(levels)) for levels in headings)


def _header_depth(rows: Sequence[RawRow], index: int, above: _Header | None) -> int:
    """How many rows from ``index`` are one header: 0 if the row is none.

    ``above`` is the header the table has already: a further one is printed as that is, or begins with a heading.
    """
    row = rows[index]
    if not is_header_row([cell.text for cell in row.distinct()]) or (above and not _heads_again(row, above)):
        return 0
    spans = [
        cell.parts[0].row_span
        for cell in row.distinct()
        if cell.text and len(cell.parts) == 1 and cell.parts[0].row_span <= DEEPEST_HEADER
    ]
    depth = max(spans, default=1)
    while depth < DEEPEST_HEADER and index + depth < len(rows) and _is_sub_header(rows[index : index + depth + 1]):
        depth += 1
    return min(depth, len(rows) - index)


def _heads_again(row: RawRow, above: _Header) -> bool:
    """Whether a row that could be headings is printed as the header above it, or begins with a heading.

    Rows of words and dates read as headings otherwise: "P2 | Open the centre | Dec 2025 | On track".
    """
    texts = [cell for cell in row.distinct() if cell.text]
    first = texts[0].text
    if heading_role(first) is not None or names_period(first):
        return True
    heads = [cell for line in above.rows for cell in line.distinct() if cell.text]
    for stands_out in (_is_bold, _is_filled):
        if _mostly(heads, stands_out):
            return _mostly(texts, stands_out)
    return False


def _mostly(cells: Sequence[JoinedCell], stands_out: Callable[[JoinedCell], bool]) -> bool:
    return sum(map(stands_out, cells)) * 2 > len(cells)


def _is_bold(cell: JoinedCell) -> bool:
    return cell.parts[0].bold


def _is_filled(cell: JoinedCell) -> bool:
    return cell.parts[0].fill is not None and not is_paper(cell.parts[0].fill)


def _is_sub_header(rows: Sequence[RawRow]) -> bool:
    """Whether the last row names parts of the merged headings above it ("Latest | Previous" under "RAG rating")."""
    above, row = rows[-2], rows[-1]
    wide = [cell for cell in above.distinct() if cell.parts[0].column_span > 1 and cell.text]
    texts = [cell for cell in row.distinct() if cell.text]
    if not wide or not texts:
        return False
    named = [c for c in texts if heading_role(c.text) is not None or names_period(c.text)]
    return len(named) == len(texts) and len(texts) >= 2


def _headings(rows: Sequence[RawRow]) -> tuple[tuple[str, ...], ...]:
    columns: list[tuple[str, ...]] = []
    for column in range(len(rows[0].cells)):
        levels: list[JoinedCell] = []
        for row in rows:
            cell = row.cells[column]
            if cell is not None and cell.text and all(cell is not other for other in levels):
                levels.append(cell)
        columns.append(tuple(cell.text for cell in levels))
    return tuple(columns)


def _has_refs(rows: Sequence[RawRow]) -> bool:
    """Whether most rows begin with a ref of their own, so that a row which begins with words is none of them."""
    return sum(is_ref_like(row.text(0)) for row in rows) * 2 > len(rows)


def _band(row: RawRow, width: int, *, by_ref: bool) -> JoinedCell | None:
    """The row's title if it is a band: one cell over all columns, or the only filled cell of the row.

    The latter is filled and bold, or merged over columns that other rows fill, or words in place of a ref, or bold
    beside an empty one (``by_ref``: the table's rows have refs).
    """
    cells = row.distinct()
    texts = [cell for cell in cells if cell.text]
    if len(texts) != 1 or len(texts[0].text) > LONGEST_BAND or width < 2:
        return None
    cell, part = texts[0], texts[0].parts[0]
    if part.column_span >= max(2, width - 1) and len(cell.parts) == 1:
        return cell
    others_plain = all(c is cell or not any(p.shapes or p.pictures for p in c.parts) for c in cells)
    one_fill = part.fill is not None and all(c.parts[0].fill in (part.fill, None) for c in cells)
    first = row.cells[0] is cell and width > 2
    named = first and (part.column_span > 1 or (by_ref and not is_ref_like(cell.text)))
    unfilled = len({c.parts[0].fill for c in cells}) == 1
    heads = (part.bold and one_fill) or ((named or (by_ref and part.bold)) and unfilled)
    return cell if heads and others_plain and len(row.places) == 1 else None


def _joined(
    title: JoinedCell | None,
    heading: TextBlock | None,
    header: _Header | None,
    body: Sequence[RawRow],
    chain: Sequence[Table],
) -> JoinedTable:
    columns = _own_columns(header, body)
    pages = {place.page for row in body for place in row.places}
    places = tuple(table.place for table in chain if not pages or table.place.page in pages)
    return JoinedTable(
        title=title.text if title else heading.text if heading else None,
        title_place=title.places[0] if title else None,
        headings=tuple(header.headings[c] if header else () for c in columns),
        header_places=tuple(place for row in header.rows for place in row.places) if header else (),
        rows=tuple(_in_columns(row, columns).finished() for row in _filled_down(body)),
        places=places or (chain[0].place,),
        engine=chain[0].engine,
        header_cells=tuple(_in_columns(row, columns).cells for row in header.rows) if header else (),
        banded=title is not None,
    )


def _own_columns(header: _Header | None, body: Sequence[RawRow]) -> list[int]:
    """The columns of a table's own among those of the grid it stands in.

    A key or another table that touches it divides its columns further: each of its cells is merged over both parts.
    """
    rows = [*(header.rows if header else ()), *body]
    width = len(header.headings) if header and not body else len(body[0].cells) if body else 0
    return [
        c for c in range(width) if c == 0 or any(r.cells[c] is None or r.cells[c] is not r.cells[c - 1] for r in rows)
    ]


def _in_columns(row: RawRow, columns: Sequence[int]) -> RawRow:
    if len(columns) == len(row.cells):
        return row
    return replace(row, cells=tuple(row.cells[c] for c in columns), own=tuple(row.own[c] for c in columns))


def _filled_down(body: Sequence[RawRow]) -> Iterator[RawRow]:
    """Rows in which a merged cell that a page break cut is carried on: its second part is an empty merged cell.

    Where the break cut a row as well, the parts are one cell in that row already.
    """
    before: RawRow | None = None
    wholes: dict[int, JoinedCell] = {}
    for row in body:
        cells = list(row.cells)
        for column, here in enumerate(row.cells):
            if here is None:
                continue
            above = before.cells[column] if before is not None and row.own[column] else None
            if len(here.parts) > 1:
                wholes |= {id(part): here for part in here.parts[1:]}
            elif above is not None and _is_rest(here, above):
                wholes[id(here.parts[0])] = above
            cells[column] = wholes.get(id(here.parts[-1]), here)
        before = replace(row, cells=tuple(cells))
        yield before


def _is_rest(here: JoinedCell, above: JoinedCell) -> bool:
    if here.text or here.parts[0].place.page == above.parts[-1].place.page or here.parts[0].shapes:
        return False
    return above.parts[0].row_span > 1 and (here.parts[0].row_span > 1 or here.parts[0].row == 0)
