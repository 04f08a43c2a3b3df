"""Odd but real shapes of front matter: cities, authorities that are no councils, halves of years, remits."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.front_bodies import read_body
from extractors.front_filename import read_filename
from extractors.front_periods import find_own_periods, find_periods
from extractors.frontmatter import read_front_matter
from pipeline.periods import resolve_period
from schemas.readings import PeriodWitness
from tests.extractors.made_pages import made_page


@pytest.mark.parametrize(
    ("printed", "council"),
    [
        ("City of Wyremouth Council", "City of Wyremouth Council"),
        ("THE CITY OF WYREMOUTH COUNCIL", "City of Wyremouth Council"),
        ("City of York Council", "City of York Council"),
        ("City and County of Swansea", "City and County of Swansea Council"),
        ("The Highland Council", "The Highland Council"),
        ("Wyre Valley Combined Authority", "Wyre Valley Combined Authority"),
        ("West of Wyre Mayoral Combined Authority", "West of Wyre Mayoral Combined Authority"),
        ("Wyreshire Fire and Rescue Authority", "Wyreshire Fire and Rescue Authority"),
        ("London Borough of Eastham", "London Borough of Eastham"),
        ("Full Council", None),
        ("City of Culture bid", None),
    ],
)
def test_a_letterhead_names_its_council_whatever_the_order_of_its_words(printed: str, council: str | None) -> None:
    front = read_front_matter([made_page({"text": printed, "bold": True}, "14 November 2024", "Report")], "a.pdf")
    assert front.council == council


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Half-year performance report 2024/25", "2024-04-01", "2024-09-30"),
        ("Mid Year Report 2024-25", "2024-04-01", "2024-09-30"),
        ("6-month performance update 2024/25", "2024-04-01", "2024-09-30"),
        ("Month 8 2024/25", "2024-11-01", "2024-11-30"),
        ("Monthly Performance Report - November 2024", "2024-11-01", "2024-11-30"),
        ("Performance, quarter ending 31 December 2024", "2024-10-01", "2024-12-31"),
        ("Performance for the nine months to 31 December 2024", "2024-04-01", "2024-12-31"),
        ("Performance 1 October 2024 – 31 December 2024", "2024-10-01", "2024-12-31"),
        ("Performance April – September 2024/25", "2024-04-01", "2024-09-30"),
        ("Performance Report 2024/25 - Quarters 1 and 2", "2024-04-01", "2024-09-30"),
        ("Performance Report Q1-Q3 2024/25", "2024-04-01", "2024-12-31"),
        ("Performance Dashboard December 2024 (Quarter 3)", "2024-10-01", "2024-12-31"),
        ("Quarter Three Performance Report 2024/25", "2024-10-01", "2024-12-31"),
        ("Year end 2024/25 performance", "2024-04-01", "2025-03-31"),
    ],
)
def test_a_title_s_period_is_what_a_reader_takes_it_for(title: str, start: str, end: str) -> None:
    period = resolve_period([PeriodWitness("title", phrase.text) for phrase in find_periods(title)]).period
    assert period is not None
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_the_month_of_a_meeting_in_a_title_is_no_period() -> None:
    assert find_periods("Corporate Performance Report November 2024") == ()


def test_a_year_end_forecast_is_no_period_of_its_own() -> None:
    assert find_periods("Year end forecast") == ()


def test_performance_against_target_for_a_period_is_of_that_period() -> None:
    own = find_own_periods("It sets out performance against target for the period July to September 2024.")
    assert [phrase.text for phrase in own] == ["July to September 2024"]
    assert find_own_periods("Calls rose against the same period April to June 2023.") == ()


@pytest.mark.parametrize(
    "name",
    [
        "Overview and Scrutiny Committee (Performance)",
        "Joint Scrutiny Panel for Business, Culture and Communities",
        "Housing and Corporate Working Party",
        "Strategic Leadership Team",
        "Corporate Policy Advisory Group",
        "Fire Authority",
    ],
)
def test_a_body_keeps_its_remit(name: str) -> None:
    assert read_body(name) == name


@pytest.mark.parametrize(
    ("filename", "period"),
    [
        ("Item 7 - Q3 Performance Report 2024-25.pdf", "Q3 2024-25"),
        ("Half Year Performance 2024-2025.pdf", "Half Year 2024-2025"),
        ("Council Plan Performance Qtr 2.pdf", None),
        ("Q2 and Q3 Performance 2024-25.pdf", "Q2 and Q3 2024-25"),
        ("Q1 2023-24 and Q2 2024-25.pdf", None),
    ],
)
def test_quarter_and_year_apart_in_a_file_name_are_one_period(filename: str, period: str | None) -> None:
    assert read_filename(filename).period == period


def test_a_header_block_with_addressee_and_title_is_a_covering_report_s() -> None:
    page = made_page(
        {"cells": [(60, "To:"), (220, "Executive")]},
        {"cells": [(60, "Date:"), (220, "19 November 2024")]},
        {"cells": [(60, "Title:"), (220, "Performance in the second quarter of 2024/25")]},
        {"text": "1. Summary", "gap": 20},
        "1.1 Ten indicators are green.",
    )
    assert read_front_matter([page], "item 5.pdf").role == "cover"


def test_text_set_smaller_than_the_title_is_none_of_it() -> None:
    page = made_page(
        {"text": "Performance Scrutiny Panel", "bold": True},
        "Thursday 5th December 2024",
        {"text": "Quarter Two Performance Report 2024-25", "bold": True, "size": 16},
        "Half of our twenty indicators are meeting their target and a fifth are close",
        "to it.",
    )
    assert read_front_matter([page], "item 5.pdf").title == "Quarter Two Performance Report 2024-25"


def test_a_council_s_name_cut_by_the_end_of_a_cell_s_line_is_one_name() -> None:
    page = made_page(
        {"cells": [(60, "Report to:"), (220, "Policy and Resources Committee")]},
        {"cells": [(60, "Report Title:"), (220, "Performance in Quarter 2 2024/25")]},
        {"cells": [(60, "Report of:"), (220, "Head of Strategy, Fenwick District")]},
        {"cells": [(220, "Council")]},
    )
    assert read_front_matter([page], "fenwick-performance-q2-2024-25.pdf").council == "Fenwick District Council"
