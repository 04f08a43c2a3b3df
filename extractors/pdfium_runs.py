"""What each text object of a page prints, and how it looks: the common ground of characters, words and phrases.

pdfium's text page is one long row of characters; those of a text object stand together in it, and font, size, colours
and place of the baseline belong to the object. Boxes of characters are not read here.

Left out: text drawn invisibly (render modes 3 and 7, or no opacity), and the blanks and line ends pdfium makes up
between text objects.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_ushort
from itertools import repeat
from typing import NamedTuple

from extractors import pdfium_calls as pdfium
from extractors.pdfium_chars import Style
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_fonts import Font, FontReader
from extractors.pdfium_frame import Frame
from extractors.pdfium_misread import looks_misread
from extractors.pdfium_objects import Clip, Painted
from extractors.pdfium_styles import StyleReader

# pdfium marks the hyphen of a word broken over two lines with these (CPDF_TextPage); the page shows a hyphen.
HYPHEN_MARKS = ("\x02", "\ufffe")
# A text object without ink has a box without width, but for single precision.
NO_WIDTH = 1e-4


class TextRun(NamedTuple):
    """What a text object prints: ``codes``, one letter a character, from character ``start`` of pdfium's text page on.

    ``letters`` are the different ones of ``codes``; ``x, y`` is where the baseline begins (pdfplumber's coordinates).
    A text object of blanks alone, which pdfium's text page leaves out, has no codes.
    """

    start: int
    codes: str
    letters: set[str]
    font: Font
    style: Style
    x: float
    y: float
    clip: Clip


class PageText(NamedTuple):
    """The text of a page: its visible runs in painting order, and whether others are drawn invisibly.

    ``codes`` is pdfium's whole row of characters, which ``TextRun.start`` counts, with made-up blanks and line ends.
    """

    codes: str
    runs: list[TextRun]
    hidden: bool

    @property
    def is_well_named(self) -> bool:
        """Whether all characters have their Unicode, as far as the text itself shows."""
        unnamed = any(not run.letters.isdisjoint(run.font.without_unicode) for run in self.runs)
        return not unnamed and not looks_misread(self.codes)


def read_runs(text_page: int, frame: Frame, colours: ColourReader, texts: dict[int, Painted]) -> PageText:
    """The text of a page; ``texts`` are its text objects by address."""
    return _Reader(text_page, frame, colours).read(texts) if texts else PageText("", [], hidden=False)


class _Reader:
    def __init__(self, text_page: int, frame: Frame, colours: ColourReader) -> None:
        self._page = text_page
        self._fonts = FontReader()
        self._styles = StyleReader(frame, colours)
        self._bounds = pdfium.Floats(4)

    def read(self, texts: dict[int, Painted]) -> PageText:
        count = max(0, pdfium.count_chars(self._page))
        codes = _read_codes(self._page, count)
        found = [(texts[owner], start, after) for owner, start, after in find_runs(self._page, codes) if owner in texts]
        printed = {painted.item for painted, _start, _after in found}
        found += [(texts[item], -1, -1) for item in texts.keys() - printed if self._is_blank(item)]
        found.sort(key=lambda each: (each[0].order, each[1]))
        runs = [run for painted, start, after in found if (run := self._run(painted, start, codes[start:after]))]
        return PageText(codes, runs, hidden=len(runs) < len(found))

    def _is_blank(self, item: int) -> bool:
        """Whether a text object without characters holds blanks; without them two words would run into one.

        pdfium's text page drops whatever has no inked width; a copy laid over the same text (false bold) has some,
        and stays dropped.
        """
        pdfium.object_bounds(item, *self._bounds.at)
        left, bottom, right, top = self._bounds.values
        return abs(right - left) <= NO_WIDTH or abs(top - bottom) <= NO_WIDTH

    def _run(self, painted: Painted, start: int, codes: str) -> TextRun | None:
        font = self._fonts.of(painted.item)
        style, seen, x, y = self._styles.read(painted, font)
        # A blank parts two words however it is drawn: some writers draw theirs invisibly.
        if codes and not seen:
            return None
        letters = set(codes)
        if not letters <= font.asked:
            for letter in letters - font.asked:
                if pdfium.char_has_no_unicode(self._page, start + codes.index(letter)):
                    font.without_unicode.add(letter)
            font.asked |= letters
        return TextRun(start, codes, letters, font, style, x, y, painted.clip)


def _read_codes(text_page: int, count: int) -> str:
    """The ``count`` characters of a text page, one letter each; those past U+FFFF come in two halves."""
    codes = _all_codes(text_page, count)
    for mark in HYPHEN_MARKS:
        at = codes.find(mark)
        while at >= 0:
            if pdfium.char_is_hyphen(text_page, at):
                codes = f"{codes[:at]}-{codes[at + 1 :]}"
            at = codes.find(mark, at + 1)
    return codes


def _all_codes(text_page: int, count: int) -> str:
    room = (c_ushort * (2 * count + 2))()
    units = pdfium.all_text(text_page, 0, count, ctypes.addressof(room)) - 1
    if units == count:
        codes = bytes(room)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(codes) == count:
            return codes
    # Characters without a code are missing from the text, and those past U+FFFF take two units: ask one by one.
    return "".join(map(_to_char, map(pdfium.char_code, repeat(text_page), range(count))))


def _to_char(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def find_runs(text_page: int, codes: str) -> Iterator[tuple[int, int, int]]:
    """``(text object, first, after)`` for every stretch of characters that has an object.

    pdfium appends the characters of a text object in one go; only the blanks and line ends it makes up belong to no
    object. So where a line's first and last character have one object, all between have; else the run's end is found
    by halving. That is a quarter of the calls of asking every character (benchmarks/lost.md has what else was tried).
    """
    owner_of = pdfium.char_object
    count = len(codes)
    start = 0
    owner = owner_of(text_page, 0) if count else None
    while start < count:
        if owner is None:
            start += 1
            owner = owner_of(text_page, start) if start < count else None
            continue
        end, following = _end_of_run(text_page, codes, start, owner)
        yield owner, start, end
        start, owner = end, following


def _end_of_run(text_page: int, codes: str, start: int, owner: int) -> tuple[int, int | None]:
    """Where the run of ``owner`` at ``start`` ends, and the owner of the character there (None past the last)."""
    owner_of = pdfium.char_object
    count = len(codes)
    inside = start
    while True:
        line_end = codes.find("\r", inside + 1)
        if line_end < 0:
            line_end = count
        if line_end - 1 > inside and (found := owner_of(text_page, line_end - 1)) != owner:
            return _halve(text_page, inside, line_end - 1, owner, found)
        following = owner_of(text_page, line_end) if line_end < count else None
        if following != owner:
            return line_end, following
        inside = line_end


def _halve(text_page: int, inside: int, outside: int, owner: int, following: int | None) -> tuple[int, int | None]:
    """The first character between that is not the ``owner``'s, and whose it is."""
    while outside - inside > 1:
        middle = (inside + outside) // 2
        found = pdfium.char_object(text_page, middle)
        if found == owner:
            inside = middle
        else:
            outside, following = middle, found
    return outside, following
