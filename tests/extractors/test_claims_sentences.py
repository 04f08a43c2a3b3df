"""Totals stated in sentences: read when the sentence speaks of the report's own set, left out otherwise."""

from __future__ import annotations

import pytest

from extractors.claims import read_sentence_claims
from schemas.readings import Claim
from schemas.vocabulary import Basis, Form, Population
from tests.extractors.made_counts import paragraph


def read(*texts: str) -> tuple[Claim, ...]:
    return read_sentence_claims([paragraph(text, top=60.0 * i) for i, text in enumerate(texts)], 1)


def said(*texts: str) -> list[tuple[str | None, int | None]]:
    """Rating and count of the claims about the present."""
    return [(claim.rating, claim.count) for claim in read(*texts) if claim.is_current]


def before(*texts: str) -> list[tuple[str | None, int | None, float | None, str | None]]:
    """Rating, count, percent and period of the claims about an earlier period."""
    return [(c.rating, c.count, c.percent, c.period_label) for c in read(*texts) if not c.is_current]


def test_indicators_with_and_without_data_are_rated_and_not_rated() -> None:
    claims = read(
        "3.1 Our scorecard is made up of 136 key performance indicators of which data is currently available for 123, "
        "an increase of four since June. For the 13 indicators where data is not available the reasons differ, some "
        "indicators being new."
    )
    now = [(c.rating, c.count) for c in claims if c.is_current]
    assert now == [("total", 136), ("rated", 123), ("not_rated", 13)]
    assert [(c.rating, c.count, c.period_label) for c in claims if not c.is_current] == [("rated", 119, "June")]
    assert {c.form for c in claims} == {Form.SENTENCE}
    assert len({c.group for c in claims if c.is_current}) == 1


def test_numbers_in_words_and_brackets_after_statuses_are_read() -> None:
    text = (
        "Of the 38 Key Performance Indicators (KPIs) in the report, 17 achieved target (Green), and twelve reached the "
        "floor but not the target (Amber). Nine KPIs fell short of the floor (Red)."
    )
    assert said(text) == [("total", 38), ("met", 17), ("close", 12), ("missed", 9)]


def test_counts_and_shares_of_a_rated_set_keep_their_base() -> None:
    claims = read("Overall 65% (84 of 129 indicators where data is available) are on target.")
    assert [(c.rating, c.count, c.percent, c.denominator) for c in claims] == [
        ("rated", 129, None, None),
        ("met", 84, 65.0, 129),
    ]


def test_list_items_belong_to_the_sentence_that_leads_into_the_list() -> None:
    claims = said(
        "Of the 38 KPIs in the report, the latest ratings are as follows:",
        "• 17 are rated Green (one more than the previous Quarter)",
        "• Twelve are rated Amber (three fewer than the previous Quarter)",
        "• 9 are rated Red (the same as the previous Quarter)",
    )
    assert claims == [("total", 38), ("met", 17), ("close", 12), ("missed", 9)]


def test_directions_of_travel_are_claims_of_their_own_basis() -> None:
    claims = read(
        "Of the 38 KPIs, 20 are rated Green. Ten indicators show a positive trend (one fewer than last Quarter), 22 "
        "are stable, and six show a negative trend."
    )
    ways = [(c.rating, c.count) for c in claims if c.basis is Basis.DIRECTION and c.is_current]
    assert ways == [("improved", 10), ("same", 22), ("declined", 6)]


def test_actions_are_counted_apart() -> None:
    claims = read("Only three of the 105 actions are currently off target with a further four identified as at risk.")
    assert [(c.population, c.rating, c.count) for c in claims] == [
        (Population.ACTIONS, "total", 105),
        (Population.ACTIONS, "off_track", 3),
        (Population.ACTIONS, "at_risk", 4),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "There are 22 KPIs off target at the end of September, down from 32 KPIs in March.",
        "In the last quarter 19 of the 38 KPIs were rated Green.",
        "We expect 30 of the 38 KPIs to be rated Green by the year end.",
        "This quarter the four Highways KPIs show 2 Greens (potholes) and 2 Ambers.",
        "Two of the indicators off target (4.2 and 5.1) are short of staff.",
        "19 KPIs were rated Green compared with 21 in the previous quarter, when 38 KPIs were reported.",
        "The service answered 94 of 120 calls on target and 12 calls were rated amber by callers.",
        "Fewer than nine KPIs are rated Red.",
        "There has been a rise of 38% and 900 accounts are on target.",
    ],
)
def test_comparisons_forecasts_and_parts_state_no_current_status(text: str) -> None:
    assert [claim for claim in read(text) if claim.rating not in ("total", "rated")] == []


