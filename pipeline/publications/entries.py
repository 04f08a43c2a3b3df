"""Rows of the dataset from what a site lists: committees, meetings, agenda items, publications. Nothing is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pipeline.publications.addresses import url_number
from pipeline.publications.rules import Choice, is_cancelled
from pipeline.publications.selection import ChosenDocument
from schemas.agendas import ListedCommittee, ListedDocument, ListedItem, ListedMeeting
from schemas.publications import PublicationState, site_key
from schemas.tables_publications import AgendaItemRow, CommitteeRow, MeetingRow, PublicationRow


def committee_row(host: str, committee: ListedCommittee, council_id: str | None, choice: Choice) -> CommitteeRow:
    """One committee; ``council_id`` is whose it is, None where that is not known."""
    return CommitteeRow(
        committee_id=site_key(host, committee.number),
        host=host,
        council_id=council_id,
        title=committee.title,
        category=committee.category,
        expired=committee.ended,
        selected=choice.chosen,
        selected_by=choice.rule,
    )


def meeting_row(host: str, meeting: ListedMeeting, known: MeetingRow | None) -> MeetingRow:
    """One meeting as a list shows it; what its agenda said before stays."""
    row = MeetingRow(
        meeting_id=site_key(host, meeting.number),
        host=host,
        committee_id=site_key(host, meeting.committee),
        meeting_date=meeting.day.isoformat(),
        meeting_time=meeting.time,
        status_text=meeting.status,
        cancelled=is_cancelled(meeting.status),
    )
    if known is None:
        return row
    return replace(
        known,
        committee_id=row.committee_id,
        meeting_date=row.meeting_date,
        meeting_time=row.meeting_time,
        status_text=row.status_text,
        cancelled=row.cancelled,
    )


def agenda_item(host: str, meeting: MeetingRow, item: ListedItem) -> AgendaItemRow:
    """One item of a meeting's agenda."""
    return AgendaItemRow(
        item_id=site_key(host, item.number),
        meeting_id=meeting.meeting_id,
        position=item.position,
        number=item.printed_number,
        title=item.title,
        restricted=item.restricted,
    )


def publication(
    meeting: MeetingRow, one: ChosenDocument, now: datetime, *, about: tuple[str, str | None] | None = None
) -> PublicationRow:
    """One document with the choice made. ``about`` are the keys of the meeting and item it is for, where these are
    not the ones it is listed under."""
    item_id = site_key(meeting.host, one.item.number) if one.item else None
    meeting_id, item_id = about or (meeting.meeting_id, item_id)
    return PublicationRow(
        publication_id=site_key(meeting.host, _number(meeting, one.document)),
        host=meeting.host,
        meeting_id=meeting_id,
        item_id=item_id,
        position=one.document.position,
        kind=one.kind,
        role=one.role,
        title=one.document.title,
        url=one.document.url,
        published_on=one.document.published_on.isoformat() if one.document.published_on else None,
        restricted=one.choice.closed,
        chosen_by=one.choice.rule,
        state=_state(one.choice),
        seen_at=now.isoformat(timespec="seconds"),
    )


def _number(meeting: MeetingRow, document: ListedDocument) -> str:
    """The site's number of a document; one made of its address, or of its title where a closed one has none."""
    return document.number or url_number(document.url or f"{meeting.meeting_id} {document.title}")


def _state(choice: Choice) -> PublicationState:
    if choice.closed:
        return PublicationState.RESTRICTED
    return PublicationState.CHOSEN if choice.chosen else PublicationState.SKIPPED
