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
from collections import deque
from collections.abc import Iterable
from ctypes import c_double
from dataclasses import dataclass, field
from itertools import repeat
from statistics import median_low

from extractors import pdfium_calls as pdfium
from extractors.pdfium_fonts import Font
from extractors.pdfium_frame import Frame
from extractors.pdfium_runs import TextRun

# Edges this close (points) are one edge: single precision at the far side of an A3 page.
SAME_EDGE = 0.002
# A width from the font and a measured one agree to this, in font sizes.
SAME_WIDTH = 0.003
# No glyph reaches further past its width than that again; a smaller width belongs to another glyph.
LEAST_INSIDE = 0.5
# Stands in for the letters of a ligature, which are one glyph.
LIGATURE = "\0"


@dataclass(slots=True)
class Leans:
    """What is known of the characters of a font: widths in font sizes, and which lean out of their boxes."""

    font: Font
    measured: set[str] = field(default_factory=set)
    widths: dict[str, float] = field(default_factory=dict)
    left: dict[str, float] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)
    steps: dict[str, list[float]] = field(default_factory=dict)
    advances: dict[str, float | None] = field(default_factory=dict)
    codes_are_unicode: bool | None = None
    plain: dict[str, float] | None = None

    def tells(self, code: str) -> bool:
        """Whether the width of a character is known from its box or its font."""
        return bool(self.codes_are_unicode) or code not in self.right or code.isspace()


