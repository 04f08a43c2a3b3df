"""Pages that are pictures: their words from an invisible layer of text or by recognition, all else from the pixels.

Scanners and archives lay the text they recognised over the picture, drawn so that nobody sees it, to make the page
searchable. Such text is used where there is any; else the page is recognised, where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Any

from extractors.engine_ocr import ENGINE as RECOGNISED
from extractors.engine_ocr import can_recognise, recognise_words
from extractors.page_bitmap import dark_edges, find_areas, find_ink, find_rules, find_tilt, render, turned, turned_box
from extractors.pages import OpenedDocument
from schemas.geometry import Box, Place
from schemas.pages import Page, Word
from schemas.readings import Issue, KpiRow
from schemas.vocabulary import StatusMethod

LAYER = "text layer"
ENGINES = frozenset((RECOGNISED, LAYER))
# A page whose pictures cover this share of it and that has no text to be seen is a scan.
SCAN_SHARE = 0.4
# Fewer hidden words than this are a stamp or a watermark, no layer.
FEWEST_WORDS = 10
# Letters further apart than this share of their size are two words: layers print words one by one, without spaces.
WORD_GAP = 0.15


def is_scan(page: Page) -> bool:
    """Whether a page shows pictures and no text."""
    covered = sum(picture.box.area for picture in page.pictures)
    return not page.words and covered >= SCAN_SHARE * page.width * page.height


def engine_of(page: Page) -> str | None:
    """How the words of a scanned page were read; None for any other page."""
    fonts = {word.font for word in page.words}
    return fonts.pop() if len(fonts) == 1 and fonts <= ENGINES else None


def as_scanned(row: KpiRow) -> KpiRow:
    """The row with its status marked as recognised, when it was read from a scanned page."""
    if row.engine not in ENGINES or row.status.method is None:
        return row
    return replace(row, status=replace(row.status, method=StatusMethod.OCR))


def read_scan(document: OpenedDocument, page: Page) -> tuple[Page, Issue]:
    """The scanned ``page`` with its words, rules and areas in points of the page set straight, and how it was read.

    The page as it was, and what would read it, where it has no layer of text and recognition is not installed.
    """
    place = Place(page.number, Box(0, 0, page.width, page.height))
    layer = _layer(document, page.number)
    if len(layer) < FEWEST_WORDS and not can_recognise():
        message = f"Page {page.number} is a picture without text; install scrutineer[ocr] to have it read."
        return page, Issue("page_without_text", message, place)
    image = render(document.pdf.path, page.number)
    tilt = find_tilt(image)
    image = turned(image, tilt)
    if len(layer) >= FEWEST_WORDS:
        words = [
            _inked(image, replace(word, box=turned_box(word.box, tilt, page.width, page.height))) for word in layer
        ]
        told = f"its {len(words)} words are those of an invisible layer of text over it"
    else:
        words = recognise_words(image)
        told = f"its {len(words)} words were recognised"
    message = f"Page {page.number} is a picture; {told}, its colours are those of the picture."
    return _page(page, image, words), Issue("page_recognised", message, place)


def _page(page: Page, image: Any, words: list[Word]) -> Page:
    fills, shapes = find_areas(image)
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        words=tuple(sorted(words, key=lambda word: (round(word.box.mid_y / word.size), word.box.x0))),
        rules=tuple(find_rules(image)),
        fills=tuple(fills),
        outlines=tuple(dark_edges(fills)),
        shapes=tuple(shapes),
        pictures=(),
    )


def _layer(document: OpenedDocument, number: int) -> list[Word]:
    """The words of the page's invisible layer of text; none where pdfplumber cannot read what pdfium draws."""
    try:
        return list(_hidden_words(document, number))
    except Exception:  # a damaged page tree or stream raises whatever it hits; the page then is one without text
        return []


def _hidden_words(document: OpenedDocument, number: int) -> Iterator[Word]:
    """The words pdfplumber finds on the page, which reads text that is drawn to be unseen too."""
    page = document.pdf.plumber_page(number)
    try:
        # In the order they were written: the lines of a tilted page overlap in height.
        for word in page.extract_words(use_text_flow=True, return_chars=True, x_tolerance_ratio=WORD_GAP):
            box = Box(float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))
            size = median(float(char["size"]) for char in word["chars"])
            yield Word(str(word["text"]), box, round(size, 1), LAYER, False, None)
    finally:
        page.close()


def _inked(image: Any, word: Word) -> Word:
    box, colour = find_ink(image, word.box)
    return replace(word, box=box, colour=colour)
