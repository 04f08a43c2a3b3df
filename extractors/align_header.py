"""The header of a table that has no column rules: lines whose pieces, put together by column, are known headings.

Where exactly the columns' borders are is for ``align_columns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from extractors.align_lines import Line, Piece, cut_before, piece_of
from extractors.headings import heading_role, is_bare_period, is_header_row, names_period
from extractors.lines import line_text
from extractors.words import action_word, colour_letter, colour_word, exact_rating, fold_word, not_rated_word
from schemas.geometry import Box, hull
from schemas.lookups import read_lookup

# Headings are wrapped into so many lines at most; three levels of two lines each are seen.
MOST_LINES = 8
# Lines of one header stand no further apart than this, in type sizes.
HEADER_GAP = 1.6
# No heading is longer: a text that only mentions a month is none.
LONGEST_HEAD = 60
# Lines of one header differ in type size by less than this share; a heading over the table is set larger.
OTHER_SIZE = 0.12
# Two or three headings that look like one text have so many words at most.
FEW_WORDS = 4
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
        found = _best_window(lines, index, (start, len(lines)), turned)
        while found is not None:
            rival = _better_below(lines, index, found, turned)
            if rival is None:
                return found.header
            found = _best_window(lines, index, (start, rival), turned)
    return None


def _better_below(lines: Sequence[Line], index: int, found: _Window, turned: Sequence[tuple[str, Box]]) -> int | None:
    """The first line of a header that is one only without line ``index``: a key or a heading may stand over it."""
    for seed in range(index + 1, found.header.last + 1):
        rival = _best_window(lines, seed, (index + 1, len(lines)), turned)
        if rival is not None and rival.score[0] > found.score[0]:
            return rival.header.first
    return None


def with_heads_apart(line: Line) -> Line:
    """The line with headings apart that stand so close that they look like one: "Target Actual" is no heading."""
    short = all(len(piece.words) <= FEW_WORDS for piece in line.pieces)
    if len(line.pieces) < 2 or not (short or any(_is_role_text(piece.text) for piece in line.pieces)):
        return line
    cuts: list[int] = []
    number = 0
    for piece in line.pieces:
        if len(piece.text) <= LONGEST_HEAD and _kind_of_head(piece.text) is None and not is_count_word(piece.text):
            cuts += [number + cut for cut in _cuts_between_heads(piece)]
        number += len(piece.words)
    apart = cut_before(line, cuts) if cuts else line
    return apart if is_header_row([piece.text for piece in apart.pieces]) else line


def _cuts_between_heads(piece: Piece) -> list[int]:
    """Before which of its words a text must be cut to be headings of different kinds; [] when it is something else."""
    for cut in range(1, len(piece.words)):
        first, rest = piece.words[:cut], piece.words[cut:]
        role, other = _kind_of_head(line_text(first)), _kind_of_head(line_text(rest))
        if role is None or role == other:
            continue
        if other is not None:
            return [cut]
        further = _cuts_between_heads(piece_of(rest))
        if further:
            return [cut, *(cut + number for number in further)]
    return []


def _kind_of_head(text: str) -> str | None:
    """What kind of heading a text is; None for no heading."""
    role = heading_role(text)
    return role.value if role is not None else "period" if is_bare_period(text) else None


def _may_head(line: Line, turned: Sequence[tuple[str, Box]]) -> bool:
    return (len(line.pieces) > 1 or bool(turned)) and any(_is_head_text(piece.text) for piece in line.pieces)


def _is_head_text(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and _is_known(text)


def _is_known(text: str) -> bool:
    return _is_role_text(text) or is_count_word(text)


def _is_role_text(text: str) -> bool:
    if text.endswith(".") and names_period(text):
        return False
    return heading_role(text) is not None or (len(text.split()) <= 6 and names_period(text))


@dataclass(frozen=True, slots=True)
class _Window:
    """Lines that may be a header, and how well they read as one: known headings, then how many lines."""

    score: tuple[float, int]
    header: Header


def _best_window(
    lines: Sequence[Line], seed: int, limits: tuple[int, int], turned: Sequence[tuple[str, Box]]
) -> _Window | None:
    """The best header that has line ``seed`` in it, among the lines from ``limits[0]`` up to before ``limits[1]``."""
    if not _may_head(lines[seed], turned) or _is_too_long(lines[seed]):
        return None
    start, end = limits
    lowest = highest = seed
    while lowest > max(start, seed - MOST_LINES) and _near(lines[lowest - 1], lines[lowest]):
        if _is_too_long(lines[lowest - 1]):
            break
        lowest -= 1
    while highest + 1 < min(end, seed + MOST_LINES + 1) and _near(lines[highest], lines[highest + 1]):
        if _is_too_long(lines[highest + 1]):
            break
        highest += 1
    best: _Window | None = None
    for first in range(lowest, seed + 1):
        for last in range(seed, min(highest, first + MOST_LINES - 1) + 1):
            header = _window(lines, first, last, turned)
            known = _known_headings([*header.texts, *(piece.text for piece in header.spanners)])
            if known is not None and (best is None or (known, last - first) > best.score):
                best = _Window((known, last - first), header)
    return best


def _is_too_long(line: Line) -> bool:
    return any(len(piece.text) > LONGEST_HEAD for piece in line.pieces)


def _known_headings(texts: Sequence[str]) -> float | None:
    """How many of a header's texts are known headings, unknown ones taken off at their weight; None for no header.

    Status words are headings of a table of counts alone: beside other headings they are a key's.
    """
    if any(len(text) > LONGEST_HEAD for text in texts):
        return None
    if is_count_header(texts):
        known = sum(_is_head_text(text) for text in texts)
    elif is_header_row(texts):
        known = sum(_is_role_text(text) for text in texts)
    else:
        return None
    return known - UNKNOWN_WEIGHT * (len(texts) - known)


def _near(above: Line, below: Line) -> bool:
    """Whether two lines may belong to one header. A single text in another size is a heading over the table."""
    if any(len(line.pieces) == 1 for line in (above, below)) and abs(above.size - below.size) > OTHER_SIZE * above.size:
        return False
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
                return _with_rest(piece_of(spanner.words + piece.words), heads)
    return spanner


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def begins_with_heading(header: Header) -> bool:
    """Whether the text over the first column is a known heading, as a row's ref or title is not."""
    return _is_known(header.heads[0].text)


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
