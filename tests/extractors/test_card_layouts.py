"""Cards as councils lay them out: what is read of each whole page, and that other cards are none of indicators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import extract_document
from schemas.readings import DocumentContent
from tests.extractors.made_cards import CARDS, HEIGHT, RATINGS, WIDTH, Shown, frame, paint, sheet_of, write
from tests.extractors.made_marks import COLOURS

Read = tuple[str, str | None, str | None, str | None, str]


def read(content: DocumentContent) -> list[Read]:
    return [(row.title, row.actual, row.target, row.previous, row.status.rating.value) for row in content.kpis]


def shown(*, previous: bool = True) -> list[Read]:
    return [(c.title, c.actual, c.target, c.previous if previous else None, RATINGS[c.status]) for c in CARDS]


def band_and_figure(canvas: Any, x: float, y: float, card: Shown) -> None:
    """The title on its status's colour, the outturn large and without a label."""
    frame(canvas, x, y)
    paint(canvas, x, y - 20, WIDTH, 20, COLOURS[card.status])
    write(canvas, x + 4, y - 13, card.title, bold=True, ink="#ffffff")
    write(canvas, x + 90, y - 48, card.actual, 20)
    write(canvas, x + 4, y - 70, f"Target: {card.target}")
    write(canvas, x + 4, y - 82, f"Previous: {card.previous}")


def dot_in_the_corner(canvas: Any, x: float, y: float, card: Shown) -> None:
    """Labels without colons, small below the figure."""
    frame(canvas, x, y)
    canvas.setFillColor(COLOURS[card.status])
    canvas.circle(x + WIDTH - 12, y - 12, 6, fill=1, stroke=0)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    write(canvas, x + 90, y - 48, card.actual, 20)
    write(canvas, x + 80, y - 70, f"Target {card.target}")
    write(canvas, x + 80, y - 82, f"Last quarter {card.previous}")


def figure_first(canvas: Any, x: float, y: float, card: Shown) -> None:
    """The figure on top, its title under it, a stripe of the status's colour along the side."""
    paint(canvas, x, y - HEIGHT, WIDTH, HEIGHT, "#f3f3f3")
    paint(canvas, x, y - HEIGHT, 6, HEIGHT, COLOURS[card.status])
    write(canvas, x + 14, y - 28, card.actual, 20, bold=True)
    write(canvas, x + 14, y - 45, card.title)
    write(canvas, x + 14, y - 60, f"Target {card.target}", 7)
    write(canvas, x + 104, y - 60, f"Last quarter {card.previous}", 7)


def coloured_tile(canvas: Any, x: float, y: float, card: Shown) -> None:
    paint(canvas, x, y - HEIGHT, WIDTH, HEIGHT, COLOURS[card.status])
    write(canvas, x + 4, y - 13, card.title, bold=True, ink="#ffffff")
    write(canvas, x + 4, y - 45, card.actual, 20, ink="#ffffff")
    write(canvas, x + 4, y - 70, f"Target {card.target} | Q1: {card.previous}", ink="#ffffff")


def labels_over_values(canvas: Any, x: float, y: float, card: Shown) -> None:
    """Small labels over larger values, centred, and the status on a pill."""
    frame(canvas, x, y)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    for at, label, value in (
        (30, "Actual", card.actual),
        (110, "Target", card.target),
        (190, "Previous", card.previous),
    ):
        canvas.setFillColor("#555555")
        canvas.setFont("Helvetica", 6)
        canvas.drawCentredString(x + at, y - 35, label)
        canvas.setFont("Helvetica", 13)
        canvas.drawCentredString(x + at, y - 50, value)
    paint(canvas, x + 180, y - 85, 50, 12, COLOURS[card.status])
    write(
        canvas, x + 185, y - 82, {"green": "On track", "amber": "Close", "red": "Off track"}[card.status], ink="#ffffff"
    )


def values_over_labels(canvas: Any, x: float, y: float, card: Shown) -> None:
    frame(canvas, x, y)
    canvas.setFillColor(COLOURS[card.status])
    canvas.circle(x + WIDTH - 12, y - 12, 6, fill=1, stroke=0)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    for at, label, value in (
        (30, "Actual", card.actual),
        (110, "Target", card.target),
        (190, "Previous", card.previous),
    ):
        canvas.setFillColor("#000000")
        canvas.setFont("Helvetica", 13)
        canvas.drawCentredString(x + at, y - 42, value)
        canvas.setFont("Helvetica", 6)
        canvas.drawCentredString(x + at, y - 54, label)


