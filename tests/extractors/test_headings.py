"""Claims about column headings: synonyms, periods, levels, and what is no KPI table at all."""

from __future__ import annotations

import pytest

from extractors.columns import is_furniture, read_columns
from extractors.headings import heading_role, is_header_row, names_period
from schemas.vocabulary import Role
from tests.extractors.made_tables import joined_table

LONG = "Share of potholes mended within a week of being reported"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("RAG", Role.STATUS),
        ("RAG Rating", Role.STATUS),
        ("Performance\nIndicator", Role.TITLE),
        ("PI Ref No.", Role.REF),
        ("Target 2023/24", Role.TARGET),
        ("2023/24 Target", Role.TARGET),
        ("Q2 RAG status", Role.STATUS),
        ("Latest note*", Role.COMMENTARY),
        ("Outurn", Role.ACTUAL),
        ("Good is?", Role.POLARITY),
        ("DoT", Role.DIRECTION),
        ("Meas. In", Role.UNIT),
        ("Floor Standard", Role.FLOOR),
        ("Target %", Role.TARGET),
        ("Performance (numerator / denominator)", Role.ACTUAL),
        ("Commen\ntary", Role.COMMENTARY),
    ],
)
def test_a_heading_is_known_by_its_synonyms(heading: str, role: Role) -> None:
    assert heading_role(heading) is role


@pytest.mark.parametrize(
    "heading", ["", "Moonphase", "% change", "Quarter 2 - end of September position", "Customer Services KPIs"]
)
def test_an_unknown_heading_has_no_role(heading: str) -> None:
    assert heading_role(heading) is None


def test_a_row_of_values_is_no_header() -> None:
    assert is_header_row(["Ref", "Indicator", "Target", "RAG"])
    assert is_header_row(["Indicator", "Q1 2023/24", "Q2 2023/24", "Status"])
    assert not is_header_row(["1.1", LONG, "95%", "97%"])
    assert not is_header_row(["Status"])
    assert not is_header_row(["P2", "Open the centre", "Dec 2025", "Dec 2025", "On track"])
    assert not is_header_row([LONG, "Annual", "Good"])


def test_period_columns_are_told_apart_by_their_dates_whatever_their_order() -> None:
    forward = joined_table(
        ["Indicator", "Quarter 1 - end of June position", "Quarter 2 – end of September position", "RAG"],
        [[LONG, "1", "2", "Red"]],
    )
    backward = joined_table(["Indicator", "Quarter 2 2023/24", "Quarter 1 2023/24", "RAG"], [[LONG, "2", "1", "Red"]])
    assert [c.role for c in read_columns(forward)] == [Role.TITLE, Role.PREVIOUS, Role.ACTUAL, Role.STATUS]
    assert [c.role for c in read_columns(backward)] == [Role.TITLE, Role.ACTUAL, Role.PREVIOUS, Role.STATUS]


def test_three_past_quarters_are_all_previous_and_the_nearest_comes_first() -> None:
    table = joined_table(
        ["Measure", "Q1 2023/24", "Q2 2023/24", "Q3 2023/24", "Q4 2023/24"], [[LONG, "1", "2", "3", "4"]]
    )
    columns = read_columns(table)
    assert [(c.role, c.rank) for c in columns[1:]] == [
        (Role.PREVIOUS, 2),
        (Role.PREVIOUS, 1),
        (Role.PREVIOUS, 0),
        (Role.ACTUAL, 0),
    ]


def test_latest_and_previous_under_a_status_heading_are_two_statuses() -> None:
    table = joined_table(
        [("Library KPIs",), ("RAG rating", "Latest"), ("RAG rating", "Previous"), ("DoT",)],
        [[LONG, "Green", "Amber", ""]],
    )
    assert [c.role for c in read_columns(table)] == [Role.TITLE, Role.STATUS, Role.PREVIOUS_STATUS, Role.DIRECTION]


def test_quarter_over_value_target_status_keeps_the_roles_of_the_lower_level() -> None:
    table = joined_table(
        [("Indicator",), ("Q1 2023/24", "Value"), ("Q1 2023/24", "Target"), ("Q1 2023/24", "Status")],
        [[LONG, "1", "2", "Red"]],
    )
    assert [c.role for c in read_columns(table)] == [Role.TITLE, Role.ACTUAL, Role.TARGET, Role.STATUS]


def test_the_column_of_names_is_the_title_even_under_an_unknown_heading() -> None:
    table = joined_table(["Coast and Harbour KPIs", "Status"], [[LONG, "Green"]])
    assert read_columns(table)[0].role is Role.TITLE


@pytest.mark.parametrize(
    "heading", ["Variance", "Revised Budget", "£'000", "Likelihood", "Risk description", "Officer Name"]
)
def test_money_risk_and_sign_off_headings_make_a_table_furniture(heading: str) -> None:
    assert is_furniture(joined_table(["Description", "Status", heading], [[LONG, "Green", "3"]]))


def test_a_month_or_year_is_a_period_and_a_status_is_none() -> None:
    assert names_period("Dec-24")
    assert names_period("2023/24 outturn")
    assert not names_period("RAG status")


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        (Role.STATUS, "Overall RAG|Current RAG Status|R/A/G|Performance to target|RAG against target|Are we on track?"),
        (Role.PREVIOUS_STATUS, "Previous Quarter RAG|RAG last quarter|Last period's status"),
        (Role.FORECAST_STATUS, "End of year RAG|Predicted year end status|Forecast RAG"),
        (Role.DIRECTION, "Trend (vs previous quarter)|Direction of Travel (DoT)|Direction since last quarter"),
        (Role.ACTUAL, "Current Figure|Year to date actual|Latest Performance|Reported value"),
        (Role.PREVIOUS, "Data 12 months earlier|Previous year figure|Last quarter's result"),
        (Role.TARGET, "Period target|EOY target|2024/25 Target|Current annual target"),
        (Role.BENCHMARK, "National figure|North East figure|Statistical neighbour average|England mean"),
        (Role.COMMENTARY, "Reasons for performance|What we are doing to improve|Comment / Narrative|Status update"),
        (Role.OWNER, "Corporate Director|Strategic lead|Assistant Director|Lead Cabinet Member"),
        (Role.POLARITY, "Good = High/Low|Higher is better|Desired trend"),
        (Role.REF, "Ind Ref|CP Ref|Unique ID|KPI Code"),
        (Role.TITLE, "Short Description|Key Performance Indicator (KPI)|Measure of Success|Metric name"),
        (Role.FORECAST, "Predicted outturn|Expected year end outturn"),
    ],
)
def test_a_heading_is_known_by_its_noun_however_it_is_qualified(role: Role, headings: str) -> None:
    assert {heading: heading_role(heading) for heading in headings.split("|")} == dict.fromkeys(
        headings.split("|"), role
    )


@pytest.mark.parametrize(
    "heading",
    ["% change", "Gap to target", "Stretch target", "Numerator", "Data source", "Measure type", "Start date", "Rank"],
)
def test_what_is_no_field_of_an_indicator_stays_unmapped(heading: str) -> None:
    assert heading_role(heading) is None


@pytest.mark.parametrize("heading", ["% change since 2022/23", "Rank 2023/24", "Numerator Q2", "Variance Q2 to Q3"])
def test_a_heading_that_only_mentions_a_period_is_no_outturn(heading: str) -> None:
    table = joined_table(["Indicator", "2023/24", heading], [[LONG, "5", "7"]])
    assert [c.role for c in read_columns(table)] == [Role.TITLE, Role.ACTUAL, Role.UNKNOWN]
