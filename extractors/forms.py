"""The form of a mark by its silhouette: circle, triangle, star, tick, arrow, at any size, from paths or from pixels.

Silhouettes are bits on a square grid, stretched to fill it; the form is the template that shares most of its area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin

from schemas.marks import MarkForm

Points = Sequence[tuple[float, float]]

GRID = 24
# Shared area over joint area. Two drawings of one form share 0.75 and more, an arrow and a triangle under 0.62.
SAME_FORM = 0.7
# A rectangle longer than this many times its width is a bar.
BAR = 2.6
# Open paths are pens, not areas: drawn this thick, as a share of the mark's size.
PEN = 0.14


def silhouette(areas: Iterable[Points], pens: Iterable[Points] = ()) -> int:
    """The grid cells covered by closed ``areas`` and open ``pens``, as bits; 0 for a mark without extent."""
    areas, pens = [list(a) for a in areas], [list(p) for p in pens]
    every = [point for path in (*areas, *pens) for point in path]
    if not every:
        return 0
    left, top = min(x for x, _ in every), min(y for _, y in every)
    wide, high = max(x for x, _ in every) - left, max(y for _, y in every) - top
    if min(wide, high) <= 0.02 * max(wide, high):
        return 0
    unit = [[((x - left) / wide, (y - top) / high) for x, y in path] for path in areas]
    lines = [[((x - left) / wide, (y - top) / high) for x, y in path] for path in pens]
    bits = 0
    for row in range(GRID):
        y = (row + 0.5) / GRID
        for path in unit:
            for start, end in _spans(path, y):
                first, last = max(0, round(start * GRID)), min(GRID, round(end * GRID))
                if last > first:
                    bits |= ((1 << (last - first)) - 1) << (row * GRID + first)
        for column in range(GRID) if lines else ():
            x = (column + 0.5) / GRID
            if any(_distance(x, y, path) <= PEN / 2 for path in lines):
                bits |= 1 << (row * GRID + column)
    return bits


def form_of(bits: int, aspect: float = 1.0) -> MarkForm | None:
    """The form a silhouette has, None when it resembles none; ``aspect`` is the mark's width over its height."""
    if not bits:
        return None
    if bits.bit_count() >= 0.9 * GRID * GRID:
        return MarkForm.SQUARE if 1 / BAR <= aspect <= BAR else MarkForm.BAR
    shared, form = max(
        ((likeness(bits, template), form) for form, template in _templates()), key=lambda found: found[0]
    )
    return form if shared >= SAME_FORM else None


def likeness(one: int, other: int) -> float:
    """Shared area over joint area of two silhouettes, 0 to 1."""
    joint = (one | other).bit_count()
    return (one & other).bit_count() / joint if joint else 0.0


def _spans(path: Points, y: float) -> Iterator[tuple[float, float]]:
    crossings: list[float] = []
    for (x0, y0), (x1, y1) in zip(path, [*path[1:], path[0]], strict=True):
        if (y0 <= y) != (y1 <= y):
            crossings.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    crossings.sort()
    yield from zip(crossings[::2], crossings[1::2], strict=False)


def _distance(x: float, y: float, path: Points) -> float:
    nearest = float("inf")
    for (x0, y0), (x1, y1) in pairwise(path):
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        along = 0.0 if length == 0 else min(1.0, max(0.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length))
        nearest = min(nearest, hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)))
    return nearest


def _ring(count: int, inner: float | None = None, turn: float = 0.0) -> list[tuple[float, float]]:
    radii = (1.0,) if inner is None else (1.0, inner)
    corners = count * len(radii)
    return [
        (
            radii[i % len(radii)] * sin(2 * pi * i / corners + turn),
            -radii[i % len(radii)] * cos(2 * pi * i / corners + turn),
        )
        for i in range(corners)
    ]


def _turned(path: Points, degrees: float) -> list[tuple[float, float]]:
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)
    return [(x * c - y * s, x * s + y * c) for x, y in path]


