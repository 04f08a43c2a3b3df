"""A colour is the same RGB whatever colour space a page names it in; an image is known by what it shows."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageCms

from extractors.colours import distance, name_colour, to_hex
from extractors.pdfium_page import open_pdf
from schemas.vocabulary import Rag
from tests.extractors.made_pdfs import stream, write_pdf

BOX = b" 50 100 200 60 re f "
# One printed red, green and amber as each colour space writes them (Lab for D50, CMYK for a coated press).
STATUSES = {
    Rag.RED: {"rgb": b"1 0 0", "lab": b"54 81 70", "cmyk": b"0 0.99 1 0"},
    Rag.GREEN: {"rgb": b"0 0.69 0.31", "lab": b"63 -56 36", "cmyk": b"0.8 0 1 0"},
    Rag.AMBER: {"rgb": b"1 0.75 0", "lab": b"81 17 84", "cmyk": b"0 0.27 1 0"},
}
# CIE76. Presses print a purer red or green than screens show: CMYK is further off, and still the same status.
SAME = {
    "rgb": 0.5,
    "icc": 2.0,
    "cal": 4.0,
    "lab": 12.0,
    "separation": 0.5,
    "devicen": 0.5,
    "indexed": 0.5,
    "cmyk": 45.0,
}


def fill_of(path: Path, content: bytes, spaces: bytes = b"", extra: tuple[bytes, ...] = ()) -> str:
    with open_pdf(write_pdf(path, content, resources=spaces, extra=extra)) as document:
        colour = to_hex(document.pages[0].rects[0]["non_stroking_color"])
    assert colour is not None
    return colour


def space(kind: str, rgb: bytes) -> tuple[bytes, tuple[bytes, ...], bytes]:
    """The colour space, its objects, and the operands that give ``rgb`` in it."""
    to_rgb = b"<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [%s] >>" % rgb
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    numbers = bytes(round(float(part) * 255) for part in rgb.split())
    spaces = {
        "icc": (b"[/ICCBased 10 0 R]", (stream(profile, b"/N 3 /Alternate /DeviceRGB"),), rgb),
        "cal": (
            b"[/CalRGB << /WhitePoint [0.9505 1 1.089] /Gamma [2.2 2.2 2.2] /Matrix "
            b"[0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505] >>]",
            (),
            rgb,
        ),
        "separation": (b"[/Separation /Status /DeviceRGB %s]" % to_rgb, (), b"1"),
        "devicen": (b"[/DeviceN [/Status] /DeviceRGB %s]" % to_rgb, (), b"1"),
        "indexed": (b"[/Indexed /DeviceRGB 1 <000000%s>]" % numbers.hex().encode(), (), b"1"),
    }
    return spaces[kind]


@pytest.mark.parametrize("rag", STATUSES)
@pytest.mark.parametrize("kind", ["icc", "cal", "separation", "devicen", "indexed"])
def test_a_status_colour_is_the_same_in_every_rgb_based_space(tmp_path: Path, rag: Rag, kind: str) -> None:
    rgb = STATUSES[rag]["rgb"]
    device = fill_of(tmp_path / "rgb.pdf", rgb + b" rg" + BOX)
    named, extra, operands = space(kind, rgb)
    found = fill_of(tmp_path / "s.pdf", b"/S cs " + operands + b" scn" + BOX, b"/ColorSpace << /S %s >>" % named, extra)
    assert distance(found, device) <= SAME[kind]
    assert name_colour(found) is rag


@pytest.mark.parametrize("rag", STATUSES)
def test_a_status_colour_is_the_same_in_lab(tmp_path: Path, rag: Rag) -> None:
    named = b"/ColorSpace << /S [/Lab << /WhitePoint [0.9642 1 0.8249] /Range [-128 127 -128 127] >>] >>"
    device = fill_of(tmp_path / "rgb.pdf", STATUSES[rag]["rgb"] + b" rg" + BOX)
    found = fill_of(tmp_path / "lab.pdf", b"/S cs " + STATUSES[rag]["lab"] + b" sc" + BOX, named)
    assert distance(found, device) <= SAME["lab"]
    assert name_colour(found) is rag


@pytest.mark.parametrize("rag", STATUSES)
def test_a_status_colour_is_the_same_status_in_cmyk(tmp_path: Path, rag: Rag) -> None:
    device = fill_of(tmp_path / "rgb.pdf", STATUSES[rag]["rgb"] + b" rg" + BOX)
    found = fill_of(tmp_path / "cmyk.pdf", STATUSES[rag]["cmyk"] + b" k" + BOX)
    assert distance(found, device) <= SAME["cmyk"]
    assert name_colour(found) is rag


@settings(max_examples=15, deadline=None)
@given(level=st.integers(0, 255))
def test_a_grey_is_the_same_in_gray_rgb_and_separation(tmp_path_factory: pytest.TempPathFactory, level: int) -> None:
    folder = tmp_path_factory.mktemp("grey")
    number = b"%.5f" % (level / 255)
    rgb = b" ".join([number] * 3)
    named, _extra, operands = space("separation", rgb)
    found = {
        fill_of(folder / "g.pdf", number + b" g" + BOX),
        fill_of(folder / "rgb.pdf", rgb + b" rg" + BOX),
        fill_of(folder / "s.pdf", b"/S cs " + operands + b" scn" + BOX, b"/ColorSpace << /S %s >>" % named),
    }
    assert found == {f"#{level:02x}{level:02x}{level:02x}"}


def test_a_tiling_pattern_has_the_mean_colour_of_its_tile(tmp_path: Path) -> None:
    tile = stream(
        b"0 0.6 0 rg 0 0 2 4 re f",
        b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>",
    )
    found = fill_of(tmp_path / "tile.pdf", b"/Pattern cs /P scn" + BOX, b"/Pattern << /P 10 0 R >>", (tile,))
    assert distance(found, "#80cc80") < 8


def image(pixels: bytes, space: bytes = b"/DeviceRGB", bits: int = 8, more: bytes = b"") -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace %s /BitsPerComponent %d %s"
    return stream(pixels, entries % (space, bits, more))


def digests(path: Path, content: bytes, *images: bytes) -> list[str]:
    named = b" ".join(b"/I%d %d 0 R" % (index, 10 + index) for index in range(len(images)))
    with open_pdf(write_pdf(path, content, resources=b"/XObject << %s >>" % named, extra=images)) as document:
        found = document.pages[0].images
        assert all(image["srcsize"] == (2, 2) for image in found)
        return [image["digest"] for image in found]


def test_the_same_picture_has_the_same_digest_wherever_it_stands(tmp_path: Path) -> None:
    content = b"q 20 0 0 20 100 100 cm /I0 Do Q q 40 0 0 40 300 200 cm /I1 Do Q"
    once, again = digests(tmp_path / "i.pdf", content, image(b"\xff\0\0" * 4), image(b"\xff\0\0" * 4))
    assert once == again


def test_two_icons_that_differ_only_in_their_palette_are_two_pictures(tmp_path: Path) -> None:
    content = b"q 20 0 0 20 100 100 cm /I0 Do Q q 20 0 0 20 300 200 cm /I1 Do Q"
    palettes = (b"ff0000ffffff", b"00ff00ffffff")
    red, green = (image(b"\0\0\1\1", b"[/Indexed /DeviceRGB 1 <%s>]" % palette) for palette in palettes)
    assert len(set(digests(tmp_path / "i.pdf", content, red, green))) == 2


def test_two_icons_that_differ_only_in_their_mask_are_two_pictures(tmp_path: Path) -> None:
    content = b"q 20 0 0 20 100 100 cm /I0 Do Q q 20 0 0 20 300 200 cm /I1 Do Q"
    masked = [image(b"\xff\0\0" * 4, more=b"/SMask %d 0 R" % number) for number in (12, 13)]
    masks = [image(alpha, b"/DeviceGray") for alpha in (b"\xff\xff\0\0", b"\0\0\xff\xff")]
    assert len(set(digests(tmp_path / "i.pdf", content, *masked, *masks))) == 2


def test_an_arrow_painted_upside_down_is_another_picture(tmp_path: Path) -> None:
    content = b"q 20 0 0 20 100 100 cm /I0 Do Q q 20 0 0 -20 300 220 cm /I0 Do Q"
    assert len(set(digests(tmp_path / "i.pdf", content, image(b"\xff\0\0" * 2 + b"\xff\xff\xff" * 2)))) == 2


def test_a_stencil_painted_red_and_green_is_two_pictures(tmp_path: Path) -> None:
    stencil = (
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 1 /ImageMask true /BitsPerComponent 1 /Length %d "
        b"/Filter /FlateDecode >>\nstream\n%s\nendstream"
    )
    packed = zlib.compress(b"\xaa")
    path = write_pdf(
        tmp_path / "stencil.pdf",
        b"q 1 0 0 rg 20 0 0 20 100 100 cm /I0 Do Q q 0 1 0 rg 20 0 0 20 300 200 cm /I0 Do Q",
        resources=b"/XObject << /I0 10 0 R >>",
        extra=(stencil % (len(packed), packed),),
    )
    with open_pdf(path) as document:
        found = document.pages[0].images
    assert [one["imagemask"] for one in found] == [True, True]
    assert found[0]["digest"] != found[1]["digest"]
