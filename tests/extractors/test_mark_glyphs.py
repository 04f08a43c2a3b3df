"""Letters of symbol fonts draw marks; the same letters in other fonts are letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.glyphs import find_glyphs, is_typed, one_mark, symbol_font
from extractors.pdfium_text import in_one
from pipeline.extract import extract_document
from schemas.lookups import read_lookup
from schemas.marks import MarkForm
from schemas.vocabulary import Rating, StatusMethod
from tests.extractors.made_marks import COLOURS, DINGBATS, FIVE, RATINGS, THREE, Draw, beside, build_report, text

MARKS = {"green": "●", "amber": "▲", "red": "■", "grey": "◆", "blue": "★"}
ARROWS = {"green": "➚", "amber": "➔", "red": "➘"}


@pytest.mark.parametrize(
    ("letter", "font", "form"),
    [
        ("l", "Wingdings", MarkForm.CIRCLE),
        ("n", "ABCDEF+Wingdings-Regular", MarkForm.SQUARE),
        ("u", "Wingdings", MarkForm.DIAMOND),
        ("\u00e9", "Wingdings", MarkForm.ARROW_UP),
        ("\u00ea", "Wingdings", MarkForm.ARROW_DOWN),
        ("\u00e8", "Wingdings", MarkForm.ARROW_RIGHT),
        ("\u00f1", "Wingdings", MarkForm.ARROW_UP),
        ("\u00f2", "Wingdings", MarkForm.ARROW_DOWN),
        ("\u00f0", "Wingdings", MarkForm.ARROW_RIGHT),
        ("\uf0e9", "Wingdings", MarkForm.ARROW_UP),
        ("p", "Wingdings3", MarkForm.TRIANGLE),
        ("5", "Webdings", MarkForm.TRIANGLE),
        ("\u00ad", "Symbol", MarkForm.ARROW_UP),
        ("4", "ZapfDingbats", MarkForm.TICK),
        ("\uf00c", "FontAwesome", MarkForm.TICK),
        ("\u2714", "Arial", MarkForm.TICK),
        ("\u2b06\ufe0f", "SegoeUIEmoji", MarkForm.ARROW_UP),
    ],
)
def test_a_letter_is_the_mark_its_font_draws(letter: str, font: str, form: MarkForm) -> None:
    found = find_glyphs(letter, font)
    assert found is not None
    assert [glyph.form for glyph in found] == [form]


@pytest.mark.parametrize("pair", ["◄►", "◀▶", "←→", "⬅➡"])
def test_two_arrow_heads_back_to_back_are_one_level_arrow(pair: str) -> None:
    glyph = one_mark(find_glyphs(pair) or ())
    assert glyph is not None
    assert (glyph.text, glyph.form) == (pair, MarkForm.ARROW_BOTH)


def test_two_arrow_heads_that_meet_are_no_mark() -> None:
    assert one_mark(find_glyphs("►◄") or ()) is None


@pytest.mark.parametrize("font", ["Helvetica", "Arial", "SymbolaNova", "SegoeUISymbol"])
def test_letters_of_other_fonts_are_words(font: str) -> None:
    assert symbol_font(font) is None
    assert find_glyphs("n", font) is None
    assert find_glyphs("\u00e9", font) is None


def test_no_letter_of_a_keyboard_draws_a_mark_in_an_ordinary_font() -> None:
    """Typed words are told at once: the lookup may not name one of their letters."""
    drawn = [char for chars in read_lookup("glyphs")["unicode"].values() for char in chars]
    assert not [char for char in drawn if is_typed(char)]


def test_a_private_character_of_an_unknown_font_is_a_mark_without_a_form() -> None:
    found = find_glyphs("\ue123", "CouncilIcons")
    assert found is not None
    assert found[0].form is None
    assert found[0].text == "\ue123"


def test_an_emoji_brings_its_own_colour() -> None:
    found = find_glyphs("\U0001f7e2", "NotoColorEmoji")
    assert found is not None
    assert (found[0].form, found[0].colour) == (MarkForm.CIRCLE, "#00b050")


def test_black_glyphs_mean_what_the_key_says_of_their_form(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "forms.pdf",
        FIVE,
        {"Actual": lambda _name: "80%", "RAG": lambda name: text(MARKS[name], font=DINGBATS)},
        key=lambda name: text(MARKS[name], font=DINGBATS),
    )
    rows = extract_document(path).kpis
    assert [row.status.rating.value for row in rows] == [RATINGS[name] for name in FIVE]
    assert {row.status.method for row in rows} == {StatusMethod.GLYPH}


def test_coloured_dots_mean_what_the_key_says_of_their_colour(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "dots.pdf",
        FIVE,
        {"Actual": lambda _name: "80%", "RAG": lambda name: text("●", COLOURS[name], DINGBATS)},
        key=lambda name: text("●", COLOURS[name], DINGBATS),
    )
    assert [row.status.rag.value for row in extract_document(path).kpis] == list(FIVE)


def test_black_ticks_and_crosses_without_a_key_are_unreadable_with_their_place(tmp_path: Path) -> None:
    names = ("green", "red", "green")
    path = build_report(
        tmp_path / "ticks.pdf",
        names,
        {"Actual": lambda _name: "80%", "RAG": lambda name: text("✔" if name == "green" else "✘", font=DINGBATS)},
    )
    content = extract_document(path)
    assert {row.status.rating for row in content.kpis} == {Rating.UNREADABLE}
    found = [issue for issue in content.issues if issue.code == "status_unreadable"]
    assert [issue.subject for issue in found] == ["kpi:1", "kpi:2", "kpi:3"]
    assert all(issue.place is not None and issue.place.box.width > 0 for issue in found)


def test_a_tick_answers_a_heading_that_asks(tmp_path: Path) -> None:
    names = ("green", "red", "green")
    column = {"Target met?": lambda name: text("✔" if name == "green" else "✘", font=DINGBATS)}
    path = build_report(tmp_path / "asked.pdf", names, {"Actual": lambda _name: "80%", **column})
    assert [row.status.rating.value for row in extract_document(path).kpis] == [RATINGS[name] for name in names]


def two_marks(name: str) -> Draw:
    return beside(text("●", COLOURS[name], DINGBATS), text(ARROWS[name], font=DINGBATS))


def test_dot_and_arrow_in_one_cell_are_status_and_direction(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "two.pdf",
        THREE,
        {"Actual": lambda _name: "80%", "RAG": two_marks},
        key=lambda name: text(ARROWS[name], font=DINGBATS),
        labels={"green": "Improving", "amber": "No change", "red": "Getting worse"},
    )
    rows = extract_document(path).kpis
    meant = {"green": "improved", "amber": "same", "red": "declined"}
    assert [row.status.rag.value for row in rows] == list(THREE)
    assert [row.direction for row in rows] == [meant[name] for name in THREE]


def test_without_a_key_a_rising_arrow_is_no_improvement(tmp_path: Path) -> None:
    path = build_report(tmp_path / "nokey.pdf", THREE, {"Actual": lambda _name: "80%", "RAG": two_marks})
    content = extract_document(path)
    assert [row.direction for row in content.kpis[:3]] == ["unknown", "same", "unknown"]
    assert [row.direction_text for row in content.kpis[:3]] == ["➚", "➔", "➘"]
    assert {issue.code for issue in content.issues} == {"direction_unreadable", "colours_without_key"}


def test_the_two_halves_of_an_emoji_are_one_character() -> None:
    halves = "\ud83d" + "\udfe2"
    assert in_one(halves) == "\U0001f7e2"
    assert in_one("\ud83d") == "\ufffd"
    assert in_one("plain") == "plain"


def test_how_many_stars_are_printed_tells_the_statuses_apart(tmp_path: Path) -> None:
    stars = {"green": "★★★", "amber": "★★", "red": "★"}
    path = build_report(
        tmp_path / "stars.pdf",
        THREE,
        {"Actual": lambda _name: "80%", "RAG": lambda name: text(stars[name], font=DINGBATS)},
        key=lambda name: text(stars[name], font=DINGBATS),
        labels={"green": "   On target", "amber": "Within 5% of target", "red": "Off target"},
    )
    rows = extract_document(path).kpis
    assert [row.status.rating.value for row in rows] == [RATINGS[name] for name in THREE]
