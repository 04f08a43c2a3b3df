"""Columns of running text: which words are read before which, and what is no column."""

from __future__ import annotations

from extractors.text_columns import split_columns
from schemas.pages import Word
from tests.extractors.made_prose import Line, paragraph, text_page

LEFT = "Homes were built over the year in towns and villages of the county and more of them are on the way. " * 2
RIGHT = "Roads were mended after the winter in parishes of the district and fewer of them are closed than before. " * 2


def texts(words: tuple[Word, ...]) -> list[str]:
    return [" ".join(word.text for word in group) for group in split_columns(words)]


def side_by_side(right_top: float = 100.0) -> tuple[Word, ...]:
    right = text_page(paragraph(RIGHT, left=320, width=200), top=right_top)
    return text_page(paragraph(LEFT, width=200), extra=right.words).words


def test_two_columns_make_two_groups() -> None:
    assert len(split_columns(side_by_side())) == 2


def test_a_heading_over_both_columns_is_read_first() -> None:
    heading = text_page(
        [Line("What was done for homes and for roads across the whole of the county this year", size=13)], top=60
    )
    groups = texts((*side_by_side(), *heading.words))
    assert groups[0].startswith("What was done")
    assert len(groups) == 3


def test_no_word_is_lost_or_doubled() -> None:
    words = side_by_side(107)
    assert sorted(id(w) for group in split_columns(words) for w in group) == sorted(id(w) for w in words)


def test_labels_and_values_are_no_columns() -> None:
    lines = [
        ("Cabinet", "4 March 2031"),
        ("Wards", "All of the wards"),
        ("Key", "No"),
        ("Exempt", "No"),
        ("Lead", "Leader"),
        ("Plan", "FP 1"),
    ]
    values = text_page([Line(value, left=250) for _label, value in lines])
    page = text_page([Line(label) for label, _value in lines], extra=values.words)
    assert len(split_columns(page.words)) == 1


def test_paragraphs_with_their_numbers_apart_are_one_column() -> None:
    numbers = text_page([Line(f"1.{n}") for n in range(1, 9)])
    page = text_page(
        [Line("The text of the paragraph begins far right of it.", left=110) for _n in range(8)], extra=numbers.words
    )
    assert len(split_columns(page.words)) == 1


def test_a_page_without_words_has_no_group() -> None:
    assert split_columns([]) == []
