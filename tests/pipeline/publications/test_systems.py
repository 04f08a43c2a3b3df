"""The ways to list a site, asked by hand: what is asked next depends on what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from pipeline.publications.detect import Install, detect_install, find_installs
from pipeline.publications.systems import CmisListing, NotRead, PagesListing, ServiceListing
from schemas.agendas import DayRange, ListedCommittee, ListedDocument
from schemas.publications import Answer, Outcome
from schemas.vocabulary import CouncilSystem

BASE = "https://democracy.ambleford.gov.uk"
WEEKS = DayRange(date(2026, 11, 1), date(2026, 12, 20))
COMMITTEES = (ListedCommittee("33", "Cabinet"), ListedCommittee("31", "Scrutiny"))
NO_MEETINGS = b"<getmeetings><meetingscount> 0</meetingscount></getmeetings>"


def meetings(committee: int, meeting: int) -> bytes:
    return (
        f"<getmeetings><committee><committeeid>{committee}</committeeid><committeetitle>C</committeetitle>"
        f"<committeemeetings><meeting><meetingid>{meeting}</meetingid><meetingdate>03/11/2026</meetingdate></meeting>"
        "</committeemeetings></committee></getmeetings>"
    ).encode()


@dataclass
class Scripted:
    """Answers by the end of the address; everything else is not found."""

    answers: dict[str, bytes | tuple[int, Outcome]]
    asked: list[str] = field(default_factory=list)

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        found = next((answer for end, answer in self.answers.items() if end in url), (404, Outcome.NOT_FOUND))
        if isinstance(found, bytes):
            return Answer(url=url, final_url=url, outcome=Outcome.OK, status=200, body=found)
        return Answer(url=url, final_url=url, outcome=found[1], status=found[0])


def test_a_service_that_fails_for_all_committees_is_asked_for_each_of_those_we_read() -> None:
    site = Scripted({"lCommitteeId=0": (500, Outcome.UNAVAILABLE), "=33&": meetings(33, 71), "=31&": meetings(31, 72)})
    found = list(ServiceListing(BASE, site).meetings(WEEKS, COMMITTEES))
    assert [meeting.number for meeting in found] == ["71", "72"]


def test_a_service_that_lists_nothing_is_asked_for_each_committee_too() -> None:
    site = Scripted({"lCommitteeId=0": NO_MEETINGS, "=33&": meetings(33, 71), "=31&": NO_MEETINGS})
    assert [meeting.number for meeting in ServiceListing(BASE, site).meetings(WEEKS, COMMITTEES)] == ["71"]


@pytest.mark.parametrize("answer", [(503, Outcome.UNAVAILABLE), (403, Outcome.BLOCKED), (404, Outcome.NOT_FOUND)])
def test_a_site_that_is_down_or_refuses_is_not_asked_more(answer: tuple[int, Outcome]) -> None:
    site = Scripted({"GetMeetings": answer})
    with pytest.raises(NotRead) as failed:
        list(ServiceListing(BASE, site).meetings(WEEKS, COMMITTEES))
    assert failed.value.outcome is answer[1]
    assert len(site.asked) == 1


def test_an_address_is_asked_for_only_where_the_agenda_has_none() -> None:
    site = Scripted({"lAttachmentID=8": b"<attachment><url>http://democracy.ambleford.gov.uk/a.pdf</url></attachment>"})
    listing = ServiceListing(BASE, site)
    known = ListedDocument("7", "Report", f"{BASE}/x.pdf", 1)
    assert listing.with_address(known) == known
    assert listing.with_address(ListedDocument("8", "Report", "", 1)).url == f"{BASE}/a.pdf"
    assert len(site.asked) == 1


def test_a_year_of_many_pages_is_read_to_its_end_and_not_in_circles() -> None:
    def page(meeting: int, day: int, later: str) -> bytes:
        return (
            f'<a href="ieListDocuments.aspx?CId=33&MId={meeting}">{day} Nov 2026 6.30 pm</a>'
            f'<a href="ieListMeetings.aspx?Act=later&CId=33&D={later}">Later</a>'
        ).encode()

    site = Scripted({"D=2": page(73, 5, "1"), "D=1": page(72, 4, "2"), "Year=2026": page(71, 3, "1")})
    found = list(PagesListing(BASE, site).meetings(WEEKS, COMMITTEES[:1]))
    assert [meeting.number for meeting in found] == ["71", "72", "73"]
    assert len(site.asked) == 3


def test_the_calendar_of_cmis_is_looked_for_under_its_usual_names() -> None:
    site = Scripted({"/CalendarofMeetings.aspx": b"dnn$ctr12$MeetingCalendarPublicX$ no meetings"})
    assert list(CmisListing("https://a.cmis.uk.com/a", site).meetings(WEEKS, ())) == []
    assert [url.rpartition("/")[2] for url in site.asked][:3] == [
        "Meetings.aspx",
        "MeetingsCalendar.aspx",
        "CalendarofMeetings.aspx",
    ]


def test_a_cmis_site_without_a_calendar_is_not_read() -> None:
    with pytest.raises(NotRead) as failed:
        list(CmisListing("https://a.cmis.uk.com/a", Scripted({})).meetings(WEEKS, ()))
    assert failed.value.outcome is Outcome.NOT_FOUND


HOME = "https://www.ambleford.gov.uk/"
SERVICE = b"<committees><committee><committeeid>1</committeeid></committee></committees>"


@pytest.mark.parametrize(
    ("href", "install"),
    [
        ("/moderngov/mgWhatsNew.aspx?bcr=1", Install(CouncilSystem.MODERNGOV, f"{HOME}moderngov")),
        (f"{BASE}/ieListMeetings.aspx?CId=0", Install(CouncilSystem.MODERNGOV, BASE)),
        ("https://a.cmis.uk.com/live/Councillors.aspx", Install(CouncilSystem.CMIS, "https://a.cmis.uk.com/live")),
        ("https://cmis.a.gov.uk/cmis5/Meetings.aspx", Install(CouncilSystem.CMIS, "https://cmis.a.gov.uk/cmis5")),
    ],
)
def test_an_install_is_known_by_a_link_to_one_of_its_pages(href: str, install: Install) -> None:
    assert find_installs(f'<a href="{href}">Meetings</a>'.encode(), HOME) == (install,)


def test_other_links_are_no_install() -> None:
    body = b'<a href="/councillors">Councillors</a><a href="https://example.org/meetings">M</a>'
    assert find_installs(body, HOME) == ()


def test_a_linked_install_is_confirmed_by_its_service() -> None:
    site = Scripted({"/moderngov/mgWebService": SERVICE, HOME: b'<a href="moderngov/ieDocHome.aspx">Papers</a>'})
    assert detect_install(site, HOME) == Install(CouncilSystem.MODERNGOV, f"{HOME}moderngov", confirmed=True)


def test_an_install_with_its_service_switched_off_is_confirmed_by_its_pages() -> None:
    page, missing = b'<a href="moderngov/ieDocHome.aspx">Papers</a>', (404, Outcome.NOT_FOUND)
    site = Scripted({"asmx": missing, "ieDocHome": b"<p>Home</p>", "mgWhats": missing, HOME: page})
    found = detect_install(site, HOME)
    assert found is not None
    assert found.confirmed


def test_an_install_on_another_site_is_told_without_being_asked() -> None:
    link = b'<a href="https://ambleford.moderngov.co.uk/ieDocHome.aspx">Papers</a>'
    site = Scripted({"ambleford.moderngov": (0, Outcome.OFF_SITE), HOME: link})
    assert detect_install(site, HOME) == Install(CouncilSystem.MODERNGOV, "https://ambleford.moderngov.co.uk")


def test_what_is_linked_nowhere_stays_unknown() -> None:
    site = Scripted({"asmx": (404, Outcome.NOT_FOUND), "aspx": (404, Outcome.NOT_FOUND), HOME: b"<p>Welcome</p>"})
    assert detect_install(site, HOME) is None
    assert detect_install(Scripted({}), HOME) is None
