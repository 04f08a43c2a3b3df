"""Dates and periods as councils word them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import read_date
from extractors.periods import examine_period, is_date_or_period, read_period
from extractors.years import financial_year_of, first_year
from schemas.issues import ISSUE_TYPES
from schemas.periods import Granularity

G = Granularity


def days(label: str, financial_year: str | None = None) -> tuple[str | None, str, Granularity] | None:
    period = read_period(label, financial_year=financial_year)
    if period is None:
        return None
    return period.start.isoformat() if period.start else None, period.end.isoformat(), period.granularity


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("Quarter 2 2023-24", "2023-07-01", "2023-09-30"),
        ("Q1 2023/24", "2023-04-01", "2023-06-30"),
        ("Quarter Two 2025/26", "2025-07-01", "2025-09-30"),
        ("third quarter of 2009/2010", "2009-10-01", "2009-12-31"),
        ("Qtr 2 2023/24", "2023-07-01", "2023-09-30"),
        ("FQ3 2018-19", "2018-10-01", "2018-12-31"),
        ("2019/20 Q4", "2020-01-01", "2020-03-31"),
        ("2013/14 Quarter 3 October to end of December 2013", "2013-10-01", "2013-12-31"),
        ("Quarter 4 2013/14 (January to March 2014)", "2014-01-01", "2014-03-31"),
        ("Quarter 2 (Q2), 2019-20", "2019-07-01", "2019-09-30"),
        ("Quarter 2 (July to September 2019)", "2019-07-01", "2019-09-30"),
        ("Quarter 2 2023-24 (April-September 2023)", "2023-07-01", "2023-09-30"),
        ("Q1 2025 to 2026", "2025-04-01", "2025-06-30"),
        ("October to end of December 2013", "2013-10-01", "2013-12-31"),
        ("Jan \u2013 Mar 24", "2024-01-01", "2024-03-31"),
        ("Quarter to September 2021", "2021-07-01", "2021-09-30"),
        ("Quarter ending 30 September 2021", "2021-07-01", "2021-09-30"),
        ("Q3 2022/23 (1st October to 31st December 2022)", "2022-10-01", "2022-12-31"),
        ("Q2 2024", "2024-07-01", "2024-09-30"),
    ],
)
def test_a_quarter_is_its_three_months(label: str, start: str, end: str) -> None:
    assert days(label) == (start, end, G.QUARTER)


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("Quarter 1 - end of June position", "2023-04-01", "2023-06-30"),
        ("Quarter 2 \u2013 end of September position", "2023-07-01", "2023-09-30"),
        ("Qtr.3", "2023-10-01", "2023-12-31"),
        ("Q4", "2024-01-01", "2024-03-31"),
        ("Q4 2024", "2024-01-01", "2024-03-31"),
        ("Quarter to September", "2023-07-01", "2023-09-30"),
        ("Month 3 / Quarter 1", "2023-04-01", "2023-06-30"),
    ],
)
def test_a_heading_without_a_year_takes_the_reports(label: str, start: str, end: str) -> None:
    assert days(label, "2023-24") == (start, end, G.QUARTER)
    assert read_period(label) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Mid-year 2023-24", ("2023-04-01", "2023-09-30", G.HALF)),
        ("first six months of 2021/22", ("2021-04-01", "2021-09-30", G.HALF)),
        ("Q1-Q2 2023/24", ("2023-04-01", "2023-09-30", G.HALF)),
        ("Q1 to Q3 2023/24", ("2023-04-01", "2023-12-31", G.YTD)),
        ("6 months to September 2023", ("2023-04-01", "2023-09-30", G.HALF)),
        ("Month 3 2023/24", ("2023-06-01", "2023-06-30", G.MONTH)),
        ("Dec-24", ("2024-12-01", "2024-12-31", G.MONTH)),
        ("December 2024", ("2024-12-01", "2024-12-31", G.MONTH)),
        ("September 2023 YTD", ("2023-04-01", "2023-09-30", G.YTD)),
        ("April to December 2023", ("2023-04-01", "2023-12-31", G.YTD)),
        ("September to October 2025", ("2025-09-01", "2025-10-31", G.SPAN)),
        ("2023/24", ("2023-04-01", "2024-03-31", G.YEAR)),
        ("08/09", ("2008-04-01", "2009-03-31", G.YEAR)),
        ("2024 to 2025", ("2024-04-01", "2025-03-31", G.YEAR)),
        ("outturn 2022/23", ("2022-04-01", "2023-03-31", G.YEAR)),
        ("Annual Progress Report 2022-2023", ("2022-04-01", "2023-03-31", G.YEAR)),
        ("end of year (April 2021 to March 2022)", ("2021-04-01", "2022-03-31", G.YEAR)),
        ("12 months ending 31st March 2011", ("2010-04-01", "2011-03-31", G.ROLLING)),
        ("rolling 12 months to December 2024", ("2024-01-01", "2024-12-31", G.ROLLING)),
        ("12m to Dec 24", ("2024-01-01", "2024-12-31", G.ROLLING)),
        ("academic year 2022/23", ("2022-09-01", "2023-08-31", G.ACADEMIC)),
        ("calendar year 2023", ("2023-01-01", "2023-12-31", G.CALENDAR)),
        ("as at 30 September 2021", (None, "2021-09-30", G.SNAPSHOT)),
        ("Data as at 12 June 2025 v2", (None, "2025-06-12", G.SNAPSHOT)),
        ("up to June 2020", (None, "2020-06-30", G.SNAPSHOT)),
    ],
)
def test_other_wordings_are_the_days_they_name(label: str, expected: tuple[str | None, str, Granularity]) -> None:
    assert days(label) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Mid-year", ("2023-04-01", "2023-09-30", G.HALF)),
        ("outturn", ("2023-04-01", "2024-03-31", G.YEAR)),
        ("Year end", ("2023-04-01", "2024-03-31", G.YEAR)),
        ("Actual May", ("2023-05-01", "2023-05-31", G.MONTH)),
        ("Month 10", ("2024-01-01", "2024-01-31", G.MONTH)),
        ("1 June to 31 July", ("2023-06-01", "2023-07-31", G.SPAN)),
        ("end of June position", (None, "2023-06-30", G.SNAPSHOT)),
    ],
)
def test_other_wordings_without_a_year_take_the_reports(
    label: str, expected: tuple[str | None, str, Granularity]
) -> None:
    assert days(label, "2023/24") == expected


@pytest.mark.parametrize(
    "label", ["", None, "Latest", "Actual", "rolling 12 months", "2022 survey", "last quarter", "Q2"]
)
def test_a_wording_without_a_period_gives_none(label: str | None) -> None:
    assert read_period(label) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("1st July to 31st September 2024", "impossible_date"),
        ("as at 29 February 2023", "impossible_date"),
        ("Q4 23/23", "period_conflict"),
        ("Quarter 2 20233/23", "period_conflict"),
        ("Q1 2023/24 compared with last year (Q1 21/22)", "period_conflict"),
    ],
)
def test_a_wording_that_cannot_be_is_no_period_and_says_why(label: str, code: str) -> None:
    assert read_period(label) is None
    reading = examine_period(label)
    assert reading.problem_code == code
    assert code in ISSUE_TYPES
    assert reading.problem


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Quarter 1 (April-September) 2021/22", ("2021-04-01", "2021-06-30", G.QUARTER)),
        ("October to December 2024 (Q4 - 2024/25)", ("2024-10-01", "2024-12-31", G.QUARTER)),
        ("quarter three (September-December 2016)", ("2016-10-01", "2016-12-31", G.QUARTER)),
        ("Q3 2022/23 (April 2022 to March 2023)", ("2022-10-01", "2022-12-31", G.QUARTER)),
    ],
)
def test_a_label_that_contradicts_its_dates_keeps_the_likelier_and_says_so(
    label: str, kept: tuple[str, str, Granularity]
) -> None:
    assert days(label) == kept
    assert examine_period(label).problem_code == "period_conflict"


def test_the_day_a_position_was_taken_is_kept() -> None:
    period = read_period("Quarter 2 - end of September position", financial_year="2023-24")
    assert period is not None
    assert period.as_of == date(2023, 9, 30)
    assert period.financial_year == "2023-24"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 November 2023", "2023-11-14"),
        ("26th January 2021", "2021-01-26"),
        ("Wednesday, 13th December, 2017 7.30 pm", "2017-12-13"),
        ("FRIDAY 13 DECEMBER 2019 AT 2:00PM", "2019-12-13"),
        ("13/11/2019", "2019-11-13"),
        ("6/10/14", "2014-10-06"),
        ("17-Aug-09", "2009-08-17"),
        ("23-04-26", "2026-04-23"),
        ("13/3/26", "2026-03-13"),
        ("11th  October 2016", "2016-10-11"),
        ("DYDD LLUN 15 HYDREF 2018", "2018-10-15"),
        ("2023-11-14", "2023-11-14"),
        ("September 30, 2021", "2021-09-30"),
        ("Oct-22", "2022-10-31"),
        ("Feb-24", "2024-02-29"),
    ],
)
def test_a_date_is_read_in_any_of_its_forms(text: str, day: str) -> None:
    assert read_date(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", None, "Ongoing", "31 September 2024", "29 February 2023", "2023-24", "1.5", "3 May"]
)
def test_what_is_no_single_day_gives_none(text: str | None) -> None:
    assert read_date(text) is None


def test_two_different_days_give_none() -> None:
    assert read_date("31/03/23 revised 30/06/23") is None
    assert read_date("31/03/23 (31 March 2023)") == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("text", "first"),
    [("2023-24", 2023), ("2022/2023", 2022), ("99/00", 1999), ("23/23", None), ("45/46", None), ("", None)],
)
def test_a_financial_year_is_two_years_in_a_row(text: str, first: int | None) -> None:
    assert first_year(text) == first


@pytest.mark.parametrize("text", ["95%", "12", "1,234", "45/47", "10-20%", "3 days", "2023", "may", "12 of 13"])
def test_a_number_is_not_taken_for_a_date(text: str) -> None:
    assert not is_date_or_period(text)


@given(
    st.dates(date(1971, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%d %B %Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y", "%d.%m.%y"]),
)
def test_every_day_reads_back_from_every_form(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


@given(
    st.integers(2000, 2039),
    st.integers(1, 4),
    st.sampled_from(["Q{q} {y}", "Quarter {q} {y}", "{y} Q{q}", "FQ{q} {y}", "Qtr.{q} {y}"]),
    st.sampled_from(["{a}-{c}", "{a}/{c}", "{a}-{b}", "{a} to {b}"]),
)
def test_every_quarter_reads_back_from_every_form(first: int, quarter: int, form: str, year: str) -> None:
    printed = form.format(q=quarter, y=year.format(a=first, b=first + 1, c=f"{(first + 1) % 100:02d}"))
    period = read_period(printed)
    assert period is not None
    assert period.start is not None
    assert (period.start.month, period.financial_year[:4]) == ((quarter * 3) % 12 + 1, str(first))
    assert financial_year_of(period.start) == period.financial_year


@given(st.text(max_size=60), st.none() | st.text(max_size=10) | st.just("2023-24"))
def test_any_text_is_read_without_an_error(text: str, year: str | None) -> None:
    period = read_period(text, financial_year=year)
    assert period is None or period.start is None or period.start <= period.end
    is_date_or_period(text)
    read_date(text)


@given(
    st.from_regex(
        r"\A(Q[0-9]|quarter|to|end of|31|Sept?|May|Feb|[12][0-9]{3}|[0-9]{2}[-/][0-9]{2}|month [0-9]|12m| |-|/){1,9}\Z"
    )
)
def test_any_heap_of_period_words_is_read_without_an_error(text: str) -> None:
    for period in examine_period(text, financial_year="2023-24").periods:
        assert period.start is None or period.start <= period.end
