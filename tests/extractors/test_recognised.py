"""Claims about words made of recognised lines; the lines are answers of the recogniser to scanned reports, recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.recognised import (
    RecognisedLine,
    RecognisedWord,
    certain_text,
    confirmed,
    cut_line,
    is_poor,
    words_of,
)
from schemas.geometry import Box
from schemas.pages import UNREAD, Rule

# "Quarter 2" of a table's header, once as it was recognised beside a ruling line, once without its blank.
HEADING = RecognisedLine(
    "Quarter2",
    Box(363.6, 74.9, 400.7, 88.0),
    (0.99, 1.0, 1.0, 0.99, 1.0, 1.0, 1.0, 1.0),
    (366.9, 371.4, 375.9, 380.3, 384.8, 387.0, 391.5, 398.2),
    ((364.3, 368.3), (369.4, 373.3), (374.0, 378.0), (378.7, 383.8), (384.1, 388.1), (388.8, 391.3), (393.8, 400.3)),
)
# A cell and its neighbour's, found as one line in a table without rules.
TWO_CELLS = RecognisedLine(
    "92%Not", Box(100, 50, 190, 62), (1.0, 1.0, 1.0, 1.0, 1.0, 1.0), (103.0, 108.0, 114.0, 170.0, 176.0, 181.0)
)


def line(text: str, score: float = 0.99) -> RecognisedLine:
    letters = len("".join(text.split()))
    middles = tuple(100.0 + 4 * number for number in range(letters))
    return RecognisedLine(text, Box(98, 50, 102 + 4 * letters, 60), (score,) * letters, middles)


def figure(text: str, certainty: float) -> RecognisedWord:
    return RecognisedWord(text, Box(0, 0, 20, 10), certainty)


def test_a_blank_that_was_not_recognised_parts_words_where_the_ink_does() -> None:
    assert [word.read for word in words_of([HEADING])] == ["Quarter", "2"]


def test_the_edges_of_words_are_those_of_the_gap_between_them() -> None:
    first, second = words_of([replace(HEADING, text="Quarter 2")])
    assert (first.box.x1, second.box.x0) == (391.3, 393.8)


def test_two_cells_found_as_one_line_are_two_words() -> None:
    assert [word.read for word in words_of([TWO_CELLS])] == ["92%", "Not"]


def test_figures_are_not_parted_by_the_thin_strokes_of_ones_and_stops() -> None:
    ink = ((100.0, 101.0), (103.0, 104.0), (106.0, 107.0))
    wide = RecognisedLine("1.1", Box(99, 50, 108, 60), (1.0, 1.0, 1.0), (100.5, 103.5, 106.5), ink)
    assert [word.read for word in words_of([wide])] == ["1.1"]


def test_a_word_is_as_certain_as_its_least_certain_letter() -> None:
    scores = (*(0.99,) * 6, 0.41, 0.99)
    assert [word.certainty for word in words_of([replace(HEADING, scores=scores)])] == [0.41, 0.99]


def test_specks_and_parts_of_pictures_are_no_words() -> None:
    assert words_of([line("iı,|'", 0.3)]) == []


@pytest.mark.parametrize(
    ("read", "left"),
    [("11.4%", f"{UNREAD}{UNREAD}.{UNREAD}%"), ("£1.2m", f"£{UNREAD}.{UNREAD}m"), ("R", UNREAD), ("NA", UNREAD * 2)],
)
def test_a_figure_or_letter_in_doubt_loses_what_could_be_wrong(read: str, left: str) -> None:
    assert certain_text(figure(read, 0.6), poor=False) == left
    assert certain_text(figure(read, 0.95), poor=False) == read


def test_a_word_of_prose_in_doubt_stays_as_it_was_recognised() -> None:
    assert certain_text(figure("provisional", 0.55), poor=False) == "provisional"


def test_on_a_page_full_of_doubts_no_figure_is_read() -> None:
    page = [figure("2.248", 0.9995), *(figure("96%", 0.6) for _ in range(4)), *(figure("7", 0.99) for _ in range(20))]
    assert is_poor(page)
    assert certain_text(page[0], poor=True) == f"{UNREAD}.{UNREAD * 3}"


def test_a_few_doubts_on_a_page_do_not_spoil_its_other_figures() -> None:
    assert not is_poor([*(figure("96%", 0.6) for _ in range(4)), *(figure("7", 0.99) for _ in range(115))])
    assert not is_poor([figure("96%", 0.6), figure("7", 0.99)])


def test_a_figure_that_is_read_alike_three_times_is_certain() -> None:
    again = [line("84%", 1.0), line("84%", 0.99), line("84%", 0.71)]
    assert confirmed(figure("84%", 0.61), again).certainty == 0.99


@pytest.mark.parametrize(
    "again",
    [
        [line("£761k", 0.95), line("£761k", 0.95), line("£761k", 0.95)],
        [line("£762k", 0.99), line("£761k", 0.95), line("£762k", 0.99)],
        [line("£762k", 0.99), None, line("£762k", 0.99)],
        [line("£762k", 0.6), line("£762k", 0.7), line("£762k", 0.99)],
    ],
)
def test_a_figure_read_otherwise_or_faintly_again_stays_in_doubt(again: list[RecognisedLine | None]) -> None:
    assert confirmed(figure("£762k", 0.71), again).is_doubtful


def test_a_line_ends_at_the_rules_around_its_cell_and_goes_on_behind_one_through_it() -> None:
    rules = [
        Rule(Box(0, 49.5, 500, 50.0), "#000000"),
        Rule(Box(0, 64.0, 500, 64.5), "#000000"),
        Rule(Box(150, 0, 150.5, 800), "#000000"),
    ]
    left, right = cut_line(Box(100, 49, 200, 65), rules)
    assert (left.x1, right.x0) == (149.0, 151.5)
    assert (left.top, left.bottom) == (51.0, 63.0)


def test_the_stem_of_a_large_letter_is_no_rule() -> None:
    box = Box(100, 50, 200, 70)
    assert list(cut_line(box, [Rule(Box(120, 53, 120.5, 67), "#000000")])) == [box]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_no_digit_below_certainty_is_ever_left(scores: list[float]) -> None:
    for score in scores:
        word = figure("1,980", score)
        text = certain_text(word, poor=False)
        assert text == "1,980" if not word.is_doubtful else not any(letter.isdigit() for letter in text)
