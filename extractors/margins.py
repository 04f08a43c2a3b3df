"""Running headers, footers and page numbers, told by the page before and the page after.

The running text's own furniture is left out in ``blocks``, which sees all pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import TypeAlias

from extractors.align_lines import cut_lines
from extractors.headings import VALUE, heading_role, names_period
from schemas.pages import Page, Word

# Running headers and footers stand in this share of the page at its top and bottom.
MARGIN = 0.11
# Rows of figures at the foot of two pages look alike once figures are folded; running lines are mostly letters.
LETTERS = 0.5
MarginLine: TypeAlias = tuple[str, tuple[Word, ...]]
PAGE_NUMBER = re.compile(r"(page\s*)?[-–|]?\s*\d{1,4}(\s*(of|/)\s*\d{1,4})?\s*[-–|]?|[ivx]{1,6}")


def margin_lines(page: Page) -> list[MarginLine]:
    """The lines in the page's margins, headings of tables left out: each folded (figures as #) with its words."""
    lines = cut_lines(word for word in page.words if _in_margin(word, page.height))
    return [
        (fold(line.text), tuple(word for piece in line.pieces for word in piece.words))
        for line in lines
        if not _is_table_head(texts := [piece.text for piece in line.pieces]) and not _is_table_row(texts)
    ]


def _is_table_head(texts: Sequence[str]) -> bool:
    """Whether a line is one of a repeated table header or a label and its value, not a running header with a period."""
    if len(texts) == 2 and heading_role(texts[0].rstrip(": ")) is not None:
        return True
    known = sum(heading_role(text) is not None or names_period(text) for text in texts)
    return known >= 2 or (known == 1 and len(texts) > 2)


def _is_table_row(texts: Sequence[str]) -> bool:
    """Whether a line is a row of a table: one with figures in cells of their own, as no running line has them."""
    return len(texts) > 3 and sum(VALUE.match(text.strip()) is not None for text in texts) >= 2


def fold(text: str) -> str:
    """Lower case with figures as #: what stays the same on every page."""
    return re.sub(r"\d+", "#", text.lower()).strip()


def furniture_words(lines: Sequence[MarginLine], neighbours: Set[str]) -> frozenset[int]:
    """The ids of a page's words in lines that are page numbers or stand in a neighbouring page's margin too.

    ``lines`` are the page's own margin lines, ``neighbours`` the folded ones of the page before and the page after.
    """
    found: set[int] = set()
    for folded, words in lines:
        printed = _printed(words)
        is_number = PAGE_NUMBER.fullmatch(printed) is not None and not names_period(printed)
        if is_number or (folded in neighbours and _is_worded(folded)):
            found |= {id(word) for word in words}
    return frozenset(found)


def _printed(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).lower()


def _is_worded(folded: str) -> bool:
    printed = folded.replace(" ", "")
    return sum(ch.isalpha() for ch in printed) >= LETTERS * len(printed)


def _in_margin(word: Word, height: float) -> bool:
    return word.box.bottom <= MARGIN * height or word.box.top >= (1 - MARGIN) * height
