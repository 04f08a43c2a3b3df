"""Words from compact characters: what pdfplumber's ``extract_words`` gives, without a dict per character.

The rules are pdfplumber's (pdfplumber.utils.text.WordExtractor): consecutive characters of one style are grouped,
clustered into lines by their tops, sorted along the line, and cut at blanks and gaps. One rule is ours: text is read
in the direction it is written. pdfplumber reads everything on its side downwards and everything else to the right, so
text that runs up the page, or stands on its head, comes out backwards there (``direction`` says what was done here).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, pairwise, repeat
from operator import gt, le, sub
from typing import Any, NamedTuple

from extractors.pdfium_chars import Chars, Style
from extractors.pdfium_ligatures import spelt

# Blanks are what str.isspace says, which is what \s says.
_WORD = re.compile(r"\S+")
# The attributes of a style that words can be grouped by, by pdfplumber's names.
ATTRIBUTES: dict[str, Callable[[Style], Any]] = {
    "fontname": lambda style: style.fontname,
    "size": lambda style: style.size,
    "non_stroking_color": lambda style: style.fill,
    "stroking_color": lambda style: style.stroke,
}


class Printed(NamedTuple):
    """A word and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class WordGroup(NamedTuple):
    """Words of one style: ``attributes`` are the style's, in the order they were asked for."""

    upright: bool
    direction: str
    attributes: tuple[Any, ...]
    words: list[Printed]


def find_words(
    chars: Chars, *, x_tolerance: float, y_tolerance: float, attributes: Sequence[str]
) -> Iterator[WordGroup]:
    """pdfplumber's words in its order, by the style they share; ``attributes`` are keys of ``ATTRIBUTES``."""
    key_of = style_key(attributes)
    for key, group in groupby(chars.runs, lambda run: key_of(run[2])):
        runs = list(group)
        upright, direction = key[0], key[1]
        across = runs[0][2].across
        begins, ends, line = (chars.x0, chars.x1, chars.top) if across else (chars.top, chars.bottom, chars.x0)
        gap, drift = (x_tolerance, y_tolerance) if across else (y_tolerance, x_tolerance)
        if direction in ("rtl", "btt"):
            # Seen from the other side: what ends last begins first.
            begins, ends = [-end for end in ends], [-begin for begin in begins]
        cutter = _Cutter(chars, direction, begins, ends, line, gap, drift)
        words: list[Printed] = []
        for pieces in _lines([(first, after) for first, after, _style in runs], line, drift):
            words.extend(cutter.words(pieces))
        yield WordGroup(upright, direction, key[2:], words)


def style_key(attributes: Sequence[str]) -> Callable[[Style], tuple[Any, ...]]:
    """Names what words must share: whether they are upright, their direction, and the attributes asked for."""
    getters = [ATTRIBUTES[name] for name in attributes]
    known: dict[int, tuple[Any, ...]] = {}

    def key(style: Style) -> tuple[Any, ...]:
        # Thousands of runs share a few dozen styles, which outlive them.
        found = known.get(id(style))
        if found is None:
            found = known[id(style)] = (style.upright, style.direction, *(getter(style) for getter in getters))
        return found

    return key


def number_lines(heights: Iterable[float], tolerance: float) -> dict[float, int]:
    """The lines that heights belong to, from the top: those no further apart than the tolerance are one."""
    numbers: dict[float, int] = {}
    number, last = 0, None
    for height in sorted(heights):
        if last is not None and height > last + tolerance:
            number += 1
        numbers[height] = number
        last = height
    return numbers


def word_dicts(groups: Iterable[WordGroup], attributes: Sequence[str]) -> list[dict[str, Any]]:
    """Words as pdfplumber gives them (same fields); ``attributes`` are those the groups were made by."""
    return [
        {
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
            **dict(zip(attributes, values, strict=True)),
        }
        for upright, direction, values, words in groups
        for text, x0, top, x1, bottom in words
    ]


def _lines(runs: list[tuple[int, int]], line: list[float], tolerance: float) -> Iterator[list[range]]:
    """The runs in lines, from the first line down; within a line in painting order, neighbours joined."""
    pieces: list[range] = []
    for first, after in runs:
        if _is_level(line, first, after):
            pieces.append(range(first, after))
        else:
            pieces.extend(range(index, index + 1) for index in range(first, after))
    clusters = number_lines({line[piece.start] for piece in pieces}, tolerance)
    lines: list[list[range]] = [[] for _ in range(max(clusters.values()) + 1)]
    for piece in pieces:
        on_line = lines[clusters[line[piece.start]]]
        if on_line and on_line[-1].stop == piece.start:
            on_line[-1] = range(on_line[-1].start, piece.stop)
        else:
            on_line.append(piece)
    yield from lines