def with_a_chart(canvas: Any, x: float, y: float, card: Shown) -> None:
    """Bars with figures at their axes between title and values."""
    frame(canvas, x, y)
    paint(canvas, x, y - 20, WIDTH, 20, COLOURS[card.status])
    write(canvas, x + 4, y - 13, card.title, bold=True, ink="#ffffff")
    for number, height in enumerate((20, 28, 24, 30)):
        paint(canvas, x + 40 + 30 * number, y - 62, 18, height, "#7799bb")
        write(canvas, x + 44 + 30 * number, y - 70, f"Q{number + 1}", 6)
    write(canvas, x + 20, y - 34, "100", 6)
    write(canvas, x + 25, y - 62, "0", 6)
    write(canvas, x + 4, y - 90, f"Latest: {card.actual}  Target: {card.target}  Previous: {card.previous}")


def owner_above_the_title(canvas: Any, x: float, y: float, card: Shown) -> None:
    """The portfolio over the title, labels on the left and values on the right without colons."""
    frame(canvas, x, y)
    write(canvas, x + 4, y - 10, "Portfolio: Finance and Assets", 6)
    write(canvas, x + 4, y - 21, card.title, bold=True)
    above = (("Service", "Customer Services"), ("Q3 result", card.actual), ("Q2 result", card.previous))
    lines = (*above, ("Target", card.target), ("Status", card.status.title()))
    for number, (label, value) in enumerate(lines):
        write(canvas, x + 4, y - 33 - 11 * number, label)
        write(canvas, x + 90, y - 33 - 11 * number, value)


LAYOUTS = (
    band_and_figure,
    dot_in_the_corner,
    figure_first,
    coloured_tile,
    labels_over_values,
    values_over_labels,
    with_a_chart,
    owner_above_the_title,
)


@pytest.mark.parametrize("draw", LAYOUTS)
def test_a_card_is_read_as_a_person_reads_it(tmp_path: Path, draw: Any) -> None:
    content = extract_document(sheet_of(tmp_path / "cards.pdf", draw))
    assert read(content) == shown()


def test_tiles_that_touch_each_other_are_still_apart(tmp_path: Path) -> None:
    assert read(extract_document(sheet_of(tmp_path / "tiles.pdf", coloured_tile, apart=0))) == shown()


def test_a_card_without_a_target_is_read_beside_others_that_have_one(tmp_path: Path) -> None:
    def draw(canvas: Any, x: float, y: float, card: Shown) -> None:
        frame(canvas, x, y)
        paint(canvas, x, y - 20, WIDTH, 20, COLOURS[card.status])
        write(canvas, x + 4, y - 13, card.title, bold=True)
        write(canvas, x + 90, y - 48, card.actual, 20)
        write(canvas, x + 4, y - 70, f"Target: {card.target}" if card.target != "25" else "Previous: 12")

    content = extract_document(sheet_of(tmp_path / "cards.pdf", draw))
    assert [row.target for row in content.kpis] == ["95%", "1,150", "20", "8.0", None]


def test_the_arrow_behind_a_value_is_its_direction_and_the_stripe_its_status(tmp_path: Path) -> None:
    def draw(canvas: Any, x: float, y: float, card: Shown) -> None:
        figure_first(canvas, x, y, card)
        canvas.setFillColor("#000000")
        canvas.setFont("ZapfDingbats", 9)
        canvas.drawString(x + 104, y - 28, "\u25b2" if card.status == "green" else "\u25bc")

    rows = extract_document(sheet_of(tmp_path / "cards.pdf", draw)).kpis
    assert [(row.actual, row.status.rating.value) for row in rows] == [(c.actual, RATINGS[c.status]) for c in CARDS]
    assert {row.direction_text for row in rows} == {"\u25b2", "\u25bc"}


def finance(canvas: Any, x: float, y: float, card: Shown) -> None:
    band_and_figure(canvas, x, y, Shown(card.title, "\u00a341.2m", "n/a", "n/a", card.status))
    write(canvas, x + 4, y - 94, "Budget: \u00a340.0m  Variance: \u00a31.2m")


def contact(canvas: Any, x: float, y: float, card: Shown) -> None:
    frame(canvas, x, y)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    for number, line in enumerate(("Position: Head of Service", "Current: full time", "Telephone: 01234 560000")):
        write(canvas, x + 4, y - 30 - 11 * number, line)


def event(canvas: Any, x: float, y: float, card: Shown) -> None:
    frame(canvas, x, y)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    write(canvas, x + 90, y - 48, "12 May", 20)
    for number, line in enumerate(("Venue: Town Hall", "Places: 150", "Target audience: 16 to 25")):
        write(canvas, x + 4, y - 65 - 11 * number, line)


