"""Count tables: what a report states of its own totals, in every layout seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.claims import read_count_table
from extractors.shapes import outline
from schemas.grids import JoinedCell
from schemas.pages import Picture
from schemas.readings import LegendEntry
from schemas.vocabulary import Basis, Form, Population, ScopeType
from tests.extractors.made_counts import DOWN, LEVEL, SPOT, UP, count_table, counts, entry, read, shape

STATUS_BY_QUARTER = [
    ["Status against target", "Quarter 1", "Quarter 2"],
    ["On target", "69% (82)", "67% (82)"],
    ["Within 5%", "13% (15)", "15% (19)"],
    ["Off target", "18% (22)", "18% (22)"],
    ["Total", "119", "123"],
]
BY_DIRECTORATE = [
    ["Directorate", "No of KPIs", "KPIs with RAG", "Red", "Amber", "Green"],
    ["Care Services", "8", "8", "12.5% (1)", "12.5% (1)", "75% (6)"],
    ["Place", "17", "0", "", "", ""],
    ["Health", "6", "5", "0", "60% (3)", "40% (2)"],
]


@pytest.mark.parametrize("header_rows", [0, 1])
def test_status_rows_by_quarters_give_one_claim_per_cell_whether_or_not_the_header_was_recognised(
    header_rows: int,
) -> None:
    claims, issues = read(count_table(STATUS_BY_QUARTER, header_rows=header_rows))
    assert not issues
    assert [(c.count, c.percent, c.denominator) for c in claims if c.is_current] == [
        (82, 67.0, 123),
        (19, 15.0, 123),
        (22, 18.0, 123),
        (123, None, None),
    ]
    assert {c.period_label for c in claims if not c.is_current} == {"Quarter 1"}
    assert [c.rating for c in claims[:4]] == ["met", "close", "missed", "rated"]
    assert {c.scope_type for c in claims} == {ScopeType.WHOLE}
    assert [c.position for c in claims] == list(range(1, 9))
    assert len({c.group for c in claims}) == 2


def test_the_quote_and_the_place_of_a_claim_are_those_of_its_cell() -> None:
    claims, _ = read(count_table(STATUS_BY_QUARTER))
    assert claims[4].quote == "Quarter 2 | On target: 67% (82)"
    assert (claims[4].place.box.x0, claims[4].place.box.top) == (100.0, 20.0)


@pytest.mark.parametrize(
    ("cells", "current"),
    [
        (["Q2 2023/24", "Q1 2023/24"], "Q2 2023/24"),
        (["Quarter 4", "Quarter 1"], "Quarter 1"),
        (["Q3", "Q2"], "Q3"),
        (["March 2024", "December 2023"], "March 2024"),
        (["This quarter", "Last quarter"], "This quarter"),
        (["2022/23", "2023/24"], "2023/24"),
        (["Previous quarter", "September 2024"], "September 2024"),
    ],
)
def test_the_latest_period_is_current_whatever_the_order_of_the_columns(cells: list[str], current: str) -> None:
    claims, _ = read(count_table([["", *cells], ["Green", "5", "6"], ["Red", "3", "2"]]))
    assert {c.period_label for c in claims if c.is_current} == {current}
    assert len(claims) == 4


def test_a_quarter_that_has_no_figures_yet_is_not_the_current_one() -> None:
    table = count_table([["", "Q1", "Q2", "Q3", "Q4"], ["Green", "5", "6", "", ""], ["Red", "3", "2", "", ""]])
    claims, _ = read(table)
    assert {c.period_label for c in claims if c.is_current} == {"Q2"}
    assert len(claims) == 4


def test_directorate_rows_keep_listed_and_rated_indicators_apart() -> None:
    claims, issues = read(count_table(BY_DIRECTORATE))
    assert not issues
    stated = counts(claims)
    assert stated["Care Services", None, "No of KPIs"] == 8
    assert stated["Health", None, "Red"] == 0
    assert {c.rating for c in claims} == {"total", "rated", "missed", "close", "met"}
    assert {c.scope_type for c in claims} == {ScopeType.DIRECTORATE}
    green = next(c for c in claims if c.scope == "Health" and c.bucket == "Green")
    assert (green.count, green.percent, green.denominator) == (2, 40.0, 5)


def test_blanks_are_zeros_where_the_row_itself_says_so() -> None:
    stated = counts(read(count_table(BY_DIRECTORATE))[0])
    assert [stated["Place", None, bucket] for bucket in ("Red", "Amber", "Green")] == [0, 0, 0]


def test_blanks_claim_nothing_where_the_row_states_indicators_but_no_statuses() -> None:
    rows = [["", "Green", "Amber", "Red", "Total"], ["Jobs", "5", "", "1", "6"], ["Homes", "", "", "", "3"]]
    stated = counts(read(count_table(rows))[0])
    assert stated["Jobs", None, "Amber"] == 0
    assert stated["Homes", None, "Total"] == 3
    assert ("Homes", None, "Green") not in stated


def test_blanks_are_zeros_where_the_total_row_confirms_them() -> None:
    rows = [["", "Green", "Red"], ["Jobs", "5", "1"], ["Homes", "", ""], ["TOTAL", "5", "1"]]
    stated = counts(read(count_table(rows))[0])
    assert stated["Homes", None, "Green"] == 0
    assert stated[None, None, "Red"] == 1


@pytest.mark.parametrize("nothing", ["", "-", "–", "N/A", "0", "0% (0)", "nil"])
def test_a_zero_is_a_zero_however_it_is_printed(nothing: str) -> None:
    stated = counts(read(count_table([["", "Green", "Red"], ["Jobs", "5", nothing]]))[0])
    assert stated["Jobs", None, "Red"] == 0


def test_a_total_row_counts_the_whole_report_and_the_other_rows_directorates() -> None:
    rows = [["", "G", "A", "R"], ["Jobs", "2", "", "1"], ["Homes", "", "", "2"], ["TOTAL", "2", "0", "3"]]
    claims, _ = read(count_table(rows))
    assert [(c.scope_type, c.scope) for c in claims[::3]] == [
        (ScopeType.DIRECTORATE, "Jobs"),
        (ScopeType.DIRECTORATE, "Homes"),
        (ScopeType.WHOLE, None),
    ]


def test_rows_under_priority_are_themes() -> None:
    claims, _ = read(count_table([["Priority", "Green", "Red"], ["Clean streets", "2", "1"], ["Safe", "1", "1"]]))
    assert {c.scope_type for c in claims} == {ScopeType.THEME}


def arrow_legend() -> tuple[LegendEntry, ...]:
    ways = (("Getting better", "improved", UP), ("No clear trend", "same", LEVEL), ("Getting worse", "declined", DOWN))
    drawn = (
        LegendEntry(None, "shape", label, way, None, SPOT, outline([shape(points)])) for label, way, points in ways
    )
    return (entry("GREEN", "Achieved", "met", "#00ff00"), entry("RED", "Missed", "missed", "#c00000"), *drawn)


def test_drawn_arrows_over_columns_are_read_through_the_legend_as_directions() -> None:
    rows = [["", "G", "R", "", "", ""], ["Jobs", "3", "1", "2", "", "2"]]
    marks = {(0, 3): shape(UP, (150, 3)), (0, 4): shape(LEVEL, (200, 3)), (0, 5): shape(DOWN, (250, 3))}
    claims, _ = read(count_table(rows, marks=marks), arrow_legend())
    assert [(c.basis, c.rating, c.count) for c in claims] == [
        (Basis.CURRENT, "met", 3),
        (Basis.CURRENT, "missed", 1),
        (Basis.DIRECTION, "improved", 2),
        (Basis.DIRECTION, "same", 0),
        (Basis.DIRECTION, "declined", 2),
    ]


def test_headings_that_are_only_colours_are_read_through_the_legend() -> None:
    rows = [["", "", ""], ["Jobs", "3", "1"]]
    claims, _ = read(count_table(rows, fills={(0, 1): "#02fe04", (0, 2): "#bf0101"}), arrow_legend())
    assert [(c.bucket, c.rating, c.count) for c in claims] == [("Achieved", "met", 3), ("Missed", "missed", 1)]


def test_headings_that_are_letters_pictures_or_forms_are_read_through_the_legend() -> None:
    legend = (
        LegendEntry("#00b050", "●", "On target", "met", None, SPOT, form="circle"),
        LegendEntry(None, "tick", "Achieved", "met", None, SPOT, form="tick"),
        LegendEntry("#ff0000", "picture", "Off target", "missed", None, SPOT, form="circle", picture="f" * 32),
    )
    table = count_table([["", "●", "", ""], ["Jobs", "3", "1", "2"]])
    tick = tuple(
        (x * 10, y * 10) for x, y in ((0.0, 0.6), (0.12, 0.5), (0.34, 0.76), (0.9, 0.0), (1.0, 0.1), (0.34, 1.0))
    )
    cells = list(table.header_cells[0])
    parts = [cell.parts[0] for cell in cells if cell is not None]
    cells[1] = JoinedCell("●", (replace(parts[1], text_colour="#00b050"),))
    cells[2] = JoinedCell("", (replace(parts[2], shapes=(shape(tick),)),))
    red = Picture(parts[3].place.box, "d", 8, 8, "f" * 32, "#ff0000", "circle")
    cells[3] = JoinedCell("", (replace(parts[3], pictures=(red,)),))
    claims, _ = read(replace(table, header_cells=(tuple(cells),)), legend)
    assert [(c.bucket, c.rating, c.count) for c in claims] == [
        ("On target", "met", 3),
        ("Achieved", "met", 1),
        ("Off target", "missed", 2),
    ]


def test_a_one_line_strip_counts_the_directorate_whose_heading_it_stands_under() -> None:
    rows = [["KPI Summary", "GREEN", "AMBER", "RED"], ["", "2", "", "1"]]
    claims, _ = read(count_table(rows, header_rows=0), section="4.1 Highways & Transport")
    assert {(c.form, c.scope_type, c.scope) for c in claims} == {
        (Form.STRIP, ScopeType.DIRECTORATE, "Highways & Transport")
    }
    assert [c.count for c in claims] == [2, 0, 1]


@pytest.mark.parametrize("section", [None, "Executive Summary", "3.4 Progress against targets", "Quarter 2 2023/24"])
def test_a_strip_under_a_heading_that_names_no_directorate_counts_the_whole_report(section: str | None) -> None:
    claims, _ = read(count_table([["Green", "Red", "Total"], ["2", "1", "3"]]), section=section)
    assert {c.scope for c in claims} == {None}


def test_current_statuses_and_a_prediction_in_one_table_are_two_bases() -> None:
    rows = [
        ["", "Red", "Amber", "Green", "Total"],
        ["Current", "2", "3", "7", "12"],
        ["Year-end prediction", "1", "5", "6", "12"],
    ]
    claims, _ = read(count_table(rows))
    assert {c.basis for c in claims[:4]} == {Basis.CURRENT}
    assert {c.basis for c in claims[4:]} == {Basis.FORECAST}


def test_statuses_by_kinds_of_measure_with_a_total_and_a_percentage_column() -> None:
    rows = [
        ["", "Statistical", "Project", "Total", "%"],
        ["Blue", "N/A", "6", "6", "10%"],
        ["Green", "26", "17", "43", "70%"],
        ["Amber", "4", "2", "6", "10%"],
        ["Red", "4", "0", "4", "6%"],
        ["Report later/Contextual", "1", "1", "2", "4%"],
        ["Total", "35", "26", "61", "100%"],
    ]
    claims, _ = read(count_table(rows))
    stated = counts(claims)
    assert stated["Statistical", None, "Blue"] == 0
    assert stated["Project", None, "Green"] == 17
    whole = [c for c in claims if c.scope is None]
    assert [(c.count, c.percent) for c in whole] == [(6, 10), (43, 70), (6, 10), (4, 6), (2, 4), (61, 100)]
    assert [c.rating for c in whole] == [None, "met", "close", "missed", "not_rated", "total"]
    assert all(c.percent is None for c in claims if c.scope is not None)


def test_number_and_percentage_columns_under_each_quarter_are_one_claim_per_status() -> None:
    rows = [["Status", "Quarter 1", "", "Quarter 2", ""], ["", "No.", "%", "No.", "%"]]
    rows += [["On target", "82", "69%", "82", "67%"], ["Off target", "37", "31%", "41", "33%"]]
    claims, _ = read(count_table(rows, header_rows=2))
    assert [(c.period_label, c.count, c.percent) for c in claims] == [
        ("Quarter 1", 82, 69.0),
        ("Quarter 1", 37, 31.0),
        ("Quarter 2", 82, 67.0),
        ("Quarter 2", 41, 33.0),
    ]


def test_quarters_over_the_statuses_split_each_row_by_period() -> None:
    rows = [["", "Q1", "", "Q2", ""], ["", "R", "G", "R", "G"], ["Jobs", "5", "1", "4", "2"]]
    claims, _ = read(count_table(rows, header_rows=2))
    assert [(c.period_label, c.bucket, c.count, c.is_current) for c in claims] == [
        ("Q1", "R", 5, False),
        ("Q1", "G", 1, False),
        ("Q2", "R", 4, True),
        ("Q2", "G", 2, True),
    ]


def test_a_merged_bucket_joins_its_ratings() -> None:
    claims, _ = read(count_table([["", "On or above target", "Red or Amber"], ["KPIs", "10", "8"]]))
    assert [c.rating for c in claims] == ["exceeded|met", "close|missed"]


def test_the_legend_decides_what_blue_means() -> None:
    legend = (entry("Blue", "Exceeding target", "exceeded"), entry("Green", "On target", "met"))
    claims, _ = read(count_table([["", "Blue", "Green"], ["KPIs", "3", "4"]]), legend)
    assert [c.rating for c in claims] == ["exceeded", "met"]
    assert read(count_table([["", "Blue", "Green", "Red"], ["KPIs", "3", "4", "1"]]))[0][0].rating is None


def test_a_table_of_delivery_states_counts_actions() -> None:
    rows = [["Status", "Number"], ["Completed", "51"], ["On track", "46"], ["At risk", "4"], ["Not started", "1"]]
    claims, _ = read(count_table(rows))
    assert {c.population for c in claims} == {Population.ACTIONS}
    assert [c.rating for c in claims] == ["complete", "on_track", "at_risk", "not_started"]


def test_on_track_counts_indicators_where_the_table_says_kpis() -> None:
    claims, _ = read(count_table([["KPI status", "Number"], ["On track", "46"], ["Off track", "4"]]))
    assert [(c.population, c.rating) for c in claims] == [(Population.KPIS, "met"), (Population.KPIS, "missed")]


def test_kpis_and_actions_side_by_side_are_two_populations() -> None:
    claims, _ = read(count_table([["", "KPIs", "Actions"], ["On track", "12", "30"], ["At risk", "2", "3"]]))
    assert [(c.population, c.count) for c in claims] == [
        (Population.KPIS, 12),
        (Population.KPIS, 2),
        (Population.ACTIONS, 30),
        (Population.ACTIONS, 3),
    ]


def test_a_status_nobody_explains_is_claimed_without_a_rating() -> None:
    rows = [
        ["Status", "Number"],
        ["Complete", "21"],
        ["On track", "44"],
        ["Slipped by a season", "16"],
        ["Total", "81"],
    ]
    claims, _ = read(count_table(rows))
    assert [(c.bucket, c.rating) for c in claims][2] == ("Slipped by a season", None)


def test_a_footnote_mark_glued_to_a_total_is_reported_and_not_repaired() -> None:
    claims, issues = read(count_table([["", "Red", "Amber", "Green", "Total"], ["KPIs", "9", "12", "17", "381"]]))
    assert [c.count for c in claims] == [9, 12, 17, None]
    assert [(i.code, i.subject) for i in issues] == [("count_contradicts_table", "claim:4")]


def test_a_total_that_is_simply_wrong_is_kept_as_printed() -> None:
    claims, issues = read(count_table([["", "Red", "Amber", "Green", "Total"], ["KPIs", "9", "12", "17", "40"]]))
    assert [c.count for c in claims] == [9, 12, 17, 40]
    assert not issues


FURNITURE = {
    "a KPI table": [["Indicator", "Target", "Green", "Red"], ["Bins", "5", "3", "2"]],
    "tolerances": [["Indicator", "Green", "Amber", "Red"], ["Bins", "90%", "85%", "80%"], ["Roads", "1%", "2%", "4%"]],
    "money": [["Service", "Green", "Amber", "Red"], ["Care", "£5m", "£1m", "£2m"]],
    "thousands of pounds": [["£000", "Green", "Red"], ["Care", "120", "340"]],
    "volumes": [["Service", "Green", "Amber", "Red"], ["Calls", "12,310", "1,040", "2,200"]],
    "a legend": [["Green", "Target met"], ["Amber", "Within 5%"], ["Red", "Off target"]],
    "a sign-off table": [
        ["Officer", "Name", "Date"],
        ["Legal", "A Jones", "3/8/2023"],
        ["Audit", "B Hall", "3/8/2023"],
    ],
    "a schedule": [["Item", "Where", "Date"], ["Quarter 1", "Board", "22 August"], ["Quarter 2", "Cabinet", "14 May"]],
    "an activity table": [["Activity", "Q1", "Q2"], ["Calls", "310", "290"], ["Visits", "45", "60"]],
    "risks by level": [["", "Risk level November 2024", "Risk level May 2025"], ["Low", "2", "1"], ["High", "3", "5"]],
    "one status only": [["", "Number"], ["Green", "12"], ["Other things", "4"]],
}


@pytest.mark.parametrize("rows", FURNITURE.values(), ids=FURNITURE.keys())
def test_tables_that_do_not_count_statuses_claim_nothing(rows: list[list[str]]) -> None:
    for header_rows in (0, 1):
        assert read(count_table(rows, header_rows=header_rows)) == ((), ())


def test_an_empty_table_claims_nothing() -> None:
    assert read(count_table([["", ""], ["", ""]])) == ((), ())


NUMBERS = st.integers(0, 99)
LINES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6)


@given(LINES, st.booleans(), st.sampled_from(["{n}", "{n} ({p:.0f}%)", "{p:.1f}% ({n})", "{n}, {p:.0f}%"]))
def test_what_is_printed_is_what_is_claimed_in_either_orientation(
    lines: list[tuple[int, int, int]], turned: bool, form: str
) -> None:
    rows = [["", "Green", "Amber", "Red", "Total"]]
    for i, line in enumerate(lines):
        shares = [form.format(n=n, p=100 * n / (sum(line) or 1)) for n in line]
        rows.append([f"Service {'ABCDEF'[i]}", *shares, str(sum(line))])
    table = [list(column) for column in zip(*rows, strict=True)] if turned else rows
    claims, issues = read_count_table(count_table(table), legend=(), next_position=5, section=None)
    assert not issues
    expected = [n for line in lines for n in (*line, sum(line))]
    assert [c.count for c in claims] == expected
    assert [c.position for c in claims] == list(range(5, 5 + len(expected)))
