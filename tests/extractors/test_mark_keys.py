"""Keys wherever they stand: lines of marks, coloured labels, sentences, tables; and the council's known colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.key import make_key
from extractors.key_sentences import find_worded_entries
from extractors.legend import make_entry, read_legend
from extractors.schemes import scheme_entries, with_scheme
from extractors.status import read_status
from pipeline.extract import extract_document
from schemas.geometry import Box, Place
from schemas.marks import Mark, MarkForm
from schemas.readings import FrontMatter, LegendEntry, PeriodWitness
from schemas.vocabulary import Rating, StatusMethod
from tests.extractors.made_marks import COLOURS, FIVE, LABELS, RATINGS, build_report, filled, text
from tests.extractors.made_tables import joined, joined_table

PLACE = Place(1, Box(0, 0, 10, 10))
LETTERS = {"green": "G", "amber": "A", "red": "R", "grey": "N", "blue": "B"}


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("R = off target, A = within 5% of target, G = on target, N = no data", ["R", "A", "G", "N"]),
        (
            "Green \u2013 on target; Amber \u2013 within 10% of target; Red \u2013 off target.",
            ["Green", "Amber", "Red"],
        ),
        ("RAG rating: Green (on target), Amber (within 5%) and Red (off target)", ["Green", "Amber", "Red"]),
        ("Red where performance is below target and Green where the target is met", ["Red", "Green"]),
        ("\u25b2 = improving, \u25bc = worsening, \u25ba = no change", ["\u25b2", "\u25bc", "\u25ba"]),
        ("Green: 12, Amber: 3, Red: 4", []),
        ("Red - 4 indicators were off target; Amber - 3 indicators were within 5%", []),
        ("Green (67%), Amber (15%), Red (18%)", []),
        ("The Red Lion: we met the target there. The Green Man did well.", []),
        ("\u2022 In response to a question: improving \u2022 The chair said: on target", []),
        ("", []),
    ],
)
def test_a_sentence_is_a_key_when_its_marks_have_meanings(words: str, marks: list[str]) -> None:
    assert [entry.mark for entry in find_worded_entries(words)] == marks


def test_letters_explained_in_a_sentence_are_read(tmp_path: Path) -> None:
    line = "B = target exceeded, G = on target, A = within 5% of target, R = off target, N = no data"
    path = build_report(
        tmp_path / "letters.pdf",
        FIVE,
        {"Actual": lambda _n: "80%", "RAG": lambda name: LETTERS[name]},
        lines=[("Helvetica", line)],
    )
    rows = extract_document(path).kpis
    assert [row.status.rating.value for row in rows] == [RATINGS[name] for name in FIVE]
    assert [row.status.rag.value for row in rows[:3]] == ["green", "amber", "red"]


def test_a_sentence_that_names_a_colour_explains_cells_of_that_colour(tmp_path: Path) -> None:
    line = "Blue: target exceeded; Green: on target; Amber: within 5% of target; Red: off target; Grey: no data"
    path = build_report(
        tmp_path / "named.pdf",
        FIVE,
        {"Actual": lambda _n: "80%", "RAG": lambda name: filled(COLOURS[name])},
        lines=[("Helvetica", line)],
    )
    assert [row.status.rating.value for row in extract_document(path).kpis] == [RATINGS[name] for name in FIVE]


def test_labels_in_their_own_colours_are_a_key(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "inks.pdf",
        FIVE,
        {"Actual": lambda _n: "80%", "RAG": lambda name: text("Status", COLOURS[name])},
        key=lambda name: lambda canvas, x, y: text(LABELS[name], COLOURS[name])(canvas, x + 16, y),
        labels=dict.fromkeys(LABELS, ""),
    )
    content = extract_document(path)
    assert {(entry.colour, entry.label) for entry in content.legend} == {
        (COLOURS[name], LABELS[name]) for name in COLOURS
    }
    assert [row.status.rating.value for row in content.kpis] == [RATINGS[name] for name in FIVE]


def test_filled_cells_that_say_what_they_mean_are_a_key() -> None:
    row = [joined(LABELS[name], COLOURS[name]) for name in ("green", "amber", "red")]
    assert [(e.colour, e.rating) for e in read_legend(joined_table(["", "", ""], [row]))] == [
        (COLOURS["green"], "met"),
        (COLOURS["amber"], "close"),
        (COLOURS["red"], "missed"),
    ]


def test_a_letter_the_lookups_do_not_know_is_a_mark_of_the_key() -> None:
    table = joined_table(["", ""], [["G", "On target"], ["R", "Off target"], ["N", "No data"]])
    assert [(e.mark, e.rating) for e in read_legend(table)] == [("G", "met"), ("R", "missed"), ("N", "not_rated")]


def test_a_colour_that_two_lines_of_the_key_share_is_read_by_its_form() -> None:
    entries = [
        LegendEntry("#00b050", "tick", "Target exceeded", "exceeded", None, PLACE, form="tick"),
        LegendEntry("#00b050", "circle", "On target", "met", None, PLACE, form="circle"),
    ]
    key = make_key(entries)
    tick = key.by_mark(Mark(StatusMethod.SHAPE, PLACE, "#00b14f", None, MarkForm.TICK))
    dot = key.by_mark(Mark(StatusMethod.SHAPE, PLACE, "#00b14f", None, MarkForm.CIRCLE))
    star = key.by_mark(Mark(StatusMethod.SHAPE, PLACE, "#7030a0", None, MarkForm.STAR))
    assert [entry and entry.rating for entry in (tick, dot, star)] == ["exceeded", "met", None]


def test_a_councils_known_colours_are_used_only_where_the_document_has_no_key() -> None:
    front = FrontMatter(
        council="South Lanarkshire Council", period_witnesses=(PeriodWitness("title", "Quarter 2 2024-25"),)
    )
    key = make_key(with_scheme((), front))
    assert read_status(joined("", "#0070c0"), key)[0].rating is Rating.MET
    own = make_entry("", "#00b050", (), "On target", PLACE)
    assert with_scheme((own,), front) == (own,)


def test_a_year_nothing_is_known_of_has_no_colours() -> None:
    assert scheme_entries("south-lanarkshire", 2024)
    assert scheme_entries("south-lanarkshire", 2009) == ()
    assert scheme_entries("rutland", 2024) == ()
