"""Tables without column rules: a header of known headings, clear strips below it, rows from rules, stripes or starts.

Nothing is a table here unless its headings are known ones and clear strips divide all texts below them: running prose,
contact blocks and agenda lists have no such header. Ruled tables are found in ``ruled``.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from extractors.align_body import FEW_LINES, LONGEST_BAND, Body, is_apart, read_body
from extractors.align_columns import Column, columns_between, find_columns, snapped
from extractors.align_header import Header, find_header, is_count_header
from extractors.align_levels import header_boxes
from extractors.align_lines import Line, Piece, cut_finer, cut_lines, lines_within
from extractors.align_rows import REF, SAME_LEVEL, row_borders, separators, stripes
from extractors.colours import is_paper
from extractors.headings import fold_heading, heading_role
from extractors.page_cells import PageIndex
from extractors.turned import read_turned
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page
from schemas.vocabulary import Role

ENGINE = "alignment"
# Marks are smaller than this share of the table's width and this many points high.
MARK_WIDTH = 0.3
MARK_HEIGHT = 70.0
# The rest of a row that a page break cut has at most so many lines.
LONGEST_REST = 14
# A continuation page starts within this share of the page's height.
TOP_OF_PAGE = 0.3
NAMES = frozenset({Role.TITLE, Role.ACTION, Role.REF})


def find_aligned(
    page: Page, taken: Sequence[Box], before: Table | None = None, furniture: Set[int] = frozenset()
) -> tuple[Table, ...]:
    """The page's tables without column rules outside ``taken``, from top to bottom.

    ``furniture`` are the ids of words in running headers and footers.
    ``before`` is the last table of the page before when it was found here: a table at the top of this page without
    a header, whose texts stand in its columns, continues it.
    """
    free = [
        word
        for word in page.words
        if id(word) not in furniture and not any(box.holds(word.box.mid_x, word.box.mid_y) for box in taken)
    ]
    lines = cut_lines(free)
    if not lines:
        return ()
    turned = read_turned(free) if any(not word.upright for word in free) else []
    headers = _without_rows(_headers(lines, turned), lines, taken)
    index: PageIndex | None = None
    found: list[Table] = []
    if before is not None:
        limit = headers[0].first if headers else len(lines)
        rest = _continued(page, lines[:limit], before)
        if rest is not None:
            index = PageIndex(page)
            found += [t for t in (index.build(rest, ENGINE),) if t is not None]
    ends = [*(header.first for header in headers[1:]), len(lines)]
    for header, end in zip(headers, ends, strict=False):
        body = read_body(lines, header, end, taken)
        for boxes in _tables(page, header, body, [*([before] if before else []), *found]):
            index = index or PageIndex(page)
            table = index.build(boxes, ENGINE)
            if table is not None:
                found.append(table)
    return tuple(found)


def _headers(lines: Sequence[Line], turned: Sequence[tuple[str, Box]]) -> list[Header]:
    headers: list[Header] = []
    start = 0
    while (header := find_header(lines, start, turned)) is not None:
        headers.append(header)
        start = header.last + 1
    return headers


def _without_rows(headers: Sequence[Header], lines: Sequence[Line], taken: Sequence[Box]) -> list[Header]:
    """The headers without those that are rows of the table above: far fewer headings, with no break before them."""
    kept: list[Header] = []
    for header in headers:
        if kept and len(header.heads) * 2 < len(kept[-1].heads):
            reach = len(read_body(lines, kept[-1], header.last + 1, taken).lines)
            if kept[-1].last + reach >= header.first:
                continue
        kept.append(header)
    return kept


def _tables(page: Page, header: Header, body: Body, earlier: Sequence[Table]) -> list[list[Box]]:
    """The cell boxes of the header's table, or of its several tables side by side.

    ``earlier`` are tables found before: one with the same headings in the same places has the same columns.
    """
    if not body.lines:
        return []
    left = min(header.heads[0].box.x0, *(line.box.x0 for line in body.lines))
    right = max(header.heads[-1].box.x1, *(line.box.x1 for line in body.lines))
    top, bottom = header.bottom, body.lines[-1].box.bottom
    bottom = max(bottom, *(line.box.bottom for line in body.lines))
    left, right = _widened(page, left, right, header.top, bottom)
    banded = stripes(page, left, right)
    marks = _marks(page, banded, left, right, top, bottom)
    plain = body.plain()
    for table in earlier:
        if not _same_heads(header, table):
            continue
        borders = (*table.column_edges[:-1], max(table.column_edges[-1], right))
        columns = columns_between(borders, header.heads, plain, marks)
        if columns:
            return [_cells(page, header, body, columns, marks, known=True)]
    columns = find_columns(header.heads, plain, marks, left, right)
    if not columns:
        body = replace(body, lines=tuple(cut_finer(body.lines)))
        columns = find_columns(header.heads, body.plain(), marks, left, right)
    if not columns:
        return []
    made: list[list[Box]] = []
    for group in _side_by_side(columns):
        edges = (group[0].x0, group[-1].x1)
        if len(group) < len(columns):
            lines = lines_within(body.lines, *edges)
            part = Body(tuple(lines), frozenset())
            over = tuple(p for p in header.spanners if edges[0] <= p.box.mid_x < edges[1])
            heads = tuple(head for column in group for head in column.heads)
            own = Header(header.first, header.last, heads, over, header.top, header.bottom)
            boxes = _cells(page, own, part, group, [b for b in marks if edges[0] <= b.mid_x < edges[1]])
        else:
            boxes = _cells(page, header, body, group, marks)
        if boxes:
            made.append(boxes)
    return made


def _widened(page: Page, left: float, right: float, top: float, bottom: float) -> tuple[float, float]:
    """The table's sides moved out to the ends of the rules and fills that run along it."""
    near = [
        box
        for box in (*(rule.box for rule in page.rules), *(f.box for f in page.fills if not is_paper(f.colour)))
        if box.bottom >= top - 4 and box.top <= bottom + 4 and box.x0 >= left - 20 and box.x1 <= right + 120
    ]
    x0 = min([left - 2, *(box.x0 for box in near)])
    x1 = max([right + 2, *(box.x1 for box in near if box.width > 0.2 * (right - left) or box.x0 < right)])
    return x0, x1


