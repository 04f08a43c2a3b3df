"""Rows of whole documents: named by bands, printed twice, with refs joined to titles; and what is left out says so."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from extractors.joined_refs import split_refs
from pipeline.extract import extract_document
from schemas.vocabulary import Direction, Rag, Rating
from tests.sheets import AMBER, GREEN, RED, draw_sheet

TITLES = ("Homes let within target time", "Bins collected on the day", "Calls answered in a minute")
KPIS = [
    ["A1", TITLES[0], "50", "48", "Amber"],
    ["A2", TITLES[1], "50", "52", "Green"],
    ["A3", TITLES[2], "50", "12", "Red"],
]
HEADINGS = ["Ref", "Indicator", "Target", "Actual", "RAG"]


def test_a_variance_beside_target_and_outturn_does_not_hide_the_indicators(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Target", "Actual", "Variance", "RAG"]]
    rows += [[ref, title, target, actual, "-4%", rag] for ref, title, target, actual, rag in KPIS]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Performance", rows)).kpis
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]


def test_a_savings_tracker_is_no_kpi_table_and_is_named_as_left_out(tmp_path: Path) -> None:
    rows = [["Ref", "Savings", "Target", "Actual", "Variance", "RAG"]]
    rows += [["S1", "Shared printing contract", "60", "42", "18", "Amber"]]
    rows += [["S2", "Leaner fleet of vehicles", "90", "95", "5", "Green"]]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Savings", rows))
    assert content.kpis == ()
    assert [issue.code for issue in content.issues] == ["table_left_out"]
    assert "Savings | Target | Actual" in content.issues[0].message


def test_an_indicator_named_in_the_band_over_its_values_keeps_its_name(tmp_path: Path) -> None:
    rows = [["Q1 2024/25", "Q2 2024/25", "Target", "RAG", "Commentary"]]
    spans, fills = [], {}
    for number, (ref, title, target, actual, _rag) in enumerate(KPIS):
        spans.append(((0, len(rows)), (-1, len(rows))))
        rows.append([f"{ref} {title}", "", "", "", ""])
        fills[(3, len(rows))] = (AMBER, GREEN, RED)[number]
        rows.append(["45", actual, target, "", "Nothing to add"])
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, fills=fills, spans=spans)).kpis
    assert [(kpi.ref, kpi.title) for kpi in kpis] == [("A1", TITLES[0]), ("A2", TITLES[1]), ("A3", TITLES[2])]
    assert [kpi.actual for kpi in kpis] == ["48", "52", "12"]
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]
    assert {kpi.theme for kpi in kpis} == {None}


@pytest.mark.parametrize("heading", ["RAG and direction of travel", "Status / Trend", "RAG & DoT"])
def test_one_column_may_show_status_and_direction(heading: str, tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Target", "Actual", heading]]
    rows += [[*row[:4], word] for row, word in zip(KPIS, ("Improved", "Declined", "Improved"), strict=True)]
    fills = {(4, 1): AMBER, (4, 2): GREEN, (4, 3): RED}
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, fills=fills)).kpis
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]
    assert [kpi.direction for kpi in kpis] == [Direction.IMPROVED, Direction.DECLINED, Direction.IMPROVED]


def test_reds_listed_first_and_again_among_all_count_once(tmp_path: Path) -> None:
    rows = [["Red indicators", *[""] * 4], HEADINGS, KPIS[2], ["All indicators", *[""] * 4], HEADINGS, *KPIS]
    spans = [((0, 0), (-1, 0)), ((0, 3), (-1, 3))]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, spans=spans, repeat=1))
    assert [(kpi.ref, kpi.position) for kpi in content.kpis] == [("A1", 1), ("A2", 2), ("A3", 3)]
    assert len(content.kpis[2].places) == 2
    assert [issue.code for issue in content.issues] == ["rows_repeated"]


def test_a_row_twice_in_one_table_stays_twice(tmp_path: Path) -> None:
    rows = [HEADINGS, *KPIS, KPIS[1]]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows))
    assert len(content.kpis) == 4


def test_a_section_of_one_rated_indicator_is_no_repeat_of_another_section(tmp_path: Path) -> None:
    rows = [["Homes", *[""] * 4], HEADINGS, KPIS[0], ["Streets", *[""] * 4], HEADINGS, *KPIS]
    spans = [((0, 0), (-1, 0)), ((0, 3), (-1, 3))]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, spans=spans))
    assert len(content.kpis) == 4


def test_a_key_without_any_row_says_that_something_was_not_read(tmp_path: Path) -> None:
    rows = [["RAG", "Meaning"], ["Green", "On target"], ["Amber", "Within 5%"], ["Red", "Off target"]]
    fills = {(0, 1): GREEN, (0, 2): AMBER, (0, 3): RED}
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Key", rows, fills=fills))
    assert len(content.legend) == 3
    assert "key_without_rows" in [issue.code for issue in content.issues]


def test_refs_joined_to_titles_are_split_off_only_where_all_titles_carry_them() -> None:
    assert split_refs(["HSG01 Homes let", "HSG02 - Rent paid"]) == [("HSG01", "Homes let"), ("HSG02", "Rent paid")]
    assert split_refs(["Homes let (CP 1)", "Rent paid (CP 2)"]) == [("CP 1", "Homes let"), ("CP 2", "Rent paid")]
    plain = ["A12 road closures", "Homes let", "Rent paid"]
    assert split_refs(plain) == [(None, title) for title in plain]


def test_a_column_of_status_words_in_a_table_of_money_makes_it_no_kpi_table(tmp_path: Path) -> None:
    rows = [["Directorate", "Budget £000", "Forecast £000", "Variance £000", "RAG"]]
    rows += [["Housing and Communities", "9,875", "9,790", "(85)", "Green"], ["Planning", "61", "66", "5", "Red"]]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Money", rows))
    assert [kpi.status.rating for kpi in content.kpis] == list[Rating]()


@pytest.mark.parametrize("merged", [False, True])
def test_a_section_named_in_the_first_cells_only_is_no_indicator(merged: bool, tmp_path: Path) -> None:
    rows = [HEADINGS, ["Housing", *[""] * 4], *KPIS[:2], ["Streets", *[""] * 4], KPIS[2], ["A4", *KPIS[1][1:]]]
    spans = [((0, 1), (1, 1)), ((0, 4), (1, 4))] if merged else []
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, spans=spans)).kpis
    assert [(kpi.ref, kpi.theme) for kpi in kpis] == [
        ("A1", "Housing"),
        ("A2", "Housing"),
        ("A3", "Streets"),
        ("A4", "Streets"),
    ]


def test_a_section_in_which_nothing_is_rated_is_read_like_the_others(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "RAG"], ["Housing", "", ""], ["A1", TITLES[0], "Amber"], ["A2", TITLES[1], "Green"]]
    rows += [["Streets", "", ""], ["B1", TITLES[2], ""]]
    spans = [((0, 1), (-1, 1)), ((0, 4), (-1, 4))]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows, spans=spans)).kpis
    assert [(kpi.ref, kpi.theme, kpi.status.rating) for kpi in kpis] == [
        ("A1", "Housing", Rating.CLOSE),
        ("A2", "Housing", Rating.MET),
        ("B1", "Streets", Rating.NOT_RATED),
    ]


def test_an_indicator_printed_as_a_form_of_labels_and_values_is_one_row(tmp_path: Path) -> None:
    story = []
    for ref, title, target, actual, rag in KPIS:
        story += [[f"{ref} {title}", "", "", ""], ["Current performance", actual, "Target", target]]
        story += [
            ["Previous quarter", "45", "RAG status", rag],
            ["Responsible officer", "Head of Service", "DoT", "Up"],
        ]
    spans = [((0, top), (-1, top)) for top in (0, 4, 8)]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", story, spans=spans, repeat=0)).kpis
    assert [(kpi.ref, kpi.target, kpi.actual, kpi.previous, kpi.owner) for kpi in kpis] == [
        ("A1", "50", "48", "45", "Head of Service"),
        ("A2", "50", "52", "45", "Head of Service"),
        ("A3", "50", "12", "45", "Head of Service"),
    ]
    assert [kpi.status.rag for kpi in kpis] == [Rag.AMBER, Rag.GREEN, Rag.RED]


def test_a_slide_with_a_header_of_coloured_cells_over_striped_rows_is_read(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "slide.pdf"), pagesize=landscape(A4), invariant=1)
    sheet.setFillColor("#1b2a49")
    sheet.rect(0, 0, *landscape(A4), stroke=0, fill=1)
    edges = (40, 90, 400, 500, 600, 700)
    for number, row in enumerate((HEADINGS, *KPIS)):
        top = 450 - 20 * number
        if number == 0:
            sheet.setFillColor("#223344")
            for left, right in pairwise(edges):
                sheet.rect(left, top - 6, right - left, 20, stroke=0, fill=1)
        else:
            sheet.setFillColor("#e2e8f0" if number % 2 else "#f2f2f2")
            sheet.rect(edges[0], top - 6, edges[-1] - edges[0], 20, stroke=0, fill=1)
        sheet.setFillColor("#ffffff" if number == 0 else "#000000")
        for x, text in zip(edges, row, strict=False):
            sheet.drawString(x + 3, top, text)
    sheet.save()
    kpis = extract_document(tmp_path / "slide.pdf").kpis
    assert [(kpi.ref, kpi.actual, kpi.status.rag) for kpi in kpis] == [
        ("A1", "48", Rag.AMBER),
        ("A2", "52", Rag.GREEN),
        ("A3", "12", Rag.RED),
    ]


def test_a_status_behind_a_word_for_missing_data_is_read(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Target", "Actual"], ["A1", TITLES[0], "50", "48 Amber"]]
    rows += [["A2", TITLES[1], "50", "Not available Green"], ["A3", TITLES[2], "50", "12 Red"]]
    kpis = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Report", rows)).kpis
    assert [(kpi.actual, kpi.status.rag) for kpi in kpis] == [
        ("48", Rag.AMBER),
        ("Not available", Rag.GREEN),
        ("12", Rag.RED),
    ]
