"""Bucket labels, count cells and period labels."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.claims_counts import CountCell, read_count, read_number_word
from extractors.claims_labels import LegendNames, Meaning, order_ratings, read_meaning
from extractors.claims_periods import holds_period, is_period, latest_period
from tests.extractors.made_counts import entry


@pytest.mark.parametrize(
    ("label", "rating"),
    [
        ("G", "met"),
        ("AMBER", "close"),
        ("On target", "met"),
        ("Within 5%", "close"),
        ("Red or Amber", "close|missed"),
        ("Green/Amber", "met|close"),
        ("On, above or within 5%", "exceeded|met|close"),
        ("Met or exceeded", "exceeded|met"),
        ("Green (on target)", "met"),
        ("Number rated Red", "missed"),
        ("Report later/Contextual", "not_rated"),
        ("Blue", None),
    ],
)
def test_a_bucket_label_means_its_ratings_without_a_legend(label: str, rating: str | None) -> None:
    assert (read_meaning(label) or Meaning()).indicator == rating


@pytest.mark.parametrize("text", ["", "Public Health", "Quarter 1", "Directorate", "Statistical", "Slipped"])
def test_other_headings_are_no_buckets(text: str) -> None:
    assert read_meaning(text) is None


def test_the_legend_is_asked_before_the_words() -> None:
    legend = LegendNames.of([entry("Green", "Better than planned", "exceeded")])
    assert (read_meaning("G", legend) or Meaning()).indicator == "exceeded"
    assert (read_meaning("Better than planned", legend) or Meaning()).indicator == "exceeded"


@given(st.lists(st.sampled_from(["missed", "met", "close", "exceeded"]), min_size=1))
def test_merged_ratings_have_one_order(ratings: list[str]) -> None:
    assert order_ratings(ratings) == order_ratings(sorted(ratings))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("82", CountCell(82)),
        ("1,0", None),
        ("67% (82)", CountCell(82, 67.0)),
        ("82 (67%)", CountCell(82, 67.0)),
        ("12.5%(1)", CountCell(1, 12.5)),
        ("3, 5%", CountCell(3, 5.0)),
        ("38 of 46 (83%)", CountCell(38, 83.0, 46)),
        ("65% (149 out of 228)", CountCell(149, 65.0, 228)),
        ("67%", CountCell(None, 67.0)),
        ("Nine", CountCell(9)),
        ("", CountCell(empty=True)),
        ("N/A", CountCell(empty=True)),
        ("–", CountCell(empty=True)),
        ("£3", None),
        ("3.5", None),
        ("12,310", None),
        ("<5", None),
        ("see below", None),
    ],
)
def test_a_count_cell_is_read_in_every_printed_form(text: str, cell: CountCell | None) -> None:
    assert read_count(text) == cell


@given(st.integers(0, 999), st.integers(0, 100), st.sampled_from(["{n} ({p}%)", "{p}% ({n})", "({n}) {p}%"]))
def test_count_and_percent_never_swap(count: int, percent: int, form: str) -> None:
    cell = read_count(form.format(n=count, p=percent))
    assert cell is None or (cell.count, cell.percent) == (count, percent)


@pytest.mark.parametrize(
    ("word", "number"), [("nine", 9), ("Twenty-two", 22), ("forty", 40), ("none", None), ("ten-two", None)]
)
def test_numbers_in_words(word: str, number: int | None) -> None:
    assert read_number_word(word) == number


@pytest.mark.parametrize(
    "text",
    ["Quarter 2", "Q1 2023/24", "FQ3", "second quarter", "Sept 2024", "2023-24", "This quarter", "Year end 2022/23"],
)
def test_period_headings_are_known(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize("text", ["Total", "Market towns", "Place", "Junction safety", "Marches service"])
def test_other_headings_are_no_periods(text: str) -> None:
    assert not is_period(text)


@given(st.permutations(["Q1 2022/23", "Q4 2022/23", "Q1 2023/24", "Q3 2023/24"]))
def test_dated_quarters_are_ordered_wherever_they_stand(labels: list[str]) -> None:
    assert labels[latest_period(labels)] == "Q3 2023/24"


WORDS = (
    "Q1",
    "Quarter",
    "two",
    "first",
    "quarter:",
    "May",
    "Sept.",
    "2024/25",
    "2024",
    "now",
    "Previous",
    "year",
    "KPIs",
)


@given(before=st.lists(st.sampled_from(WORDS)), named=st.lists(st.sampled_from(WORDS)), after=st.sampled_from(WORDS))
def test_a_text_holds_the_period_that_some_of_its_words_name(before: list[str], named: list[str], after: str) -> None:
    """Parts of a text are only asked for a period where the whole text holds one."""
    assume(is_period(" ".join(named)))
    assert holds_period(" ".join([*before, *named, after]))


@pytest.mark.parametrize("text", ["Household waste recycled", "Number of known cases", "85%", "Marches opened", ""])
def test_other_texts_hold_no_period(text: str) -> None:
    assert not holds_period(text)
