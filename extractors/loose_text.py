"""The text of a page outside its tables and running lines, cut into lines once for all who look for tables in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from extractors.align_lines import Line, cut_lines
from schemas.geometry import Box
from schemas.pages import Page, Word


@dataclass(frozen=True, slots=True)
class LooseText:
    """Words in reading order, and the upright ones of them as lines from top to bottom."""

    words: tuple[Word, ...]
    lines: tuple[Line, ...]


def read_loose_text(page: Page, taken: Sequence[Box], furniture: Set[int] = frozenset()) -> LooseText:
    """The page's text outside ``taken``; ``furniture`` are the ids of words in running headers and footers."""
    words = (word for word in page.words if id(word) not in furniture) if furniture else page.words
    outside = words_outside(words, taken)
    return LooseText(tuple(outside), tuple(cut_lines(outside)))


def words_outside(words: Iterable[Word], boxes: Sequence[Box]) -> list[Word]:
    """The words whose middle lies in none of ``boxes``."""
    outside: list[Word] = []
    for word in words:
        x, y = word.box.mid_x, word.box.mid_y
        for box in boxes:
            if box.holds(x, y):
                break
        else:
            outside.append(word)
    return outside
