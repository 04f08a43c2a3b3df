"""Tables without column rules: a header of known headings, clear strips below it, rows from rules, stripes or starts.

Nothing is a table here unless its headings are known ones and clear strips divide all texts below them: running prose,
contact blocks and agenda lists have no such header. Ruled tables are found in ``ruled``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from extractors.align_body import Body, read_body
from extractors.align_cells import marks_among, row_boxes, widened, with_bands
from extractors.align_columns import Column, columns_between, find_columns, snapped
from extractors.align_continued import continued_cells, in_columns_of
from extractors.align_header import Header, begins_with_heading, find_header, is_count_header, with_heads_apart
from extractors.align_levels import header_boxes
from extractors.align_lines import Line, cut_finer, lines_within
from extractors.align_rows import row_borders
from extractors.align_strips import SAME_LEVEL, separators
from extractors.colours import is_paper
from extractors.headings import fold_heading, heading_role
from extractors.loose_text import LooseText, read_loose_text
from extractors.page_cells import PageIndex
from extractors.turned import read_turned
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page
from schemas.vocabulary import Role

ENGINE = "alignment"
# So many lines of notes may stand right under a table.
MOST_NOTES = 4
NAMES = frozenset({Role.TITLE, Role.ACTION, Role.REF})


def find_aligned(
    page: Page, taken: Sequence[Box], before: Table | None = None, furniture: Set[int] = frozenset()
) -> tuple[Table, ...]:
    """The page's tables without column rules outside ``taken``, from top to bottom.

    ``furniture`` are the ids of words in running headers and footers.
    ``before`` is the last table of the page before when it was found here: a table at the top of this page without
    a header, whose texts stand in its columns, continues it.
    """
    return align_text(page, read_loose_text(page, taken, furniture), taken, before)


def align_text(page: Page, text: LooseText, taken: Sequence[Box], before: Table | None = None) -> tuple[Table, ...]:
    """As ``find_aligned``, of the page's text outside ``taken``."""
    lines = [with_heads_apart(line) for line in text.lines]
    if not lines:
        return ()
    turned = read_turned(text.words) if any(not word.upright for word in text.words) else []
    headers = _without_rows(_headers(lines, turned), lines, taken)
    index: PageIndex | None = None
    found: list[Table] = []
    if before is not None:
        limit = headers[0].first if headers else len(lines)
        rest = continued_cells(page, lines[:limit], before)
        if rest is not None:
            index = PageIndex(page)
            found += [in_columns_of(before, t) for t in (index.build(rest, ENGINE),) if t is not None]
    ends = [*(header.first for header in headers[1:]), len(lines)]
    for header, end in zip(headers, ends, strict=False):
        body = read_body(lines, header, end, taken)
        continued = not found and before is not None and _same_heads(header, before)
        for boxes in _tables(page, header, body, [*([before] if before else []), *found], continued):
            index = index or PageIndex(page)
            table = index.build(boxes, ENGINE)
            if table is not None:
                found.append(in_columns_of(before, table) if continued and before is not None else table)
    return tuple(found)


def _headers(lines: Sequence[Line], turned: Sequence[tuple[str, Box]]) -> list[Header]:
    headers: list[Header] = []
    start = 0
    while (header := find_header(lines, start, turned)) is not None:
        headers.append(header)
        start = header.last + 1
    return headers


def _without_rows(headers: Sequence[Header], lines: Sequence[Line], taken: Sequence[Box]) -> list[Header]:
    """The headers without those that are rows of the table above, with no break before them.

    Those have far fewer headings, or neither begin with one nor are set in bold as the header above.
    """
    kept: list[Header] = []
    for header in headers:
        if kept and (len(header.heads) * 2 < len(kept[-1].heads) or not _heads_again(header, kept[-1])):
            reach = len(read_body(lines, kept[-1], header.last + 1, taken).lines)
            if kept[-1].last + reach >= header.first:
                continue
        kept.append(header)
    return kept


def _heads_again(header: Header, above: Header) -> bool:
    return begins_with_heading(header) or (_is_bold(header) and _is_bold(above))


def _is_bold(header: Header) -> bool:
    words = [word for head in header.heads for piece in head.pieces for word in piece.words]
    return sum(word.bold for word in words) * 2 > len(words)


def _tables(
    page: Page, header: Header, body: Body, earlier: Sequence[Table], continued: bool = False
) -> list[list[Box]]:
    """The cell boxes of the header's table, or of its several tables side by side.

    ``earlier`` are tables found before: one with the same headings in the same places has the same columns.
    ``continued`` says that the header repeats that of the page before: a cut row may go on below it.
    """
    if not body.lines:
        return []
    left = min(header.heads[0].box.x0, *(line.box.x0 for line in body.lines))
    right = max(header.heads[-1].box.x1, *(line.box.x1 for line in body.lines))
    top, bottom = header.bottom, body.lines[-1].box.bottom
    bottom = max(bottom, *(line.box.bottom for line in body.lines))
    left, right = widened(page, left, right, header.top, bottom)
    marks = marks_among(page, left, right, top, bottom)
    plain = body.plain()
    for table in earlier:
        if not _same_heads(header, table):
            continue
        borders = (*table.column_edges[:-1], max(table.column_edges[-1], right))
        columns = columns_between(borders, header.heads, plain, marks)
        if columns:
            return [_cells(page, header, body, columns, marks, known=True, continued=continued)]
    columns = find_columns(header.heads, plain, marks, left, right)
    if not columns:
        finer = replace(body, lines=tuple(cut_finer(body.lines)))
        tries = (finer, *_without_notes(body), *_without_notes(finer))
        body, columns = next(
            ((t, c) for t in tries if (c := find_columns(header.heads, t.plain(), marks, left, right))), (body, ())
        )
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
            boxes = _cells(page, header, body, group, marks, continued=continued)
        if boxes:
            made.append(boxes)
    return made


def _without_notes(body: Body) -> Iterator[Body]:
    """The body without its last line, its last two ...: notes under a table run over its columns, rows fill several."""
    for count in range(1, min(MOST_NOTES, len(body.lines) - 1) + 1):
        if len(body.lines[-count].pieces) > 2:
            return
        kept = body.lines[:-count]
        yield Body(kept, frozenset(number for number in body.bands if number < len(kept)))


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
    page: Page,
    header: Header,
    body: Body,
    columns: Sequence[Column],
    marks: Sequence[Box],
    *,
    known: bool = False,
    continued: bool = False,
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
    unseen = separators(page, x0, x1, header.top - 12, last + 12, unseen=True)
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
    heights = row_borders(plain, columns, marks, drawn, (top, bottom), unseen=unseen, continued=continued)
    return boxes + row_boxes(body, columns, borders, with_bands(body, heights))


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
