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
    return [(claim.rating, claim.count) for claim in read(*texts)]


def test_indicators_with_and_without_data_are_rated_and_not_rated() -> None:
    claims = read(
        "3.1 Our scorecard is made up of 136 key performance indicators of which data is currently available for 123, "
        "an increase of four since June. For the 13 indicators where data is not available the reasons differ, some "
        "indicators being new."
    )
    assert [(c.rating, c.count) for c in claims] == [("total", 136), ("rated", 123), ("not_rated", 13)]
    assert {c.form for c in claims} == {Form.SENTENCE}
    assert len({c.group for c in claims}) == 1


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
    ways = [(c.rating, c.count) for c in claims if c.basis is Basis.DIRECTION]
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
        "Of the 8 KPIs in Social Care, 3 are rated Green.",
        "Two of the 8 KPIs are rated Red.",
    )
    assert claims == [("total", 38), ("met", 17)]


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
