"""The same indicator over time: which rows are one, which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.indicators import indicator_ids, indicator_key
from tests.pipeline.made_content import kpi


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("% of calls answered", "Percentage of calls answered"),
        ("Net homes built.", "Net Homes Built"),
        ("Balanced budget in year - 2023-2024", "Balanced budget in year - 2024-2025"),
        ("Sickness days per employee (rolling 12 months)", "Sickness days per employee"),
    ],
)
def test_a_title_that_drifts_is_the_same_indicator(one: str, other: str) -> None:
    assert indicator_key(one) == indicator_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Major applications within 13 weeks", "Major applications within 8 weeks"),
        ("Number of children in care", "Percentage of children in care"),
        (
            "Children in care with 3 or more placements " + "x" * 60,
            "Children in care with 3 or more placements " + "x" * 61,
        ),
    ],
)
def test_numbers_and_words_keep_indicators_apart(one: str, other: str) -> None:
    assert indicator_key(one) != indicator_key(other)


def test_an_indicator_is_the_same_when_its_ref_changes() -> None:
    assert indicator_ids("kent", [kpi(ref="5.12")]) == indicator_ids("kent", [kpi(7, ref="5.9")])


def test_two_rows_of_one_title_are_two_indicators() -> None:
    ids = indicator_ids("kent", [kpi(1, ref="1.1"), kpi(2, ref="1.2"), kpi(3, ref=None), kpi(4, ref=None)])
    assert ids == (
        "kent:net-homes-built:1-1",
        "kent:net-homes-built:1-2",
        "kent:net-homes-built",
        "kent:net-homes-built:2",
    )


@given(st.lists(st.tuples(st.text(max_size=12), st.none() | st.sampled_from(["1.1", "1.2"])), max_size=6))
def test_no_two_rows_of_a_document_share_an_indicator(titles: list[tuple[str, str | None]]) -> None:
    listed = [kpi(number, title, ref=ref) for number, (title, ref) in enumerate(titles, 1)]
    ids = indicator_ids("kent", listed)
    assert len(set(ids)) == len(ids)
    assert ids == indicator_ids("kent", listed)