class Advances:
    """Mends the boxes of one page's characters: ``measure`` all runs first, ``learn`` from them, then ``mend``."""

    def __init__(self, text_page: int, frame: Frame, known: dict[tuple[int, str], Leans]) -> None:
        self._page = text_page
        self._frame = frame
        self._known = known
        self._doubles = (c_double * 4)()
        base = ctypes.addressof(self._doubles)
        self._at = (base, base + 8, base + 16, base + 24)
        self._floats = pdfium.Floats(12)

    def measure(self, runs: Iterable[TextRun]) -> None:
        """Look once at every character of every font: its width, and whether its ink leans out of its box."""
        for run in runs:
            if not run.style.runs_on:
                continue
            leans = self.of(run.font)
            if run.letters <= leans.measured:
                continue
            for code in run.letters - leans.measured:
                self._measure(leans, run, code)

    def of(self, font: Font) -> Leans:
        """What is known of a font on this page."""
        key = font.address, font.name
        leans = self._known.get(key)
        if leans is None:
            leans = self._known[key] = Leans(font)
        return leans

    def learn(self, run: TextRun, codes: str, letters: set[str], x0: list[float], x1: list[float]) -> None:
        """Put ``x0`` of a run's characters right, and note how far the pen goes for those that lean.

        ``codes`` are the run's, with ``LIGATURE`` for the letters of one; ``letters`` are the different ones of them.
        """
        if not run.style.runs_on:
            return
        leans, scale = self.of(run.font), run.style.scale
        if not letters.isdisjoint(leans.left):
            for index, code in enumerate(codes):
                if code in leans.left:
                    x0[index] += leans.left[code] * scale
        if not leans.codes_are_unicode and not letters.isdisjoint(leans.right):
            for index, code in enumerate(codes[:-1]):
                if code in leans.right:
                    step = (x0[index + 1] - x0[index]) / scale
                    if 0 < step <= (x1[index] - x0[index]) / scale:
                        leans.steps.setdefault(code, []).append(step)

    def mend(self, run: TextRun, codes: str, letters: set[str], x0: list[float], x1: list[float]) -> None:
        """Bring ``x1`` of the leaning characters back to where the pen went; never widens."""
        if not run.style.runs_on:
            return
        leans = self.of(run.font)
        if letters.isdisjoint(leans.right):
            return
        for index, code in enumerate(codes):
            if code in leans.right:
                x1[index] = self._end(leans, run.style.scale, code, x0[index], x1[index])

    def widths(self, font: Font) -> dict[str, float]:
        """How wide the measured characters of a font are, in font sizes.

        Left out are those whose width only other runs tell (``learn``).
        """
        leans = self.of(font)
        if leans.plain is None:
            leans.plain = {code: self._width(leans, code) for code in leans.measured if leans.tells(code)}
        return leans.plain

    def mend_ends(
        self, run: TextRun, spans: Iterable[tuple[int, int]], x0: list[float], x1: list[float], lasts: list[float]
    ) -> None:
        """What ``learn`` and ``mend`` do, for the words ``spans`` of a run whose ``widths`` are known.

        ``x0`` are the left edges of their first characters, ``lasts`` and ``x1`` the edges of their last ones.
        """
        leans, codes, scale = self.of(run.font), run.codes, run.style.scale
        if not run.letters.isdisjoint(leans.left):
            for number, (first, after) in enumerate(spans):
                if codes[first] in leans.left and not self._is_in_ligature(run, first):
                    x0[number] += leans.left[codes[first]] * scale
                if codes[after - 1] in leans.left and not self._is_in_ligature(run, after - 1):
                    lasts[number] += leans.left[codes[after - 1]] * scale
        if not run.letters.isdisjoint(leans.right):
            for number, (_first, after) in enumerate(spans):
                code = codes[after - 1]
                if code in leans.right and not self._is_in_ligature(run, after - 1):
                    x1[number] = self._end(leans, scale, code, lasts[number], x1[number])

    def _width(self, leans: Leans, code: str) -> float:
        width = leans.widths[code] - leans.left.get(code, 0.0)
        return self._end(leans, 1.0, code, 0.0, width) if code in leans.right else width

    def _end(self, leans: Leans, scale: float, code: str, begin: float, end: float) -> float:
        """Where the pen went for a character that leans to the right and has the box ``begin`` to ``end``."""
        width = self._advance(leans, code)
        if width is not None and LEAST_INSIDE * (end - begin) <= width * scale < end - begin:
            return begin + width * scale
        return end

    def _measure(self, leans: Leans, run: TextRun, code: str) -> None:
        index, scale = run.codes.index(code), run.style.scale
        while self._is_in_ligature(run, index):
            index = run.codes.find(code, index + 1)
            if index < 0:
                return
        leans.measured.add(code)
        leans.plain = None
        place = run.start + index
        pdfium.char_loose_box(self._page, place, self._floats.at[0])
        left, top, right, bottom = self._floats.values[:4]
        x0, x1 = self._frame.across((left, bottom, right, top))
        leans.widths[code] = (x1 - x0) / scale
        if not pdfium.char_tight_box(self._page, place, *self._at):
            return
        left, right, bottom, top = self._doubles
        begin, end = self._frame.across((left, bottom, right, top))
        if end - begin <= SAME_EDGE:
            return
        if begin <= x0 + SAME_EDGE:
            lean = self._origin(place) - x0
            if lean > SAME_EDGE:
                leans.left[code] = lean / scale
        if end >= x1 - SAME_EDGE:
            leans.right.add(code)
        elif code not in leans.left and leans.codes_are_unicode is not False:
            leans.codes_are_unicode = abs(self._font_width(leans.font, code) - (x1 - x0) / scale) < SAME_WIDTH

    def _is_in_ligature(self, run: TextRun, index: int) -> bool:
        """Whether a character of a run shares its box with a neighbour: they are one glyph."""
        first, after = max(index - 1, 0), min(index + 2, len(run.codes))
        places = range(run.start + first, run.start + after)
        deque(map(pdfium.char_loose_box, repeat(self._page), places, self._floats.at[0::4]), maxlen=0)
        boxes = self._floats.values[: 4 * (after - first)]
        own = 4 * (index - first)
        box = boxes[own : own + 4]
        return boxes[own - 4 : own] == box or boxes[own + 4 : own + 8] == box

    def _advance(self, leans: Leans, code: str) -> float | None:
        if code not in leans.advances:
            if not leans.codes_are_unicode and code in leans.steps:
                known: float | None = median_low(leans.steps[code])
            else:
                known = self._font_width(leans.font, code) or None
            leans.advances[code] = known
        return leans.advances[code]

    def _font_width(self, font: Font, code: str) -> float:
        if not pdfium.font_glyph_width(font.address, ord(code), 1.0, self._floats.at[0]):
            return 0.0
        return float(self._floats.values[0])

    def _origin(self, place: int) -> float:
        pdfium.char_origin(self._page, place, *self._at[:2])
        x, y = self._doubles[0], self._doubles[1]
        return self._frame.across((x, y, x, y))[0]
