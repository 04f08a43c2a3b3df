"""One look at a site, step by step: committees, meetings, agendas, then the pages of agendas that hold only a pack.

Each step enters what it read before the next one asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlite_utils import Database

from pipeline.publications import meetings as ledger
from pipeline.publications.entries import agenda_item, committee_row, meeting_row, publication
from pipeline.publications.outcomes import PASSING, REFUSALS
from pipeline.publications.owners import owner_of, sharing
from pipeline.publications.past_minutes import PastMeeting, choose_minutes
from pipeline.publications.printed import choose_own_minutes, choose_whole, needs_page
from pipeline.publications.rules import Choice, choose_committee, is_cancelled
from pipeline.publications.selection import ChosenDocument, choose_documents
from pipeline.publications.sources_state import record_committees_read
from pipeline.publications.systems import Listing, NotRead
from pipeline.publications.windows import day_of, is_look_due
from schemas.agendas import DayRange, ListedAgenda, ListedCommittee, ListedMeeting
from schemas.identity import Council
from schemas.publications import LeftOut, Outcome, Site, site_key
from schemas.tables_publications import CommitteeRow, MeetingRow

# Asking on brings the same: the site has refused, or was stopped after failing too often.
_ENDS_THE_LOOK = REFUSALS | {Outcome.HOST_STOPPED, Outcome.DISALLOWED}


@dataclass(slots=True)
class Look:
    """A look while it goes on: where, for whom, on which day, and what was passed by or could not be read so far."""

    council: Council
    site: Site
    db: Database
    today: date
    now: datetime
    listed: int = 0
    read: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    trouble: NotRead | None = None

    def key(self, number: str) -> str:
        """The key of one of the site's numbers."""
        return site_key(self.site.host, number)

    def pass_by(self, committee: str, reason: str, meeting: ListedMeeting | None = None) -> None:
        """Note a committee or meeting that is not looked at."""
        self.left_out.append(
            LeftOut(committee=committee, reason=reason, meeting_date=meeting.day.isoformat() if meeting else None)
        )

    def miss(self, meeting: ListedMeeting, failed: NotRead) -> None:
        """Note an agenda that could not be read; the look goes on, unless asking on is no use."""
        # What stopped the site is the trouble, not that it was stopped; what lasts outweighs what may pass.
        is_worse = self.trouble is None or self.trouble.outcome in PASSING
        if is_worse and failed.outcome is not Outcome.HOST_STOPPED:
            self.trouble = failed
        self.pass_by(meeting.committee_title, f"could not be read: {failed.detail}", meeting)
        if failed.outcome in _ENDS_THE_LOOK:
            raise failed


def look_at_site(look: Look, listing: Listing, days: DayRange, *, read_committees: bool) -> None:
    """Look through the meetings of these days. NotRead where the site does not list them, or refuses on the way."""
    if read_committees:
        listed = listing.committees()
        _enter_committees(look, listed)
        if listed:
            record_committees_read(look.db, look.site, look.now)
    known = ledger.known_committees(look.db, look.site.host)
    wanted = [_as_listed(row) for row in known.values() if _is_ours(look, row) and not row.expired]
    by_number = {meeting.number: meeting for meeting in listing.meetings(days, wanted)}
    found = sorted(by_number.values(), key=lambda meeting: (meeting.day, meeting.number))
    look.listed = len(found)
    strangers = {one.committee: ListedCommittee(one.committee, one.committee_title) for one in found}
    _enter_committees(look, [one for number, one in strangers.items() if look.key(number) not in known])
    look_at_meetings(look, listing, _due(look, found))


def look_at_meetings(look: Look, listing: Listing, chosen: Sequence[ListedMeeting]) -> None:
    """Read these meetings' agendas, earliest first. NotRead where the site refuses on the way."""
    in_packs: list[tuple[ListedMeeting, ListedAgenda]] = []
    for meeting in chosen:
        try:
            agenda = listing.agenda(meeting)
        except NotRead as failed:
            look.miss(meeting, failed)
            continue
        if is_cancelled(agenda.status):
            _enter_cancelled(look, meeting, agenda)
            continue
        judged = choose_documents(agenda)
        _enter_agenda(look, meeting, agenda, [_with_address(listing, one) for one in judged])
        look.read += 1
        if needs_page(agenda):
            in_packs.append((meeting, agenda))
    for meeting, agenda in in_packs:
        _look_for_packs(look, listing, meeting, agenda)


def _enter_committees(look: Look, listed: Iterable[ListedCommittee]) -> None:
    councils = sharing(look.council, look.site.host)
    rows = []
    for committee in listed:
        owner = owner_of(committee.title, councils)
        # Where no name says whose a committee is, the asking council's own lines may claim it.
        choice = choose_committee(committee, (owner or look.council).council_id)
        if owner is None and choice.chosen and choice.by_number:
            owner = look.council
        elif owner is None:
            shared = ", ".join(council.council_id for council in councils)
            choice = Choice(False, f"does not name one of the councils that share the site: {shared}")
        rows.append(committee_row(look.site.host, committee, owner.council_id if owner else None, choice))
    ledger.enter_committees(look.db, rows)


def _due(look: Look, found: Sequence[ListedMeeting]) -> list[ListedMeeting]:
    """Enter the meetings of the committees we read; those whose agendas are to be read today."""
    committees = ledger.known_committees(look.db, look.site.host)
    known = ledger.known_meetings(look.db, look.site.host)
    rows, due = [], []
    for committee in {
        look.key(meeting.committee): committees[look.key(meeting.committee)] for meeting in found
    }.values():
        if not _is_ours(look, committee):
            look.pass_by(committee.title, _why_not(look, committee))
    for meeting in found:
        if not _is_ours(look, committees[look.key(meeting.committee)]):
            continue
        row = meeting_row(look.site.host, meeting, known.get(look.key(meeting.number)))
        rows.append(row)
        if row.cancelled:
            look.pass_by(meeting.committee_title, f"does not take place: {row.status_text}", meeting)
        elif is_look_due(meeting.day, look.today, day_of(row.read_at)):
            due.append(meeting)
    ledger.enter_meetings(look.db, rows)
    return due


