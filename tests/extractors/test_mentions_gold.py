"""How well statements are found, measured on labelled ones, and that the page says so."""

from __future__ import annotations

import pytest

from fixtures.gold.measure import HELD_OUT, PAGE, STATEMENTS, Measured, measure, read_cases, write_page


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


@pytest.fixture(scope="module")
def unseen() -> Measured:
    return measure(HELD_OUT)


def test_there_are_enough_statements_in_several_styles(measured: Measured) -> None:
    assert measured.statements >= 120
    assert len({case["style"] for case in read_cases()}) >= 5


def test_what_is_found_is_right(measured: Measured) -> None:
    assert {kind: score.precision for kind, score in measured.kinds.items() if score.precision < 0.95} == {}


def test_what_there_is_is_found(measured: Measured) -> None:
    assert {kind: score.recall for kind, score in measured.kinds.items() if score.recall < 0.9} == {}


def test_figures_are_found_with_their_parts(measured: Measured) -> None:
    assert measured.figures.precision >= 0.95
    assert measured.figures.recall >= 0.9


def test_statements_no_rule_was_written_for_are_mostly_read(unseen: Measured) -> None:
    assert unseen.statements >= 60
    assert unseen.every.precision >= 0.85
    assert unseen.every.recall >= 0.8


def test_no_text_is_both_known_and_held_out() -> None:
    known, held_out = ({tuple(case["lines"]) for case in read_cases(path)} for path in (STATEMENTS, HELD_OUT))
    assert not known & held_out


def test_the_page_is_fresh(measured: Measured, unseen: Measured) -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(measured, unseen)
