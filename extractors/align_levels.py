"""Cells of a header without rules: which headings stand over several columns, and on which level.

The columns are found in ``align_columns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.align_columns import Column
from extractors.align_header import Header
from extractors.align_lines import Piece
from extractors.headings import fold_heading, heading_role, names_period
from schemas.geometry import Box, hull
from schemas.lookups import read_lookup
from schemas.vocabulary import Role

# Headings set left start this close to the text below them, in points.
SAME_START = 2.5
# A column of figures that no upper heading stands over costs as much as a heading set this far from its place.
LEFT_OVER = 8.0
# A rule is no higher than this.
THIN = 2.0
GROUPED = frozenset(
    {
        Role.TARGET,
        Role.ACTUAL,
        Role.PREVIOUS,
        Role.FLOOR,
        Role.BENCHMARK,
        Role.FORECAST,
        Role.STATUS,
        Role.PREVIOUS_STATUS,
        Role.FORECAST_STATUS,
        Role.DIRECTION,
    }
)


@dataclass(frozen=True, slots=True)
class _Over:
    """A heading over the columns ``first`` to ``last`` (included)."""

    piece: Piece
    first: int
    last: int


def header_boxes(
    header: Header, columns: Sequence[Column], borders: Sequence[float], drawn: Sequence[Box], top: float, bottom: float
) -> list[Box]:
    """The boxes of the header's cells between ``top`` and ``bottom``; ``drawn`` are rules and fills to go by."""
    drawn = _joined(drawn)
    over = [_spanned(piece, columns, drawn) for piece in header.spanners]
    over += _hidden(columns, drawn)
    over = [found for level in _beside_each_other(over) for found in _shared_out(level, columns)]
    levels = _levels(over, header, bottom)
    heights = [top, *(below for below, _spans in levels), bottom]
    boxes: list[Box] = []
    for number, (_below, spans) in enumerate(levels):
        boxes += [Box(borders[s.first], heights[number], borders[s.last + 1], heights[number + 1]) for s in spans]
    for column in range(len(columns)):
        begun: int | None = None
        for number in range(len(levels) + 1):
            spans = levels[number][1] if number < len(levels) else []
            if any(s.first <= column <= s.last for s in spans):
                if begun is not None:
                    boxes.append(Box(borders[column], heights[begun], borders[column + 1], heights[number]))
                begun = None
            elif begun is None:
                begun = number
        if begun is not None:
            boxes.append(Box(borders[column], heights[begun], borders[column + 1], bottom))
    return boxes


def _beside_each_other(over: Sequence[_Over]) -> list[list[_Over]]:
    """The headings of each level, from left to right."""
    levels: list[list[_Over]] = []
    for found in sorted(over, key=lambda o: o.piece.box.x0):
        beside = [level for level in levels if _on_level(level[0].piece, found.piece)]
        if beside:
            beside[0].append(found)
        else:
            levels.append([found])
    return levels


def _on_level(one: Piece, other: Piece) -> bool:
    return one.box.top < other.box.bottom and other.box.top < one.box.bottom