def _enter_agenda(look: Look, meeting: ListedMeeting, agenda: ListedAgenda, judged: Sequence[ChosenDocument]) -> None:
    """Enter what an agenda holds: its items, their documents, and minutes, of this meeting or of earlier ones."""
    row = replace(
        ledger.require_meeting(look.db, look.key(meeting.number)),
        agenda_number=agenda.agenda_number,
        agenda_published=agenda.published,
        minutes_published=agenda.minutes_published,
        answer_sha256=agenda.sha256,
        repaired=agenda.repaired,
        read_at=look.now.isoformat(timespec="seconds"),
    )
    whole = choose_whole(agenda, judged)
    here = _own(look, row, (*judged, *whole))
    minutes = ledger.minutes_of(look.db, row.meeting_id)
    is_other = minutes is not None and minutes not in [look.key(document.number or "") for document in agenda.whole]
    own = choose_own_minutes(agenda, reported=here.reported, known=is_other)
    approved = choose_minutes(agenda, f"{meeting.committee_title} {look.council.name}", _earlier(look, row), here)
    _note(look, meeting, (*judged, *whole, *own, *(one.chosen for one in approved)))
    publications = [publication(row, one, look.now) for one in (*judged, *whole)]
    publications += [publication(row, mine, look.now, about=(row.meeting_id, here.item_id)) for mine in own]
    for one in approved:
        about = (one.meeting.meeting_id, one.meeting.item_id) if one.meeting else None
        publications.append(publication(row, one.chosen, look.now, about=about))
    ledger.enter_agenda(look.db, row, [agenda_item(look.site.host, row, item) for item in agenda.items], publications)


def _enter_cancelled(look: Look, meeting: ListedMeeting, agenda: ListedAgenda) -> None:
    """Enter that a meeting does not take place, where its own agenda says so and the list did not."""
    row = ledger.require_meeting(look.db, look.key(meeting.number))
    ledger.enter_meetings(look.db, [replace(row, status_text=agenda.status, cancelled=True)])
    look.pass_by(meeting.committee_title, f"does not take place: {agenda.status}", meeting)


def _look_for_packs(look: Look, listing: Listing, meeting: ListedMeeting, agenda: ListedAgenda) -> None:
    """Look for a pack or supplement on the meeting's page: the service does not list them."""
    try:
        whole = listing.whole(meeting)
    except NotRead as failed:
        look.pass_by(meeting.committee_title, f"no pack was looked for: {failed.detail}", meeting)
        return
    agenda = replace(agenda, whole=whole)
    chosen = choose_whole(agenda, choose_documents(agenda))
    _note(look, meeting, chosen)
    row = ledger.require_meeting(look.db, look.key(meeting.number))
    ledger.enter_publications(look.db, [publication(row, one, look.now) for one in chosen])


def _with_address(listing: Listing, one: ChosenDocument) -> ChosenDocument:
    """A chosen document with its address; one whose address nobody tells is not chosen."""
    if not one.choice.chosen or one.document.url:
        return one
    try:
        found = replace(one, document=listing.with_address(one.document))
    except NotRead as failed:
        return replace(one, choice=Choice(False, f"no address: {failed.detail}"))
    return found if found.document.url else replace(one, choice=Choice(False, "no address: the site gives none"))


def _own(look: Look, row: MeetingRow, judged: Sequence[ChosenDocument]) -> PastMeeting:
    """The meeting itself with its reports, those just chosen and those known."""
    known = ledger.report_items(look.db, row.committee_id)
    chosen = [one for one in judged if one.choice.chosen]
    items = {*known.get(row.meeting_id, ()), *(look.key(one.item.number) for one in chosen if one.item)}
    return PastMeeting(
        row.meeting_id,
        date.fromisoformat(row.meeting_date),
        tuple(sorted(items)),
        reported=bool(chosen) or row.meeting_id in known,
    )


def _earlier(look: Look, row: MeetingRow) -> list[PastMeeting]:
    """The committee's earlier meetings that took place, the latest last."""
    items = ledger.report_items(look.db, row.committee_id)
    return [
        PastMeeting(
            past.meeting_id,
            date.fromisoformat(past.meeting_date),
            items.get(past.meeting_id, ()),
            reported=past.meeting_id in items,
        )
        for past in ledger.meetings_before(look.db, row.committee_id, row.meeting_date)
    ]


def _note(look: Look, meeting: ListedMeeting, judged: Iterable[ChosenDocument]) -> None:
    """Note the documents that no rule chooses."""
    look.left_out += [
        LeftOut(
            committee=meeting.committee_title,
            meeting_date=meeting.day.isoformat(),
            item_title=one.item.title if one.item else None,
            title=one.document.title,
            reason=one.choice.rule,
        )
        for one in judged
        if not one.choice.chosen
    ]


def _is_ours(look: Look, committee: CommitteeRow) -> bool:
    return committee.selected and committee.council_id == look.council.council_id


def _why_not(look: Look, committee: CommitteeRow) -> str:
    if committee.selected:
        return f"a committee of {committee.council_id}, on the same site"
    return committee.selected_by or "no committee rule fits its name"


def _as_listed(row: CommitteeRow) -> ListedCommittee:
    return ListedCommittee(row.committee_id.removeprefix(site_key(row.host, "")), row.title, row.category, row.expired)
