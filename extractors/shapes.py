"""Drawn marks compared by their outline: the same arrow in the legend, on a card and in a table.

What a mark means is the legend's; here is only whether two look alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from schemas.pages import Shape

Outline = tuple[tuple[float, float], ...]

# Mean distance between two outlines scaled to a unit box. The same arrow drawn twice differs by under 0.01, an
# arrow and its mirror image by 0.08 and more.
SAME_OUTLINE = 0.05
MOST_POINTS = 80


def is_mark(shape: Shape) -> bool:
    """Whether a shape is a mark at all, not an upright rectangle (those are fills and chart bars)."""
    xs, ys = {round(x, 1) for x, _ in shape.points}, {round(y, 1) for _, y in shape.points}
    return len(shape.points) >= 3 and not (len(xs) <= 2 and len(ys) <= 2)


def outline(shapes: Sequence[Shape]) -> Outline:
    """The marks' points as one cloud in a box of 0..1, proportions kept; () if there is no mark.

    Filled parts are taken where there are any: the same mark is drawn with or without a border. Single strokes make a
    mark only where there is nothing else.
    """
    marks = [s for s in shapes if is_mark(s)] or [s for s in shapes if len(s.points) == 2]
    filled = [s for s in marks if s.fill is not None] or marks
    points = sorted({(round(x, 2), round(y, 2)) for s in filled for x, y in _densified(s.points)})
    if not points:
        return ()
    left, top = min(x for x, _ in points), min(y for _, y in points)
    side = max(max(x for x, _ in points) - left, max(y for _, y in points) - top) or 1.0
    scaled = sorted({(round((x - left) / side, 2), round((y - top) / side, 2)) for x, y in points})
    return tuple(scaled[:: max(1, len(scaled) // MOST_POINTS)])


@lru_cache(maxsize=4096)
def outline_distance(one: Outline, other: Outline) -> float:
    """Mean distance from each point to the nearest of the other outline, both ways; 0 for the same mark."""
    if not one or not other:
        return float("inf")
    return max(_one_way(one, other), _one_way(other, one))


def _one_way(one: Outline, other: Outline) -> float:
    return sum(math.sqrt(min((x - u) ** 2 + (y - v) ** 2 for u, v in other)) for x, y in one) / len(one)


def _densified(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The outline with points at even steps, so that a long straight side weighs as much as a corner."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    step = max(max(xs) - min(xs), max(ys) - min(ys)) / 12 or 1.0
    dense: list[tuple[float, float]] = []
    for (x, y), (u, v) in zip(points, (*points[1:], points[0]), strict=True):
        pieces = max(1, round(((u - x) ** 2 + (v - y) ** 2) ** 0.5 / step))
        dense.extend((x + (u - x) * i / pieces, y + (v - y) * i / pieces) for i in range(pieces))
    return dense