class _Cutter:
    """Cuts lines into words. ``begins`` and ``ends`` are along the line, ``line`` across it."""

    def __init__(
        self,
        chars: Chars,
        direction: str,
        begins: list[float],
        ends: list[float],
        line: list[float],
        gap: float,
        drift: float,
    ) -> None:
        self._chars = chars
        self._texts = chars.texts
        self._to_the_right = direction == "ltr"
        self._begins = begins
        self._ends = ends
        self._line = line
        self._gap = gap
        self._drift = drift

    def words(self, pieces: list[range]) -> list[Printed]:
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
            return self._cut(sorted(members, key=begins.__getitem__))
        found: list[Printed] = []
        together = [pieces[0]]
        for piece in pieces[1:]:
            if self._breaks(together[-1].stop - 1, piece.start):
                found += self._cut_pieces(together)
                together = [piece]
            else:
                together.append(piece)
        return found + self._cut_pieces(together)

    def _stands_in_order(self, piece: range) -> bool:
        begins = self._begins[piece.start : piece.stop]
        return all(map(le, begins, begins[1:]))

    def _breaks(self, before: int, after: int) -> bool:
        return (
            self._texts[before].isspace()
            or self._texts[after].isspace()
            or self._begins[after] > self._ends[before] + self._gap
        )

    def _cut_pieces(self, pieces: list[range]) -> list[Printed]:
        if len(pieces) == 1:
            return self._in_order(pieces[0].start, pieces[0].stop)
        return self._cut(chain.from_iterable(pieces))

    def _in_order(self, first: int, after: int) -> list[Printed]:
        """Words of characters that already stand in order: cut at the gaps, then at the blanks in the text."""
        begins, ends = self._begins, self._ends
        gaps = map(sub, begins[first + 1 : after], ends[first:after])
        edges = [first, *compress(range(first + 1, after), map(gt, gaps, repeat(self._gap))), after]
        return [word for start, end in pairwise(edges) for word in self._without_gaps(start, end)]

    def _without_gaps(self, first: int, after: int) -> list[Printed]:
        texts, top, bottom = self._texts[first:after], self._chars.top, self._chars.bottom
        text = "".join(texts)
        glyphs = text if len(text) == after - first else "".join([each if len(each) == 1 else "x" for each in texts])
        if self._to_the_right and _is_level(top, first, after) and _is_level(bottom, first, after):
            x0, x1 = self._begins[first:after], self._ends[first:after]
            words_at = [found.span() for found in _WORD.finditer(glyphs)]
            return [
                Printed(spelt("".join(texts[start:end])), x0[start], top[first], max(x1[start:end]), bottom[first])
                for start, end in words_at
            ]
        words: list[Printed] = []
        for found in _WORD.finditer(glyphs):
            start, end = first + found.start(), first + found.end()
            line = self._line[start:end]
            if max(line) - min(line) > self._drift:
                words += self._cut(range(start, end))
            else:
                words.append(self._printed(range(start, end)))
        return words

    def _cut(self, members: Iterable[int]) -> list[Printed]:
        """pdfplumber's own loop, character by character."""
        words: list[Printed] = []
        current: list[int] = []
        before = reach = height = 0.0
        for index in members:
            if self._texts[index].isspace():
                if current:
                    words.append(self._printed(current))
                current = []
                continue
            at = self._begins[index]
            if current and (at > reach + self._gap or at < before or abs(self._line[index] - height) > self._drift):
                words.append(self._printed(current))
                current = [index]
            else:
                current.append(index)
            before, reach, height = at, self._ends[index], self._line[index]
        if current:
            words.append(self._printed(current))
        return words

    def _printed(self, members: Sequence[int]) -> Printed:
        chars = self._chars
        return Printed(
            spelt("".join([chars.texts[index] for index in members])),
            min([chars.x0[index] for index in members]),
            min([chars.top[index] for index in members]),
            max([chars.x1[index] for index in members]),
            max([chars.bottom[index] for index in members]),
        )


def _is_level(values: list[float], first: int, after: int) -> bool:
    """Whether the values from ``first`` to before ``after`` are all the same."""
    return values[first] == values[after - 1] and values[first:after].count(values[first]) == after - first
