"""From pdfium's text page to ``Chars``.

pdfium gives, per character, a code, the text object it belongs to and a loose box; everything else (font, size,
colours, matrix, clip) belongs to the text object and is fetched once per run of characters. The codes come all at once
and objects are found by leaps, so little more than one call per character remains: its box.

Left out: the spaces and line ends pdfium makes up, so that pdfplumber's word grouping decides; text drawn invisibly
(render modes 3 and 7, or no opacity); text outside its clip or the crop box.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from ctypes import c_ushort
from itertools import repeat
from operator import eq, ge
from typing import NamedTuple, TypeAlias

from extractors import pdfium_calls as pdfium
from extractors.pdfium_advances import LIGATURE, Advances
from extractors.pdfium_chars import Chars, Style
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_fonts import Font, FontReader
from extractors.pdfium_frame import Frame, Rect
from extractors.pdfium_ligatures import unswapped
from extractors.pdfium_objects import Clip, Painted
from extractors.pdfium_runs import find_runs
from extractors.pdfium_styles import StyleReader

Columns: TypeAlias = tuple[list[float], list[float], list[float], list[float]]

# pdfium marks the hyphen of a word broken over two lines with these (CPDF_TextPage); the page shows a hyphen.
HYPHEN_MARKS = frozenset("\x02\ufffe")
# A text object without ink has a box without width, but for single precision.
NO_WIDTH = 1e-4
# Fonts' spaces are a fifth of the size and wider; a letter may lean out to its left by less than this (font sizes).
THINNEST_SPACE = 0.12


def read_codes(text_page: int, count: int) -> str:
    """The ``count`` characters as pdfium names them, one each."""
    room = (c_ushort * (2 * count + 2))()
    units = pdfium.all_text(text_page, 0, count, ctypes.addressof(room)) - 1
    if units == count:
        codes = bytes(room)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(codes) == count:
            return codes
    # Characters without a code are missing from the text, and those past U+FFFF take two units: ask one by one.
    return "".join(map(_to_char, map(pdfium.char_code, repeat(text_page), range(count))))


def read_boxes(text_page: int, frame: Frame, indices: Sequence[int]) -> Columns:
    """The loose boxes of some characters, as lists of ``x0, top, x1, bottom`` in pdfplumber's coordinates."""
    count = len(indices)
    room = array("f", bytes(16 * count))
    base, _items = room.buffer_info()
    places = range(base, base + 16 * count, 16)
    deque(map(pdfium.char_loose_box, repeat(text_page), indices, places), maxlen=0)
    numbers = room.tolist()
    # FS_RECTF is left, top, right, bottom.
    return frame.boxes(numbers[0::4], numbers[3::4], numbers[2::4], numbers[1::4])


