"""Text in boxes and forms: every word of a page is in a section or in a table, once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sections import read_sections
from extractors.sections_boxes import TablesRead
from schemas.geometry import Box, Place
from schemas.grids import Table
from schemas.readings import Section
from tests.extractors.made_prose import Line, layouts_of, paragraph, text_page, two_by_two

QUESTION = "Who may be impacted by the activity?"
ANSWER = "People who use the library at weekends and have no other place to work or read would travel further."
WORDS = st.lists(
    st.sampled_from(["homes", "roads", "visits", "council", "grew", "fell", "target", "parks"]), min_size=1, max_size=25
)


def sections_of(table: Table, read: TablesRead | None = None) -> tuple[Section, ...]:
    page = text_page([Line("Equality impact", bold=True), *paragraph("2.1 The form below was filled in.")])
    layouts = layouts_of(page, tables=[table])
    return (read_sections(layouts, read) if read is not None else read_sections(layouts))[0]


def words_in(sections: tuple[Section, ...]) -> Counter[str]:
    return Counter(word for section in sections for word in f"{section.heading or ''} {section.text}".split())


def test_questions_and_answers_of_a_form_are_text() -> None:
    text = "\n".join(section.text for section in sections_of(two_by_two(1, 300, (QUESTION, "yes", ANSWER, "no"))))
    assert QUESTION in text
    assert ANSWER in text


def test_a_table_in_which_rows_were_read_is_no_form() -> None:
    table = two_by_two(1, 300, (QUESTION, "yes", ANSWER, "no"))
    sections = sections_of(table, TablesRead.of(iter([Place(1, Box(70, 320, 520, 340))])))
    assert not any(ANSWER in section.text for section in sections)
    assert [place for section in sections for place in section.tables] == [table.place]


def test_rows_read_in_another_table_of_the_page_leave_a_form_a_form() -> None:
    table = two_by_two(1, 300, (QUESTION, "yes", ANSWER, "no"))
    sections = sections_of(table, TablesRead.of(iter([Place(1, Box(70, 600, 520, 620)), Place(2, table.place.box)])))
    assert any(ANSWER in section.text for section in sections)


def test_the_author_in_a_form_of_the_first_page_is_not_stored() -> None:
    table = two_by_two(1, 300, ("Report author", "Jo Example, Head of Parks", QUESTION, ANSWER))
    text = "\n".join(f"{section.heading or ''} {section.text}" for section in sections_of(table))
    assert ANSWER in text
    assert "Example" not in text


def test_figures_without_a_sentence_stay_a_table() -> None:
    table = two_by_two(1, 300, ("Adults", "12.4", "Children", "9.8"))
    assert [place for section in sections_of(table) for place in section.tables] == [table.place]


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(WORDS, min_size=4, max_size=4))
def test_every_word_of_a_form_or_table_is_in_the_text_or_anchored_with_its_table(cells: list[list[str]]) -> None:
    table = two_by_two(1, 300, tuple(" ".join(words).capitalize() + "." for words in cells))
    sections = sections_of(table)
    anchored = [place for section in sections for place in section.tables]
    in_text = words_in(sections) - words_in(sections_of(two_by_two(1, 300, ("", "", "", ""))))
    stated = Counter(word for words in cells for word in f"{' '.join(words).capitalize()}.".split())
    assert in_text == (Counter() if anchored else stated)
    assert len(anchored) <= 1
