"""Text that stands in ruled lines although it is no table of figures: a box around prose, and forms.

Their text belongs to the sections like any other, so that nothing a page says is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.header_fields import CONTACT, HEADER_PAGES, OTHER, label_kind
from extractors.joins import PageLayout
from schemas.geometry import Box, Place
from schemas.grids import Cell, Table
from schemas.pages import TextBlock, TextLine

# A cell does not tell the size of its text, nor where in it a line ends; letters are about so wide.
SIZE_UNKNOWN = 11.0
LETTER = 5.2
# In the text of the reports seen at least nine words in ten have no figure; in unruled tables two in three.
PROSE_SHARE = 0.8
# A form has an answer or a question of so many words; the longest heading or name of an indicator met has 40, but a
# table of those has rows that were read.
ANSWER = 12


@dataclass(frozen=True, slots=True)
class TablesRead:
    """Where on the pages rows, counts and keys were read: a table with one of these is a table and no form."""

    boxes: Mapping[int, Sequence[Box]]

    @classmethod
    def of(cls, places: Iterator[Place]) -> TablesRead:
        """The places by page."""
        boxes: dict[int, list[Box]] = {}
        for place in places:
            boxes.setdefault(place.page, []).append(place.box)
        return cls(boxes)

    def has(self, table: Table) -> bool:
        """Whether anything was read in a table."""
        box = table.place.box
        return any(box.holds(part.mid_x, part.mid_y) for part in self.boxes.get(table.place.page, ()))


NOTHING_READ = TablesRead({})


def holds_prose(table: Table, read: TablesRead) -> bool:
    """Whether a table is a box of one column around text, or a form whose questions and answers are text.

    A table in which something was ``read`` is none, however much text it has.
    """
    cells = list(_cells(table))
    words = [word for cell in cells for word in cell.text.split()]
    if not words or sum(not any(map(str.isdigit, word)) for word in words) < PROSE_SHARE * len(words):
        return False
    if len(table.column_edges) == 2:
        return True
    return any(len(cell.text.split()) >= ANSWER for cell in cells) and not read.has(table)


def text_in(table: Table) -> Iterator[TextBlock]:
    """The text of such a table: each cell once, row by row.

    Rows that are a field of the header block, or name whom to contact, are left out as they are in running text.
    """
    fields = {id(cell) for row in table.rows if _is_field(row, table.place.page) for cell in row}
    for cell in _cells(table):
        if id(cell) in fields:
            continue
        box, texts = cell.place.box, cell.text.split("\n")
        high = box.height / len(texts)
        lines = tuple(
            TextLine(
                text,
                Box(box.x0, box.top + n * high, min(box.x1, box.x0 + LETTER * len(text)), box.top + (n + 1) * high),
                SIZE_UNKNOWN,
                cell.bold,
                parts=((box.x0, text),),
            )
            for n, text in enumerate(texts)
        )
        yield TextBlock(" ".join(texts), cell.place.page, box, SIZE_UNKNOWN, cell.bold, lines)


def with_text_in_boxes(layout: PageLayout, read: TablesRead) -> tuple[list[TextBlock], list[Table]]:
    """A page's text with that of boxes and forms in its place, and the tables that are tables."""
    boxed = [table for table in layout.tables if holds_prose(table, read)]
    blocks = [*layout.blocks, *(block for table in boxed for block in text_in(table))]
    if boxed:
        blocks.sort(key=lambda block: block.box.top)
    return blocks, [table for table in layout.tables if table not in boxed]


def _is_field(row: Sequence[Cell | None], page: int) -> bool:
    """Whether a row is 'Report author | …': a label of the header block, and beside it its value."""
    cells = list({id(cell): cell for cell in row if cell is not None and cell.text.strip()}.values())
    kind = label_kind(" ".join(cells[0].text.split())) if len(cells) > 1 else None
    return kind == CONTACT or (kind not in (None, OTHER) and page <= HEADER_PAGES)


def _cells(table: Table) -> Iterator[Cell]:
    """The cells with text in reading order; a merged cell stands at every position it covers."""
    seen: set[int] = set()
    for row in table.rows:
        for cell in row:
            if cell is not None and id(cell) not in seen and cell.text.strip():
                seen.add(id(cell))
                yield cell
