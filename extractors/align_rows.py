"""Rows without a full grid: from rules or stripes across the table, else from the lines that start them.

What stands in the rows is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.align_columns import Column
from extractors.align_lines import Line
from extractors.align_strips import SAME_LEVEL
from schemas.geometry import Box

# Rules divide rows, not groups of rows, when at most this share of the intervals hold two starts.
DOUBLE_SHARE = 0.1
# A line starts a row when it fills this share of the one-line columns that full rows fill.
START_SHARE = 0.5
# In a table set at the top this share of the starting lines begin the longest column's text too.
TOP_SHARE = 0.85
# ... and at least this share the second longest's, which may be empty.
SOME_SHARE = 0.5
# A clear strip this close to the widest one may be the border too.
NEARLY_WIDEST = 0.8
# Lines closer than this many type sizes may be one wrapped text; texts wider than LONG_TEXT sizes wrap.
CLOSE_LINES = 0.45
LONG_TEXT = 12
# A column is one of refs or figures when this share of its texts are.
SHORT_SHARE = 0.6
# Rows are set apart when the space between them is wider than that between lines by this share of the type size.
SET_APART = 0.15
# How the second line of a wrapped title or value begins: "days", "(08/09)", "of the council"; "N/A" is a value.
REST = re.compile(r"[a-z(]")
# A column filled on this share of the starting lines is one that every row fills.
ALWAYS = 0.8
REF = re.compile(r"^(?=.*\d)[A-Za-z&]{0,8}[\s.\-/]{0,2}\d[\w.\-/&()]{0,8}$")


def starting_lines(body: Sequence[Line], columns: Sequence[Column], marks: Sequence[Box]) -> list[int]:
    """The numbers of the lines on which rows are set: those that fill the columns of refs, values and marks."""
    filled = [_filled(line, columns) for line in body]
    for box in marks:
        nearest = min(range(len(body)), key=lambda i: abs(body[i].box.mid_y - box.mid_y), default=None)
        if nearest is not None and abs(body[nearest].box.mid_y - box.mid_y) <= 0.6 * body[nearest].size:
            filled[nearest] |= {c for c, column in enumerate(columns) if column.x0 <= box.mid_x < column.x1}
    one_line = _one_line_columns(filled, body, columns)
    counts = [len(found & one_line) for found in filled]
    most = max(counts, default=0)
    if most == 0:
        gaps = [b.box.top - a.box.bottom for a, b in pairwise(body)]
        return [0, *(i for i, gap in enumerate(gaps, 1) if gap > CLOSE_LINES * body[i].size)]
    usual = sorted(count for count in counts if count * 2 >= most)
    enough = max(1.0, START_SHARE * usual[len(usual) // 2])
    starts = [index for index, count in enumerate(counts) if count >= enough]
    return _with_bare_refs(_without_rests(starts, body, filled), body, columns)


def _without_rests(starts: list[int], body: Sequence[Line], filled: Sequence[set[int]]) -> list[int]:
    """The starting lines without those that are rests of wrapped values ("21.6" over "seconds") of the row above.

    Such a line stands close and lacks a column which the row above and nearly every other start fill. Where rows are
    not set further apart than lines, it begins no text like a value either.
    """
    strips = [body[b].box.top - body[a].box.bottom for a, b in pairwise(range(len(body)))]
    if len(starts) < 2:
        return starts
    known = set(starts)
    inside = sorted(strip for number, strip in enumerate(strips, 1) if number not in known) or [min(strips)]
    leading = inside[len(inside) // 2]
    widest = sorted(max(strips[a:b]) for a, b in pairwise(starts))
    apart = widest[len(widest) // 2] > leading + SET_APART * body[0].size
    counts = Counter(c for i in starts for c in filled[i])
    kept = starts[:1]
    for start in starts[1:]:
        above = kept[-1]
        close = max(strips[above:start]) <= leading + SET_APART * body[0].size
        others = len(starts) - 1
        lacks = {c for c in filled[above] - filled[start] if counts[c] >= ALWAYS * others}
        rest = apart or all(REST.match(piece.text) for piece in body[start].pieces)
        if not (close and lacks and rest):
            kept.append(start)
        elif len(filled[start]) > len(filled[above]):
            kept[-1] = start
    return kept


def _filled(line: Line, columns: Sequence[Column]) -> set[int]:
    borders = [column.x0 for column in columns[1:]]
    return {bisect_right(borders, piece.box.mid_x) for piece in line.pieces}


def _one_line_columns(filled: Sequence[set[int]], body: Sequence[Line], columns: Sequence[Column]) -> set[int]:
    """Columns whose cells take one line as a rule: refs and figures, or short texts with clear space below."""
    one_line: set[int] = set()
    for column in range(len(columns)):
        numbers = [i for i, found in enumerate(filled) if column in found]
        pieces = [p for n in numbers for p in body[n].pieces if columns[column].x0 <= p.box.mid_x < columns[column].x1]
        if not numbers:
            continue
        short = sum(_is_short(piece.text) for piece in pieces)
        long = sum(piece.box.width > LONG_TEXT * piece.words[0].size for piece in pieces)
        close = sum(body[b].box.top - body[a].box.bottom < CLOSE_LINES * body[a].size for a, b in pairwise(numbers))
        if short >= SHORT_SHARE * len(pieces) if short else not long * 3 > len(pieces) and close * 3 <= len(numbers):
            one_line.add(column)
    return one_line


def _is_short(text: str) -> bool:
    return (len(text) <= 10 and any(ch.isdigit() for ch in text)) or REF.match(text) is not None


def _with_bare_refs(starts: list[int], body: Sequence[Line], columns: Sequence[Column]) -> list[int]:
    """Rows that print a ref and a title and nothing else start on the ref's line."""
    known = set(starts)
    first = [(i, line.pieces[0]) for i, line in enumerate(body)]
    refs = {i for i, piece in first if piece.box.mid_x < columns[0].x1 and REF.match(piece.text)}
    if len(refs & known) * 2 < len(known):
        return starts
    for index in refs - known:
        beside = [piece for piece in body[index].pieces if piece.box.mid_x >= columns[0].x1]
        if beside:
            known.add(index)
    return sorted(known)


