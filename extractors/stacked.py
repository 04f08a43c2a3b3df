"""KPIs printed one to a block: labels and values under each other, or one paragraph each, as rows of one table.

The blocks of a page that have the same labels become a table with these labels as its header, so that everything
after this reads them like any other table. Cards with label and value in one cell are read in ``cards``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.headings import heading_role
from extractors.stacked_blocks import Block, blocks_of, groups_of, is_titled, made_cell, ref_shape, with_labels
from extractors.stacked_paragraphs import heading_of, read_paragraphs
from extractors.stacked_tables import tables_of
from schemas.geometry import Place
from schemas.grids import Cell, Table
from schemas.pages import Page, TextBlock
from schemas.vocabulary import Role

# So many paragraphs of one form on a page are a list of KPIs; fewer may be prose.
FEWEST_PARAGRAPHS = 3


def gather_stacked(
    page: Page, tables: Sequence[Table], blocks: Sequence[TextBlock]
) -> tuple[tuple[Table, ...], tuple[TextBlock, ...]]:
    """The page's tables and paragraphs with its one-KPI blocks put together into tables, one row a block.

    What a page break cut off a block, above or below the whole ones, is a row too: ``cut_blocks`` joins them.
    """
    kept: list[Table] = []
    found: list[Block] = []
    for table in tables:
        parts = blocks_of(table)
        found += parts
        if not parts:
            kept.append(table)
    used: set[int] = set()
    titled: list[Block] = []
    for block in found:
        if block.is_kpi and block.title is None and not any(heading_role(each) is Role.TITLE for each in block.form):
            heading = heading_of(block, blocks)
            if heading is not None:
                used.add(id(heading))
                block = replace(block, title=made_cell(heading.text, Place(heading.page, heading.box)))
        titled.append(block)
    listed = read_paragraphs(page, blocks)
    if len(listed) >= FEWEST_PARAGRAPHS:
        titled += [read for _texts, read in listed]
        used |= {id(text) for texts, _read in listed for text in texts}
        used |= {id(b) for b in blocks for _texts, read in listed if read.title and b.box.holds(*_middle(read.title))}
    if not any(block.is_kpi for block in titled):
        return tuple(tables), tuple(blocks)
    rest = tuple(block for block in blocks if id(block) not in used)
    kept, fragments = _fragments(kept, titled)
    cut = _cut_titles(rest, [*titled, *fragments])
    rest = tuple(block for block in rest if all(block is not text for text, _title in cut))
    made = tables_of([*titled, *fragments, *(title for _text, title in cut)], rest)
    return tuple(sorted([*kept, *made], key=lambda table: table.place.box.top)), rest


def _middle(cell: Cell) -> tuple[float, float]:
    return cell.place.box.mid_x, cell.place.box.mid_y


def _fragments(tables: Sequence[Table], whole: Sequence[Block]) -> tuple[list[Table], list[Block]]:
    """The tables without those that are the rest of a block cut by the page's top or foot, and these rests."""
    labels = {label for block in whole if block.is_kpi for label in block.form}
    titled = [block for block in whole if block.is_kpi and block.title is not None] or whole
    first, last = min(block.box.top for block in titled), max(block.box.top for block in titled)
    kept: list[Table] = []
    found: list[Block] = []
    for table in tables:
        groups, others = groups_of(table)
        block = with_labels(groups[0], whole) if len(groups) == 1 and not others else None
        if block is None or not set(block.form) <= labels:
            kept.append(table)
        elif block.box.bottom <= first + 2 if block.title is None else is_titled(block) and block.box.top >= last - 2:
            found.append(block)
        else:
            kept.append(table)
    return kept, found


def _cut_titles(texts: Sequence[TextBlock], blocks: Sequence[Block]) -> list[tuple[TextBlock, Block]]:
    """The text below all blocks that is the title of one more, its values being overleaf; its ref is like theirs."""
    shapes = {ref_shape(block.title.text) for block in blocks if block.is_kpi and block.title is not None}
    bottom = max(block.box.bottom for block in blocks)
    last = max(texts, key=lambda text: text.box.bottom, default=None)
    if last is None or last.box.top < bottom - 2 or ref_shape(last.text) not in shapes - {None}:
        return []
    return [(last, Block((), (), made_cell(last.text, Place(last.page, last.box)), last.box))]
