"""Claims about text: wrapped lines, words in two fonts, footnote marks."""

from __future__ import annotations

from extractors.blocks import heading_above
from extractors.lines import group_lines, has_footnote_mark, unwrap, words_text
from schemas.geometry import Box
from schemas.pages import TextBlock, TextLine, Word


def word(text: str, x: float, *, size: float = 10.0, bottom: float = 20.0) -> Word:
    return Word(text, Box(x, bottom - size, x + 0.5 * size * len(text), bottom), size, "Arial", False, "#000000")


def test_a_footnote_mark_is_left_out_of_the_figure() -> None:
    words = [word("38", 0), word("1", 10, size=6, bottom=15.5), word("indicators", 16)]
    assert words_text(words) == "38 indicators"
    assert has_footnote_mark(words)


def test_a_mark_that_a_browser_raises_over_the_line_is_a_footnote_mark() -> None:
    assert words_text([word("Target", 0), word("1", 30, size=9, bottom=15)]) == "Target"
    assert words_text([word("21.6", 0), word("days", 25), word("1", 45, size=9, bottom=15)]) == "21.6 days"


def test_a_smaller_line_above_is_no_footnote_mark() -> None:
    assert words_text([word("2024/25", 0, size=9, bottom=11), word("Target", 0)]) == "2024/25\nTarget"
    assert words_text([word("12", 30, size=9, bottom=9), word("Target", 0)]) == "12\nTarget"


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


def test_a_heading_line_over_two_tables_gives_each_its_own_piece() -> None:
    line = TextLine("Place People", Box(40, 50, 460, 62), 12.0, True, parts=((40.0, "Place"), (420.0, "People")))
    block = TextBlock("Place People", 1, line.box, 12.0, True, (line,))
    left, right = Box(40, 70, 400, 300), Box(415, 70, 800, 300)
    assert [found.text for box in (left, right) if (found := heading_above(box, [block]))] == ["Place", "People"]


def test_a_heading_with_a_tab_in_it_stays_whole_over_one_wide_table() -> None:
    line = TextLine("2 People", Box(40, 50, 460, 62), 12.0, True, parts=((40.0, "2"), (90.0, "People")))
    block = TextBlock("2 People", 1, line.box, 12.0, True, (line,))
    found = heading_above(Box(40, 70, 800, 300), [block])
    assert found is not None
    assert found.text == "2 People"
