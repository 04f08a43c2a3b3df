"""Counts told as a movement, lists of earlier counts, and the forms in which a count, its share and its base stand."""

from __future__ import annotations

import pytest

from extractors.claims import read_sentence_claims
from schemas.readings import Claim
from tests.extractors.made_counts import paragraph

REPORT = "The scorecard holds 60 performance indicators."


def read(*texts: str) -> tuple[Claim, ...]:
    return read_sentence_claims([paragraph(text, top=60.0 * i) for i, text in enumerate(texts)], 1)


def counted(*texts: str, current: bool = True) -> list[tuple[str | None, int | None, float | None, int | None]]:
    claims = [claim for claim in read(*texts) if claim.is_current is current and claim.rating != "total"]
    return [(claim.rating, claim.count, claim.percent, claim.denominator) for claim in claims]


def earlier(*texts: str) -> list[tuple[str | None, int | None, str | None]]:
    return [(c.rating, c.count, c.period_label) for c in read(*texts) if not c.is_current]


def test_a_list_of_earlier_counts_belongs_to_the_buckets_in_their_order() -> None:
    text = "Of the 44 KPIs, 20 are Green, 15 Amber and nine Red, compared with 21, 19 and four in Quarter 1."
    assert counted(text) == [("met", 20, None, 44), ("close", 15, None, 44), ("missed", 9, None, 44)]
    assert earlier(text) == [("met", 21, "Quarter 1"), ("close", 19, "Quarter 1"), ("missed", 4, "Quarter 1")]


def test_a_list_that_names_its_buckets_again_belongs_to_them() -> None:
    text = "The 44 indicators are 20 Green, 15 Amber and 9 Red compared with 18 Green, 16 Amber and 10 Red in Q1."
    said = "Of " + text[0].lower() + text[1:]
    assert earlier(said) == [("met", 18, "Q1"), ("close", 16, "Q1"), ("missed", 10, "Q1")]
    assert earlier(said.replace("18 Green, 16 Amber", "16 Amber, 18 Green")) == []


def test_buckets_joined_by_or_are_merged_or_left_without_a_meaning() -> None:
    assert counted("38 of our 44 indicators (86%) either met or came close to target; one is amber.")[0] == (
        "met|close", 38, 86.0, 44,
    )  # fmt: skip
    assert counted("Of the 44 KPIs, 20 are doing fine or amber and 24 are red.") == [
        (None, 20, None, 44),
        ("missed", 24, None, 44),
    ]


def test_a_list_of_other_length_gives_no_earlier_count() -> None:
    text = "Of the 44 KPIs, 20 are Green, 15 Amber and nine Red, compared with 21 and four in Quarter 1."
    assert len(counted(text)) == 3
    assert earlier(text) == []


def test_a_bucket_that_fell_has_a_count_now_and_an_earlier_one() -> None:
    text = "Red indicators have fallen from nine to six since June."
    assert counted(REPORT, text) == [("missed", 6, None, None)]
    assert earlier(REPORT, text) == [("missed", 9, "June")]


@pytest.mark.parametrize(
    "text",
    [
        "Complaints have fallen from nine to six and are now off target.",
        "The number of red indicators in Adult Social Care has fallen from nine to six.",
        "Red routes have risen from nine to twelve.",
        "Less than 2% of indicators are red.",
        "More than 80% of the indicators were green.",
        "Nearly 80% of the indicators were green and just under 10% red.",
    ],
)
def test_what_falls_without_being_all_indicators_of_a_status_is_no_total(text: str) -> None:
    assert counted(REPORT, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "82% of our indicators (94 out of 114) are on or above target, 11 (10%) below and 9 (8%) with no data.",
            [("exceeded|met", 94, 82.0, 114), (None, 11, 10.0, 114), ("not_rated", 9, 8.0, 114)],
        ),
        (
            "Performance of 36 (71%) of the 51 key measures we report on was at or better than target.",
            [("exceeded|met", 36, 71.0, 51)],
        ),
        ("There were 22 Red or Amber indicators out of 46 this quarter.", [("close|missed", 22, None, 46)]),
        (
            "Of the 52 KPIs, 40 (77%) met the target and 12 (23%) did not.",
            [("met", 40, 77.0, 52), ("missed", 12, 23.0, 52)],
        ),
    ],
)
def test_further_orders_of_count_share_and_base_are_read(
    text: str, expected: list[tuple[str | None, int | None, float | None, int | None]]
) -> None:
    assert counted("This is the quarterly performance report.", text) == expected