def _shared_out(level: Sequence[_Over], columns: Sequence[Column]) -> Sequence[_Over]:
    """The headings of one level with the columns shared out among them where two of them claim the same.

    Of all ways to give each a run of its own the one in which they stand best over their runs, in the middle or at the
    left edge, and leave the fewest columns over.
    """
    if all(a.last < b.first for a, b in pairwise(level)):
        return level
    nearest = [min(range(len(columns)), key=lambda c: _apart(o.piece.box, columns[c])) for o in level]
    if any(b <= a for a, b in pairwise(nearest)):
        return level

    @cache
    def best(number: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if number == len(level):
            left = sum(_is_grouped(column) for column in columns[start:])
            return left * LEFT_OVER, ()
        piece, own = level[number].piece, nearest[number]
        end = nearest[number + 1] if number + 1 < len(level) else len(columns)
        found = []
        for first in range(start, own + 1):
            for last in range(own, end):
                run = columns[first : last + 1]
                if not all(column is columns[own] or _is_free(piece, column) for column in run):
                    continue
                skipped = sum(_is_grouped(column) for column in columns[start:first])
                cost, rest = best(number + 1, last + 1)
                found.append((cost + skipped * LEFT_OVER + _off_place(piece, run), ((first, last), *rest)))
        return min(found, default=(float("inf"), ()))

    _cost, runs = best(0, 0)
    return [_Over(o.piece, *run) for o, run in zip(level, runs, strict=True)] if runs else level


def _apart(box: Box, column: Column) -> float:
    """How far a heading's middle is from the middle of a column's own heading."""
    own = column.heads[0].core.mid_x if column.heads else (column.content_x0 + column.content_x1) / 2
    return abs(own - box.mid_x)


def _is_free(piece: Piece, column: Column) -> bool:
    return _is_grouped(column) and not _beside(piece, column)


def _off_place(piece: Piece, run: Sequence[Column]) -> float:
    """How far a heading is from the middle, or the left edge, of the columns it would stand over."""
    middle = abs((run[0].content_x0 + run[-1].content_x1) / 2 - piece.box.mid_x)
    lead = run[0].heads[0].box.x0 if run[0].heads else run[0].content_x0
    return min(middle, abs(lead - piece.box.x0))


def _levels(over: Sequence[_Over], header: Header, bottom: float) -> list[tuple[float, list[_Over]]]:
    """Per level from the top: its lower border and the headings on it that span."""
    pieces = [piece for head in header.heads for piece in head.pieces] + list(header.spanners)
    levels: list[tuple[float, list[_Over]]] = []
    for found in sorted((o for o in over if o.last > o.first), key=lambda o: o.piece.box.mid_y):
        if levels and found.piece.box.mid_y < levels[-1][1][0].piece.box.bottom:
            levels[-1][1].append(found)
            continue
        below = [p.box.top for p in pieces if p.box.mid_y > found.piece.box.bottom]
        edge = (found.piece.box.bottom + min(below)) / 2 if below else bottom
        if below:
            levels.append((edge, [found]))
    return levels


def _joined(drawn: Sequence[Box]) -> list[Box]:
    """The boxes, with the pieces of one rule put together: borders are often drawn cell by cell."""
    rules = sorted((b for b in drawn if b.height <= THIN), key=lambda b: (round(b.mid_y), b.x0))
    joined: list[Box] = []
    for box in rules:
        last = joined[-1] if joined else None
        if last is not None and abs(last.mid_y - box.mid_y) <= THIN and box.x0 - last.x1 <= THIN:
            joined[-1] = hull([last, box])
        else:
            joined.append(box)
    return joined + [b for b in drawn if b.height > THIN]


def _spanned(piece: Piece, columns: Sequence[Column], drawn: Sequence[Box]) -> _Over:
    by_drawing = _by_drawing(piece, columns, drawn)
    if by_drawing is not None:
        return by_drawing
    over = [i for i, c in enumerate(columns) if c.heads and _touches(piece.box, c.heads[0].box)]
    first, last = (min(over), max(over)) if over else (0, 0)
    lead = columns[first].heads[0].box if columns[first].heads else piece.box
    if abs(piece.box.x0 - lead.x0) <= SAME_START:
        while last + 1 < len(columns) and _is_grouped(columns[last + 1]) and not _beside(piece, columns[last + 1]):
            last += 1
        return _Over(piece, first, last)
    runs = [(first, last)]
    for a, b in ((first - 1, last), (first, last + 1), (first - 1, last + 1)):
        if a >= 0 and b < len(columns) and all(_is_grouped(c) and not _beside(piece, c) for c in columns[a : b + 1]):
            runs.append((a, b))
    return _Over(piece, *min(runs, key=lambda run: _off_centre(piece, columns, run)))


def _off_centre(piece: Piece, columns: Sequence[Column], run: tuple[int, int]) -> float:
    return abs((columns[run[0]].content_x0 + columns[run[1]].content_x1) / 2 - piece.box.mid_x)


def _touches(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0


def _by_drawing(piece: Piece, columns: Sequence[Column], drawn: Sequence[Box]) -> _Over | None:
    """The columns under a rule below the heading, or under the fill or frame around it, if those are not all."""
    size = piece.words[0].size
    for box in sorted(drawn, key=lambda b: b.width):
        around = box.top <= piece.box.mid_y <= box.bottom
        under = box.height <= THIN and 0 <= box.top - piece.box.bottom + 0.3 * size <= size
        if not (around or under) or not (box.x0 - 1 <= piece.box.x0 and piece.box.x1 <= box.x1 + 1):
            continue
        held = [i for i, c in enumerate(columns) if box.x0 - 2 <= (c.content_x0 + c.content_x1) / 2 <= box.x1 + 2]
        if 1 < len(held) < len(columns):
            return _Over(piece, held[0], held[-1])
    return None


def _hidden(columns: Sequence[Column], drawn: Sequence[Box]) -> list[_Over]:
    """Headings over several columns that are so short that they stand over one: periods above "Target", "Value"."""
    found: list[_Over] = []
    for index, column in enumerate(columns):
        pieces = sorted((p for head in column.heads for p in head.pieces), key=lambda p: p.box.mid_y)
        for number, piece in enumerate(pieces[:-1]):
            below = " ".join(p.text for p in pieces[number + 1 :])
            if not names_period(piece.text) or not (heading_role(below) or _is_turn(pieces[-1].text)):
                continue
            by_drawing = _by_drawing(piece, columns, drawn)
            if by_drawing is not None:
                found.append(by_drawing)
                continue
            over = _widened(piece, pieces[number + 1], index, columns)
            if over.last > over.first:
                found.append(over)
    return found


def _widened(piece: Piece, below: Piece, index: int, columns: Sequence[Column]) -> _Over:
    def free(c: int) -> bool:
        return 0 <= c < len(columns) and _is_grouped(columns[c]) and not _beside(piece, columns[c])

    last = index
    while free(last + 1):
        last += 1
    if abs(piece.box.x0 - below.box.x0) <= SAME_START:
        return _Over(piece, index, last)
    first = index
    while free(first - 1):
        first -= 1
    runs = [(a, b) for a in range(first, index + 1) for b in range(index, last + 1)]
    return _Over(piece, *min(runs, key=lambda run: _off_centre(piece, columns, run)))


def _beside(piece: Piece, column: Column) -> bool:
    """Whether the column has a heading of its own on the same level."""
    others = (p for head in column.heads for p in head.pieces if p is not piece)
    return any(p.box.top < piece.box.bottom - 1 and p.box.bottom > piece.box.top + 1 for p in others)


def _is_grouped(column: Column) -> bool:
    text = " ".join(head.text for head in column.heads)
    return heading_role(text) in GROUPED or _is_turn(text) or names_period(text)


def _is_turn(text: str) -> bool:
    return any(fold_heading(text) in words for words in read_lookup("headers")["sub"].values())
