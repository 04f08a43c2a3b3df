"""Running text of a page outside its tables: paragraphs, headings, list items; and what is page furniture.

What a paragraph says is not known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from extractors.lines import group_lines, line_text, unwrap
from extractors.text_columns import split_columns
from schemas.geometry import Box, hull
from schemas.grids import Table
from schemas.pages import Page, Rule, TextBlock, TextLine, Word

# Lines of one paragraph stand at most this many line heights apart; typeset reports use 1.0 to 1.25, paragraphs 1.6 up.
PARAGRAPH_GAP = 0.75
# Running headers and footers stand in this share of the page at its top and bottom.
MARGIN = 0.11
# Between a list mark, label or cell and what follows it; spaces of a line are at most 0.6 of its size.
CELL_GAP = 1.5
# A heading over a table begins at most so many points left of it.
BESIDE = 12.0
# Rules drawn under a line for its words, with gaps for the spaces.
UNDERLINED_SHARE = 0.85
BULLET = re.compile(r"^([•●○▪\-–o]|\(?[a-z0-9]{1,3}[.)]|\d+(\.\d+)+\.?)\s")


def read_blocks(page: Page, tables: Sequence[Table]) -> tuple[TextBlock, ...]:
    """Paragraphs in reading order (column by column), without the words that stand in tables."""
    inside = [table.place.box for table in tables]
    free = [w for w in page.words if w.upright and not any(b.holds(w.box.mid_x, w.box.mid_y) for b in inside)]
    underlines = _underlines(page)
    blocks: list[TextBlock] = []
    for column in split_columns(free):
        of_column: list[list[list[Word]]] = []
        for line in group_lines(column):
            if of_column and _continues(of_column[-1], line):
                of_column[-1].append(line)
            else:
                of_column.append([line])
        blocks += [_block(lines, page.number, underlines) for lines in of_column]
    return tuple(blocks)


def _continues(block: list[list[Word]], line: list[Word]) -> bool:
    last = block[-1]
    size = max(word.size for word in last)
    gap = min(w.box.top for w in line) - max(w.box.bottom for w in last)
    if gap > PARAGRAPH_GAP * size or abs(max(w.size for w in line) - size) > 0.12 * size:
        return False
    if BULLET.match(line_text(line)) and line[0].box.x0 <= block[0][0].box.x0 + 1:
        return False
    return all(w.bold for w in last) == all(w.bold for w in line) or not all(w.bold for w in last)


def _block(lines: list[list[Word]], number: int, underlines: Sequence[Rule]) -> TextBlock:
    return _made_of([_line(line, underlines) for line in lines], number)


def _made_of(lines: Sequence[TextLine], number: int) -> TextBlock:
    return TextBlock(
        text=unwrap("\n".join(line.text for line in lines)),
        page=number,
        box=hull(line.box for line in lines).rounded(),
        size=round(max(line.size for line in lines), 1),
        bold=all(line.bold for line in lines),
        lines=tuple(lines),
    )


def _line(words: list[Word], underlines: Sequence[Rule]) -> TextLine:
    box = hull(word.box for word in words)
    size = max(word.size for word in words)
    parts: list[list[Word]] = [words[:1]]
    for before, word in pairwise(words):
        if word.box.x0 - before.box.x1 > CELL_GAP * min(before.size, word.size):
            parts.append([])
        parts[-1].append(word)
    bold = all(word.bold for word in words)
    lead = [] if bold else list(takewhile(lambda word: word.bold, words))
    return TextLine(
        text=line_text(words),
        box=box,
        size=size,
        bold=bold,
        underlined=_is_underlined(box, size, underlines),
        lead=line_text(lead),
        parts=tuple((round(part[0].box.x0, 2), line_text(part)) for part in parts),
    )


def _underlines(page: Page) -> list[Rule]:
    """Horizontal rules no longer than a line of text and thin enough to underline one."""
    return [r for r in page.rules if r.box.width > r.box.height and r.box.width < 0.9 * page.width]


def _is_underlined(box: Box, size: float, underlines: Sequence[Rule]) -> bool:
    """Whether rules under the line's letters, none much longer than it, cover nearly all of it."""
    near = [
        r.box
        for r in underlines
        if -0.4 * size <= r.box.mid_y - box.bottom <= 0.3 * size
        and r.box.x0 >= box.x0 - 0.5 * size
        and r.box.x1 <= box.x1 + 0.5 * size
    ]
    return sum(rule.width for rule in near) >= UNDERLINED_SHARE * box.width


