"""What the words of one KPI's panel say: its title, its labelled values and the text that has no label.

A panel is a card, a box or a paragraph that speaks of one KPI only. What a label is, is told in ``panel_labels``;
where panels are on a page, and which marks are drawn in them, in ``panels``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.glyphs import find_glyphs
from extractors.headings import is_bare_period, is_furniture_heading
from extractors.lines import group_lines, line_text, unwrap
from extractors.panel_labels import (
    LABEL_WORDS,
    MEASURED,
    NEXT_LINE,
    UNDER,
    Label,
    find_labels,
    heads_of,
    is_dated,
    is_figure,
    is_figures,
    lone_head,
    pieces,
    unglued,
    with_whole_labels,
)
from schemas.geometry import Box, hull
from schemas.pages import Word
from schemas.vocabulary import Role

# A gap wider than this many letter heights ends a value; spaces of a line are at most 0.6 of its size.
VALUE_GAP = 1.5
# A figure that stands for the whole card is set this much larger than everything else on it; titles are set 1.2 times
# as large as values.
HEADLINE = 1.25
# Lines of a title have one size within this share, and stand this close, in letter heights.
SAME_SIZE, SAME_TITLE = 0.12, 0.75
# A title is no shorter; a shorter line above it is its ref.
SHORTEST_TITLE = 8
# Roles whose values are texts of any length, up to the next label.
LONG = frozenset({Role.COMMENTARY, Role.TITLE})
# What some councils set between the values of a line.
SEPARATORS = frozenset({"|", "\u00a6", "\u2022", "\u00b7"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, the words of its value, and the box where the value's marks would be drawn.

    ``dated``: the label names the period of the value.
    """

    label: str
    role: Role
    box: Box
    words: tuple[Word, ...]
    region: Box
    dated: bool = False

    @property
    def text(self) -> str:
        return _text(self.words)


@dataclass(frozen=True, slots=True)
class PanelText:
    """The words of a panel: its title, its values, ``strays`` beside values, ``around`` them other pieces of text.

    ``rest`` are the pieces below the values. ``headline`` says that the outturn is a figure without a label, set larger
    than anything else. ``furniture`` says that a label is one of money, risk or contacts.
    """

    title: tuple[Word, ...]
    values: tuple[Labelled, ...]
    strays: tuple[Word, ...]
    around: tuple[tuple[Word, ...], ...]
    rest: tuple[tuple[Word, ...], ...]
    headline: bool = False
    furniture: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(value.role for value in self.values)


def read_panel_text(words: Sequence[Word], box: Box) -> PanelText:
    """The words of a panel told apart; ``box`` bounds the regions of its values."""
    upright = [word for word in words if word.upright and word.text not in SEPARATORS]
    lines = with_whole_labels([unglued(line) for line in group_lines(upright)])
    headline = _headline(lines)
    lines = [left for line in lines if (left := [word for word in line if all(word is not h for h in headline)])]
    lines, lone = _heads_first(lines)
    labelled = [
        (number, labels)
        for number, line in enumerate(lines)
        if (labels := find_labels(line) or (lone_head(line) if lone else []))
    ]
    first = labelled[0][0] if labelled else len(lines)
    title, strays, around = _read_title(lines[:first])
    values: list[Labelled] = []
    rest: list[tuple[Word, ...]] = []
    ends = ([number for number, _labels in labelled[1:]] + [len(lines)])[: len(labelled)]
    for (number, labels), end in zip(labelled, ends, strict=True):
        line, below = lines[number], lines[number + 1 : end]
        read, left, under = _read_line(line, labels, below, box)
        values += read
        strays += left
        if not title and not {value.role for value in read} & MEASURED:
            title, signs, beside = _read_title(under)
            strays, around, under = [*strays, *signs], [*around, *beside], []
        rest += [tuple(part) for line in under for part in _apart(line)]
    values = [_without_signs(value, strays) for value in values]
    undated = [value for value in values if value.role is Role.ACTUAL and not value.dated]
    if headline and not undated:
        place = hull(word.box for word in headline)
        values.insert(0, Labelled("Actual", Role.ACTUAL, place, tuple(headline), place))
    furniture = any(is_furniture_heading(text, measured=True) for line in lines for text in _before_colons(line))
    by_size = bool(headline and not undated)
    return PanelText(tuple(title), tuple(values), tuple(strays), tuple(around), tuple(rest), by_size, furniture)


