"""Keys wherever they stand: lines of marks, coloured labels, sentences, tables; and the council's known colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.key import make_key
from extractors.key_sentences import find_worded_entries
from extractors.legend import make_entry, read_legend
from extractors.schemes import scheme_entries, with_scheme
from extractors.status import read_status
from pipeline.extract import extract_document
from schemas.geometry import Box, Place
from schemas.grids import JoinedCell
from schemas.identity import DocumentIdentity
from schemas.marks import Mark, MarkForm
from schemas.pages import Shape
from schemas.readings import FrontMatter, LegendEntry, PeriodWitness
from schemas.vocabulary import Rating, StatusMethod
from tests.extractors.made_marks import COLOURS, FIVE, LABELS, RATINGS, THREE, Draw, build_report, filled, text
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


SAMPLE = ("green", "amber", "red", "grey")


def with_key(path: Path, draw: Callable[[Any], None], mark: Callable[[str], Draw]) -> list[tuple[str, str]]:
    """A report whose key ``draw`` draws on its first page and whose table shows ``mark``: its rags and ratings."""
    path = build_report(
        path, SAMPLE, {"Actual": lambda _n: "80%", "RAG": mark}, over=lambda canvas, _x, _y: draw(canvas)
    )
    return [(row.status.rag.value, row.status.rating.value) for row in extract_document(path).kpis]


EXPLAINED = [(name, RATINGS[name]) for name in SAMPLE]


def test_one_word_in_four_inks_is_explained_by_its_ink_also_where_it_is_grey(tmp_path: Path) -> None:
    def line(canvas: Any) -> None:
        for number, name in enumerate(SAMPLE):
            text("KPI", COLOURS[name])(canvas, 40 + 130 * number, 560)
            text(LABELS[name])(canvas, 62 + 130 * number, 560)

    assert with_key(tmp_path / "line.pdf", line, lambda name: text("KPI", COLOURS[name])) == EXPLAINED


def test_a_key_table_of_one_word_in_four_inks_is_no_header_of_refs(tmp_path: Path) -> None:
    def table(canvas: Any) -> None:
        for number, name in enumerate(SAMPLE):
            for x, width in ((40, 40), (80, 130)):
                canvas.rect(x, 200 - 20 * number, width, 20, stroke=1, fill=0)
            text("KPI", COLOURS[name])(canvas, 40, 200 - 20 * number)
            text(LABELS[name])(canvas, 80, 200 - 20 * number)

    assert with_key(tmp_path / "table.pdf", table, lambda name: text("KPI", COLOURS[name])) == EXPLAINED


def test_highlighted_labels_in_one_line_explain_themselves_not_each_other(tmp_path: Path) -> None:
    def highlighted(name: str) -> Draw:
        def draw(canvas: Any, x: float, y: float) -> None:
            canvas.setFillColor(COLOURS[name])
            canvas.rect(x + 4, y + 3, canvas.stringWidth(LABELS[name], "Helvetica", 9), 11, fill=1, stroke=0)
            text(LABELS[name])(canvas, x, y)

        return draw

    def line(canvas: Any) -> None:
        x = 40.0
        for name in SAMPLE:
            highlighted(name)(canvas, x, 560)
            x += canvas.stringWidth(LABELS[name], "Helvetica", 9) + 14

    assert with_key(tmp_path / "line.pdf", line, highlighted) == EXPLAINED


def test_marks_that_carry_their_labels_in_one_line_are_not_paired_off_by_one(tmp_path: Path) -> None:
    def line(canvas: Any) -> None:
        for number, name in enumerate(SAMPLE):
            canvas.setFillColor(COLOURS[name])
            canvas.circle(50 + 90 * number, 565, 4, fill=1, stroke=0)
            text(LABELS[name])(canvas, 58 + 90 * number, 558)

    def dot(name: str) -> Draw:
        def draw(canvas: Any, x: float, y: float) -> None:
            canvas.setFillColor(COLOURS[name])
            canvas.circle(x + 20, y + 10, 4, fill=1, stroke=0)

        return draw

    assert with_key(tmp_path / "line.pdf", line, dot) == EXPLAINED


def test_a_row_of_cells_with_mark_and_label_each_is_not_read_as_pairs_of_cells() -> None:
    def cell(name: str) -> JoinedCell:
        made = joined(LABELS[name])
        square = Shape(Box(2, 2, 8, 8), ((2, 2), (8, 2), (8, 8), (2, 8)), COLOURS[name], None)
        return replace(made, parts=(replace(made.parts[0], shapes=(square,)),))

    entries = read_legend(joined_table([""] * 4, [[cell(name) for name in SAMPLE]]))
    assert [(entry.colour, entry.rating) for entry in entries] == [(COLOURS[n], RATINGS[n]) for n in SAMPLE]


def test_letters_left_of_a_lost_symbol_font_are_marks_of_the_key() -> None:
    table = joined_table(
        ["", ""], [["\u00fc", "On target"], ["n", "Within 5%"], ["\u00fb", "Off target"], ["u", "No data"]]
    )
    key = make_key(read_legend(table))
    assert [read_status(joined(letter), key)[0].rating.value for letter in "\u00fcn\u00fbu"] == [
        "met",
        "close",
        "missed",
        "not_rated",
    ]


def test_marks_in_rows_of_a_table_without_rules_are_no_key(tmp_path: Path) -> None:
    def rows(canvas: Any) -> None:
        remarks = (
            "Work is on target here",
            "Others were off target",
            "We are on target again",
            "Within 5% of target now",
        )
        for number, remark in enumerate(remarks):
            canvas.setFillColor(COLOURS["red" if number % 2 else "blue"])
            canvas.rect(40, 100 - 20 * number, 12, 10, fill=1, stroke=0)
            text(remark)(canvas, 60, 96 - 20 * number)

    path = build_report(
        tmp_path / "rows.pdf",
        SAMPLE,
        {"Actual": lambda _n: "80%", "RAG": lambda name: filled(COLOURS[name])},
        over=lambda canvas, _x, _y: rows(canvas),
    )
    assert extract_document(path).legend == ()


def test_colours_read_without_a_key_are_said_to_be(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "none.pdf", THREE, {"Actual": lambda _n: "80%", "RAG": lambda name: filled(COLOURS[name])}
    )
    (issue,) = [issue for issue in extract_document(path).issues if issue.code == "colours_without_key"]
    assert "those of 7 rows were read as plain red, amber, green" in issue.message


def test_the_council_a_manifest_names_has_its_known_colours(tmp_path: Path) -> None:
    path = build_report(
        tmp_path / "blue.pdf",
        ("blue", "green", "red"),
        {"Actual": lambda _n: "80%", "RAG": lambda n: filled(COLOURS[n])},
    )
    identity = DocumentIdentity("r", "manifest", council_id="south-lanarkshire", period_label="Quarter 2 2024-25")
    content = extract_document(path, identity=identity)
    assert [row.status.rating.value for row in content.kpis] == ["met", "met", "missed"]
    assert any("what the council's colours meant" in issue.message for issue in content.issues)
    assert extract_document(path).kpis[0].status.rating is Rating.UNREADABLE


def swatch(canvas: Any, x: float, y: float, name: str) -> None:
    canvas.setFillColor(COLOURS[name])
    canvas.rect(x, y, 14, 10, fill=1, stroke=0)


def legend_of(path: Path, draw: Callable[[Any], None]) -> list[tuple[str | None, str]]:
    columns: dict[str, Callable[[str], Draw | str]] = {
        "Actual": lambda _n: "80%",
        "RAG": lambda name: filled(COLOURS[name]),
    }
    read = extract_document(build_report(path, SAMPLE, columns, over=lambda canvas, _x, _y: draw(canvas)))
    assert [row.status.rating.value for row in read.kpis] == [RATINGS[name] for name in SAMPLE]
    return [(entry.colour, entry.label) for entry in read.legend]


ENTRIES = [(COLOURS[name], LABELS[name]) for name in SAMPLE]


def test_labels_left_of_their_swatches_are_not_taken_for_those_of_the_swatch_before(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        text("Key:")(canvas, 10, 555)
        for number, name in enumerate(SAMPLE):
            x = 40 + 130 * number
            text(LABELS[name])(canvas, x, 555)
            swatch(canvas, x + 10 + canvas.stringWidth(LABELS[name], "Helvetica", 9), 560, name)

    assert legend_of(tmp_path / "left.pdf", draw) == ENTRIES


def test_labels_may_stand_under_their_swatches(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for number, name in enumerate(SAMPLE):
            x = 80 + 130 * number
            swatch(canvas, x - 7, 572, name)
            canvas.setFillColor("#000000")
            canvas.setFont("Helvetica", 9)
            canvas.drawCentredString(x, 561, LABELS[name])

    assert legend_of(tmp_path / "under.pdf", draw) == ENTRIES


def test_a_label_that_goes_on_in_the_next_line_is_read_whole(tmp_path: Path) -> None:
    wrapped = {
        "green": ("The target has been met or", "exceeded in the period"),
        "amber": ("Performance is below target but", "within 5% of it"),
        "red": ("Performance has not met the", "target by more than 5%"),
        "grey": ("No data",),
    }

    def draw(canvas: Any) -> None:
        for number, name in enumerate(SAMPLE):
            y = 180 - 26 * number
            swatch(canvas, 40, y, name)
            for line, words in enumerate(wrapped[name]):
                text(words)(canvas, 56, y - 6 - 11 * line)

    assert legend_of(tmp_path / "wrapped.pdf", draw) == [(COLOURS[n], " ".join(wrapped[n])) for n in SAMPLE]


def test_a_key_in_the_footer_of_every_page_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for page in range(3):
            for number, name in enumerate(SAMPLE):
                swatch(canvas, 40 + 130 * number, 20, name)
                text(LABELS[name])(canvas, 56 + 130 * number, 14)
            if page < 2:
                canvas.showPage()

    assert legend_of(tmp_path / "footer.pdf", draw) == ENTRIES


@pytest.mark.parametrize("above", [True, False])
def test_a_key_in_a_band_of_the_table_itself_is_read(tmp_path: Path, above: bool) -> None:
    letters = {"green": "B", "amber": "A", "red": "R"}

    def band(canvas: Any, x: float, y: float) -> None:
        base = y + 20 if above else y - 8 * 20 + 20 - 20
        canvas.rect(40, base, x - 40, 20, stroke=1, fill=0)
        text("Key: B = On target; A = Within 5% of target; R = Off target")(canvas, 40, base)

    path = build_report(
        tmp_path / "band.pdf", THREE, {"Actual": lambda _n: "80%", "RAG": lambda name: letters[name]}, over=band
    )
    content = extract_document(path)
    assert [row.status.rating.value for row in content.kpis] == [RATINGS[name] for name in THREE]
    assert len(content.kpis) == len(THREE)


def test_coloured_cells_behind_the_word_key_say_what_they_mean() -> None:
    row = [joined("RAG key"), *(joined(LABELS[name], COLOURS[name]) for name in SAMPLE)]
    assert [(e.colour, e.rating) for e in read_legend(joined_table([""] * 5, [row]))] == [
        (COLOURS[name], RATINGS[name]) for name in SAMPLE
    ]


def test_a_coloured_form_labelled_with_a_direction_is_no_status() -> None:
    entry = make_entry("◆", COLOURS["amber"], (), "No change", PLACE, form=MarkForm.DIAMOND)
    assert entry.rating == "same"
    assert make_entry("◆", COLOURS["amber"], (), "Stable, below target", PLACE, form=MarkForm.DIAMOND).rating == "close"
    assert make_entry("", COLOURS["green"], (), "Improving", PLACE, form=MarkForm.CIRCLE).rating == "met"


def test_a_bullet_before_a_label_is_no_mark_of_its_own() -> None:
    rows = [[joined("", COLOURS[name]), joined(f"• {LABELS[name]}")] for name in SAMPLE]
    assert [(e.colour, e.rating) for e in read_legend(joined_table(["", ""], rows))] == [
        (COLOURS[name], RATINGS[name]) for name in SAMPLE
    ]
