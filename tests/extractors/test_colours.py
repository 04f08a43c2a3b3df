"""Claims about colours: what a reader calls them, and that their encoding does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.colours import SAME_COLOUR, distance, is_ink, is_paper, name_colour, to_hex
from schemas.vocabulary import Rag

UNIT = st.floats(0, 1)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#ff0000", Rag.RED),
        ("#c00000", Rag.RED),
        ("#ffc000", Rag.AMBER),
        ("#ff9900", Rag.AMBER),
        ("#ffff00", Rag.YELLOW),
        ("#00b050", Rag.GREEN),
        ("#92d050", Rag.GREEN),
        ("#0070c0", Rag.BLUE),
        ("#00b0f0", Rag.BLUE),
        ("#7030a0", Rag.PURPLE),
        ("#bfbfbf", Rag.GREY),
    ],
)
def test_office_colours_get_the_name_a_reader_gives_them(colour: str, name: Rag) -> None:
    assert name_colour(colour) is name


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#1a1a1a", "#fcfcfc"])
def test_black_and_white_have_no_colour_name(colour: str) -> None:
    assert name_colour(colour) is None
    assert is_paper(colour) or is_ink(colour)


@given(UNIT, UNIT, UNIT)
def test_a_colour_is_the_same_in_rgb_and_cmyk(red: float, green: float, blue: float) -> None:
    as_rgb = to_hex((red, green, blue))
    as_cmyk = to_hex((1 - red, 1 - green, 1 - blue, 0))
    assert as_rgb is not None
    assert as_cmyk is not None
    assert distance(as_rgb, as_cmyk) < 2


@given(UNIT)
def test_a_grey_is_the_same_in_gray_and_rgb(level: float) -> None:
    assert to_hex(level) == to_hex((level,)) == to_hex((level, level, level))


def test_a_pattern_is_no_colour() -> None:
    assert to_hex(("P1",)) is None  # type: ignore[arg-type]
    assert to_hex(None) is None


def test_two_inks_called_amber_are_one_colour_and_red_is_another() -> None:
    assert distance("#ffcc00", "#ffc000") < SAME_COLOUR
    assert distance("#ffc000", "#ff0000") > SAME_COLOUR
