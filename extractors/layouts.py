"""Each page once: its tables, its running text, and whether it could be read at all.

Tables are joined over pages in ``joins``; this module only goes through the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.across import join_across
from extractors.blocks import read_blocks, without_furniture
from extractors.engine_align import ENGINE as ALIGNMENT
from extractors.engine_ocr import ENGINE as RECOGNISED
from extractors.engine_ocr import can_recognise, recognise_page
from extractors.joins import PageLayout
from extractors.margins import furniture_words, margin_lines
from extractors.page_turn import Turn, find_turn, turned_page
from extractors.pages import OpenedDocument, open_document
from extractors.stacked import gather_stacked
from extractors.swatches import read_swatch_key
from extractors.tables import find_tables
from schemas.geometry import Box, Place
from schemas.grids import Table
from schemas.pages import Page
from schemas.readings import Issue

# Front matter stands on the first pages.
FRONT_PAGES = 3
# A page whose pictures cover this share of it and that has no text is a scan.
SCAN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class ReadPages:
    """The pages of a document in order, the first few whole, and what could not be read.

    ``turns`` says which pages were turned to be read; places on them are those of the page as read.
    """

    layouts: tuple[PageLayout, ...]
    front: tuple[Page, ...]
    issues: tuple[Issue, ...]
    words: int
    turns: Mapping[int, Turn] = field(default_factory=dict)


def read_layouts(document: OpenedDocument, numbers: Iterable[int]) -> ReadPages:
    """Go through the given pages (1-based). A page that fails is an issue; the others are read."""
    raw: list[PageLayout] = []
    front: list[Page] = []
    issues: list[Issue] = []
    words = 0
    turns: dict[int, Turn] = {}
    waiting: Page | None = None
    margins: list[frozenset[str]] = [frozenset()]
    for number in numbers:
        page = _read(document, number, issues)
        if page is None:
            continue
        if not page.words and _is_scan(page):
            page = _recognised(document, page, issues)
        turn = find_turn(page)
        if turn is not None:
            turns[number] = turn
            page = turned_page(page, turn)
        words += len(page.words)
        if len(front) < FRONT_PAGES:
            front.append(page)
        margins.append(frozenset(folded for folded, _words in margin_lines(page)))
        if waiting is not None:
            raw.append(_layout(waiting, margins[-3] | margins[-1], raw))
        waiting = page
    if waiting is not None:
        raw.append(_layout(waiting, margins[-2], raw))
    kept = without_furniture([(layout.height, layout.blocks) for layout in raw])
    layouts = tuple(replace(layout, blocks=blocks) for layout, blocks in zip(raw, kept, strict=True))
    layouts = join_across(layouts)
    return ReadPages(layouts, tuple(front), tuple(issues), words, turns)


def _read(document: OpenedDocument, number: int, issues: list[Issue]) -> Page | None:
    try:
        return document.read_page(number)
    except Exception as error:  # a damaged page raises whatever its damage hits; the rest of the report is readable
        place = Place(number, Box(0, 0, 0, 0))
        issues.append(Issue("page_failed", f"Page {number} could not be parsed: {error!r}.", place))
        return None


def _layout(page: Page, neighbours: frozenset[str], earlier: Sequence[PageLayout]) -> PageLayout:
    """The page's layout; a page waits for its successor, whose margin shows which lines are running ones."""
    last = earlier[-1] if earlier else None
    follows = last is not None and last.number == page.number - 1
    aligned = [t for t in last.tables if t.engine in (ALIGNMENT, RECOGNISED)] if last and follows else []
    before = aligned[-1] if aligned else None
    tables = find_tables(page, before, furniture_words(page, neighbours))
    scanned = bool(page.words) and all(word.font == RECOGNISED for word in page.words)
    if scanned:
        tables = tuple(replace(table, engine=RECOGNISED) for table in tables)
    key_lines = read_swatch_key(page, tables)
    tables, blocks = gather_stacked(tables, read_blocks(page, tables))
    return PageLayout(page.number, page.width, page.height, tables, blocks, key_lines)


def replace_tables(
    path: Path, layouts: Sequence[PageLayout], numbers: Sequence[int], engine: Callable[[Page, Path], tuple[Table, ...]]
) -> dict[int, PageLayout]:
    """Per page number the layout with its tables found by ``engine``; pages where it finds none are left out."""
    known = {layout.number: layout for layout in layouts}
    again: dict[int, PageLayout] = {}
    with open_document(path) as document:
        for number in numbers:
            page = document.read_page(number)
            if find_turn(page) is not None:
                continue
            tables = engine(page, path) if page.words and number in known else ()
            if tables:
                tables, _blocks = gather_stacked(tables, read_blocks(page, tables))
                again[number] = replace(known[number], tables=tables)
    return again


def _is_scan(page: Page) -> bool:
    return sum(picture.box.area for picture in page.pictures) >= SCAN_SHARE * page.width * page.height


def _recognised(document: OpenedDocument, page: Page, issues: list[Issue]) -> Page:
    """The scanned page with its words, or as it is and an issue that says what would read it."""
    place = Place(page.number, Box(0, 0, page.width, page.height))
    if not can_recognise():
        message = f"Page {page.number} is a picture without text; install scrutineer[ocr] to have it read."
        issues.append(Issue("page_without_text", message, place))
        return page
    read = recognise_page(document.pdf.path, page)
    message = f"Page {page.number} is a picture without text; its {len(read.words)} words were recognised."
    issues.append(Issue("page_recognised", message, place))
    return read
