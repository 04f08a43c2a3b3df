"""Words from compact characters: what pdfplumber's ``extract_words`` gives, without a dict per character.

The rules are pdfplumber's (pdfplumber.utils.text.WordExtractor): consecutive characters of one style are grouped,
clustered into lines by their tops, sorted along the line, and cut at blanks and gaps. One rule is ours: text is read
in the direction it is written. pdfplumber reads everything on its side downwards and everything else to the right, so
text that runs up the page, or stands on its head, comes out backwards there (``direction`` says what was done here).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import le, sub
from typing import Any

from pdfplumber.utils.text import LIGATURES

from extractors.pdfium_chars import Chars, Style

# Blanks are what str.isspace says, which is what \s says.
_WORD = re.compile(r"\S+")
# The attributes of a style that words can be grouped by, by pdfplumber's names.
ATTRIBUTES: dict[str, Callable[[Style], Any]] = {
    "fontname": lambda style: style.fontname,
    "size": lambda style: style.size,
    "non_stroking_color": lambda style: style.fill,
    "stroking_color": lambda style: style.stroke,
}


def group_words(
    chars: Chars, *, x_tolerance: float, y_tolerance: float, extra_attrs: Sequence[str]
) -> list[dict[str, Any]]:
    """pdfplumber's words (same fields, same order); ``extra_attrs`` are keys of ``ATTRIBUTES``."""
    getters = [ATTRIBUTES[name] for name in extra_attrs]

    def style_key(run: tuple[int, int, Style]) -> tuple[Any, ...]:
        return (run[2].upright, run[2].direction, *(getter(run[2]) for getter in getters))

    words: list[dict[str, Any]] = []
    for key, group in groupby(chars.runs, style_key):
        runs = list(group)
        upright, direction = key[0], key[1]
        extras = dict(zip(extra_attrs, key[2:], strict=True))
        across = runs[0][2].across
        begins, ends, line = (chars.x0, chars.x1, chars.top) if across else (chars.top, chars.bottom, chars.x0)
        gap, drift = (x_tolerance, y_tolerance) if across else (y_tolerance, x_tolerance)
        if direction in ("rtl", "btt"):
            # Seen from the other side: what ends last begins first.
            begins, ends = [-end for end in ends], [-begin for begin in begins]
        columns = _Columns(chars, begins, ends, line, gap, drift)
        for pieces in _lines([(first, after) for first, after, _style in runs], line, drift):
            for word in columns.words(pieces):
                words.append(_found(chars, word, upright, direction, extras))
    return words


def _lines(runs: list[tuple[int, int]], line: list[float], tolerance: float) -> Iterator[list[range]]:
    """The runs in lines, from the first line down; within a line in painting order, neighbours joined."""
    pieces: list[range] = []
    for first, after in runs:
        if line[first] == line[after - 1] and len(set(line[first:after])) == 1:
            pieces.append(range(first, after))
        else:
            pieces.extend(range(index, index + 1) for index in range(first, after))
    heights = sorted({line[piece.start] for piece in pieces})
    clusters, number, last = {}, 0, heights[0]
    for height in heights:
        if height > last + tolerance:
            number += 1
        clusters[height] = number
        last = height
    lines: list[list[range]] = [[] for _ in range(number + 1)]
    for piece in pieces:
        on_line = lines[clusters[line[piece.start]]]
        if on_line and on_line[-1].stop == piece.start:
            on_line[-1] = range(on_line[-1].start, piece.stop)
        else:
            on_line.append(piece)
    yield from lines


class _Columns:
    """Cuts lines into words. ``begins`` and ``ends`` are along the line, ``line`` across it."""

    def __init__(
        self, chars: Chars, begins: list[float], ends: list[float], line: list[float], gap: float, drift: float
    ) -> None:
        self._texts = chars.texts
        self._begins = begins
        self._ends = ends
        self._line = line
        self._gap = gap
        self._drift = drift

    def words(self, pieces: list[range]) -> Iterator[Sequence[int]]:
        """The words of a line, in order along it.

        Pieces that stand one after the other with a break between them are cut one by one; what overlaps or touches is
        put in order character by character first, and two characters at one place stay in painting order.
        """
        pieces.sort(key=lambda piece: self._begins[piece.start])
        begins = self._begins
        if not all(self._stands_in_order(piece) for piece in pieces) or any(
            begins[after.start] <= begins[before.stop - 1] for before, after in pairwise(pieces)
        ):
            members = sorted(index for piece in pieces for index in piece)
            yield from self._cut(sorted(members, key=begins.__getitem__))
            return
        together = [pieces[0]]
        for piece in pieces[1:]:
            if self._breaks(together[-1].stop - 1, piece.start):
                yield from self._cut_pieces(together)
                together = [piece]
            else:
                together.append(piece)
        yield from self._cut_pieces(together)

    def _stands_in_order(self, piece: range) -> bool:
        begins = self._begins[piece.start : piece.stop]
        return all(map(le, begins, begins[1:]))

    def _breaks(self, before: int, after: int) -> bool:
        return (
            self._texts[before].isspace()
            or self._texts[after].isspace()
            or self._begins[after] > self._ends[before] + self._gap
        )

    def _cut_pieces(self, pieces: list[range]) -> Iterator[Sequence[int]]:
        if len(pieces) == 1:
            return self._in_order(pieces[0].start, pieces[0].stop)
        return self._cut(chain.from_iterable(pieces))

    def _in_order(self, first: int, after: int) -> Iterator[Sequence[int]]:
        """Words of characters that already stand in order: found in the text first, checked for gaps after."""
        texts = self._texts[first:after]
        text = "".join(texts)
        if len(text) != after - first:
            text = "".join(each if len(each) == 1 else "x" for each in texts)
        for found in _WORD.finditer(text):
            start, end = first + found.start(), first + found.end()
            gaps = map(sub, self._begins[start + 1 : end], self._ends[start:end])
            line = self._line[start:end]
            if max(gaps, default=0.0) > self._gap or max(line) - min(line) > self._drift:
                yield from self._cut(range(start, end))
            else:
                yield range(start, end)

    def _cut(self, members: Iterable[int]) -> Iterator[list[int]]:
        """pdfplumber's own loop, character by character."""
        current: list[int] = []
        before = reach = height = 0.0
        for index in members:
            if self._texts[index].isspace():
                if current:
                    yield current
                current = []
                continue
            at = self._begins[index]
            if current and (at > reach + self._gap or at < before or abs(self._line[index] - height) > self._drift):
                yield current
                current = [index]
            else:
                current.append(index)
            before, reach, height = at, self._ends[index], self._line[index]
        if current:
            yield current


def _found(
    chars: Chars, members: Sequence[int], upright: bool, direction: str, extras: dict[str, Any]
) -> dict[str, Any]:
    if isinstance(members, range):
        word = slice(members.start, members.stop)
        letters, lefts, tops = chars.texts[word], chars.x0[word], chars.top[word]
        rights, bottoms = chars.x1[word], chars.bottom[word]
    else:
        letters = [chars.texts[index] for index in members]
        lefts, tops, rights, bottoms = (
            [column[index] for index in members] for column in (chars.x0, chars.top, chars.x1, chars.bottom)
        )
    text = "".join(letters)
    if not text.isascii():
        text = "".join([LIGATURES.get(letter, letter) for letter in letters])
    x0, top, x1, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    return {
        "text": text,
        "x0": x0,
        "x1": x1,
        "top": top,
        "doctop": top,
        "bottom": bottom,
        "upright": upright,
        "height": bottom - top,
        "width": x1 - x0,
        "direction": direction,
        **extras,
    }
