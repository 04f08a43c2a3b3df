"""Words to lines to text: in a cell, in a paragraph. One pass, whatever the order the words came in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from schemas.pages import Word

# A word this much smaller than the one before it, set higher, is a superscript: Word sets them at 0.58 to 0.67 ...
SUPERSCRIPT = 0.8
# ... browsers at 0.83, WeasyPrint at 0.9; those stand higher by a third of the size or more.
RAISED_SIZE, RAISED = 0.92, 0.3
# Runs of one word in two fonts touch; real spaces are at least a fifth of the size wide.
NO_SPACE = 0.12


def group_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Lines from top to bottom, each with its words from left to right.

    A word joins a line when its middle lies inside the line's height: superscripts stay with their line.
    """
    lines: list[list[Word]] = []
    bottom = middle = float("-inf")
    for word in sorted(words, key=_by_middle):
        box = word.box
        mid_y = (box.top + box.bottom) / 2
        if lines and (mid_y - middle <= 0.35 * max(word.size, lines[-1][0].size) or box.bottom <= bottom):
            lines[-1].append(word)
            bottom = max(bottom, box.bottom)
        else:
            lines.append([word])
            bottom, middle = box.bottom, mid_y
    for line in lines:
        if len(line) > 1:
            line.sort(key=_by_left)
    for index in range(len(lines) - 2, -1, -1):
        # Browsers raise footnote marks so high that their middles stand on a line of their own.
        if lines[index][0].size <= RAISED_SIZE * lines[index + 1][0].size and _is_raised(
            lines[index], lines[index + 1]
        ):
            lines[index : index + 2] = [sorted(lines[index] + lines[index + 1], key=_by_left)]
    return lines


def _is_raised(line: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether each word of a line is a superscript behind a word of the line below it."""
    return all(any(_is_behind(word, other) and is_superscript(word, other) for other in below) for word in line)


def _is_behind(word: Word, other: Word) -> bool:
    return word.box.x0 >= other.box.x1 - word.size and word.box.bottom > other.box.top


def _by_middle(word: Word) -> tuple[float, float]:
    box = word.box
    return (box.top + box.bottom) / 2, box.x0


def _by_left(word: Word) -> float:
    return word.box.x0


def is_superscript(word: Word, before: Word) -> bool:
    """Whether ``word`` is set small and high behind ``before``, on the same line and touching it."""
    higher = before.box.bottom - word.box.bottom
    small = word.size <= SUPERSCRIPT * before.size and higher > 0.1 * before.size
    return (
        small or (word.size <= RAISED_SIZE * before.size and higher > RAISED * before.size)
    ) and word.box.x0 - before.box.x1 < 0.3 * before.size


def is_footnote_mark(word: Word, before: Word) -> bool:
    """A raised number or asterisk behind a figure or word; m² and CO² are not marks (a unit letter stands before)."""
    if not is_superscript(word, before) or not re.fullmatch(r"\d{1,2}|[*†‡]{1,3}|\[\d+\]", word.text):
        return False
    return not re.search(r"(^|[\d\s(/])(m|km|cm|ft|CO)$", before.text)


def line_text(line: Sequence[Word]) -> str:
    """The line's words with single spaces; parts of one word in two fonts are put together, footnote marks left out."""
    text = ""
    before: Word | None = None
    for word in line:
        if before is not None and is_footnote_mark(word, before):
            continue
        touching = before is not None and word.box.x0 - before.box.x1 < NO_SPACE * min(word.size, before.size)
        text += word.text if before is None or touching else " " + word.text
        before = word
    return text


def has_footnote_mark(words: Iterable[Word]) -> bool:
    """Whether any figure among the words carries a footnote mark that plain text would run into it."""
    every = list(words)
    if len({word.size for word in every}) < 2:
        return False
    for line in group_lines(every):
        for before, word in itertools.pairwise(line):
            if before.text[-1:].isdigit() and word.text.isdigit() and is_footnote_mark(word, before):
                return True
    return False


def words_text(words: Iterable[Word]) -> str:
    """All lines of the words, joined with line breaks."""
    return "\n".join(line_text(line) for line in group_lines(words))


def unwrap(text: str) -> str:
    """A cell's or paragraph's lines as one: wrapped lines joined by a space, none behind a hyphen inside a word."""
    joined = re.sub(r"(?<=\w)-\n(?=[a-z])", "-", text) if "-\n" in text else text
    return " ".join(joined.split())