def row_borders(
    body: Sequence[Line],
    columns: Sequence[Column],
    marks: Sequence[Box],
    drawn: Sequence[float],
    frame: tuple[float, float],
    *,
    unseen: Sequence[float] = (),
    continued: bool = False,
) -> list[float]:
    """The heights between which the rows stand, the table's top and bottom (``frame``) included.

    ``unseen`` are borders that no reader sees (see ``separators``): they count where each holds one row.
    The first lines of a ``continued`` table may be the rest of a row that began on the page before.
    """
    top, bottom = frame
    starts = starting_lines(body, columns, marks)
    heights = [body[index].box.mid_y for index in starts]
    inner = [y for y in drawn if top + SAME_LEVEL < y < bottom - SAME_LEVEL]
    edges = [top, *(y for y in unseen if top + SAME_LEVEL < y < bottom - SAME_LEVEL), bottom]
    held = [sum(a <= y < b for y in heights) for a, b in pairwise(edges)]
    if len(edges) > max(2, len(inner) + 2) and all(count == 1 for count in held[continued:]) and held[0] <= 1:
        return edges
    if inner:
        edges = [top, *inner, bottom]
        held = [sum(a <= y < b for y in heights) for a, b in pairwise(edges)]
        full = [count for count in held if count]
        if len(full) >= 1 and sum(count > 1 for count in full) <= DOUBLE_SHARE * len(full):
            return edges
    apart = _rows_apart(body, columns, heights, (top, bottom))
    if apart is not None:
        return apart
    edges = [top]
    at_top = _set_at_top(body, columns, starts, continued)
    if continued and starts and starts[0] > 0:
        edges += [y for y in (_end_of_rest(body, starts[0], at_top),) if y is not None]
    for before, index in pairwise(starts):
        ruled = [y for y in inner if heights[starts.index(before)] < y < body[index].box.mid_y]
        if ruled:
            edges.append(ruled[-1])
        elif at_top:
            edges.append(_above(body, index))
        else:
            edges.append(_widest_gap(body, edges[-1], before, index))
    return [*edges, bottom]


