"""The plain text of a page in phrases, for pages of long packs that hold nothing but running text.

A phrase is what one text object prints between wide gaps: mostly a whole line. Where the letters of a text object are
together as wide as the whole, there is none in it, and only the boxes of its first and last character are asked for;
else those of its words' ends. Whatever is doubtful (text that is hidden, clipped, aslant or coloured in parts, spaces
that are not printed, gaps that may or may not part words) makes the page one to be read in full: ``read_phrases`` gives
None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import compress, groupby, pairwise, repeat
from typing import NamedTuple

from extractors import pdfium_calls as pdfium
from extractors.pdfium_advances import Advances, Leans
from extractors.pdfium_chars import Style
from extractors.pdfium_frame import Frame, Rect
from extractors.pdfium_ligatures import spelt
from extractors.pdfium_objects import Clip
from extractors.pdfium_runs import PageText, TextRun
from extractors.pdfium_text import read_boxes

# Within a phrase spaces are at most this wide, in type sizes: wider ones may part columns (``align_lines.CELL_GAP``).
WIDEST_SPACE = 0.44
# Two phrases of a line without a blank between them are one word up to the first gap (type sizes), two from the second
# on (points: pdfplumber's tolerance for a gap inside a word, and what a letter's ink may lean out).
TOUCHING, APART = 0.06, 4.5
# With a blank between them they are two words, which shows from this gap on (``lines.NO_SPACE`` and a lean).
SPACED = 0.18
# Text overlapping the text before it by more than this, in points, is printed over it.
OVERPRINT = 1.0
# Letters are together as wide as their text object to this, in type sizes, where no space is wider than printed: the
# narrowest wide space is 0.16 wider than a usual one.
SNUG = 0.1
_BLANK, _WORD = re.compile(" "), re.compile(r"\S+")
# Blanks other than spaces (the line ends are pdfium's own), and hyphens of words broken over lines that are no hyphens.
_UNUSUAL = re.compile("[^\\S \r\n]|[\x02\ufffe]")


class Phrase(NamedTuple):
    """Words of one style on one line, single spaces between them, and their box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style


class _Doubtful(Exception):
    """The page must be read in full."""


def read_phrases(
    text_page: int, frame: Frame, text: PageText, leans: dict[tuple[int, str], Leans]
) -> list[Phrase] | None:
    """The phrases of a page in painting order; None where only a full reading tells.

    ``leans`` keeps the widths of the document's fonts from page to page. They only save questions: where a text object
    is wider or narrower than they say, its words are measured.
    """
    try:
        return _Reader(text_page, frame, leans).read(text)
    except _Doubtful:
        return None


