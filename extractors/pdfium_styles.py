"""The look of text objects: font, size, colours, direction, and where its baseline begins.

Reports have thousands of text objects and a few dozen looks, so a ``Style`` is made once and shared.
"""

from __future__ import annotations

from extractors import pdfium_calls as pdfium
from extractors.pdfium_chars import Style, Turn, direction_of
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_fonts import Font
from extractors.pdfium_frame import IDENTITY, Frame, times
from extractors.pdfium_objects import Painted

# Render modes of PDF 32000-1 table 106: 0 and 4 fill, 1 and 5 stroke, 2 and 6 both, 3 nothing, 7 clips only.
FILLS, STROKES = frozenset({0, 2, 4, 6}), frozenset({1, 2, 5, 6})
# A text matrix this straight is upright; single precision leaves 1e-8 in a page turned by 90 degrees.
SLANT = 1e-5


class StyleReader:
    """Styles of the text objects of one page."""

    def __init__(self, frame: Frame, colours: ColourReader) -> None:
        self._frame = frame
        self._colours = colours
        self._known: dict[tuple[object, ...], Style] = {}
        self._six = pdfium.Floats(6)

    def read(self, painted: Painted, font: Font) -> tuple[Style, bool, float, float]:
        """The style, whether it is drawn to be seen, and ``x, top`` of the beginning of the baseline."""
        item = painted.item
        mode = pdfium.text_render_mode(item)
        fill, fill_seen = self._colours.fill(item)
        stroke, stroke_seen = self._colours.stroke(item) if mode in STROKES else (None, False)
        seen = (mode in FILLS and fill_seen) or (mode in STROKES and stroke_seen)
        values, at = self._six.values, self._six.at[0]
        pdfium.text_font_size(item, at)
        size = values[0]
        pdfium.object_matrix(item, at)
        a, b, c, d, e, f = values
        if painted.outer is not IDENTITY:
            a, b, c, d, e, f = times((a, b, c, d, e, f), painted.outer)
        p, q, r, s, t, u = self._frame.matrix
        key = (font.address, size, a, b, c, d, fill, stroke)
        style = self._known.get(key)
        if style is None:
            # pdfplumber's matrices run up the page, ours down.
            turn = (a * p + b * r, -(a * q + b * s), c * p + d * r, -(c * q + d * s))
            style = self._known[key] = _make(font, size, turn, fill, stroke)
        return style, seen, e * p + f * r + t, e * q + f * s + u


def _make(
    font: Font,
    size: float,
    turn: Turn,
    fill: tuple[float, float, float] | None,
    stroke: tuple[float, float, float] | None,
) -> Style:
    a, b, c, d = turn
    height = abs(size) * (abs(d) if abs(b) <= SLANT * abs(a) else (c * c + d * d) ** 0.5)
    return Style(
        upright=a * d > 0 and b * c <= 0,
        fontname=font.name,
        size=round(height, 3),
        fill=fill,
        stroke=stroke,
        turn=turn,
        direction=direction_of(turn),
        band=_band(size, turn, font.descent),
        scale=abs(size) * (a * a + b * b) ** 0.5,
    )


def _band(size: float, turn: Turn, descent: float) -> tuple[float, float] | None:
    """A box reaches from the font's descent one font size up (pdfminer.layout.LTChar)."""
    a, b, c, d = turn
    if abs(b) <= SLANT * abs(a):
        up = -d * size
    elif abs(a) <= SLANT * abs(b):
        up = c * size
    else:
        return None
    low, high = sorted((up * descent, up * (descent + 1)))
    return low, high
