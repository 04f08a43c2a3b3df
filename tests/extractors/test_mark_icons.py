"""Raster icons are known by what they show, however they are stored; one image over many cells is cut up."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader

from extractors.icons import cut_picture, read_icon, same_look
from pipeline.extract import extract_document
from schemas.geometry import Box
from schemas.marks import MarkForm
from schemas.pages import Picture, Pixels
from schemas.vocabulary import StatusMethod
from tests.extractors.made_marks import COLOURS, FIVE, RATINGS, ROW, THREE, Draw, build_report, image, text

WHITE = (255, 255, 255)
UP = ((0.5, 0.0), (1.0, 0.5), (0.66, 0.5), (0.66, 1.0), (0.34, 1.0), (0.34, 0.5), (0.0, 0.5))


def drawn(colour: str, form: str = "dot", *, size: int = 32, clear: bool = True) -> Any:
    """An icon: a dot with a white tick, or an arrow up or down, on clear or white ground."""
    picture = Image.new("RGBA" if clear else "RGB", (size, size), (*WHITE, 0) if clear else WHITE)
    pen = ImageDraw.Draw(picture)
    if form == "dot":
        pen.ellipse((1, 1, size - 2, size - 2), fill=colour)
        tick = [(0.3 * size, 0.5 * size), (0.45 * size, 0.66 * size), (0.72 * size, 0.32 * size)]
        pen.line(tick, fill="white", width=max(2, size // 10))
    else:
        turned = [(x, y if form == "up" else 1 - y) for x, y in UP]
        pen.polygon([(1 + x * (size - 3), 1 + y * (size - 3)) for x, y in turned], fill=colour)
    return picture


def pixels(picture: Any) -> Pixels:
    return Pixels(picture.width, picture.height, picture.convert("RGBA").tobytes())


def test_an_icon_is_named_by_its_opaque_part() -> None:
    found = read_icon(pixels(drawn("#ff0000")))
    assert found is not None
    assert (found.colour, found.form) == ("#ff0000", MarkForm.CIRCLE)


@pytest.mark.parametrize("size", [16, 24, 48, 64])
@pytest.mark.parametrize("clear", [True, False])
def test_copies_of_one_icon_look_the_same(size: int, clear: bool) -> None:
    one, other = (
        read_icon(pixels(drawn("#222222", "up"))),
        read_icon(pixels(drawn("#222222", "up", size=size, clear=clear))),
    )
    turned = read_icon(pixels(drawn("#222222", "down", size=size, clear=clear)))
    assert one is not None
    assert other is not None
    assert turned is not None
    assert same_look(one.look, other.look)
    assert not same_look(one.look, turned.look)
    assert (other.form, turned.form) == (MarkForm.ARROW_UP, MarkForm.ARROW_DOWN)


def test_a_blank_picture_shows_nothing() -> None:
    assert read_icon(Pixels(4, 4, b"\xff\xff\xff\xff" * 16)) is None
    assert read_icon(Pixels(4, 4, b"\x00\x00\x00\x00" * 16)) is None


def test_a_strip_over_two_cells_is_cut_between_them() -> None:
    strip = Image.new("RGB", (60, 120), WHITE)
    pen = ImageDraw.Draw(strip)
    pen.ellipse((20, 20, 40, 40), fill="#00b050")
    pen.ellipse((20, 80, 40, 100), fill="#ff0000")
    picture = Picture(Box(0, 0, 60, 120), "strip", 60, 120, pixels=pixels(strip))
    found = [cut_picture(picture, Box(0, top, 60, top + 60)) for top in (0, 60)]
    assert [part.colour for part in found if part is not None] == ["#00bb55", "#ff0000"]


def stored(kind: str) -> Any:
    """One icon in the ways producers store it: with a soft mask, on white, with a palette, as JPEG."""

    def of(name: str) -> Draw:
        picture = drawn(COLOURS[name], clear=kind == "soft mask")
        if kind == "palette":
            picture = picture.convert("P")
        if kind == "jpeg":
            packed = BytesIO()
            picture.save(packed, "JPEG", quality=70)
            picture = Image.open(packed)
        return image(picture)

    return of


@pytest.mark.parametrize("kind", ["soft mask", "white", "palette", "jpeg"])
def test_icons_are_read_by_the_key_however_they_are_stored(tmp_path: Path, kind: str) -> None:
    path = build_report(
        tmp_path / "icons.pdf", FIVE, {"Actual": lambda _name: "80%", "RAG": stored(kind)}, key=stored("white")
    )
    rows = extract_document(path).kpis
    assert [(row.status.rag.value, row.status.rating.value) for row in rows] == [(n, RATINGS[n]) for n in FIVE]
    assert {row.status.method for row in rows} == {StatusMethod.IMAGE}


def test_black_icons_are_told_apart_by_their_look(tmp_path: Path) -> None:
    def arrow(name: str) -> Draw:
        return image(drawn("#222222", {"green": "up", "red": "down"}[name]))

    names = ("green", "red", "red", "green")
    path = build_report(
        tmp_path / "arrows.pdf",
        names,
        {"Actual": lambda _name: "80%", "RAG": lambda name: text(name.capitalize()), "DoT": arrow},
        key=arrow,
        labels={"green": "Improving", "red": "Getting worse"},
    )
    assert [row.direction for row in extract_document(path).kpis] == ["improved", "declined", "declined", "improved"]


def test_one_image_over_the_whole_status_column_is_read_row_by_row(tmp_path: Path) -> None:
    def over(canvas: Any, right: float, top: float) -> None:
        strip = Image.new("RGB", (180, 60 * len(THREE)), WHITE)
        pen = ImageDraw.Draw(strip)
        for index, name in enumerate(THREE):
            pen.ellipse((20, 60 * index + 15, 50, 60 * index + 45), fill=COLOURS[name])
        image_height = ROW * len(THREE)
        canvas.drawImage(ImageReader(strip), right - 60, top - image_height, 60, image_height)

    path = build_report(
        tmp_path / "strip.pdf", THREE, {"Actual": lambda _name: "80%", "RAG": lambda _name: ""}, over=over
    )
    assert [row.status.rag.value for row in extract_document(path).kpis] == list(THREE)


def test_icons_that_no_key_explains_leave_their_rows_in_and_unreadable_at_their_place(tmp_path: Path) -> None:
    forms: dict[str, Callable[[Any], None]] = {
        "green": lambda draw: draw.polygon([(2, 30), (16, 2), (30, 30)], fill="black"),
        "amber": lambda draw: draw.rectangle((4, 4, 28, 28), fill="black"),
        "red": lambda draw: draw.ellipse((2, 2, 30, 30), fill="black"),
    }

    def icon(name: str) -> Draw:
        made = Image.new("RGBA", (32, 32))
        forms[name](ImageDraw.Draw(made))
        return image(made)

    path = build_report(tmp_path / "icons.pdf", THREE, {"RAG": icon, "Comments": lambda _name: "On plan"})
    content = extract_document(path)
    assert [row.status.rating.value for row in content.kpis] == ["unreadable"] * 7
    doubts = [issue for issue in content.issues if issue.code == "status_unreadable"]
    assert [issue.place is not None and round(issue.place.box.width) for issue in doubts] == [12] * 7
