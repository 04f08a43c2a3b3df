"""Claims about a part of the report: a theme's or portfolio's counts are never the whole report's."""

from __future__ import annotations

import pytest

from extractors.claims import read_sentence_claims
from schemas.readings import Claim
from schemas.vocabulary import Basis, Population
from tests.extractors.made_counts import paragraph

ABOUT = "This report presents the key performance indicators and their RAG."


def read(*texts: str) -> tuple[Claim, ...]:
    return read_sentence_claims([paragraph(text, top=60.0 * i) for i, text in enumerate((ABOUT, *texts))], 1)


def counted(*texts: str) -> list[tuple[str | None, str | None, int | None]]:
    return [(c.scope, c.rating, c.count) for c in read(*texts) if c.rating != "total"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Under the Homes priority there are five indicators: two are green, two amber and one red.", "Homes"),
        ("The Homes portfolio has five indicators, of which two are green, two amber and one red.", "Homes"),
        ("Of the five Homes indicators, two are green, two are amber and one is red.", "Homes"),
        ("Homes (5 KPIs): 2 green, 2 amber and 1 red", "Homes"),
        ("Councillor Hill's portfolio has 5 KPIs: 2 green, 2 amber and 1 red.", "Councillor Hill's"),
        ("Under Priority 1, two of the five indicators are green, two amber and one red.", "Priority 1"),
        ("Homes: five indicators, two green, two amber, one red.", "Homes"),
    ],
)
def test_a_part_is_named_before_behind_or_between_its_size_and_its_noun(text: str, scope: str) -> None:
    assert counted(text) == [(scope, "met", 2), (scope, "close", 2), (scope, "missed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Five indicators sit within the Homes theme: two green, two amber, one red.",
        "Two Homes KPIs are green, two amber and one red.",
    ],
)
def test_all_three_colours_of_a_part_without_a_size_are_not_the_whole_report_s(text: str) -> None:
    assert counted(text) == []


def test_a_sentence_that_begins_with_another_part_does_not_follow_on_the_part_before_it() -> None:
    claims = counted(
        "The Environment portfolio has four indicators, three of them green. Growth: two green, one amber, one red."
    )
    assert [count for scope, _rating, count in claims if scope == "Environment"] in ([], [3])
    assert [count for scope, _rating, count in claims if scope == "Growth"] == [2, 1, 1]


def test_a_set_that_is_not_taken_up_does_not_lend_its_counts_to_the_set_before_it() -> None:
    claims = counted(
        "By theme, of the 20 KPIs:",
        "• Place – 8 measures: 5 green, 1 amber, 1 red",
        "• Council – 7 measures: 3 green, 1 amber, 2 red",
    )
    assert [(scope, count) for scope, rating, count in claims if rating == "met"] == [("Place", 5)]


@pytest.mark.parametrize("lead", ["Of the 20 agreed indicators,", "Of the 20 KPIs reported,"])
def test_a_word_that_names_no_part_leaves_the_set_whole(lead: str) -> None:
    assert counted(f"{lead} ten are green, four amber and four red.")[0] == (None, "met", 10)


@pytest.mark.parametrize(
    "share",
    ["Two thirds of the 18 indicators", "One in five of the 18 indicators", "One quarter of the 18 KPIs"],
)
def test_a_fraction_in_words_counts_nothing(share: str) -> None:
    assert counted(f"{share} are green.") == []


def test_what_is_for_information_is_no_part_of_those_with_a_target() -> None:
    claims = read(
        "Overall, 6 of the 12 indicators with a target (50%) were on target, 3 (25%) were within tolerance and 3 (25%) "
        "missed their target. Two indicators are for information only."
    )
    assert [(c.rating, c.count, c.denominator) for c in claims] == [
        ("met", 6, 12),
        ("close", 3, 12),
        ("missed", 3, 12),
        ("not_rated", 2, None),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("We monitor 20 KPIs. Of the 18 KPIs which have a target, 10 are green, 4 amber and 4 red.",),
        ("The plan has 20 KPIs. 18 of these have targets; 10 (56%) are green, 4 (22%) amber and 4 (22%) red.",),
        ("The scorecard contains 20 KPIs, 18 of which are rated. 10 are green, 4 are amber and 4 are red.",),
        ("Eighteen of the 20 KPIs have a target; ten are green, four amber and four red.",),
        ("The plan is monitored through 20 indicators, 18 of which have a target: 10 are green, 4 amber, 4 red.",),
    ],
)
def test_statuses_are_parts_of_those_with_a_target_where_the_text_says_how_many_have_one(texts: tuple[str]) -> None:
    bases = {c.denominator for c in read(*texts) if c.rating in ("met", "close", "missed")}
    assert bases == {18}


def test_directions_since_the_last_quarter_are_of_now() -> None:
    claims = read(
        "Of the 20 KPIs ten are green. 13 of the 20 KPIs (65%) have improved since last quarter, 2 (10%) show no "
        "change and 5 (25%) have got worse."
    )
    ways = [(c.rating, c.count, c.is_current) for c in claims if c.basis is Basis.DIRECTION]
    assert ways == [("improved", 13, True), ("same", 2, True), ("declined", 5, True)]


