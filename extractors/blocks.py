"""Running text of a page outside its tables: paragraphs, headings, list items; and what is page furniture.

What a paragraph says is not known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.lines import group_lines, line_text, unwrap
from schemas.geometry import Box, hull
from schemas.grids import Table
from schemas.pages import Page, TextBlock, Word

# Lines of one paragraph stand at most this many line heights apart; typeset reports use 1.0 to 1.25, paragraphs 1.6 up.
PARAGRAPH_GAP = 0.75
# Running headers and footers stand in this share of the page at its top and bottom.
MARGIN = 0.11
BULLET = re.compile(r"^([•●○▪\-–o]|\(?[a-z0-9]{1,3}[.)]|\d+(\.\d+)+\.?)\s")


def read_blocks(page: Page, tables: Sequence[Table]) -> tuple[TextBlock, ...]:
    """Paragraphs from top to bottom, without the words that stand in tables."""
    inside = [table.place.box for table in tables]
    free = [w for w in page.words if w.upright and not any(b.holds(w.box.mid_x, w.box.mid_y) for b in inside)]
    blocks: list[list[list[Word]]] = []
    for line in group_lines(free):
        if blocks and _continues(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return tuple(_block(lines, page.number) for lines in blocks)


def _continues(block: list[list[Word]], line: list[Word]) -> bool:
    last = block[-1]
    size = max(word.size for word in last)
    gap = min(w.box.top for w in line) - max(w.box.bottom for w in last)
    if gap > PARAGRAPH_GAP * size or abs(max(w.size for w in line) - size) > 0.12 * size:
        return False
    if BULLET.match(line_text(line)) and line[0].box.x0 <= block[0][0].box.x0 + 1:
        return False
    return all(w.bold for w in last) == all(w.bold for w in line) or not all(w.bold for w in last)


def _block(lines: list[list[Word]], number: int) -> TextBlock:
    words = [word for line in lines for word in line]
    return TextBlock(
        text=unwrap("\n".join(line_text(line) for line in lines)),
        page=number,
        box=hull(word.box for word in words).rounded(),
        size=round(max(word.size for word in words), 1),
        bold=all(word.bold for word in words),
    )


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
        seen.update({_folded(b.text) for b in blocks if _in_margin(b.box, height)})
    return [
        tuple(
            b
            for b in blocks
            if not (_in_margin(b.box, height) and (seen[_folded(b.text)] >= 3 or _is_page_number(b.text)))
        )
        for height, blocks in every
    ]


def _in_margin(box: Box, height: float) -> bool:
    return box.bottom <= MARGIN * height or box.top >= (1 - MARGIN) * height


def _folded(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _is_page_number(text: str) -> bool:
    return re.fullmatch(r"(page\s*)?\d{1,4}(\s*(of|/)\s*\d{1,4})?|[ivx]{1,6}", text.strip().lower()) is not None


def heading_above(box: Box, blocks: Sequence[TextBlock], reach: float = 400.0) -> TextBlock | None:
    """The nearest heading-like block above ``box``: bold or larger than the page's text, short, no sentence.

    ``reach`` is how far up, in points, to look.
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
            return block
    return None
