"""Sections: what stands under which heading, in which order, and that no word is lost or doubled."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sections import read_sections
from tests.extractors.made_prose import (
    Line,
    by_number,
    layouts_of,
    paragraph,
    sections_of,
    text_page,
    two_by_two,
    under,
)

LONG = "The library service moved into the new building in June and visits have grown in every month since then."


def heading(text: str, **how: float) -> Line:
    return Line(text, bold=True, gap=16.0, size=how.get("size", 12.0))


def test_numbered_paragraphs_stand_under_their_numbered_heading() -> None:
    page = text_page(
        [
            heading("3 HOW WE DID"),
            *paragraph(f"3.1 {LONG}"),
            *paragraph(f"3.2 {LONG}"),
            heading("4 LEGAL IMPLICATIONS"),
            *paragraph("4.1 None."),
        ]
    )
    sections = sections_of(page)
    assert [(s.number, s.heading, s.level) for s in sections] == [
        ("3", "HOW WE DID", 1),
        ("3.1", None, 2),
        ("3.2", None, 2),
        ("4", "LEGAL IMPLICATIONS", 1),
        ("4.1", None, 2),
    ]
    assert by_number(sections, "3.2").parent == by_number(sections, "3").position
    assert by_number(sections, "3.1").text == LONG


def test_a_number_with_a_full_stop_is_the_same_number() -> None:
    sections = sections_of(text_page([heading("2. Results"), *paragraph(f"2.1. {LONG}"), *paragraph(f"2.1.1. {LONG}")]))
    assert by_number(sections, "2.1.1").parent == by_number(sections, "2.1").position
    assert by_number(sections, "2.1").parent == by_number(sections, "2").position


def test_numbering_that_runs_on_through_plain_headings_stays_under_each_heading() -> None:
    page = text_page(
        [
            Line("Background"),
            *paragraph(f"1. {LONG}"),
            *paragraph(f"2. {LONG}"),
            Line("Other options considered"),
            *paragraph(f"3. {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert [s.heading for s in sections if s.heading] == ["Background", "Other options considered"]
    assert by_number(sections, "2").parent == under(sections, "Background").position
    assert by_number(sections, "3").kind == "alternative_options"


def test_a_short_line_above_text_is_a_heading_even_in_plain_type() -> None:
    page = text_page(
        [
            heading("3 DASHBOARD"),
            Line("How the year began"),
            *paragraph(f"3.1 {LONG}"),
            Line("How it went on"),
            *paragraph(f"3.2 {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert by_number(sections, "3.1").parent == under(sections, "How the year began").position
    assert under(sections, "How it went on").parent == by_number(sections, "3").position


def test_a_heading_with_a_numbered_paragraphs_number_holds_what_follows() -> None:
    page = text_page(
        [
            heading("3 DASHBOARD"),
            *paragraph(f"3.1 {LONG}"),
            *paragraph("3.2 Work still to do"),
            *paragraph(f"3.3 {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert by_number(sections, "3.2").heading == "Work still to do"
    assert by_number(sections, "3.3").parent == by_number(sections, "3.2").position


def test_a_line_said_twice_is_no_heading() -> None:
    page = text_page(
        [
            heading("Results"),
            *paragraph("1. There are no implications"),
            Line("Nothing to report"),
            *paragraph(f"2. {LONG}"),
            Line("Nothing to report"),
            *paragraph(f"3. {LONG}"),
        ]
    )
    assert [s.heading for s in sections_of(page) if s.heading] == ["Results"]


def test_a_bold_beginning_is_a_heading_of_its_paragraph() -> None:
    page = text_page(paragraph(f"Summary: {LONG}", lead=1))
    (section,) = sections_of(page)
    assert (section.heading, section.kind, section.text) == ("Summary", "summary", LONG)


def test_a_larger_heading_stands_above_a_smaller_one() -> None:
    page = text_page(
        [
            heading("Borrowing", size=14.0),
            heading("Purpose of loans"),
            *paragraph(LONG),
            heading("Sources"),
            *paragraph(LONG),
            heading("Lending", size=14.0),
            *paragraph(LONG),
        ]
    )
    sections = sections_of(page, text_page([heading("Next year", size=14.0), *paragraph(LONG)], 2))
    levels = {s.heading: s.level for s in sections}
    assert levels == {"Borrowing": 1, "Purpose of loans": 2, "Sources": 2, "Lending": 1, "Next year": 1}


def test_the_title_of_the_document_holds_no_section() -> None:
    page = text_page(
        [Line("Yearly Review of Services", size=22.0, bold=True), heading("1 PURPOSE"), *paragraph(f"1.1 {LONG}")]
    )
    assert [s.level for s in sections_of(page)] == [1, 1, 2]


def test_bullets_belong_to_the_paragraph_that_announces_them() -> None:
    page = text_page(
        [
            *paragraph("2.3 The areas to watch are:"),
            Line("Homes", left=90, tab="•"),
            Line("Repairs done in time", left=110, gap=2.0, tab="o"),
            Line("Roads", left=90, gap=2.0, tab="•"),
            *paragraph(f"2.4 {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert by_number(sections, "2.3").text.split("\n") == [
        "The areas to watch are:",
        "• Homes",
        "◦ Repairs done in time",
        "• Roads",
    ]
    assert by_number(sections, "2.4").text == LONG


def test_a_list_of_figures_is_told_from_numbered_paragraphs() -> None:
    page = text_page(
        [
            heading("RECOMMENDATIONS"),
            *paragraph("That Cabinet:"),
            *paragraph("1. Notes the report."),
            *paragraph("2. Agrees the plan."),
            heading("1 PURPOSE"),
            *paragraph(f"1.1 {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert under(sections, "RECOMMENDATIONS").text == "That Cabinet:\n1. Notes the report.\n2. Agrees the plan."
    assert by_number(sections, "1").heading == "PURPOSE"


def test_lettered_items_follow_their_paragraph_and_lettered_paragraphs_a_heading() -> None:
    page = text_page(
        [
            *paragraph("6 Members asked whether:", bold=True),
            heading("Options"),
            *paragraph(f"(a) {LONG}"),
            *paragraph(f"(b) {LONG}"),
        ]
    )
    sections = sections_of(page)
    assert [s.number for s in sections if s.number and s.number.startswith("(")] == ["(a)", "(b)"]
    listed = sections_of(
        text_page([*paragraph("7. The choices were:"), *paragraph("(a) to go on; or"), *paragraph("(b) to stop.")])
    )
    assert [s.text for s in listed] == ["The choices were:\n(a) to go on; or\n(b) to stop."]


def test_a_sentence_cut_by_a_page_break_is_one_sentence() -> None:
    first = text_page(
        [heading("3 RESULTS"), *paragraph(f"3.1 {LONG}"), *paragraph("3.2 Customers who felt that")], top=600
    )
    second = text_page([*paragraph("their needs were met rose to 84%."), *paragraph(f"3.3 {LONG}")], 2)
    section = by_number(sections_of(first, second), "3.2")
    assert section.text == "Customers who felt that their needs were met rose to 84%."
    assert (section.page_first, section.page_last) == (1, 2)
    assert section.place_at(section.text.index("their")).page == 2
    assert section.place_at(3).page == 1


def test_a_heading_at_the_foot_of_a_page_is_not_run_into_the_next_page() -> None:
    first = text_page([Line("Roads and paths"), *paragraph(LONG), Line("Homes for families in need")], top=600)
    second = text_page(paragraph(LONG), 2)
    assert under(sections_of(first, second), "Homes for families in need").text == LONG


def test_a_number_at_a_lines_start_inside_a_sentence_begins_nothing() -> None:
    lines = [
        Line("3.9 The reasons are the same as those that are given in the paragraphs", gap=14.0),
        Line("3.4 and 3.5 above, and the outlook is the same.", gap=2.0),
    ]
    (section,) = sections_of(text_page(lines))
    assert section.number == "3.9"
    assert section.text.endswith("in the paragraphs 3.4 and 3.5 above, and the outlook is the same.")


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    towns = ("Ashwell", "Barnby", "Carlow", "Denham")
    pages = [
        text_page(
            [Line("Appendix 7", gap=0.0), Line(f"The page on {town} begins here and goes on.", gap=3.0)], n, top=30
        )
        for n, town in enumerate(towns, 1)
    ]
    text = "\n".join(s.text for s in sections_of(*pages))
    assert "Appendix 7" not in text
    assert "The page on Carlow begins here" in text


LEFT = "The left column tells of homes and how they were built over the year in towns and villages of the county. "
RIGHT = "The right column tells of roads and how they were mended after the winter in parishes of the district. "


def test_two_columns_are_read_one_after_the_other() -> None:
    beside = text_page(paragraph(RIGHT * 2, left=320, width=200)).words
    page = text_page([heading("Two columns of the year"), *paragraph(LEFT * 2, width=200)], extra=beside)
    (section,) = sections_of(page)
    assert section.text.split() == f"{LEFT * 2}{RIGHT * 2}".split()


def test_columns_with_their_lines_at_different_heights_are_read_one_after_the_other() -> None:
    beside = text_page(paragraph(RIGHT * 2, left=320, width=200), top=106).words
    (section,) = sections_of(text_page(paragraph(LEFT * 2, width=200), extra=beside))
    assert section.text.split() == f"{LEFT * 2}{RIGHT * 2}".split()


def test_a_table_is_left_out_of_the_text_and_known_to_its_section() -> None:
    page = text_page([*paragraph("2.1 The counts are these:"), *paragraph(f"2.2 {LONG}")[:0]])
    more = text_page([*paragraph(f"2.2 {LONG}")], top=300)
    merged = text_page([*paragraph("2.1 The counts are these:")], extra=more.words)
    sections = sections_of(merged, tables=[two_by_two(1, 160)])
    assert page.number == 1
    assert [t.box.top for t in by_number(sections, "2.1").tables] == [160]
    assert by_number(sections, "2.2").tables == ()


def test_a_box_around_prose_is_prose() -> None:
    page = text_page([heading("3. Recommendation(s)"), *paragraph("3.1 As follows.")])
    box = two_by_two(1, 300)
    cell = box.rows[0][0]
    assert cell is not None
    boxed = type(box)(
        box.place,
        ((type(cell)(0, 0, 1, 1, "Cabinet is asked to NOTE\nthe report.", box.place, None),),),
        (70.0, 520.0),
        "lines",
    )
    sections = sections_of(page, tables=[boxed])
    assert sections[-1].text.endswith("Cabinet is asked to NOTE the report.")


WORDS = st.lists(
    st.sampled_from(
        ["homes", "roads", "visits", "council", "grew", "fell", "target", "parks", "the", "of", "in", "to"]
    ),
    min_size=14,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(WORDS, min_size=1, max_size=6),
    style=st.sampled_from(["3.{}", "{}.", "•", ""]),
    split=st.integers(1, 6),
)
def test_no_word_of_the_running_text_is_lost_or_doubled(texts: list[list[str]], style: str, split: int) -> None:
    lines: list[list[Line]] = []
    for number, words in enumerate(texts, 1):
        text = " ".join(words).capitalize() + "."
        mark = style.format(number)
        lines.append(paragraph(f"{mark} {text}".strip()))
    pages = [text_page([heading("Results of the year"), *(line for block in lines[:split] for line in block)])]
    if lines[split:]:
        pages.append(text_page([line for block in lines[split:] for line in block], 2))
    sections, _issues = read_sections(layouts_of(*pages))
    read = Counter(word.strip(".").lower() for s in sections for word in s.text.split() if any(map(str.isalpha, word)))
    assert read == Counter(word for words in texts for word in words)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, cut=st.integers(1, 13))
def test_a_page_break_anywhere_in_a_paragraph_changes_nothing(words: list[str], cut: int) -> None:
    text = "1.1 " + " ".join(words).capitalize() + "."
    whole = paragraph(text, width=120)
    cut = min(cut, len(whole) - 1)
    after = paragraph("1.2 The end of it.")
    one = sections_of(text_page([*whole, *after]))
    two = sections_of(text_page(whole[:cut], top=500), text_page([*whole[cut:], *after], 2))
    assert [(s.number, s.text) for s in one] == [(s.number, s.text) for s in two]


def test_a_row_of_figures_is_no_numbered_paragraph() -> None:
    page = text_page([heading("Spending"), *paragraph("621.6 +35.4 6.0%"), *paragraph("22.1 23.2 +1.0 for schools")])
    assert [s.number for s in sections_of(page)] == [None]


def test_a_bar_may_part_number_and_heading() -> None:
    page = text_page([heading("1 | Introduction and Headlines"), *paragraph(LONG)])
    assert [(s.number, s.heading) for s in sections_of(page)] == [("1", "Introduction and Headlines")]


def test_an_amount_may_begin_a_numbered_paragraph() -> None:
    page = text_page(
        [
            heading("3 SPENDING"),
            *paragraph(f"3.4 £2.1m was spent on roads. {LONG}"),
            *paragraph(f"3.5 85% of it in May. {LONG}"),
        ]
    )
    assert [s.number for s in sections_of(page)] == ["3", "3.4", "3.5"]
