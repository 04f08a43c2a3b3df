"""Each page once: its tables, its running text, and whether it could be read at all.

Tables are joined over pages in ``joins``; this module only goes through the pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.blocks import read_blocks, without_furniture
from extractors.joins import PageLayout
from extractors.pages import OpenedDocument
from extractors.swatches import read_swatch_key
from extractors.tables import find_tables
from schemas.geometry import Box, Place
from schemas.pages import Page
from schemas.readings import Issue

# Front matter stands on the first pages.
FRONT_PAGES = 3
# A page whose pictures cover this share of it and that has no text is a scan.
SCAN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class ReadPages:
    """The pages of a document in order, the first few whole, and what could not be read."""

    layouts: tuple[PageLayout, ...]
    front: tuple[Page, ...]
    issues: tuple[Issue, ...]
    words: int


def read_layouts(document: OpenedDocument, numbers: Iterable[int]) -> ReadPages:
    """Go through the given pages (1-based). A page that fails is an issue; the others are read."""
    raw: list[PageLayout] = []
    front: list[Page] = []
    issues: list[Issue] = []
    words = 0
    for number in numbers:
        try:
            page = document.read_page(number)
        except Exception as error:  # a damaged page raises whatever its damage hits; the rest of the report is readable
            place = Place(number, Box(0, 0, 0, 0))
            issues.append(Issue("page_failed", f"Page {number} could not be parsed: {error!r}.", place))
            continue
        words += len(page.words)
        if not page.words:
            issues += _scan(page)
        if len(front) < FRONT_PAGES:
            front.append(page)
        tables = find_tables(page)
        blocks = read_blocks(page, tables)
        raw.append(PageLayout(number, page.width, page.height, tables, blocks, read_swatch_key(page, tables)))
    kept = without_furniture([(layout.height, layout.blocks) for layout in raw])
    layouts = tuple(replace(layout, blocks=blocks) for layout, blocks in zip(raw, kept, strict=True))
    return ReadPages(layouts, tuple(front), tuple(issues), words)


def _scan(page: Page) -> list[Issue]:
    covered = sum(picture.box.area for picture in page.pictures)
    if covered < SCAN_SHARE * page.width * page.height:
        return []
    place = Place(page.number, Box(0, 0, page.width, page.height))
    return [Issue("page_without_text", f"Page {page.number} is a picture without text; it was not read.", place)]
