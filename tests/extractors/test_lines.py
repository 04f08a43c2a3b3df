"""Claims about text: wrapped lines, words in two fonts, footnote marks."""

from __future__ import annotations

from extractors.lines import group_lines, has_footnote_mark, unwrap, words_text
from schemas.geometry import Box
from schemas.pages import Word


def word(text: str, x: float, *, size: float = 10.0, bottom: float = 20.0) -> Word:
    return Word(text, Box(x, bottom - size, x + 0.5 * size * len(text), bottom), size, "Arial", False, "#000000")


def test_a_footnote_mark_is_left_out_of_the_figure() -> None:
    words = [word("38", 0), word("1", 10, size=6, bottom=15.5), word("indicators", 16)]
    assert words_text(words) == "38 indicators"
    assert has_footnote_mark(words)


def test_square_metres_and_ordinals_are_no_footnotes() -> None:
    assert words_text([word("m", 0), word("2", 5, size=6, bottom=15.5)]) == "m2"
    assert words_text([word("3", 0), word("rd", 5, size=6, bottom=15.5)]) == "3rd"
    assert not has_footnote_mark([word("2", 0), word("1", 12)])


def test_one_word_in_two_fonts_stays_one_word() -> None:
    assert words_text([word("Per", 0), word("formance", 15)]) == "Performance"


def test_lines_are_kept_apart_and_words_in_order() -> None:
    lines = group_lines([word("below", 0, bottom=34), word("two", 20), word("one", 0)])
    assert [[w.text for w in line] for line in lines] == [["one", "two"], ["below"]]


def test_wrapped_text_is_one_line_and_hyphens_inside_words_stay() -> None:
    assert unwrap("meeting assessed\nhousing need") == "meeting assessed housing need"
    assert unwrap("well-\nbeing of residents") == "well-being of residents"
    assert unwrap("Jan-\nDec") == "Jan- Dec"
