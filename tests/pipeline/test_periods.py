"""Which period a report is about, where its own words contradict each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.periods import WEIGHTS, resolve_period
from schemas.issues import ISSUE_TYPES
from schemas.periods import ResolvedPeriod
from schemas.readings import PeriodWitness

SEVEN = "2023-07-01 to 2023-09-30"


def resolve(meeting: str | None, *said: tuple[str, str]) -> ResolvedPeriod:
    witnesses = [PeriodWitness(source, text) for source, text in said]
    return resolve_period(witnesses, date.fromisoformat(meeting) if meeting else None)


def kept(resolved: ResolvedPeriod) -> str | None:
    period = resolved.period
    return f"{period.start} to {period.end}" if period else None


@pytest.mark.parametrize(
    ("meeting", "said", "period", "loser"),
    [
        pytest.param(
            "2023-12-05",
            [
                ("title", "Mid-year report 2023-24"),
                ("table_header", "Quarter 2 2023-24"),
                ("sentence", "Quarter 2 2022-23 data"),
            ],
            SEVEN,
            "2022-23",
            id="a recommendation left over from last year",
        ),
        pytest.param(
            "2021-09-15",
            [("title", "Quarter 1 (April-September) 2021/22")],
            "2021-04-01 to 2021-06-30",
            "April-September",
            id="months that are not the quarter's",
        ),
        pytest.param(
            "2025-02-20",
            [("title", "October to December 2024 (Q4 - 2024/25)")],
            "2024-10-01 to 2024-12-31",
            "Q4",
            id="a quarter counted by the calendar year",
        ),
        pytest.param(
            "2017-02-07",
            [("sentence", "quarter three (September-December 2016)")],
            "2016-10-01 to 2016-12-31",
            "September-December",
            id="a month too many",
        ),
        pytest.param(
            "2024-11-12",
            [("title", "Quarter 2 2024/25"), ("sentence", "1st July to 31st September 2024")],
            "2024-07-01 to 2024-09-30",
            "31st September 2024",
            id="a day that does not exist",
        ),
        pytest.param(
            "2021-03-16",
            [("title", "Performance report March 2021"), ("sentence", "performance to the end of December 2020")],
            "None to 2020-12-31",
            "March 2021",
            id="a title that is the month of the meeting",
        ),
        pytest.param(
            "2023-03-14",
            [
                ("title", "Q3 2022/23"),
                ("sentence", "Q3 (April 2022 to March 2023)"),
                ("sentence", "Q3 (1st October to 31st December 2022)"),
            ],
            "2022-10-01 to 2022-12-31",
            "April 2022 to March 2023",
            id="a quarter said to be the whole year",
        ),
        pytest.param(
            "2023-09-05",
            [("title", "Q1 2023/24"), ("sentence", "compared with the same quarter last year (Q1 21/22)")],
            "2023-04-01 to 2023-06-30",
            "Q1 21/22",
            id="last year is not the year before last",
        ),
        pytest.param(
            "2011-09-06",
            [("title", "Quarter 1 2011/12"), ("sentence", "Quarter 1 2010/11")],
            "2011-04-01 to 2011-06-30",
            "2010/11",
            id="a sentence of last year's report",
        ),
        pytest.param(
            "2012-11-20",
            [("title", "Q2 2012/13"), ("footer", "Quarter 1")],
            "2012-07-01 to 2012-09-30",
            "Quarter 1",
            id="a stale footer",
        ),
        pytest.param(
            "2018-06-21",
            [("title", "Fourth Quarter 2018/19"), ("sentence", "Q4 2017/18")],
            "2018-01-01 to 2018-03-31",
            "Fourth Quarter 2018/19",
            id="a title of a quarter still to come",
        ),
        pytest.param(
            "2024-06-20",
            [
                ("title", "2022-23 Quarter 4"),
                ("table_header", "2023-24 Q1"),
                ("table_header", "2023-24 Q3"),
                ("table_header", "2023-24 Q4"),
            ],
            "2024-01-01 to 2024-03-31",
            "2022-23 Quarter 4",
            id="a stale title over new columns",
        ),
        pytest.param(
            "2022-09-29",
            [("title", "2022/23 Q1"), ("sentence", "2021/22 \u2013 Quarter 1")],
            "2022-04-01 to 2022-06-30",
            "2021/22",
            id="last year's year in the text",
        ),
        pytest.param(
            "2018-11-27",
            [("title", "Q2 2018/19"), ("sentence", "progress in quarter 2 2017/18"), ("sentence", "20233/23")],
            "2018-07-01 to 2018-09-30",
            "2017/18",
            id="a year that was not updated",
        ),
        pytest.param(
            "2025-06-25",
            [("filename", "quarter_4_progress_report_2023-24"), ("title", "Quarter 4 2024-25"), ("heading", "2024-25")],
            "2025-01-01 to 2025-03-31",
            "2023-24",
            id="an address used twice",
        ),
        pytest.param(
            "2023-11-14",
            [("table_header", "Quarter 2 2023-24"), ("sentence", "Q4 23/23"), ("title", "Quarter 2 2023-24")],
            SEVEN,
            "23/23",
            id="a slip in a commentary",
        ),
    ],
)
def test_the_likelier_period_is_kept_and_the_other_reported(
    meeting: str, said: list[tuple[str, str]], period: str, loser: str
) -> None:
    resolved = resolve(meeting, *said)
    assert kept(resolved) == period
    assert any(loser in losing.message for losing in resolved.losers)
    assert all(losing.code in ISSUE_TYPES for losing in resolved.losers)


def test_a_report_that_agrees_with_itself_has_no_losers() -> None:
    resolved = resolve(
        "2023-11-14",
        ("title", "Quarter 2 2023-24"),
        ("sentence", "Quarter 2 (July to September 2023)"),
        ("table_header", "Quarter 1 - end of June position"),
        ("table_header", "Quarter 2 \u2013 end of September position"),
        ("heading", "Performance Report 2023-2024"),
    )
    assert kept(resolved) == SEVEN
    assert resolved.losers == ()


def test_the_earlier_column_is_a_comparison_not_a_conflict() -> None:
    resolved = resolve(None, ("title", "Q2 2023/24"), ("table_header", "Q1 2023/24"), ("table_header", "Q2 2023/24"))
    assert resolved.losers == ()


def test_a_table_header_outweighs_title_and_file_name() -> None:
    resolved = resolve(None, ("title", "Q1 2023/24"), ("filename", "Q1 2023-24"), ("table_header", "Q2 2023/24"))
    assert kept(resolved) == SEVEN
    assert len(resolved.losers) == 2


@pytest.mark.parametrize(
    ("filename", "period"),
    [
        ("cabinet-2023-11-14-dashboard-q2-2023-24.pdf", SEVEN),
        ("14-11-2023_Quarter_2_2023-24_Appendix_A.pdf", SEVEN),
        ("Quarter%202%202023-2024.pdf", SEVEN),
        ("council-2023-07-10-annual-report-2022-2023.pdf", "2022-04-01 to 2023-03-31"),
        ("cabinet-2023-11-14-report.pdf", None),
    ],
)
def test_the_day_in_a_file_name_is_the_meetings_not_the_periods(filename: str, period: str | None) -> None:
    assert kept(resolve(None, ("filename", filename))) == period


def test_a_manifest_overrules_the_document() -> None:
    resolved = resolve(
        "2023-11-14", ("manifest", "Quarter 1 2023-24"), ("table_header", "Q2 2023/24"), ("title", "Q2 2023/24")
    )
    assert kept(resolved) == "2023-04-01 to 2023-06-30"


def test_an_annual_report_is_about_its_year_even_with_a_last_quarter() -> None:
    resolved = resolve("2023-07-10", ("title", "Annual Progress Report 2022-2023"), ("heading", "Year end 2022-23"))
    assert kept(resolved) == "2022-04-01 to 2023-03-31"


def test_a_period_that_ends_after_the_meeting_is_reported() -> None:
    resolved = resolve("2023-05-01", ("title", "Q2 2023/24"))
    assert kept(resolved) == SEVEN
    assert "not before the meeting" in resolved.losers[0].message


def test_quarter_two_said_to_be_april_to_september_is_the_quarter() -> None:
    resolved = resolve("2023-11-14", ("sentence", "quarter two"), ("sentence", "April to September 2023"))
    assert kept(resolved) == SEVEN
    assert resolved.losers == ()


def test_without_witnesses_there_is_no_period() -> None:
    assert resolve("2023-05-01") == ResolvedPeriod(None)
    assert resolve(None, ("title", "Performance report")).period is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(WEIGHTS)),
            st.sampled_from(
                ["Q1 2023/24", "Q2 2022/23", "2023-24", "as at 30 June 2023", "Q4", "31 June 2023", "nothing"]
            ),
        ),
        max_size=6,
    )
)
def test_the_verdict_does_not_depend_on_the_order_of_the_witnesses(said: list[tuple[str, str]]) -> None:
    assert kept(resolve("2023-09-01", *said)) == kept(resolve("2023-09-01", *reversed(said)))
