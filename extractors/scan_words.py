"""The words of a picture of a page: the picture set straight, whichever way it lies, its lines recognised one by one.

Letters are recognised in ``engine_ocr``, made into words in ``recognised``; the page's other objects are found in
``page_bitmap``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from extractors.engine_ocr import ENGINE, find_lines, recognise_line
from extractors.page_bitmap import (
    POINT,
    find_areas,
    find_ink,
    find_rules,
    find_tilt,
    quarter_turned,
    solid_marks,
    turned,
    without_marks,
)
from extractors.page_turn import Turn
from extractors.recognised import RecognisedLine, RecognisedWord, certain_text, confirmed, cut_line, is_poor, words_of
from schemas.geometry import Box
from schemas.pages import Word

# Recognised boxes are higher than the type by this share.
TYPE_SHARE = 0.72
# Boxes of one type size differ by this factor each way; boxes further from the page's middle one are another size.
SAME_TYPE = 1.45
# A line of several words is at least this many times longer than high.
LONG_LINE = 3.0
# Lines whose letters show which way a page lies.
SAMPLE = 5

# A figure in doubt is read again as seen in these ways (width, pixels of paper around it). Measured on 20 clean pages:
# one figure a page is in doubt for its place in the picture alone; two of three ways read it with a certainty of 0.98.
SIGHTS = ((1.0, 12), (1.25, 0), (0.85, 0))

Recognise = Callable[[Any, Box], RecognisedLine | None]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as recognised: its picture set straight, how it was turned for that, and its words.

    ``poor``: too many figures are in doubt for any to be read.
    """

    image: Any
    turn: Turn | None
    words: tuple[RecognisedWord, ...]
    poor: bool


def recognise_page(image: Any, *, level: bool = False) -> Recognised:
    """The words of a page that lies or stands, tilted by little; ``level``: by nothing, it was drawn by a program."""
    straight = _straight(image, level)
    lines = find_lines(straight)
    turn = None
    if _lies(lines):
        turn = _best_turn(straight, lines)
        image = quarter_turned(image, up=turn.up)
        straight = _straight(image, level)
        lines = find_lines(straight)
    rules = list(find_rules(straight))
    bare = without_marks(straight, solid_marks(straight, find_areas(straight)[1]))
    pieces = [piece for box in lines for piece in cut_line(box, rules)]
    words = [_read_again(bare, word) for word in words_of(_recognised(bare, pieces))]
    return Recognised(straight, turn, tuple(words), is_poor(words))


def inked_words(page: Recognised) -> list[Word]:
    """The recognised words with the place and colour of their ink, in points; their font is the engine."""
    usual = median(word.box.height for word in page.words) if page.words else 0.0
    return [_inked(page.image, certain_text(word, poor=page.poor), word.box, usual) for word in page.words]


def _inked(image: Any, text: str, box: Box, usual: float) -> Word:
    height = usual if usual / SAME_TYPE <= box.height <= usual * SAME_TYPE else box.height
    size = max(1.0, TYPE_SHARE * height)
    inked, colour = find_ink(image, Box(box.x0, box.mid_y - size / 2, box.x1, box.mid_y + size / 2))
    return Word(text, inked, round(size, 1), ENGINE, False, colour)


def _recognised(image: Any, boxes: Iterable[Box], recognise: Recognise = recognise_line) -> list[RecognisedLine]:
    return [line for line in (recognise(image, box) for box in boxes) if line is not None]


def _read_again(image: Any, word: RecognisedWord) -> RecognisedWord:
    if not word.is_doubtful:
        return word
    return confirmed(word, [recognise_line(image, word.box, *sight) for sight in SIGHTS])


def _straight(image: Any, level: bool) -> Any:
    return image if level else turned(image, find_tilt(image))


def _lies(lines: Sequence[Box]) -> bool:
    """Whether most of the length of a page's lines runs up or down it."""
    upright = sum(box.height for box in lines if box.height > LONG_LINE * box.width)
    return upright > sum(box.width for box in lines if box.width > LONG_LINE * box.height)


def _best_turn(image: Any, lines: Sequence[Box], recognise: Recognise = recognise_line) -> Turn:
    """The way a lying page must be turned: the one in which its longest lines are letters."""
    longest = sorted(lines, key=lambda box: box.height, reverse=True)[:SAMPLE]
    height, width = (side * POINT for side in image.shape[:2])
    ways = [Turn(up, width, height) for up in (True, False)]
    return max(ways, key=lambda turn: _certainty(_turned_lines(image, longest, turn, recognise)))


def _turned_lines(image: Any, lines: Sequence[Box], turn: Turn, recognise: Recognise) -> list[RecognisedLine]:
    return _recognised(quarter_turned(image, up=turn.up), [turn.upright(box) for box in lines], recognise)


def _certainty(lines: Sequence[RecognisedLine]) -> float:
    scores = [score for line in lines for score in line.scores]
    return fmean(scores) if scores else 0.0
