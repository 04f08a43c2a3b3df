"""What ModernGov's web service says is read as it is meant: twice escaped, with odd blanks, and never guessed at."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.publications.moderngov import (
    attachment_url,
    committees_url,
    meeting_url,
    meetings_url,
    read_agenda,
    read_attachment,
    read_committees,
    read_meetings,
)
from pipeline.publications.moderngov_xml import LARGEST_ANSWER, UnreadableAnswer, read_xml, repair
from schemas.agendas import DayRange
from schemas.publications import PublicationKind

BASE = "https://democracy.ambleford.gov.uk/moderngov"
WINTER = DayRange(date(2026, 11, 1), date(2026, 12, 31))

COMMITTEES = b"""<?xml version="1.0" encoding="utf-8"?>
<committees><committeescount> 3</committeescount>
  <committee><committeeid>31</committeeid><committeetitle>Overview &amp;amp; Scrutiny</committeetitle>
    <committeedeleted>False</committeedeleted><committeeexpired>False</committeeexpired>
    <committeecategory>Scrutiny</committeecategory></committee>
  <committee><committeeid>32</committeeid><committeetitle>Best Value Panel</committeetitle>
    <committeedeleted>False</committeedeleted><committeeexpired>True</committeeexpired></committee>
  <committee><committeeid>33</committeeid><committeetitle>Cabinet</committeetitle>
    <committeedeleted>True</committeedeleted><committeeexpired>False</committeeexpired>
    <committeecategory>
</committeecategory></committee>
</committees>"""

MEETINGS = b"""<getmeetings><meetingscount> 4</meetingscount><committeescount> 1</committeescount>
<committee><committeeid>33</committeeid><committeetitle>Mayor&amp;#39;s Cabinet</committeetitle>
<committeemeetingcount> 4</committeemeetingcount><committeemeetings>
<meeting><meetingid>71</meetingid><meetingdate>03/11/2026</meetingdate><meetingstatus>Confirmed</meetingstatus>
  <meetingtime>6.30 pm</meetingtime><iswebcast>False</iswebcast></meeting>
<meeting><meetingid>72</meetingid><meetingdate>01/12/2026</meetingdate>
  <meetingstatus>Confirmed; Rescheduled from 24 November 2026</meetingstatus><meetingtime>
</meetingtime></meeting>
<meeting><meetingid>73</meetingid><meetingdate>11/03/2015</meetingdate><meetingstatus>Confirmed</meetingstatus>
  <meetingtime>18:30</meetingtime></meeting>
<meeting><meetingid>71</meetingid><meetingdate>03/11/2026</meetingdate><meetingstatus>Confirmed</meetingstatus>
  <meetingtime>6.30 pm</meetingtime></meeting>
</committeemeetings></committee></getmeetings>"""


def agenda(items: str, *, agenda_published: str = "True") -> bytes:
    return f"""<meeting><meetingid>71</meetingid><meetingdate>03/11/2026</meetingdate><meetingstatus>Confirmed
