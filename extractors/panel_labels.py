"""The labels in the lines of a panel: with a colon, without one before a figure, or as headings over their values.

What stands behind or under a label is told in ``panel_lines``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractors.headings import fold_heading, heading_role, is_bare_period, names_period
from extractors.lines import NO_SPACE, line_text
from extractors.words import not_rated_word
from schemas.geometry import Box
from schemas.lookups import read_lookup
from schemas.pages import Word
from schemas.vocabulary import Role

# A label is no longer than this.
LABEL_WORDS = 5
# What is set off by more than this many letter heights stands in a column of its own.
COLUMN_GAP = 0.9
# Lines of one label or value stand this close, in letter heights.
NEXT_LINE = 0.6
# Labels wrapped in a cell begin within so many points of each other.
UNDER = 3.0
# Where a tab stop left a value and a label touching each other: "daysActual:", "quarter:91.0%".
GLUED = re.compile(r"[a-z0-9%.)](?=[A-Z])")
GLUED_VALUE = re.compile(r"(?<=[a-z]:)(?=[\d£<>≤≥~A-Z])")
# A figure with its unit, as an outturn or a target is printed: "<£3.40", "5,400 tCO2e", "4.1 days", "24 per 1,000".
FIGURE = re.compile(
    r"[<>≤≥~£+\-\u2013\u2212]{0,2}\s?£?\d[\d,.]*\s?(?:%|[A-Za-z]{1,6}\d?[a-z]?)?(?: [a-z]{1,9}){0,3}(?: [\d,]+)?"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/\-\u2013]\s?\d\d(?:\d\d)?)?|\d\d/\d\d")
# Roles whose labels are also printed without a colon before a figure: "Target 95%".
MEASURED = frozenset({Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.FLOOR, Role.BENCHMARK, Role.FORECAST})


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a line: the words ``first`` to ``after``, what it names, its text without the colon."""

    first: int
    after: int
    role: Role
    text: str


def label_role(text: str) -> Role | None:
    """The role a label names, by the headings of tables and those of cards; a bare period is that of an outturn."""
    role = heading_role(text) or _card_labels().get(fold_heading(text))
    return Role.ACTUAL if role is None and is_bare_period(text) else role


def is_dated(text: str) -> bool:
    """Whether a label says of which period its value is, so that a panel may have several such outturns."""
    return names_period(text)


@cache
def _card_labels() -> dict[str, Role]:
    return {fold_heading(n): Role(role) for role, names in read_lookup("headers")["card"].items() for n in names}


def is_figure(text: str) -> bool:
    """Whether a text is nothing but a value: a figure with its unit, or words that say why there is none."""
    if not_rated_word(text) is not None or fold_heading(text) in _null_words():
        return True
    return FIGURE.fullmatch(text) is not None and YEAR.fullmatch(text) is None


@cache
def _null_words() -> frozenset[str]:
    words = read_lookup("null_words")["word"]
    return frozenset(fold_heading(text) for texts in words.values() for text in texts) - {""}


def find_labels(line: Sequence[Word]) -> list[Label]:
    """The labels of a line: those with a colon or before a figure, else pieces set apart that all are headings."""
    found: list[Label] = []
    starts = dict(pieces(line))
    index = 0
    while index < len(line):
        label, stop = _bare_label(line, index, starts[index]) if index in starts else (None, index)
        if label is not None:
            starts.setdefault(stop, starts[index])
        label = label or _label_at(line, index)
        if label is not None:
            found.append(label)
        index = label.after if label is not None else index + 1
    if found:
        return found if found[0].first == 0 or len(found) > 1 else []
    return _label_left(line) or _heads(line)


def _label_left(line: Sequence[Word]) -> list[Label]:
    """The label that is the first of the two pieces of a line, where the other is none."""
    parts = pieces(line)
    texts = [line_text(line[first:after]) for first, after in parts]
    if len(parts) != 2 or not texts[0][:1].isupper() or heading_role(texts[1]) is not None:
        return []
    role = label_role(texts[0])
    if role is None or (is_bare_period(texts[0]) and not is_figure(texts[1])):
        return []
    return [Label(0, parts[0][1], role, texts[0])]


def _heads(line: Sequence[Word]) -> list[Label]:
    """The labels of a line all pieces of which are headings; [] for other lines and for the axis of a chart."""
    named = [(first, after, label_role(line_text(line[first:after]))) for first, after in pieces(line)]
    if len(named) < 2 or any(role is None for _first, _after, role in named):
        return []
    if all(is_bare_period(line_text(line[first:after])) for first, after in pieces(line)):
        return []
    return [Label(a, b, role, line_text(line[a:b])) for a, b, role in named if role is not None]


