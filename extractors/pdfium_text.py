"""From the runs of a page to ``Chars``: every character with its box.

pdfium's loose boxes are fetched one call a character, at once for all. Left out are the spaces pdfium makes up where
none is printed, so that pdfplumber's word grouping decides, and text outside its clip or the crop box.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from itertools import chain, repeat
from operator import eq, ge
from typing import NamedTuple, TypeAlias

from extractors import pdfium_calls as pdfium
from extractors.pdfium_advances import LIGATURE, Advances
from extractors.pdfium_chars import Chars
from extractors.pdfium_frame import Frame, Rect
from extractors.pdfium_ligatures import unswapped
from extractors.pdfium_objects import Clip
from extractors.pdfium_runs import TextRun

Columns: TypeAlias = tuple[list[float], list[float], list[float], list[float]]

# Fonts' spaces are a fifth of the size and wider; a letter may lean out to its left by less than this (font sizes).
THINNEST_SPACE = 0.12


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


class _Spread(NamedTuple):
    """A run with its characters: ``codes`` as in the run but for ligatures, ``gone`` what will not be given."""

    run: TextRun
    texts: list[str]
    codes: str
    letters: set[str]
    boxes: Columns
    gone: set[int]


class CharReader:
    """Reads the characters of one page from pdfium's ``text_page``; ``advances`` are those of the page."""

    def __init__(self, text_page: int, frame: Frame, advances: Advances) -> None:
        self._page = text_page
        self._frame = frame
        self._advances = advances
        self._shown: dict[Clip, Rect] = {}

    def read(self, runs: Sequence[TextRun]) -> Chars:
        """The visible characters of ``runs``, in their order."""
        chars = Chars()
        for run, (texts, boxes) in zip(runs, self.read_each(runs), strict=True):
            if texts:
                first = len(chars)
                if run.font.without_unicode:
                    chars.unnamed += [first + index for index, text in enumerate(texts) if text.startswith("(cid:")]
                chars.add_run(texts, *boxes, run.style)
        return chars

    def read_each(self, runs: Sequence[TextRun]) -> list[tuple[list[str], Columns]]:
        """The same run by run: texts and boxes, of none where nothing of a run can be seen."""
        places = [*chain.from_iterable(range(run.start, run.start + len(run.codes)) for run in runs)]
        columns = read_boxes(self._page, self._frame, places)
        spread: list[_Spread] = []
        first = 0
        for run in runs:
            after = first + len(run.codes)
            x0, top, x1, bottom = columns
            spread.append(self._spread(run, (x0[first:after], top[first:after], x1[first:after], bottom[first:after])))
            first = after
        return [self._seen(each) for each in spread]

    def _spread(self, run: TextRun, boxes: Columns) -> _Spread:
        style, codes, letters = run.style, run.codes, run.letters
        if not codes:
            return _Spread(run, [" "], "", set(), ([run.x], [run.y], [run.x], [run.y]), set())
        x0, top, x1, bottom = boxes
        texts = list(codes)
        if not letters.isdisjoint(run.font.without_unicode):
            texts = [f"(cid:{ord(code)})" if code in run.font.without_unicode else code for code in codes]
        starts, ends = (x0, x1) if style.across else (top, bottom)
        gone: set[int] = set()
        if " " in letters and any(map(ge, starts, ends)):
            gone = _made_up(texts, starts, ends, style.size)
        if any(map(eq, starts, starts[1:])):
            pieces = _merge_pieces(texts, starts, ends)
            if pieces:
                # One glyph that stands for several letters leans as none of them does.
                codes = "".join(LIGATURE if i in pieces or i + 1 in pieces else code for i, code in enumerate(codes))
                letters = set(codes)
            gone |= pieces
            texts = [in_one(unswapped(text)) for text in texts]
        self._advances.learn(run, codes, letters, x0, x1)
        return _Spread(run, texts, codes, letters, boxes, gone)

    def _seen(self, spread: _Spread) -> tuple[list[str], Columns]:
        run, texts, codes, letters, (x0, top, x1, bottom), gone = spread
        self._advances.mend(run, codes, letters, x0, x1)
        count = len(texts)
        if run.style.band is not None:
            low, high = run.style.band
            if run.style.across:
                top, bottom = [run.y + low] * count, [run.y + high] * count
            else:
                x0, x1 = [run.x + low] * count, [run.x + high] * count
        outside = self._outside(x0, top, x1, bottom, run.clip)
        if gone or outside:
            keep = [index for index in range(count) if index not in gone and index not in outside]
            texts = [texts[index] for index in keep]
            x0, top, x1, bottom = ([column[index] for index in keep] for column in (x0, top, x1, bottom))
        return texts, (x0, top, x1, bottom)

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
