"""KPIs printed one to a block: labels and values under each other, or one paragraph each, as rows of one table.

The blocks of a page that have the same labels become a table with these labels as its header, so that everything
after this reads them like any other table. Cards with label and value in one cell are read in ``cards``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.align_rows import REF
from extractors.cards import read_labelled
from extractors.headings import heading_role
from extractors.words import colour_word, exact_rating, not_rated_word
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import TextBlock
from schemas.vocabulary import Role

# A block names so many known labels at least, the outturn among them.
FEWEST_LABELS = 3
# This share of a table's rows are label and value.
LABELLED_SHARE = 0.6
# The heading of a block stands this close above it, in points.
HEADING_REACH = 40.0
LONGEST_TITLE = 250
# So many paragraphs of one form on a page are a list of KPIs; fewer may be prose.
FEWEST_PARAGRAPHS = 3
REF_FIRST = re.compile(
    r"^(?:(?:K?PI|Indicator|Measure|Ref)\.?\s*(?:No\.?)?\s*)?(?P<ref>[A-Z]{0,5}\s?\d+(?:[./]\d+)*[a-z]?)[\s:.)\-\u2013]+(?P<title>\D.*)$"
)
LABEL = re.compile(r"(?:(?<=\s)|^)([A-Z][A-Za-z]*(?: [a-z]+){0,2}):\s*")
STATUS_LAST = re.compile(r"^(?P<rest>.*?)[\s,;]*[(\[](?P<status>[A-Za-z][A-Za-z /]{0,30})[)\]]\.?$")


@dataclass(frozen=True, slots=True)
class _Block:
    """One KPI: its labels in order and its values, the title among them where it has a label."""

    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    title: Cell | None
    box: Box

    @property
    def form(self) -> tuple[str, ...]:
        return tuple(_label(cell) for cell in self.labels)


def gather_stacked(
    tables: Sequence[Table], blocks: Sequence[TextBlock]
) -> tuple[tuple[Table, ...], tuple[TextBlock, ...]]:
    """The page's tables and paragraphs with its one-KPI blocks put together into tables, one row a block."""
    kept: list[Table] = []
    found: list[_Block] = []
    for table in tables:
        parts = _blocks_of(table)
        found += parts
        if not parts:
            kept.append(table)
    used: set[int] = set()
    titled: list[_Block] = []
    for block in found:
        if block.title is None and not any(heading_role(label) is Role.TITLE for label in block.form):
            heading = _heading_of(block, blocks)
            if heading is None:
                continue
            used.add(id(heading))
            block = replace(block, title=_made(heading.text, Place(heading.page, heading.box)))
        titled.append(block)
    listed = [(block, read) for block in blocks if (read := _paragraph(block)) is not None]
    listed += _labelled_paragraphs(blocks)
    if len({id(block) for block, _read in listed}) >= FEWEST_PARAGRAPHS:
        titled += [read for _block, read in listed]
        used |= {id(block) for block, _read in listed}
        used |= {id(b) for b in blocks for _block, read in listed if read.title and read.title.place.box == b.box}
    if not titled:
        return tuple(tables), tuple(blocks)
    made = [_table([b for b in titled if b.form == form]) for form in dict.fromkeys(b.form for b in titled)]
    rest = tuple(block for block in blocks if id(block) not in used)
    return tuple(sorted([*kept, *made], key=lambda table: table.place.box.top)), rest


def _label(cell: Cell) -> str:
    return " ".join(cell.text.split()).rstrip(": ")


def _blocks_of(table: Table) -> list[_Block]:
    """The blocks a table consists of; [] when it is an ordinary table."""
    blocks: list[_Block] = []
    pairs: list[tuple[Cell, Cell]] = []
    title: Cell | None = None
    labelled = others = 0

    def close() -> None:
        nonlocal pairs, title
        if _is_kpi(pairs):
            cells = [cell for pair in pairs for cell in pair] + ([title] if title else [])
            box = hull(cell.place.box for cell in cells)
            blocks.append(_Block(tuple(a for a, _b in pairs), tuple(b for _a, b in pairs), title, box))
        pairs, title = [], None

    for number, row in enumerate(table.rows):
        cells = list({id(cell): cell for cell in row if cell is not None and cell.row == number}.values())
        found = _pairs(cells)
        if found:
            repeats = {_label(a) for a, _b in found} & {_label(a) for a, _b in pairs}
            if repeats:
                close()
            pairs += found
            labelled += 1
        elif named := _naming(cells):
            if pairs:
                close()
            title = named
        elif cells:
            others += 1
    close()
    return blocks if blocks and labelled >= LABELLED_SHARE * (labelled + others) else []


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
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    roles = [heading_role(_label(label)) for label, _value in pairs]
    heads = any(heading_role(_label(value)) is not None for _label_cell, value in pairs)
    return pairs if all(role is not None for role in roles) and not heads else []


