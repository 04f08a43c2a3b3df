"""Each system's way of listing committees, meetings and agendas, behind one shape: the service, the pages, CMIS.

What they ask goes through a ``Visitor``; what they cannot read is raised as ``NotRead``, with the outcome it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Protocol, TypeVar

from pipeline.publications import cmis, moderngov, moderngov_html
from pipeline.publications.moderngov_xml import UnreadableAnswer
from pipeline.publications.outcomes import excerpt
from pipeline.publications.receiving import BEGINNING_BYTES
from pipeline.publications.windows import in_slices, months_of
from schemas.agendas import DayRange, ListedAgenda, ListedCommittee, ListedDocument, ListedMeeting
from schemas.publications import Answer, Outcome

Read = TypeVar("Read")
# One committee that meets weekly fills a page a year; more pages than this go round in circles.
_MOST_PAGES = 12


class Asker(Protocol):
    """What is needed of a ``Visitor`` to read pages."""

    def get(self, url: str) -> Answer: ...


class NotRead(Exception):
    """A list or agenda that could not be read. ``outcome`` says why, ``detail`` is a sentence for a person.

    ``retry_after`` are the seconds the site asks to wait, None where it asks nothing.
    """

    def __init__(
        self, outcome: Outcome, detail: str, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.status = status
        self.retry_after = retry_after


class Listing(Protocol):
    """One system. Every method asks the site; NotRead where it does not answer with what was asked for."""

    def committees(self) -> tuple[ListedCommittee, ...]:
        """Every committee the site lists; none where the system has no such list."""

    def meetings(self, days: DayRange, committees: Sequence[ListedCommittee]) -> Iterator[ListedMeeting]:
        """The meetings of these days, at least those of ``committees``."""

    def agenda(self, meeting: ListedMeeting) -> ListedAgenda:
        """A meeting's agenda with its documents."""

    def whole(self, meeting: ListedMeeting) -> tuple[ListedDocument, ...]:
        """The documents for all of a meeting's agenda, where ``agenda`` lists those of its items only; else none."""

    def with_address(self, document: ListedDocument) -> ListedDocument:
        """A document with its address, where the agenda did not give it."""


class ServiceListing:
    """ModernGov's web service."""

    def __init__(self, base_url: str, visitor: Asker) -> None:
        self._base_url = base_url
        self._visitor = visitor

    def committees(self) -> tuple[ListedCommittee, ...]:
        """One request."""
        return read(
            self._visitor, moderngov.committees_url(self._base_url), lambda body, _: moderngov.read_committees(body)
        )

    def meetings(self, days: DayRange, committees: Sequence[ListedCommittee]) -> Iterator[ListedMeeting]:
        """One request for every slice of the days; one a committee where that fails, or brings nothing at all."""
        try:
            found = [meeting for piece in in_slices(days) for meeting in self._of(piece, moderngov.EVERY_COMMITTEE)]
        except NotRead as failed:
            if failed.status != 500:
                raise
            found = []
        yield from found or [meeting for committee in committees for meeting in self._of(days, committee.number)]

    def agenda(self, meeting: ListedMeeting) -> ListedAgenda:
        """One request."""
        url = moderngov.meeting_url(self._base_url, meeting.number)
        return read_agenda(self._visitor, url, lambda body, _: moderngov.read_agenda(body, self._base_url))

    def whole(self, meeting: ListedMeeting) -> tuple[ListedDocument, ...]:
        """One request, of the meeting's page: the service does not list packs."""
        return PagesListing(self._base_url, self._visitor).agenda(meeting).whole

    def with_address(self, document: ListedDocument) -> ListedDocument:
        """One request where there is a number and no address."""
        if document.url or document.number is None:
            return document
        url = moderngov.attachment_url(self._base_url, document.number)
        found = read(self._visitor, url, lambda body, _: moderngov.read_attachment(body, self._base_url))
        return replace(document, url=found or "")

    def _of(self, days: DayRange, committee: str | int) -> tuple[ListedMeeting, ...]:
        url = moderngov.meetings_url(self._base_url, days, committee)
        return read(self._visitor, url, lambda body, _: moderngov.read_meetings(body, days))


