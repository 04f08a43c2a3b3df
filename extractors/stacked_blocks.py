"""The labels and values of one KPI in the rows of a table: blocks, whole or cut by the page's top and foot.

Which blocks of a page belong together is told in ``stacked``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.align_rows import REF
from extractors.headings import heading_role, is_bare_period
from extractors.panel_labels import label_role
from extractors.panel_marks import ENGINE as PANEL
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.vocabulary import Role

# A block names so many known labels at least, the outturn among them.
FEWEST_LABELS = 3
# This share of a table's rows are label and value.
LABELLED_SHARE = 0.6
REF_FIRST = re.compile(
    r"^(?:(?:K?PI|Indicator|Measure|Ref)\b\.?\s*(?:No\.?)?\s*)?(?P<ref>[A-Z]{0,5}\s?\d+(?:[./]\d+)*[a-z]?)[\s:.)\-\u2013]+(?P<title>\D.*)$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One KPI: its labels in order and its values, the title among them where it has a label.

    ``is_panel``: a title and an outturn stand in a box of their own, which needs no further labels to be a KPI.
    """

    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    title: Cell | None
    box: Box
    is_panel: bool = False

    @property
    def form(self) -> tuple[str, ...]:
        return tuple(label_of(cell) for cell in self.labels)

    @property
    def is_kpi(self) -> bool:
        roles = {label_role(label) for label in self.form}
        if self.is_panel and self.title is not None:
            return Role.ACTUAL in roles
        return len(self.labels) >= FEWEST_LABELS and Role.ACTUAL in roles and bool(roles & {Role.TARGET, Role.STATUS})


def ref_shape(title: str) -> str | None:
    """How a title's ref is written: "PO12" and "PO3" alike, "3" and "3.1" not; None for a title without a ref."""
    match = REF_FIRST.match(" ".join(title.split()))
    return re.sub(r"\d+", "0", match["ref"]) if match is not None else None


def is_titled(block: Block) -> bool:
    return block.title is not None and ref_shape(block.title.text) is not None


def label_of(cell: Cell) -> str:
    return " ".join(cell.text.split()).rstrip(": ")


def blocks_of(table: Table) -> list[Block]:
    """The blocks a table consists of, with what a page break left of one above and below; [] for an ordinary table."""
    groups, others = groups_of(table)
    whole = [block for block in groups if block.is_kpi]
    labelled = sum(len({label.row for label in block.labels}) for block in groups)
    if not whole or labelled < LABELLED_SHARE * (labelled + others):
        return []
    first = [with_labels(b, whole) for b in groups[:1] if not b.is_kpi and b.title is None]
    last = [b for b in groups[1:][-1:] if not b.is_kpi and is_titled(b)]
    return [*first, *whole, *last]


def groups_of(table: Table) -> tuple[list[Block], int]:
    """A table's rows of labels and values in groups, one under each title, and how many of its rows are neither."""
    groups: list[Block] = []
    pairs: list[tuple[Cell, Cell]] = []
    title: Cell | None = None
    others = 0

    def close() -> None:
        nonlocal pairs, title
        if pairs or title is not None:
            cells = [cell for pair in pairs for cell in pair] + ([title] if title else [])
            box = hull(cell.place.box for cell in cells)
            labels, values = tuple(a for a, _b in pairs), tuple(b for _a, b in pairs)
            groups.append(Block(labels, values, title, box, table.engine == PANEL))
        pairs, title = [], None

    for number, row in enumerate(table.rows):
        cells = list({id(cell): cell for cell in row if cell is not None and cell.row == number}.values())
        found = _pairs(cells) or (_rest_of_pairs(cells) if number == 0 else [])
        if found:
            if {label_of(a) for a, _b in found} & {label_of(a) for a, _b in pairs}:
                close()
            pairs += found
        elif named := _naming(cells):
            close()
            title = named
        elif any(cell.text for cell in cells):
            others += 1
    close()
    return groups, others


def _naming(cells: Sequence[Cell]) -> Cell | None:
    """The title a row consists of, its ref before it in the same cell or in one of its own; None for other rows."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) == 2 and REF.match(filled[0].text) and not REF.match(filled[1].text):
        return replace(filled[1], text=f"{filled[0].text} {filled[1].text}")
    return filled[0] if len(filled) == 1 else None


def _pairs(cells: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """Label and value cells of a row that holds nothing else; [] otherwise."""
    if len(cells) < 2 or len(cells) % 2:
        return []
    pairs = [(label, value) for label, value in zip(cells[::2], cells[1::2], strict=True) if label.text or value.text]
    roles = [label_role(label_of(label)) for label, _value in pairs]
    # A value may be a word that heads such columns elsewhere: a status "On target", an owner "Head of Service".
    heads = any(
        _names_other(label_of(value), role) and role is not Role.STATUS
        for role, (_label_cell, value) in zip(roles, pairs, strict=True)
    )
    return pairs if pairs and all(role is not None for role in roles) and not heads else []


def _names_other(text: str, role: Role | None) -> bool:
    """Whether a text is a heading of another role, or of a period."""
    return heading_role(text) not in (None, role) or is_bare_period(text)


def _rest_of_pairs(cells: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """Blank labels and values of a row that the page's top cut off its labels; [] for other rows.

    Of a row of one pair the value is a mark or goes on in small letters; it may be a title else.
    """
    if len(cells) < 2 or len(cells) % 2 or any(label.text for label in cells[::2]):
        return []
    values = cells[1::2]
    is_title = len(values) == 1 and values[0].text and not values[0].text[0].islower()
    return list(zip(cells[::2], values, strict=True)) if any(map(_is_filled, values)) and not is_title else []


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text or cell.shapes or cell.pictures)


def with_labels(block: Block, whole: Sequence[Block]) -> Block:
    """The block with its blank labels named by the row of a whole block that stands before its first printed label.

    Without such a row of as many pairs they and their values are left out.
    """
    blank = sum(not label for label in block.form)
    after = block.form[blank] if len(block.form) > blank else None
    names = next((row for other in whole for row in _rows_before(after, other) if len(row) == blank), ())
    kept = [(name, value) for name, value in zip(names, block.values, strict=False) if _is_filled(value)]
    labels = (*(name for name, _value in kept), *block.labels[blank:])
    return replace(block, labels=labels, values=(*(value for _name, value in kept), *block.values[blank:]))


def _rows_before(label: str | None, block: Block) -> list[tuple[Cell, ...]]:
    """The row of labels before the one that begins with a label, or the last row; [] where there is none."""
    rows = [tuple(cells) for _row, cells in itertools.groupby(block.labels, key=lambda cell: cell.row)]
    last = rows[-1:] if label is None else []
    return [row for row, under in itertools.pairwise(rows) if label_of(under[0]) == label] or last


def made_cell(text: str, place: Place) -> Cell:
    return Cell(0, 0, 1, 1, text, place, None)