def _heads_first(lines: Sequence[list[Word]]) -> tuple[list[list[Word]], bool]:
    """The lines with labels printed under their values put before them, and whether labels alone in a line are labels.

    Lines of labels and lines of values must take turns from first to last; what is above what else cannot be told.
    """
    kinds = ["L" if heads_of(line) else "F" if is_figures(line) else "" for line in lines]
    at = [number for number, kind in enumerate(kinds) if kind]
    turns = "".join(kinds)
    pairs = list(zip(at[::2], at[1::2], strict=False))
    if not turns or turns not in ("LF" * len(pairs), "FL" * len(pairs)) or any(b != a + 1 for a, b in pairs):
        return list(lines), False
    ordered = list(lines)
    if turns[0] == "F":
        for above, below in pairs:
            ordered[above], ordered[below] = ordered[below], ordered[above]
    return ordered, True


def _headline(lines: Sequence[Sequence[Word]]) -> list[Word]:
    """The words of the one figure that is set larger than all other words of the panel; [] where there is none."""
    found = [
        part
        for line in lines
        for first, after in pieces(line)
        if (part := [word for word in line[first:after] if not _is_sign(word)])
        and is_figure(line_text(part))
        and part[0].size == max(word.size for word in part)
    ]
    largest = max(found, key=lambda part: part[0].size, default=[])
    smaller = [word for line in lines for word in line if all(word is not other for other in largest)]
    others = [word.size for word in smaller if not _is_sign(word)]
    return largest if largest and others and largest[0].size >= HEADLINE * max(others) else []


def _read_title(lines: Sequence[Sequence[Word]]) -> tuple[list[Word], list[Word], list[tuple[Word, ...]]]:
    """The title among the lines above the first label, the signs in these, and the pieces beside it or under it.

    A title is the first lines of one size, with the line before them where that is as short as a ref.
    """
    title: list[Word] = []
    signs: list[Word] = []
    around: list[tuple[Word, ...]] = []
    before: list[Word] = []
    closed = False
    for line in lines:
        parts = _apart(line)
        text = [word for word in parts[0] if not _is_sign(word)]
        signs += [word for word in line if _is_sign(word)]
        if text and (len(line_text(title)) < SHORTEST_TITLE or (not closed and _goes_on(before, text))):
            title += text
            before = text
            parts = parts[1:]
        else:
            closed = closed or bool(text)
        around += [left for part in parts if (left := tuple(word for word in part if not _is_sign(word)))]
    return title, signs, around


def _goes_on(before: Sequence[Word], line: Sequence[Word]) -> bool:
    size, other = max(word.size for word in before), max(word.size for word in line)
    gap = min(word.box.top for word in line) - max(word.box.bottom for word in before)
    alike = abs(size - other) <= SAME_SIZE * size and before[-1].bold == line[0].bold
    return alike and gap <= SAME_TITLE * size


def _apart(line: Sequence[Word]) -> list[list[Word]]:
    """The parts of a line with wide gaps between them."""
    cuts = [i for i, (a, b) in enumerate(pairwise(line), 1) if b.box.x0 - a.box.x1 > VALUE_GAP * min(a.size, b.size)]
    return [list(line[a:b]) for a, b in pairwise([0, *cuts, len(line)])]


def _is_sign(word: Word) -> bool:
    return find_glyphs(word.text, word.font) is not None


def _without_signs(value: Labelled, strays: list[Word]) -> Labelled:
    """An outturn or an earlier one without the arrow behind it, which goes to the ``strays``."""
    signs = [word for word in value.words if _is_sign(word)]
    if value.role not in (Role.ACTUAL, Role.PREVIOUS) or len(signs) == len(value.words):
        return value
    strays += signs
    return replace(value, words=tuple(word for word in value.words if not _is_sign(word)))


