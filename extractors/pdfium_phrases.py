"""The plain text of a page in phrases, for pages of long packs that hold nothing but running text.

A phrase is what one text object prints between wide gaps: mostly a whole line. Characters are not read one by one, only
the ends of the words, which is a third of the work. Whatever makes that doubtful (text that is hidden, clipped, aslant
or coloured in parts, spaces that are not printed, gaps that may or may not part words) makes the page one to be read in
full: ``read_phrases`` gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise, repeat
from typing import NamedTuple

from extractors import pdfium_calls as pdfium
from extractors.pdfium_chars import Style
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_fonts import FontReader
from extractors.pdfium_frame import Frame
from extractors.pdfium_ligatures import spelt
from extractors.pdfium_misread import looks_misread
from extractors.pdfium_objects import Painted
from extractors.pdfium_runs import find_runs
from extractors.pdfium_styles import StyleReader
from extractors.pdfium_text import HYPHEN_MARKS, NO_WIDTH, read_boxes, read_codes

# Within a phrase spaces are at most this wide, in type sizes: wider ones may part columns (``align_lines.CELL_GAP``).
WIDEST_SPACE = 0.44
# Two phrases of a line without a blank between them are one word up to the first gap (type sizes), two from the second
# on (points: pdfplumber's tolerance for a gap inside a word, and what a letter's ink may lean out).
TOUCHING, APART = 0.06, 4.5
# With a blank between them they are two words, which shows from this gap on (``lines.NO_SPACE`` and a lean).
SPACED = 0.18
# Text overlapping the text before it by more than this, in points, is printed over it.
OVERPRINT = 1.0
_WORD = re.compile(r"\S+")


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


def read_phrases(text_page: int, frame: Frame, colours: ColourReader, texts: dict[int, Painted]) -> list[Phrase] | None:
    """The phrases of a page in painting order; None where only a full reading tells. ``texts`` are by address."""
    try:
        return _Reader(text_page, frame, colours).read(texts)
    except _Doubtful:
        return None


class _Run(NamedTuple):
    """A text object with words: its letters, where its words begin and end in them, and its style and base line."""

    painted: Painted
    codes: str
    words: list[tuple[int, int]]
    style: Style
    y: float


class _Reader:
    def __init__(self, text_page: int, frame: Frame, colours: ColourReader) -> None:
        self._page = text_page
        self._frame = frame
        self._fonts = FontReader()
        self._styles = StyleReader(frame, colours)
        self._four = pdfium.Floats(4)
        self._named: dict[int, set[str]] = {}
        self._blanks: list[tuple[float, float]] = []

    def read(self, texts: dict[int, Painted]) -> list[Phrase]:
        count = max(0, pdfium.count_chars(self._page))
        codes = read_codes(self._page, count)
        if looks_misread(codes):
            raise _Doubtful
        runs: list[_Run] = []
        ends: list[int] = []
        printed: set[int] = set()
        for owner, start, after in find_runs(self._page, count):
            if owner in texts:
                printed.add(owner)
                run = self._run(texts[owner], codes[start:after], start)
                if run is not None:
                    runs.append(run)
                    ends += [start + place for first, end in run.words for place in (first, end - 1)]
        for owner in texts.keys() - printed:
            self._blank(texts[owner])
        left, _top, right, _bottom = read_boxes(self._page, self._frame, ends)
        phrases: list[Phrase] = []
        at = 0
        for run in runs:
            to = at + 2 * len(run.words)
            phrases += self._phrases(run, left[at:to:2], right[at + 1 : to : 2])
            at = to
        _require_plain_lines(phrases, self._blanks)
        return phrases

    def _run(self, painted: Painted, codes: str, start: int) -> _Run | None:
        font = self._fonts.of(painted.item)
        style, seen, x, y = self._styles.read(painted, font)
        if not seen or style.direction != "ltr" or style.band is None or not style.upright:
            raise _Doubtful
        letters = set(codes)
        named = self._named.setdefault(font.address, set(HYPHEN_MARKS))
        if not letters.isdisjoint(HYPHEN_MARKS):
            raise _Doubtful
        for letter in letters - named:
            if (letter.isspace() and letter != " ") or pdfium.char_has_no_unicode(
                self._page, start + codes.index(letter)
            ):
                raise _Doubtful
        named |= letters
        words = [found.span() for found in _WORD.finditer(codes)]
        if not words or codes[0] == " ":
            self._blanks.append((x, y))
        if not words:
            return None
        spaces = [start + place for place, letter in enumerate(codes) if letter == " "]
        if any(map(pdfium.char_is_generated, repeat(self._page), spaces)):
            raise _Doubtful
        return _Run(painted, codes, words, style, y)

    def _phrases(self, run: _Run, lefts: list[float], rights: list[float]) -> Iterator[Phrase]:
        painted, codes, words, style, y = run
        assert style.band is not None
        top, bottom = y + style.band[0], y + style.band[1]
        shown = self._frame.box(painted.clip.rect)
        if lefts[0] < shown[0] or rights[-1] > shown[2] or top < shown[1] or bottom > shown[3]:
            raise _Doubtful
        if codes[-1] == " ":
            self._blanks.append((rights[-1], y))
        first = 0
        for number in range(1, len(words) + 1):
            if number < len(words):
                gap = lefts[number] - rights[number - 1]
                if gap < -OVERPRINT:
                    raise _Doubtful
                if gap <= WIDEST_SPACE * style.size and words[number][0] - words[number - 1][1] == 1:
                    continue
                self._blanks.append((rights[number - 1], y))
            text = codes[words[first][0] : words[number - 1][1]]
            yield Phrase(spelt(text), lefts[first], top, rights[number - 1], bottom, style)
            first = number

    def _blank(self, painted: Painted) -> None:
        """Note where a text object of blanks alone stands; pdfium's text page leaves out those, and copies of text."""
        pdfium.object_bounds(painted.item, *self._four.at)
        left, bottom, right, top = self._four.values
        if abs(right - left) <= NO_WIDTH or abs(top - bottom) <= NO_WIDTH:
            _style, _seen, x, y = self._styles.read(painted, self._fonts.of(painted.item))
            self._blanks.append((x, y))


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
