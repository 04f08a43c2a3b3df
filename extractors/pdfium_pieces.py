"""Words from the boxes of their first and last characters alone: a third of the boxes of a page.

What stands between two blanks of a text object is a word, or a piece of one that goes on in the next text object. That
holds where the text runs to the right without jumps, which its widths tell: the letters of a run are together as wide
as its pieces. Runs of which that is not known are read letter by letter, and text that is not plain (aslant, on its
side, printed over other text of its kind) by ``pdfium_words``. The words are the same either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress, groupby, repeat
from operator import gt, sub
from typing import NamedTuple

from extractors import pdfium_calls as pdfium
from extractors.pdfium_advances import Advances
from extractors.pdfium_frame import Frame, Rect
from extractors.pdfium_ligatures import may_be_swapped, spelt
from extractors.pdfium_objects import Clip
from extractors.pdfium_runs import TextRun
from extractors.pdfium_text import THINNEST_SPACE, CharReader, Columns, read_boxes
from extractors.pdfium_words import Printed, WordGroup, find_words, number_lines, style_key

# What the kerning of a run adds up to, in points: 49 of 50 runs have less. A gap that parts words is wider.
KERNING = 1.0
_WORD = re.compile(r"\S+")
# pdfium gives a character past U+FFFF (emoji) in two halves.
_HALVES = re.compile("[\ud800-\udfff]")


class Pieces(NamedTuple):
    """What a run prints between blanks, from left to right; whether a blank ``opens`` and ``closes`` it.

    ``first`` and ``last`` are where the first and the last character begin. A blank alone has no texts, and its place
    as ``x0``.
    """

    texts: list[str]
    x0: list[float]
    x1: list[float]
    first: float
    last: float
    top: float
    bottom: float
    opens: bool
    closes: bool


class WordReader:
    """Reads the words of one page from pdfium's ``text_page``; those of runs no further apart than ``gap`` are one."""

    def __init__(self, text_page: int, frame: Frame, gap: float, drift: float) -> None:
        self._page = text_page
        self._frame = frame
        self._gap = gap
        self._drift = drift
        self._advances = Advances(text_page, frame, {})
        self._chars = CharReader(text_page, frame, self._advances)
        self._shown: dict[Clip, Rect] = {}

    def read(self, runs: Sequence[TextRun], attributes: Sequence[str]) -> Iterator[WordGroup]:
        """The words ``find_words`` gives for the characters of ``runs``."""
        self._advances.measure(runs)
        found = self._plain(runs)
        others = [index for index in range(len(runs)) if index not in found]
        spelt_out = dict(zip(others, self._chars.read_each([runs[index] for index in others]), strict=True))
        visible = [index for index in range(len(runs)) if index in found or spelt_out[index][0]]
        key_of = style_key(attributes)
        for key, group in groupby(visible, lambda index: key_of(runs[index].style)):
            members = list(group)
            pieces = [
                found[index] if index in found else _cut(runs[index], *spelt_out[index], self._gap) for index in members
            ]
            words = _join(pieces, self._gap, self._drift)
            if words is not None:
                yield WordGroup(key[0], key[1], key[2:], words)
            else:
                chars = self._chars.read([runs[index] for index in members])
                yield from find_words(chars, x_tolerance=self._gap, y_tolerance=self._drift, attributes=attributes)

    def _plain(self, runs: Sequence[TextRun]) -> dict[int, Pieces]:
        """The pieces of those runs that print plain words, by the run's index."""
        plain: list[tuple[int, list[tuple[int, int]]]] = []
        ends: list[int] = []
        blanks: list[int] = []
        found: dict[int, Pieces] = {}
        for index, run in enumerate(runs):
            if run.style.band is None or run.style.direction != "ltr":
                continue
            if not run.codes:
                if self._shows(run, run.x, run.x):
                    top, bottom = run.y + run.style.band[0], run.y + run.style.band[1]
                    found[index] = Pieces([], [run.x], [run.x], run.x, run.x, top, bottom, opens=True, closes=True)
                continue
            spans = [word.span() for word in _WORD.finditer(run.codes)]
            if spans and self._is_plain(run):
                start = run.start
                plain.append((index, spans))
                for first, after in spans:
                    ends += (start + first, start + after - 1)
                blanks += [start + after for _first, after in spans]
                if spans[0][0]:
                    blanks.append(start)
        made_up = set(compress(blanks, map(pdfium.char_is_generated, repeat(self._page), blanks)))
        begins, _top, reaches, _bottom = read_boxes(self._page, self._frame, ends)
        at = 0
        for index, spans in plain:
            after = at + 2 * len(spans)
            run = runs[index]
            if not made_up or made_up.isdisjoint(range(run.start, run.start + len(run.codes))):
                lasts, x1 = begins[at + 1 : after : 2], reaches[at + 1 : after : 2]
                pieces = self._pieces(run, spans, begins[at:after:2], x1, lasts)
                if pieces is not None:
                    found[index] = pieces
            at = after
        return found

    def _is_plain(self, run: TextRun) -> bool:
        """Whether every letter of the run is one character of known width."""
        if not run.letters <= self._advances.widths(run.font).keys():
            return False
        return run.codes.isascii() or not (_HALVES.search(run.codes) or may_be_swapped(run.letters))

    def _pieces(
        self, run: TextRun, spans: list[tuple[int, int]], x0: list[float], x1: list[float], lasts: list[float]
    ) -> Pieces | None:
        """The pieces of a run between the boxes of their ends; None where they do not tell what stands between them."""
        style = run.style
        assert style.band is not None
        self._advances.mend_ends(run, spans, x0, x1, lasts)
        texts = [run.codes[first:after] for first, after in spans]
        widths = self._advances.widths(run.font)
        letters = style.scale * sum(map(widths.__getitem__, "".join(texts)))
        jumps = abs(sum(x1) - sum(x0) - letters)
        if jumps > KERNING or min(map(sub, x0[1:], x1), default=style.size) < THINNEST_SPACE * style.size:
            return None
        if not self._shows(run, x0[0], x1[-1]):
            return None
        opens, closes = spans[0][0] > 0, spans[-1][1] < len(run.codes)
        first = x0[0] - style.scale * sum(map(widths.__getitem__, run.codes[: spans[0][0]]))
        last = x1[-1] if closes else lasts[-1]
        return Pieces(texts, x0, x1, first, last, run.y + style.band[0], run.y + style.band[1], opens, closes)

    def _shows(self, run: TextRun, x0: float, x1: float) -> bool:
        """Whether the run stands within what its clip shows."""
        shown = self._shown.get(run.clip)
        if shown is None:
            shown = self._shown[run.clip] = self._frame.box(run.clip.rect)
        left, above, right, below = shown
        assert run.style.band is not None
        low, high = run.style.band
        return x0 >= left and x1 <= right and run.y + low >= above and run.y + high <= below