</meetingstatus><meetingtime>6.30 pm</meetingtime><agendaid>4071</agendaid>
<agendapublished>{agenda_published}</agendapublished><minutepublished>False</minutepublished>
<agendaitems>{items}</agendaitems>
<attendees><attendee name="A Councillor"><url>x</url></attendee></attendees></meeting>""".encode()


def item(number: int, title: str, documents: str = "", *, printed: str = "5.", extra: str = "", order: int = 5) -> str:
    return (
        f"<agendaitem><agendaitemid>{number}</agendaitemid><agendaitemtitle>{title}</agendaitemtitle>{extra}"
        f"<agendaitemnumber>{order}</agendaitemnumber><fulldisplaynumberformat>{printed}</fulldisplaynumberformat>"
        f"<isrestricted>False</isrestricted><linkeddocuments>{documents}</linkeddocuments></agendaitem>"
    )


def document(
    number: int,
    title: str,
    *,
    url: str | None = None,
    restricted: str = "False",
    is_url: str = "False",
    published: str = "26/10/2026",
) -> str:
    address = url or f"http://democracy.ambleford.gov.uk/moderngov/mgConvert2PDF.aspx?ID={number}"
    return (
        f"<linkeddoc><attachmentid>{number}</attachmentid><title>{title}</title><isurl>{is_url}</isurl>"
        f"<url>{address}</url><isrestricted>{restricted}</isrestricted><restrictionsRef>\n</restrictionsRef>"
        f"<itemnum>1</itemnum><publicationdate>{published}</publicationdate></linkeddoc>"
    )


def test_dates_are_asked_for_in_the_one_form_that_filters() -> None:
    query = parse_qs(urlsplit(meetings_url(BASE, WINTER)).query)
    assert query == {"lCommitteeId": ["0"], "sFromDate": ["01/11/2026"], "sToDate": ["31/12/2026"]}


def test_every_method_is_asked_for_with_all_its_parameters() -> None:
    assert committees_url(BASE) == f"{BASE}/mgWebService.asmx/GetCommittees"
    assert meeting_url(BASE, "71") == f"{BASE}/mgWebService.asmx/GetMeeting?lMeetingId=71"
    assert attachment_url(BASE, "8") == f"{BASE}/mgWebService.asmx/GetAttachment?lAttachmentID=8"


def test_committees_are_read_with_their_ends_and_missing_categories() -> None:
    scrutiny, panel, cabinet = read_committees(COMMITTEES)
    assert (scrutiny.number, scrutiny.title, scrutiny.category) == ("31", "Overview & Scrutiny", "Scrutiny")
    assert [one.ended for one in (scrutiny, panel, cabinet)] == [False, True, True]
    assert panel.category is None
    assert cabinet.category is None


def test_a_meeting_outside_the_days_asked_for_is_dropped_even_if_the_site_returns_it() -> None:
    found = read_meetings(MEETINGS, WINTER)
    assert [(meeting.number, meeting.day) for meeting in found] == [
        ("71", date(2026, 11, 3)),
        ("72", date(2026, 12, 1)),
    ]
    assert found[0].committee_title == "Mayor's Cabinet"
    assert found[1].status == "Confirmed; Rescheduled from 24 November 2026"
    assert found[1].time is None


def test_the_documents_of_an_item_keep_its_order_and_what_the_council_says_of_them() -> None:
    body = agenda(
        item(6001, "Part one", printed="", order=0)
        + item(
            6002,
            "Performance &amp;amp; Risk",
            document(801, "Quarter 2 report")
            + document(802, "Appendix &amp;amp; tables", restricted="True")
            + document(803, "On our website", is_url="True", url="https://plan.example/kpis"),
        )
    )
    read = read_agenda(body, BASE)
    heading, performance = read.items
    assert heading.is_heading
    assert (performance.number, performance.printed_number, performance.title) == ("6002", "5.", "Performance & Risk")
    assert [one.title for one in performance.documents] == ["Quarter 2 report", "Appendix & tables", "On our website"]
    assert [one.restricted for one in performance.documents] == [False, True, False]
    assert [one.is_link for one in performance.documents] == [False, False, True]
    assert performance.documents[0].published_on == date(2026, 10, 26)
    assert (read.agenda_number, read.published, read.minutes_published) == ("4071", True, False)
    assert not read.repaired


def test_an_address_the_service_prints_without_tls_is_the_sites_own_with_tls() -> None:
    read = read_agenda(agenda(item(6002, "Performance", document(801, "Report"))), BASE)
    assert read.items[0].documents[0].url == f"{BASE}/mgConvert2PDF.aspx?ID=801"


def test_a_document_under_its_own_number_is_an_attachment_whatever_form_is_asked_of_the_converter() -> None:
    url = "http://democracy.ambleford.gov.uk/moderngov/mgConvert2PDF.aspx?ID=801&amp;T=0"
    read = read_agenda(agenda(item(6002, "Performance", document(801, "Report", url=url))), BASE)
    assert read.items[0].documents[0].form is PublicationKind.REPORT


@pytest.mark.parametrize("said", ["True", "true", "1", "Yes", "perhaps"])
def test_whatever_is_not_plainly_open_is_closed(said: str) -> None:
    read = read_agenda(agenda(item(6002, "Performance", document(801, "Report", restricted=said))), BASE)
    assert read.items[0].documents[0].restricted


def test_pasted_markup_that_is_no_xml_is_mended_without_touching_addresses() -> None:
    pasted = "<agendatext><div>See the report&nbsp;of<br>July</div></agendatext>"
    url = "http://democracy.ambleford.gov.uk/moderngov/mgConvert2PDF.aspx?ID=801&T=0"
    read = read_agenda(agenda(item(6002, "Performance", document(801, "Report", url=url), extra=pasted)), BASE)
    assert read.repaired
    assert read.items[0].documents[0].url == f"{BASE}/mgConvert2PDF.aspx?ID=801&T=0"
    assert read.items[0].title == "Performance"


def test_a_well_formed_answer_is_left_as_it_is_by_the_repair() -> None:
    assert repair(COMMITTEES) == COMMITTEES
    assert repair(MEETINGS) == MEETINGS


@given(st.text(alphabet="ab&;#x3<> lt\x0b", max_size=30))
@example("&#x3;")
@example("&#1114112;")
def test_whatever_stands_in_a_pasted_text_the_address_beside_it_stays_whole(pasted: str) -> None:
    if "</agendatext" in pasted or "]]>" in pasted:
        return
    body = agenda(item(6002, "Performance", document(801, "R"), extra=f"<agendatext>{pasted}</agendatext>"))
    read = read_agenda(body, BASE)
    assert read.items[0].documents[0].url == f"{BASE}/mgConvert2PDF.aspx?ID=801"


@pytest.mark.parametrize(
    "body",
    [
        b"<html><head><title>Log in</title></head><body><form></form></body></html>",
        b"",
        b"Missing parameter: lMeetingId.",
        b"<meeting><agendaitems></meeting>",
        b'<!DOCTYPE meeting [<!ENTITY a "aaaa">]><meeting><meetingid>&a;</meetingid></meeting>',
        b"<meeting><meetingdate>03/11/2026</meetingdate></meeting>",
        b'<?xml version="1.0" encoding="utf-8"?><meeting>\xff&</meeting>',
    ],
)
def test_anything_else_is_unreadable_and_not_an_empty_agenda(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        read_agenda(body, BASE)


def test_an_answer_of_unheard_of_size_is_not_parsed() -> None:
    with pytest.raises(UnreadableAnswer, match="larger"):
        read_xml(b" " * (LARGEST_ANSWER + 1), "meeting")


def test_an_attachment_tells_its_address() -> None:
    url = b"<url>http://democracy.ambleford.gov.uk/a\r\n b.pdf</url>"
    body = b"<attachment><attachmentid>801</attachmentid>" + url + b"</attachment>"
    assert read_attachment(body, BASE) == "https://democracy.ambleford.gov.uk/a%20b.pdf"
    assert read_attachment(b"<attachment><url>\n</url></attachment>", BASE) is None


@given(st.binary(max_size=40), st.integers(0, 1500))
def test_an_answer_with_any_bytes_in_it_is_read_or_called_unreadable(noise: bytes, at: int) -> None:
    whole = agenda(
        item(6002, "Performance &amp;amp; Risk", document(801, "Report"), extra="<agendatext>a</agendatext>")
    )
    try:
        read = read_agenda(whole[:at] + noise + whole[at:], BASE)
    except UnreadableAnswer:
        return
    assert read.meeting