def test_all_three_colours_in_one_sentence_are_all_indicators_although_no_set_is_named() -> None:
    text = "Six KPIs were rated Red, one more than last quarter, 15 were Amber and 18 were Green."
    assert counted(text) == [("missed", 6, None, None), ("close", 15, None, None), ("met", 18, None, None)]
    assert earlier(text) == [("missed", 5, "last quarter")]


def test_a_list_of_all_three_colours_needs_no_size() -> None:
    lines = ("The indicators stand as follows:", "• 78 are green (82%)", "• 3 are amber (3%)", "• 14 are red (15%)")
    assert counted(*lines) == [("met", 78, 82.0, None), ("close", 3, 3.0, None), ("missed", 14, 15.0, None)]
    assert counted(*lines[:3]) == []


def test_projects_counted_in_all_colours_are_all_projects() -> None:
    text = "There were 7 green, 2 amber and 1 red project in the performance report."
    assert counted(text) == [("on_track", 7, None, None), ("at_risk", 2, None, None), ("off_track", 1, None, None)]


def test_shares_with_their_counts_are_of_all_indicators() -> None:
    text = "We found that 65% (24) of the performance indicators were green and 35% (13) were red."
    assert counted(text) == [("met", 24, 65.0, None), ("missed", 13, 35.0, None)]


def test_a_part_that_was_rated_is_the_base_of_the_list_behind_it() -> None:
    claims = counted(
        "The scorecard holds 50 indicators, and 46 of these had been given a RAG status. In summary:",
        "• 38 of 46 (83%) are Green",
        "• 8 of 46 (17%) are Red",
    )
    assert claims == [("rated", 46, None, 50), ("met", 38, 83.0, 46), ("missed", 8, 17.0, 46)]


def test_a_share_in_a_list_is_of_the_set_that_leads_into_it_also_where_it_is_wrong() -> None:
    claims = counted("There were 114 actions to be reported:", "• 64 are complete (55%)", "• 50 are on track (44%)")
    assert claims == [("complete", 64, 55.0, 114), ("on_track", 50, 44.0, 114)]


def test_green_or_complete_is_one_bucket_of_two_states() -> None:
    text = "Of the 12 projects, ten (83%) are rated as green or complete and two (17%) as amber."
    assert counted("Performance indicators and projects.", text) == [
        ("on_track|complete", 10, 83.0, 12),
        ("at_risk", 2, 17.0, 12),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In Housing, six KPIs were Red, 15 Amber and 18 Green.",
        "Housing: six KPIs were Red, 15 Amber and 18 Green.",
        "Housing had a mixed quarter. Six KPIs were Red, 15 Amber and 18 Green.",
        "Six KPIs were Red, 15 Amber and 18 Green in Housing.",
        "Six KPIs were Red and 15 were Amber.",
        "We reported 58 KPIs in Quarters 1 and 2, and 58 KPIs were reported in the year before.",
    ],
)
def test_three_colours_of_a_part_are_not_taken_for_the_whole(text: str) -> None:
    assert [claim for claim in read("A report of performance indicators.", text) if claim.scope is None] == []


def test_a_set_behind_a_directorate_and_a_colon_is_the_directorate_s() -> None:
    claims = read("Children's Services: 15 KPIs, of which 6 are red, 5 amber and 4 green.")
    assert {(claim.scope, claim.denominator) for claim in claims if claim.rating != "total"} == {
        ("Children's Services", 15)
    }