class PagesListing:
    """ModernGov's pages, where the service is switched off."""

    def __init__(self, base_url: str, visitor: Asker) -> None:
        self._base_url = base_url
        self._visitor = visitor

    def committees(self) -> tuple[ListedCommittee, ...]:
        """One request."""
        url = moderngov_html.committees_page(self._base_url)
        return read(self._visitor, url, moderngov_html.read_committee_list)

    def meetings(self, days: DayRange, committees: Sequence[ListedCommittee]) -> Iterator[ListedMeeting]:
        """One request for every committee and year, more where a year has more than one page."""
        for committee in committees:
            for year in range(days.first.year, days.last.year + 1):
                yield from self._year(committee, year, days)

    def agenda(self, meeting: ListedMeeting) -> ListedAgenda:
        """One request."""
        url = moderngov_html.agenda_page(self._base_url, meeting.committee, meeting.number)
        return read_agenda(
            self._visitor, url, lambda body, at: moderngov_html.read_agenda_page(body, at, meeting.number)
        )

    def whole(self, meeting: ListedMeeting) -> tuple[ListedDocument, ...]:
        """None: the agenda has them."""
        return ()

    def with_address(self, document: ListedDocument) -> ListedDocument:
        """As it is: a page's documents are links."""
        return document

    def _year(self, committee: ListedCommittee, year: int, days: DayRange) -> Iterator[ListedMeeting]:
        wanted = DayRange(max(days.first, date(year, 1, 1)), min(days.last, date(year, 12, 31)))
        url: str | None = moderngov_html.meetings_page(self._base_url, committee.number, year)
        asked: set[str] = set()
        while url is not None and url not in asked and len(asked) < _MOST_PAGES:
            asked.add(url)
            found, url = read(
                self._visitor, url, lambda body, at: moderngov_html.read_meeting_list(body, at, committee, wanted)
            )
            yield from found


class CmisListing:
    """CMIS."""

    def __init__(self, base_url: str, visitor: Asker) -> None:
        self._base_url = base_url
        self._visitor = visitor

    def committees(self) -> tuple[ListedCommittee, ...]:
        """None: the committees are known from their meetings."""
        return ()

    def meetings(self, days: DayRange, committees: Sequence[ListedCommittee]) -> Iterator[ListedMeeting]:
        """The calendar's page, the list of this month, and one request for every month."""
        page_url, module = self._module()
        url = cmis.list_url(page_url, module)
        listed, calendar = read(
            self._visitor, url, lambda body, at: (cmis.read_list(body, at, days), cmis.find_calendar(body, at))
        )
        yield from listed
        if calendar is None:
            return
        for month in months_of(days):
            yield from self._month(calendar, month, days)

    def agenda(self, meeting: ListedMeeting) -> ListedAgenda:
        """One request."""
        if meeting.address is None:
            raise NotRead(Outcome.NOT_FOUND, f"the page of meeting {meeting.number} is not known")
        return read_agenda(self._visitor, meeting.address, lambda body, at: cmis.read_documents(body, at, meeting))

    def whole(self, meeting: ListedMeeting) -> tuple[ListedDocument, ...]:
        """None: the agenda has them."""
        return ()

    def with_address(self, document: ListedDocument) -> ListedDocument:
        """As it is: a page's documents are links."""
        return document

    def _month(self, calendar: cmis.Calendar, month: date, days: DayRange) -> tuple[ListedMeeting, ...]:
        return read(self._visitor, calendar.month_url(month), lambda body, at: cmis.read_month(body, at, month, days))

    def _module(self) -> tuple[str, str]:
        """The calendar's page and the number of the calendar on it, under the names councils give the page."""
        missing: NotRead | None = None
        for url in cmis.pages_of(self._base_url):
            try:
                return url, read(self._visitor, url, _require_module)
            except NotRead as failed:
                if failed.outcome not in (Outcome.NOT_FOUND, Outcome.UNPARSABLE):
                    raise
                missing = missing or failed
        raise missing or NotRead(Outcome.NOT_FOUND, f"{self._base_url} has no page of meetings")


def read_agenda(visitor: Asker, url: str, parse: Callable[[bytes, str], ListedAgenda]) -> ListedAgenda:
    """As ``read``, with the hash of the answer, by which a change is told."""
    return read(visitor, url, lambda body, at: replace(parse(body, at), sha256=sha256(body).hexdigest()))


def read(visitor: Asker, url: str, parse: Callable[[bytes, str], Read]) -> Read:
    """What ``parse`` makes of a page and its address. NotRead where it does not come, or is something else."""
    answer = visitor.get(url)
    if not answer.ok:
        raise NotRead(
            answer.outcome, answer.detail or f"{url} answered {answer.outcome}", answer.status, answer.retry_after
        )
    try:
        return parse(answer.body, answer.final_url)
    except UnreadableAnswer as error:
        said = excerpt(answer.body[:BEGINNING_BYTES])
        detail = f"{url}: {error}" + (f"; it begins with '{said}'" if said else "")
        raise NotRead(Outcome.UNPARSABLE, detail, answer.status) from error


def _require_module(body: bytes, _: str) -> str:
    module = cmis.find_module(body)
    if module is None:
        raise UnreadableAnswer("the page has no calendar of meetings")
    return module
