"""Columns without rules: clear strips that run down between the texts, each with a heading over it.

Which lines are the header and which belong to the table is told by ``align_header`` and ``engine_align``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.align_header import Head
from extractors.align_lines import Line
from schemas.geometry import Box

# A strip narrower than this share of the type size is a gap between words.
NARROWEST_STRIP = 0.28
# A strip may be crossed by so many of a table's lines: cells whose text runs over.
CROSSED_SHARE = 0.02
# Text without a heading is a column of its own only behind a gap of this many type sizes.
OWN_COLUMN_GAP = 1.0
# A drawn mark or coloured cell stands for its middle part: fills touch the columns beside them.
MARK_CORE = 0.3


@dataclass(frozen=True, slots=True)
class Column:
    """A column between two borders; ``content`` is where its texts and marks stand."""

    x0: float
    x1: float
    content_x0: float
    content_x1: float
    heads: tuple[Head, ...]


def find_columns(
    heads: Sequence[Head], body: Sequence[Line], marks: Sequence[Box], left: float, right: float
) -> tuple[Column, ...]:
    """The columns from left to right; () when two heads stand over texts that no clear strip divides.

    ``left`` and ``right`` are the table's outer borders.
    """
    size = body[0].size if body else 10.0
    spans = [(piece.box.x0, piece.box.x1) for line in body for piece in line.pieces]
    spans += [_core(box) for box in marks]
    bands = _bands([head.core for head in heads], spans, int(CROSSED_SHARE * len(body)), NARROWEST_STRIP * size)
    owned = [(band, tuple(h for h in heads if band[0] - 0.1 <= h.core.mid_x <= band[1] + 0.1)) for band in bands]
    owned = _with_own_texts(owned, spans)
    owned = _headed(owned, [_core(box) for box in marks], size)
    if any(len(over) != 1 for _band, over in owned if over) or sum(bool(over) for _b, over in owned) < 2:
        return ()
    borders = [left, *((one[0][1] + two[0][0]) / 2 for one, two in pairwise(owned)), right]
    return tuple(
        Column(x0, x1, band[0], band[1], over) for (x0, x1), (band, over) in zip(pairwise(borders), owned, strict=True)
    )


def columns_between(
    borders: Sequence[float], heads: Sequence[Head], body: Sequence[Line], marks: Sequence[Box]
) -> tuple[Column, ...]:
    """The columns between known borders; () when a text or heading runs over one of them."""
    columns: list[Column] = []
    boxes = [piece.box for line in body for piece in line.pieces]
    for x0, x1 in pairwise(borders):
        over = tuple(head for head in heads if x0 <= head.core.mid_x < x1)
        inside = [box for box in (*boxes, *(head.core for head in over)) if x0 <= box.mid_x < x1]
        if any(box.x0 < x0 - 1 or (box.x1 > x1 + 1 and x1 != borders[-1]) for box in inside):
            return ()
        inside += [box for box in marks if x0 <= box.mid_x < x1]
        content = (min(b.x0 for b in inside), max(b.x1 for b in inside)) if inside else (x0, x1)
        columns.append(Column(x0, x1, *content, over))
    return tuple(columns)


def _core(box: Box) -> tuple[float, float]:
    return box.x0 + MARK_CORE * box.width, box.x1 - MARK_CORE * box.width


def _bands(
    heads: Sequence[Box], spans: Iterable[tuple[float, float]], allowed: int, narrowest: float
) -> list[tuple[float, float]]:
    """Stretches of x where something stands, heads counting always, up to ``allowed`` body lines not at all."""
    steps: list[tuple[float, int]] = []
    for box in heads:
        steps += [(box.x0, allowed + 1), (box.x1, -allowed - 1)]
    for x0, x1 in spans:
        steps += [(x0, 1), (x1, -1)]
    steps.sort(key=lambda step: (step[0], -step[1]))
    bands: list[tuple[float, float]] = []
    depth, begun = 0, None
    for x, change in steps:
        depth += change
        if depth > allowed and begun is None:
            begun = x
        elif depth <= allowed and begun is not None:
            if bands and begun - bands[-1][1] < narrowest:
                bands[-1] = (bands[-1][0], x)
            else:
                bands.append((begun, x))
            begun = None
    return bands


_Owned = tuple[tuple[float, float], tuple[Head, ...]]


def _with_own_texts(owned: Sequence[_Owned], spans: Sequence[tuple[float, float]]) -> list[_Owned]:
    """Bands of which a heading over nothing is put together with texts beside it that have no heading of their own.

    Spreadsheets set headings left and figures or marks right, so that neither stands over the other.
    """
    joined: list[_Owned] = []
    for band, over in owned:
        last = joined[-1] if joined else None
        if last is not None and bool(over) != bool(last[1]):
            headed = band if over else last[0]
            if not any(x0 < headed[1] and x1 > headed[0] for x0, x1 in spans):
                joined[-1] = ((last[0][0], band[1]), over or last[1])
                continue
        joined.append((band, over))
    return joined


def _headed(owned: list[_Owned], marks: Sequence[tuple[float, float]], size: float) -> list[_Owned]:
    """Bands without a head put to the neighbour they stand closest to, unless a wide gap or a mark sets them apart."""
    kept: list[_Owned] = []
    for index, (band, over) in enumerate(owned):
        if over or not kept:
            kept.append((band, over))
            continue
        gap = band[0] - kept[-1][0][1]
        after = owned[index + 1][0][0] - band[1] if index + 1 < len(owned) else float("inf")
        marked = any(band[0] <= (x0 + x1) / 2 <= band[1] for x0, x1 in marks)
        if marked or min(gap, after) >= OWN_COLUMN_GAP * size:
            kept.append((band, over))
        elif gap <= after or not owned[index + 1][1]:
            kept[-1] = ((kept[-1][0][0], band[1]), kept[-1][1])
        else:
            owned[index + 1] = ((band[0], owned[index + 1][0][1]), owned[index + 1][1])
    if len(kept) > 1 and not kept[0][1] and kept[1][0][0] - kept[0][0][1] < OWN_COLUMN_GAP * size:
        kept[:2] = [((kept[0][0][0], kept[1][0][1]), kept[1][1])]
    return kept


def snapped(borders: Sequence[float], columns: Sequence[Column], edges: Iterable[float]) -> tuple[float, ...]:
    """Borders moved onto a drawn edge (a fill's side) where one stands in the strip between the columns' contents."""
    drawn = sorted(edges)
    moved = list(borders)
    for index, (one, two) in enumerate(pairwise(columns), 1):
        inside = [x for x in drawn if one.content_x1 - 1 <= x <= two.content_x0 + 1]
        if inside:
            counted = max(set(map(round, inside)), key=lambda x: sum(round(y) == x for y in inside))
            near = [x for x in inside if round(x) == counted]
            moved[index] = sum(near) / len(near)
    return tuple(moved)
