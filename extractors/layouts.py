"""Each page once: its tables, its running text, and whether it could be read at all.

Tables are joined over pages in ``joins``; this module only goes through the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.across import join_across
from extractors.blocks import read_blocks, without_furniture
from extractors.cut_blocks import join_cut_cards
from extractors.engine_align import ENGINE as ALIGNMENT
from extractors.joins import PageLayout
from extractors.margins import MarginLine, furniture_words, margin_lines
from extractors.page_turn import View, find_turn, find_zoom, turned_page
from extractors.pages import OpenedDocument
from extractors.quiet_pages import MOST_PATHS, is_quiet
from extractors.scan_budget import ScanBudget
from extractors.scans import ENGINES as SCANNED
from extractors.scans import engine_of, is_scan, is_unlettered, read_scan
from extractors.stacked import gather_stacked
from extractors.swatches import read_swatch_key
from extractors.tables import find_tables
from schemas.geometry import Box, Place
from schemas.pages import Page
from schemas.readings import Issue

# Front matter stands on the first pages.
FRONT_PAGES = 3
# Shorter documents are read in full within a second or two.
LONG_PACK = 100


@dataclass(frozen=True, slots=True)
class ReadPages:
    """The pages of a document in order, the first few whole, and what could not be read.

    ``views`` says which pages were turned or enlarged to be read; places on them are those of the page as read.
    ``grey`` are those scanned without colour.
    """

    layouts: tuple[PageLayout, ...]
    front: tuple[Page, ...]
    issues: tuple[Issue, ...]
    words: int
    views: Mapping[int, View] = field(default_factory=dict)
    grey: frozenset[int] = frozenset()


def read_layouts(
    document: OpenedDocument, numbers: Sequence[int], long_pack: int = LONG_PACK, scans: ScanBudget | None = None
) -> ReadPages:
    """Go through the given pages (1-based). A page that fails is an issue; the others are read.

    Of ``long_pack`` pages or more, those that hold nothing but running text are read for their text alone. ``scans``
    says how many pages may be recognised, None that all may.
    """
    raw: list[PageLayout] = []
    front: list[Page] = []
    issues: list[Issue] = []
    words = 0
    views: dict[int, View] = {}
    grey: set[int] = set()
    budget = scans or ScanBudget(len(numbers))
    waiting: tuple[Page, Sequence[MarginLine]] | None = None
    margins: list[frozenset[str]] = [frozenset()]
    quiet: set[int] = set()

    def layout_of(page: Page, own: Sequence[MarginLine], neighbours: frozenset[str]) -> PageLayout:
        if page.number in quiet:
            layout = _text_layout(page, raw)
            if layout is not None:
                return layout
            page = _read(document, page.number, issues) or page
            own = margin_lines(page)
        return _layout(page, furniture_words(own, neighbours), raw)

    for number in numbers:
        page = None
        if len(numbers) >= long_pack and len(front) == FRONT_PAGES:
            page = _find_quiet(document, number)
        if page is not None:
            quiet.add(number)
        else:
            page = _read(document, number, issues)
        if page is None:
            continue
        if is_scan(page) or is_unlettered(page):
            scan = read_scan(document, page, budget)
            page, view = scan.page, View(turn=scan.turn)
            issues += scan.issues
            grey |= {number} if scan.grey else set()
        else:
            before = views.get(number - 1, View())
            zoom = find_zoom(page, before.zoom)
            page = page if zoom == 1.0 else document.read_page(number, zoom)
            turn = find_turn(page, before.turn)
            page = page if turn is None else turned_page(page, turn)
            view = View(zoom, turn)
        if view != View():
            views[number] = view
        words += len(page.words)
        if len(front) < FRONT_PAGES:
            front.append(page)
        own = margin_lines(page)
        margins.append(frozenset(folded for folded, _words in own))
        if waiting is not None:
            raw.append(layout_of(*waiting, margins[-3] | margins[-1]))
        waiting = page, own
    if waiting is not None:
        raw.append(layout_of(*waiting, margins[-2]))
    kept = without_furniture([(layout.height, layout.blocks) for layout in raw])
    layouts = tuple(replace(layout, blocks=blocks) for layout, blocks in zip(raw, kept, strict=True))
    layouts, apart = join_across(join_cut_cards(layouts))
    return ReadPages(layouts, tuple(front), (*issues, *budget.issues(), *apart), words, views, frozenset(grey))


def _read(document: OpenedDocument, number: int, issues: list[Issue]) -> Page | None:
    try:
        return document.read_page(number)
    except Exception as error:  # a damaged page raises whatever its damage hits; the rest of the report is readable
        place = Place(number, Box(0, 0, 0, 0))
        issues.append(Issue("page_failed", f"Page {number} could not be parsed: {error!r}.", place))
        return None


def _find_quiet(document: OpenedDocument, number: int) -> Page | None:
    """The page in phrases if it holds running text alone; None for any other, damaged ones too."""
    try:
        return document.read_text(number, MOST_PATHS, is_quiet)
    except Exception:  # whatever a damaged page raises is reported by the full reading that follows
        return None


def _text_layout(page: Page, earlier: Sequence[PageLayout]) -> PageLayout | None:
    """The layout of a quiet page; None where a table may go on from the page before, or paragraphs are rows."""
    if earlier and earlier[-1].tables:
        return None
    blocks = read_blocks(page, ())
    tables, _rest = gather_stacked(page, (), blocks)
    return None if tables else PageLayout(page.number, page.width, page.height, (), blocks)


def _layout(page: Page, furniture: frozenset[int], earlier: Sequence[PageLayout]) -> PageLayout:
    """The page's layout; a page waits for its successor, whose margin shows which words are ``furniture``."""
    last = earlier[-1] if earlier else None
    follows = last is not None and last.number == page.number - 1
    aligned = [t for t in last.tables if t.engine in (ALIGNMENT, *SCANNED)] if last and follows else []
    before = aligned[-1] if aligned else None
    tables = find_tables(page, before, furniture)
    scanned = engine_of(page)
    if scanned:
        tables = tuple(replace(table, engine=scanned) for table in tables)
    key_lines = read_swatch_key(page, tables)
    tables, blocks = gather_stacked(page, tables, read_blocks(page, tables))
    return PageLayout(page.number, page.width, page.height, tables, blocks, key_lines)
