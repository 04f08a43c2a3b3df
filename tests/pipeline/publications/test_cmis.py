"""The pages of CMIS: months without a year, documents without a number, no service at all."""

from __future__ import annotations

from datetime import date

from pipeline.publications.cmis import (
    Calendar,
    find_calendar,
    find_module,
    list_url,
    pages_of,
    read_documents,
    read_list,
    read_month,
)
from schemas.agendas import DayRange, ListedMeeting
from schemas.publications import PublicationKind

SITE = "https://fellton.cmis.uk.com/fellton"
MEETING = f"{SITE}/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting"
SUMMER = DayRange(date(2026, 6, 1), date(2026, 8, 31))
CABINET = ListedMeeting("15042", "4", "Cabinet", date(2026, 7, 9), address=f"{MEETING}/15042/Committee/4/x.aspx")

LIST = f"""<table><tr class="rgRow"><td><a href="{MEETING}/15042/Committee/4/SelectedTab/Documents/Default.aspx">
9 Jul 2026
 11:00 - Cabinet</a></td><td>Room 1</td></tr>
<tr class="rgAltRow"><td><a href="{MEETING}/15043/Committee/7/Default.aspx">30 Sep 2026 10:00 - Audit Committee</a>
</td></tr>
</table>""".encode()


def test_the_calendar_is_found_by_the_number_of_its_module() -> None:
    assert find_module(b"<script>$find('dnn$ctr397$MeetingCalendarPublic$cal')</script>") == "397"
    assert find_module(b"<html>No calendar</html>") is None
    assert list_url(f"{SITE}/Meetings.aspx", "397").endswith("Meetings.aspx?ctl=MeetingCalendarListView&mid=397")


def test_the_list_gives_meetings_of_the_days_asked_for() -> None:
    (meeting,) = read_list(LIST, f"{SITE}/Meetings.aspx", SUMMER)
    assert (meeting.number, meeting.committee, meeting.committee_title) == ("15042", "4", "Cabinet")
    assert (meeting.day, meeting.time) == (date(2026, 7, 9), "11:00")
    assert meeting.address is not None
    assert meeting.address.startswith(f"{MEETING}/15042")


def test_any_month_is_reached_from_the_address_of_one_meeting() -> None:
    calendar = find_calendar(LIST, f"{SITE}/Meetings.aspx")
    assert calendar == Calendar(f"{SITE}/Meetings/tabid/70", "397")
    url = calendar.month_url(date(2026, 2, 17))
    assert url == f"{SITE}/Meetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/2026-02-01/Default.aspx"
    assert find_calendar(b"<p>No meetings this month</p>", SITE) is None


def test_a_month_gives_its_year_to_the_days_in_it() -> None:
    body = f"""<table><tr><td class="SimpleCalendarDate">Thursday, 9 July</td>
    <td><p class="Meeting"><a href="{MEETING}/15042/Committee/4/x.aspx">11:00 Cabinet</a></p>
        <p class="Meeting"><a href="{MEETING}/15044/Committee/9/x.aspx">18:00 Scrutiny Panel (Cancelled)</a></p>
    </td></tr>
    <tr><td class="SimpleCalendarDate">Friday, 31 June</td><td><a href="{MEETING}/1/Committee/4/x.aspx">9:00 Cabinet</a>
    </td></tr></table>""".encode()
    cabinet, panel = read_month(body, SITE, date(2026, 7, 1), SUMMER)
    assert (cabinet.day, cabinet.committee_title, cabinet.status) == (date(2026, 7, 9), "Cabinet", None)
    assert (panel.committee_title, panel.status) == ("Scrutiny Panel", "Cancelled")


def documents(*titles: str) -> bytes:
    entries = [
        f'<li class="DocumentListItem"><a class="TitleLink" href="/fellton/Document.ashx?x{n}%3d">{title}</a>'
        f'<span class="FileSize">(156Kb)</span></li>'
        for n, title in enumerate(titles)
    ]
    return f"<ul>{''.join(entries)}</ul>".encode()


def test_documents_with_the_same_agenda_number_are_one_item() -> None:
    body = documents("Item 6 - KPI report", "6a. Appendix: measures", "7. Lease", "Agenda Item 6(b) Targets")
    kpis, lease = read_documents(body, SITE, CABINET).items
    assert [one.title for one in kpis.documents] == [
        "Item 6 - KPI report",
        "6a. Appendix: measures",
        "Agenda Item 6(b) Targets",
    ]
    assert [one.title for one in lease.documents] == ["7. Lease"]


def test_an_appendix_without_a_number_belongs_to_the_document_before_it() -> None:
    body = documents("Q1 KPI report", "Appendix 1", "Lease", "Annex A to the lease")
    kpis, lease = read_documents(body, SITE, CABINET).items
    assert [one.position for one in kpis.documents] == [1, 2]
    assert [one.title for one in lease.documents] == ["Lease", "Annex A to the lease"]


def test_a_document_keeps_its_number_when_its_address_changes() -> None:
    before = read_documents(documents("Q1 KPI report"), SITE, CABINET)
    after = read_documents(documents("Agenda", "Q1 KPI report"), SITE, CABINET)
    assert before.items[0].documents[0].url != after.items[1].documents[0].url
    assert before.items[0].documents[0].number == after.items[1].documents[0].number
    assert before.items[0].number == after.items[1].number


def test_two_documents_of_one_title_stay_two() -> None:
    read = read_documents(documents("Appendix", "Appendix"), SITE, CABINET)
    numbers = [one.number for item in read.items for one in item.documents]
    assert len(set(numbers)) == 2


def test_minutes_on_a_meetings_page_are_its_own() -> None:
    read = read_documents(documents("Q1 KPI report", "Draft Minutes"), SITE, CABINET)
    assert [one.form for one in read.whole] == [PublicationKind.MINUTES]
    assert len(read.items) == 1


def test_the_calendar_is_looked_for_beside_whatever_page_a_register_names() -> None:
    assert pages_of(SITE)[0] == f"{SITE}/Meetings.aspx"
    assert pages_of(f"{SITE}/Councillors.aspx")[:2] == (f"{SITE}/Councillors.aspx", f"{SITE}/Meetings.aspx")
    assert len(pages_of(f"{SITE}/Meetings.aspx")) == 3
