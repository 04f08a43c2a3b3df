"""Lines of a page cut at wide gaps: what stands beside what, where no rule says so.

Which of the pieces are columns is for ``align_columns``; which lines are a header for ``align_header``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.lines import group_lines, line_text
from schemas.geometry import Box, hull
from schemas.pages import Word

# A space is a quarter to a third of the type size; cell paddings of 2 points a side make gaps of 0.45 up, in large type
# less: there a gap is one between cells when it is wider by this factor than the usual space of its line.
CELL_GAP = 0.45
NARROW_GAP = 0.34
USUAL_SPACE = 0.278
WIDER = 1.35


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a wide gap between them: a cell's line, or a whole line of prose."""

    words: tuple[Word, ...]
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line across the page, its pieces from left to right."""

    pieces: tuple[Piece, ...]
    box: Box
    size: float

    @property
    def bold(self) -> bool:
        return all(word.bold for piece in self.pieces for word in piece.words)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def piece_of(words: tuple[Word, ...]) -> Piece:
    """Some words of one line as a piece."""
    return Piece(words, hull(word.box for word in words), line_text(words))


def cut_lines(words: Iterable[Word]) -> list[Line]:
    """The upright words as lines from top to bottom."""
    return [_line(line, CELL_GAP) for line in group_lines(word for word in words if word.upright)]


def cut_finer(lines: Iterable[Line]) -> list[Line]:
    """The same lines cut at narrower gaps too: columns set close together, at the price of cuts between words."""
    return [_line([word for piece in line.pieces for word in piece.words], NARROW_GAP) for line in lines]


def cut_before(line: Line, cuts: Sequence[int]) -> Line:
    """The line with its words, counted from the left, also cut before those numbers."""
    pieces: list[Piece] = []
    number = 0
    for piece in line.pieces:
        inner = [cut - number for cut in cuts if number < cut < number + len(piece.words)]
        for start, end in pairwise([0, *inner, len(piece.words)]):
            words = piece.words[start:end]
            pieces.append(piece_of(words))
        number += len(piece.words)
    return Line(tuple(pieces), line.box, line.size)


def _line(words: Sequence[Word], cell_gap: float) -> Line:
    groups: list[list[Word]] = [[words[0]]]
    gaps = [(word.box.x0 - before.box.x1) / min(word.size, before.size) for before, word in pairwise(words)]
    spaces = sorted(gap for gap in gaps if 0 < gap <= cell_gap)
    usual = max(USUAL_SPACE, spaces[(len(spaces) - 1) // 2] if spaces else 0.0)
    least = min(cell_gap, WIDER * usual)
    for gap, (_before, word) in zip(gaps, pairwise(words), strict=True):
        if gap > least:
            groups.append([word])
        else:
            groups[-1].append(word)
    pieces = tuple(piece_of(tuple(group)) for group in groups)
    return Line(pieces, hull(piece.box for piece in pieces), max(word.size for word in words))


def lines_within(lines: Sequence[Line], x0: float, x1: float) -> list[Line]:
    """The lines as a reader sees them who covers all outside ``x0``..``x1``."""
    kept: list[Line] = []
    for line in lines:
        pieces = tuple(piece for piece in line.pieces if x0 <= piece.box.mid_x < x1)
        if len(pieces) == len(line.pieces):
            kept.append(line)
        elif pieces:
            kept.append(Line(pieces, hull(p.box for p in pieces), max(w.size for p in pieces for w in p.words)))
    return kept
