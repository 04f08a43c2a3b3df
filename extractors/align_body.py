"""Which lines below a header are its rows, and which of them are bands; where the table ends.

Columns and rows are cut in ``align_columns`` and ``align_rows``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.align_header import Header
from extractors.align_lines import Line, Piece, cut_before
from schemas.geometry import Box

# A band between rows is a short text; a paragraph is not one.
LONGEST_BAND = 140
# A gap of more than GAP_FACTOR times the widest one between rows ends the table; never one under CLOSE type sizes.
GAP_FACTOR = 1.8
CLOSE = 2.0
# Texts set left begin at their heading's edge, within a rounding; under fewer headings prose does so by chance.
SAME_EDGE = 0.6
FEWEST_HEADS = 3
# Texts of one column begin this close to each other.
SAME_START = 3.0
# Before so many lines only a single text ends the table: its first rows may be set wide apart.
FEW_LINES = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a table's rows, and which of them are bands over the rows below."""

    lines: tuple[Line, ...]
    bands: frozenset[int]

    def plain(self) -> list[Line]:
        """The lines without the bands."""
        return [line for number, line in enumerate(self.lines) if number not in self.bands]


def read_body(lines: Sequence[Line], header: Header, end: int, taken: Sequence[Box]) -> Body:
    """The lines below the header up to the next table, a paragraph or a wide gap."""
    middles = [head.box.mid_x for head in header.heads]
    left, right = header.heads[0].box.x0, header.heads[-1].box.x1
    kept: list[Line] = []
    bands: set[int] = set()
    bottom, widest = header.bottom, 0.0
    for number in range(header.last + 1, end):
        line = _cut_at_heads(lines[number], header)
        gap = line.box.top - bottom
        across = [box for box in taken if box.x0 < right and box.x1 > left]
        between = any(box.top >= bottom - 2 and box.bottom <= line.box.top + 2 for box in across)
        single = len(line.pieces) == 1
        if between or (is_apart(gap, widest, line) and (single or len(kept) > FEW_LINES)):
            break
        if any(_crosses(piece, middles) for piece in line.pieces):
            if not (single and _is_band(line) and _goes_on(lines[number + 1 : end], middles)):
                break
            bands.add(len(kept))
        kept.append(line)
        if len(kept) > 1:
            widest = max(widest, min(gap, 60.0))
        bottom = max(bottom, line.box.bottom)
    while kept and (end < len(lines) or _is_outside(kept, left, right)) and _is_heading(kept[-1], kept[:-1]):
        bands.discard(len(kept) - 1)
        kept.pop()
    return Body(tuple(kept), frozenset(bands | _bold_bands(kept)))


def _bold_bands(lines: Sequence[Line]) -> set[int]:
    """Lines of one bold text that no row shares, in a column whose texts are not bold: names of sections."""
    found: set[int] = set()
    for number, line in enumerate(lines[:-1]):
        if len(line.pieces) != 1 or not line.bold or not _is_band(line):
            continue
        x0 = line.box.x0
        below = [
            p for other in lines if len(other.pieces) > 1 for p in other.pieces if abs(p.box.x0 - x0) <= SAME_START
        ]
        bold = sum(all(word.bold for word in piece.words) for piece in below)
        if below and bold * 2 < len(below):
            found.add(number)
    return found


def _cut_at_heads(line: Line, header: Header) -> Line:
    """The line also cut where a word begins right under the left edge of a heading, behind words under the one before.

    Columns set so close that their texts look like one: "1.14 Percentage of street lamps".
    """
    starts = [head.core.x0 for head in header.heads]
    if len(starts) < FEWEST_HEADS or len(line.pieces) < 2:
        return line
    cuts: list[int] = []
    number = 0
    for piece in line.pieces:
        for place, word in enumerate(piece.words):
            if place and any(abs(word.box.x0 - x) <= SAME_EDGE for x in starts):
                cuts.append(number + place)
        number += len(piece.words)
    return cut_before(line, cuts) if cuts else line


def is_apart(gap: float, widest: float, line: Line) -> bool:
    """Whether a gap above a line is too wide to be one between rows, after gaps of up to ``widest``."""
    return gap > GAP_FACTOR * max(widest, CLOSE * line.size)


def _crosses(piece: Piece, middles: Sequence[float]) -> bool:
    return sum(piece.box.x0 <= middle <= piece.box.x1 for middle in middles) > 1


def _is_band(line: Line) -> bool:
    return len(line.text) <= LONGEST_BAND and not line.text.rstrip().endswith(".")


def _goes_on(lines: Sequence[Line], middles: Sequence[float]) -> bool:
    """Whether rows follow: one of the next lines has several pieces, and none before it crosses columns."""
    for line in lines[:4]:
        if any(_crosses(piece, middles) for piece in line.pieces):
            return False
        if len(line.pieces) > 1:
            return True
    return False


def _is_outside(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether the last line stands wholly beside the headings and all rows: at a page's foot, over what follows.

    A first column without a heading stands beside the headings too, and its rows begin there.
    """
    box = lines[-1].box
    if left < box.x1 and box.x0 < right:
        return False
    rows = [piece.box for line in lines if len(line.pieces) > 1 for piece in line.pieces]
    return all(row.x0 >= box.x1 or row.x1 <= box.x0 for row in rows)


def _is_heading(line: Line, above: Sequence[Line]) -> bool:
    """Whether a table's last line is really the heading of the next one: alone, and bold or larger than the rows."""
    if len(line.pieces) != 1 or not above:
        return len(line.pieces) == 1
    return (line.bold and not above[-1].bold) or line.size > 1.1 * above[-1].size
