"""What is measured: each function reads one PDF from beginning to end and gives nothing back."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pdfplumber

from extractors import pdfium_calls as pdfium
from extractors.pages import open_document
from extractors.pdfium_page import open_pdf

Measure: TypeAlias = Callable[[Path], None]


def pdfium_text(path: Path) -> None:
    """The floor: pdfium's plain text of every page."""
    with open_pdf(path) as document:
        for number in range(1, document.page_count + 1):
            page = document.page(number)
            _text(page.text_address)
            page.close()


def pdfium_text_and_objects(path: Path) -> None:
    """The floor and every value a page object is made of, fetched from pdfium and thrown away; nothing is converted."""
    numbers, whole = pdfium.Floats(6), pdfium.Whole(4)
    with open_pdf(path) as document:
        for number in range(1, document.page_count + 1):
            page = document.page(number)
            text_page = page.text_address
            _text(text_page)
            for index in range(max(0, pdfium.count_chars(text_page))):
                pdfium.char_object(text_page, index)
                pdfium.char_loose_box(text_page, index, numbers.at[0])
            for painted in page.painted.texts.values():
                _fetch_look(painted.item, numbers, whole)
                pdfium.text_font_size(painted.item, numbers.at[0])
                pdfium.text_render_mode(painted.item)
                pdfium.text_font(painted.item)
            for painted in page.painted.paths:
                _fetch_look(painted.item, numbers, whole)
                pdfium.path_draw_mode(painted.item, whole.at[0], whole.at[1])
                for index in range(pdfium.path_count_segments(painted.item)):
                    segment = pdfium.path_segment(painted.item, index)
                    pdfium.segment_point(segment, numbers.at[0], numbers.at[1])
                    pdfium.segment_kind(segment)
            page.close()


def _fetch_look(item: int, numbers: pdfium.Floats, whole: pdfium.Whole) -> None:
    pdfium.object_matrix(item, numbers.at[0])
    pdfium.fill_colour(item, *whole.at)
    pdfium.stroke_colour(item, *whole.at)


def our_first_look(path: Path) -> None:
    """Counts of every page, as for finding the pages of a pack that can hold tables."""
    with open_pdf(path) as document:
        for number in range(1, document.page_count + 1):
            document.first_look(number)
            document.close_page(number)


def our_pages(path: Path) -> None:
    """Words with font, size and colour, and all drawings, of every page, by pdfium."""
    with open_pdf(path) as document:
        for page in document.pages:
            page.extract_words(extra_attrs=["fontname", "size", "non_stroking_color"], y_tolerance=2.5)
            _drawings(page)
            page.close()


def pdfplumber_pages(path: Path) -> None:
    """The same by pdfplumber."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words(extra_attrs=["fontname", "size", "non_stroking_color"], y_tolerance=2.5)
            _drawings(page)
            page.close()


def read_pages(path: Path) -> None:
    """``extractors.pages``: what every extractor is given."""
    with open_document(path) as document:
        for number in range(1, document.page_count + 1):
            document.read_page(number)


def pdfplumber_tables(path: Path) -> None:
    """Plain pdfplumber: tables and text."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()
            page.close()


def camelot_lattice(path: Path) -> None:
    """camelot's lattice engine on every page."""
    from camelot.io import read_pdf

    read_pdf(str(path), pages="all", flavor="lattice")


def our_extract(path: Path) -> None:
    """The whole line of one document, without database."""
    from pipeline.extract import extract_document

    extract_document(path)


def _drawings(page: pdfplumber.page.Page) -> None:
    for found in (page.rects, page.lines, page.curves, page.images):
        len(found)


def _text(text_page: int) -> None:
    count = max(0, pdfium.count_chars(text_page))
    room = (ctypes.c_ushort * (count + 1))()
    pdfium.all_text(text_page, 0, count, ctypes.addressof(room))
    bytes(room).decode("utf-16-le", "replace")


MEASURES: dict[str, Measure] = {
    "pdfium text (the floor)": pdfium_text,
    "pdfium text and objects": pdfium_text_and_objects,
    "first look": our_first_look,
    "our words and drawings": our_pages,
    "pdfplumber words and drawings": pdfplumber_pages,
    "extractors.pages": read_pages,
    "extract": our_extract,
    "pdfplumber tables and text": pdfplumber_tables,
    "camelot lattice": camelot_lattice,
}
