"""Which committees are read and which papers fetched: a rule says so by name, and says why of those left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.publications.past_minutes import PastMeeting, choose_minutes
from pipeline.publications.printed import choose_own_minutes, choose_whole, needs_page
from pipeline.publications.rules import CLOSED, Choice, choose_committee, is_cancelled, title_rule
from pipeline.publications.selection import ChosenDocument, choose_documents
from schemas.agendas import ListedAgenda, ListedCommittee, ListedDocument, ListedItem
from schemas.lookups import read_lookup
from schemas.publications import PublicationKind
from schemas.vocabulary import DocumentRole

COVER, APPENDIX, MINUTES, PACK = DocumentRole.COVER, DocumentRole.APPENDIX, DocumentRole.MINUTES, DocumentRole.PACK


def paper(number: str, title: str, **known: Any) -> ListedDocument:
    fields: dict[str, Any] = {
        "number": number,
        "title": title,
        "url": f"https://a.gov.uk/documents/s{number}/x.pdf",
        "position": 1,
    }
    return ListedDocument(**(fields | known))


def item(number: str, title: str | None, *papers: ListedDocument, restricted: bool = False) -> ListedItem:
    return ListedItem(number, int(number), f"{number}.", title, restricted=restricted, documents=papers)


def agenda(*items: ListedItem, whole: tuple[ListedDocument, ...] = (), published: bool | None = True) -> ListedAgenda:
    return ListedAgenda("9", date(2026, 11, 3), published=published, items=items, whole=whole)


def chosen(judged: tuple[ChosenDocument, ...]) -> list[str]:
    return [one.document.title for one in judged if one.choice.chosen]


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Cabinet", "cabinet"),
        ("Executive", "cabinet"),
        ("Overview & Scrutiny Committee", "scrutiny"),
        ("Policy and Resources Committee", "policy"),
        ("Strategy and Resources Committee", "policy"),
        ("Finance, Assets and Performance Panel", "finance"),
        ("Audit & Governance Committee", "audit"),
        ("Full Council", "full_council"),
        ("County Council", "full_council"),
        ("Council", "full_council"),
    ],
)
def test_the_committees_that_receive_reports_are_read(title: str, rule: str) -> None:
    choice = choose_committee(ListedCommittee("1", title), "anyshire")
    assert choice.chosen
    assert choice.rule == f"committee rule {rule}"


@pytest.mark.parametrize(
    "title",
    [
        "Planning Committee",
        "Licensing Sub-Committee",
        "Pension Fund Audit Committee",
        "Schools Forum",
        "Cabinet Panel (Individual)",
        "Corporate Appointments Committee",
        "Parish Council Liaison",
        "Health and Wellbeing Board",
        "Councillor Development Group",
    ],
)
def test_others_are_left_out_with_a_reason(title: str) -> None:
    choice = choose_committee(ListedCommittee("1", title), "anyshire")
    assert not choice.chosen
    assert choice.rule


def test_a_category_speaks_where_the_name_says_nothing() -> None:
    panel = ListedCommittee("1", "Thriving Communities Panel", category="Overview and Scrutiny")
    assert choose_committee(panel, "anyshire").chosen
    assert not choose_committee(ListedCommittee("1", "Licensing Panel", category="Scrutiny"), "anyshire").chosen


def test_a_councils_own_lines_overrule_the_words_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {"wanted": {"7": "the main policy committee"}, "left_out": {"8": "its papers repeat the cabinet's"}}
    known = dict(read_lookup("committees")) | {"council": {"anyshire": lines}}
    monkeypatch.setattr("pipeline.publications.rules.read_lookup", lambda name: known)
    main, group = ListedCommittee("7", "Policy Committee"), ListedCommittee("8", "Cabinet Working Group")
    assert choose_committee(main, "anyshire") == Choice(True, "by number: the main policy committee", by_number=True)
    assert not choose_committee(group, "anyshire").chosen
    assert not choose_committee(main, "elsewhere").chosen
    assert choose_committee(group, "elsewhere").chosen


@pytest.mark.parametrize("status", ["Cancelled", "CANCELLED", "Confirmed; postponed to May", "Abandoned"])
def test_a_meeting_that_does_not_take_place_says_so(status: str) -> None:
    assert is_cancelled(status)


@pytest.mark.parametrize("status", [None, "", "Confirmed", "Confirmed; Rescheduled from 24 September 2026"])
def test_a_moved_meeting_still_takes_place(status: str | None) -> None:
    assert not is_cancelled(status)


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Corporate Performance Report", "performance"),
        ("KPI update", "kpi"),
        ("Balanced score card", "scorecard"),
        ("Council Plan: progress", "plan"),
        ("Annual progress report", "progress"),
        ("Q3 update", "quarter_short"),
        ("Revenue out-turn", "outturn"),
        ("Budget monitoring", "monitoring"),
        ("Report of the Monitoring Officer", None),
        ("Treasury management quarterly update", None),
        ("Report of the Performance Scrutiny Committee", None),
        ("Q5 review", None),
        ("Quarterlies", None),
        ("Lease of the bandstand", None),
        (None, None),
    ],
)
def test_a_title_is_that_of_a_report_by_a_rule_with_a_name(title: str | None, rule: str | None) -> None:
    assert title_rule(title) == rule


def test_the_whole_item_is_taken_report_and_appendices() -> None:
    report = item(
        "5",
        "Corporate performance, quarter 2",
        paper("1", "Corporate performance, quarter 2"),
        paper("2", "Appendix A"),
        paper("3", "Measures and targets"),
    )
    judged = choose_documents(agenda(item("4", "Lease", paper("9", "Lease report")), report))
    assert chosen(judged) == ["Corporate performance, quarter 2", "Appendix A", "Measures and targets"]
    assert [one.role for one in judged if one.choice.chosen] == [COVER, APPENDIX, APPENDIX]
    assert {one.choice.rule for one in judged if one.choice.chosen} == {"item title rule performance"}
    assert "no rule" in judged[0].choice.rule


def test_a_paper_with_a_reports_title_brings_its_item() -> None:
    judged = choose_documents(agenda(item("5", "Update", paper("1", "Update"), paper("2", "KPI scorecard"))))
    assert chosen(judged) == ["Update", "KPI scorecard"]
    assert judged[0].choice.rule == "document title rule kpi"


@pytest.mark.parametrize(
    ("titles", "roles"),
    [
        (("Appendix A - measures", "Quarter 2 report"), [APPENDIX, COVER]),
        (("Covering report", "Dashboard"), [COVER, APPENDIX]),
        (("Dashboard", "Annexe 1"), [COVER, APPENDIX]),
        (("App 1 dashboard", "App 2 actions"), [APPENDIX, APPENDIX]),
        (("Performance", "Minutes of the scrutiny discussion"), [COVER, MINUTES]),
        (("Something else", "Performance"), [APPENDIX, COVER]),
    ],
)
def test_a_papers_part_is_what_its_title_says_of_it(titles: tuple[str, ...], roles: list[DocumentRole]) -> None:
    papers = [paper(str(n), title) for n, title in enumerate(titles)]
    assert [one.role for one in choose_documents(agenda(item("5", "Performance", *papers)))] == roles


def test_nothing_closed_is_chosen_by_paper_or_by_item() -> None:
    open_item = item("5", "Performance", paper("1", "Report"), paper("2", "Appendix B", restricted=True))
    closed_item = item("6", "KPI contract", paper("3", "KPI contract"), restricted=True)
    judged = choose_documents(agenda(open_item, closed_item))
    assert chosen(judged) == ["Report"]
    assert [one.choice for one in judged[1:]] == [CLOSED, CLOSED]


@pytest.mark.parametrize(
    "title",
    ["Appendix B (Exempt Category 3)", "Confidential Appendix 2", "KPI report - NOT FOR PUBLICATION", "KPIs - Exempt"],
)
def test_a_paper_that_calls_itself_closed_is_closed_although_the_site_does_not_say_so(title: str) -> None:
    judged = choose_documents(agenda(item("5", "Performance", paper("1", "Report"), paper("2", title))))
    assert chosen(judged) == ["Report"]
    assert judged[1].choice.closed


def test_exempt_accommodation_is_a_subject_and_no_secret() -> None:
    assert chosen(choose_documents(agenda(item("5", "Exempt accommodation: performance", paper("1", "Report"))))) == [
        "Report"
    ]


def test_a_paper_closed_under_one_item_is_closed_under_every_item() -> None:
    public = item("5", "Performance", paper("1", "Report"))
    private = item("12", "Performance (private)", paper("1", "Report"), restricted=True)
    assert chosen(choose_documents(agenda(public, private))) == []


def test_a_paper_under_two_items_is_one_paper() -> None:
    shared = paper("1", "Performance report")
    judged = choose_documents(agenda(item("4", "Referred", shared), item("5", "Performance", shared)))
    assert len(judged) == 1
    assert judged[0].item is not None


def test_links_and_spreadsheets_are_left_where_they_are() -> None:
    sheet = paper("2", "KPI data", url="https://a.gov.uk/documents/s2/KPI data.xlsx")
    link = paper("3", "Performance online", is_link=True)
    judged = choose_documents(agenda(item("5", "Performance", paper("1", "Report"), sheet, link)))
    assert chosen(judged) == ["Report"]
    assert [one.choice.rule for one in judged[1:]] == ["no PDF: a .xlsx file", "a link to another site"]


PACK_FILE = paper("g9-10", "Public reports pack", form=PublicationKind.PACK)
SUPPLEMENT = paper("b4", "Reports to follow", form=PublicationKind.SUPPLEMENT)
SHEET = paper("g9-0", "Agenda frontsheet", form=PublicationKind.FRONT_SHEET)


def test_a_pack_is_fetched_only_where_nothing_else_exists() -> None:
    alone = agenda(item("5", "Performance report"), whole=(SHEET, PACK_FILE))
    assert chosen(choose_whole(alone, choose_documents(alone))) == ["Public reports pack"]
    assert needs_page(alone)
    beside = agenda(item("5", "Performance report", paper("1", "Report")), whole=(SHEET, PACK_FILE, SUPPLEMENT))
    assert chosen(choose_whole(beside, choose_documents(beside))) == []
    assert not needs_page(beside)


def test_a_pack_is_of_no_use_where_no_item_is_a_report() -> None:
    other = agenda(item("5", "Lease of the bandstand"), whole=(PACK_FILE,))
    assert chosen(choose_whole(other, choose_documents(other))) == []


def test_a_supplement_is_fetched_where_a_report_has_no_paper_of_its_own() -> None:
    late = agenda(
        item("4", "Lease", paper("1", "Lease")), item("5", "Performance report"), whole=(PACK_FILE, SUPPLEMENT)
    )
    judged = choose_whole(late, choose_documents(late))
    assert chosen(judged) == ["Reports to follow"]
    assert judged[1].choice.rule == "supplement: 'Performance report' has no document of its own"


def test_a_pack_stands_for_nothing_that_is_closed() -> None:
    closed = agenda(item("5", "Performance report", restricted=True), whole=(PACK_FILE, SUPPLEMENT))
    assert chosen(choose_whole(closed, choose_documents(closed))) == []
    assert not needs_page(closed)


def test_an_agenda_that_is_not_published_is_not_looked_for() -> None:
    assert not needs_page(agenda(item("5", "Performance report"), published=False))


OCTOBER = PastMeeting("h/1", date(2026, 10, 6), items=("h/51",), reported=True)
SEPTEMBER = PastMeeting("h/2", date(2026, 9, 1))


def test_minutes_without_a_day_are_of_the_meeting_before() -> None:
    minutes = item("2", "Minutes", paper("7", "Minutes of Previous Meeting"))
    (found,) = choose_minutes(agenda(minutes), "Cabinet", [SEPTEMBER, OCTOBER])
    assert found.chosen.choice.chosen
    assert found.meeting == OCTOBER
    assert (found.chosen.role, found.meeting.item_id) == (MINUTES, "h/51")


def test_minutes_with_a_day_are_of_that_day() -> None:
    papers = [
        paper("7", "Minutes 06102026 Cabinet"),
        paper("8", "Minutes of 01/09/2026"),
        paper("9", "Minutes 3 May 2026"),
    ]
    found = choose_minutes(agenda(item("2", "Minutes", *papers)), "Cabinet", [SEPTEMBER, OCTOBER])
    assert [one.meeting for one in found] == [OCTOBER, SEPTEMBER, None]
    assert [one.chosen.choice.chosen for one in found] == [True, False, False]


def test_minutes_on_the_agenda_of_their_own_meeting_are_known_by_their_day() -> None:
    own = PastMeeting("h/9", date(2026, 11, 3), items=("h/50",), reported=True)
    minutes = agenda(item("9", "Minutes", paper("7", "Minutes of 3 November 2026"), paper("8", "Minutes")))
    dated, undated = choose_minutes(minutes, "Cabinet", [OCTOBER], own)
    assert (dated.meeting, undated.meeting) == (own, OCTOBER)


def test_several_minutes_without_days_are_of_nobody_knows_which_meeting() -> None:
    papers = [paper("7", "Minutes (part 1)"), paper("8", "Minutes (part 2)")]
    found = choose_minutes(agenda(item("2", "To approve the minutes", *papers)), "Cabinet", [OCTOBER])
    assert [one.chosen.choice.chosen for one in found] == [False, False]


def test_minutes_of_a_meeting_with_two_reports_belong_to_neither_of_them() -> None:
    both = PastMeeting("h/1", date(2026, 10, 6), items=("h/51", "h/52"), reported=True)
    (found,) = choose_minutes(agenda(item("2", "Minutes", paper("7", "Minutes"))), "Cabinet", [both])
    assert found.chosen.choice.chosen
    assert found.meeting is not None
    assert found.meeting.item_id is None


@pytest.mark.parametrize(
    ("item_title", "title"),
    [
        ("Minutes", "Minutes of the Highways Advisory Panel"),
        ("Minutes of the Performance Panel", "Minutes"),
        ("Minutes of sub-groups", "Minutes 6 October 2026"),
    ],
)
def test_minutes_of_another_body_are_not_taken_for_the_committees_own(item_title: str, title: str) -> None:
    (found,) = choose_minutes(agenda(item("2", item_title, paper("7", title))), "Cabinet", [OCTOBER])
    assert not found.chosen.choice.chosen
    assert found.meeting is None


@pytest.mark.parametrize(
    "title",
    [
        "Minutes of the Cabinet meeting held on Tuesday, 6th October, 2026",
        "Draft minutes 06102026 Cabinet",
        "To confirm the minutes of the last meeting as a correct record",
        "Public Minutes",
        "Minutes and matters arising (pages 3 - 9)",
        "Minutes 06102026 Cabinet, Anyshire County Council",
    ],
)
def test_the_usual_titles_of_ones_own_minutes_are_known(title: str) -> None:
    minutes = agenda(item("2", "Minutes", paper("7", title)))
    (found,) = choose_minutes(minutes, "Cabinet Anyshire County Council", [SEPTEMBER, OCTOBER])
    assert found.meeting == OCTOBER


def test_an_item_about_minutes_is_no_report_whatever_its_committee_is_called() -> None:
    minutes = item("2", "Minutes of the Performance Panel", paper("7", "Minutes of the Performance Panel"))
    assert choose_documents(agenda(minutes)) == ()


def test_minutes_a_site_prints_itself_are_fetched_once_and_only_after_a_report() -> None:
    printed = paper("g9-1", "Printed minutes", form=PublicationKind.MINUTES)
    listed = agenda(whole=(printed,))
    assert chosen(choose_own_minutes(listed, reported=True, known=False)) == ["Printed minutes"]
    assert chosen(choose_own_minutes(listed, reported=True, known=True)) == []
    assert chosen(choose_own_minutes(listed, reported=False, known=False)) == []
