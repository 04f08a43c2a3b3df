"""Tables as councils print them: parts of indicators, rows that look like headers, names printed once, broken words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import extract_document
from schemas.readings import KpiRow
from schemas.vocabulary import ActionStatus, Direction, Rag, Rating
from tests.sheets import AMBER, GREEN, RED, Row, draw_sheet, words

HEADINGS = ["Ref", "Indicator", "Target", "Actual", "RAG"]


def kpis_of(path: Path, rows: Sequence[Row], **drawn: Any) -> tuple[KpiRow, ...]:
    return extract_document(draw_sheet(path / "sheet.pdf", "Performance 2025/26", rows, **drawn)).kpis


def test_a_row_of_words_and_dates_is_no_header(tmp_path: Path) -> None:
    rows = [["Ref", "Project", "Planned end", "Forecast end", "Status"]]
    rows += [["P1", "Adopt the local plan", "31/03/2026", "30/06/2026", "Off track"]]
    rows += [["P2", "Open the leisure centre", "Dec 2025", "Dec 2025", "On track"]]
    rows += [["P3", "Digital strategy agreed", "Sept 2025", "Sept 2025", "Complete"]]
    content = extract_document(draw_sheet(tmp_path / "sheet.pdf", "Projects", rows))
    assert content.kpis == ()
    assert [work.ref for work in content.actions] == ["P1", "P2", "P3"]


def test_a_row_whose_target_and_value_read_like_headings_is_no_header(tmp_path: Path) -> None:
    rows = [["Measure", "Target", "Last year", "Result", "Note"]]
    rows += [["Bins collected on the day", "95%", "94%", "96%", "Better"]]
    rows += [["Staff who recommend the council", "Top quartile", "", "Reported in Q4", ""]]
    rows += [["Calls answered in a minute", "80%", "81%", "71%", "Worse"]]
    assert [kpi.actual for kpi in kpis_of(tmp_path, rows)] == ["96%", "Reported in Q4", "71%"]


def test_parts_beside_a_title_merged_over_them_are_told_apart(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Part", "Target", "Actual", "RAG"]]
    rows += [["1", "Planning applications in time", "(a) Major", "80%", "88%", "Green"]]
    rows += [["", "", "(b) Minor", "85%", "71%", "Red"], ["2", "Complaints answered", "All", "90%", "84%", "Amber"]]
    kpis = kpis_of(tmp_path, rows, spans=[((0, 1), (0, 2)), ((1, 1), (1, 2))])
    assert [kpi.title for kpi in kpis] == [
        "Planning applications in time: (a) Major",
        "Planning applications in time: (b) Minor",
        "Complaints answered",
    ]
    assert [kpi.actual for kpi in kpis] == ["88%", "71%", "84%"]


@pytest.mark.parametrize("refs", [("1", "1a", "1b"), ("1", "1(a)", "1(b)"), ("1.", "1.a", "1.b")])
def test_a_row_that_only_names_its_parts_is_no_indicator(refs: tuple[str, ...], tmp_path: Path) -> None:
    rows = [HEADINGS, [refs[0], "Planning applications in time", "", "", ""]]
    rows += [[refs[1], "Major", "80%", "88%", "Green"], [refs[2], "Minor", "85%", "71%", "Red"]]
    rows += [["2", "Complaints answered", "90%", "84%", "Amber"]]
    kpis = kpis_of(tmp_path, rows)
    assert [kpi.title for kpi in kpis] == ["Major", "Minor", "Complaints answered"]
    assert [kpi.grouping for kpi in kpis] == ["Planning applications in time"] * 2 + [None]


def test_an_indicator_without_values_before_the_next_ref_stays_one(tmp_path: Path) -> None:
    rows = [HEADINGS, ["1.1", "Planning appeals", "", "", ""], ["1.10", "Complaints answered", "90%", "84%", "Amber"]]
    assert [kpi.ref for kpi in kpis_of(tmp_path, rows)] == ["1.1", "1.10"]


def test_value_target_and_status_of_the_year_to_date_stay_together(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "In month", "", "", "Year to date", "", ""]]
    rows += [["", "", *("Actual", "Target", "RAG") * 2]]
    rows += [["A1", "Bins collected", "90%", "95%", "Red", "96%", "94%", "Green"]]
    rows += [["A2", "Calls answered", "80%", "75%", "Green", "60%", "74%", "Red"]]
    spans = [((2, 0), (4, 0)), ((5, 0), (7, 0)), ((0, 0), (0, 1)), ((1, 0), (1, 1))]
    kpis = kpis_of(tmp_path, rows, spans=spans, repeat=2)
    assert [(kpi.actual, kpi.target, kpi.status.rag) for kpi in kpis] == [
        ("96%", "94%", Rag.GREEN),
        ("60%", "74%", Rag.RED),
    ]


def test_the_target_to_date_goes_with_a_value_to_date(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Annual target", "Target YTD", "Actual YTD"]]
    rows += [["A1", "Homes built", "120", "60", "48"], ["A2", "Trees planted", "90", "45", "51"]]
    assert [(kpi.target, kpi.actual) for kpi in kpis_of(tmp_path, rows)] == [("60", "48"), ("45", "51")]


def test_the_target_of_the_quarter_is_not_that_of_a_value_to_date(tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Q2 Target", "YTD Target", "Q2 Actual", "YTD Actual"]]
    rows += [["A1", "Homes built", "30", "60", "20", "48"], ["A2", "Trees planted", "20", "45", "21", "51"]]
    assert [(kpi.target, kpi.actual) for kpi in kpis_of(tmp_path, rows)] == [("60", "48"), ("45", "51")]


THEMED = [
    ["Theme", "Measure", "Target", "Actual", "RAG"],
    ["", "Bins collected on the day", "95%", "96%", "Green"],
    ["", "Streets swept in time", "90%", "71%", "Red"],
    ["", "Fly-tips cleared", "90%", "91%", "Green"],
    ["", "Homes let in time", "50%", "48%", "Amber"],
    ["", "Repairs done at once", "92%", "93%", "Green"],
    ["", "Rent collected", "98%", "98%", "Green"],
]


@pytest.mark.parametrize("at", [(1, 4), (2, 5)])
def test_a_theme_printed_once_holds_for_all_its_rows(at: tuple[int, int], tmp_path: Path) -> None:
    rows = [list(row) for row in THEMED]
    rows[at[0]][0], rows[at[1]][0] = "Clean streets", "Better homes"
    assert [kpi.theme for kpi in kpis_of(tmp_path, rows)] == ["Clean streets"] * 3 + ["Better homes"] * 3


def test_a_theme_in_the_middle_of_no_group_of_rows_is_not_spread(tmp_path: Path) -> None:
    rows = [list(row) for row in THEMED]
    rows[2][0], rows[3][0] = "Clean streets", "Better homes"
    themes = [kpi.theme for kpi in kpis_of(tmp_path, rows)]
    assert themes[1:3] == ["Clean streets", "Better homes"]
    assert "Better homes" not in themes[3:]


def test_one_title_under_two_refs_is_two_indicators(tmp_path: Path) -> None:
    rows = [["North", *[""] * 4], HEADINGS]
    rows += [["N1", "Bins collected", "95%", "96%", "Green"], ["N2", "Streets swept", "90%", "71%", "Red"]]
    rows += [["South", *[""] * 4], HEADINGS]
    rows += [["S1", "Bins collected", "95%", "96%", "Green"], ["S2", "Streets swept", "90%", "71%", "Red"]]
    kpis = kpis_of(tmp_path, rows, spans=[((0, 0), (-1, 0)), ((0, 4), (-1, 4))])
    assert [kpi.ref for kpi in kpis] == ["N1", "N2", "S1", "S2"]


def test_a_project_with_a_colour_and_a_word_is_in_the_state_the_word_says(tmp_path: Path) -> None:
    rows = [["Ref", "Project", "Due date", "RAG", "Status"]]
    rows += [["P1", "Adopt the local plan", "31/03/2026", "", "Off track"]]
    rows += [["P2", "Open the leisure centre", "31/12/2025", "", "Complete"]]
    path = draw_sheet(tmp_path / "sheet.pdf", "Projects", rows, fills={(3, 1): RED, (3, 2): GREEN})
    assert [(work.status, work.rag) for work in extract_document(path).actions] == [
        (ActionStatus.OFF_TRACK, Rag.RED),
        (ActionStatus.COMPLETE, Rag.GREEN),
    ]


def test_a_word_that_its_column_breaks_is_whole_again(tmp_path: Path) -> None:
    rows: list[Row] = [HEADINGS]
    rows += [["A1", words("Major applications decided"), "80%", "88%", ""]]
    rows += [["A2", words("Minor applications decided"), "85%", "71%", ""]]
    fills = {(4, 1): GREEN, (4, 2): AMBER}
    kpis = kpis_of(tmp_path, rows, fills=fills, widths=[40, 65, 50, 50, 50])
    assert [kpi.title for kpi in kpis] == ["Major applications decided", "Minor applications decided"]
    assert [kpi.status.rating for kpi in kpis] == [Rating.MET, Rating.CLOSE]


def test_words_that_fill_their_lines_are_not_put_together(tmp_path: Path) -> None:
    title = "Applications in temporary accommodation at quarter end"
    rows: list[Row] = [HEADINGS, ["A1", words(title), "80%", "88%", "Green"], ["A2", words(title), "8%", "7%", "Red"]]
    for width in range(90, 120, 3):
        kpis = kpis_of(tmp_path, rows, widths=[40, width, 50, 50, 50])
        assert kpis[0].title == title


KEY_ROWS: list[Row] = [["Key", ""], ["", "On target"], ["", "Within 5%"], ["", "Off target"]]
KEY_FILLS = {(0, 1): GREEN, (0, 2): AMBER, (0, 3): RED}


def test_rows_painted_from_end_to_end_show_their_status(tmp_path: Path) -> None:
    rows = [*KEY_ROWS, ["Ref", "Indicator", "Target", "Actual"]]
    rows = [[*row, "", ""][:4] for row in rows]
    rows += [["A1", "Bins collected", "95%", "96%"], ["A2", "Streets swept", "90%", "71%"]]
    rows += [["A3", "Homes let", "50%", "48%"]]
    fills = KEY_FILLS | {(c, r): (GREEN, RED, AMBER)[r - 5] for r in (5, 6, 7) for c in range(4)}
    kpis = kpis_of(tmp_path, rows, fills=fills, repeat=0)
    assert [kpi.status.rag for kpi in kpis] == [Rag.GREEN, Rag.RED, Rag.AMBER]


def test_measures_with_a_direction_and_neither_target_nor_status_are_indicators(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "2024/25", "Q2 2025/26", "Change"]]
    rows += [["A1", "Bins collected", "95%", "96%", "Better"], ["A2", "Streets swept", "90%", "71%", "Worse"]]
    kpis = kpis_of(tmp_path, rows)
    assert [(kpi.actual, kpi.previous, kpi.direction) for kpi in kpis] == [
        ("96%", "95%", Direction.IMPROVED),
        ("71%", "90%", Direction.DECLINED),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Team", "Posts", "Vacancies", "Change"], ["Planning", "24", "3", "Better"], ["Housing", "4", "2", "Worse"]],
        [["Ref", "Risk", "Score", "Status"], ["R1", "Loss of a supplier", "12", "Amber"], ["R2", "Flood", "20", "Red"]],
        [["Scheme", "Approved budget", "Forecast", "RAG"], ["Depot", "£2m", "£3m", "Red"], ["Pool", "£4m", "£4m", "G"]],
        [
            ["Meeting", "Date", "Papers due", "Status"],
            ["Cabinet", "12 May", "3 May", "Green"],
            ["Council", "1 June", "2 May", "Red"],
        ],
    ],
)
def test_posts_risks_budgets_and_timetables_in_colour_hold_no_indicators(rows: list[Row], tmp_path: Path) -> None:
    fills = {(3, 1): AMBER, (3, 2): RED}
    assert kpis_of(tmp_path, rows, fills=fills) == ()


@pytest.mark.parametrize(
    "heading", ["Performance (numerator / denominator)", "Mid-year position", "Half year result", "In quarter"]
)
def test_an_outturn_is_known_by_its_noun_whatever_explains_it(heading: str, tmp_path: Path) -> None:
    rows = [["Ref", "Indicator", "Target", heading, "RAG"], ["A1", "Bins collected", "95%", "96%", "Green"]]
    assert [kpi.actual for kpi in kpis_of(tmp_path, rows)] == ["96%"]


def test_texts_of_two_cells_that_nearly_touch_at_their_rule_are_two(tmp_path: Path) -> None:
    title = "Days lost to sickness (rolling)"
    width = stringWidth(title, "Helvetica", 10)
    path = tmp_path / "tight.pdf"
    canvas = Canvas(str(path), pagesize=(500, 200), invariant=1)
    canvas.setFont("Helvetica", 10)
    edges = [20.0, 60.0, 61.5 + width, 111.5 + width, 161.5 + width]
    for line, texts in enumerate((["Ref", "Indicator", "Target", "Actual"], ["PE9", title, "8.5", "8.47"])):
        for x, text in zip(edges, texts, strict=False):
            canvas.drawString(x + 1.5, 105 - 20 * line, text)
    for y in (80, 100, 120):
        canvas.line(edges[0], y, edges[-1], y)
    for x in edges:
        canvas.line(x, 80, x, 120)
    canvas.save()
    (kpi,) = extract_document(path).kpis
    assert (kpi.title, kpi.target, kpi.actual) == (title, "8.5", "8.47")


def test_coloured_words_in_the_last_rows_of_a_table_without_rules_are_no_key(tmp_path: Path) -> None:
    inks = {"Green": "#00803c", "Amber": "#c77700", "Red": "#c00000", "No data": "#7f7f7f"}
    words_of = ["Green", "Red", "No data", "Amber", "Green", "Red", "Amber", "Green", "No data"]
    path = tmp_path / "rows.pdf"
    canvas = Canvas(str(path), pagesize=(600, 300), invariant=1)
    places = (40.0, 90.0, 290.0, 340.0, 390.0, 460.0)

    def line(y: float, texts: Sequence[str], bold: bool = False) -> None:
        for x, text in zip(places, texts, strict=True):
            canvas.setFillColor(inks.get(text, "#000000"))
            canvas.setFont("Helvetica-Bold" if bold or text in inks else "Helvetica", 9)
            canvas.drawString(x, y, text)

    line(250, ["Ref", "Indicator", "Target", "Actual", "RAG", "Comments"], bold=True)
    for number, word in enumerate(words_of):
        if number == 6:
            canvas.showPage()
        y = (232 if number < 6 else 382) - 18 * number
        line(y, [f"A{number}", f"Homes let in area {number}", "90%", "8%", word, "Seasonal."])
    canvas.save()
    content = extract_document(path)
    assert content.legend == ()
    assert [kpi.status.label for kpi in content.kpis] == words_of


@pytest.mark.parametrize("lights", [("Red", "Amber", "Green"), ("R", "A", "G")])
@pytest.mark.parametrize("painted", [False, True])
def test_a_cross_under_one_of_three_lights_is_the_status(
    lights: tuple[str, ...], painted: bool, tmp_path: Path
) -> None:
    rows = [["Ref", "Indicator", "Target", "Actual", *lights]]
    for number, at in enumerate((2, 0, 1), 1):
        rows.append(
            [f"A{number}", f"Bins collected in area {number}", "95%", "9%", *("X" if c == at else "" for c in range(3))]
        )
    fills = {(4 + c, r): (RED, AMBER, GREEN)[c] for c in range(3) for r in (1, 2, 3)} if painted else {}
    assert [kpi.status.rag for kpi in kpis_of(tmp_path, rows, fills=fills)] == [Rag.GREEN, Rag.RED, Rag.AMBER]


def test_a_table_of_counts_under_three_lights_holds_no_indicators(tmp_path: Path) -> None:
    rows = [["Ref", "Theme", "Red", "Amber", "Green"], ["1", "Homes and streets", "1", "0", "4"]]
    assert kpis_of(tmp_path, [*rows, ["2", "Money and people", "0", "2", "3"]]) == ()
