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
from extractors.blocks import heading_above
from extractors.cards import read_labelled
from extractors.headings import heading_role
from extractors.panels import as_table, marks_beside, read_panel, room_of
from extractors.words import colour_word, exact_rating, not_rated_word
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import Page, TextBlock
from schemas.vocabulary import Role

# A block names so many known labels at least, the outturn among them.
FEWEST_LABELS = 3
# This share of a table's rows are label and value.
LABELLED_SHARE = 0.6
# The heading of a block stands this close above it, in points.
HEADING_REACH = 40.0
LONGEST_TITLE = 250
# Blocks that begin within this many points of each other stand side by side.
SAME_ROW = 8.0
ENGINE = "blocks"
# So many paragraphs of one form on a page are a list of KPIs; fewer may be prose.
FEWEST_PARAGRAPHS = 3
REF_FIRST = re.compile(
    r"^(?:(?:K?PI|Indicator|Measure|Ref)\b\.?\s*(?:No\.?)?\s*)?(?P<ref>[A-Z]{0,5}\s?\d+(?:[./]\d+)*[a-z]?)[\s:.)\-\u2013]+(?P<title>\D.*)$"
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

    @property
    def is_kpi(self) -> bool:
        roles = {heading_role(label) for label in self.form}
        return len(self.labels) >= FEWEST_LABELS and Role.ACTUAL in roles and bool(roles & {Role.TARGET, Role.STATUS})


def gather_stacked(
    page: Page, tables: Sequence[Table], blocks: Sequence[TextBlock]
) -> tuple[tuple[Table, ...], tuple[TextBlock, ...]]:
    """The page's tables and paragraphs with its one-KPI blocks put together into tables, one row a block.

    What a page break cut off a block, above or below the whole ones, is a row too: ``cut_blocks`` joins them.
    """
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
        if block.is_kpi and block.title is None and not any(heading_role(each) is Role.TITLE for each in block.form):
            heading = _heading_of(block, blocks)
            if heading is not None:
                used.add(id(heading))
                block = replace(block, title=_made(heading.text, Place(heading.page, heading.box)))
        titled.append(block)
    listed = [(block, read) for block in blocks if (read := _paragraph(page, block)) is not None]
    listed += _labelled_paragraphs(page, blocks)
    if len({id(block) for block, _read in listed}) >= FEWEST_PARAGRAPHS:
        titled += [read for _block, read in listed]
        used |= {id(block) for block, _read in listed}
        used |= {id(b) for b in blocks for _block, read in listed if read.title and b.box.holds(*_middle(read.title))}
    if not any(block.is_kpi for block in titled):
        return tuple(tables), tuple(blocks)
    rest = tuple(block for block in blocks if id(block) not in used)
    kept, fragments = _fragments(kept, titled)
    cut = _cut_titles(rest, [*titled, *fragments])
    rest = tuple(block for block in rest if all(block is not text for text, _title in cut))
    made = _tables_of([*titled, *fragments, *(title for _text, title in cut)], rest)
    return tuple(sorted([*kept, *made], key=lambda table: table.place.box.top)), rest


def _middle(cell: Cell) -> tuple[float, float]:
    return cell.place.box.mid_x, cell.place.box.mid_y


def _fragments(tables: Sequence[Table], whole: Sequence[_Block]) -> tuple[list[Table], list[_Block]]:
    """The tables without those that are the rest of a block cut by the page's top or foot, and these rests."""
    labels = {label for block in whole if block.is_kpi for label in block.form}
    titled = [block for block in whole if block.is_kpi and block.title is not None] or whole
    first, last = min(block.box.top for block in titled), max(block.box.top for block in titled)
    kept: list[Table] = []
    found: list[_Block] = []
    for table in tables:
        groups, others = _groups_of(table)
        block = groups[0] if len(groups) == 1 and not others else None
        if block is None or not set(block.form) <= labels:
            kept.append(table)
        elif block.box.bottom <= first + 2 if block.title is None else _is_titled(block) and block.box.top >= last - 2:
            found.append(block)
        else:
            kept.append(table)
    return kept, found


def _cut_titles(texts: Sequence[TextBlock], blocks: Sequence[_Block]) -> list[tuple[TextBlock, _Block]]:
    """The text below all blocks that is the title of one more, its values being overleaf; its ref is like theirs."""
    shapes = {_ref_shape(block.title.text) for block in blocks if block.is_kpi and block.title is not None}
    bottom = max(block.box.bottom for block in blocks)
    last = max(texts, key=lambda text: text.box.bottom, default=None)
    if last is None or last.box.top < bottom - 2 or _ref_shape(last.text) not in shapes - {None}:
        return []
    return [(last, _Block((), (), _made(last.text, Place(last.page, last.box)), last.box))]


def _ref_shape(title: str) -> str | None:
    """How a title's ref is written: "PO12" and "PO3" alike, "3" and "3.1" not; None for a title without a ref."""
    match = REF_FIRST.match(" ".join(title.split()))
    return re.sub(r"\d+", "0", match["ref"]) if match is not None else None


def _is_titled(block: _Block) -> bool:
    return block.title is not None and _ref_shape(block.title.text) is not None


def _tables_of(blocks: Sequence[_Block], texts: Sequence[TextBlock]) -> list[Table]:
    """A table of the blocks under one heading that share most of their labels, from top to bottom and left to right.

    The title of a block cut by the page's foot may be all that stands under its heading.
    """
    groups: list[tuple[int, set[str], list[_Block]]] = []
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
    printed = {_label(label) for label in fullest}
    named = [_row(block) for block in blocks]
    own = ["Ref"] * any(ref is not None for ref, _title, _values in named)
    own += ["Indicator"] * any(title is not None for _ref, title, _values in named)
    return [
        make_table(members, fullest if {_label(label) for label in labels} <= printed else labels, own)
        for members, labels in zip(every, heads, strict=True)
    ]


def _labels_of(blocks: Sequence[_Block]) -> list[Cell]:
    """The labels of all of the blocks, each once, in the order they are printed in."""
    labels: list[Cell] = []
    for block in blocks:
        at = 0
        for label in block.labels:
            known = next((i for i, other in enumerate(labels) if _label(other) == _label(label)), None)
            if known is None:
                labels.insert(at, label)
            at = (known if known is not None else at) + 1
    return labels


def _ordered(blocks: Sequence[_Block]) -> list[_Block]:
    """Row by row: blocks that begin beside each other stand in one row."""
    rows: list[list[_Block]] = []
    for block in sorted(blocks, key=lambda b: b.box.top):
        if rows and block.box.top - rows[-1][0].box.top <= SAME_ROW:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [block for row in rows for block in sorted(row, key=lambda b: b.box.x0)]


def _label(cell: Cell) -> str:
    return " ".join(cell.text.split()).rstrip(": ")


def _blocks_of(table: Table) -> list[_Block]:
    """The blocks a table consists of, with what a page break left of one above and below; [] for an ordinary table."""
    groups, others = _groups_of(table)
    whole = [block for block in groups if block.is_kpi]
    labelled = sum(len(block.labels) > 0 for block in groups)
    if not whole or labelled < LABELLED_SHARE * (labelled + others):
        return []
    first = [b for b in groups[:1] if not b.is_kpi and b.title is None]
    last = [b for b in groups[1:][-1:] if not b.is_kpi and _is_titled(b)]
    return [*first, *whole, *last]


def _groups_of(table: Table) -> tuple[list[_Block], int]:
    """A table's rows of labels and values in groups, one under each title, and how many of its rows are neither."""
    groups: list[_Block] = []
    pairs: list[tuple[Cell, Cell]] = []
    title: Cell | None = None
    others = 0

    def close() -> None:
        nonlocal pairs, title
        if pairs or title is not None:
            cells = [cell for pair in pairs for cell in pair] + ([title] if title else [])
            box = hull(cell.place.box for cell in cells)
            groups.append(_Block(tuple(a for a, _b in pairs), tuple(b for _a, b in pairs), title, box))
        pairs, title = [], None

    for number, row in enumerate(table.rows):
        cells = list({id(cell): cell for cell in row if cell is not None and cell.row == number}.values())
        found = _pairs(cells)
        if found:
            if {_label(a) for a, _b in found} & {_label(a) for a, _b in pairs}:
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
    roles = [heading_role(_label(label)) for label, _value in pairs]
    # A value may be a word that heads such columns elsewhere: a status "On target", an owner "Head of Service".
    heads = any(
        heading_role(_label(value)) not in (None, role) and role is not Role.STATUS
        for role, (_label_cell, value) in zip(roles, pairs, strict=True)
    )
    return pairs if pairs and all(role is not None for role in roles) and not heads else []


def _heading_of(block: _Block, blocks: Sequence[TextBlock]) -> TextBlock | None:
    above = [
        b
        for b in blocks
        if -2 <= block.box.top - b.box.bottom <= HEADING_REACH and b.box.x0 < block.box.x1 and b.box.x1 > block.box.x0
    ]
    nearest = max(above, key=lambda b: b.box.bottom, default=None)
    return nearest if nearest is not None and len(nearest.text) <= LONGEST_TITLE else None


def _paragraph(page: Page, block: TextBlock) -> _Block | None:
    """A paragraph "1.2 Title: target 95%, actual 93% (Amber)" as a block; its status may be a mark behind it."""
    match = STATUS_LAST.match(block.text)
    text, status = (match["rest"], match["status"]) if match and _is_status(match["status"]) else (block.text, None)
    for colon in re.finditer(r"[:\u2013,;-]\s+", text):
        values = read_labelled(text[colon.end() :])
        roles = {value.role for value in values}
        if {Role.TARGET, Role.ACTUAL} <= roles and len(values) == len(roles):
            place = Place(block.page, block.box)
            labels = [_made(value.role.value.title(), place) for value in values]
            cells = [_made(value.text, place) for value in values]
            mark = _made(status, place) if status is not None else marks_beside(page, block.box)
            if mark is not None:
                labels.append(_made("Status", place))
                cells.append(mark)
            return _Block(tuple(labels), tuple(cells), _made(text[: colon.start()], place), block.box)
    return None


def _labelled_paragraphs(page: Page, blocks: Sequence[TextBlock]) -> list[tuple[TextBlock, _Block]]:
    """Paragraphs "Target: 98% Actual: 94% RAG: Amber", each under a paragraph that is its title.

    The first of a page may have its title on the page before.
    """
    found: list[tuple[TextBlock, _Block]] = []
    for above, block in pairwise([None, *blocks]):
        label = LABEL.match(block.text) if block is not None else None
        if block is None or label is None or heading_role(label[1]) is None:
            continue
        if above is not None and not REF_FIRST.match(above.text):
            continue
        box = hull([above.box, block.box]) if above is not None else block.box
        panel = read_panel(page, room_of(page, box), titled=above is not None)
        groups, _others = _groups_of(as_table(page, panel)) if panel is not None else ([], 0)
        found += [(block, read) for read in groups if read.is_kpi]
    return found


def _is_status(text: str) -> bool:
    return bool(colour_word(text) or exact_rating(text) or not_rated_word(text))


def _made(text: str, place: Place) -> Cell:
    return Cell(0, 0, 1, 1, text, place, None)


def make_table(blocks: Sequence[_Block], labels: Sequence[Cell], named: Sequence[str]) -> Table:
    """One table of blocks: ``labels`` as its header behind the headings ``named`` for ref and title, a row for each."""
    place = labels[0].place
    lines = [[*(_made(heading, place) for heading in named), *labels]]
    for block in blocks:
        ref, title, values = _row(block)
        empty = _made("", Place(place.page, block.box))
        own = {"Ref": ref or empty, "Indicator": title or empty}
        printed = dict(zip(block.form, values, strict=True))
        lines.append([*(own[heading] for heading in named), *(printed.get(_label(label), empty) for label in labels)])
    cells = tuple(
        tuple(
            replace(cell, row=r, column=c, row_span=1, column_span=1, text=_label(cell) if r == 0 else cell.text)
            for c, cell in enumerate(line)
        )
        for r, line in enumerate(lines)
    )
    box = hull(block.box for block in blocks)
    return Table(Place(place.page, box), cells, tuple(float(n) for n in range(len(lines[0]) + 1)), ENGINE)


def _row(block: _Block) -> tuple[Cell | None, Cell | None, tuple[Cell, ...]]:
    """The block's ref and title, told apart where the title begins with the ref, and its values."""
    if block.title is None:
        return None, None, block.values
    match = REF_FIRST.match(" ".join(block.title.text.split()))
    if match is None or any(heading_role(label) is Role.REF for label in block.form):
        return None, block.title, block.values
    return replace(block.title, text=match["ref"]), replace(block.title, text=match["title"]), block.values