def _to_char(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


class _Run(NamedTuple):
    """Characters ``start..end`` of pdfium's text page, all of one text object; none for a lone blank."""

    start: int
    end: int
    painted: Painted


class _Ready(NamedTuple):
    """A run with all that is known of it; ``base`` is where its baseline begins, ``gone`` what will not be given."""

    run: _Run
    font: Font
    style: Style
    base: tuple[float, float]
    texts: list[str]
    codes: str
    letters: set[str]
    boxes: Columns
    gone: set[int]


class CharReader:
    """Reads the characters of one page from pdfium's ``text_page``."""

    def __init__(self, text_page: int, frame: Frame, colours: ColourReader) -> None:
        self._page = text_page
        self._frame = frame
        self._fonts = FontReader()
        self._styles = StyleReader(frame, colours)
        self._advances = Advances(text_page, frame)
        self._six = pdfium.Floats(6)
        self._shown: dict[Clip, Rect] = {}

    def read(self, texts: dict[int, Painted]) -> Chars:
        """The visible characters in painting order; ``texts`` are the page's text objects by address."""
        chars = Chars()
        if not texts:
            return chars
        count = max(0, pdfium.count_chars(self._page))
        codes = read_codes(self._page, count)
        columns = read_boxes(self._page, self._frame, range(count))
        runs = [_Run(start, end, texts[owner]) for owner, start, end in find_runs(self._page, count) if owner in texts]
        runs += self._blanks(texts, {run.painted.item for run in runs})
        runs.sort(key=lambda run: (run.painted.order, run.start))
        ready = [found for run in runs if (found := self._ready(run, codes, columns)) is not None]
        for found in ready:
            self._add(chars, found)
        return chars

    def _blanks(self, texts: dict[int, Painted], with_chars: set[int]) -> list[_Run]:
        """Text objects that are blanks only: pdfium's text page drops them, and two words would run into one.

        It drops whatever has no inked width; a copy laid over the same text (false bold) has some, and stays dropped.
        """
        values = self._six.values
        found: list[_Run] = []
        for item in texts.keys() - with_chars:
            pdfium.object_bounds(item, *self._six.at[:4])
            left, bottom, right, top = values[:4]
            if abs(right - left) <= NO_WIDTH or abs(top - bottom) <= NO_WIDTH:
                found.append(_Run(-1, -1, texts[item]))
        return found

    def _ready(self, run: _Run, codes: str, columns: Columns) -> _Ready | None:
        """The run with its style and boxes; None where it is drawn invisibly."""
        start, end, painted = run
        font = self._fonts.of(painted.item)
        style, seen, x, y = self._styles.read(painted, font)
        if start < 0:
            # A blank parts two words however it is drawn: some writers draw theirs invisibly.
            return _Ready(run, font, style, (x, y), [" "], "", set(), ([x], [y], [x], [y]), set())
        if not seen:
            return None
        x0, top, x1, bottom = (column[start:end] for column in columns)
        printed = codes[start:end]
        letters = set(printed)
        texts = self._printed(printed, letters, start, font)
        starts, ends = (x0, x1) if style.across else (top, bottom)
        gone: set[int] = set()
        if " " in letters and any(map(ge, starts, ends)):
            gone = _made_up(texts, starts, ends, style.size)
        if any(map(eq, starts, starts[1:])):
            pieces = _merge_pieces(texts, starts, ends)
            if pieces:
                # One glyph that stands for several letters leans as none of them does.
                printed = "".join(
                    LIGATURE if i in pieces or i + 1 in pieces else code for i, code in enumerate(printed)
                )
                letters = set(printed)
            gone |= pieces
            texts = [in_one(unswapped(text)) for text in texts]
        self._advances.learn(font, style, printed, letters, start, x0, x1)
        return _Ready(run, font, style, (x, y), texts, printed, letters, (x0, top, x1, bottom), gone)

    def _add(self, chars: Chars, ready: _Ready) -> None:
        run, font, style, (x, y), texts, codes, letters, (x0, top, x1, bottom), gone = ready
        self._advances.mend(font, style, codes, letters, x0, x1)
        count = len(texts)
        if style.band is not None:
            low, high = style.band
            if style.across:
                top, bottom = [y + low] * count, [y + high] * count
            else:
                x0, x1 = [x + low] * count, [x + high] * count
        outside = self._outside(x0, top, x1, bottom, run.painted.clip)
        if gone or outside:
            keep = [index for index in range(count) if index not in gone and index not in outside]
            texts = [texts[index] for index in keep]
            x0, top, x1, bottom = ([column[index] for index in keep] for column in (x0, top, x1, bottom))
        if not texts:
            return
        if font.without_unicode:
            first = len(chars)
            chars.unnamed += [first + index for index, text in enumerate(texts) if text.startswith("(cid:")]
        chars.add_run(texts, x0, top, x1, bottom, style)

    def _printed(self, codes: str, letters: set[str], start: int, font: Font) -> list[str]:
        """The characters as the page shows them; one without Unicode is ``(cid:n)``, as pdfplumber writes it."""
        if not letters <= font.asked:
            for code in letters - font.asked:
                if pdfium.char_has_no_unicode(self._page, start + codes.index(code)):
                    font.without_unicode.add(code)
            font.asked |= letters
        texts = list(codes)
        if letters.isdisjoint(HYPHEN_MARKS) and letters.isdisjoint(font.without_unicode):
            return texts
        for index, code in enumerate(codes):
            if code in HYPHEN_MARKS and pdfium.char_is_hyphen(self._page, start + index):
                texts[index] = "-"
            elif code in font.without_unicode:
                texts[index] = f"(cid:{ord(code)})"
        return texts

    def _outside(self, x0: list[float], top: list[float], x1: list[float], bottom: list[float], clip: Clip) -> set[int]:
        """The characters of a run that lie wholly outside what their clip shows."""
        shown = self._shown.get(clip)
        if shown is None:
            shown = self._shown[clip] = self._frame.box(clip.rect)
        left, above, right, below = shown
        if min(x0) >= left and max(x1) <= right and min(top) >= above and max(bottom) <= below:
            return set()
        return {
            index
            for index in range(len(x0))
            if x1[index] < left or x0[index] > right or bottom[index] < above or top[index] > below
        }


def _made_up(texts: list[str], starts: list[float], ends: list[float], size: float) -> set[int]:
    """The spaces pdfium makes up where it sees a gap: they have no width and stand where the next character begins.

    One that stands before that took the place of a printed space, which pdfium then leaves out: it stays.
    """
    last = len(texts) - 1
    return {
        index
        for index, text in enumerate(texts)
        if text == " "
        and ends[index] <= starts[index]
        and (index == last or abs(starts[index + 1] - starts[index]) < THINNEST_SPACE * size)
    }


def in_one(text: str) -> str:
    """The text with the two halves pdfium gives a character past U+FFFF (emoji) put together."""
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _merge_pieces(texts: list[str], starts: list[float], ends: list[float]) -> set[int]:
    """Joins the letters pdfium makes of one ligature: they share one box. The first gets all, the rest are returned."""
    gone: set[int] = set()
    first = 0
    for index in range(1, len(texts)):
        if starts[index] == starts[first] and ends[index] == ends[first] and ends[index] > starts[index]:
            texts[first] += texts[index]
            gone.add(index)
        else:
            first = index
    return gone
