"""Value cells: what councils print, and what a careful reader makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import read_value
from schemas.values import NullReason, Quantity, Value, ValueKind
from schemas.vocabulary import Comparator, ValueRole

K, C = ValueKind, Comparator


def number_of(text: str, **more: str) -> tuple[float | None, str | None]:
    value = read_value(text, **more)  # type: ignore[arg-type]
    return value.number, value.unit


@pytest.mark.parametrize(
    ("text", "kind", "number", "unit"),
    [
        ("42,327", K.NUMBER, 42327.0, None),
        ("1.8", K.NUMBER, 1.8, None),
        ("0", K.NUMBER, 0.0, None),
        ("-0.7", K.NUMBER, -0.7, None),
        ("\u22120.7", K.NUMBER, -0.7, None),
        ("+5%", K.PERCENT, 5.0, "%"),
        ("97%", K.PERCENT, 97.0, "%"),
        ("0.02 %", K.PERCENT, 0.02, "%"),
        ("95 per cent", K.PERCENT, 95.0, "%"),
        ("2.3 percentage points", K.PERCENT, 2.3, "percentage points"),
        ("£46", K.CURRENCY, 46.0, "£"),
        ("£2.4m", K.CURRENCY, 2_400_000.0, "£"),
        ("£1.344m", K.CURRENCY, 1_344_000.0, "£"),
        ("£500K", K.CURRENCY, 500_000.0, "£"),
        ("£1.2 million", K.CURRENCY, 1_200_000.0, "£"),
        ("£2.4bn", K.CURRENCY, 2_400_000_000.0, "£"),
        ("-£1.2m", K.CURRENCY, -1_200_000.0, "£"),
        ("£1m Surplus", K.CURRENCY, 1_000_000.0, "£"),
        ("550kg", K.NUMBER, 550.0, "kg"),
        ("141.13kgs", K.NUMBER, 141.13, "kg"),
        ("7563 tCO2e", K.NUMBER, 7563.0, "tCO2e"),
        ("12 schools", K.NUMBER, 12.0, "schools"),
        ("7.4 years", K.DURATION, 7.4, "years"),
        ("5 year", K.DURATION, 5.0, "years"),
        ("30 days", K.DURATION, 30.0, "days"),
        ("00:06:26", K.DURATION, 386.0, "seconds"),
        ("6 minutes 26 seconds", K.DURATION, 386.0, "seconds"),
        ("2 years 3 months", K.DURATION, 27.0, "months"),
        ("45.2 per 1,000", K.RATE, 45.2, "per 1,000"),
        ("7.4 per 10,000 population", K.RATE, 7.4, "per 10,000"),
        ("£46 per household", K.RATE, 46.0, "£ per household"),
        ("2197 pa", K.RATE, 2197.0, "per year"),
        ("Ave 4 per quarter", K.RATE, 4.0, "per quarter"),
        ("3rd", K.RANK, 3.0, None),
        ("1.4m", K.NUMBER, 1_400_000.0, None),
        ("1.514m", K.NUMBER, 1_514_000.0, None),
        ("15k", K.NUMBER, 15_000.0, None),
        ("Nil", K.NUMBER, 0.0, None),
        ("95.4% Red", K.PERCENT, 95.4, "%"),
        ("95% ↑", K.PERCENT, 95.0, "%"),
        ("Actual: 95%", K.PERCENT, 95.0, "%"),
        ("Maintain 95%", K.PERCENT, 95.0, "%"),
        ("88% YTD", K.PERCENT, 88.0, "%"),
        ("100% by March 2024", K.PERCENT, 100.0, "%"),
        ("74.8% (08/09)", K.PERCENT, 74.8, "%"),
        ("16.6 days (rolling 12 months)", K.DURATION, 16.6, "days"),
        ("38[1]", K.NUMBER, 38.0, None),
        ("38\u00b9", K.NUMBER, 38.0, None),
        ("95%.", K.PERCENT, 95.0, "%"),
    ],
)
def test_a_printed_number_is_read_with_its_unit(text: str, kind: ValueKind, number: float, unit: str | None) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.unit) == (kind, number, unit)
    assert value.comparator is C.EQUAL
    assert value.null_reason is None


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit"),
    [
        ("<£21", C.BELOW, 21.0, "£"),
        ("<7563 tCO2e", C.BELOW, 7563.0, "tCO2e"),
        ("< -0.7", C.BELOW, -0.7, None),
        ("<-0.17", C.BELOW, -0.17, None),
        ("> 15", C.ABOVE, 15.0, None),
        (">82.5%", C.ABOVE, 82.5, "%"),
        ("≥10.0%", C.AT_LEAST, 10.0, "%"),
        (">=90", C.AT_LEAST, 90.0, None),
        ("≤ 5", C.AT_MOST, 5.0, None),
        ("<8 days", C.BELOW, 8.0, "days"),
        ("at least 95%", C.AT_LEAST, 95.0, "%"),
        ("no more than 5", C.AT_MOST, 5.0, None),
        ("15 days or less", C.AT_MOST, 15.0, "days"),
        ("90%+", C.AT_LEAST, 90.0, "%"),
        ("within 48hrs", C.AT_MOST, 48.0, "hours"),
        ("under £3m", C.BELOW, 3_000_000.0, "£"),
        ("Top 5", C.TOP, 5.0, None),
        ("In the top 10%", C.TOP, 10.0, "%"),
        ("Achieve regional average (90.4%)", C.BENCHMARK, 90.4, "%"),
        ("Maintain better than national average (2100 per 100,000)", C.BENCHMARK, 2100.0, "per 100,000"),
        ("Achieve national average (63.9)", C.BENCHMARK, 63.9, None),
        ("Above national (51%)", C.BENCHMARK, 51.0, "%"),
        ("England average: 51.2%", C.BENCHMARK, 51.2, "%"),
        ("Maintain above national", C.BENCHMARK, None, None),
        ("National average 2022", C.BENCHMARK, None, None),
        ("Top quartile", C.TOP, None, None),
        ("Average of 4 per quarter", C.EQUAL, 4.0, "per quarter"),
    ],
)
def test_a_target_keeps_its_comparator(
    text: str, comparator: Comparator, number: float | None, unit: str | None
) -> None:
    value = read_value(text, role=ValueRole.TARGET)
    assert (value.comparator, value.number, value.unit) == (comparator, number, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Between 10%-20%", 10.0, 20.0, "%"),
        ("Between 10%- 20%", 10.0, 20.0, "%"),
        ("10\u201320%", 10.0, 20.0, "%"),
        ("3-4 days", 3.0, 4.0, "days"),
        ("between 3 and 5", 3.0, 5.0, None),
        ("45% to 50%", 45.0, 50.0, "%"),
        ("£1.2m-£1.5m", 1_200_000.0, 1_500_000.0, "£"),
        ("2000-2500", 2000.0, 2500.0, None),
    ],
)
def test_a_range_has_two_ends_and_no_number(text: str, low: float, high: float, unit: str | None) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.low, value.high, value.unit) == (K.RANGE, None, low, high, unit)
    assert value.comparator is C.BETWEEN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DNA", NullReason.NO_DATA_YET),
        ("Not Audited", NullReason.NO_DATA_YET),
        ("Not available until 2018", NullReason.NO_DATA_YET),
        ("Data due in Q3", NullReason.NO_DATA_YET),
        ("Data for Q2 not available until November", NullReason.NO_DATA_YET),
        ("Approved by auditor \u2013 October 2023 tbc", NullReason.NO_DATA_YET),
        ("Measured annually", NullReason.NOT_DUE),
        ("Annual Indicator", NullReason.NOT_DUE),
        ("N/A", NullReason.NOT_APPLICABLE),
        ("N/A[1]", NullReason.NOT_APPLICABLE),
        ("Deleted", NullReason.REMOVED),
        ("Data only", NullReason.CONTEXT_ONLY),
        ("NC", NullReason.NOT_COMPARABLE),
        ("FTR", NullReason.NOT_RETURNED),
        ("NS", NullReason.NO_SERVICE),
        ("CO", NullReason.UNSTATED),
        ("\u2013", NullReason.BLANK),
        ("-", NullReason.BLANK),
        ("x", NullReason.BLANK),
        ("", NullReason.BLANK),
    ],
)
def test_a_word_for_missing_data_says_why_there_is_no_number(text: str, reason: NullReason) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.null_reason) == (K.NONE, None, reason)
    assert value.understood


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TBC", NullReason.NO_TARGET),
        ("target to be set", NullReason.NO_TARGET),
        ("None set", NullReason.NO_TARGET),
        ("None", NullReason.NO_TARGET),
        ("Baseline year", NullReason.BASELINE),
        ("Establish baseline", NullReason.BASELINE),
    ],
)
def test_a_target_that_is_not_set_says_so(text: str, reason: NullReason) -> None:
    value = read_value(text, role=ValueRole.TARGET)
    assert (value.number, value.null_reason, value.comparator) == (None, reason, C.TEXT)


@pytest.mark.parametrize("text", ["Balanced", "Good", "Outstanding", "Achieved", "Approved by auditor"])
def test_a_grade_is_a_value_without_a_number(text: str) -> None:
    assert read_value(text) == Value(K.TEXT, comparator=C.TEXT, null_reason=NullReason.WORDS)


@pytest.mark.parametrize(
    "text", ["2023/24", "2023-24", "08/09", "22-23", "Oct-22", "14/11/2023", "3 May", "Q3", "March 2024"]
)
def test_dates_and_years_are_no_numbers(text: str) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.low) == (K.DATE, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "1,23",
        "12,34",
        "1.234.567",
        "10 323",
        "007",
        "5 (000s)",
        "(0.7)",
        "£(1.2)m",
        "- 5",
        "45p",
        "15m",
        "12 m",
        "6:26",
        "24/7",
        "£1.2-1.5m",
        "50% to 45%",
        "5% reduction",
        "Reduce by 10%",
        "Within 5%",
        "12 reds",
        "5 star",
        "1 in 3",
        "£0.5m deficit",
        "95 G",
        "90 minutes 70 seconds",
        "Apr \u2013 Dec =1,856. Full year projection=2,475",
        "Dec 24: 95%",
        "1e5",
        "\u0663",
        "12 months to Dec 24",
    ],
)
def test_what_two_readers_could_take_differently_has_no_number(text: str) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.low, value.high) == (K.TEXT, None, None, None)
    assert not value.understood


@pytest.mark.parametrize(
    ("text", "part", "whole"), [("192/341", 192, 341), ("64 out of 73", 64, 73), ("16 of 19", 16, 19)]
)
def test_a_ratio_is_kept_as_its_two_numbers(text: str, part: int, whole: int) -> None:
    value = read_value(text)
    assert (value.kind, value.number, value.numerator, value.denominator) == (K.RATIO, None, part, whole)


def test_a_ratio_in_a_percent_column_is_a_percentage() -> None:
    assert number_of("64 out of 73", unit_hint="%") == (87.67, "%")
    assert number_of("12 of 13 (92%)") == (92.0, "%")
    assert number_of("12 of 13 (72%)") == (None, None)


def test_a_percentage_keeps_the_ratio_beside_it() -> None:
    value = read_value("88% (64/73)")
    assert (value.number, value.numerator, value.denominator) == (88.0, 64.0, 73.0)


def test_of_two_numbers_in_a_cell_the_one_of_the_heading_is_taken() -> None:
    both = (Quantity(6.0, "per day", K.RATE), Quantity(2197.0, "per year", K.RATE))
    assert read_value("6 per day / 2197 pa").alternatives == both
    assert read_value("6 per day / 2197 pa").number is None
    assert number_of("6 per day / 2197 pa", header="Collections in a year") == (2197.0, "per year")
    assert number_of("28 (52%)") == (None, None)
    assert number_of("28 (52%)", header="Actual (%)") == (52.0, "%")


def test_the_second_number_in_brackets_is_an_alternative() -> None:
    value = read_value("1% (30.3m)", role=ValueRole.TARGET)
    assert (value.number, value.unit, value.alternatives) == (1.0, "%", (Quantity(30_300_000.0, None, K.NUMBER),))


@pytest.mark.parametrize("text", ["95%*", "95%p", "95% (p)", "95% provisional", "95% (estimated)", "95% tbc"])
def test_a_provisional_mark_is_noted_and_the_number_read(text: str) -> None:
    value = read_value(text)
    assert (value.number, value.unit, value.provisional) == (95.0, "%", True)


def test_a_bare_number_takes_the_unit_of_its_column_and_nothing_else() -> None:
    assert number_of("90") == (90.0, None)
    assert number_of("90", context="Percentage of calls answered") == (90.0, None)
    assert number_of("90", header="Actual (%)") == (90.0, "%")
    assert number_of("90", unit_hint="Days") == (90.0, "days")
    assert number_of("90", unit_hint="Number") == (90.0, None)
    assert number_of("90", unit_hint="Boxes") == (90.0, "Boxes")
    assert number_of("90", unit_hint="-") == (90.0, None)
    assert number_of("90", header="Within 5%") == (90.0, None)
    assert number_of("1,234", header="Budget £000") == (1_234_000.0, "£")
    assert number_of("£1.2m", header="Budget £000") == (1_200_000.0, "£")
    assert number_of("12 days", header="Actual (%)") == (12.0, "days")


def test_a_bare_m_is_millions_only_where_the_row_allows_it() -> None:
    assert number_of("15m", context="Number of visitors") == (15_000_000.0, None)
    assert number_of("1.5m", context="Average height of hedges (metres)") == (None, None)
    assert number_of("2.5m", context="Average response time") == (None, None)


@given(st.text(max_size=40), st.sampled_from(ValueRole), st.none() | st.text(max_size=20))
def test_any_text_is_read_without_an_error(text: str, role: ValueRole, other: str | None) -> None:
    value = read_value(text, role=role, header=other, unit_hint=other, context=other)
    assert value.number is None or value.kind not in (K.NONE, K.TEXT, K.DATE, K.RANGE)
    assert value.number is not None or value.null_reason is not None


@given(st.from_regex(r"\A[<>£]?[0-9,./ %()-]{1,9}(days|m|k|to|of|p)?\Z"))
def test_figures_in_any_order_never_give_a_number_that_is_not_printed(text: str) -> None:
    value = read_value(text)
    printed = {float(part.replace(",", "")) for part in _figures(text)}
    scaled = {abs(number) * factor for number in printed for factor in (1, 1_000, 1_000_000)}
    assert value.number is None or any(abs(abs(value.number) - number) < 1e-6 * max(1.0, number) for number in scaled)


def _figures(text: str) -> list[str]:
    import re

    return re.findall(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+", text)


@given(
    st.decimals(min_value=0, max_value=9_999_999, places=2),
    st.sampled_from(
        [("{}", None), ("{}%", "%"), ("£{}", "£"), ("{} days", "days"), ("{}kg", "kg"), ("{} per 1,000", "per 1,000")]
    ),
    st.booleans(),
    st.sampled_from(["", "<", ">", "≥ ", "up to "]),
)
def test_a_number_printed_as_councils_do_reads_back(
    number: object, form: tuple[str, str | None], commas: bool, comparator: str
) -> None:
    printed = comparator + form[0].format(f"{number:,.2f}" if commas else f"{number:.2f}")
    assert number_of(printed) == (float(str(number)), form[1])


@given(st.integers(0, 999), st.integers(1, 999), st.sampled_from(["%", " days", "kg", ""]))
def test_a_range_printed_as_councils_do_reads_back(low: int, more: int, unit: str) -> None:
    value = read_value(f"Between {low}{unit}-{low + more}{unit}")
    assert (value.low, value.high, value.number) == (low, low + more, None)
