"""How far a character takes the pen, where pdfium's loose box says how far its ink reaches.

pdfplumber's character box is as wide as the font says the character is. pdfium's loose box is that too, but widened to
the ink: the ``f`` of a Roman face leans out by a tenth of its size, most of an italic does, and so do the glyphs that
stand in for a font that is not embedded. Where words are only a thin gap apart they would run together. So for the
characters whose ink reaches the edge of their box the width is found again: from the font, where its codes prove to
be Unicode (the widths of the characters that do not lean agree); else from where the next character of the same
text object begins, the middle one of all on the page, which kerning of single pairs does not move; else from the font
in the hope that its codes are Unicode, if that gives a possible width.

Only text that runs to the right is mended; text on its side keeps the boxes pdfium gives.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double
from statistics import median_low

from extractors import pdfium_calls as pdfium
from extractors.pdfium_chars import Style
from extractors.pdfium_fonts import Font
from extractors.pdfium_frame import Frame

# Edges this close (points) are one edge: single precision at the far side of an A3 page.
SAME_EDGE = 0.002
# A width from the font and a measured one agree to this, in font sizes.
SAME_WIDTH = 0.003
# No glyph reaches further past its width than that again; a smaller width belongs to another glyph.
LEAST_INSIDE = 0.5
# Stands in for the letters of a ligature, which are one glyph.
LIGATURE = "\0"


class Advances:
    """Mends the boxes of one page's characters; ``learn`` from every run first, then ``mend`` every run."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        self._page = text_page
        self._frame = frame
        self._doubles = (c_double * 4)()
        base = ctypes.addressof(self._doubles)
        self._at = (base, base + 8, base + 16, base + 24)
        self._width = pdfium.Floats(1)

    def learn(
        self, font: Font, style: Style, codes: str, letters: set[str], first: int, x0: list[float], x1: list[float]
    ) -> None:
        """Note the leaning characters of a run that begins at pdfium's character ``first``; puts ``x0`` right.

        ``letters`` are the different ones of ``codes``.
        """
        scale = style.scale
        if style.direction != "ltr" or scale <= 0:
            return
        if not letters <= font.measured:
            for code in letters - font.measured:
                if code != LIGATURE:
                    index = codes.index(code)
                    self._measure(font, scale, code, first + index, x0[index], x1[index])
            font.measured |= letters
        if not letters.isdisjoint(font.leaning_left):
            leaning = font.leaning_left
            for index, code in enumerate(codes):
                if code in leaning:
                    x0[index] += leaning[code] * scale
        if not font.codes_are_unicode and not letters.isdisjoint(font.leaning_right):
            for index, code in enumerate(codes[:-1]):
                if code in font.leaning_right:
                    step = (x0[index + 1] - x0[index]) / scale
                    if 0 < step <= (x1[index] - x0[index]) / scale:
                        font.steps.setdefault(code, []).append(step)

    def mend(self, font: Font, style: Style, codes: str, letters: set[str], x0: list[float], x1: list[float]) -> None:
        """Bring ``x1`` of the leaning characters back to where the pen went; never widens."""
        if style.direction != "ltr" or letters.isdisjoint(font.leaning_right):
            return
        scale = style.scale
        widths = {code: self._advance(font, code) for code in letters & font.leaning_right}
        for index, code in enumerate(codes):
            width = widths.get(code)
            if width is not None:
                begin, end = x0[index], x1[index]
                if LEAST_INSIDE * (end - begin) <= width * scale < end - begin:
                    x1[index] = begin + width * scale

    def _measure(self, font: Font, scale: float, code: str, place: int, x0: float, x1: float) -> None:
        if not pdfium.char_tight_box(self._page, place, *self._at):
            return
        left, right, bottom, top = self._doubles
        ink = self._frame.box((left, bottom, right, top))
        if ink[2] - ink[0] <= SAME_EDGE:
            return
        if ink[0] <= x0 + SAME_EDGE:
            lean = self._origin(place) - x0
            if lean > SAME_EDGE:
                font.leaning_left[code] = lean / scale
        if ink[2] >= x1 - SAME_EDGE:
            font.leaning_right.add(code)
        elif code not in font.leaning_left and font.codes_are_unicode is not False:
            font.codes_are_unicode = abs(self._font_width(font, code) - (x1 - x0) / scale) < SAME_WIDTH

    def _advance(self, font: Font, code: str) -> float | None:
        known = font.advances.get(code)
        if known is None and code not in font.advances:
            if font.codes_are_unicode:
                known = self._font_width(font, code) or None
            elif code in font.steps:
                known = median_low(font.steps[code])
            else:
                known = self._font_width(font, code) or None
            font.advances[code] = known
        return known

    def _font_width(self, font: Font, code: str) -> float:
        if not pdfium.font_glyph_width(font.address, ord(code), 1.0, self._width.at[0]):
            return 0.0
        return float(self._width.values[0])

    def _origin(self, place: int) -> float:
        pdfium.char_origin(self._page, place, *self._at[:2])
        x, y = self._doubles[0], self._doubles[1]
        return self._frame.box((x, y, x, y))[0]
