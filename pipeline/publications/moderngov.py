"""The web service of ModernGov: the addresses to ask and what the answers say.

Plain GET, XML back. Every declared parameter has to be there, also those that say nothing, or the service answers 500.
Dates go in and come out as dd/mm/yyyy; one it cannot parse means no filter at all, so days are checked here again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pipeline.publications.addresses import clean_url
from pipeline.publications.links import find_file
from pipeline.publications.moderngov_xml import UnreadableAnswer, is_true, number_of, read_xml, text_of
from schemas.agendas import DayRange, ListedAgenda, ListedCommittee, ListedDocument, ListedItem, ListedMeeting
from schemas.publications import PublicationKind

if TYPE_CHECKING:
    from lxml.etree import _Element

SERVICE = "mgWebService.asmx"
EVERY_COMMITTEE = 0
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")


def committees_url(base_url: str) -> str:
    """Where the committees are listed. The method takes no parameter, so it also tells whether the service is there."""
    return f"{base_url}/{SERVICE}/GetCommittees"


def meetings_url(base_url: str, days: DayRange, committee: str | int = EVERY_COMMITTEE) -> str:
    """Where the meetings of these days are listed, of every committee or of one."""
    asked = {"lCommitteeId": committee, "sFromDate": _written(days.first), "sToDate": _written(days.last)}
    return f"{base_url}/{SERVICE}/GetMeetings?{urlencode(asked)}"


def meeting_url(base_url: str, meeting: str) -> str:
    """Where one meeting's agenda and documents are listed."""
    return f"{base_url}/{SERVICE}/GetMeeting?{urlencode({'lMeetingId': meeting})}"


def attachment_url(base_url: str, attachment: str) -> str:
    """Where one attachment's address is told."""
    return f"{base_url}/{SERVICE}/GetAttachment?{urlencode({'lAttachmentID': attachment})}"


def read_committees(body: bytes) -> tuple[ListedCommittee, ...]:
    """The committees of a ``GetCommittees`` answer, in its order. UnreadableAnswer for anything else."""
    return tuple(
        ListedCommittee(
            number=_require(element, "committeeid"),
            title=text_of(element, "committeetitle") or "",
            category=text_of(element, "committeecategory"),
            ended=bool(is_true(element, "committeedeleted")) or bool(is_true(element, "committeeexpired")),
        )
        for element in read_xml(body, "committees").root.iterfind("committee")
    )


def read_meetings(body: bytes, days: DayRange) -> tuple[ListedMeeting, ...]:
    """The meetings of a ``GetMeetings`` answer that are on these days, in its order, each once.

    UnreadableAnswer for anything else, and where a meeting has no number or no day.
    """
    found: dict[str, ListedMeeting] = {}
    for committee in read_xml(body, "getmeetings").root.iterfind("committee"):
        number, title = _require(committee, "committeeid"), text_of(committee, "committeetitle") or ""
        for element in committee.iterfind("committeemeetings/meeting"):
            meeting = ListedMeeting(
                number=_require(element, "meetingid"),
                committee=number,
                committee_title=title,
                day=_require_day(element, "meetingdate"),
                time=text_of(element, "meetingtime"),
                status=text_of(element, "meetingstatus"),
            )
            if meeting.day in days:
                found.setdefault(meeting.number, meeting)
    return tuple(found.values())


def read_agenda(body: bytes, base_url: str) -> ListedAgenda:
    """The agenda of a ``GetMeeting`` answer, documents at the addresses one fetches them from.

    Who attended is not read. UnreadableAnswer for anything else.
    """
    xml = read_xml(body, "meeting")
    meeting = xml.root
    return ListedAgenda(
        meeting=_require(meeting, "meetingid"),
        day=_day(text_of(meeting, "meetingdate")),
        agenda_number=text_of(meeting, "agendaid"),
        time=text_of(meeting, "meetingtime"),
        status=text_of(meeting, "meetingstatus"),
        published=is_true(meeting, "agendapublished"),
        minutes_published=is_true(meeting, "minutepublished"),
        items=tuple(_items(meeting, base_url)),
        repaired=xml.repaired,
    )


def read_attachment(body: bytes, base_url: str) -> str | None:
    """The address a ``GetAttachment`` answer gives, None where it gives none. UnreadableAnswer for anything else."""
    url = text_of(read_xml(body, "attachment").root, "url")
    return clean_url(url, f"{base_url}/") if url else None


def _items(meeting: _Element, base_url: str) -> Iterator[ListedItem]:
    for position, element in enumerate(meeting.iterfind("agendaitems/agendaitem"), 1):
        title = text_of(element, "agendaitemtitle")
        documents = tuple(_documents(element, base_url))
        yield ListedItem(
            number=_require(element, "agendaitemid"),
            position=position,
            printed_number=text_of(element, "fulldisplaynumberformat"),
            title=title,
            restricted=_is_closed(element),
            is_heading=title is None or (number_of(element, "agendaitemnumber") == 0 and not documents),
            documents=documents,
        )


def _documents(item: _Element, base_url: str) -> Iterator[ListedDocument]:
    for position, element in enumerate(item.iterfind("linkeddocuments/linkeddoc"), 1):
        url = clean_url(text_of(element, "url") or "", f"{base_url}/") or ""
        number = text_of(element, "attachmentid")
        yield ListedDocument(
            number=number,
            title=text_of(element, "title") or "",
            url=url,
            position=number_of(element, "itemnum") or position,
            restricted=_is_closed(element),
            is_link=bool(is_true(element, "isurl")),
            published_on=_day(text_of(element, "publicationdate")),
            form=_form(url, number),
        )


def _form(url: str, attachment: str | None) -> PublicationKind:
    """What an item's document is by its address. Under its own number it is an attachment, whatever else is asked."""
    file = find_file(url)
    return PublicationKind.REPORT if file is None or file.agenda_number == attachment else file.kind


def _is_closed(element: _Element) -> bool:
    """Whether an item or document is closed to the public; an answer that is neither yes nor no closes it too."""
    return text_of(element, "isrestricted") is not None and is_true(element, "isrestricted") is not False


def _require(element: _Element, name: str) -> str:
    text = text_of(element, name)
    if text is None:
        raise UnreadableAnswer(f"a <{element.tag}> has no <{name}>")
    return text


def _require_day(element: _Element, name: str) -> date:
    day = _day(text_of(element, name))
    if day is None:
        raise UnreadableAnswer(f"a <{element.tag}> has no day in its <{name}>")
    return day


def _day(text: str | None) -> date | None:
    """'03/11/2026', also with a time behind it; None for no date and for one that does not exist."""
    found = _DAY.match(text or "")
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")
