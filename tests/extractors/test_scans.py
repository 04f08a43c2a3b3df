"""Claims about pages that are pictures: words from a layer nobody sees, rules and colours from the pixels.

Recognition itself is tested where scrutineer[ocr] is installed; everything around it, everywhere.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.engine_ocr import can_recognise
from extractors.page_bitmap import dark_edges, find_areas, find_ink, find_rules, find_tilt, turned, turned_box
from extractors.pages import open_document
from extractors.scan_budget import ScanBudget
from extractors.scans import as_scanned, is_unlettered, read_scan
from fixtures.matrix.builders import Case, build_case
from fixtures.matrix.scans import build_scan, greyed, worn_out
from fixtures.matrix.score import score_file
from pipeline.extract import extract_document
from schemas.errors import Reason, Rejection
from schemas.geometry import Box, Place
from schemas.pages import Page, Word
from schemas.readings import KpiRow, StatusReading
from schemas.vocabulary import Rag, Rating, StatusMethod
from tests.extractors.made_pdfs import stream, write_pdf

WHITE = 255
INK = (20, 20, 20)


def paper(height: int = 600, width: int = 900) -> Any:
    return np.full((height, width, 3), WHITE, np.uint8)


def grid(rows: int = 5, row: int = 34) -> Any:
    """A ruled table of ``rows`` rows with lines of two pixels."""
    image = paper()
    for number in range(rows + 1):
        image[100 + number * row : 102 + number * row, 100:800] = INK
    for x in (100, 300, 550, 798):
        image[100 : 102 + rows * row, x : x + 2] = INK
    return image


def levels(image: Any) -> list[int]:
    return sorted({round(rule.box.mid_y / 0.36) for rule in find_rules(image) if rule.box.width > rule.box.height})


def uprights(image: Any) -> list[int]:
    return sorted({round(rule.box.mid_x / 0.36) for rule in find_rules(image) if rule.box.width < rule.box.height})


@given(st.floats(-1.0, 1.0))
@settings(max_examples=10, deadline=None)
def test_a_tilted_page_is_set_straight_to_a_tenth_of_a_degree(tilt: float) -> None:
    page = paper(1654, 2339)
    for top in range(200, 1400, 60):
        page[top : top + 2, 150:2150] = INK
    assert abs(find_tilt(turned(page, tilt)) + tilt) <= 0.1


@given(st.floats(-1.0, 1.0), st.floats(50, 550), st.floats(50, 800))
def test_a_word_turned_there_and_back_stands_where_it_stood(tilt: float, x: float, y: float) -> None:
    box = Box(x, y, x + 30, y + 9)
    back = turned_box(turned_box(box, tilt, 595, 842), -tilt, 595, 842)
    assert abs(back.x0 - box.x0) < 1e-6
    assert abs(back.top - box.top) < 1e-6


def test_rules_are_found_through_their_crossings_in_rows_lower_than_the_shortest_line() -> None:
    low = grid(rows=12, row=30)
    assert len(levels(low)) == 13
    assert uprights(low) == pytest.approx([101, 301, 551, 799], abs=1)


def test_a_dark_band_is_no_line_and_its_edges_part_rows() -> None:
    image = grid()
    image[102:134, 102:798] = (95, 64, 36)
    fills, shapes = find_areas(image)
    assert not shapes
    (band,) = dark_edges(fills)
    assert (band.top / 0.36, band.bottom / 0.36) == pytest.approx((102, 134), abs=2)
    assert not [level for level in levels(image) if 104 < level < 132]


def test_colours_of_close_hues_in_one_row_stay_apart_and_a_pale_one_is_seen() -> None:
    image = paper()
    colours = {"#d4202a": 100, "#ffb81c": 200, "#2e9e4f": 300, "#c6efce": 400, "#a3a3a3": 500}
    for colour, x in colours.items():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        image[100:140, x : x + 60] = (blue, green, red)
    fills, _shapes = find_areas(image)
    assert {fill.colour for fill in fills} == set(colours)


def test_a_round_mark_is_a_shape_and_not_a_filled_cell() -> None:
    image = paper()
    y, x = np.mgrid[0:600, 0:900]
    image[(y - 200) ** 2 + (x - 300) ** 2 <= 12**2] = (79, 158, 46)
    fills, shapes = find_areas(image)
    assert fills == []
    (dot,) = shapes
    assert dot.fill == "#2e9e4f"
    assert len(dot.points) > 8, "fewer corners would make it an octagon"


def test_letters_are_neither_areas_nor_rules() -> None:
    image = paper()
    rng = Random(3)
    for top in range(20, 560, 30):
        for left in range(20, 860, 12):
            image[top : top + rng.randrange(8, 24), left : left + 3] = INK
    assert find_areas(image) == ([], [])
    assert list(find_rules(image)) == []


def test_the_ink_of_a_word_has_its_extent_and_colour() -> None:
    image = paper()
    image[100:120, 210:260] = (42, 32, 212)
    box, colour = find_ink(image, Box(60, 30, 120, 50))
    assert colour == "#d4202a"
    assert (round(box.x0 / 0.36), round(box.x1 / 0.36)) == (210, 260)


@pytest.mark.parametrize(("mark", "shape"), [("fill", "full"), ("circle", "horizontal")])
def test_a_tilted_scan_with_a_layer_of_text_is_read_whole(mark: str, shape: str, tmp_path: Path) -> None:
    case = Case("reportlab", mark, shape)
    build_case(case, tmp_path)
    score = score_file(build_scan(case, tmp_path, layer=True))
    assert score.notes == ()
    assert score.found == score.statuses == score.rows == 24
    assert score.invented == 0


def test_a_row_of_such_a_scan_says_how_it_was_read(tmp_path: Path) -> None:
    case = Case("reportlab", "fill", "full")
    build_case(case, tmp_path)
    content = extract_document(build_scan(case, tmp_path, layer=True))
    assert {row.engine for row in content.kpis} == {"text layer"}
    assert {row.status.method for row in content.kpis} == {StatusMethod.OCR}
    told = [issue.message for issue in content.issues if issue.code == "page_recognised"]
    assert len(told) == content.pages
    assert all("invisible layer of text" in message for message in told)


@pytest.mark.parametrize(("mark", "shape"), [("dot", "none"), ("forms", "full")])
def test_a_mark_that_the_layer_calls_a_letter_is_read_by_its_colour_and_form(
    mark: str, shape: str, tmp_path: Path
) -> None:
    case = Case("reportlab", mark, shape)
    build_case(case, tmp_path)
    score = score_file(build_scan(case, tmp_path, layer=True))
    assert (score.statuses, score.invented) == (24, 0), score.notes


@pytest.mark.parametrize("mark", ["fill", "dot", "text_colour"])
def test_in_a_scan_without_colour_no_status_is_guessed_from_a_grey(mark: str, tmp_path: Path) -> None:
    case = Case("reportlab", mark, "full")
    build_case(case, tmp_path)
    content = extract_document(build_scan(case, tmp_path, layer=True, worn=greyed))
    assert len(content.kpis) == 24
    assert {row.status.rating for row in content.kpis} == {Rating.UNREADABLE}
    assert {row.status.rag for row in content.kpis} == {Rag.NONE}
    assert "page_without_colour" in {issue.code for issue in content.issues}


def test_the_words_of_a_scan_without_colour_are_read(tmp_path: Path) -> None:
    case = Case("reportlab", "fill_word", "full")
    build_case(case, tmp_path)
    content = extract_document(build_scan(case, tmp_path, layer=True, worn=greyed))
    assert Rating.UNREADABLE not in {row.status.rating for row in content.kpis}
    assert "page_without_colour" not in {issue.code for issue in content.issues}


def test_no_status_of_a_noisy_scan_is_wrong(tmp_path: Path) -> None:
    case = Case("reportlab", "fill", "full")
    build_case(case, tmp_path)
    path = build_scan(case, tmp_path, layer=True, worn=worn_out)
    truth = {row["title"]: row["rating"] for row in json.loads(path.with_suffix(".truth.json").read_text())["kpis"]}
    content = extract_document(path)
    wrong = [row.ref for row in content.kpis if row.status.rating.value not in (truth[row.title], "unreadable")]
    assert wrong == []
    assert sum(row.status.rating is Rating.UNREADABLE for row in content.kpis) <= 2


def scanned_row(**parts: Any) -> KpiRow:
    place = Place(3, Box(40, 100, 500, 120))
    return KpiRow(1, "Missed bins", (place,), StatusReading(Rag.NONE, None, Rating.NOT_RATED), "ocr", **parts)


def test_an_empty_status_cell_of_a_scan_is_unreadable_since_its_mark_may_be_lost() -> None:
    cell = Place(3, Box(400, 100, 450, 120))
    ((row,), issues) = as_scanned([scanned_row(field_places=(("status", cell),))], frozenset())
    assert row.status.rating is Rating.UNREADABLE
    assert [(issue.code, issue.place, issue.subject) for issue in issues] == [("status_unreadable", cell, "kpi:1")]


def test_a_row_of_a_scanned_table_without_a_status_column_is_not_rated() -> None:
    ((row,), issues) = as_scanned([scanned_row()], frozenset())
    assert row.status.rating is Rating.NOT_RATED
    assert issues == []


def nameless_pdf(path: Path, letters: int = 40) -> Path:
    """A page whose font maps its letters to control characters, with a word in plain letters beside them."""
    codes = [65 + number for number in range(26)]
    names = b"\n".join(b"<%02x> <%04x>" % (code, code - 64) for code in codes)
    unicode_map = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 26 beginbfchar\n" + names
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 10 0 R >>"
    text = bytes(codes[number % 26] for number in range(letters))
    return write_pdf(
        path,
        b"BT /F1 12 Tf 50 300 Td (" + text + b") Tj ET",
        font=font,
        extra=(stream(unicode_map + b"\nendbfchar endcmap"),),
    )


def test_a_page_whose_fonts_name_no_letters_is_not_read_by_its_text(tmp_path: Path) -> None:
    with open_document(nameless_pdf(tmp_path / "nameless.pdf")) as document:
        assert is_unlettered(document.read_page(1))


def test_a_few_marks_of_a_symbol_font_do_not_spoil_a_page() -> None:
    plain = [Word("indicator", Box(0, 0, 40, 10), 10, "Helvetica", False, None) for _ in range(10)]
    marks = [Word("\uf06c", Box(0, 0, 5, 10), 10, "Wingdings", False, None) for _ in range(24)]
    page = Page(1, 595, 842, (*plain, *marks), (), (), (), (), ())
    assert not is_unlettered(page)
    assert is_unlettered(replace(page, words=tuple(marks)))


def scan_without_text(folder: Path) -> Path:
    case = Case("reportlab", "word", "full")
    build_case(case, folder)
    return build_scan(case, folder)


def test_a_scanned_poster_is_an_issue_and_takes_no_memory(tmp_path: Path) -> None:
    with open_document(nameless_pdf(tmp_path / "nameless.pdf")) as document:
        poster = replace(document.read_page(1), width=14400.0, height=14400.0)
        scan = read_scan(document, poster, ScanBudget(1))
    assert scan.page.words == ()
    assert [issue.code for issue in scan.issues] == ["page_without_text"]
    assert "larger than A2" in scan.issues[0].message


if can_recognise():

    def test_a_tilted_scan_without_text_is_recognised_whole(tmp_path: Path) -> None:
        score = score_file(scan_without_text(tmp_path))
        assert score.found == score.statuses == score.rows == 24
        assert score.invented == 0

    def test_a_scanned_page_that_lies_on_its_side_is_recognised(tmp_path: Path) -> None:
        case = Case("reportlab", "fill", "rotate_content")
        build_case(case, tmp_path)
        score = score_file(build_scan(case, tmp_path))
        assert score.found == score.statuses == score.rows == 24

    def test_a_page_whose_fonts_name_no_letters_is_recognised(tmp_path: Path) -> None:
        with open_document(nameless_pdf(tmp_path / "nameless.pdf")) as document:
            scan = read_scan(document, document.read_page(1), ScanBudget(1))
        assert "ABCDEFGHIJ" in "".join(word.text for word in scan.page.words)

else:

    def test_a_document_whose_fonts_name_no_letters_names_what_would_read_it(tmp_path: Path) -> None:
        path = nameless_pdf(tmp_path / "nameless.pdf")
        with open_document(path) as document:
            (issue,) = read_scan(document, document.read_page(1), ScanBudget(1)).issues
        assert issue.code == "page_without_text"
        assert "name no letters; install scrutineer[ocr]" in issue.message
        with pytest.raises(Rejection, match=r"scrutineer\[ocr\]") as caught:
            extract_document(path)
        assert caught.value.reason is Reason.NO_TEXT

    def test_a_scan_without_text_names_what_would_read_it(tmp_path: Path) -> None:
        path = scan_without_text(tmp_path)
        with pytest.raises(Rejection, match=r"scrutineer\[ocr\]") as caught:
            extract_document(path)
        assert caught.value.reason is Reason.NO_TEXT


def test_a_picture_among_pages_of_text_is_an_issue_or_is_read(tmp_path: Path) -> None:
    case = Case("reportlab", "word", "full")
    whole, scan = build_case(case, tmp_path), scan_without_text(tmp_path)
    with pdfium.PdfDocument(whole) as document, pdfium.PdfDocument(scan) as pictures:
        document.import_pages(pictures, [0])
        document.save(tmp_path / "both.pdf")
    content = extract_document(tmp_path / "both.pdf")
    code = "page_recognised" if can_recognise() else "page_without_text"
    (issue,) = [issue for issue in content.issues if issue.code in ("page_recognised", "page_without_text")]
    assert issue.code == code
    assert issue.place is not None
    assert issue.place.page == content.pages
