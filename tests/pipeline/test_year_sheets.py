"""Sheets kept for a whole year: a column for each quarter from the start, comments under their rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract_document
from schemas.vocabulary import Rag, Rating, StatusMethod
from tests.sheets import AMBER, GREEN, RED, draw_sheet, words

TITLES = ("Homes let within target time", "Bins collected on the day", "Calls answered in a minute", "Trees planted")
QUARTERS = ("Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4")


@pytest.mark.parametrize("reached", [1, 2, 3, 4])
def test_quarters_still_to_come_are_not_the_current_one(reached: int, tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", *QUARTERS]]
    for number, title in enumerate(TITLES, 1):
        values = [f"{10 * number + quarter}" if quarter <= reached else "" for quarter in (1, 2, 3, 4)]
        rows.append([f"A{number}", title, "50", *values])
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows)).kpis
    assert [kpi.actual for kpi in kpis] == [f"{10 * number + reached}" for number in (1, 2, 3, 4)]
    assert {kpi.period_label for kpi in kpis} == {f"Quarter {reached}"}
    before = [f"{10 * number + reached - 1}" if reached > 1 else None for number in (1, 2, 3, 4)]
    assert [kpi.previous for kpi in kpis] == before


@pytest.mark.parametrize("said", ["N/A", "Not due", "TBC", "Available Jan 2026", "Annual"])
def test_quarters_to_come_that_say_why_they_have_no_value_are_not_current(said: str, tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", *QUARTERS]]
    rows += [[f"A{number}", title, "50", "11", "12", said, said] for number, title in enumerate(TITLES, 1)]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows)).kpis
    assert {(kpi.actual, kpi.previous, kpi.period_label) for kpi in kpis} == {("12", "11", "Quarter 2")}


def test_quarters_to_come_that_are_greyed_out_are_not_current(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", *QUARTERS]]
    rows += [[f"A{number}", title, "50", "11", "12", "", ""] for number, title in enumerate(TITLES, 1)]
    fills = {(column, row): "#a6a6a6" for column in (5, 6) for row in (1, 2, 3, 4)}
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows, fills=fills)).kpis
    assert {kpi.actual for kpi in kpis} == {"12"}


def test_a_quarter_with_values_but_no_status_yet_does_not_take_the_one_before(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", "Quarter 1", "Quarter 1 RAG", "Quarter 2", "Quarter 2 RAG"]]
    rows += [[f"A{number}", title, "50", "40", "", "48", ""] for number, title in enumerate(TITLES, 1)]
    fills = {(4, row): (RED, GREEN)[row % 2] for row in (1, 2, 3, 4)}
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows, fills=fills)).kpis
    assert {(kpi.actual, kpi.status.rag, kpi.status.rating) for kpi in kpis} == {("48", Rag.NONE, Rating.NOT_RATED)}
    assert [kpi.previous_status.rag for kpi in kpis if kpi.previous_status] == [Rag.GREEN, Rag.RED] * 2


def test_the_same_measures_for_an_earlier_quarter_are_previous_values(tmp_path: Path) -> None:
    head = ["Ref", "Measure", "Target", "Actual", "RAG"]
    rows = [["Quarter 2 2024/25", *[""] * 4], head]
    rows += [[f"A{number}", title, "50", f"2{number}", "Green"] for number, title in enumerate(TITLES, 1)]
    rows += [["Quarter 1 2024/25", *[""] * 4], head]
    rows += [[f"A{number}", title, "50", f"1{number}", "Red"] for number, title in enumerate(TITLES, 1)]
    path = draw_sheet(tmp_path / "sheet.pdf", "Report", rows, spans=[((0, 0), (-1, 0)), ((0, 6), (-1, 6))])
    content = extract_document(path)
    assert [(kpi.actual, kpi.previous) for kpi in content.kpis] == [(f"2{n}", f"1{n}") for n in (1, 2, 3, 4)]
    assert {kpi.previous_status.rag for kpi in content.kpis if kpi.previous_status} == {Rag.RED}
    assert [issue.code for issue in content.issues] == ["rows_repeated"]


def test_a_quarter_one_section_leaves_empty_is_current_where_another_shows_it(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", *QUARTERS[:3]]]
    rows += [["A1", TITLES[0], "50", "11", "12", ""], ["A2", TITLES[1], "50", "21", "22", ""]]
    rows += [["Our environment", "", "", "", "", ""], ["B1", TITLES[2], "50", "31", "", ""]]
    path = draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows, spans=[((0, 3), (-1, 3))])
    kpis = extract_document(path).kpis
    assert [(kpi.ref, kpi.actual, kpi.period_label) for kpi in kpis] == [
        ("A1", "12", "Quarter 2"),
        ("A2", "22", "Quarter 2"),
        ("B1", None, "Quarter 2"),
    ]


def test_a_quarter_with_its_own_status_column_is_read_with_it(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Measure", "Target", "Quarter 1", "", "Quarter 2", "", "Quarter 3", ""],
        ["", "", "", *("Actual", "RAG") * 3],
        ["A1", TITLES[0], "50", "40", "R", "48", "A", "", ""],
        ["A2", TITLES[1], "50", "51", "G", "52", "G", "", ""],
        ["A3", TITLES[2], "50", "52", "G", "12", "R", "", ""],
    ]
    fills = {(4, 2): RED, (6, 2): AMBER, (4, 3): GREEN, (6, 3): GREEN, (4, 4): GREEN, (6, 4): RED}
    spans = [((c, 0), (c + 1, 0)) for c in (3, 5, 7)] + [((c, 0), (c, 1)) for c in (0, 1, 2)]
    path = draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows, fills=fills, spans=spans, repeat=2)
    kpis = extract_document(path).kpis
    assert [kpi.actual for kpi in kpis] == ["48", "52", "12"]
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]
    assert [kpi.previous_status.rag for kpi in kpis if kpi.previous_status] == [Rag.RED, Rag.GREEN, Rag.GREEN]


def test_coloured_values_are_statuses_of_their_own_quarters(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", *QUARTERS[:3]]]
    rows += [["A1", TITLES[0], "50", "11", "48", ""], ["A2", TITLES[1], "50", "51", "52", ""]]
    rows += [["A3", TITLES[2], "50", "53", "12", ""]]
    fills = {(3, 1): RED, (4, 1): AMBER, (3, 2): GREEN, (4, 2): GREEN, (3, 3): GREEN, (4, 3): RED}
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Scorecard 2024/25", rows, fills=fills)).kpis
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]
    assert {kpi.status.method for kpi in kpis} == {StatusMethod.FILL}
    assert [kpi.previous_status.rag for kpi in kpis if kpi.previous_status] == [Rag.RED, Rag.GREEN, Rag.GREEN]


def test_a_column_of_status_words_is_the_status_whatever_it_is_headed(tmp_path: Path) -> None:
    rows = [["PI", "Description", "Target", "Q2 result", "Performance"]]
    rows += [["A1", TITLES[0], "50", "48", "Within tolerance"], ["A2", TITLES[1], "50", "52", "Target met"]]
    rows += [["A3", TITLES[2], "50", "12", "Target not met"]]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance", rows)).kpis
    assert [kpi.actual for kpi in kpis] == ["48", "52", "12"]
    assert [kpi.status.rating for kpi in kpis] == [Rating.CLOSE, Rating.MET, Rating.MISSED]


@pytest.mark.parametrize("label", ["Comments: ", "Progress update: ", ""])
@pytest.mark.parametrize("split", [False, True])
def test_a_comment_under_a_row_belongs_to_it_and_is_no_row(label: str, split: bool, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ref", "Measure", "Target", "Actual", "RAG"]]
    spans, fills = [], {}
    comment = "The figure went up because the works that were put off in spring were done in summer. "
    for number in range(1, 15):
        fills[(4, len(rows))] = (GREEN, AMBER, RED)[number % 3]
        rows.append([f"A{number}", f"Works done in ward {number}", "50", "48", ""])
        spans.append(((0, len(rows)), (-1, len(rows))))
        rows.append([words(label + comment * (number % 5 + 1)), "", "", "", ""])
    path = draw_sheet(
        tmp_path / "sheet.pdf",
        "Performance",
        rows,
        fills=fills,
        spans=spans,
        split_rows=split,
        widths=[60, 300, 80, 80, 60],
    )
    content = extract_document(path)
    assert content.pages > 1
    assert [kpi.ref for kpi in content.kpis] == [f"A{number}" for number in range(1, 15)]
    assert [kpi.commentary for kpi in content.kpis] == [(comment * (n % 5 + 1)).strip() for n in range(1, 15)]
    assert {kpi.theme for kpi in content.kpis} == {"Performance"}


def test_each_quarter_has_its_own_target_and_the_current_one_is_kept(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", *(f"Q{quarter} {what}" for quarter in (1, 2, 3) for what in ("target", "actual"))]]
    rows += [["A1", TITLES[0], "10", "11", "20", "22", "30", ""], ["A2", TITLES[1], "40", "41", "50", "52", "60", ""]]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows)).kpis
    assert [(kpi.target, kpi.actual, kpi.previous) for kpi in kpis] == [("20", "22", "11"), ("50", "52", "41")]


def test_beside_a_year_to_date_the_months_are_no_previous_values(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Target", "April", "May", "June", "YTD"]]
    rows += [["A1", TITLES[0], "50", "11", "12", "", "23"], ["A2", TITLES[1], "50", "21", "22", "", "43"]]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows)).kpis
    assert [(kpi.actual, kpi.previous) for kpi in kpis] == [("23", None), ("43", None)]
    assert [value.text for value in kpis[0].values] == ["50", "11", "12", "23"]


@pytest.mark.parametrize("merged", [False, True])
def test_target_and_outturn_on_lines_of_their_own_are_one_indicator(merged: bool, tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "", "Quarter 1", "Quarter 2", "Quarter 3", "RAG"]]
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
    fills = {}
    for number, title in enumerate(TITLES[:3], 1):
        top = len(rows)
        fills[(6, top)] = (RED, AMBER, GREEN)[number - 1]
        rows.append([f"A{number}", title, "Target", f"{number}0", f"{number}5", f"{number}9", ""])
        rows.append(["", "", "Actual", f"{number}1", f"{number}6", "", ""])
        spans += [((c, top), (c, top + 1)) for c in ((0, 1, 6) if merged else ())]
        fills |= {} if merged else {(6, top + 1): fills[(6, top)]}
    path = draw_sheet(tmp_path / "sheet.pdf", "Performance 2024/25", rows, fills=fills, spans=spans)
    kpis = extract_document(path).kpis
    assert [kpi.ref for kpi in kpis] == ["A1", "A2", "A3"]
    assert [(kpi.target, kpi.actual, kpi.previous) for kpi in kpis] == [
        ("15", "16", "11"),
        ("25", "26", "21"),
        ("35", "36", "31"),
    ]
    assert [kpi.status.rag for kpi in kpis] == [Rag.RED, Rag.AMBER, Rag.GREEN]
    assert {kpi.places[0].box.height > 25 for kpi in kpis} == {True}


def test_a_table_for_each_indicator_is_named_by_its_heading(tmp_path: Path) -> None:
    rows = [["", "Q4 2023/24", "Q1 2024/25", "Q2 2024/25"], ["Target", "90%", "90%", "95%"]]
    rows += [["Actual", "81%", "84%", "93%"], ["RAG", "Red", "Red", "Amber"]]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "HSG01: Homes let within target time", rows))
    assert [(kpi.ref, kpi.title) for kpi in content.kpis] == [(None, "HSG01: Homes let within target time")]
    (kpi,) = content.kpis
    assert (kpi.target, kpi.actual, kpi.previous, kpi.status.rag) == ("95%", "93%", "84%", Rag.AMBER)


def test_lines_of_money_under_a_heading_are_no_indicator(tmp_path: Path) -> None:
    rows = [["", "2023/24", "2024/25"], ["Employees", "90", "95"], ["Premises", "81", "93"]]
    assert extract_document(draw_sheet(tmp_path / "sheet.pdf", "Cost of the service", rows)).kpis == ()
