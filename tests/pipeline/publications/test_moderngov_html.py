"""The pages of ModernGov, read where its service is switched off."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publications.links import closed_object, find_file
from pipeline.publications.moderngov_html import read_agenda_page, read_committee_list, read_meeting_list
from pipeline.publications.moderngov_xml import UnreadableAnswer
from pipeline.publications.rss import Hint, meeting_of, read_hints
from schemas.agendas import DayRange, ListedCommittee
from schemas.publications import PublicationKind

BASE = "https://democracy.ambleford.gov.uk"
PAGE = f"{BASE}/ieListDocuments.aspx?CId=33&MId=71"
CABINET = ListedCommittee("33", "Cabinet")
AUTUMN = DayRange(date(2026, 9, 1), date(2026, 11, 30))

AGENDA = b"""<html><body><h2 class="mgSubTitleTxt" >Cabinet - Tuesday, 3rd November, 2026 6.30 pm</h2>
<div class="mgLinks"><ul class="mgActionList" >
 <li><a href="mgMeetingAttendance.aspx?ID=71">Attendance</a></li>
 <li><a href="documents/g4071/Agenda frontsheet 03rd-Nov-2026 18.30 Cabinet.pdf?T=0">Agenda frontsheet</a></li>
 <li><a href="documents/g4071/Public reports pack\r\n03rd-Nov-2026 18.30 Cabinet.pdf?T=10" title="Link to pack">Reports
   pack<span class="mgFileSize" > PDF 9 MB</span></a></li>
 <li><a href="documents/b412/Reports to follow 03rd-Nov-2026.pdf?T=9">Reports to follow</a></li></ul></div>
<table class="mgItemTable" id="mgItemTable">
 <tr><td class="mgItemNumberCell" ><p class="mgAiTitleTxt" ><a name="AI6002"></a>5.</p></td>
  <td><p class="mgAiTitleTxt" ><a class="mgAiTitleLnk" href="/(X(1)S(abc123))/documents/s801/Quarter 2.pdf">
   <span class="mgHide">(ref: 12)</span>Performance &amp; Risk, quarter 2<span class="mgFileSize"> PDF 2 MB</span></a>
   </p>
   <p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgBulletList" >
    <li><a href="documents/s802/Appendix A.pdf">Appendix A<span class="mgFileSize"> PDF 158 KB</span></a></li>
    <li>Appendix B <a href="mgReasonsRestricted.aspx?OID=803&amp;OT=I">View the reasons</a></li></ul></td></tr>
 <tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt"><a name="AI6003"></a>6.</p></td>
  <td><p class="mgAiTitleTxt">Sale of land</p>
   <p><a href="mgReasonsRestricted.aspx?OID=6003&amp;OT=I">View reasons why this item is restricted</a></p></td></tr>
 <tr><td class="mgItemNumberCell"></td><td><p class="mgAiTitleTxt"></p></td></tr>
