"""The forms of verbs, and what the patterns of words make of whole sentences."""

from __future__ import annotations

import pytest

from extractors.prose_kinds import statement_kind
from extractors.prose_patterns import sign_patterns, verb_forms
from extractors.prose_signs import read_sentences
from schemas.lookups import read_lookup
from schemas.vocabulary import Polarity


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("improve", ("improve", "improves", "improving", "improved")),
        ("drop", ("drop", "drops", "dropping", "dropped")),
        ("exceed", ("exceed", "exceeds", "exceeding", "exceeded")),
        ("miss", ("miss", "misses", "missing", "missed")),
        ("classify", ("classify", "classifies", "classifying", "classified")),
        ("fall fell fallen", ("fall", "falls", "falling", "falled", "fell", "fallen")),
        ("=halved halving", ("halved", "halving")),
    ],
)
def test_a_verb_has_its_regular_forms_and_those_written(lemma: str, forms: tuple[str, ...]) -> None:
    assert verb_forms(lemma) == forms


def test_every_pattern_of_the_lookup_is_made_of_known_words() -> None:
    labels = {label for label, _ in sign_patterns()}
    assert labels == set(read_lookup("statement_signs")["signs"])


def test_every_class_of_words_is_used_by_a_pattern() -> None:
    lookup = read_lookup("statement_signs")
    written = " ".join(pattern for patterns in lookup["signs"].values() for pattern in patterns)
    assert [name for part in ("verbs", "words") for name in lookup[part] if f"<{name}>" not in written] == []


def kind(text: str, polarity: Polarity = Polarity.HIGHER) -> str:
    return statement_kind(read_sentences(text), polarity).value


@pytest.mark.parametrize(
    "target", ["target", "quarterly target", "agreed 95% target", "own stretch ambition for the year"]
)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("has met its", "good"),
        ("comfortably exceeded the", "good"),
        ("has yet to reach its", "off_target"),
        ("narrowly missed its", "off_target"),
        ("did not meet its", "off_target"),
        ("fell well short of its", "off_target"),
        ("is no longer below its", "good"),
    ],
)  # fmt: skip
def test_what_stands_between_a_verb_and_its_target_changes_nothing(words: str, target: str, expected: str) -> None:
    assert kind(f"The service {words} {target}.") == expected


@pytest.mark.parametrize(
    ("text", "higher", "lower"),
    [
        ("The figure was above the target.", "good", "off_target"),
        ("The figure was lower than planned.", "off_target", "good"),
        ("The figure was higher than in the previous year.", "good", "declined"),
        ("The figure has halved since June.", "declined", "good"),
        ("The figure was higher than the national average.", "benchmark", "benchmark"),
    ],
)
def test_a_comparison_says_what_it_is_compared_with_and_the_indicator_which_way_is_good(
    text: str, higher: str, lower: str
) -> None:
    assert (kind(text), kind(text, Polarity.LOWER)) == (higher, lower)


def test_what_follows_a_but_is_the_state_of_now() -> None:
    assert kind("It fell below target in May but ended the quarter ahead of target.") == "good"
    assert kind("It was ahead of target in May but ended the quarter below target.") == "off_target"


@pytest.mark.parametrize(
    "text",
    [
        "The falls prevention service moved to the new clinic.",
        "Housing growth and the green space strategy were discussed.",
        "An improvement notice was served on the landlord.",
        "Demand has risen sharply.",
        "Referrals to the service have increased.",
        "We hope that performance will improve.",
        "Staff are on track to finish the survey.",
    ],
)
def test_words_of_movement_that_say_nothing_of_the_indicator_judge_nothing(text: str) -> None:
    assert kind(text) == "discussion"
