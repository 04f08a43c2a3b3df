"""Columns of running text on a page: which words are read before which.

A page is cut where a gutter runs down between two columns of prose; a heading or paragraph over the full width parts
the columns above it from those below. Tables are no columns: their words are gone before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.lines import group_lines
from schemas.pages import Word

# Gutters between columns of prose are 12 to 30 points wide; justified text has gaps of up to 8.
GUTTER = 10.0
# So many neighbouring lines at least make columns: fewer are a label with its value or two signatures.
FEWEST_LINES = 5
# A column of prose holds this many words a line on average, each side; labels and list marks fewer.
WORDS_A_LINE = 3.0

_Line = Sequence[Word]


def split_columns(words: Sequence[Word]) -> list[list[Word]]:
    """The words in groups to be read one after the other; one group where the page has one column."""
    lines = group_lines(words)
    gutter = _find_gutter(lines)
    if gutter is None:
        return [list(words)] if words else []
    groups: list[list[Word]] = []
    above: list[Word] = []
    for zone, is_columns in _zones(lines, gutter):
        if not is_columns:
            above += [word for line in zone for word in line]
            continue
        if above:
            groups.append(above)
            above = []
        for side in (_left(zone, gutter), _right(zone, gutter)):
            groups += split_columns([word for line in side for word in line])
    if above:
        groups.append(above)
    return groups


def _find_gutter(lines: Sequence[_Line]) -> float | None:
    """The x that most lines leave free between two of their words, if those lines make columns of prose."""
    gaps = [gap for gap in (*_gaps_in_lines(lines), *_gaps_between_lines(lines)) if gap[1] - gap[0] >= GUTTER]
    counted = [(sum(a <= (x0 + x1) / 2 <= b for a, b in gaps), (x0 + x1) / 2) for x0, x1 in gaps]
    for count, gutter in sorted(set(counted), reverse=True)[:3]:
        if count < FEWEST_LINES:
            return None
        if any(is_columns for _zone, is_columns in _zones(lines, gutter)):
            return gutter
    return None


def _gaps_in_lines(lines: Sequence[_Line]) -> Iterator[tuple[float, float]]:
    for line in lines:
        for before, word in pairwise(line):
            yield before.box.x1, word.box.x0


def _gaps_between_lines(lines: Sequence[_Line]) -> Iterator[tuple[float, float]]:
    """Gaps between lines beside each other that do not stand on one base line."""
    for first, second in pairwise(lines):
        if min(w.box.top for w in second) >= max(w.box.bottom for w in first):
            continue
        left, right = sorted((first, second), key=lambda line: line[0].box.x0)
        yield left[-1].box.x1, right[0].box.x0


def _zones(lines: Sequence[_Line], gutter: float) -> list[tuple[list[_Line], bool]]:
    """Neighbouring lines that leave the gutter free, or do not; and whether they are columns of prose."""
    zones: list[tuple[list[_Line], bool]] = []
    for line in lines:
        free = not any(word.box.x0 < gutter < word.box.x1 for word in line) and not _joins(line, gutter)
        if zones and zones[-1][1] == free:
            zones[-1][0].append(line)
        else:
            zones.append(([line], free))
    return [(zone, free and _is_prose(zone, gutter)) for zone, free in zones]


def _joins(line: _Line, gutter: float) -> bool:
    """Whether the words left and right of the gutter stand as close as words of one sentence."""
    left = [word for word in line if word.box.x1 <= gutter]
    right = [word for word in line if word.box.x0 >= gutter]
    return bool(left and right) and right[0].box.x0 - left[-1].box.x1 < GUTTER


def _is_prose(zone: Sequence[_Line], gutter: float) -> bool:
    left, right = _left(zone, gutter), _right(zone, gutter)
    if min(len(left), len(right)) < FEWEST_LINES:
        return False
    beside = min(side[-1][0].box.bottom for side in (left, right)) - max(side[0][0].box.top for side in (left, right))
    enough_beside = beside >= FEWEST_LINES * min(word.size for word in left[0])
    return enough_beside and all(sum(map(_words_in, side)) >= WORDS_A_LINE * len(side) for side in (left, right))


def _words_in(line: _Line) -> int:
    """The words of a line, also where it comes in phrases."""
    return sum(1 + word.text.count(" ") for word in line)


def _left(zone: Sequence[_Line], gutter: float) -> list[_Line]:
    return [side for line in zone if (side := [word for word in line if word.box.x1 <= gutter])]


def _right(zone: Sequence[_Line], gutter: float) -> list[_Line]:
    return [side for line in zone if (side := [word for word in line if word.box.x1 > gutter])]
