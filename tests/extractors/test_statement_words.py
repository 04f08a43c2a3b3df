"""What statements in councils' words say: better and still off target, good, off target, declined, promised."""

from __future__ import annotations

import pytest

from extractors.mentions_statements import Meant, judge, sentences_of
from schemas.vocabulary import MentionKind
from tests.extractors.made_statements import mentions, section

UNNAMED = Meant(None, None, None)


def kind(text: str) -> MentionKind:
    return judge(sentences_of(text), UNNAMED, None)


@pytest.mark.parametrize(
    "text",
    [
        "The recycling rate rose to 46.1%, closing the gap on the 48% target.",
        "Although the target of 95% was not met, performance was 3 points better than the same period last year.",
        "While remaining red, this measure shows a positive direction of travel.",
        "This KPI has moved from red to amber following the appointment of two officers.",
        "The percentage of appeals allowed has dropped to 34%, which is an improvement but exceeds the 30% maximum.",
        "Invoices paid within 30 days increased from 91% to 94% and we are now within 3% of the target of 97%.",
        "Council tax collection is 0.4% down on target but up on this time last year.",
        "Days taken to process new claims has reduced, but not yet to the level of the target.",
        "The backlog has reduced significantly, with performance moving closer to target.",
        "The gap to target has narrowed from 12 to 7 percentage points.",
        "Still amber but heading in the right direction.",
        "Re-let times improved by nine days but at 31 days we are still some way from target.",
        "The indicator has improved, but not enough to reach its target.",
        "The percentage of calls answered went up to 71%, albeit below target.",
        "This is seven days above target but is a considerable improvement on the 40 days seen in April.",
    ],
)
def test_better_and_still_off_target_is_both(text: str) -> None:
    assert kind(text) is MentionKind.IMPROVED_BUT_OFF


@pytest.mark.parametrize(
    "text",
    [
        "Major planning applications continue to be determined well within the statutory timescale, at 92%.",
        "This indicator has returned to green after three quarters as amber.",
        "The target of 40 completions has been exceeded by four.",
        "The proportion of invoices paid on time continues to exceed target.",
        "This measure is green and has been for the past five quarters.",
        "Homelessness prevention increased to 54%.",
    ],
)
def test_what_met_its_target_or_is_green_again_is_good(text: str) -> None:
    assert kind(text) is MentionKind.GOOD


@pytest.mark.parametrize(
    "text",
    [
        "The target of 24 days for re-letting homes was missed by seven days.",
        "This measure is unlikely to achieve its year end target.",
        "Garden waste subscriptions have not reached the level expected.",
        "Calls are taking far too long to answer.",
        "The indicator has been red since Quarter 4.",
        "Sickness at 4.9 days exceeds the target of 4 days.",
    ],
)
def test_a_missed_or_unlikely_target_is_off(text: str) -> None:
    assert kind(text) is MentionKind.OFF_TARGET


def test_an_agreed_recovery_plan_is_a_promise() -> None:
    assert kind("A recovery plan has been agreed with the contractor.") is MentionKind.ACTION_PROMISED


def test_a_figure_in_words_beside_a_target_is_not_measured_by_it() -> None:
    # It once ended the reading of the whole document.
    assert kind("The 95% target was missed in two of the three months.") is MentionKind.DISCUSSION


def test_the_best_result_on_record_is_good_though_the_figure_fell() -> None:
    assert kind("Down from 54 to 39, this is the best result since records began.") is MentionKind.GOOD


def test_a_covering_report_s_items_that_begin_with_a_name_and_judge_a_figure_are_about_it() -> None:
    text = section(
        "• Missed bins per 100,000 collections increased to 61, well above the target of 45.",
        "• Household waste recycled rose to 49.2%, above the 48% target.",
        "• We have recruited 12 officers and are on target.",
        "• Ten indicators improved to green.",
        "• The office move went well.",
        heading="3. Areas to note",
    )
    assert [(mention.title, str(mention.kind)) for mention in mentions(text)] == [
        ("Missed bins per 100,000 collections", "off_target"),
        ("Household waste recycled", "good"),
    ]
