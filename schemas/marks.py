"""What a cell shows beside plain text: dots, ticks, arrows, coloured words, icons.

What a mark means is the legend's; here is only what a reader sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.geometry import Place
from schemas.vocabulary import StatusMethod


class MarkForm(StrEnum):
    """The outline of a mark, whether a letter of a symbol font, a drawn path or the opaque part of a picture."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    TRIANGLE_DOWN = "triangle_down"
    TRIANGLE_LEFT = "triangle_left"
    TRIANGLE_RIGHT = "triangle_right"
    DIAMOND = "diamond"
    STAR = "star"
    OCTAGON = "octagon"
    ARROW_UP = "arrow_up"
    ARROW_DOWN = "arrow_down"
    ARROW_LEFT = "arrow_left"
    ARROW_RIGHT = "arrow_right"
    ARROW_UP_RIGHT = "arrow_up_right"
    ARROW_DOWN_RIGHT = "arrow_down_right"
    ARROW_UP_LEFT = "arrow_up_left"
    ARROW_DOWN_LEFT = "arrow_down_left"
    ARROW_BOTH = "arrow_both"
    ARROW_UP_DOWN = "arrow_up_down"
    TICK = "tick"
    CROSS = "cross"
    PLUS = "plus"
    BAR = "bar"
    WARNING = "warning"
    FLAG = "flag"
    FACE_HAPPY = "face_happy"
    FACE_NEUTRAL = "face_neutral"
    FACE_SAD = "face_sad"
    THUMB_UP = "thumb_up"
    THUMB_DOWN = "thumb_down"

    @property
    def points(self) -> bool:
        """Whether the mark is an arrow: beside another mark it is the direction, not the status."""
        return self.value.startswith("arrow")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. ``text`` is the glyph or the words; ``colour`` the ink a reader names it by, None for black.

    ``outline`` are the points of a drawn mark scaled to a box of 0..1, ``picture`` the look of a raster image (the
    same for all its copies). ``method`` says how it was seen.
    """

    method: StatusMethod
    place: Place
    colour: str | None = None
    text: str | None = None
    form: MarkForm | None = None
    outline: tuple[tuple[float, float], ...] = ()
    picture: str | None = None
