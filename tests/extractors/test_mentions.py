"""What running text says of indicators, and of which."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.geometry import Box
from schemas.vocabulary import Rag
from tests.extractors.made_statements import mentions, row, said, section


def test_each_bullet_has_the_kind_of_its_list() -> None:
    text = section(
        "Measures doing well; performance is good for:",
        "• 1.4: Collections are well down on last year.",
        "Where performance is off target the reasons are given. Examples include:",
        "• 2.1: Two officers left.",
        "Measures currently off target but where performance has improved include:",
        "• 3.3: Lettings went from 39% to 62%.",
    )
    assert said(text) == [("1.4", "good"), ("2.1", "off_target"), ("3.3", "improved_but_off")]


def test_a_range_of_refs_is_a_statement_about_each() -> None:
    found = mentions(section("• 7.26-7.28: Reviews are off target."))
    assert [mention.ref for mention in found] == ["7.26", "7.27", "7.28"]
    assert len({mention.quote for mention in found}) == 1


def test_a_statement_has_the_page_of_its_bullet_not_of_its_section() -> None:
    text = section("Performance is off target for:", "• 1.1: One.", "---", "• 1.2: Two.")
    assert [mention.place.page for mention in mentions(text)] == [1, 2]


def test_a_statement_without_known_lines_has_the_place_of_its_section() -> None:
    text = section("Performance is off target for:", "• 1.1: One.", known_places=False)
    assert [mention.place for mention in mentions(text)] == [text.place]


def test_an_item_cut_by_a_page_break_is_one_statement() -> None:
    text = section(
        "Performance is good for:", "• 6.8: The share of customers who felt", "---", "safe has risen to 84%."
    )
    (found,) = mentions(text)
    assert found.quote.endswith("felt safe has risen to 84%.")
    assert found.values == (("to", "84%"),)


def test_figures_keep_their_parts_and_their_print() -> None:
    text = section(
        "• 3.13: Effectiveness increased from 85% to 91%; the national average is 78% (31 out of 34 people)."
    )
    assert mentions(text)[0].values == (
        ("from", "85%"), ("to", "91%"), ("benchmark", "78%"), ("count", "31"), ("of", "34"),
    )  # fmt: skip


def test_a_ref_links_to_its_row_and_1_10_is_not_1_1() -> None:
    rows = (row(1, "Homes built", "1.1"), row(2, "Roads mended", "1.10"))
    found = mentions(section("• 1.10: Roads are on target.", "• 1.1: Homes are off target."), *rows)
    assert [(mention.kpi, mention.linked_by) for mention in found] == [(2, "ref"), (1, "ref")]


def test_a_ref_of_two_rows_links_to_neither() -> None:
    rows = (row(1, "Homes built", "1.1"), row(2, "Roads mended", "1.1"))
    assert [mention.kpi for mention in mentions(section("• 1.1: On target."), *rows)] == [None]


def test_paragraph_numbers_and_refs_of_actions_are_no_refs_of_indicators() -> None:
    rows = (row(1, "Homes built", "4.21"), row(2, "Roads mended", "5.19"))
    text = section(
        "4.21 The report was discussed in June.",
        "Two of the actions off target (4.21 and 5.19) are due to vacancies.",
        "See paragraph 4.21.",
    )
    assert said(text, *rows) == []


def test_a_sentence_is_linked_by_the_words_of_a_title() -> None:
    rows = (row(1, "Percentage of complaints responded to within timescale"), row(2, "Days lost to sickness"))
    (found,) = mentions(section("In May 71% of complaints were responded to within timescale, below target."), *rows)
    assert (found.kpi, found.linked_by, found.score, str(found.kind)) == (1, "title", 100.0, "off_target")


def test_a_sentence_that_two_titles_share_is_left_open() -> None:
    rows = (row(1, "Planning appeals lost in the year"), row(2, "Planning appeals lost in the year by officers"))
    found = mentions(section("Planning appeals lost in the year by officers increased to 9."), *rows)
    assert all(mention.kpi is None for mention in found)


def test_words_under_a_card_are_about_the_card() -> None:
    card = row(1, "Foster households", actual="613", engine="card", box=Box(40, 60, 500, 110), page=1)
    (found,) = mentions(section("Numbers have declined since the autumn."), card)
    assert (found.kpi, found.linked_by, str(found.kind)) == (1, "place", "declined")


def test_words_under_a_table_row_are_not_about_the_row() -> None:
    plain = row(1, "Foster households", actual="613", box=Box(40, 60, 500, 110), page=1)
    assert mentions(section("Numbers have declined since the autumn."), plain) == ()


def test_minutes_give_each_ref_its_discussion_and_the_theme_it_stands_under() -> None:
    sections = [
        section(heading="Council plan performance", kind="minutes"),
        section(position=2, heading="Priority 1", kind="minutes", parent=1),
        section("A question was asked.", "It was answered.", position=3, parent=2, kind="minutes",
                heading="2B7 New admissions (adults) and 2B8 Number supported"),
        section("Members noted that this measure had dipped.", position=4, parent=2, kind="minutes",
                heading="2B9 Homes"),
        section("Resolved: That the report be noted.", position=5, parent=4, kind="resolution"),
    ]  # fmt: skip
    found = mentions(sections)
    assert [(m.ref, str(m.kind), m.title, m.under) for m in found] == [
        ("2B7", "discussion", "New admissions (adults)", "Priority 1"),
        ("2B8", "discussion", "Number supported", "Priority 1"),
        ("2B9", "discussion", "Homes", "Priority 1"),
        ("2B9", "declined", "Homes", "Priority 1"),
    ]
    assert found[0].quote == "A question was asked.\nIt was answered."


def test_items_of_a_meeting_that_are_not_about_performance_are_left_alone() -> None:
    sections = [
        section("The number of parking permits has increased to 900.", heading="Parking", kind="minutes"),
        section(
            "The number of visitors has increased to 900.", position=2, heading="Performance report", kind="minutes"
        ),
    ]
    assert [mention.section for mention in mentions(sections)] == [2]


def test_a_list_names_rows_of_one_colour_and_its_groups_are_no_names() -> None:
    text = section(
        "The three indicators where the RAG rating is Red are in:",
        "• Homes", "◦ Days to re-let homes", "◦ Households in temporary accommodation",
        "• Roads", "◦ Potholes mended within 28 days",
    )  # fmt: skip
    found = mentions(text)
    assert [(m.title, m.listed_as, m.listed_total) for m in found] == [
        ("Days to re-let homes", "red", 3),
        ("Households in temporary accommodation", "red", 3),
        ("Potholes mended within 28 days", "red", 3),
    ]
    assert {str(m.kind) for m in found} == {"off_target"}


def test_a_list_of_examples_is_no_list_of_all_rows_of_a_colour() -> None:
    text = section("Examples of indicators rated Red include:", "• 1.1: Homes", "• 1.2: Roads")
    assert {mention.listed_as for mention in mentions(text)} == {None}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("5.1: Complaints fell to 40.", "good"),
        ("5.1: Complaints rose to 60.", "declined"),
        ("5.1: Complaints answered in time rose to 60%.", "good"),
        ("5.1: Sickness is below target.", "good"),
        ("5.1: Sickness is still below target, although improving.", "improved_but_off"),
        ("5.1: Attendance is below target.", "off_target"),
        ("5.1: The target was not met.", "off_target"),
        ("5.1: No longer off target.", "good"),
        ("5.1: We hope to be on target by June.", "discussion"),
        ("5.1: 62% against a target of 60%.", "good"),
        ("5.1: So far 30% against a target of 60%.", "discussion"),
        ("5.1: An action plan is in place.", "action_promised"),
        ("5.1: Above the England average.", "benchmark"),
    ],
)
def test_what_a_sentence_says(sentence: str, kind: str) -> None:
    assert said(section("• " + sentence)) == [("5.1", kind)]


def test_which_way_is_good_is_told_by_the_floor_of_the_row() -> None:
    lower = row(1, "Pupils placed out of county", "5.1", actual="10%", target="9%", floor="11%", rag=Rag.AMBER)
    assert said(section("• 5.1: This has increased."), lower) == [("5.1", "declined")]


def test_positions_count_from_one_in_the_order_of_the_document() -> None:
    text = section("• 1.1: On target.", "• 1.2: Off target.", "• 1.3: Off target.")
    assert [mention.position for mention in mentions(text)] == [1, 2, 3]


def test_a_report_without_prose_has_no_mentions_and_loads_no_spacy() -> None:
    program = (
        "import sys\n"
        "from extractors.mentions import read_mentions\n"
        "from tests.extractors.made_statements import row, section\n"
        "text = section('The Cabinet met in the town hall.', 'The minutes were signed.')\n"
        "assert read_mentions([text], [row(1, 'Homes built in the year')]) == ((), ())\n"
        "assert 'spacy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(st.lists(st.text(alphabet="1.:-• \nABoxé%£(and", max_size=40), max_size=6))
def test_no_text_is_an_error(lines: list[str]) -> None:
    text = section(*(line.replace("\n", " ") for line in lines))
    for mention in mentions(text, row(1, "Homes built in the year", "1.1")):
        assert mention.quote


def test_a_heading_of_minutes_may_end_with_a_full_stop_and_a_statement_may_begin_with_a_ref() -> None:
    text = section(
        "5A1 Council tax collected and 5A2 Business rates collected.",
        "Members asked about reliefs.",
        "2A4 – Days to let a home: 41 days against a target of 28. The team had been two plumbers short.",
        "In answer to a question about measure 1C2 the Head of Strategy said that it was a forecast.",
        kind="minutes",
        heading="Performance report",
    )
    assert said(text) == [("5A1", "discussion"), ("5A2", "discussion"), ("2A4", "off_target"), ("1C2", "discussion")]


def test_statements_run_together_in_a_line_keep_their_own_figures() -> None:
    text = section("Results were KPI 12: calls answered 82% and rising KPI 11: letters answered 71% and falling.")
    assert [(m.ref, m.values) for m in mentions(text)] == [("12", (("stated", "82%"),)), ("11", (("stated", "71%"),))]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Q2 84%, Q1 78%", "good"),
        ("Q2 78%, Q1 84%", "declined"),
        ("the result was 61% compared with 48% in the previous year, against a target of 70%", "improved_but_off"),
        ("the rate was 61% compared with 48% for the region", "benchmark"),
    ],
)
def test_where_words_judge_nothing_the_figures_do(words: str, kind: str) -> None:
    assert said(section(f"• 3.4: Calls answered in a minute: {words}.")) == [("3.4", kind)]


BUDGET = "The council set a balanced budget for the year and agreed to hold reserves for pay, prices and schools. " * 20


def test_a_paper_that_does_not_speak_of_performance_states_nothing_of_indicators() -> None:
    said_there = "The number of births rose to 16,364, an increase of 2%."
    assert mentions(section(BUDGET, said_there)) == ()
    assert mentions(section(BUDGET, "These performance indicators are KPIs; each KPI has a target.", said_there))


def test_a_list_without_rows_names_indicators_only_where_its_lead_in_says_so() -> None:
    items = ("• Grant for skills", "• Rents of garages")
    assert mentions(section("Income has improved for the following:", *items)) == ()
    assert len(mentions(section("Performance has improved for the following measures:", *items))) == 2


def test_words_of_an_indicators_name_judge_nothing() -> None:
    named = row(1, "Complaints answered within target", ref="9.1")
    (found,) = mentions(section("• 9.1: Complaints answered within target fell to 71%."), named)
    assert found.kind == "declined"
