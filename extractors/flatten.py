"""A drawn path as points: its curves followed in short steps, so that a circle is round and not its four corners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Point = tuple[float, float]

# A quarter circle in this many steps strays from the true one by less than a hundredth of its radius.
STEPS = 6


def flatten_path(path: Sequence[Sequence[Any]]) -> tuple[Point, ...]:
    """The points along one subpath of ("m", p), ("l", p), ("c", p, p, p), ("h", p) segments, as pdfplumber has them.

    A closed path ends where it began. PDF's "v" and "y" curves have two points; the missing one is an end's.
    """
    points: list[Point] = []
    for kind, *given in path:
        at = [(float(x), float(y)) for x, y in given]
        if kind == "h":
            if points and points[0] != points[-1]:
                points.append(points[0])
        elif kind in ("c", "v", "y") and points:
            first, second = (at[0], at[1]) if kind == "c" else (points[-1], at[0]) if kind == "v" else (at[0], at[-1])
            points += _bezier(points[-1], first, second, at[-1])
        else:
            points += at[-1:]
    return tuple(points)


def _bezier(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    found: list[Point] = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        found.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return found