def test_a_comparison_behind_a_count_does_not_become_a_count() -> None:
    claims = said("Of the 40 KPIs, 17 are rated Green, up from 16, and 8 are rated Red, down from nine.")
    assert claims == [("total", 40), ("met", 17), ("missed", 8)]


def test_the_whole_set_is_the_largest_the_report_names() -> None:
    claims = said(
        "This report includes 38 KPIs.",
        "Of the 38 KPIs, 17 are rated Green.",
        "Of the 8 KPIs reported in quarter 1, 3 are rated Green.",
        "Two of the 8 KPIs are rated Red.",
    )
    assert claims == [("total", 38), ("met", 17)]


def test_a_set_named_with_its_directorate_is_counted_for_it() -> None:
    claims = read("This report includes 38 KPIs. Of the 8 KPIs in Social Care and Housing, 3 are rated Green.")
    assert [(c.scope_type, c.scope, c.rating, c.count) for c in claims] == [
        ("whole", None, "total", 38),
        ("directorate", "Social Care and Housing", "total", 8),
        ("directorate", "Social Care and Housing", "met", 3),
    ]


def test_a_number_said_twice_is_one_claim() -> None:
    assert said("Of the 38 KPIs, 17 are rated Green.", "Of the 38 KPIs 17 are rated Green.") == [
        ("total", 38),
        ("met", 17),
    ]


def test_two_numbers_of_one_status_about_one_set_are_none() -> None:
    claims = said("Of the 38 KPIs, 17 are rated Green and 9 are rated Red. In schools 3 are rated Red.")
    assert claims == [("total", 38), ("met", 17)]


def test_a_footnote_mark_does_not_make_the_set_ten_times_as_large() -> None:
    assert said("This report includes 38 KPIs.", "Of the 381 KPIs, 17 are rated Green.") == [("total", 38)]


def test_running_text_without_totals_claims_nothing() -> None:
    assert read("1. Cabinet is asked to note the report.", "", "The meeting closed at 4 pm.") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of the 46 indicators, 38 of 46 (83%) are Green.", ("met", 38, 83.0, 46)),
        ("Of the 123 KPIs, 67% (82) are on target.", ("met", 82, 67.0, 123)),
        ("Of the 187 KPIs, 78% or 146 out of 187 are on target.", ("met", 146, 78.0, 187)),
        ("Of the 32 KPIs, 24 (74%) are rated Amber.", ("close", 24, 74.0, 32)),
        ("Of the 44 KPIs, 38 are rated Green (86%).", ("met", 38, 86.0, 44)),
        ("Of the 60 KPIs, 3, 5%, are off target.", ("missed", 3, 5.0, 60)),
        ("Of the 40 KPIs, 12 are Red or Amber.", ("close|missed", 12, None, 40)),
        ("Of the 40 KPIs, 28 are on or above target.", ("exceeded|met", 28, None, 40)),
        ("Of the 40 KPIs, 28 are on, above or within 5% of target.", ("exceeded|met|close", 28, None, 40)),
        ("There are 48 KPIs in the set. 30 could be rated.", ("rated", 30, None, 48)),
        ("Of the 40 KPIs one had no data at the time of publication.", ("not_rated", 1, None, 40)),
        ("Of the 40 KPIs nine missed their target but were within tolerance.", ("close", 9, None, 40)),
    ],
)
def test_every_way_of_writing_a_count_with_its_share_is_read(
    text: str, expected: tuple[str, int, float | None, int]
) -> None:
    claim = read(text)[-1]
    assert (claim.rating, claim.count, claim.percent, claim.denominator) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("(one more than the previous quarter)", (16, None, "previous quarter")),
        ("(three fewer than last quarter)", (20, None, "last quarter")),
        ("(the same as the previous Quarter)", (17, None, "previous Quarter")),
        (", up from 15 in June", (15, None, "June")),
        (", down from 32 KPIs in March", (32, None, "March")),
        (", an increase of four since June", (13, None, "June")),
        (", compared with 55% in Quarter 1", (None, 55.0, "Quarter 1")),
    ],
)
def test_a_change_gives_the_earlier_count_as_a_claim_of_its_own(
    behind: str, expected: tuple[int | None, float | None, str]
) -> None:
    text = f"Of the 38 KPIs, 17 (45%) are rated Green {behind}.".replace(" ,", ",")
    assert said(text) == [("total", 38), ("met", 17)]
    assert before(text) == [("met", *expected)]


