"""A page read by pdfium is the page a reader sees, in pdfplumber's coordinates and fields."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdfium_page import PdfiumPage, open_pdf
from schemas.errors import Reason, Rejection
from tests.extractors.made_pdfs import stream, write_pdf

HELLO = b"BT /F1 12 Tf 100 300 Td (Hello world) Tj ET "
RED_BOX = b"1 0 0 rg 50 100 200 60 re f "
WIDE, HIGH = 600.0, 400.0


def read(path: Path) -> PdfiumPage:
    return open_pdf(path).pages[0]


def texts(page: PdfiumPage) -> list[str]:
    return [word["text"] for word in page.extract_words()]


def box(found: dict[str, float]) -> tuple[float, ...]:
    return tuple(round(found[side], 1) for side in ("x0", "top", "x1", "bottom"))


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A page with everything pdfplumber has fields for."""
    path = tmp_path / "drawn.pdf"
    canvas = Canvas(str(path), pagesize=(WIDE, HIGH))
    canvas.setFont("Helvetica-Bold", 14)
    canvas.setFillColorRGB(0.2, 0.4, 0.6)
    canvas.drawString(72, 350, "Quarter 2 performance")
    canvas.setFont("Times-Roman", 9.5)
    canvas.drawString(72, 330, "Within 5% of target (82)")
    canvas.setFillColorRGB(1, 0.75, 0)
    canvas.rect(72, 200, 100, 40, fill=1, stroke=1)
    canvas.line(72, 190, 400, 190)
    canvas.setLineWidth(2)
    path_drawn = canvas.beginPath()
    path_drawn.moveTo(300, 250)
    path_drawn.lineTo(320, 280)
    path_drawn.curveTo(330, 285, 335, 270, 340, 250)
    path_drawn.close()
    canvas.drawPath(path_drawn, fill=1, stroke=0)
    canvas.save()
    return path


def test_every_kind_of_object_has_pdfplumbers_fields(drawn: Path) -> None:
    with pdfplumber.open(drawn) as plumber, open_pdf(drawn) as ours:
        theirs, page = plumber.pages[0], ours.pages[0]
        for kind in ("char", "line", "rect", "curve"):
            missing = theirs.objects[kind][0].keys() - page.objects[kind][0].keys() - {"ncs", "name", "stream"}
            assert not missing, (kind, missing)


def test_boxes_sizes_and_colours_agree_with_pdfplumber(drawn: Path) -> None:
    with pdfplumber.open(drawn) as plumber, open_pdf(drawn) as ours:
        theirs, page = plumber.pages[0], ours.pages[0]
        for kind in ("char", "line", "rect", "curve"):
            for one, other in zip(theirs.objects[kind], page.objects[kind], strict=True):
                for name in ("x0", "top", "x1", "bottom", "y0", "y1", "doctop", "width", "height"):
                    assert one[name] == pytest.approx(other[name], abs=0.02), (kind, name)
                assert one["non_stroking_color"] == pytest.approx(other["non_stroking_color"], abs=0.003)
                if kind == "char":
                    assert (one["text"], one["upright"]) == (other["text"], other["upright"])
                    assert one["fontname"] == other["fontname"]
                    assert one["size"] == pytest.approx(other["size"], abs=0.001)
                else:
                    assert (one["fill"], one["stroke"]) == (other["fill"], other["stroke"])
                    # pdfminer starts a page with a line width of 0; PDF 32000-1 table 52 says 1.
                    assert other["linewidth"] == pytest.approx(one["linewidth"] or 1.0, abs=0.001)
                    assert [pair for point in one["pts"] for pair in point] == pytest.approx(
                        [pair for point in other["pts"] for pair in point], abs=0.01
                    )


