"""Recognised lines of text to words: where each stands and how certain it is; figures in doubt lose their digits.

Nothing here knows a picture or the program that recognises: a line is letters with their middles and scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from schemas.geometry import Box
from schemas.pages import UNREAD, Rule

# Figures and marks with a letter of less certainty are not read. Measured on 1,100 figures of pages of 150 to 200 dots
# an inch that were blurred, faint, noisy or squeezed hard: all above were right, 13 right ones were below.
LEAST_CERTAINTY = 0.9
# On a page of tiny black and white type, 31 of 107 figures were below that, and 2 of those above were wrong ('2.248'
# for '2,248') with hardly any doubt. Pages that are read well have up to 4 doubtful figures in 119.
POOR_SHARE = 0.1
FEWEST_DOUBTS = 3
# Lines whose letters are recognised with less certainty than this on average are specks and parts of pictures.
LEAST_SCORE = 0.5
# Words this short may be a mark, which one wrong letter turns into another.
MARK_LETTERS = 2
# Letters whose middles are further apart than this share of their line's height are two words without a blank.
WORD_GAP = 0.85
# A blank is at least this wide, in line heights: it takes 0.2 in Helvetica, and letters of a word stand 0.07 apart.
BLANK = 0.17
# Middles of letters are off by up to this share of their line's height.
SLACK = 0.2
# No letter reaches further from its middle than this share of its line's height.
REACH = 0.6
# A line's part narrower than this share of its height is the edge of a cell.
NARROWEST = 0.25
# Ruling lines are drawn up to this far beside their place, in points.
RULE_EDGE = 1.0


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line as recognised, in points. ``scores`` (0 to 1) and ``middles`` are those of its letters without blanks.

    ``ink`` are the stretches of the line in which something is printed, from left to right.
    """

    text: str
    box: Box
    scores: tuple[float, ...]
    middles: tuple[float, ...]
    ink: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word as recognised, with the score of its least certain letter; ``box`` holds its ink, not always tightly."""

    read: str
    box: Box
    certainty: float

    @property
    def is_figure(self) -> bool:
        return any(letter.isdigit() for letter in self.read)

    @property
    def counts(self) -> bool:
        """Whether one wrong letter would make it say something else: a figure, or a mark of a letter or two."""
        return self.is_figure or (len(self.read) <= MARK_LETTERS and self.read.isalpha() and self.read.isupper())

    @property
    def is_doubtful(self) -> bool:
        return self.counts and self.certainty < LEAST_CERTAINTY


def words_of(lines: Iterable[RecognisedLine]) -> list[RecognisedWord]:
    """The words of the lines in their order; lines that are no text are left out."""
    return [
        word
        for line in lines
        if line.scores and sum(line.scores) / len(line.scores) >= LEAST_SCORE
        for word in _words(line)
    ]


def is_poor(words: Sequence[RecognisedWord]) -> bool:
    """Whether so many of a page's figures are in doubt that those without doubt cannot be trusted either."""
    figures = [word for word in words if word.is_figure]
    doubtful = sum(word.is_doubtful for word in figures)
    return doubtful >= FEWEST_DOUBTS and doubtful > POOR_SHARE * len(figures)


def certain_text(word: RecognisedWord, *, poor: bool) -> str:
    """The word, or what is left of a figure or mark in doubt: all its digits go, since one more or less is a number.

    On a ``poor`` page no figure is certain. Words in prose keep a doubtful letter: a reader sees it, and nothing is
    counted by it.
    """
    if word.is_figure and (poor or word.is_doubtful):
        return "".join(UNREAD if letter.isdigit() else letter for letter in word.read)
    return UNREAD * len(word.read) if word.is_doubtful else word.read


def confirmed(word: RecognisedWord, again: Sequence[RecognisedLine | None]) -> RecognisedWord:
    """A word in doubt after it was read again alone, as often as there are readings.

    Where all of them say the same it is as certain as the middle one of them.
    """
    lines = [line for line in again if line is not None and "".join(line.text.split()) == word.read]
    if not lines or len(lines) < len(again):
        return word
    return replace(word, certainty=median(min(line.scores) for line in lines))


