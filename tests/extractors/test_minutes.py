"""Minutes: items, what was resolved, recommended and asked for, and which items are about performance."""

from __future__ import annotations

import pytest

from extractors.minutes import are_minutes, is_performance_item, minute_kind, performance_positions
from schemas.readings import Section
from tests.extractors.made_prose import Line, by_number, paragraph, sections_of, text_page, under

TALK = "Members spoke at length of the figures for the quarter, and of what had moved them since the spring."


def meeting() -> tuple[Section, ...]:
    page = text_page(
        [
            *paragraph("MINUTES of a meeting of the Cabinet held in the Old Hall on Monday, 3 March 2031."),
            Line("41. Apologies", bold=True),
            Line("(Item 1)", gap=2.0),
            *paragraph("There were none."),
            Line("42. Quarterly Performance Report, Quarter 3", bold=True),
            *paragraph(f"1. {TALK}"),
            *paragraph("2. It was noted:"),
            Line("that calls were answered sooner;", left=100, tab="•"),
            Line("that letters were not.", left=100, gap=2.0, tab="•"),
            *paragraph("3. RESOLVED that Cabinet:"),
            *paragraph("(a) note the report; and", left=100),
            *paragraph("(b) thank the staff.", left=100),
            Line("43. Budget", bold=True),
            *paragraph(TALK),
            *paragraph("RESOLVED that the budget be approved."),
        ]
    )
    return sections_of(page)


def test_each_item_is_a_section_with_its_number_and_title() -> None:
    items = [(s.number, s.heading) for s in meeting() if s.heading]
    assert items == [("41", "Apologies"), ("42", "Quarterly Performance Report, Quarter 3"), ("43", "Budget")]
    assert {s.kind for s in meeting()} == {"minutes", "resolution"}


def test_a_resolution_holds_all_its_parts() -> None:
    sections = meeting()
    resolutions = [s for s in sections if s.kind == "resolution"]
    assert resolutions[0].text == "RESOLVED that Cabinet:\n(a) note the report; and\n(b) thank the staff."
    assert resolutions[0].parent == by_number(sections, "42").position
    assert resolutions[1].text == "RESOLVED that the budget be approved."
    assert under(sections, "Budget").text == TALK


def test_only_the_item_about_performance_is_one() -> None:
    sections = meeting()
    found = performance_positions(sections)
    inside = [s for s in sections if s.position in found]
    assert [s.number for s in inside] == ["42", "1", "2", "3"]


def test_the_page_of_one_agenda_item_is_one_item() -> None:
    page = text_page(
        [
            Line("Agenda item"),
            Line("Council Plan Performance - Quarter 1 (April to June 2031)"),
            Line("Minutes:"),
            *paragraph(TALK),
            Line("Priority 1"),
            Line("1A2 Share of homes let in time"),
            *paragraph(TALK),
            Line("1B7 New places in schools and 1B8 Places that were taken up"),
            *paragraph(TALK),
            *paragraph("It was agreed to provide the Committee with a note on the schools concerned."),
            *paragraph("Resolved: That the report be noted."),
            Line("Priority 2"),
            Line("2C1 – Visits to leisure centres"),
            *paragraph(TALK),
        ]
    )
    sections = sections_of(page)
    item = under(sections, "Council Plan Performance - Quarter 1 (April to June 2031)")
    assert item.text == TALK
    assert under(sections, "Priority 2").parent == item.position
    assert under(sections, "1A2 Share of homes let in time").parent == under(sections, "Priority 1").position
    assert under(sections, "2C1 – Visits to leisure centres").parent == under(sections, "Priority 2").position
    assert under(sections, "1B7 New places in schools and 1B8 Places that were taken up").text == TALK
    assert [s.kind for s in sections if s.heading is None] == ["request", "resolution"]
    assert performance_positions(sections) == {s.position for s in sections}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Resolved: That the report be noted.", "resolution"),
        ("RESOLVED – That the Committee notes the figures.", "resolution"),
        ("It was resolved unanimously that the plan be adopted.", "resolution"),
        ("Cabinet RESOLVED to note the report.", "resolution"),
        ("ORDERED that the following be approved.", "resolution"),
        ("AGREED: that the report be received.", "resolution"),
        ("It was agreed that the report be noted.", "resolution"),
        ("It was agreed to look at this again in the autumn.", "minutes"),
        ("Decision: The report was noted.", "resolution"),
        ("RECOMMENDED that Cabinet look again at the targets.", "recommendations"),
        ("The Board recommended that targets be set for the year.", "recommendations"),
        ("Members requested further information about sickness.", "request"),
        ("It was asked that a breakdown by ward be circulated to members.", "request"),
        ("Officers agreed to report back in the spring.", "request"),
        ("A written response would follow.", "request"),
        ("Members were pleased with the figures for waste.", "minutes"),
        ("The matter had been resolved by the contractor in May.", "minutes"),
        ("Agreed by all as a fair picture, the figures were passed over.", "minutes"),
    ],
)
def test_a_paragraph_of_minutes_says_what_it_is(text: str, kind: str) -> None:
    assert minute_kind(text) == kind


@pytest.mark.parametrize(
    ("title", "is_about"),
    [
        ("Quarterly Performance Report, Q2 2030-31", True),
        ("Corporate Performance – Quarter 3", True),
        ("Council Plan Performance - Quarter 2", True),
        ("Key Performance Indicators 2030/31", True),
        ("Corporate Scorecard", True),
        ("Treasury Management Performance 2030/31", False),
        ("Pension Fund Performance, quarter 2", False),
        ("Corporate Risk Register", False),
        ("Local Government Finance Settlement", False),
    ],
)
def test_an_item_is_about_performance_by_its_title(title: str, is_about: bool) -> None:
    page = text_page([Line("12. " + title, bold=True), *paragraph(TALK)])
    assert is_performance_item(sections_of(page)[0]) is is_about


def test_a_report_that_speaks_of_minutes_is_no_minutes() -> None:
    assert not are_minutes(
        ["Cabinet", "Agenda", "3. Minutes of the previous meeting", "The Cabinet is asked to approve."]
    )
    assert are_minutes(["FENWICK COUNCIL", "Minutes of the meeting of the Scrutiny Board held on 3 May 2031"])