def test_pdfplumbers_tools_run_on_the_page(drawn: Path) -> None:
    with open_pdf(drawn) as document:
        page = document.pages[0]
        assert page.crop((0, 0, 300, 60)).extract_text() == "Quarter 2 performance"
        assert [box(edge) for edge in page.horizontal_edges]
        assert page.find_tables() is not None
        assert page.to_image(resolution=36).original.size == (300, 200)
        assert page.annots == []
        assert page.to_dict()["page_number"] == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_the_upright_one(tmp_path: Path, turn: int) -> None:
    upright = read(write_pdf(tmp_path / "upright.pdf", HELLO + RED_BOX))
    # The content is turned one way and the page the other, as a scanner or a landscape sheet in a pack does.
    places = {
        90: (b"0 1 -1 0 400 0 cm ", b"/MediaBox [0 0 400 600] /Rotate 90"),
        180: (b"-1 0 0 -1 600 400 cm ", b"/MediaBox [0 0 600 400] /Rotate 180"),
        270: (b"0 -1 1 0 0 600 cm ", b"/MediaBox [0 0 400 600] /Rotate 270"),
    }
    matrix, entries = places[turn]
    turned = read(write_pdf(tmp_path / "turned.pdf", matrix + HELLO + RED_BOX, page=entries))
    assert (turned.width, turned.height, turned.rotation) == (WIDE, HIGH, turn)
    assert texts(turned) == texts(upright) == ["Hello", "world"]
    for one, other in zip(turned.extract_words(), upright.extract_words(), strict=True):
        assert box(one) == box(other)
    assert [box(rect) for rect in turned.rects] == [box(rect) for rect in upright.rects] == [(50, 240, 250, 300)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_page_rotation_puts_objects_where_pdfplumber_does(tmp_path: Path, turn: int) -> None:
    path = write_pdf(tmp_path / "page.pdf", HELLO + RED_BOX, page=b"/MediaBox [20 30 620 430] /Rotate %d" % turn)
    with pdfplumber.open(path) as plumber:
        theirs, page = plumber.pages[0], read(path)
        assert page.mediabox == pytest.approx(theirs.mediabox)
        assert box(page.rects[0]) == box(theirs.rects[0])
        assert box(page.chars[0]) == pytest.approx(box(theirs.chars[0]), abs=0.1)


def test_text_that_runs_up_the_page_is_read_upwards(tmp_path: Path) -> None:
    page = read(write_pdf(tmp_path / "up.pdf", b"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Previous year) Tj ET"))
    words = page.extract_words(extra_attrs=["size"])
    assert [(word["text"], word["direction"], word["size"]) for word in words] == [
        ("Previous", "btt", 12.0),
        ("year", "btt", 12.0),
    ]


def test_what_stands_in_nested_forms_is_in_page_coordinates(tmp_path: Path) -> None:
    inner = stream(
        HELLO + RED_BOX,
        b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Matrix [1 0 0 1 5 5] "
        b"/Resources << /Font << /F1 5 0 R >> >>",
    )
    outer = stream(
        b"0.5 0 0 0.5 10 20 cm /Inner Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Resources << /XObject << /Inner 10 0 R >> >>",
    )
    path = write_pdf(
        tmp_path / "forms.pdf",
        b"1 0 0 1 100 0 cm /Outer Do",
        resources=b"/XObject << /Outer 11 0 R >>",
        extra=(inner, outer),
    )
    page = read(path)
    with pdfplumber.open(path) as plumber:
        assert box(page.rects[0]) == box(plumber.pages[0].rects[0])
    # x: (50 + 5) / 2 + 10 + 100; y from the foot: (100 + 5) / 2 + 20.
    assert box(page.rects[0]) == (137.5, 297.5, 237.5, 327.5)
    assert texts(page) == ["Hello", "world"]
    assert page.chars[0]["size"] == pytest.approx(6.0)
    assert page.chars[0]["x0"] == pytest.approx(162.5, abs=0.01)


def test_what_is_clipped_away_is_not_there(tmp_path: Path) -> None:
    hidden = b"q 0 0 90 400 re W n " + HELLO + b"Q q 400 0 100 400 re W n " + RED_BOX + b"Q "
    page = read(write_pdf(tmp_path / "clipped.pdf", hidden + b"BT /F1 12 Tf 100 200 Td (Shown) Tj ET"))
    assert texts(page) == ["Shown"]
    assert page.rects == []


def test_a_fill_painted_through_a_clip_is_as_large_as_the_clip(tmp_path: Path) -> None:
    page = read(write_pdf(tmp_path / "cell.pdf", b"q 100 100 80 20 re W n 0 1 0 rg 0 0 600 400 re f Q"))
    assert [box(rect) for rect in page.rects] == [(100, 280, 180, 300)]


def test_a_word_cut_by_its_clip_keeps_what_shows(tmp_path: Path) -> None:
    page = read(write_pdf(tmp_path / "cut.pdf", b"q 0 0 127 400 re W n " + HELLO + b"Q"))
    assert texts(page) == ["Hello"]


@pytest.mark.parametrize("drawn_how", [b"3 Tr ", b"7 Tr ", b"/Clear gs "])
def test_text_drawn_invisibly_is_not_there(tmp_path: Path, drawn_how: bytes) -> None:
    content = b"q BT /F1 12 Tf " + drawn_how + b"100 200 Td (Hidden) Tj ET Q " + HELLO
    states = b"/ExtGState << /Clear << /ca 0 /CA 0 >> >>"
    assert texts(read(write_pdf(tmp_path / "t.pdf", content, resources=states))) == ["Hello", "world"]


def test_clear_rectangles_are_not_there_and_white_ones_are(tmp_path: Path) -> None:
    content = b"q /Clear gs " + RED_BOX + b"Q 1 g 300 100 50 50 re f "
    page = read(write_pdf(tmp_path / "r.pdf", content, resources=b"/ExtGState << /Clear << /ca 0 /CA 0 >> >>"))
    assert [rect["non_stroking_color"] for rect in page.rects] == [(1.0, 1.0, 1.0)]


def test_a_half_clear_fill_has_the_colour_it_shows_on_paper(tmp_path: Path) -> None:
    states = b"/ExtGState << /Half << /ca 0.5 >> >>"
    page = read(write_pdf(tmp_path / "h.pdf", b"/Half gs " + RED_BOX, resources=states))
    assert page.rects[0]["non_stroking_color"] == pytest.approx((1.0, 0.5, 0.5), abs=0.01)


def test_the_user_unit_makes_points_of_units(tmp_path: Path) -> None:
    page = read(write_pdf(tmp_path / "unit.pdf", HELLO + RED_BOX, page=b"/MediaBox [0 0 600 400] /UserUnit 2"))
    assert (page.width, page.height) == (2 * WIDE, 2 * HIGH)
    assert box(page.rects[0]) == (100, 480, 500, 600)
    assert page.chars[0]["size"] == 24.0
    assert texts(page) == ["Hello", "world"]


def test_what_lies_outside_the_crop_box_is_not_there_and_the_origin_stays(tmp_path: Path) -> None:
    entries = b"/MediaBox [0 0 600 400] /CropBox [0 0 300 250]"
    page = read(write_pdf(tmp_path / "crop.pdf", HELLO + RED_BOX + b"350 10 40 40 re f ", page=entries))
    assert texts(page) == []
    assert [box(rect) for rect in page.rects] == [(50, 240, 250, 300)]
    assert page.cropbox == (0, 150, 300, 400)
    assert page.mediabox == (0, 0, WIDE, HIGH)


def test_a_media_box_of_the_page_tree_counts(tmp_path: Path) -> None:
    tree = b"/MediaBox [0 0 600 400] /CropBox [10 10 590 390]"
    page = read(write_pdf(tmp_path / "tree.pdf", RED_BOX, page=b"", tree=tree))
    assert page.mediabox == (0, 0, WIDE, HIGH)
    assert page.cropbox == (10, 10, 590, 390)


def test_blanks_that_are_text_of_their_own_part_words(tmp_path: Path) -> None:
    content = b"BT /F1 11 Tf 100 300 Td (Child) Tj 25 0 Td ( ) Tj 2.5 0 Td (Welfare) Tj ET"
    assert texts(read(write_pdf(tmp_path / "blank.pdf", content))) == ["Child", "Welfare"]


def test_a_letter_drawn_twice_to_look_bold_is_one_letter(tmp_path: Path) -> None:
    content = b"BT /F1 11 Tf 100 300 Td (Total) Tj ET BT /F1 11 Tf 100.3 300 Td (Total) Tj ET"
    assert texts(read(write_pdf(tmp_path / "bold.pdf", content))) == ["Total"]


def test_the_hyphen_of_a_broken_word_is_a_hyphen(tmp_path: Path) -> None:
    content = b"BT /F1 11 Tf 100 300 Td (perfor-) Tj 0 -14 Td (mance) Tj ET"
    assert texts(read(write_pdf(tmp_path / "hyphen.pdf", content))) == ["perfor-", "mance"]


def test_closing_a_page_gives_it_back_and_reading_again_works(tmp_path: Path) -> None:
    with open_pdf(write_pdf(tmp_path / "again.pdf", HELLO)) as document:
        page = document.pages[0]
        assert texts(page) == ["Hello", "world"]
        page.close()
        assert document.pages[0] is not page
        assert texts(document.pages[0]) == ["Hello", "world"]


def test_a_first_look_counts_without_reading(tmp_path: Path) -> None:
    with open_pdf(write_pdf(tmp_path / "look.pdf", HELLO + RED_BOX)) as document:
        look = document.first_look(1)
        assert (look.text_objects, look.paths, look.images) == (1, 1, 0)
        assert look.chars >= 11


def test_what_is_no_pdf_is_rejected_with_its_reason(tmp_path: Path) -> None:
    web_page = tmp_path / "page.pdf"
    web_page.write_text("<html>Not found</html>")
    empty = tmp_path / "empty.pdf"
    empty.touch()
    stub = tmp_path / "stub.pdf"
    stub.write_bytes(b"%PDF-1.7\n1 0 obj")
    for path, reason in ((web_page, Reason.NOT_A_PDF), (empty, Reason.EMPTY), (stub, Reason.TRUNCATED)):
        with pytest.raises(Rejection) as caught:
            open_pdf(path)
        assert caught.value.reason is reason
    with pytest.raises(OSError, match="absent"):
        open_pdf(tmp_path / "absent.pdf")


def test_a_locked_pdf_is_rejected_as_encrypted_and_opens_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt="sesame")
    canvas.drawString(72, 700, "Locked")
    canvas.save()
    with pytest.raises(Rejection) as caught:
        open_pdf(path)
    assert caught.value.reason is Reason.ENCRYPTED
    with open_pdf(path, password="sesame") as document:
        assert texts(document.pages[0]) == ["Locked"]
