"""Boxes and places: where on which page something was read.

Units are PDF points, the origin is the top left corner of the page as a reader sees it,
pages count from 1. Nothing here knows what stands in a box.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle ``x0, top, x1, bottom`` in points, with ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def mid_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside; left and top edges count, right and bottom do not."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom

    def overlap(self, other: Box) -> float:
        """The shared area, in square points; 0 when the boxes do not touch."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0

    def rounded(self) -> Box:
        """The same box to a hundredth of a point, as it is stored."""
        return Box(round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of ``boxes``; at least one is required."""
    every = list(boxes)
    if not every:
        raise ValueError("hull of no boxes")
    if len(every) == 1:
        return every[0]
    return Box(
        min(b.x0 for b in every),
        min(b.top for b in every),
        max(b.x1 for b in every),
        max(b.bottom for b in every),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page (1-based)."""

    page: int
    box: Box