</table></body></html>"""


def test_an_agenda_page_gives_items_with_their_papers_in_order() -> None:
    read = read_agenda_page(AGENDA, PAGE, "71")
    performance, land, heading = read.items
    assert (read.day, read.agenda_number, read.published) == (date(2026, 11, 3), "4071", True)
    assert (performance.number, performance.printed_number) == ("6002", "5.")
    assert performance.title == "Performance & Risk, quarter 2"
    assert [(one.number, one.title, one.restricted) for one in performance.documents] == [
        ("801", "Performance & Risk, quarter 2", False),
        ("802", "Appendix A", False),
        ("803", "Appendix B", True),
    ]
    assert land.restricted
    assert land.documents == ()
    assert heading.is_heading


def test_a_session_in_the_path_is_no_part_of_an_address() -> None:
    read = read_agenda_page(AGENDA, PAGE, "71")
    assert read.items[0].documents[0].url == f"{BASE}/documents/s801/Quarter%202.pdf"


def test_a_line_break_inside_a_link_is_mended() -> None:
    pack = read_agenda_page(AGENDA, PAGE, "71").whole[1]
    assert pack.url == f"{BASE}/documents/g4071/Public%20reports%20pack%2003rd-Nov-2026%2018.30%20Cabinet.pdf?T=10"
    assert (pack.form, pack.title) == (PublicationKind.PACK, "Reports pack")


def test_files_of_the_whole_agenda_are_told_from_those_of_its_items() -> None:
    whole = read_agenda_page(AGENDA, PAGE, "71").whole
    assert [(one.number, one.form) for one in whole] == [
        ("g4071-0", PublicationKind.FRONT_SHEET),
        ("g4071-10", PublicationKind.PACK),
        ("b412", PublicationKind.SUPPLEMENT),
    ]


def test_a_page_without_an_agenda_is_an_agenda_not_published() -> None:
    read = read_agenda_page(b"<html><body><p>To be published.</p></body></html>", PAGE, "71")
    assert read.published is False
    assert not read.items
    assert not read.whole


def test_committees_are_those_a_page_links_to() -> None:
    body = b"""<ul><li><a href="mgCommitteeDetails.aspx?ID=33">Cabinet</a></li>
    <li><a href="MGCOMMITTEEDETAILS.aspx?id=31&amp;bcr=1">Scrutiny</a></li>
    <li><a href="mgCommitteeDetails.aspx?ID=33">Cabinet</a></li><li><a href="ieDocHome.aspx">Home</a></li></ul>"""
    found = read_committee_list(body, f"{BASE}/mgListCommittees.aspx")
    assert [(one.number, one.title) for one in found] == [("33", "Cabinet"), ("31", "Scrutiny")]


def test_meetings_of_a_page_are_read_with_their_times_and_cancellations() -> None:
    body = b"""<ul class="mgBulletList" >
    <li><a href="ieListDocuments.aspx?CId=33&amp;MId=71&amp;Ver=4">3 Nov 2026 6.30 pm</a></li>
    <li><a href="ieListDocuments.aspx?CId=33&amp;MeetingId=72">1 Sep 2026 10.00 am</a> - CANCELLED</li>
    <li><a href="ieListDocuments.aspx?CId=33&amp;MID=73">1 Dec 2026 6.30 pm</a></li></ul>
    <a href="ieListMeetings.aspx?Act=later&amp;CId=33&amp;D=202612010000&amp;MD=ielistmeetings">Later</a>"""
    found, later = read_meeting_list(body, f"{BASE}/ieListMeetings.aspx?CId=33&Year=2026", CABINET, AUTUMN)
    assert [(one.number, one.day, one.time, one.status) for one in found] == [
        ("71", date(2026, 11, 3), "6.30 pm", None),
        ("72", date(2026, 9, 1), "10.00 am", "CANCELLED"),
    ]
    assert later is not None
    assert later.startswith(f"{BASE}/ieListMeetings.aspx?Act=later")


@pytest.mark.parametrize(
    ("url", "kind", "number"),
    [
        ("/documents/s801/a.pdf", PublicationKind.REPORT, "801"),
        ("/mgConvert2PDF.aspx?ID=801", PublicationKind.REPORT, "801"),
        ("/mgConvert2PDF.aspx?ID=801&ISATT=1", PublicationKind.REPORT, "801"),
        ("/mgConvert2PDF.aspx?ID=4071&T=10", PublicationKind.PACK, "g4071-10"),
        ("/mgConvert2PDF.aspx?ID=12&T=6", PublicationKind.OTHER, "g12-6"),
        ("/documents/g4071/Printed%20minutes.pdf?T=1", PublicationKind.MINUTES, "g4071-1"),
        ("/documents/g4071/Public%20minutes.pdf?T=11", PublicationKind.MINUTES, "g4071-11"),
        ("/documents/g4071/Decisions.pdf?T=2", PublicationKind.DECISIONS, "g4071-2"),
        ("/documents/g4071/Public%20reports%20pack.pdf", PublicationKind.OTHER, "g4071"),
        ("/documents/a55/x.pdf", PublicationKind.OTHER, "a55"),
    ],
)
def test_a_file_is_known_by_the_form_of_its_address(url: str, kind: PublicationKind, number: str) -> None:
    file = find_file(BASE + url)
    assert file is not None
    assert (file.kind, file.number) == (kind, number)


def test_a_link_to_reasons_is_a_stop_sign_and_no_file() -> None:
    url = f"{BASE}/mgReasonsRestricted.aspx?OID=803&OT=I"
    assert closed_object(url) == "803"
    assert find_file(url) is None
    assert closed_object(PAGE) is None


FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Ambleford</title>
<item><title>Agenda published: Meeting of Tuesday, 3rd November, 2026 6.30 pm, Cabinet</title>
 <link>https://democracy.ambleford.gov.uk/ieListDocuments.aspx?CId=33&amp;MId=71</link></item>
<item><title>Agenda published: Meeting of Tuesday, 3rd November, 2026 6.30 pm, Cabinet</title>
 <link>https://democracy.ambleford.gov.uk/ieListDocuments.aspx?CId=33&amp;MId=71</link></item>
<item><title>Minutes published: Meeting of Tuesday, 6th October, 2026 6.30 pm, Cabinet</title>
 <link>https://democracy.ambleford.gov.uk/ieListDocuments.aspx?CId=33&amp;MId=70</link></item>
<item><title>Decision published: Repairs</title>
 <link>https://democracy.ambleford.gov.uk/ieDecisionDetails.aspx?ID=5</link></item>
<item><title>Meeting held: Cabinet</title>
 <link>https://democracy.ambleford.gov.uk/ieListDocuments.aspx?CId=33&amp;MId=69</link></item></channel></rss>"""


def test_a_feed_hints_at_meetings_with_new_papers_once_each() -> None:
    assert read_hints(FEED) == (Hint("71", False), Hint("70", True))


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html><body>What's new</body></html>", b"", b"<rss><channel>"])
def test_a_page_instead_of_a_feed_is_told(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        read_hints(body)


def test_a_meeting_is_known_by_any_spelling_of_its_address() -> None:
    assert meeting_of(f"{BASE}/ielistdocuments.aspx?MeetingId=7&J=2") == "7"
    assert meeting_of(f"{BASE}/ieListDocuments.aspx?CId=33") is None
    assert meeting_of(f"{BASE}/ieDecisionDetails.aspx?MId=7") is None


@given(st.binary(max_size=200), st.integers(0, len(AGENDA)))
def test_a_page_cut_anywhere_or_of_any_bytes_is_read_as_far_as_it_goes(noise: bytes, cut: int) -> None:
    for body in (noise, AGENDA[:cut] + noise, AGENDA[:cut] + AGENDA[cut + len(noise) :]):
        read = read_agenda_page(body, PAGE, "71")
        assert all(one.url or one.restricted for item in read.items for one in item.documents)
        read_meeting_list(body, PAGE, CABINET, AUTUMN)
        read_committee_list(body, PAGE)