def _before_colons(line: Sequence[Word]) -> list[str]:
    """What may be labels of a line: before each colon the words from the last capital letter on."""
    found: list[str] = []
    for part in line_text(line).split(":")[:-1]:
        every = part.split()
        first = next((i for i in range(len(every) - 1, -1, -1) if every[i][:1].isupper()), len(every))
        if len(every) - first <= LABEL_WORDS:
            found.append(" ".join(every[first:]))
    return found


def _read_line(
    line: Sequence[Word], labels: Sequence[Label], below: Sequence[Sequence[Word]], box: Box
) -> tuple[list[Labelled], list[Word], list[list[Word]]]:
    """The values of a line of labels, the words beside them, and the lines below that belong to no label."""
    heads = labels[-1].after == len(line) and all(a.after == b.first for a, b in pairwise(labels))
    heads = heads and not any(line[label.after - 1].text.endswith(":") for label in labels)
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
    rest: list[list[Word]] = []
    for number, under in enumerate(below):
        close = under[0].box.top - bottom <= NEXT_LINE * under[0].size
        parts = pieces(under)
        bands = [_band(under[a:b], starts, stops) for a, b in parts]
        if heads and number == 0 and (under_heads := _under_heads(line, labels, under)):
            bands = under_heads
        last = labels[-1]
        # Only the last label of the line has nothing behind it: its value was wrapped.
        runs_on = number == 0 and not heads and not taken[-1] and any(taken)
        if not rest and ((last.role in LONG and (not heads or close)) or (runs_on and close)):
            taken[-1] += under
        elif not rest and None not in bands and ((heads and number == 0) or (close and _wraps(under, labels, taken))):
            for (a, b), band in zip(parts, bands, strict=True):
                taken[band or 0] += under[a:b]
        else:
            if not all(_is_of_chart(line_text(under[a:b])) for a, b in parts):
                rest.append(list(under))
            continue
        bottom = max(word.box.bottom for word in under)
    if heads and not any(taken) and any(label.role in MEASURED for label in labels):
        return [], strays, rest  # whose values stand elsewhere
    deep = hull([word.box for word in below[0]]).bottom if heads and below else bottom
    read = [
        Labelled(
            label.text,
            label.role,
            hull(word.box for word in line[label.first : label.after]),
            tuple(words),
            _region(line, label, words, stop, deep, heads=heads),
            is_dated(label.text),
        )
        for label, words, stop in zip(labels, taken, stops, strict=True)
    ]
    return read, strays, rest


def _is_of_chart(text: str) -> bool:
    """Whether a piece below the values is what stands on a chart: a figure or a period."""
    return is_figure(text) or is_bare_period(text)


def _under_heads(line: Sequence[Word], labels: Sequence[Label], under: Sequence[Word]) -> list[int | None]:
    """Of each piece of a line the label over it, where each stands under the middle of one or it under theirs."""
    spans = [hull(word.box for word in line[label.first : label.after]) for label in labels]
    found: list[int | None] = []
    for first, after in pieces(under):
        own = hull(word.box for word in under[first:after])
        over = [i for i, span in enumerate(spans) if span.x0 <= own.mid_x <= span.x1 or own.x0 <= span.mid_x <= own.x1]
        found.append(over[0] if len(over) == 1 else None)
    return found if None not in found and len(set(found)) == len(found) else []


def _wraps(line: Sequence[Word], labels: Sequence[Label], taken: Sequence[Sequence[Word]]) -> bool:
    """Whether a line is the rest of values wrapped under several labels: a remark begins with a capital.

    A figure under values that are whole stands on a chart.
    """
    if is_figures(line) and all(words and re.search(r"[\d%]$", words[-1].text) for words in taken):
        return False
    return len(labels) > 1 and not any(line[a].text[:1].isupper() for a, _b in pieces(line))


def _region(line: Sequence[Word], label: Label, words: Sequence[Word], stop: float, deep: float, *, heads: bool) -> Box:
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