def test_directions_since_last_year_are_left_out() -> None:
    assert counted("Compared with the same quarter last year, 12 of the 20 KPIs have improved and 8 declined.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 out of 18 (55.6%) targets were met; 4 did not meet target.", [("met", 10), ("missed", 4)]),
        ("Only four of the 18 targets were missed.", [("missed", 4)]),
        ("10/18 KPIs are green.", [("met", 10)]),
        ("The proportion of KPIs on target is 56% (10 of 18).", [("met", 10)]),
        ("Ten KPIs are on target, four are within tolerance and four are off target.",
         [("met", 10), ("close", 4), ("missed", 4)]),
        ("Headline: 56% of KPIs met target, 22% were within tolerance, 22% missed target.",
         [("met", None), ("close", None), ("missed", None)]),
    ],
)  # fmt: skip
def test_totals_are_read_as_further_councils_put_them(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(rating, count) for _scope, rating, count in counted(text)] == expected


def test_a_list_whose_items_say_what_they_count_needs_no_set_in_its_lead() -> None:
    claims = counted(
        "At the half-year point:",
        "• 10 KPIs are on target (Green)",
        "• 4 KPIs are slightly below target (Amber)",
        "• 4 KPIs are below target (Red)",
        "• 2 KPIs have no target",
    )
    assert claims == [(None, "met", 10), (None, "close", 4), (None, "missed", 4), (None, "not_rated", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Green: 10/18 (56%), Amber: 4/18 (22%), Red: 4/18 (22%)",
        "56% Green (10), 22% Amber (4), 22% Red (4)",
        "RAG status: Green 10, Amber 4, Red 4",
        "At a glance: 10 green | 4 amber | 4 red",
    ],
)
def test_tallies_are_read_in_any_order_of_label_count_and_share(text: str) -> None:
    assert counted(text) == [(None, "met", 10), (None, "close", 4), (None, "missed", 4)]


def test_a_tally_of_directions_counts_directions() -> None:
    claims = read("Direction of travel: 13 improving, 2 static, 5 declining")
    assert [(c.basis, c.rating, c.count) for c in claims] == [
        (Basis.DIRECTION, "improved", 13),
        (Basis.DIRECTION, "same", 2),
        (Basis.DIRECTION, "declined", 5),
    ]


def test_tiles_read_as_a_line_of_counts_over_a_line_of_statuses_are_a_tally() -> None:
    assert counted("10 4 4 2", "Green Amber Red No target") == [
        (None, "met", 10),
        (None, "close", 4),
        (None, "missed", 4),
        (None, "not_rated", 2),
    ]
    assert counted("10 4 4", "Green Amber Red No target") == []


def test_risks_beside_indicators_and_actions_are_neither() -> None:
    claims = read(
        "Of the 20 KPIs, 10 are green, 4 amber and 4 red. Of the 8 actions, 2 are complete and 4 are on track. Three "
        "of the 12 strategic risks are red."
    )
    missed = [(c.population, c.count) for c in claims if c.rating in ("missed", "off_track")]
    assert missed == [(Population.KPIS, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 KPIs are green (Q1: 9), 4 amber (Q1: 6) and 4 red (Q1: 3).", [("met", 10), ("close", 4), ("missed", 4)]),
        ("Performance has remained stable with 56% of KPIs green (50% in Q1).", [("met", None)]),
    ],
)
def test_the_earlier_number_in_brackets_behind_a_count_is_not_its_own(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    claims = [claim for claim in read(text) if claim.is_current]
    assert [(claim.rating, claim.count) for claim in claims] == expected
    assert {claim.percent for claim in claims} <= {None, 56.0}


def test_a_verb_that_leads_to_its_figure_is_not_said_of_the_one_before_it() -> None:
    assert counted("Of the 18 targets, we met 10, narrowly missed 4 and missed 4.") == []


def test_a_part_of_a_bucket_is_no_bucket() -> None:
    assert counted("We have 20 KPIs. Of the 10 KPIs that are green, 3 exceeded target by more than 10%.") == []


def test_indicators_named_behind_actions_are_no_actions() -> None:
    claims = read(
        "Out of 50 milestones, 30 are complete, 15 on track, 3 at risk and 2 off track. 20 KPIs are reported, 10 of "
        "which are green, 4 amber, 4 red."
    )
    counts = [claim.count for claim in claims if claim.population is Population.ACTIONS]
    assert counts == [50, 30, 15, 3, 2]


@pytest.mark.parametrize("lead", ["Each service has 5 KPIs.", "Note:", "Resolved:", "In October 2024,"])
def test_words_that_name_no_part_are_no_scope(lead: str) -> None:
    claims = read(f"{lead} Of the 20 KPIs, 10 are green.")
    assert {claim.scope for claim in claims} == {None}
