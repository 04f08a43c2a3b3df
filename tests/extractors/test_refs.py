"""Refs: what a spreadsheet does to them, and what must never be changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.refs import RepairedRef, repair_refs
from schemas.issues import ISSUE_TYPES


def refs(*printed: str | None) -> list[str | None]:
    return [found.ref for found in repair_refs(printed)]


def codes(*printed: str | None) -> list[str | None]:
    return [found.code for found in repair_refs(printed)]


def as_spreadsheet(ref: str) -> str:
    """A ref as a spreadsheet prints it when the cell holds a number: without its last zeros."""
    head, last = ref.rsplit(".", 1)
    return f"{head}.{last.rstrip('0')}"


RISING = [f"1.{n}" for n in range(1, 10)]


def test_the_second_1_1_between_1_9_and_1_11_is_1_10() -> None:
    found = repair_refs([*RISING, "1.1", "1.11", "1.12"])
    assert found[9] == RepairedRef(
        "1.1", "1.10", "printed 1.1, read as 1.10: it stands after 1.9 and before 1.11", "ref_repaired"
    )
    assert [row.code for row in found if row.code] == ["ref_repaired"]


def test_a_theme_of_exactly_ten_kpis_gets_its_last_ref_back() -> None:
    assert refs(*RISING, "1.1", "2.1", "2.2")[9:] == ["1.10", "2.1", "2.2"]


def test_2_20_printed_2_2_is_recovered_and_a_printed_1_20_survives() -> None:
    printed = [f"2.{n}" for n in range(1, 20)] + ["2.2", "2.21"]
    assert refs(*printed)[19] == "2.20"
    whole = [f"1.{n}" for n in range(1, 21)]
    assert refs(*whole) == whole


def test_a_ref_of_three_parts_is_recovered_in_its_own_series() -> None:
    assert refs("1.1", *[f"1.2.{n}" for n in range(1, 10)], "1.2.1", "1.2.11", "1.3")[10:] == [
        "1.2.10",
        "1.2.11",
        "1.3",
    ]


def test_a_theme_continued_after_another_table_is_one_sequence() -> None:
    assert refs("1.8", "1.9", "2.1", "1.1", "1.11")[3] == "1.10"
    assert refs("1.1", "1.9", "2.1", "1.1")[3] == "1.10"


def test_a_missing_number_is_left_alone() -> None:
    printed = ["7.14", "7.15", "7.17", "7.18"]
    assert refs(*printed) == printed
    assert codes(*printed) == [None] * 4


@pytest.mark.parametrize(
    "scheme",
    [
        ["1A3", "1B4b", "2A1"],
        ["CUS.07", "CUS.08", "CUS.10"],
        ["PI 12", "PI 1"],
        ["COU9", "COU1"],
        ["BV053, PAFC28", "SP213"],
        ["9", "1", "11"],
        ["NI 1.9", "NI 1.1"],
        [None, "", None],
    ],
)
def test_other_schemes_and_blanks_are_never_touched(scheme: list[str | None]) -> None:
    assert refs(*scheme) == scheme
    assert codes(*scheme) == [None] * len(scheme)


def test_a_duplicate_the_sequence_does_not_explain_stays_and_is_reported() -> None:
    found = repair_refs(["1.1", "1.2", "1.2", "1.3", "COU9", "COU9"])
    assert [row.ref for row in found] == ["1.1", "1.2", "1.2", "1.3", "COU9", "COU9"]
    assert [row.code for row in found] == [None, None, "duplicate_ref", None, None, "duplicate_ref"]


def test_a_table_listed_twice_is_not_taken_for_lost_zeros() -> None:
    assert refs(*RISING, *RISING) == [*RISING, *RISING]
    assert refs(*RISING, "1.1", "1.11", *RISING, "1.1", "1.11")[9::11] == ["1.10", "1.10"]


def test_the_same_kpi_printed_again_under_its_title_is_no_duplicate() -> None:
    titles = [f"KPI {n}" for n in range(1, 10)] + ["KPI 1"]
    found = repair_refs([*RISING, "1.1"], titles)
    assert found[9] == RepairedRef("1.1", "1.1")


def test_a_ref_that_may_lack_a_zero_is_kept_and_reported() -> None:
    assert codes("1.7", "1.8", "1.1", "1.13") == [None, None, "ref_doubtful", None]
    assert refs("1.7", "1.8", "1.1", "1.13")[2] == "1.1"


def test_every_code_is_declared() -> None:
    assert {"ref_repaired", "duplicate_ref", "ref_doubtful"} <= set(ISSUE_TYPES)


def test_titles_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        repair_refs(["1.1"], [])


@given(st.lists(st.integers(1, 130), min_size=1, max_size=5), st.data())
def test_a_series_without_gaps_is_always_recovered(lengths: list[int], data: st.DataObject) -> None:
    true = [f"{theme}.{n}" for theme, length in enumerate(lengths, 1) for n in range(1, length + 1)]
    numeric = data.draw(st.lists(st.booleans(), min_size=len(true), max_size=len(true)))
    printed = [as_spreadsheet(ref) if lost else ref for ref, lost in zip(true, numeric, strict=True)]
    assert refs(*printed) == true


@given(st.sets(st.tuples(st.integers(1, 3), st.integers(1, 99)), min_size=1), st.data())
def test_a_series_with_gaps_is_never_changed_wrongly(numbers: set[tuple[int, int]], data: st.DataObject) -> None:
    true = [f"{theme}.{n}" for theme, n in sorted(numbers)]
    numeric = data.draw(st.lists(st.booleans(), min_size=len(true), max_size=len(true)))
    printed = [as_spreadsheet(ref) if lost else ref for ref, lost in zip(true, numeric, strict=True)]
    rising = [int(text.split(".")[1]) for text in printed]
    for place, (ref, found) in enumerate(zip(true, repair_refs(printed), strict=True)):
        assert found.ref in (ref, found.printed)
        stands_lower = place > 0 and true[place - 1][0] == ref[0] and rising[place] <= rising[place - 1]
        assert found.ref == ref or found.code or not stands_lower


@given(st.lists(st.none() | st.text(max_size=6) | st.from_regex(r"\A[0-9]{1,2}\.[0-9]{1,3}\Z")))
def test_any_texts_come_back_in_order_with_what_was_printed(printed: list[str | None]) -> None:
    assert [found.printed for found in repair_refs(printed)] == printed
