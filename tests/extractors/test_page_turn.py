"""Pages whose text lies on its side: turned to be read, what was read turned back, few words after a turned page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page_turn import Turn, View, find_turn, turn_back, turned_page
from schemas.geometry import Box, Place
from schemas.pages import Page, Word
from tests.extractors.made_pages import made_page

LINES = ("Ref Indicator Target Actual", "1.1 Bins collected 95% 96%", "1.2 Calls answered 80% 61%")
FOOTER = Word("Page 3", Box(280, 800, 320, 810), 9, "Helvetica", False, "#000000")


def laid(page: Page, *, up: bool) -> Page:
    """The page with its content on its side, as a program prints a landscape sheet on a portrait page."""
    turn = Turn(up, page.height, page.width)
    words = tuple(replace(word, box=turn.shown(word.box), upright=False) for word in page.words)
    return replace(page, words=words, width=page.height, height=page.width)


@pytest.mark.parametrize("up", [True, False], ids=["up the page", "down the page"])
def test_a_page_on_its_side_is_read_as_if_it_stood(up: bool) -> None:
    standing = made_page(*LINES)
    lying = laid(standing, up=up)
    turn = find_turn(lying)
    assert turn is not None
    assert turn.up is up
    assert [word.text for word in turned_page(lying, turn).words] == [word.text for word in standing.words]


def test_headings_on_their_side_do_not_turn_a_page() -> None:
    page = made_page(*LINES, *LINES)
    few = tuple(replace(word, upright=False) for word in page.words[:4])
    assert find_turn(replace(page, words=(*few, *page.words[4:]))) is None


@pytest.mark.parametrize("footer", [(), (FOOTER,)], ids=["nothing else", "a footer that stands"])
def test_the_last_words_of_a_turned_table_are_turned_as_the_page_before(footer: tuple[Word, ...]) -> None:
    before = find_turn(laid(made_page(*LINES), up=False))
    last = laid(made_page("in two parishes"), up=False)
    last = replace(last, words=(*last.words, *footer))
    assert find_turn(last) is None
    turn = find_turn(last, before)
    assert turn is not None
    assert not turn.up


def test_one_word_is_turned_as_the_page_before() -> None:
    before = find_turn(laid(made_page(*LINES), up=False))
    turn = find_turn(laid(made_page("libraries"), up=False), before)
    assert turn is not None
    assert not turn.up


def test_an_upright_page_after_a_turned_one_stays_as_it_is() -> None:
    before = find_turn(laid(made_page(*LINES), up=True))
    assert find_turn(made_page(*LINES), before) is None


SIDES = st.floats(0, 500, allow_nan=False)


@given(x=SIDES, top=SIDES, wide=st.floats(0, 90), high=st.floats(0, 90), up=st.booleans())
def test_a_place_read_on_a_turned_page_comes_back_to_where_it_is_printed(
    x: float, top: float, wide: float, high: float, up: bool
) -> None:
    turn = Turn(up, 595.0, 842.0)
    box = Box(x, top, x + wide, top + high)
    (found, other) = turn_back((Place(2, turn.upright(box)), Place(3, box)), {2: View(turn=turn)})
    assert found.box.x0 == pytest.approx(box.x0, abs=0.02)
    assert found.box.bottom == pytest.approx(box.bottom, abs=0.02)
    assert other.box == box
