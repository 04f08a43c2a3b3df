"""Counts in coloured boxes, rows that are populations, and headings that hold a period: what tables count."""

from __future__ import annotations

import pytest

from extractors.claims import read_count_table
from extractors.claims_axes import named_anyway
from extractors.legend import read_legend
from schemas.readings import Claim
from schemas.vocabulary import Basis, Population
from tests.extractors.made_counts import count_table, entry, read

GREEN, AMBER, RED, GREY = "#92d050", "#ffc000", "#ff0000", "#d9d9d9"
LEGEND = [
    entry("Green", "Target met", "met", GREEN),
    entry("Amber", "Within 10%", "close", AMBER),
    entry("Red", "Target missed", "missed", RED),
    entry("Grey", "No target", "not_rated", GREY),
]


def counted(claims: tuple[Claim, ...]) -> list[tuple[str | None, str | None, int | None]]:
    return [(claim.scope, claim.rating, claim.count) for claim in claims]


def test_a_strip_of_three_coloured_counts_needs_no_heading() -> None:
    table = count_table([["10", "4", "4"]], header_rows=0, fills={(0, 0): GREEN, (0, 1): AMBER, (0, 2): RED})
    claims, issues = read(table, LEGEND)
    assert not issues
    assert counted(claims) == [(None, "met", 10), (None, "close", 4), (None, "missed", 4)]


def test_a_strip_that_stands_on_end_reads_alike() -> None:
    fills = {(0, 0): GREEN, (1, 0): AMBER, (2, 0): RED}
    claims, _ = read(count_table([["10"], ["4"], ["4"]], header_rows=0, fills=fills), LEGEND)
    assert [claim.count for claim in claims] == [10, 4, 4]


def test_coloured_columns_without_a_heading_count_each_line_s_theme() -> None:
    fills = {(row, 1 + place): colour for row in range(2) for place, colour in enumerate((GREEN, AMBER, RED))}
    table = count_table([["Homes", "2", "2", "1"], ["Place", "5", "1", "1"]], header_rows=0, fills=fills)
    claims, _ = read(table, LEGEND)
    assert [count for scope, _rating, count in counted(claims) if scope == "Place"] == [5, 1, 1]


@pytest.mark.parametrize(
    "fills",
    [
        {},
        {(0, 0): GREEN, (0, 1): GREEN, (0, 2): RED},
        {(0, 0): GREEN, (0, 1): AMBER},
        {(0, 0): AMBER, (0, 1): RED, (0, 2): GREY},
    ],
)
def test_boxes_without_a_good_a_bad_and_a_third_colour_count_nothing(fills: dict[tuple[int, int], str]) -> None:
    assert read(count_table([["10", "4", "4"]], header_rows=0, fills=fills), LEGEND) == ((), ())


def test_statuses_below_their_counts_are_headings_and_no_key() -> None:
    table = count_table([["10", "4", "4", "2"], ["On target", "Within 10%", "Off target", "No target"]], header_rows=0)
    claims, _ = read(table, LEGEND)
    assert [(claim.bucket, claim.count) for claim in claims] == [
        ("On target", 10),
        ("Within 10%", 4),
        ("Off target", 4),
        ("No target", 2),
    ]
    assert read_legend(table) == ()


def test_values_in_coloured_cells_of_a_list_of_indicators_count_nothing() -> None:
    rows = [
        ["Indicator", "Q1", "Q2", "Q3"],
        ["Repairs in time", "97", "98", "96"],
        ["Calls answered", "71", "80", "79"],
    ]
    fills = {(1, 1): GREEN, (1, 2): AMBER, (1, 3): RED, (2, 1): RED, (2, 2): GREEN, (2, 3): AMBER}
    assert read(count_table(rows, fills=fills), LEGEND) == ((), ())


def test_a_theme_called_council_is_no_total_where_it_is_not_the_sum_of_the_others() -> None:
    rows = [["Theme", "Green", "Red"], ["Homes", "2", "1"], ["Place", "5", "1"], ["Council", "3", "2"]]
    claims, _ = read(count_table([*rows, ["Total", "10", "4"]]))
    assert ("Council", "met", 3) in counted(claims)
    assert (None, "met", 10) in counted(claims)
    summed, _ = read(count_table([*rows[:3], ["Council", "7", "2"]]))
    assert (None, "met", 7) in counted(summed)


