"""Our grouping of characters into words is pdfplumber's."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.utils.text import extract_words

from extractors.pdfium_chars import Chars, Style, Turn, direction_of
from extractors.pdfium_words import find_words, word_dicts

ACROSS: Turn = (1.0, 0.0, 0.0, 1.0)
DOWN: Turn = (0.0, -1.0, 1.0, 0.0)
ATTRIBUTES = ["fontname", "size", "non_stroking_color"]

run = st.tuples(
    st.text(alphabet="abiW1%(. \u00a0ﬁé", min_size=1, max_size=12),
    st.sampled_from([10.0, 11.0, 12.5, 14.0, 40.0]),
    st.sampled_from([100.0, 101.0, 103.5, 106.0, 130.0]),
    st.sampled_from(["Arial", "Arial-Bold"]),
    st.sampled_from([0.0, 1.0, 2.9, 3.1]),
)


def build(runs: list[tuple[str, float, float, str, float]], turn: Turn) -> Chars:
    chars = Chars()
    for text, begin, line, font, spacing in runs:
        begins = [begin + index * (5.0 + spacing) for index in range(len(text))]
        ends = [place + 5.0 for place in begins]
        low, high = [line] * len(text), [line + 9.0] * len(text)
        direction = direction_of(turn)
        style = Style(direction == "ltr", font, 9.0, (0.0, 0.0, 0.0), None, turn, direction, (0.0, 9.0), 9.0)
        if direction == "ltr":
            chars.add_run(list(text), begins, low, ends, high, style)
        else:
            chars.add_run(list(text), low, begins, high, ends, style)
    return chars


@settings(max_examples=150, deadline=None)
@given(
    runs=st.lists(run, min_size=1, max_size=6),
    x_tolerance=st.sampled_from([0.5, 1.5, 3]),
    y_tolerance=st.sampled_from([0.5, 2.5, 3]),
    down=st.booleans(),
    attributes=st.sampled_from([[], ATTRIBUTES]),
)
def test_words_are_those_of_pdfplumber(
    runs: list[tuple[str, float, float, str, float]],
    x_tolerance: float,
    y_tolerance: float,
    down: bool,
    attributes: list[str],
) -> None:
    chars = build(runs, DOWN if down else ACROSS)
    settings_used: dict[str, Any] = {"x_tolerance": x_tolerance, "y_tolerance": y_tolerance, "extra_attrs": attributes}
    expected = extract_words(chars.as_dicts(1, 800.0), **settings_used)
    found = find_words(chars, x_tolerance=x_tolerance, y_tolerance=y_tolerance, attributes=attributes)
    assert word_dicts(found, attributes) == expected


def test_no_characters_give_no_words() -> None:
    assert list(find_words(Chars(), x_tolerance=3, y_tolerance=3, attributes=[])) == []