def risk(canvas: Any, x: float, y: float, card: Shown) -> None:
    frame(canvas, x, y)
    paint(canvas, x, y - 20, WIDTH, 20, COLOURS[card.status])
    write(canvas, x + 4, y - 13, card.title, bold=True)
    for number, line in enumerate(
        ("Likelihood: 3  Impact: 4", "Current score: 12", "Target score: 6", "Status: Amber")
    ):
        write(canvas, x + 4, y - 35 - 11 * number, line)


def fact(canvas: Any, x: float, y: float, card: Shown) -> None:
    frame(canvas, x, y)
    write(canvas, x + 4, y - 13, card.title, bold=True)
    write(canvas, x + 90, y - 48, card.actual, 20)
    write(canvas, x + 4, y - 70, f"Census 2021: {card.previous}")


@pytest.mark.parametrize("draw", [finance, contact, event, risk, fact])
def test_cards_of_money_people_events_risks_and_facts_are_no_indicators(tmp_path: Path, draw: Any) -> None:
    assert read(extract_document(sheet_of(tmp_path / "cards.pdf", draw))) == []


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_a_title_set_bold_over_labelled_paragraphs_needs_no_ref(tmp_path: Path, form: str) -> None:
    canvas = Canvas(str(tmp_path / "list.pdf"), pagesize=(595, 842))
    y = 780.0
    for card in CARDS:
        labelled = (f"Target: {card.target}", f"Actual: {card.actual}", f"Previous: {card.previous}")
        values = (*labelled, f"RAG: {card.status.title()}")
        write(canvas, 60, y, card.title, 11, bold=True)
        for number, line in enumerate((" | ".join(values),) if form == "bars" else values):
            write(canvas, 60, y - 20 - 20 * number, line)
        write(canvas, 60, y - 110, "The team has cleared 213 of 250 old cases and will report again in May.")
        y -= 150
    canvas.save()
    assert read(extract_document(tmp_path / "list.pdf")) == shown()


def test_a_row_with_an_unknown_label_is_no_title_of_the_block_under_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "profiles.pdf"), pagesize=(595, 842))
    for card in CARDS:
        write(canvas, 60, 780, f"PI 12 {card.title}", 11, bold=True)
        above = (("Definition", "What is counted."), ("Target", card.target), ("Actual", card.actual))
        lines = (*above, ("Previous quarter", card.previous), ("RAG", card.status.title()))
        for number, (label, value) in enumerate(lines):
            write(canvas, 60, 755 - 13 * number, label, bold=True)
            write(canvas, 180, 755 - 13 * number, value)
        canvas.showPage()
    canvas.save()
    assert read(extract_document(tmp_path / "profiles.pdf")) == shown()


def test_a_card_cut_by_the_page_end_is_one_indicator_with_both_parts(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "cut.pdf"), pagesize=(842, 595))
    for number, card in enumerate(CARDS[:3]):
        band_and_figure(canvas, 40, 560 - 120 * number, card)
    low, last = CARDS[3:]
    canvas.rect(40, 100, WIDTH, 55, fill=0, stroke=1)
    paint(canvas, 40, 135, WIDTH, 20, COLOURS[low.status])
    write(canvas, 44, 142, low.title, bold=True, ink="#ffffff")
    write(canvas, 130, 107, low.actual, 20)
    canvas.showPage()
    canvas.rect(40, 520, WIDTH, 40, fill=0, stroke=1)
    write(canvas, 44, 545, f"Target: {low.target}")
    write(canvas, 44, 530, f"Previous: {low.previous}")
    band_and_figure(canvas, 40, 500, last)
    band_and_figure(canvas, 40, 380, Shown("Potholes made safe in a day", "99%", "98%", "98%", "green"))
    canvas.save()
    content = extract_document(tmp_path / "cut.pdf")
    more = ("Potholes made safe in a day", "99%", "98%", "98%")
    assert [row[:4] for row in read(content)] == [*(row[:4] for row in shown()), more]
    assert [place.page for place in content.kpis[3].places] == [1, 2]


def test_cards_that_are_not_read_are_said(tmp_path: Path) -> None:
    def draw(canvas: Any, x: float, y: float, card: Shown) -> None:
        write(canvas, x + 4, y - 13, card.title, bold=True)
        write(canvas, x + 90, y - 48, card.actual, 20)
        write(canvas, x + 4, y - 82, f"Target {card.target}")

    content = extract_document(sheet_of(tmp_path / "open.pdf", draw, keyed=False))
    assert content.kpis == ()
    (issue,) = [issue for issue in content.issues if issue.code == "target_without_row"]
    assert issue.message.startswith("5 lines name a target")
    assert issue.place is not None
    assert issue.place.page == 1
