"""Where a page's objects stand: from pdfium's page space to pdfplumber's coordinates.

pdfium gives the page's own space (origin bottom left of the media box, before ``/Rotate``). pdfplumber gives points
from the top left corner of the page as shown, kept in the frame of the media box: a crop box cuts objects away but does
not move the origin. ``Frame`` maps one to the other, with ``/Rotate`` and ``/UserUnit``. What the objects are is not
known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Rect: TypeAlias = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The map that does ``first`` and ``then`` (PDF row-vector order)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def map_rect(matrix: Matrix, rect: Rect) -> Rect:
    """The upright box around the mapped rectangle ``x0, y0, x1, y1``, ordered."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = rect
    xs = (a * x0 + c * y0 + e, a * x1 + c * y0 + e, a * x0 + c * y1 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y0 + f, b * x0 + d * y1 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Rect, other: Rect) -> Rect:
    """What both rectangles cover; its right edge lies left of its left edge where they share nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's place in the world.

    ``matrix`` maps pdfium's page space to pdfplumber's ``x, top`` (y runs down). ``mediabox`` and ``cropbox`` are as
    pdfplumber gives them, ``unit`` the size of a user unit in points, ``height`` pdfplumber's page height (needed for
    its ``y0``/``y1``, which run up).
    """

    matrix: Matrix
    mediabox: Rect
    cropbox: Rect
    rotation: int
    unit: float

    @property
    def height(self) -> float:
        return self.mediabox[3] - self.mediabox[1]

    @property
    def flip(self) -> float:
        """pdfplumber's ``y0`` is ``flip - bottom`` and its ``y1`` is ``flip - top``."""
        return self.mediabox[1] + self.height

    def box(self, rect: Rect) -> Rect:
        """One rectangle ``x0, y0, x1, y1`` of page space as ``x0, top, x1, bottom``."""
        return map_rect(self.matrix, rect)

    def across(self, rect: Rect) -> tuple[float, float]:
        """``x0, x1`` of ``box``, at half its price."""
        a, _b, c, _d, e, _f = self.matrix
        if c == 0:
            one, other = a * rect[0] + e, a * rect[2] + e
        else:
            one, other = c * rect[1] + e, c * rect[3] + e
        return (one, other) if one <= other else (other, one)

    def boxes(
        self, left: list[float], bottom: list[float], right: list[float], top: list[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Many upright boxes at once: ``x0, top, x1, bottom`` lists in pdfplumber's coordinates."""
        a, b, c, d, e, f = self.matrix
        if b == 0 and c == 0:
            across, x_by, y_by = (left, right), a, d
            down = (bottom, top)
        else:
            across, x_by, y_by = (bottom, top), c, b
            down = (left, right)
        x_low, x_high = across if x_by > 0 else across[::-1]
        y_low, y_high = down if y_by > 0 else down[::-1]
        return _along(x_low, x_by, e), _along(y_low, y_by, f), _along(x_high, x_by, e), _along(y_high, y_by, f)


def _along(values: list[float], by: float, shift: float) -> list[float]:
    if by == 1.0:
        return values if shift == 0 else [value + shift for value in values]
    return [value * by + shift for value in values]


def make_frame(media: Sequence[float], crop: Sequence[float] | None, rotation: int, unit: float) -> Frame:
    """A frame from the raw boxes of a page (any two opposite corners), its ``/Rotate`` and its ``/UserUnit``.

    The four maps are pdfminer's page matrices followed by pdfplumber's flip (pdfplumber.page.Page.process_object).
    """
    x0, x1 = sorted((float(media[0]), float(media[2])))
    y0, y1 = sorted((float(media[1]), float(media[3])))
    turn = rotation % 360
    high = x1 - x0 if turn % 180 == 90 else y1 - y0
    maps: dict[int, Matrix] = {
        0: (1.0, 0.0, 0.0, -1.0, 0.0, high),
        90: (0.0, 1.0, 1.0, 0.0, 0.0, -2 * x0),
        180: (-1.0, 0.0, 0.0, 1.0, x0 + x1, -2 * y0),
        270: (0.0, -1.0, -1.0, 0.0, y0 + y1, high),
    }
    matrix = maps[turn]
    scale: Matrix = (unit, 0.0, 0.0, unit, 0.0, 0.0)
    whole = times(matrix, scale)
    mediabox = map_rect(whole, (x0, y0, x1, y1))
    cropbox = mediabox if crop is None else map_rect(whole, (crop[0], crop[1], crop[2], crop[3]))
    return Frame(matrix=whole, mediabox=mediabox, cropbox=cropbox, rotation=turn, unit=unit)
