"""What the words of one KPI's panel say: its title, its labelled values and the text that has no label.

A panel is a card, a box or a paragraph that speaks of one KPI only. Where panels are on a page, and which marks are
drawn in them, is for ``panels``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractors.glyphs import find_glyphs
from extractors.headings import fold_heading, heading_role
from extractors.lines import NO_SPACE, group_lines, line_text, unwrap
from schemas.geometry import Box, hull
from schemas.lookups import read_lookup
from schemas.pages import Word
from schemas.vocabulary import Role

# A label is no longer than this.
LABEL_WORDS = 5
# A gap wider than this many letter heights ends a value; spaces of a line are at most 0.6 of its size.
VALUE_GAP = 1.5
# What is set off by more than this many letter heights stands in a column of its own.
COLUMN_GAP = 0.9
# Lines of one value stand this close, in letter heights.
NEXT_LINE = 0.6
# Values under their labels begin this close to them, in points, or stand under their middle.
UNDER = 3.0
GLUED = re.compile(r"[a-z0-9%.)](?=[A-Z])")
# Roles whose values are texts of any length, up to the next label.
LONG = frozenset({Role.COMMENTARY, Role.TITLE})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, the words of its value, and the box where the value's marks would be drawn."""

    label: str
    role: Role
    box: Box
    words: tuple[Word, ...]
    region: Box

    @property
    def text(self) -> str:
        return _text(self.words)