def _is_kpi(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    roles = {heading_role(_label(label)) for label, _value in pairs}
    return len(pairs) >= FEWEST_LABELS and Role.ACTUAL in roles and bool(roles & {Role.TARGET, Role.STATUS})


def _heading_of(block: _Block, blocks: Sequence[TextBlock]) -> TextBlock | None:
    above = [
        b
        for b in blocks
        if -2 <= block.box.top - b.box.bottom <= HEADING_REACH and b.box.x0 < block.box.x1 and b.box.x1 > block.box.x0
    ]
    nearest = max(above, key=lambda b: b.box.bottom, default=None)
    return nearest if nearest is not None and len(nearest.text) <= LONGEST_TITLE else None


def _paragraph(block: TextBlock) -> _Block | None:
    """A paragraph "1.2 Title: target 95%, actual 93% (Amber)" as a block."""
    match = STATUS_LAST.match(block.text)
    text, status = (match["rest"], match["status"]) if match and _is_status(match["status"]) else (block.text, None)
    for colon in re.finditer(r"[:\u2013,;-]\s+", text):
        values = read_labelled(text[colon.end() :])
        roles = {value.role for value in values}
        if {Role.TARGET, Role.ACTUAL} <= roles and len(values) == len(roles):
            place = Place(block.page, block.box)
            labels = [_made(value.role.value.title(), place) for value in values]
            cells = [_made(value.text, place) for value in values]
            if status is not None:
                labels.append(_made("Status", place))
                cells.append(_made(status, place))
            return _Block(tuple(labels), tuple(cells), _made(text[: colon.start()], place), block.box)
    return None


def _labelled_paragraphs(blocks: Sequence[TextBlock]) -> list[tuple[TextBlock, _Block]]:
    """Paragraphs "Target: 98% Actual: 94% RAG: Amber", each under a paragraph that is its title."""
    found: list[tuple[TextBlock, _Block]] = []
    for above, block in pairwise(blocks):
        marks = [m for m in LABEL.finditer(block.text) if heading_role(m[1]) is not None]
        if len(marks) < FEWEST_LABELS or marks[0].start() != 0 or not REF_FIRST.match(above.text):
            continue
        place = Place(block.page, block.box)
        ends = [mark.start() for mark in marks[1:]] + [len(block.text)]
        labels = tuple(_made(mark[1], place) for mark in marks)
        values = tuple(
            _made(block.text[mark.end() : end].strip(" ,;|"), place) for mark, end in zip(marks, ends, strict=True)
        )
        if _is_kpi(list(zip(labels, values, strict=True))):
            title = _made(above.text, Place(above.page, above.box))
            found.append((block, _Block(labels, values, title, hull([above.box, block.box]))))
    return found


def _is_status(text: str) -> bool:
    return bool(colour_word(text) or exact_rating(text) or not_rated_word(text))


def _made(text: str, place: Place) -> Cell:
    return Cell(0, 0, 1, 1, text, place, None)


def _table(blocks: Sequence[_Block]) -> Table:
    """One table of blocks with the same labels: their labels as its header, a row for each."""
    ordered = sorted(blocks, key=lambda block: (round(block.box.top / 10), block.box.x0))
    rows = [_row(block) for block in ordered]
    has_ref = any(ref is not None for ref, _title, _values in rows)
    has_title = any(title is not None for _ref, title, _values in rows)
    first = ordered[0]
    place = first.labels[0].place
    heads = [_made("Ref", place)] * has_ref + [_made("Indicator", place)] * has_title + list(first.labels)
    lines = [heads]
    for block, (ref, title, values) in zip(ordered, rows, strict=True):
        at = Place(block.values[0].place.page, block.box)
        own = [ref or _made("", at)] * has_ref + [title or _made("", at)] * has_title
        lines.append([*own, *values])
    cells = tuple(
        tuple(
            replace(cell, row=r, column=c, row_span=1, column_span=1, text=_label(cell) if r == 0 else cell.text)
            for c, cell in enumerate(line)
        )
        for r, line in enumerate(lines)
    )
    box = hull(block.box for block in ordered)
    return Table(Place(place.page, box), cells, tuple(float(n) for n in range(len(heads) + 1)), "blocks")


def _row(block: _Block) -> tuple[Cell | None, Cell | None, tuple[Cell, ...]]:
    """The block's ref and title, told apart where the title begins with the ref, and its values."""
    if block.title is None:
        return None, None, block.values
    match = REF_FIRST.match(" ".join(block.title.text.split()))
    if match is None or any(heading_role(label) is Role.REF for label in block.form):
        return None, block.title, block.values
    return replace(block.title, text=match["ref"]), replace(block.title, text=match["title"]), block.values
