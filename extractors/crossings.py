"""The cells between crossing rules: the answers of pdfplumber's table finder, without its searching.

pdfplumber looks for a point's neighbours among all points of the page and compares the rules of two points anew each
time. Here every point knows the points on its own two lines and the numbers of the rules through it, so a page of
many cells costs what its cells cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Point = tuple[float, float]
Corners = tuple[float, float, float, float]
Edge = dict[str, Any]


class _Crossing(NamedTuple):
    """The numbers of the rules that cross at a point: upright ones, level ones."""

    upright: set[int]
    level: set[int]


def find_cells(edges: Sequence[Edge], tolerance: float) -> list[Corners]:
    """The smallest cell to the lower right of each crossing, as ``x0, top, x1, bottom``, column by column.

    ``edges`` are pdfplumber's, merged; rules cross where they come within ``tolerance`` of each other.
    """
    crossings = _find_crossings(edges, tolerance)
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    return [cell for point in points if (cell := _smallest_cell(point, crossings, columns, rows)) is not None]


def _smallest_cell(
    point: Point, crossings: dict[Point, _Crossing], columns: dict[float, list[float]], rows: dict[float, list[float]]
) -> Corners | None:
    x, y = point
    here = crossings[point]
    for bottom in _after(columns[x], y):
        below = crossings[x, bottom]
        if here.upright.isdisjoint(below.upright):
            continue
        for right in _after(rows[y], x):
            beside, opposite = crossings[right, y], crossings.get((right, bottom))
            if (
                opposite is not None
                and not here.level.isdisjoint(beside.level)
                and not opposite.upright.isdisjoint(beside.upright)
                and not opposite.level.isdisjoint(below.level)
            ):
                return x, y, right, bottom
    return None


def _after(ordered: list[float], value: float) -> Iterator[float]:
    for index in range(bisect_right(ordered, value), len(ordered)):
        yield ordered[index]


def _find_crossings(edges: Sequence[Edge], tolerance: float) -> dict[Point, _Crossing]:
    """The points where rules cross; two rules with one box are one rule."""
    numbers: dict[Corners, int] = {}

    def number_of(edge: Edge) -> int:
        return numbers.setdefault((edge["x0"], edge["top"], edge["x1"], edge["bottom"]), len(numbers))

    level = sorted(
        (edge["top"], edge["x0"], edge["x1"], number_of(edge)) for edge in edges if edge["orientation"] == "h"
    )
    heights = [top for top, _x0, _x1, _number in level]
    found: dict[Point, _Crossing] = {}
    for edge in edges:
        if edge["orientation"] != "v":
            continue
        x, number = edge["x0"], number_of(edge)
        first = bisect_left(heights, edge["top"] - tolerance)
        for top, x0, x1, other in level[first : bisect_right(heights, edge["bottom"] + tolerance)]:
            if x0 - tolerance <= x <= x1 + tolerance:
                crossing = found.get((x, top))
                if crossing is None:
                    crossing = found[x, top] = _Crossing(set(), set())
                crossing.upright.add(number)
                crossing.level.add(other)
    return found
