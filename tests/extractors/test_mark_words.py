"""Status words, letters, coloured and highlighted words, and statuses that share the value's cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.key import Key
from extractors.meanings import split_value, word_meaning
from pipeline.extract import extract_document
from schemas.readings import DocumentContent
from schemas.vocabulary import Rag, Rating, StatusMethod
from tests.extractors.made_marks import COLOURS, FIVE, RATINGS, THREE, Draw, build_report, filled, text

NO_KEY = Key(())


def number(name: str) -> str:
    return f"{70 + len(name)}.4%"


def ratings(content: DocumentContent) -> list[str]:
    return [row.status.rating.value for row in content.kpis]


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("On track", Rating.MET),
        ("Within 5%", Rating.CLOSE),
        ("Plan in place", Rating.CLOSE),
        ("Met", Rating.MET),
        ("Not met", Rating.MISSED),
        ("Below target but improving", Rating.CLOSE),
        ("N/A", Rating.NOT_RATED),
        ("G", Rating.MET),
        ("95.4% Red", Rating.MISSED),
        ("Amber (improving)", Rating.CLOSE),
    ],
)
def test_a_status_phrase_is_read_without_a_key(words: str, rating: Rating) -> None:
    found = word_meaning(words, NO_KEY)
    assert found is not None
    assert found.rating is rating


@pytest.mark.parametrize("words", ["Partially green", "Amber/Red", "Red to Amber", "Green & Amber"])
def test_a_half_status_is_neither_of_its_halves(words: str) -> None:
    assert word_meaning(words, NO_KEY) is None


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("95.4% Red", ("95.4%", "Red")),
        ("12 days (Amber)", ("12 days", "Amber")),
        ("£2.4m - Green", ("£2.4m", "Green")),
        ("95.4% (G)", ("95.4%", "G")),
        ("95.4%", None),
        ("12 Green flags", None),
        ("Red", None),
        ("4 A", None),
    ],
)
def test_the_status_behind_a_value_is_told_from_the_value(words: str, split: tuple[str, str] | None) -> None:
    assert split_value(words) == split


def test_a_blue_letter_without_a_key_keeps_its_colour_and_is_unreadable(tmp_path: Path) -> None:
    letters = {"green": "G", "blue": "B"}
    names = ("green", "blue", "green")
    path = build_report(tmp_path / "b.pdf", names, {"Actual": number, "RAG": lambda name: text(letters[name])})
    content = extract_document(path)
    assert [(row.status.rag, row.status.rating) for row in content.kpis] == [
        (Rag.GREEN, Rating.MET),
        (Rag.BLUE, Rating.UNREADABLE),
        (Rag.GREEN, Rating.MET),
    ]
    assert [(i.code, i.subject) for i in content.issues] == [("unknown_status_word", "kpi:2")]


def test_yes_and_no_in_coloured_cells_mean_their_colours(tmp_path: Path) -> None:
    def cell(name: str) -> Draw:
        return filled(COLOURS[name], "Y" if name == "green" else "N")

    path = build_report(
        tmp_path / "yn.pdf", FIVE, {"Actual": number, "RAG": cell}, key=lambda name: filled(COLOURS[name], width=16)
    )
    assert ratings(extract_document(path)) == [RATINGS[name] for name in FIVE]


def test_yes_answers_a_heading_that_asks(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "asks.pdf",
        ("green", "red"),
        {"Actual": number, "On target?": lambda name: "Yes" if name == "green" else "No"},
    )
    assert ratings(extract_document(path)) == ["met", "missed"]


def test_figures_in_coloured_ink_under_a_status_heading_mean_their_colours(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "ink.pdf",
        FIVE,
        {"Actual": number, "RAG": lambda name: text("93%", COLOURS[name])},
        key=lambda name: filled(COLOURS[name], width=16),
    )
    rows = extract_document(path).kpis
    assert [row.status.rating.value for row in rows] == [RATINGS[name] for name in FIVE]
    assert {row.status.method for row in rows} == {StatusMethod.TEXT_COLOUR}


def test_the_status_word_behind_the_value_is_the_rows_status(tmp_path: Path) -> None:
    path = build_report(tmp_path / "shared.pdf", THREE, {"Actual": lambda name: f"95.4% {name.capitalize()}"})
    rows = extract_document(path).kpis
    assert [row.status.rag.value for row in rows] == list(THREE)
    assert {row.actual for row in rows} == {"95.4%"}


def test_a_values_ink_is_a_status_only_where_the_key_says_so(tmp_path: Path) -> None:
    def value(name: str) -> Draw:
        return text(number(name), COLOURS[name])

    keyed = build_report(
        tmp_path / "keyed.pdf", FIVE, {"Actual": value}, key=lambda name: filled(COLOURS[name], width=16)
    )
    bare = build_report(tmp_path / "bare.pdf", THREE, {"Actual": value})
    assert ratings(extract_document(keyed)) == [RATINGS[name] for name in FIVE]
    assert {row.status.method for row in extract_document(bare).kpis} == {None}


def test_values_filled_red_amber_and_green_are_the_status_of_a_table_without_one(tmp_path: Path) -> None:
    path = build_report(tmp_path / "fills.pdf", THREE, {"Actual": lambda name: filled(COLOURS[name], number(name), 80)})
    assert [row.status.rag.value for row in extract_document(path).kpis] == list(THREE)


def test_the_houses_ink_on_every_cell_is_no_status(tmp_path: Path) -> None:
    def blue(_name: str) -> Draw:
        return text("See note", "#1f5fa8")

    path = build_report(
        tmp_path / "house.pdf", ("green", "red"), {"Actual": lambda _n: text("80%", "#1f5fa8"), "RAG": blue}
    )
    rows = extract_document(path).kpis
    assert {row.status.colour for row in rows} == {None}


def test_a_forecast_status_is_kept_beside_the_current_one(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "forecast.pdf",
        THREE,
        {
            "Actual": number,
            "RAG": lambda name: filled(COLOURS[name]),
            "Forecast RAG": lambda _name: filled(COLOURS["green"], width=60),
        },
    )
    rows = extract_document(path).kpis
    assert [row.status.rag.value for row in rows] == list(THREE)
    assert {row.unmapped for row in rows} == {(("Forecast RAG", "green"),)}
