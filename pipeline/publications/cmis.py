"""CMIS, the other system many councils use: no service, no feed, pages only, and no number for a document.

A list shows the current month; any month has a page of its own once the list has told how its addresses are made.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from extractors.dates import find_dates
from pipeline.publications.addresses import last_part
from pipeline.publications.pages import links_of, parse_page, text_of_node
from schemas.agendas import DayRange, ListedAgenda, ListedDocument, ListedItem, ListedMeeting
from schemas.publications import PublicationKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MEETING_PAGES = ("Meetings.aspx", "MeetingsCalendar.aspx", "CalendarofMeetings.aspx")
"""What councils call the page with the calendar, the usual name first."""

_MODULE = re.compile(rb"dnn\$ctr(\d+)\$MeetingCalendarPublic\w*\$")
_MEETING = re.compile(
    r"(?P<root>.*?/tabid/\d+)/ctl/ViewMeetingPublic/mid/(?P<module>\d+)/Meeting/(?P<meeting>\d+)"
    r"/Committee/(?P<committee>\d+)/",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(r"^\s*(?P<time>\d{1,2}[.:]\d{2})\s*(?:-\s*)?(?P<committee>.+)$")
_DOCUMENT_PAGE = "document.ashx"
_STATUS = re.compile(r"\b(?:cancel\w*|postponed|abandoned)\b", re.IGNORECASE)
# '6.', 'Item 6(a)', '06a -': the agenda number before a document's title.
_NUMBER = re.compile(
    r"^\s*(?:agenda\s+)?(?:item\s+(?:no\.?\s*)?)?(?P<number>\d{1,2})\s*(?:\(?[a-z]\)?)?\s*[.):–-]", re.IGNORECASE
)
_OWN_MINUTES = re.compile(r"^\s*(?:draft |printed |public |approved )*minutes\s*$", re.IGNORECASE)
_ATTACHED = re.compile(r"\b(?:appendi(?:x|ces)|annexe?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a site's month pages are addressed. ``root`` ends with the number of the tab."""

    root: str
    module: str

    def month_url(self, month: date) -> str:
        """The page with all meetings of a month; such a page takes the site up to 40 seconds."""
        day = month.replace(day=1).isoformat()
        return f"{self.root}/ctl/MeetingCalendarPublicNoJava/mid/{self.module}/Date/{day}/Default.aspx"


def pages_of(base_url: str) -> tuple[str, ...]:
    """Where the calendar may be, likeliest first. ``base_url`` is the directory of the pages, or one of them."""
    named = last_part(base_url).endswith(".aspx")
    root = base_url.rpartition("/")[0] if named else base_url
    pages = [f"{root}/{page}" for page in MEETING_PAGES]
    return tuple(dict.fromkeys([base_url, *pages] if named else pages))


def find_module(body: bytes) -> str | None:
    """The number of the calendar on a meetings page, None where the page has no calendar."""
    found = _MODULE.search(body)
    return found[1].decode("ascii") if found else None


def list_url(page_url: str, module: str) -> str:
    """The list of the current month's meetings."""
    return f"{page_url}?{urlencode({'ctl': 'MeetingCalendarListView', 'mid': module})}"


def find_calendar(body: bytes, page_url: str) -> Calendar | None:
    """How the month pages are addressed, from any meeting on a list; None where it has none (a month without)."""
    for link in links_of(parse_page(body), page_url):
        found = _MEETING.match(link.url)
        if found:
            return Calendar(found["root"], found["module"])
    return None


def read_list(body: bytes, page_url: str, days: DayRange) -> tuple[ListedMeeting, ...]:
    """The meetings of these days on a list: '9 Jul 2026 11:00 - Cabinet'."""
    found: dict[str, ListedMeeting] = {}
    for row in parse_page(body).css("tr.rgRow, tr.rgAltRow"):
        for link in links_of(row, page_url):
            marks = [mark for mark in find_dates(link.text) if mark.day is not None and mark.year is not None]
            if not marks or (day := marks[0].as_day()) is None or day not in days:
                continue
            meeting = _meeting(link.url, link.text[marks[0].stop :], day)
            if meeting is not None:
                found.setdefault(meeting.number, meeting)
    return tuple(found.values())