def test_a_share_is_no_sum_of_shares() -> None:
    claims, _ = read(count_table([["Theme", "Green", "Red"], ["Homes", "40%", "60%"], ["Council", "50%", "50%"]]))
    assert [claim.scope for claim in claims] == ["Homes", "Homes", "Council", "Council"]


def test_a_general_word_is_a_theme_s_name_where_its_indicators_stand_under_it_too() -> None:
    assert named_anyway("Corporate", ["Corporate", "Corporate", "Homes"]) == "Corporate"
    assert named_anyway("Corporate", ["Corporate", "Homes", "Homes", "Place", "Place"]) == "Corporate"
    assert named_anyway("Corporate", ["Corporate", "Indicators"]) is None
    assert named_anyway("Summary", ["Summary", "Summary"]) is None


def test_indicators_risks_and_projects_in_one_table_are_told_apart() -> None:
    rows = [
        ["", "Green", "Amber", "Red"],
        ["Performance indicators", "10", "4", "4"],
        ["Strategic risks", "3", "6", "3"],
        ["Projects", "4", "2", "1"],
    ]
    claims, _ = read(count_table(rows))
    assert [(c.population, c.scope, c.count) for c in claims] == [
        *((Population.KPIS, None, n) for n in (10, 4, 4)),
        *((Population.ACTIONS, None, n) for n in (4, 2, 1)),
    ]


@pytest.mark.parametrize(
    ("title", "corner"), [("Audit recommendations", "Priority"), ("Summary", "Risks"), ("Strategic risk register", "")]
)
def test_tables_of_risks_and_recommendations_count_no_indicators(title: str, corner: str) -> None:
    table = count_table(
        [[corner, "Green", "Amber", "Red"], ["High", "3", "6", "3"], ["Low", "1", "2", "1"]], title=title
    )
    assert read(table) == ((), ())


def test_a_period_in_the_heading_of_a_bucket_splits_the_columns_by_period() -> None:
    rows = [["Portfolio", "Q1 Green", "Q1 Red", "Q2 Green", "Q2 Red"], ["Housing", "0", "2", "2", "1"]]
    claims, _ = read(count_table(rows))
    assert [(c.period_label, c.rating, c.count, c.is_current) for c in claims] == [
        ("Q1", "met", 0, False),
        ("Q1", "missed", 2, False),
        ("Q2", "met", 2, True),
        ("Q2", "missed", 1, True),
    ]


def test_a_unit_behind_a_period_is_none_of_its_name() -> None:
    rows = [["RAG", "Q2 number", "Q2 %", "Q1 number", "Q1 %"], ["Green", "10", "71%", "9", "75%"]]
    claims, _ = read(count_table([*rows, ["Red", "4", "29%", "3", "25%"]]))
    assert [(c.period_label, c.count, c.percent, c.is_current) for c in claims if c.rating == "met"] == [
        ("Q2", 10, 71.0, True),
        ("Q1", 9, 75.0, False),
    ]


def test_a_column_of_changes_is_no_period_and_no_count() -> None:
    rows = [["RAG", "Q1", "Q2", "Change"], ["Green", "9", "10", "+1"], ["Red", "6", "4", "-2"]]
    claims, _ = read(count_table(rows))
    assert [(c.period_label, c.count) for c in claims if c.is_current] == [("Q2", 10), ("Q2", 4)]


@pytest.mark.parametrize(("corner", "title"), [("Forecast year end", None), ("", "Predicted year-end position")])
def test_a_table_headed_as_a_forecast_counts_no_present(corner: str, title: str | None) -> None:
    claims, _ = read(count_table([[corner, "Green", "Red"], ["KPIs", "12", "3"]], title=title))
    assert {claim.basis for claim in claims} == {Basis.FORECAST}


def test_a_table_of_shares_only_is_read_where_its_headings_say_percent() -> None:
    claims, _ = read_count_table(
        count_table([["Theme", "% Green", "% Amber", "% Red"], ["Overall", "56%", "22%", "22%"]]),
        legend=(),
        next_position=1,
    )
    assert [(c.rating, c.count, c.percent) for c in claims] == [
        ("met", None, 56.0),
        ("close", None, 22.0),
        ("missed", None, 22.0),
    ]