@dataclass(frozen=True, slots=True)
class PanelText:
    """The words of a panel: above the first label its title, ``strays`` beside the values, ``rest`` below them."""

    title: tuple[Word, ...]
    values: tuple[Labelled, ...]
    strays: tuple[Word, ...]
    rest: tuple[Word, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(value.role for value in self.values)


@dataclass(frozen=True, slots=True)
class _Label:
    first: int
    after: int
    role: Role
    text: str


def read_panel_text(words: Sequence[Word], box: Box) -> PanelText:
    """The words of a panel told apart; ``box`` bounds the regions of its values."""
    lines = _with_whole_labels([_unglued(line) for line in group_lines(word for word in words if word.upright)])
    labelled = [(number, labels) for number, line in enumerate(lines) if (labels := _labels(line))]
    title: list[Word] = []
    values: list[Labelled] = []
    strays: list[Word] = []
    rest: list[Word] = []
    first = labelled[0][0] if labelled else len(lines)
    for line in lines[:first]:
        title += [word for word in line if find_glyphs(word.text, word.font) is None]
        strays += [word for word in line if find_glyphs(word.text, word.font) is not None]
    ends = ([number for number, _labels in labelled[1:]] + [len(lines)])[: len(labelled)]
    for (number, labels), end in zip(labelled, ends, strict=True):
        line, below = lines[number], lines[number + 1 : end]
        read, left, under = _read_line(line, labels, below, box)
        values += read
        strays += left
        rest += under
    return PanelText(tuple(title), tuple(values), tuple(strays), tuple(rest))


def label_role(text: str) -> Role | None:
    """The role a label of a panel names, by the headings of tables and those of cards."""
    return heading_role(text) or _card_labels().get(fold_heading(text))


@cache
def _card_labels() -> dict[str, Role]:
    return {fold_heading(n): Role(role) for role, names in read_lookup("headers")["card"].items() for n in names}


def _labels(line: Sequence[Word]) -> list[_Label]:
    """The labels of a line: those with a colon, else pieces set apart that are all known headings."""
    found: list[_Label] = []
    index = 0
    while index < len(line):
        label = _label_at(line, index)
        if label is not None:
            found.append(label)
        index = label.after if label is not None else index + 1
    if found:
        return found if found[0].first == 0 or len(found) > 1 else []
    pieces = _pieces(line)
    named = [(first, after, label_role(line_text(line[first:after]))) for first, after in pieces]
    if len(named) < 2 or any(role is None for _first, _after, role in named):
        return []
    return [_Label(a, b, role, line_text(line[a:b])) for a, b, role in named if role is not None]


def _label_at(line: Sequence[Word], index: int) -> _Label | None:
    if not line[index].text[:1].isupper():
        return None
    for count in range(min(LABEL_WORDS, len(line) - index), 0, -1):
        text = line_text(line[index : index + count])
        role = label_role(text[:-1]) if text.endswith(":") else None
        if role is not None:
            return _Label(index, index + count, role, text[:-1])
    return None


def _unglued(line: Sequence[Word]) -> list[Word]:
    """The line with labels that a tab stop left touching the value before them ("27 daysActual:") cut off it."""
    found: list[Word] = []
    for index, word in enumerate(line):
        cut = next(
            (m.start() + 1 for m in GLUED.finditer(word.text) if _begins_label(word, m.start() + 1, line, index)), 0
        )
        if cut:
            x = word.box.x0 + word.box.width * cut / len(word.text)
            found.append(replace(word, text=word.text[:cut], box=replace(word.box, x1=x)))
            found.append(replace(word, text=word.text[cut:], box=replace(word.box, x0=x)))
        else:
            found.append(word)
    return found


def _with_whole_labels(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines with the end of a label wrapped in a narrow cell ("RAG" over "status:") put behind its beginning."""
    whole = [list(line) for line in lines]
    for line, below in pairwise(whole):
        for end in [word for word in below if word.text.endswith(":")]:
            above = next((word for word in line if _is_over(word, end)), None)
            if above is not None and label_role(f"{above.text} {end.text[:-1]}") is not None:
                x = above.box.x1 + above.size * NO_SPACE * 2
                box = Box(x, above.box.top, x + 1, above.box.bottom)
                line.insert(line.index(above) + 1, replace(end, box=box))
                below.remove(end)
    return [line for line in whole if line]


def _is_over(word: Word, end: Word) -> bool:
    close = end.box.top - word.box.bottom <= NEXT_LINE * end.size
    return close and abs(word.box.x0 - end.box.x0) <= UNDER and not word.text.endswith(":")


def _begins_label(word: Word, cut: int, line: Sequence[Word], index: int) -> bool:
    rest = [replace(word, text=word.text[cut:]), *line[index + 1 : index + LABEL_WORDS]]
    return _label_at(rest, 0) is not None


def _pieces(line: Sequence[Word]) -> list[tuple[int, int]]:
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(line)) if b.box.x0 - a.box.x1 > COLUMN_GAP * min(a.size, b.size)]
    return list(pairwise([0, *cuts, len(line)]))


def _read_line(
    line: Sequence[Word], labels: Sequence[_Label], below: Sequence[Sequence[Word]], box: Box
) -> tuple[list[Labelled], list[Word], list[Word]]:
    """The values of a line of labels, the words beside them, and the lines below that belong to no label."""
    heads = not any(label.text != line_text(line[label.first : label.after]) for label in labels)
    starts = [line[label.first].box.x0 for label in labels]
    stops = [*starts[1:], box.x1 + UNDER]
    bottom = max(word.box.bottom for word in line)
    taken: list[list[Word]] = [[] for _label in labels]
    strays: list[Word] = []
    if not heads:
        afters = [label.first for label in labels[1:]] + [len(line)]
        for number, (label, after) in enumerate(zip(labels, afters, strict=True)):
            own, left = _until_gap(line[label.after : after])
            taken[number] = own
            strays += left
    rest: list[Word] = []
    for number, under in enumerate(below):
        close = under[0].box.top - bottom <= NEXT_LINE * under[0].size
        bands = [_band(under[a:b], starts, stops) for a, b in _pieces(under)]
        last = labels[-1]
        if not rest and last.role in LONG and (not heads or close):
            taken[-1] += under
        elif not rest and None not in bands and ((heads and number == 0) or (close and _goes_on(under, labels))):
            for (a, b), band in zip(_pieces(under), bands, strict=True):
                taken[band or 0] += under[a:b]
        else:
            rest += under
            continue
        bottom = max(word.box.bottom for word in under)
    deep = hull([word.box for word in below[0]]).bottom if heads and below else bottom
    read = [
        Labelled(
            label.text,
            label.role,
            hull(word.box for word in line[label.first : label.after]),
            tuple(words),
            _region(line, label, words, stop, deep, heads=heads),
        )
        for label, words, stop in zip(labels, taken, stops, strict=True)
    ]
    return read, strays, rest


def _goes_on(line: Sequence[Word], labels: Sequence[_Label]) -> bool:
    """Whether a line is the rest of values wrapped under several labels: a remark begins with a capital."""
    return len(labels) > 1 and not any(line[a].text[:1].isupper() for a, _b in _pieces(line))


def _region(
    line: Sequence[Word], label: _Label, words: Sequence[Word], stop: float, deep: float, *, heads: bool
) -> Box:
    printed = hull(word.box for word in line[label.first : label.after])
    if heads:
        return Box(
            printed.x0 - UNDER, printed.bottom + 0.5, stop - UNDER, max(deep, printed.bottom + 2 * UNDER) + UNDER
        )
    low = max([printed.bottom, *(word.box.bottom for word in words if word.box.top < printed.bottom)])
    return Box(printed.x1 + 0.5, printed.top - UNDER, stop - 0.5, low + UNDER)


def _until_gap(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    for index, (before, word) in enumerate(pairwise(words), 1):
        if word.box.x0 - before.box.x1 > VALUE_GAP * min(before.size, word.size):
            return list(words[:index]), list(words[index:])
    return list(words), []


def _band(piece: Sequence[Word], starts: Sequence[float], stops: Sequence[float]) -> int | None:
    """Under which label a piece stands; None where it reaches under the next one."""
    x0, x1 = piece[0].box.x0, piece[-1].box.x1
    return next(
        (i for i, (a, b) in enumerate(zip(starts, stops, strict=True)) if a - UNDER <= x0 and x1 <= b + 0.5), None
    )


def _text(words: Sequence[Word]) -> str:
    return unwrap("\n".join(line_text(line) for line in group_lines(words)))
