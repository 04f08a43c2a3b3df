"""The header of a table that has no column rules: lines whose pieces, put together by column, are known headings.

Where exactly the columns' borders are is for ``align_columns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from extractors.align_lines import Line, Piece
from extractors.headings import heading_role, is_header_row, names_period
from extractors.words import action_word, colour_letter, colour_word, exact_rating, fold_word, not_rated_word
from schemas.geometry import Box, hull
from schemas.lookups import read_lookup

# Headings are wrapped into so many lines at most; three levels of two lines each are seen.
MOST_LINES = 8
# Lines of one header stand no further apart than this, in type sizes.
HEADER_GAP = 1.6
# No heading is longer: a text that only mentions a month is none.
LONGEST_HEAD = 60
# Heads of one column overlap by at least this, in points.
TOUCH = 0.5
# An unknown text among the headings weighs half a known one: three known beside one unknown are still a header.
UNKNOWN_WEIGHT = 0.5


@dataclass(slots=True)
class Head:
    """What stands over one column: its pieces from the top down."""

    box: Box
    pieces: list[Piece] = field(default_factory=list)
    turned: str = ""

    @property
    def core(self) -> Box:
        """Where the column's own heading stands: without a period above it, which may span several columns."""
        ordered = sorted(self.pieces, key=lambda piece: piece.box.mid_y)
        own = list(dropwhile(lambda piece: names_period(piece.text) and piece is not ordered[-1], ordered))
        return hull(piece.box for piece in own) if own else self.box

    @property
    def text(self) -> str:
        ordered = sorted(self.pieces, key=lambda piece: piece.box.mid_y)
        return " ".join([self.turned] * bool(self.turned) + [piece.text for piece in ordered])


@dataclass(frozen=True, slots=True)
class Header:
    """A header: lines ``first`` to ``last`` (included), the heads of its columns, the pieces that span several."""

    first: int
    last: int
    heads: tuple[Head, ...]
    spanners: tuple[Piece, ...]
    top: float
    bottom: float

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(head.text for head in self.heads)


def find_header(lines: Sequence[Line], start: int, turned: Sequence[tuple[str, Box]] = ()) -> Header | None:
    """The first header at or below line ``start``; None if there is none.

    ``turned`` are the texts set on their side, each with its box: heads of narrow columns.
    """
    for index in range(start, len(lines)):
        if not _may_head(lines[index], turned):
            continue
        best = _best_window(lines, index, start, turned)
        if best is not None:
            return best
    return None


def _may_head(line: Line, turned: Sequence[tuple[str, Box]]) -> bool:
    return (len(line.pieces) > 1 or bool(turned)) and any(_is_head_text(piece.text) for piece in line.pieces)


def _is_head_text(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and _is_known(text)


def _is_known(text: str) -> bool:
    return heading_role(text) is not None or is_count_word(text) or (len(text.split()) <= 6 and names_period(text))


def _best_window(lines: Sequence[Line], seed: int, start: int, turned: Sequence[tuple[str, Box]]) -> Header | None:
    lowest = highest = seed
    while lowest > max(start, seed - MOST_LINES) and _near(lines[lowest - 1], lines[lowest]):
        lowest -= 1
    while highest + 1 < min(len(lines), seed + MOST_LINES + 1) and _near(lines[highest], lines[highest + 1]):
        highest += 1
    best: tuple[float, int, Header] | None = None
    for first in range(lowest, seed + 1):
        for last in range(seed, min(highest, first + MOST_LINES - 1) + 1):
            header = _window(lines, first, last, turned)
            texts = [*header.texts, *(piece.text for piece in header.spanners)]
            if any(len(text) > LONGEST_HEAD for text in texts) or not (is_header_row(texts) or is_count_header(texts)):
                continue
            known = sum(_is_head_text(text) for text in texts)
            score = (known - UNKNOWN_WEIGHT * (len(texts) - known), last - first)
            if best is None or score > best[:2]:
                best = (*score, header)
    return best[2] if best is not None else None


def _near(above: Line, below: Line) -> bool:
    return below.box.top - above.box.bottom <= HEADER_GAP * max(above.size, below.size)


def _window(lines: Sequence[Line], first: int, last: int, turned: Sequence[tuple[str, Box]]) -> Header:
    heads: list[Head] = []
    spanners: list[Piece] = []
    top, bottom = lines[first].box.top, lines[last].box.bottom
    for text, box in turned:
        if box.top <= bottom and box.bottom >= top:
            heads.append(Head(box, turned=text))
    if heads:
        top, bottom = min(top, *(h.box.top for h in heads)), max(bottom, *(h.box.bottom for h in heads))
    for line in reversed(lines[first : last + 1]):
        for piece in line.pieces:
            below = [head for head in heads if _overlap(head.box, piece.box) > TOUCH]
            if len(below) > 1:
                spanners.append(piece)
            elif below:
                below[0].pieces.append(piece)
                below[0].box = hull([below[0].box, piece.box])
            else:
                heads.append(Head(piece.box, [piece]))
    heads.sort(key=lambda head: head.box.x0)
    whole = [_with_rest(piece, heads) for piece in reversed(spanners)]
    return Header(first, last, tuple(heads), tuple(whole), top, bottom)


def _with_rest(spanner: Piece, heads: Sequence[Head]) -> Piece:
    """A heading over several columns with its wrapped lines, which look like the top of one column's heading."""
    for head in heads:
        for piece in sorted(head.pieces, key=lambda p: p.box.mid_y)[:-1]:
            size = piece.words[0].size
            follows = -0.3 * size <= piece.box.top - spanner.box.bottom <= 0.6 * size
            aligned = min(abs(piece.box.x0 - spanner.box.x0), abs(piece.box.mid_x - spanner.box.mid_x)) <= 2.5
            if follows and aligned:
                head.pieces.remove(piece)
                head.box = hull(p.box for p in head.pieces)
                return _with_rest(Piece(spanner.words + piece.words, hull([spanner.box, piece.box])), heads)
    return spanner


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def is_count_word(text: str) -> bool:
    """Whether a heading names a status or a total: the columns of a count table."""
    if colour_word(text) and len(text) <= 24:
        return True
    known = exact_rating(text) or not_rated_word(text) or action_word(text) or colour_letter(text)
    return known is not None or fold_word(text) in read_lookup("status_words")["total"]["words"]


def is_count_header(texts: Sequence[str]) -> bool:
    """Whether headings are those of a table of counts: two statuses at least, and at most two other texts."""
    counted = sum(is_count_word(text) for text in texts)
    return counted >= 2 and len(texts) - counted <= 2 and all(len(text) <= 40 for text in texts)