def _words(line: RecognisedLine) -> Iterator[RecognisedWord]:
    letters = list(
        zip((letter for letter in line.text if not letter.isspace()), line.middles, line.scores, strict=True)
    )
    starts = _starts(line)
    gaps = [_gap(line, line.middles[at - 1], line.middles[at]) for at in starts[1:]]
    bounds = [line.box.x0, *(edge for gap in gaps for edge in gap), line.box.x1]
    reach = REACH * line.box.height
    for (start, end), left, right in zip(pairwise([*starts, len(letters)]), bounds[::2], bounds[1::2], strict=True):
        part = letters[start:end]
        read = "".join(letter for letter, _middle, _score in part)
        certainty = min(score for _letter, _middle, score in part)
        x0, x1 = max(left, part[0][1] - reach), min(right, part[-1][1] + reach)
        yield RecognisedWord(read, Box(x0, line.box.top, x1, line.box.bottom), certainty)


def _gap(line: RecognisedLine, one: float, other: float) -> tuple[float, float]:
    """The widest stretch without ink about the middles of two letters; their own middle where there is none.

    Letters are placed to a fifth of the line's height only, which is as wide as a blank.
    """
    slack = SLACK * line.box.height
    gaps = [(end, start) for (_start, end), (start, _end) in pairwise(line.ink)]
    near = [gap for gap in gaps if one - slack < gap[0] and gap[1] < other + slack]
    return max(near, key=lambda gap: gap[1] - gap[0], default=((one + other) / 2,) * 2)


def _starts(line: RecognisedLine) -> list[int]:
    """Which letters begin a word: those behind a blank or a wide gap, or a blank that was not recognised."""
    blanks: set[int] = set()
    count = 0
    for word in line.text.split():
        blanks.add(count)
        count += len(word)
    wide = WORD_GAP * line.box.height
    blanks |= {at for at, (one, other) in enumerate(pairwise(line.middles), start=1) if other - one > wide}
    return sorted(blanks | {at for at in _missed(line) if not blanks & {at - 1, at, at + 1}})


def _missed(line: RecognisedLine) -> Iterator[int]:
    """The letters behind gaps as wide as a blank; figures and stops stand apart within a number too."""
    letters = "".join(line.text.split())
    between = [(one + other) / 2 for one, other in pairwise(line.middles)]
    for (_start, left), (right, _end) in pairwise(line.ink):
        if between and right - left >= BLANK * line.box.height:
            at = min(range(len(between)), key=lambda n: abs(between[n] - (left + right) / 2)) + 1
            if letters[at - 1].isalpha() or letters[at].isalpha():
                yield at


def cut_line(box: Box, rules: Sequence[Rule]) -> Iterator[Box]:
    """A line's box between the level ruling lines over and under it, in parts where upright ones go through it.

    No line of text crosses a ruling line. The stems of large letters look like ruling lines, but end with the line.
    """
    crossing = [rule.box for rule in rules if rule.box.overlap(box) > 0]
    level = [rule for rule in crossing if rule.width > rule.height and rule.x0 <= box.mid_x <= rule.x1]
    top = max((rule.bottom + RULE_EDGE for rule in level if rule.mid_y < box.mid_y), default=box.top)
    bottom = min((rule.top - RULE_EDGE for rule in level if rule.mid_y > box.mid_y), default=box.bottom)
    upright = sorted(
        rule for rule in crossing if rule.height > rule.width and rule.top <= top and rule.bottom >= bottom
    )
    edges = [box.x0, *(edge for rule in upright for edge in (rule.x0 - RULE_EDGE, rule.x1 + RULE_EDGE)), box.x1]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left >= NARROWEST * box.height and bottom > top:
            yield Box(left, top, right, bottom)
