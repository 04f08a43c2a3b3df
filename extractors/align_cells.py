"""The cells of rows without column rules: their boxes, bands among them, and the marks that stand in them.

Where rows and columns are divided is told by ``align_rows`` and ``align_columns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.align_body import LONGEST_BAND, Body
from extractors.align_columns import Column
from extractors.align_lines import Line
from extractors.align_rows import REF
from extractors.align_strips import is_tint, stripes
from extractors.colours import is_paper
from schemas.geometry import Box
from schemas.pages import Page

# Marks are smaller than this share of the table's width and this many points high.
MARK_WIDTH = 0.3
MARK_HEIGHT = 70.0


def widened(page: Page, left: float, right: float, top: float, bottom: float) -> tuple[float, float]:
    """The table's sides moved out to the ends of the rules and fills that run along it."""
    near = [
        box
        for box in (*(rule.box for rule in page.rules), *(f.box for f in page.fills if is_tint(f.colour)))
        if box.bottom >= top - 4 and box.top <= bottom + 4 and box.x0 >= left - 20 and box.x1 <= right + 120
    ]
    x0 = min([left - 2, *(box.x0 for box in near)])
    x1 = max([right + 2, *(box.x1 for box in near if box.width > 0.2 * (right - left) or box.x0 < right)])
    return x0, x1


def marks_among(page: Page, left: float, right: float, top: float, bottom: float) -> list[Box]:
    """Drawn marks, pictures and coloured cells among the rows."""
    bands = {(round(b.box.top), round(b.box.bottom)) for b in stripes(page, left, right)}
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


def with_bands(body: Body, heights: Sequence[float]) -> list[float]:
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


def row_boxes(body: Body, columns: Sequence[Column], borders: Sequence[float], heights: Sequence[float]) -> list[Box]:
    """The cells between the rows' ``heights`` and the columns' ``borders``; a band is one cell over all of them."""
    boxes: list[Box] = []
    for number, (top, bottom) in enumerate(pairwise(heights)):
        inside = [line for line in body.lines if top <= line.box.mid_y < bottom]
        band = len(inside) == 1 and any(inside[0] is body.lines[n] for n in body.bands)
        if band or _spans_all(inside, columns, number, len(heights) - 2):
            boxes.append(Box(borders[0], top, borders[-1], bottom))
        else:
            boxes += [Box(x0, top, x1, bottom) for x0, x1 in pairwise(borders)]
    return boxes


def _spans_all(inside: Sequence[Line], columns: Sequence[Column], number: int, last: int) -> bool:
    """Whether a row is a band: one line with rows below it that starts in the first column, or runs over several."""
    if len(inside) != 1 or len(inside[0].pieces) != 1 or number == last:
        return False
    piece = inside[0].pieces[0]
    held = sum(piece.box.x0 < column.x1 and piece.box.x1 > column.x0 for column in columns)
    starts = piece.box.x0 < columns[0].content_x1 or held > 1
    return starts and len(piece.text) <= LONGEST_BAND and not REF.match(piece.text)