def _cut(run: TextRun, texts: list[str], boxes: Columns, gap: float) -> Pieces | None:
    """The pieces of a run that is spelt out; None where it does not run straight to the right."""
    x0, tops, x1, bottoms = boxes
    if run.style.band is None or run.style.direction != "ltr" or any(map(gt, x0, x0[1:])):
        return None
    pieces = Pieces([], [], [], x0[0], x0[-1], tops[0], bottoms[0], texts[0].isspace(), texts[-1].isspace())
    apart = True
    for index, text in enumerate(texts):
        if text.isspace():
            apart = True
        elif apart or x0[index] > x1[index - 1] + gap:
            pieces.texts.append(text)
            pieces.x0.append(x0[index])
            pieces.x1.append(x1[index])
            apart = False
        else:
            pieces.texts[-1] += text
            pieces.x1[-1] = max(pieces.x1[-1], x1[index])
    if not pieces.texts:
        pieces.x0.append(x0[0])
        pieces.x1.append(x0[0])
    return pieces


def _join(found: Sequence[Pieces | None], gap: float, drift: float) -> list[Printed] | None:
    """The words of pieces of one style, line by line; None where those of a line do not stand one after the other."""
    pieces = [each for each in found if each is not None]
    if len(pieces) < len(found):
        return None
    line_of = number_lines({each.top for each in pieces}, drift)
    lines: dict[int, list[Pieces]] = {}
    for each in pieces:
        lines.setdefault(line_of[each.top], []).append(each)
    words: list[Printed] = []
    for number in sorted(lines):
        before: Pieces | None = None
        for each in sorted(lines[number], key=_first):
            texts, x0, x1, first, _last, top, bottom, opens, _closes = each
            if before is not None:
                if first <= before.last:
                    return None
                if not (opens or before.closes or x0[0] > before.x1[-1] + gap or abs(top - before.top) > drift):
                    start = words.pop()
                    low, high = min(start.top, top), max(start.bottom, bottom)
                    words.append(Printed(spelt(start.text + texts[0]), start.x0, low, max(start.x1, x1[0]), high))
                    texts, x0, x1 = texts[1:], x0[1:], x1[1:]
            words += map(Printed, map(spelt, texts), x0, repeat(top), x1, repeat(bottom))
            before = each
    return words


def _first(pieces: Pieces) -> float:
    return pieces.first
