"""Blocks of the same labels as one table, with these labels as its header and a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.blocks import heading_above
from extractors.headings import heading_role
from extractors.stacked_blocks import REF_FIRST, Block, label_of, made_cell
from schemas.geometry import Place, hull
from schemas.grids import Cell, Table
from schemas.pages import TextBlock
from schemas.vocabulary import Role

# Blocks that begin within this many points of each other stand side by side.
SAME_ROW = 8.0
ENGINE = "blocks"


def tables_of(blocks: Sequence[Block], texts: Sequence[TextBlock]) -> list[Table]:
    """A table of the blocks under one heading that share most of their labels, from top to bottom and left to right.

    The title of a block cut by the page's foot may be all that stands under its heading.
    """
    groups: list[tuple[int, set[str], list[Block]]] = []
    for block in _ordered(blocks):
        heading = heading_above(block.box, texts, reach=float("inf"))
        near = id(heading) if heading is not None else 0
        labels = set(block.form)
        home = next((g for g in groups if g[0] == near and 2 * len(labels & g[1]) >= min(len(labels), len(g[1]))), None)
        if home is None or len(labels) < len(block.form):
            groups.append((near, labels, [block]))
        else:
            home[1].update(labels)
            home[2].append(block)
    every = [members for _near, _labels, members in groups]
    heads = [_labels_of(members) for members in every]
    fullest = max(heads, key=len)
    printed = {label_of(label) for label in fullest}
    named = [_row(block) for block in blocks]
    own = ["Ref"] * any(ref is not None for ref, _title, _values in named)
    own += ["Indicator"] * any(title is not None for _ref, title, _values in named)
    return [
        _make_table(members, fullest if {label_of(label) for label in labels} <= printed else labels, own)
        for members, labels in zip(every, heads, strict=True)
    ]


def _labels_of(blocks: Sequence[Block]) -> list[Cell]:
    """The labels of all of the blocks, each once, in the order they are printed in."""
    labels: list[Cell] = []
    for block in blocks:
        at = 0
        for label in block.labels:
            known = next((i for i, other in enumerate(labels) if label_of(other) == label_of(label)), None)
            if known is None:
                labels.insert(at, label)
            at = (known if known is not None else at) + 1
    return labels


def _ordered(blocks: Sequence[Block]) -> list[Block]:
    """Row by row: blocks that begin beside each other stand in one row."""
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: b.box.top):
        if rows and block.box.top - rows[-1][0].box.top <= SAME_ROW:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [block for row in rows for block in sorted(row, key=lambda b: b.box.x0)]


def _make_table(blocks: Sequence[Block], labels: Sequence[Cell], named: Sequence[str]) -> Table:
    """One table of blocks: ``labels`` as its header behind the headings ``named`` for ref and title, a row for each."""
    place = labels[0].place
    lines = [[*(made_cell(heading, place) for heading in named), *labels]]
    for block in blocks:
        ref, title, values = _row(block)
        empty = made_cell("", Place(place.page, block.box))
        own = {"Ref": ref or empty, "Indicator": title or empty}
        printed = dict(zip(block.form, values, strict=True))
        lines.append([*(own[heading] for heading in named), *(printed.get(label_of(label), empty) for label in labels)])
    cells = tuple(
        tuple(
            replace(cell, row=r, column=c, row_span=1, column_span=1, text=label_of(cell) if r == 0 else cell.text)
            for c, cell in enumerate(line)
        )
        for r, line in enumerate(lines)
    )
    box = hull(block.box for block in blocks)
    return Table(Place(place.page, box), cells, tuple(float(n) for n in range(len(lines[0]) + 1)), ENGINE)


def _row(block: Block) -> tuple[Cell | None, Cell | None, tuple[Cell, ...]]:
    """The block's ref and title, told apart where the title begins with the ref, and its values."""
    if block.title is None:
        return None, None, block.values
    match = REF_FIRST.match(" ".join(block.title.text.split()))
    if match is None or any(heading_role(label) is Role.REF for label in block.form):
        return None, block.title, block.values
    return replace(block.title, text=match["ref"]), replace(block.title, text=match["title"]), block.values