def without_furniture(
    pages: Iterable[tuple[float, Sequence[TextBlock]]],
) -> list[tuple[TextBlock, ...]]:
    """Per page, the blocks that are not running headers, footers or page numbers.

    ``pages`` gives each page's height and blocks. Furniture stands in the top or bottom margin and is either a page
    number or the same text, digits aside, on at least three pages.
    """
    every = list(pages)
    seen: Counter[str] = Counter()
    for height, blocks in every:
        seen.update({_folded(text) for block in blocks for text in _margin_texts(block, height)})

    running = {text for text, count in seen.items() if count >= 3}
    kept: list[tuple[TextBlock, ...]] = []
    for height, blocks in every:
        rest = [b for b in blocks if not (_in_margin(b.box, height) and _is_furniture(b.text, running))]
        kept.append(tuple(left for b in rest if (left := _without_running_lines(b, height, running))))
    return kept


def _is_furniture(text: str, running: Set[str]) -> bool:
    return _folded(text) in running or _is_page_number(text)


def _margin_texts(block: TextBlock, height: float) -> set[str]:
    """The texts of a block that may be furniture: the block, and those of its lines that stand in the margin."""
    texts = {block.text} if _in_margin(block.box, height) else set()
    return texts | {line.text for line in block.lines if _in_margin(line.box, height)}


def _without_running_lines(block: TextBlock, height: float, running: Set[str]) -> TextBlock | None:
    """The block without running headers glued to its top and footers to its end; None when nothing is left."""

    def runs(line: TextLine) -> bool:
        return _in_margin(line.box, height) and _folded(line.text) in running

    lines = list(dropwhile(runs, block.lines))
    while lines and runs(lines[-1]):
        lines.pop()
    if len(lines) == len(block.lines):
        return block
    return _made_of(lines, block.page) if lines else None


def _in_margin(box: Box, height: float) -> bool:
    return box.bottom <= MARGIN * height or box.top >= (1 - MARGIN) * height


def _folded(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _is_page_number(text: str) -> bool:
    return re.fullmatch(r"(page\s*)?\d{1,4}(\s*(of|/)\s*\d{1,4})?|[ivx]{1,6}", text.strip().lower()) is not None


def heading_above(box: Box, blocks: Sequence[TextBlock], reach: float = 400.0) -> TextBlock | None:
    """The nearest heading-like block above ``box``: bold or larger than the page's text, short, no sentence.

    ``reach`` is how far up, in points, to look. Of a line with headings of several columns it is the one over ``box``.
    """
    above = [b for b in blocks if b.box.bottom <= box.top + 2 and box.top - b.box.bottom <= reach]
    if not above:
        return None
    usual = Counter(b.size for b in blocks).most_common(1)[0][0]
    for block in sorted(above, key=lambda b: -b.box.bottom):
        if (
            len(block.text) <= 120
            and (block.bold or block.size > usual * 1.1)
            and not block.text.rstrip().endswith(".")
        ):
            return _over(box, block)
    return None


def _over(box: Box, block: TextBlock) -> TextBlock:
    """The block, or of one line with wide gaps in it the pieces that begin over ``box``."""
    parts = block.lines[0].parts if len(block.lines) == 1 else ()
    near = [text for x, text in parts if box.x0 - BESIDE <= x <= box.x1]
    return replace(block, text=" ".join(near)) if 0 < len(near) < len(parts) else block