class _Reader:
    def __init__(self, text_page: int, frame: Frame, leans: dict[tuple[int, str], Leans]) -> None:
        self._page = text_page
        self._frame = frame
        self._advances = Advances(text_page, frame, leans)
        self._blanks: list[tuple[float, float]] = []
        self._shown: dict[Clip, Rect] = {}

    def read(self, text: PageText) -> list[Phrase]:
        if text.hidden or not text.is_well_named or _UNUSUAL.search(text.codes):
            raise _Doubtful
        self._require_printed_blanks(text)
        self._advances.measure(text.runs)
        ends: list[int] = []
        worded: list[TextRun] = []
        for run in text.runs:
            style, codes = run.style, run.codes
            if style.direction != "ltr" or style.band is None or not style.upright:
                raise _Doubtful
            begin = len(codes) - len(codes.lstrip(" "))
            if begin or not codes:
                self._blanks.append((run.x, run.y))
            if begin < len(codes):
                worded.append(run)
                ends += (run.start + begin, run.start + len(codes.rstrip(" ")) - 1)
        left, _top, right, _bottom = read_boxes(self._page, self._frame, ends)
        phrases: list[Phrase] = []
        for run, x0, x1 in zip(worded, left[0::2], right[1::2], strict=True):
            phrases += self._phrases(run, x0, x1)
        _require_plain_lines(phrases, self._blanks)
        return phrases

    def _require_printed_blanks(self, text: PageText) -> None:
        """Raise _Doubtful where pdfium made up a space inside a text object."""
        blanks = [found.start() for found in _BLANK.finditer(text.codes)]
        made_up = list(compress(blanks, map(pdfium.char_is_generated, repeat(self._page), blanks)))
        for run in text.runs:
            if bisect_left(made_up, run.start) < bisect_left(made_up, run.start + len(run.codes)):
                raise _Doubtful

    def _phrases(self, run: TextRun, x0: float, x1: float) -> Iterator[Phrase]:
        style, codes = run.style, run.codes
        assert style.band is not None
        top, bottom = run.y + style.band[0], run.y + style.band[1]
        left, above, right, below = self._shows(run.clip)
        if x0 < left or x1 > right or top < above or bottom > below:
            raise _Doubtful
        if codes[-1] == " ":
            self._blanks.append((x1, run.y))
        printed = codes.strip(" ")
        if self._is_snug(run, printed, x1 - x0):
            yield Phrase(spelt(printed), x0, top, x1, bottom, style)
        else:
            for text, begin, end in self._cut(run):
                yield Phrase(spelt(text), begin, top, end, bottom, style)

    def _shows(self, clip: Clip) -> Rect:
        shown = self._shown.get(clip)
        if shown is None:
            shown = self._shown[clip] = self._frame.box(clip.rect)
        return shown

    def _is_snug(self, run: TextRun, printed: str, width: float) -> bool:
        """Whether the printed letters and single spaces are as wide as the run: no gap in it is wider than a space."""
        widths = self._advances.widths(run.font)
        if "  " in printed or not run.letters <= widths.keys():
            return False
        return abs(width - sum(map(widths.__getitem__, printed)) * run.style.scale) <= SNUG * run.style.size

    def _cut(self, run: TextRun) -> Iterator[tuple[str, float, float]]:
        """The phrases of a run with their left and right edges."""
        codes = run.codes
        words = [found.span() for found in _WORD.finditer(codes)]
        places = [run.start + place for first, after in words for place in (first, after - 1)]
        lefts, _top, rights, _bottom = read_boxes(self._page, self._frame, places)
        lefts, rights = lefts[0::2], rights[1::2]
        first = 0
        for number in range(1, len(words) + 1):
            if number < len(words):
                gap = lefts[number] - rights[number - 1]
                if gap < -OVERPRINT:
                    raise _Doubtful
                if gap <= WIDEST_SPACE * run.style.size and words[number][0] - words[number - 1][1] == 1:
                    continue
                self._blanks.append((rights[number - 1], run.y))
            yield codes[words[first][0] : words[number - 1][1]], lefts[first], rights[number - 1]
            first = number


def _require_plain_lines(phrases: Iterable[Phrase], blanks: Iterable[tuple[float, float]]) -> None:
    """Raise _Doubtful where two phrases on one base line may be one word or two, or stand over each other."""
    between: dict[float, list[float]] = {}
    for x, y in blanks:
        between.setdefault(round(y, 1), []).append(x)

    def base(phrase: Phrase) -> float:
        assert phrase.style.band is not None
        return round(phrase.bottom - phrase.style.band[1], 1)

    for y, line in groupby(sorted(phrases, key=lambda phrase: (base(phrase), phrase.x0)), key=base):
        for before, phrase in pairwise(line):
            gap = phrase.x0 - before.x1
            size = min(before.style.size, phrase.style.size)
            parted = any(before.x1 - OVERPRINT <= x <= phrase.x0 + OVERPRINT for x in between.get(y, ()))
            plain = gap >= SPACED * size if parted else (-OVERPRINT <= gap <= TOUCHING * size or gap > APART)
            if not plain:
                raise _Doubtful