def lone_head(line: Sequence[Word]) -> list[Label]:
    """The label of a value that a line consists of; [] for other lines."""
    text = line_text(line)
    role = label_role(text) if len(pieces(line)) == 1 and not is_bare_period(text) else None
    return [Label(0, len(line), role, text)] if role is not None and role in MEASURED else []


def heads_of(line: Sequence[Word]) -> list[Label]:
    """The labels of a line that is nothing but labels of values which stand over or under it; [] for other lines."""
    return lone_head(line) or ([] if any(":" in word.text for word in line) else _heads(line))


def is_figures(line: Sequence[Word]) -> bool:
    """Whether every piece of a line is a value."""
    return all(is_figure(line_text(line[first:after])) for first, after in pieces(line))


def _label_at(line: Sequence[Word], index: int) -> Label | None:
    if not (line[index].text[:1].isupper() or YEAR.fullmatch(line[index].text.rstrip(":"))):
        return None
    for count in range(min(LABEL_WORDS, len(line) - index), 0, -1):
        text = line_text(line[index : index + count])
        role = label_role(text[:-1]) if text.find(":") == len(text) - 1 else None
        if role is not None:
            return Label(index, index + count, role, text[:-1])
    return None


def _bare_label(line: Sequence[Word], index: int, end: int) -> tuple[Label | None, int]:
    """The label at the start of a piece that stands before a figure, and where the figure ends: there or at a label."""
    if not line[index].text[:1].isupper() or is_figure(line_text(line[index:end])):
        return None, end
    for count in range(1, min(LABEL_WORDS, end - index - 1) + 1):
        text = line_text(line[index : index + count])
        role = label_role(text)
        if ":" in text or role not in MEASURED or role is None or is_bare_period(text):
            continue
        for stop in range(end, index + count, -1):
            ends = stop == end or _bare_label(line, stop, end)[0] is not None or _label_at(line, stop) is not None
            if ends and is_figure(line_text(line[index + count : stop])):
                return Label(index, index + count, role, text), stop
    return None, end


def unglued(line: Sequence[Word]) -> list[Word]:
    """The line with labels that a tab stop left touching the values before and behind them ("27 daysActual:") cut off.

    A label that touches its own value ends with its colon: "quarter:91.0%".
    """
    found: list[Word] = []
    for index, word in enumerate(line):
        cut = next(
            (m.start() + 1 for m in GLUED.finditer(word.text) if _begins_label(word, m.start() + 1, line, index)), 0
        )
        behind = GLUED_VALUE.search(word.text)
        cut = cut or (behind.start() if behind else 0)
        if cut:
            x = word.box.x0 + word.box.width * cut / len(word.text)
            found.append(replace(word, text=word.text[:cut], box=replace(word.box, x1=x)))
            found.append(replace(word, text=word.text[cut:], box=replace(word.box, x0=x)))
        else:
            found.append(word)
    return found


def _begins_label(word: Word, cut: int, line: Sequence[Word], index: int) -> bool:
    rest = [replace(word, text=word.text[cut:]), *line[index + 1 : index + LABEL_WORDS]]
    return _label_at(rest, 0) is not None


def with_whole_labels(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines with the end of a label wrapped in a narrow cell ("RAG" over "status:") put behind its beginning.

    Such a beginning stands apart in a line of labels; a title's word over a label ("council" over "Target:") is none.
    """
    whole = [list(line) for line in lines]
    for line, below in pairwise(whole):
        apart = [line[first] for first, _after in pieces(line)] if find_labels(line) else []
        for end in [word for word in below if word.text.endswith(":")]:
            above = next((word for word in apart if _is_over(word, end)), None)
            if above is not None and label_role(f"{above.text} {end.text[:-1]}") is not None:
                x = above.box.x1 + above.size * NO_SPACE * 2
                box = Box(x, above.box.top, x + 1, above.box.bottom)
                line.insert(line.index(above) + 1, replace(end, box=box))
                below.remove(end)
    return [line for line in whole if line]


def _is_over(word: Word, end: Word) -> bool:
    close = end.box.top - word.box.bottom <= NEXT_LINE * end.size
    return close and abs(word.box.x0 - end.box.x0) <= UNDER and not word.text.endswith(":")


def pieces(line: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the pieces of a line that are set off from each other begin and end."""
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(line)) if b.box.x0 - a.box.x1 > COLUMN_GAP * min(a.size, b.size)]
    return list(pairwise([0, *cuts, len(line)]))
