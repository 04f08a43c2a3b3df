"""The table of the page before, going on at the top of a page without its header, or below it.

Tables with a header are read in ``engine_align``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.align_body import FEW_LINES, Body, is_apart
from extractors.align_cells import marks_among, row_boxes
from extractors.align_columns import Column
from extractors.align_lines import Line, Piece, cut_finer
from extractors.align_rows import row_borders
from extractors.align_strips import SAME_LEVEL, separators
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page

# The rest of a row that a page break cut has at most so many lines.
LONGEST_REST = 14
# A continuation page starts within this share of the page's height.
TOP_OF_PAGE = 0.3
# A text that a page break cut fills its column at least once: it is longer than one word.
ONE_WORD = 12
# A text may run over a border of the page before by so many points: its widest value stands on this page.
MOST_OVER = 20.0


def continued_cells(page: Page, lines: Sequence[Line], before: Table) -> list[Box] | None:
    """The cells of a table that goes on at the top of the page without a header, in the columns of ``before``."""
    edges = before.column_edges
    size = len(edges) - 1
    if size < 3:
        return None
    start = next((i for i, line in enumerate(lines) if _fits(line, edges)), None)
    if any(len(line.pieces) > 1 for line in lines[:start]):
        # A row above the first that fits: two of its texts may stand as close as words of one.
        lines = cut_finer(lines)
        start = next((i for i, line in enumerate(lines) if _fits(line, edges)), None)
    if start is None or lines[start].box.top > TOP_OF_PAGE * page.height:
        return None
    kept: list[Line] = []
    widest = 0.0
    for line in lines[start:]:
        gap = line.box.top - kept[-1].box.bottom if kept else 0.0
        apart = is_apart(gap, widest, line) and (len(line.pieces) == 1 or len(kept) > FEW_LINES)
        moved = _moved(edges, [*kept, line]) if _fits(line, edges) else None
        if moved is None or apart:
            break
        kept.append(line)
        widest = max(widest, gap)
    if not kept:
        return None
    whole = max(len({_column(p, edges) for p in line.pieces}) for line in kept) >= max(3, (size + 1) // 2)
    if not whole and not _is_rest(kept, before, page):
        return None
    edges = _moved(edges, kept) or edges
    x0, x1 = edges[0], max(edges[-1], *(line.box.x1 + 1 for line in kept))
    edges = (*edges[:-1], x1)
    top, last = kept[0].box.top, max(line.box.bottom for line in kept)
    marks = marks_among(page, x0, x1, top - 4, last)
    columns = tuple(_content(kept, marks, a, b) for a, b in pairwise(edges))
    drawn = separators(page, x0, x1, top - 8, last + 8)
    over = [y for y in drawn if y <= top + SAME_LEVEL]
    under = [y for y in drawn if y >= last - SAME_LEVEL]
    above, bottom = (over[-1] if over else top - 1), (under[0] if under else last + 1)
    frame = (above, bottom)
    heights = row_borders(kept, columns, marks, drawn, frame, continued=True) if whole else list(frame)
    return row_boxes(Body(tuple(kept), frozenset()), columns, edges, heights)


def in_columns_of(before: Table, table: Table) -> Table:
    """A continuation with the column borders of the table it continues; each page's own are middles of its strips."""
    return (
        replace(table, column_edges=before.column_edges)
        if len(table.column_edges) == len(before.column_edges)
        else table
    )


def _is_rest(lines: Sequence[Line], before: Table, page: Page) -> bool:
    """Whether lines at the top of a page are the rest of a row that the page before could not hold."""
    last = before.rows[-1]
    lower = before.place.box.bottom > (1 - TOP_OF_PAGE) * page.height
    open_columns = {c for c, cell in enumerate(last) if cell is not None and not cell.text and not cell.fill}
    wrapped = {
        c for c, cell in enumerate(last) if cell is not None and (len(cell.text) > ONE_WORD or "\n" in cell.text)
    }
    used = {_column(piece, before.column_edges) for line in lines for piece in line.pieces}
    return lower and len(lines) <= LONGEST_REST and used <= (open_columns | wrapped) and 0 not in used


def _column(piece: Piece, edges: Sequence[float]) -> int:
    return sum(edge <= piece.box.mid_x for edge in edges[1:-1])


def _fits(line: Line, edges: Sequence[float]) -> bool:
    """Whether no text of the line runs far over a column border or out of the table."""
    for piece in line.pieces:
        column = _column(piece, edges)
        # The last column is open to the right: a table is only as wide as the texts on its page.
        over = max(edges[column] - piece.box.x0, piece.box.x1 - edges[column + 1] if column + 2 < len(edges) else 0.0)
        if over > MOST_OVER:
            return False
    return True


def _moved(edges: Sequence[float], lines: Sequence[Line]) -> tuple[float, ...] | None:
    """The borders moved to where no text runs over them: this page's texts may be longer than those of the page before.

    None where texts of two columns run into each other.
    """
    pieces = [(_column(piece, edges), piece.box) for line in lines for piece in line.pieces]
    moved = list(edges)
    for border in range(1, len(edges) - 1):
        left = max((box.x1 for column, box in pieces if column == border - 1), default=edges[border - 1])
        right = min((box.x0 for column, box in pieces if column == border), default=edges[border + 1])
        if left > right + 1:
            return None
        if not left - 1 <= edges[border] <= right + 1:
            moved[border] = (left + right) / 2
    return tuple(moved)


def _content(lines: Sequence[Line], marks: Sequence[Box], x0: float, x1: float) -> Column:
    boxes = [p.box for line in lines for p in line.pieces if x0 <= p.box.mid_x < x1]
    boxes += [box for box in marks if x0 <= box.mid_x < x1]
    inner = (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else (x0, x1)
    return Column(x0, x1, *inner, ())
