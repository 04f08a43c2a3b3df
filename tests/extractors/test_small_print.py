"""Sheets shrunk to fit a page are read as those printed at their size, and their places are where they are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from extractors.page_turn import Turn, View, find_zoom
from pipeline.extract import extract_document
from schemas.geometry import Box
from schemas.pages import Page, Word
from schemas.readings import KpiRow
from tests.extractors.made_marks import COLOURS, FIVE, Draw, build_report, filled

SHIPPED = Path(__file__).parents[2] / "fixtures" / "reports"


def shrunk(source: Path, path: Path, share: float) -> Path:
    """A copy of a PDF with its pages printed at ``share`` of their size."""
    with pypdfium2.PdfDocument(source) as document, pypdfium2.PdfDocument.new() as small:
        for number, page in enumerate(document):
            width, height = page.get_size()
            target = small.new_page(width * share, height * share)
            drawn = document.page_as_xobject(number, small).as_pageobject()
            drawn.set_matrix(pypdfium2.PdfMatrix().scale(share, share))
            target.insert_obj(drawn)
            target.gen_content()
        small.save(path)
    return path


def said(row: KpiRow) -> tuple[object, ...]:
    status = row.status
    return (
        row.ref,
        row.title,
        row.target,
        row.actual,
        row.previous,
        row.commentary,
        row.theme,
        status.rag,
        status.rating,
    )


@pytest.mark.parametrize("share", [0.5, 0.35])
def test_a_report_shrunk_to_small_print_says_the_same(tmp_path: Path, share: float) -> None:
    source = next(SHIPPED.glob("tarnshire*dashboard*.pdf"))

    rows = [said(row) for row in extract_document(shrunk(source, tmp_path / "small.pdf", share)).kpis]

    assert rows == [said(row) for row in extract_document(source).kpis]


def test_places_on_an_enlarged_page_are_those_of_the_page_shown(tmp_path: Path) -> None:
    columns: dict[str, Callable[[str], Draw | str]] = {
        "Actual": lambda _name: "80%",
        "RAG": lambda name: filled(COLOURS[name]),
    }
    source = build_report(tmp_path / "large.pdf", FIVE, columns)
    small = extract_document(shrunk(source, tmp_path / "small.pdf", 0.4)).kpis

    for row, whole in zip(small, extract_document(source).kpis, strict=True):
        box, full = row.places[0].box, whole.places[0].box
        assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(
            (0.4 * full.x0, 0.4 * full.top, 0.4 * full.x1, 0.4 * full.bottom), abs=0.2
        )


def page_of(size: float) -> Page:
    words = tuple(
        Word("word", Box(10 * n, 10, 10 * n + 8, 10 + size), size, "Arial", False, "#000000", True) for n in range(20)
    )
    return Page(1, 600, 400, words, (), (), (), (), ())


def test_pages_of_one_table_are_enlarged_alike() -> None:
    """A table's second page may be in slightly larger print on average: its columns must still meet those before."""
    assert find_zoom(page_of(4.0)) == find_zoom(page_of(5.0), before=find_zoom(page_of(4.0))) > 1
    assert find_zoom(page_of(5.0)) == find_zoom(page_of(9.0), before=2.5) == 1


def test_a_box_enlarged_and_turned_goes_back_the_same_way() -> None:
    box, turn = Box(10, 20, 30, 60), Turn(up=True, width=500, height=400)

    assert View(2.0, turn).shown(turn.upright(box)) == Box(5, 10, 15, 30)
