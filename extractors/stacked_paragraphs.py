"""KPIs printed one to a paragraph, and the headings over blocks: paragraphs as blocks of labels and values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.align_rows import REF
from extractors.cards import read_labelled
from extractors.panel_labels import label_role
from extractors.panel_marks import as_table, marks_beside, room_of
from extractors.panels import read_panel
from extractors.stacked_blocks import REF_FIRST, Block, groups_of, made_cell
from extractors.words import colour_word, exact_rating, not_rated_word
from schemas.geometry import Place, hull
from schemas.pages import Page, TextBlock
from schemas.vocabulary import Role

# The heading of a block stands this close above it, in points.
HEADING_REACH = 40.0
LONGEST_TITLE = 250
LABEL = re.compile(r"(?:(?<=\s)|^)([A-Z][A-Za-z]*(?: [a-z]+){0,2}):\s*")
STATUS_LAST = re.compile(r"^(?P<rest>.*?)[\s,;]*[(\[](?P<status>[A-Za-z][A-Za-z /]{0,30})[)\]]\.?$")


def read_paragraphs(page: Page, blocks: Sequence[TextBlock]) -> list[tuple[tuple[TextBlock, ...], Block]]:
    """The paragraphs of a page that speak of one KPI each, in labelled values, with what they say."""
    found = [((block,), read) for block in blocks if (read := _paragraph(page, block)) is not None]
    return found + _labelled_paragraphs(page, blocks)


def heading_of(block: Block, blocks: Sequence[TextBlock]) -> TextBlock | None:
    above = [
        b
        for b in blocks
        if -2 <= block.box.top - b.box.bottom <= HEADING_REACH
        and b.box.x0 < block.box.x1
        and b.box.x1 > block.box.x0
        and not _is_row(b)
    ]
    nearest = max(above, key=lambda b: b.box.bottom, default=None)
    return nearest if nearest is not None and len(nearest.text) <= LONGEST_TITLE else None


def _is_row(block: TextBlock) -> bool:
    """Whether a line above a block is one of its rows that has an unknown label, not a title behind its ref."""
    parts = block.lines[0].parts if block.lines else ()
    return len(parts) > 1 and REF.match(parts[0][1]) is None


def _paragraph(page: Page, block: TextBlock) -> Block | None:
    """A paragraph "1.2 Title: target 95%, actual 93% (Amber)" as a block; its status may be a mark behind it."""
    match = STATUS_LAST.match(block.text)
    text, status = (match["rest"], match["status"]) if match and _is_status(match["status"]) else (block.text, None)
    for colon in re.finditer(r"[:\u2013,;-]\s+", text):
        values = read_labelled(text[colon.end() :])
        roles = {value.role for value in values}
        if {Role.TARGET, Role.ACTUAL} <= roles and len(values) == len(roles):
            place = Place(block.page, block.box)
            labels = [made_cell(value.role.value.title(), place) for value in values]
            cells = [made_cell(value.text, place) for value in values]
            mark = made_cell(status, place) if status is not None else marks_beside(page, block.box)
            if mark is not None:
                labels.append(made_cell("Status", place))
                cells.append(mark)
            return Block(tuple(labels), tuple(cells), made_cell(text[: colon.start()], place), block.box)
    return None


def _labelled_paragraphs(page: Page, blocks: Sequence[TextBlock]) -> list[tuple[tuple[TextBlock, ...], Block]]:
    """Paragraphs "Target: 98% Actual: 94% RAG: Amber", or one for each label, under a paragraph that is their title.

    A title has a ref or is set as a heading. The first of a page may have its title on the page before.
    """
    found: list[tuple[tuple[TextBlock, ...], Block]] = []
    at = 0
    while at < len(blocks):
        run = _run_from(blocks, at)
        above = blocks[at - 1] if at else None
        at += len(run) or 1
        if not run or not (above is None or REF_FIRST.match(above.text) or _is_over(above, run[0])):
            continue
        box = hull(block.box for block in (*run, *((above,) if above is not None else ())))
        panel = read_panel(page, room_of(page, box), titled=above is not None)
        groups, _others = groups_of(as_table(page, panel)) if panel is not None else ([], 0)
        found += [(run, read) for read in groups if read.is_kpi]
    return found


def _run_from(blocks: Sequence[TextBlock], at: int) -> tuple[TextBlock, ...]:
    """The paragraphs from one on that follow each other and each begin with a label; one label stands there once."""
    run: list[TextBlock] = []
    seen: set[str] = set()
    for block in blocks[at:]:
        label = LABEL.match(block.text)
        apart = bool(run) and block.box.top - run[-1].box.bottom > HEADING_REACH
        if label is None or label_role(label[1]) is None or label[1] in seen or apart:
            break
        seen.add(label[1])
        run.append(block)
    return tuple(run)


def _is_over(title: TextBlock, block: TextBlock) -> bool:
    """Whether a text is set as the heading of the one under it."""
    near = 0 <= block.box.top - title.box.bottom <= HEADING_REACH and len(title.text) <= LONGEST_TITLE
    return near and (title.bold or title.size > block.size) and not title.text.endswith((".", ":"))


def _is_status(text: str) -> bool:
    return bool(colour_word(text) or exact_rating(text) or not_rated_word(text))
