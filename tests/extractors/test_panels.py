"""KPIs printed one to a panel: a card, a box or a paragraph with its status drawn somewhere beside the values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.panel_lines import read_panel_text
from pipeline.extract import extract_document
from schemas.geometry import Box
from schemas.pages import Word
from schemas.readings import DocumentContent
from schemas.vocabulary import Role
from tests.extractors.made_marks import COLOURS, LABELS, RATINGS, TITLES

NAMES = ("green", "amber", "red", "grey")
Draw = Callable[[Any, float, float, str], None]


def box_mark(canvas: Any, x: float, y: float, name: str) -> None:
    canvas.setFillColor(COLOURS[name])
    canvas.rect(x, y - 2, 14, 10, fill=1, stroke=0)


def dot_mark(canvas: Any, x: float, y: float, name: str) -> None:
    canvas.setFillColor(COLOURS[name])
    canvas.circle(x + 5, y + 3, 4, fill=1, stroke=0)


def ink_mark(canvas: Any, x: float, y: float, name: str) -> None:
    canvas.setFillColor(COLOURS[name])
    canvas.drawString(x, y, "Status")


def icon_mark(canvas: Any, x: float, y: float, name: str) -> None:
    icon = Image.new("RGBA", (32, 32))
    ImageDraw.Draw(icon).ellipse((2, 2, 30, 30), fill=COLOURS[name])
    canvas.drawImage(ImageReader(icon), x, y - 2, 10, 10, mask="auto")


def word_mark(canvas: Any, x: float, y: float, name: str) -> None:
    canvas.setFillColor("#000000")
    canvas.drawString(x, y, LABELS[name])


MARKS: dict[str, Draw] = {"box": box_mark, "dot": dot_mark, "ink": ink_mark, "icon": icon_mark, "word": word_mark}


def write(canvas: Any, x: float, y: float, words: str, font: str = "Helvetica") -> None:
    canvas.setFillColor("#000000")
    canvas.setFont(font, 9)
    canvas.drawString(x, y, words)


def draw_key(canvas: Any, mark: Draw) -> None:
    for number, name in enumerate(NAMES):
        mark(canvas, 40 + 150 * number, 560, name)
        write(canvas, 75 + 150 * number, 560, LABELS[name])


def draw_values(canvas: Any, x: float, y: float, name: str, mark: Draw, label: str) -> None:
    write(canvas, x, y, "Actual: 80%")
    write(canvas, x + 80, y, "Target: 90%")
    write(canvas, x + 160, y, label)
    mark(canvas, x + 200, y, name)
    write(canvas, x, y - 13, "Previous: 70%")
    write(canvas, x, y - 26, "A note on the result.")


def cards(path: Path, mark: Draw, *, label: str = "RAG:", ground: Callable[[str], str] | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=(842, 595))
    canvas.setFont("Helvetica", 9)
    draw_key(canvas, mark)
    for number, name in enumerate(NAMES):
        x, y = 40.0 + 380 * (number % 2), 500.0 - 90 * (number // 2)
        if ground is not None:
            canvas.setFillColor(ground(name))
            canvas.rect(x - 5, y - 50, 350, 70, fill=1, stroke=0)
        else:
            canvas.rect(x - 5, y - 50, 350, 70, fill=0, stroke=1)
        write(canvas, x, y, f"1.{number + 1} {TITLES[number]}", "Helvetica-Bold")
        draw_values(canvas, x, y - 15, name, mark, label)
    canvas.save()
    return path


def paragraphs(path: Path, mark: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=(842, 595))
    canvas.setFont("Helvetica", 9)
    draw_key(canvas, mark)
    for number, name in enumerate(NAMES):
        y = 500.0 - 60 * number
        write(canvas, 40, y, f"1.{number + 1} {TITLES[number]}", "Helvetica-Bold")
        write(canvas, 40, y - 13, "Target: 90%      Previous: 70%      Actual: 80%      RAG:")
        mark(canvas, 290, y - 13, name)
        write(canvas, 40, y - 26, "Commentary: A note on the result.")
    canvas.save()
    return path


def statuses(content: DocumentContent) -> list[str]:
    return [row.status.rating.value for row in content.kpis]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("label", ["RAG:", ""])
def test_the_mark_drawn_in_a_card_is_its_status(tmp_path: Path, mark: str, label: str) -> None:
    content = extract_document(cards(tmp_path / "cards.pdf", MARKS[mark], label=label))
    assert statuses(content) == [RATINGS[name] for name in NAMES]
    assert [(row.ref, row.title) for row in content.kpis] == [(f"1.{n + 1}", TITLES[n]) for n in range(4)]
    assert {(row.actual, row.target, row.previous) for row in content.kpis} == {("80%", "90%", "70%")}
    assert {row.commentary for row in content.kpis} == {"A note on the result."}


@pytest.mark.parametrize("mark", MARKS)
def test_the_mark_drawn_behind_a_paragraphs_values_is_its_status(tmp_path: Path, mark: str) -> None:
    content = extract_document(paragraphs(tmp_path / "paragraphs.pdf", MARKS[mark]))
    assert statuses(content) == [RATINGS[name] for name in NAMES]
    assert {(row.actual, row.target, row.previous) for row in content.kpis} == {("80%", "90%", "70%")}


def nothing(canvas: Any, x: float, y: float, name: str) -> None:
    if y > 550:
        box_mark(canvas, x, y, name)


def test_a_card_that_stands_on_its_status_colour_is_read_by_it(tmp_path: Path) -> None:
    content = extract_document(cards(tmp_path / "ground.pdf", nothing, label="", ground=COLOURS.__getitem__))
    assert statuses(content) == [RATINGS[name] for name in NAMES]


def test_a_ground_that_all_cards_share_is_no_status(tmp_path: Path) -> None:
    content = extract_document(cards(tmp_path / "house.pdf", nothing, label="", ground=lambda _name: "#92d050"))
    assert {row.status.method for row in content.kpis} == {None}


def test_a_card_whose_status_nothing_explains_is_unreadable_with_its_place(tmp_path: Path) -> None:
    def star(canvas: Any, x: float, y: float, _name: str) -> None:
        if y < 550:
            canvas.setFillColor("#000000")
            canvas.setFont("ZapfDingbats", 9)
            canvas.drawString(x, y, "H")
            canvas.setFont("Helvetica", 9)

    content = extract_document(cards(tmp_path / "star.pdf", star))
    assert statuses(content) == ["unreadable"] * 4
    doubts = [issue for issue in content.issues if issue.code == "status_unreadable"]
    assert len(doubts) == 4
    assert all(issue.place is not None and issue.place.box.width < 30 for issue in doubts)


def words(*lines: Sequence[tuple[float, str]]) -> list[Word]:
    return [
        Word(text, Box(x, 12.0 * number, x + 5 * len(text), 12.0 * number + 9), 9.0, "F", False, "#000000")
        for number, line in enumerate(lines)
        for x, text in line
    ]


def read(*lines: Sequence[tuple[float, str]]) -> dict[Role, str]:
    text = read_panel_text(words(*lines), Box(0, 0, 400, 200))
    return {value.role: value.text for value in text.values}


def test_a_label_that_touches_the_value_before_it_begins_a_value_of_its_own() -> None:
    line = [
        (0, "Target:"),
        (40, "28"),
        (55, "daysActual:"),
        (115, "27.4"),
        (140, "days"),
        (190, "Previous:"),
        (240, "9"),
    ]
    assert read([(0, "A"), (10, "title")], line) == {
        Role.TARGET: "28 days",
        Role.ACTUAL: "27.4 days",
        Role.PREVIOUS: "9",
    }


def test_values_may_stand_under_their_labels() -> None:
    heads = [(0, "Target"), (100, "Actual"), (200, "Status")]
    assert read([(0, "A"), (10, "title")], heads, [(0, "90%"), (100, "80%"), (200, "Amber")]) == {
        Role.TARGET: "90%",
        Role.ACTUAL: "80%",
        Role.STATUS: "Amber",
    }


def test_a_value_wrapped_under_its_label_goes_on_and_a_remark_below_does_not_belong_to_it() -> None:
    text = read_panel_text(
        words(
            [(0, "A"), (10, "title")],
            [(0, "Actual:"), (38, "Not"), (120, "Target:"), (160, "90%"), (240, "Previous:"), (290, "8%")],
            [(0, "available")],
            [(0, "The"), (20, "figures"), (60, "come"), (85, "from"), (110, "a"), (120, "national"), (165, "return.")],
        ),
        Box(0, 0, 400, 200),
    )
    assert [value.text for value in text.values] == ["Not available", "90%", "8%"]
    assert text.rest[0][0].text == "The"


@pytest.mark.parametrize(("x", "y", "width", "height"), [(-5, -50, 6, 70), (-5, 10, 350, 12)])
def test_a_stripe_or_a_band_in_which_the_cards_differ_is_their_status(
    tmp_path: Path, x: float, y: float, width: float, height: float
) -> None:
    def ground(canvas: Any, left: float, base: float, name: str) -> None:
        if base > 550:
            box_mark(canvas, left, base, name)
        else:
            canvas.setFillColor(COLOURS[name])
            canvas.rect(left - 200 + x, base + 15 + y, width, height, fill=1, stroke=0)

    content = extract_document(cards(tmp_path / "stripe.pdf", ground, label=""))
    assert statuses(content) == [RATINGS[name] for name in NAMES]


def test_a_sheet_of_cards_without_rules_between_them_is_read_card_by_card(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "sheet.pdf"), pagesize=(842, 595))
    draw_key(canvas, dot_mark)
    for number, name in enumerate(NAMES):
        x, y = 40.0 + 360 * (number % 2), 440.0 - 70 * (number // 2)
        canvas.rect(x, y, 360, 70, fill=0, stroke=1)
        write(canvas, x + 5, y + 55, f"1.{number + 1} {TITLES[number]}", "Helvetica-Bold")
        draw_values(canvas, x + 5, y + 40, name, dot_mark, "")
    canvas.save()
    content = extract_document(tmp_path / "sheet.pdf")
    assert [(row.ref, row.status.rating.value) for row in content.kpis] == [
        (f"1.{n + 1}", RATINGS[name]) for n, name in enumerate(NAMES)
    ]


def sheet_of_cards(canvas: Any, cut: int) -> None:
    """Eight cards, two in a row; the page breaks behind ``cut`` lines of the third row."""
    lines = (
        "{ref} {title}",
        "Actual: {value}      Target: 90%      Previous: 70%      RAG: {status}",
        "Remark on {ref}.",
    )
    tops = (200.0, 154.0, 108.0)
    for row in range(4):
        parts = ((0, cut), (cut, 3)) if row == 2 else ((0, 3),)
        for first, after in parts:
            if first == after:
                continue
            if first or (row == 3 and cut == 3):
                canvas.showPage()
            top = 560.0 if first else 560.0 - 14 * (3 - cut) - 4 * (cut < 3) if row == 3 else tops[row]
            low = top - 14 * (after - first) - 4
            for column in range(2):
                x, number = 40.0 + 360 * column, 2 * row + column + 1
                canvas.rect(x, low, 360, top - low, fill=0, stroke=1)
                said = {"ref": f"1.{number}", "title": TITLES[number % 7], "value": f"8{number}%"}
                said["status"] = ("Green", "Amber", "Red")[number % 3]
                for at, line in enumerate(lines[first:after]):
                    write(canvas, x + 5, top - 12 - 14 * at, line.format(**said))


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_cards_side_by_side_that_the_page_break_cuts_keep_their_own_halves(tmp_path: Path, cut: int) -> None:
    canvas = Canvas(str(tmp_path / "cut.pdf"), pagesize=(842, 595))
    sheet_of_cards(canvas, cut)
    canvas.save()
    read = extract_document(tmp_path / "cut.pdf").kpis
    assert [(row.ref, row.actual, row.status.rag.value, row.commentary) for row in read] == [
        (f"1.{n}", f"8{n}%", ("green", "amber", "red")[n % 3], f"Remark on 1.{n}.") for n in range(1, 9)
    ]


def test_a_label_wrapped_in_its_cell_is_one_label() -> None:
    text = read_panel_text(
        words(
            [(0, "A"), (10, "title")],
            [
                (0, "Actual:"),
                (38, "12"),
                (90, "Target:"),
                (130, "90"),
                (180, "RAG"),
                (230, "On"),
                (245, "or"),
                (260, "above"),
            ],
            [(180, "status:"), (230, "target")],
        ),
        Box(0, 0, 400, 200),
    )
    assert [(value.role, value.text) for value in text.values] == [
        (Role.ACTUAL, "12"),
        (Role.TARGET, "90"),
        (Role.STATUS, "On or above target"),
    ]


def test_a_title_word_over_a_label_is_no_part_of_it() -> None:
    text = read_panel_text(
        words(
            [(0, "Trees"), (40, "cut"), (62, "by"), (80, "the"), (100, "council"), (140, "staff")],
            [(0, "Actual:"), (38, "26"), (100, "Target:"), (138, "32"), (200, "Previous:"), (250, "34")],
        ),
        Box(0, 0, 400, 200),
    )
    assert [(value.role, value.text) for value in text.values] == [
        (Role.ACTUAL, "26"),
        (Role.TARGET, "32"),
        (Role.PREVIOUS, "34"),
    ]


def test_a_label_before_a_figure_needs_no_colon_and_separators_are_no_part_of_values() -> None:
    line = [
        (0, "Target"),
        (35, "95%"),
        (55, "|"),
        (65, "Quarter"),
        (105, "2:"),
        (120, "18"),
        (135, "|"),
        (145, "Floor"),
    ]
    assert read([(0, "A"), (10, "title")], [*line, (175, "90%")]) == {
        Role.TARGET: "95%",
        Role.ACTUAL: "18",
        Role.FLOOR: "90%",
    }


def test_the_value_of_a_label_at_a_lines_end_stands_in_the_next_line() -> None:
    line = [(0, "Latest:"), (40, "93%"), (90, "Target:"), (130, "95%"), (180, "Previous:")]
    assert read([(0, "A"), (10, "title")], line, [(0, "91%")]) == {
        Role.ACTUAL: "93%",
        Role.TARGET: "95%",
        Role.PREVIOUS: "91%",
    }


def test_a_label_may_touch_its_value() -> None:
    assert read([(0, "A"), (10, "title")], [(0, "Previous"), (45, "quarter:91.0%")]) == {Role.PREVIOUS: "91.0%"}


@pytest.mark.parametrize("above", [True, False])
def test_labels_alone_in_their_lines_take_turns_with_values(*, above: bool) -> None:
    pairs = [[(0, "Actual")], [(0, "93%")], [(0, "Target")], [(0, "95%")]]
    lines = pairs if above else [pairs[1], pairs[0], pairs[3], pairs[2]]
    assert read([(0, "A"), (10, "title")], *lines) == {Role.ACTUAL: "93%", Role.TARGET: "95%"}


def test_labels_and_values_that_do_not_take_turns_are_not_read() -> None:
    lines = [[(0, "Actual")], [(0, "93%")], [(0, "95%")], [(0, "Target")]]
    assert read([(0, "A"), (10, "title")], *lines) == {}


def test_the_axes_of_a_chart_are_neither_title_nor_labels_nor_comment() -> None:
    text = read_panel_text(
        words(
            [(0, "A"), (10, "title"), (40, "of"), (60, "words")],
            [],
            [(0, "100")],
            [(30, "Q1"), (80, "Q2"), (130, "Q3")],
            [(0, "Latest:"), (40, "93%"), (90, "Target:"), (130, "95%")],
            [(0, "0")],
        ),
        Box(0, 0, 400, 200),
    )
    assert [word.text for word in text.title] == ["A", "title", "of", "words"]
    assert [value.text for value in text.values] == ["93%", "95%"]
    assert text.rest == ()


def test_a_label_of_money_or_risk_says_that_the_panel_is_none() -> None:
    lines = [(0, "Actual:"), (40, "12"), (90, "Likelihood:"), (150, "3")]
    assert read_panel_text(words([(0, "A"), (10, "title")], lines), Box(0, 0, 400, 200)).furniture
