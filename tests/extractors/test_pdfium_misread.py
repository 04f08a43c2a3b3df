"""Letters that stand in the file under a wrong name are read as the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pages import open_document
from extractors.pdfium_ligatures import spelt, unswapped
from extractors.pdfium_misread import MISREAD, looks_misread
from tests.extractors.made_fonts import macintosh_font
from tests.extractors.made_pdfs import stream, write_pdf


def words_of(path: Path) -> list[str]:
    with open_document(path) as pages:
        return [word.text for word in pages.read_page(1).words]


def with_macintosh_font(path: Path, text: str) -> Path:
    shown = text.encode("cp1252").hex().encode()
    font, *rest = macintosh_font()
    return write_pdf(path, b"BT /F1 12 Tf 50 300 Td <" + shown + b"> Tj ET", font=font, extra=tuple(rest))


def test_dashes_and_apostrophes_of_a_font_without_encoding_are_those_the_page_shows(tmp_path: Path) -> None:
    path = with_macintosh_font(tmp_path / "ghost.pdf", "Children’s homes – rolling 12 months • 40 m²")

    assert words_of(path) == ["Children’s", "homes", "–", "rolling", "12", "months", "•", "40", "m²"]


def test_beside_a_lone_dash_every_accent_of_such_a_font_is_asked_for(tmp_path: Path) -> None:
    path = with_macintosh_font(tmp_path / "ghost.pdf", "Café – Tîm")

    assert words_of(path) == ["Café", "–", "Tîm"]


@pytest.mark.parametrize("text", ["Café Noël", "Tîm Cyngor, gêm a rôl", "piñata", "naïve", "Ynys Môn", "plain"])
def test_accents_inside_words_are_no_sign_of_the_wrong_encoding(text: str) -> None:
    assert not looks_misread(text)


@given(st.sampled_from("–•—"), st.sampled_from("–’”“"))
def test_punctuation_read_in_the_wrong_encoding_is_a_sign(alone: str, quote: str) -> None:
    wrong = {windows: macintosh for macintosh, windows in MISREAD.items()}

    assert looks_misread(f"12 {wrong[alone]} 15")
    assert looks_misread("the council" + wrong["’"] + "s plan")
    assert looks_misread(f"{wrong['“']}On track{wrong['”']}")
    assert quote in MISREAD.values()


def ligature_pdf(path: Path, names: dict[int, str]) -> Path:
    """ "Action a" as one glyph each for A, c, o, n and blank, and others for what ``names`` says in UTF-16."""
    lines = b"\n".join(
        b"<%02x> <%s>" % (code, name.encode("utf-16-be", "surrogatepass").hex().encode())
        for code, name in names.items()
    )
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end"
        % (len(names), lines)
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 10 0 R >>"
    content = b"BT /F1 12 Tf 50 300 Td <" + bytes(names).hex().encode() + b"> Tj ET"
    return write_pdf(path, content, font=font, extra=(stream(unicode_map),))


def test_a_ligature_with_its_bytes_swapped_is_its_letters(tmp_path: Path) -> None:
    names = {65: "A", 66: "c", 67: "\u7400\u6900", 68: "o", 69: "n"}

    assert words_of(ligature_pdf(tmp_path / "swapped.pdf", names)) == ["Action"]


def test_three_letters_with_their_bytes_swapped_and_two_added_up_are_three(tmp_path: Path) -> None:
    names = {
        65: "o",
        66: "\u6600\ucf00",
        67: "c",
        68: "e",
        69: " ",
        70: "s",
        71: "e",
        72: "\u7400\udd00",
        73: "n",
        74: "g",
    }

    assert words_of(ligature_pdf(tmp_path / "swapped.pdf", names)) == ["office", "setting"]


@pytest.mark.parametrize(
    ("named", "printed"),
    [("acƟon", "action"), ("aƩendance", "attendance"), ("porƞolio", "portfolio"), ("seƫng", "setting")],
)
def test_a_ligature_named_by_its_glyph_is_its_letters(tmp_path: Path, named: str, printed: str) -> None:
    names = {65 + index: letter for index, letter in enumerate(named)}

    assert words_of(ligature_pdf(tmp_path / "glyph.pdf", names)) == [printed]


def test_a_letter_of_another_tongue_at_the_head_of_a_name_stays() -> None:
    assert spelt("Ōtautahi") == "Ōtautahi"
    assert spelt("soŌware") == "software"
    assert spelt("soft\U0010019fde") == "softtide"


@given(st.text(alphabet="一丁中国語琀", max_size=1))
def test_one_character_of_one_glyph_is_never_taken_for_two(text: str) -> None:
    assert unswapped(text) == text


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=8))
def test_latin_text_has_no_swapped_letters(text: str) -> None:
    assert unswapped(text) == text