def read_month(body: bytes, page_url: str, month: date, days: DayRange) -> tuple[ListedMeeting, ...]:
    """The meetings of these days on a month's page; its days are printed without a year ('Thursday, 9 July')."""
    found: dict[str, ListedMeeting] = {}
    for cell in parse_page(body).css("td.SimpleCalendarDate"):
        marks = [mark for mark in find_dates(text_of_node(cell)) if mark.day is not None]
        day = marks[0].as_day(month.year) if marks else None
        beside = _next_cell(cell)
        if day is None or day.month != month.month or day not in days or beside is None:
            continue
        for link in links_of(beside, page_url):
            meeting = _meeting(link.url, link.text, day)
            if meeting is not None:
                found.setdefault(meeting.number, meeting)
    return tuple(found.values())


def read_documents(body: bytes, page_url: str, meeting: ListedMeeting) -> ListedAgenda:
    """The documents of a meeting's page, by agenda item; minutes printed there are the meeting's own.

    The site lists documents, not items. Those that print the same agenda number are one item; without numbers an
    appendix or annex belongs to the document it is listed after. Addresses change from day to day, so a document goes
    by its meeting and title.
    """
    items: list[ListedItem] = []
    whole: list[ListedDocument] = []
    titles: Counter[str] = Counter()
    entries = parse_page(body).css("li.DocumentListItem")
    links = [link for entry in entries for link in links_of(entry, page_url) if last_part(link.url) == _DOCUMENT_PAGE]
    for link in {link.url: link for link in links}.values():
        titles[link.text] += 1
        name = _name(meeting, link.text, titles[link.text])
        if _OWN_MINUTES.match(link.text):
            whole.append(ListedDocument(name, link.text, link.url, len(whole) + 1, form=PublicationKind.MINUTES))
            continue
        printed = _NUMBER.match(link.text)
        number = printed["number"].lstrip("0") if printed else None
        home = _home(items, number, link.text)
        if home is None:
            home = ListedItem(f"m{meeting.number}-{number}" if number else name, len(items) + 1, number, link.text)
            items.append(home)
        document = ListedDocument(name, link.text, link.url, len(home.documents) + 1)
        items[home.position - 1] = replace(home, documents=(*home.documents, document))
    return ListedAgenda(
        meeting.number,
        meeting.day,
        time=meeting.time,
        status=meeting.status,
        published=bool(items),
        items=tuple(items),
        whole=tuple(whole),
    )


def _name(meeting: ListedMeeting, title: str, times: int) -> str:
    """What stands for a document's number: its meeting and title, with a count where a meeting repeats a title."""
    name = f"m{meeting.number}-{sha256(title.encode()).hexdigest()[:16]}"
    return name if times == 1 else f"{name}-{times}"


def _home(items: list[ListedItem], number: str | None, title: str) -> ListedItem | None:
    if number is not None:
        return next((item for item in items if item.printed_number == number), None)
    return items[-1] if items and _ATTACHED.search(title) else None


def _meeting(url: str, text: str, day: date) -> ListedMeeting | None:
    address, words = _MEETING.match(url), _TIME_FIRST.match(text)
    if not address:
        return None
    committee = (words["committee"] if words else text).strip(" -–")
    status = _STATUS.search(text)
    return ListedMeeting(
        address["meeting"],
        address["committee"],
        _STATUS.sub("", committee).strip(" -–()[]*:"),
        day,
        words["time"] if words else None,
        status.group() if status else None,
        url,
    )


def _next_cell(cell: LexborNode) -> LexborNode | None:
    following = cell.next
    while following is not None and following.tag != "td":
        following = following.next
    return following