def _marks(page: Page, banded: Sequence[Box], left: float, right: float, top: float, bottom: float) -> list[Box]:
    """Drawn marks, pictures and coloured cells among the rows."""
    bands = {(round(b.top), round(b.bottom)) for b in banded}
    boxes = [shape.box for shape in page.shapes] + [picture.box for picture in page.pictures]
    boxes += [
        fill.box
        for fill in page.fills
        if not is_paper(fill.colour) and (round(fill.box.top), round(fill.box.bottom)) not in bands
    ]
    return [
        box
        for box in boxes
        if left <= box.mid_x <= right
        and top - 2 <= box.mid_y <= bottom + 12
        and box.width <= MARK_WIDTH * (right - left)
        and 2 < box.height <= MARK_HEIGHT
        and box.width > 2
    ]


def _side_by_side(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """The columns of each table where several stand beside each other under headings that repeat."""
    texts = [fold_heading(column.heads[0].text) if column.heads else "" for column in columns]
    first = texts[0]
    begins = [i for i, text in enumerate(texts) if text == first and first]
    if len(begins) < 2:
        return [tuple(columns)]
    sizes = {b - a for a, b in pairwise([*begins, len(texts)])}
    repeats = all(texts[b : b + min(sizes)] == texts[: min(sizes)] for b in begins)
    if min(sizes) < 2 or not repeats:
        return [tuple(columns)]
    return [tuple(columns[a:b]) for a, b in pairwise([*begins, len(columns)])]


def _cells(
    page: Page, header: Header, body: Body, columns: Sequence[Column], marks: Sequence[Box], known: bool = False
) -> list[Box]:
    if not known and not _is_table(header, body, columns):
        return []
    plain = body.plain()
    last = max(line.box.bottom for line in body.lines)
    x0, x1 = columns[0].x0, columns[-1].x1
    borders = (x0, *(column.x0 for column in columns[1:]), x1)
    if not known:
        borders = snapped(borders, columns, [x for box in marks for x in (box.x0, box.x1)])
    drawn = separators(page, x0, x1, header.top - 12, last + 12)
    first = body.lines[0].box.top
    middle = [y for y in drawn if header.bottom - SAME_LEVEL <= y <= first + SAME_LEVEL]
    top = middle[-1] if middle else (header.bottom + first) / 2
    over = [y for y in drawn if y <= header.top + SAME_LEVEL]
    above = over[-1] if over else header.top - 1
    under = [y for y in drawn if y >= last - SAME_LEVEL]
    marked = [box.bottom for box in marks if box.mid_y <= last]
    bottom = under[0] if under else max([last + 1, *(y for y in marked if y <= last + 12)])
    around = [r.box for r in page.rules if r.box.bottom >= above and r.box.top <= top]
    around += [f.box for f in page.fills if f.box.bottom >= above and f.box.top <= top and not is_paper(f.colour)]
    boxes = header_boxes(header, columns, borders, around, above, top)
    heights = _with_bands(body, row_borders(plain, columns, marks, drawn, (top, bottom), continued=known))
    return boxes + _row_boxes(body, columns, borders, heights)


def _is_table(header: Header, body: Body, columns: Sequence[Column]) -> bool:
    """Whether rows stand under the headings: half of the columns are filled, on lines with several texts."""
    texts = [column.heads[0].text for column in columns if column.heads]
    roles = {heading_role(text) for text in texts} - {None}
    counted = is_count_header([*texts, *(piece.text for piece in header.spanners)])
    if not counted and not (roles & NAMES or len(roles) >= 2):
        return False
    several = [line for line in body.plain() if len(line.pieces) > 1]
    used = {i for line in several for i, c in enumerate(columns) for p in line.pieces if c.x0 <= p.box.mid_x < c.x1}
    return bool(several) and len(used) * 2 >= len(columns)


def _same_heads(header: Header, table: Table) -> bool:
    """Whether the table has these headings over its columns, one each."""
    edges = table.column_edges
    if len(edges) - 1 != len(header.heads):
        return False
    for number, (x0, x1) in enumerate(pairwise(edges)):
        printed = [cell.text for row in table.rows[:4] if (cell := row[number]) is not None]
        head = header.heads[number]
        if not x0 <= head.core.mid_x < x1 or fold_heading(head.text) not in fold_heading(" ".join(printed)):
            return False
    return True


def _with_bands(body: Body, heights: Sequence[float]) -> list[float]:
    """The row borders with those above and below each band line."""
    edges = set(heights)
    for number in body.bands:
        line = body.lines[number]
        above = body.lines[number - 1].box.bottom if number else heights[0]
        below = body.lines[number + 1].box.top if number + 1 < len(body.lines) else heights[-1]
        inside = {y for y in edges if above - 1 < y < below + 1}
        upper = {y for y in inside if y <= line.box.mid_y}
        lower = inside - upper
        edges.add(max(upper) if upper else (above + line.box.top) / 2)
        edges.add(min(lower) if lower else (line.box.bottom + below) / 2)
    return sorted(edges)


def _row_boxes(body: Body, columns: Sequence[Column], borders: Sequence[float], heights: Sequence[float]) -> list[Box]:
    boxes: list[Box] = []
    for number, (top, bottom) in enumerate(pairwise(heights)):
        inside = [line for line in body.lines if top <= line.box.mid_y < bottom]
        if _spans_all(inside, columns, number, len(heights) - 2):
            boxes.append(Box(borders[0], top, borders[-1], bottom))
        else:
            boxes += [Box(x0, top, x1, bottom) for x0, x1 in pairwise(borders)]
    return boxes


def _spans_all(inside: Sequence[Line], columns: Sequence[Column], number: int, last: int) -> bool:
    """Whether a row is a band: one line that starts in the first column and is no ref, with rows below it."""
    if len(inside) != 1 or len(inside[0].pieces) != 1 or number == last:
        return False
    piece = inside[0].pieces[0]
    starts = piece.box.x0 < columns[0].content_x1 or piece.box.x1 > columns[1].content_x1
    return starts and len(piece.text) <= LONGEST_BAND and not REF.match(piece.text)


def _continued(page: Page, lines: Sequence[Line], before: Table) -> list[Box] | None:
    """The cells of a table that goes on at the top of the page without a header, in the columns of ``before``."""
    edges = before.column_edges
    size = len(edges) - 1
    if size < 3:
        return None
    start = next((i for i, line in enumerate(lines) if _fits(line, edges)), None)
    if start is None or lines[start].box.top > TOP_OF_PAGE * page.height:
        return None
    kept: list[Line] = []
    widest = 0.0
    for line in lines[start:]:
        gap = line.box.top - kept[-1].box.bottom if kept else 0.0
        apart = is_apart(gap, widest, line) and (len(line.pieces) == 1 or len(kept) > FEW_LINES)
        if not _fits(line, edges) or apart:
            break
        kept.append(line)
        widest = max(widest, gap)
    whole = max(len({_column(p, edges) for p in line.pieces}) for line in kept) >= max(3, (size + 1) // 2)
    if not whole and not _is_rest(kept, before, page):
        return None
    x0, x1 = edges[0], max(edges[-1], *(line.box.x1 + 1 for line in kept))
    edges = (*edges[:-1], x1)
    top, last = kept[0].box.top, max(line.box.bottom for line in kept)
    marks = _marks(page, stripes(page, x0, x1), x0, x1, top - 4, last)
    columns = tuple(_content(kept, marks, a, b) for a, b in pairwise(edges))
    drawn = separators(page, x0, x1, top - 8, last + 8)
    over = [y for y in drawn if y <= top + SAME_LEVEL]
    under = [y for y in drawn if y >= last - SAME_LEVEL]
    above, bottom = (over[-1] if over else top - 1), (under[0] if under else last + 1)
    body = Body(tuple(kept), frozenset())
    return _row_boxes(body, columns, edges, row_borders(kept, columns, marks, drawn, (above, bottom), continued=True))


def _is_rest(lines: Sequence[Line], before: Table, page: Page) -> bool:
    """Whether lines at the top of a page are the rest of a row that the page before could not hold."""
    last = before.rows[-1]
    lower = before.place.box.bottom > (1 - TOP_OF_PAGE) * page.height
    open_columns = {c for c, cell in enumerate(last) if cell is not None and not cell.text and not cell.fill}
    wrapped = {c for c, cell in enumerate(last) if cell is not None and len(cell.text) > 20}
    used = {_column(piece, before.column_edges) for line in lines for piece in line.pieces}
    return lower and len(lines) <= LONGEST_REST and used <= (open_columns | wrapped) and 0 not in used


def _column(piece: Piece, edges: Sequence[float]) -> int:
    return sum(edge <= piece.box.mid_x for edge in edges[1:-1])


def _fits(line: Line, edges: Sequence[float]) -> bool:
    """Whether no text of the line runs over a column border or out of the table."""
    for piece in line.pieces:
        column = _column(piece, edges)
        if piece.box.x0 < edges[column] - 1 or (piece.box.x1 > edges[column + 1] + 1 and column + 2 < len(edges)):
            return False
        if piece.box.x1 > edges[-1] + 40:
            return False
    return True


def _content(lines: Sequence[Line], marks: Sequence[Box], x0: float, x1: float) -> Column:
    boxes = [p.box for line in lines for p in line.pieces if x0 <= p.box.mid_x < x1]
    boxes += [box for box in marks if x0 <= box.mid_x < x1]
    inner = (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else (x0, x1)
    return Column(x0, x1, *inner, ())