def test_the_rest_is_what_the_other_counts_leave() -> None:
    claims = said("Of the 54 measures, 28 met their target, 18 are rated Red and the rest are Amber.")
    assert claims == [("total", 54), ("met", 28), ("missed", 18), ("close", 8)]


def test_a_part_may_be_counted_of_a_number_said_before() -> None:
    claims = read("There are 93 KPIs in the set. 53 could be rated. 40 of the 53 are on target.")
    assert [(c.rating, c.count, c.denominator) for c in claims] == [
        ("total", 93, None),
        ("rated", 53, 93),
        ("met", 40, 53),
    ]


def test_counts_that_add_up_to_the_set_need_no_mention_of_it() -> None:
    claims = read(
        "This report includes 38 KPIs.",
        "With regards to direction of travel, 10 indicators show a positive trend (one fewer than the previous "
        "Quarter), 22 are stable or with no clear trend, and six are showing a negative trend.",
    )
    assert [(c.rating, c.count, c.is_current) for c in claims[1:]] == [
        ("improved", 10, True),
        ("improved", 11, False),
        ("same", 22, True),
        ("declined", 6, True),
    ]


def test_all_indicators_of_one_status_are_counted_where_the_report_names_its_size() -> None:
    size = "The scorecard holds 136 indicators."
    assert said(size, "Members looked at the 22 KPIs off target at the end of September.")[1:] == [("missed", 22)]
    assert said("Members looked at the 22 KPIs off target.") == []
    assert said(size, "In Housing, Members looked at the 22 KPIs off target.")[1:] == []
    assert said(size, "Members looked at the 22 KPIs off target in Housing.")[1:] == []
    assert said(size, "• Housing Three indicators are off target.")[1:] == []


def test_a_directorate_before_a_dash_is_the_scope_of_its_sentence() -> None:
    claims = read(
        "This report includes 38 KPIs.",
        "Adult Care – Two of the eight indicators met their target. Of the four Red KPIs, only one improved.",
    )
    assert [(c.scope, c.rating, c.count, c.denominator) for c in claims[1:]] == [("Adult Care", "met", 2, 8)]


def test_a_quarter_that_opens_a_sentence_is_its_period_and_an_earlier_one_is_not_current() -> None:
    claims = read(
        "Performance in Quarter 3. In Quarter 3, of the 37 KPIs 24 were Green. In Quarter 2, 25 were Green. Quarter 3."
    )
    assert [(c.count, c.period_label, c.is_current) for c in claims if c.rating == "met"] == [
        (24, "Quarter 3", True),
        (25, "Quarter 2", False),
    ]


def test_shares_of_all_indicators_are_claims_without_a_count() -> None:
    claims = read("In all 67% of performance indicators met or exceeded their target and 12% were off target.")
    assert [(c.rating, c.count, c.percent) for c in claims] == [
        ("exceeded|met", None, 67.0),
        ("missed", None, 12.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The rule covers a total of 90 actions that lenders took in 2019.",
        "There were 14 measures in the budget, of which three were on track to be delivered.",
        "Of the 40 schools in the county 12 were rated Green for energy.",
        "The council planted 38 trees and 17 green spaces won awards.",
        "65% of residents are satisfied and 12% improved their health.",
        "Two of the actions off target (4.21 and 5.19) wait for staff.",
    ],
)
def test_numbers_of_other_things_are_no_totals(text: str) -> None:
    assert [claim for claim in read(text) if claim.count != 14] == []
