"""When a figure printed twice is a restatement, and when it is the same figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.restate import Figure, find_restatements


def figure(
    report: str, text: str, *, value: float | None = None, period: str = "Q1", unit: str | None = None
) -> Figure:
    ends = {"Q1": ("2023-04-01", "2023-06-30"), "YTD": ("2022-07-01", "2023-06-30"), "Q2": ("2023-07-01", "2023-09-30")}
    number = float(text.strip("%£")) if value is None else value
    return Figure("waste", *ends[period], period, report, f"{report}:kpi:1", text, number, unit)


def changes(*figures: Figure) -> list[tuple[str | None, str | None]]:
    return [(found.was, found.became) for found in find_restatements(figures)]


def test_a_figure_changed_twice_is_restated_twice_and_kept_figures_are_not() -> None:
    assert changes(figure("a", "52"), figure("b", "53"), figure("c", "53"), figure("d", "50")) == [
        ("52", "53"),
        ("53", "50"),
    ]


@pytest.mark.parametrize(("was", "became"), [("52.4", "52"), ("52", "52.4"), ("0.30", "0.3"), ("12.5%", "12.50%")])
def test_a_figure_printed_with_fewer_decimals_is_the_same(was: str, became: str) -> None:
    assert changes(figure("a", was), figure("b", became)) == []


@pytest.mark.parametrize(("was", "became"), [("52.4", "52.0"), ("52.6", "52"), ("0.3", "0.4")])
def test_a_figure_that_differs_in_the_decimals_both_print_is_restated(was: str, became: str) -> None:
    assert changes(figure("a", was), figure("b", became)) == [(was, became)]


@pytest.mark.parametrize(("was", "became"), [("0.5", "1"), ("1.5", "2"), ("2.5", "3"), ("2.5", "2"), ("2.675", "2.68")])
def test_a_half_may_be_rounded_either_way(was: str, became: str) -> None:
    assert changes(figure("a", was), figure("b", became)) == []


def test_a_figure_printed_in_thousands_is_the_same_in_full() -> None:
    thousands = figure("a", "£1.2k", value=1200.0)
    assert changes(thousands, figure("b", "£1,210", value=1210.0)) == []
    assert changes(thousands, figure("b", "£1,310", value=1310.0)) == [("£1.2k", "£1,310")]


def test_two_figures_of_one_report_are_no_restatement() -> None:
    assert changes(figure("a", "52"), figure("a", "53")) == []


def test_a_quarter_and_a_year_that_end_on_one_day_are_not_compared() -> None:
    assert changes(figure("a", "52"), figure("b", "80", period="YTD"), figure("c", "55", period="Q2")) == []


def test_figures_in_other_units_are_not_compared() -> None:
    assert changes(figure("a", "0.52", unit="ratio"), figure("b", "52", unit="%")) == []
    assert changes(figure("a", "51", unit="%"), figure("b", "52")) == [("51", "52")]


@given(st.lists(st.sampled_from(["50", "52", "53.5"]), min_size=1, max_size=6))
def test_restatements_lead_from_the_first_figure_to_the_last(texts: list[str]) -> None:
    found = changes(*(figure(f"report {at}", text) for at, text in enumerate(texts)))
    path = [texts[0], *(became for _, became in found)]
    assert path[-1] == texts[-1]
    assert [was for was, _ in found] == path[:-1]