def _rows_apart(
    body: Sequence[Line], columns: Sequence[Column], heights: Sequence[float], frame: tuple[float, float]
) -> list[float] | None:
    """The borders of rows that are set apart: each holds one start at most; None where rows are not told so.

    What starts no row is one of its own, a section's name or a total, unless it only goes on with one long text.
    """
    edges = [frame[0]]
    strips = [*_wide_strips(body, columns), frame[1]]
    before: set[int] = set()
    for strip in strips:
        held = [line for line in body if edges[-1] <= line.box.mid_y < strip]
        starts = sum(edges[-1] <= y < strip for y in heights)
        filled = set().union(*(_filled(line, columns) for line in held))
        if starts > 1:
            return None
        goes_on = not starts and len(filled) == 1 and filled <= before and len(edges) > 1
        if goes_on and min(filled) > 0 and not all(line.bold for line in held):
            edges[-1] = strip
        else:
            edges.append(strip)
        before = filled | before if goes_on else filled
    return edges if len(edges) > 2 else None


def _wide_strips(body: Sequence[Line], columns: Sequence[Column]) -> list[float]:
    """The middles of the clear strips across the table that are wider than those between lines of one cell.

    Its tallest cell fills a row from top to bottom, wherever in it the others are set: where rows have any space around
    them, these are their borders.
    """
    boxes = sorted((piece.box for line in body for piece in line.pieces), key=lambda box: box.top)
    inside: list[float] = []
    for column in columns:
        own = [box for box in boxes if column.x0 <= box.mid_x < column.x1]
        inside += [b.top - a.bottom for a, b in pairwise(own) if b.top > a.mid_y]
    widest = min([*inside, CLOSE_LINES * body[0].size]) + SET_APART * body[0].size
    found: list[float] = []
    reached = boxes[0].bottom
    for box in boxes[1:]:
        if box.top - reached > widest:
            found.append((reached + box.top) / 2)
        reached = max(reached, box.bottom)
    return found


def _set_at_top(body: Sequence[Line], columns: Sequence[Column], starts: Sequence[int], continued: bool) -> bool:
    """Whether cells are set at the top of their rows, so that every column's text begins on the starting line."""
    if not starts or (starts[0] > 0 and not continued):
        return False
    filled = [_filled(line, columns) for line in body]
    counts = {c: sum(c in found for found in filled) for c in range(len(columns))}
    longest = sorted(counts, key=lambda c: -counts[c])[:2]
    begun = [sum(c in filled[i] for i in starts) for c in longest]
    return max(begun) >= TOP_SHARE * len(starts) and min(begun) >= SOME_SHARE * len(starts)


def _end_of_rest(body: Sequence[Line], start: int, at_top: bool) -> float | None:
    """Where the rest of a cut row ends above the first starting line; None where that line's own row reaches up."""
    if at_top:
        return _above(body, start)
    strips = [(b.box.top - a.box.bottom, (a.box.bottom + b.box.top) / 2) for a, b in pairwise(body[: start + 1])]
    widest, least = max(strips), min(strips)
    return widest[1] if widest[0] > 2 * max(least[0], 0.5) else None


def _above(body: Sequence[Line], index: int) -> float:
    return (body[index - 1].box.mid_y + body[index].box.mid_y) / 2 if index else body[index].box.top


def _widest_gap(body: Sequence[Line], top: float, before: int, index: int) -> float:
    """The middle of the widest clear strip between two starting lines; of several, that which centres the row."""
    between = body[before : index + 1]
    strips: list[tuple[float, float]] = []
    reached = between[0].box.bottom
    for line in between[1:]:
        if line.box.top > reached:
            strips.append((reached, line.box.top))
        reached = max(reached, line.box.bottom)
    if not strips:
        return (body[before].box.mid_y + body[index].box.mid_y) / 2
    widest = max(b - a for a, b in strips)
    first = min((line.box.top for line in body if top <= line.box.mid_y), default=top)
    expected = 2 * body[before].box.mid_y - first
    fitting = [(a + b) / 2 for a, b in strips if b - a >= NEARLY_WIDEST * widest]
    return min(fitting, key=lambda y: abs(y - expected))
