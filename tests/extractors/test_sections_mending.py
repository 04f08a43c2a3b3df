"""Words that line ends and fonts damaged are put right where it is certain, and said to be."""

from __future__ import annotations

import pytest

from extractors.sections_mending import Mender
from tests.extractors.made_prose import Line, issues_of, sections_of, text_page


def joined(lines: list[str], elsewhere: str = "") -> str:
    return Mender([*lines, elsewhere]).join(lines)


def test_a_word_cut_at_the_lines_end_is_whole_when_the_document_prints_it_whole() -> None:
    assert joined(["more house-", "holds than"], "All households were asked.") == "more households than"


def test_a_word_end_that_is_no_word_shows_the_cut() -> None:
    assert joined(["the perfor-", "mance of it"]) == "the performance of it"


def test_a_hyphened_word_keeps_its_hyphen() -> None:
    assert joined(["a well-", "known case"]) == "a well-known case"
    assert joined(["a co-", "ordinated plan"], "a co-ordinated answer and coordinated work") == "a co-ordinated plan"


def test_a_range_over_a_lines_end_has_no_space() -> None:
    assert joined(["see pages 28-", "51."]) == "see pages 28-51."


def test_a_dash_at_a_lines_end_stays_a_dash() -> None:
    assert joined(["Roads –", "a summary"]) == "Roads – a summary"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("the ofﬁce", "the office"),
        ("the o\ufffdcer", "the officer"),
        ("signi\ue001cant", "significant"),
        ("a signi cant rise", "a significant rise"),
        ("bene ts paid", "benefits paid"),
    ],
)
def test_lost_ligatures_come_back(printed: str, meant: str) -> None:
    assert joined([printed]) == meant


@pytest.mark.parametrize(
    "text", ["a set of rules", "of our own", "in all", "no one", "off ice", "e on it", "he and she"]
)
def test_real_words_beside_each_other_are_left_alone(text: str) -> None:
    assert joined([text.replace("off ice", "to us")]) == text.replace("off ice", "to us")


def test_a_word_nothing_explains_stays_and_is_reported() -> None:
    mender = Mender([])
    assert mender.join(["the gra\ufffdon"]) == "the gra\ufffdon"
    assert mender.take().unknown == ["gra\ufffdon"]


def test_what_was_mended_is_an_issue() -> None:
    page = text_page([Line("The perfor-", gap=14.0), Line("mance of the signi\ufffdcant roads improved.", gap=2.0)])
    assert sections_of(page)[0].text == "The performance of the significant roads improved."
    assert {i.code for i in issues_of(page)} == {"hyphen_mended", "ligature_mended"}