def _arrow(shaft: float, head: float) -> list[tuple[float, float]]:
    """A block arrow pointing up, in a box of 1: width of the shaft, length of the head."""
    left, right = 0.5 - shaft / 2, 0.5 + shaft / 2
    return [(0.5, 0), (1, head), (right, head), (right, 1), (left, 1), (left, head), (0, head)]


def _double(shaft: float, head: float) -> list[tuple[float, float]]:
    left, right = 0.5 - shaft / 2, 0.5 + shaft / 2
    upper = [(0.5, 0.0), (1.0, head), (right, head)]
    lower = [(right, 1 - head), (1.0, 1 - head), (0.5, 1.0), (0.0, 1 - head), (left, 1 - head)]
    return [*upper, *lower, (left, head), (0.0, head)]


ARROWS = (
    (0, MarkForm.ARROW_UP),
    (45, MarkForm.ARROW_UP_RIGHT),
    (90, MarkForm.ARROW_RIGHT),
    (135, MarkForm.ARROW_DOWN_RIGHT),
    (180, MarkForm.ARROW_DOWN),
    (225, MarkForm.ARROW_DOWN_LEFT),
    (270, MarkForm.ARROW_LEFT),
    (315, MarkForm.ARROW_UP_LEFT),
)
TRIANGLES = (
    (0, MarkForm.TRIANGLE),
    (90, MarkForm.TRIANGLE_RIGHT),
    (180, MarkForm.TRIANGLE_DOWN),
    (270, MarkForm.TRIANGLE_LEFT),
)
TICKS = (
    [(0.0, 0.5), (0.15, 0.38), (0.36, 0.64), (0.86, 0.05), (1.0, 0.18), (0.37, 0.94)],
    [(0.0, 0.62), (0.12, 0.5), (0.34, 0.76), (0.9, 0.0), (1.0, 0.08), (0.34, 1.0)],
)


@cache
def _templates() -> tuple[tuple[MarkForm, int], ...]:
    areas: list[tuple[MarkForm, list[tuple[float, float]]]] = [
        (MarkForm.CIRCLE, _ring(48)),
        (MarkForm.SQUARE, [(0, 0), (1, 0), (1, 1), (0, 1)]),
        (MarkForm.DIAMOND, _ring(4)),
        (MarkForm.OCTAGON, _ring(8, turn=pi / 8)),
        *((MarkForm.STAR, _ring(5, inner)) for inner in (0.38, 0.5, 0.2)),
        *((form, _turned([(0, 1), (0.5, 0), (1, 1)], degrees)) for degrees, form in TRIANGLES),
        *((MarkForm.TICK, list(tick)) for tick in TICKS),
    ]
    for shaft in (0.18, 0.34, 0.52):
        for head in (0.28, 0.45, 0.62):
            areas += [(form, _turned(_arrow(shaft, head), degrees)) for degrees, form in ARROWS]
    for shaft in (0.2, 0.4):
        for head in (0.25, 0.4):
            areas.append((MarkForm.ARROW_UP_DOWN, _double(shaft, head)))
            areas.append((MarkForm.ARROW_BOTH, _turned(_double(shaft, head), 90)))
    found = [(form, silhouette([path])) for form, path in areas]
    for arm in (0.1, 0.17, 0.25):
        bar = [(-1.0, -arm), (1.0, -arm), (1.0, arm), (-1.0, arm)]
        upright = [_turned(bar, 0), _turned(bar, 90)]
        found.append((MarkForm.PLUS, silhouette(upright)))
        found.append((MarkForm.CROSS, silhouette([_turned(path, 45) for path in upright])))
    pens = [(MarkForm.TICK, [[(0.0, 0.55), (0.35, 1.0), (1.0, 0.0)]])]
    pens += [
        (form, [_turned([(0, 1), (0, 0)], d), _turned([(-0.35, 0.4), (0, 0), (0.35, 0.4)], d)]) for d, form in ARROWS
    ]
    found += [(form, silhouette((), lines)) for form, lines in pens]
    return tuple(found)
