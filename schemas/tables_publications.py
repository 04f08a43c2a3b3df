"""What councils offer for download and what was fetched of it: the ledger of discovery, download and archive.

A site's numbers are unique on its host only, so keys are 'host/number' (``schemas.publications.site_key``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table
from schemas.publications import Outcome, PublicationKind, PublicationState, SourceState
from schemas.vocabulary import CouncilSystem, DocumentRole

Host = Annotated[str, column("Host that publishes it, in lower case, with its port where that is not the usual one.")]


@table("council_sources", "How each council's site answers, and when it is visited next.", key=("council_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilSourceRow:
    """The site of one council."""

    council_id: Annotated[str, column("The council's short name in the register.")]
    name: Annotated[str | None, column("Its name in full.")] = None
    host: Host
    base_url: Annotated[str, column("Address below which the council publishes its meetings.")]
    system: Annotated[CouncilSystem | None, column("Software of the site.")] = None
    state: Annotated[SourceState, column("How the site answered last.")] = SourceState.NEW
    state_since: Annotated[str | None, column("Moment it began to answer so, ISO 8601, UTC.", volatile=True)] = None
    detail: Annotated[str | None, column("What it answered, in a sentence, where it was not well.")] = None
    last_status: Annotated[int | None, column("Last HTTP status.")] = None
    last_visit: Annotated[str | None, column("Moment of the last visit, ISO 8601, UTC.", volatile=True)] = None
    last_ok: Annotated[str | None, column("Moment of the last visit that went well, ISO 8601, UTC.", volatile=True)] = (
        None
    )
    next_visit: Annotated[
        str | None, column("Not to be visited before this moment, ISO 8601, UTC; NULL: at any time.", volatile=True)
    ] = None
    committees_read: Annotated[
        str | None, column("Moment its list of committees was read last, ISO 8601, UTC.", volatile=True)
    ] = None
    crawl_delay: Annotated[float | None, column("Delay its robots.txt asks for.", unit="seconds")] = None
    failures: Annotated[int, column("Visits in a row that did not go well.")] = 0


@table("committees", "A committee of a council, as its site lists it.", key=("committee_id",), indexes=(("host",),))
@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRow:
    """One committee."""

    committee_id: Annotated[str, column("Host and the site's number of the committee.")]
    host: Host
    council_id: Annotated[str | None, column("The council it belongs to; several councils may share a host.")] = None
    title: Annotated[str, column("Its name.")]
    category: Annotated[str | None, column("The category the site files it under.")] = None
    expired: Annotated[bool, column("Whether the site says it has ended or was deleted.")] = False
    selected: Annotated[bool, column("Whether its meetings are read.")] = False
    selected_by: Annotated[str | None, column("The rule that selects it or leaves it out.")] = None


@table(
    "meetings",
    "A meeting, as the council's site lists it.",
    key=("meeting_id",),
    indexes=(("host", "meeting_date"), ("committee_id",)),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """One meeting."""

    meeting_id: Annotated[str, column("Host and the site's number of the meeting.")]
    host: Host
    committee_id: Annotated[str, column("Whose meeting it is.", references="committees.committee_id")]
    agenda_number: Annotated[str | None, column("The site's number of the agenda; packs go by it.")] = None
    meeting_date: Annotated[str, column("Day of the meeting, ISO 8601.")]
    meeting_time: Annotated[str | None, column("Time, as printed.")] = None
    status_text: Annotated[str | None, column("What the site says of it ('Confirmed; Rescheduled from …').")] = None
    cancelled: Annotated[bool, column("Whether that says it does not take place.")] = False
    agenda_published: Annotated[bool | None, column("Whether the agenda is published; NULL: not known.")] = None
    minutes_published: Annotated[bool | None, column("Whether the minutes are published; NULL: not known.")] = None
    answer_sha256: Annotated[str | None, column("SHA-256 of the site's last answer about it.")] = None
    repaired: Annotated[bool, column("Whether that answer was no well-formed XML and had to be mended.")] = False
    read_at: Annotated[str | None, column("Moment it was read last, ISO 8601, UTC.", volatile=True)] = None


@table("agenda_items", "An item of a meeting's agenda.", key=("item_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemRow:
    """One item."""

    item_id: Annotated[str, column("Host and the site's number of the item.")]
    meeting_id: Annotated[str, column("The meeting.", references="meetings.meeting_id", owned=True)]
    position: Annotated[int, column("Place on the agenda, from 1.")]
    number: Annotated[str | None, column("Number, as printed ('5.').")] = None
    title: Annotated[str | None, column("Title; NULL where there is none.")] = None
    restricted: Annotated[bool, column("Whether it is closed to the public.")] = False


@table(
    "publications",
    "A document a council offers for download. What came of it is in publication_versions.",
    key=("publication_id",),
    indexes=(("host", "state"), ("item_id",)),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRow:
    """One document offered."""

    publication_id: Annotated[
        str, column("Host and the site's number of the attachment, or 'u:' and the SHA-256 of the address.")
    ]
    host: Host
    meeting_id: Annotated[str, column("The meeting it is for.", references="meetings.meeting_id")]
    item_id: Annotated[
        str | None, column("The agenda item it is for; NULL for the whole agenda.", references="agenda_items.item_id")
    ] = None
    position: Annotated[int, column("Place within the item, from 1.")] = 1
    kind: Annotated[PublicationKind, column("What it is.")]
    role: Annotated[DocumentRole, column("Its part in the report.")]
    title: Annotated[str, column("Title, as the site gives it.")]
    url: Annotated[str, column("Address it is offered at.")]
    published_on: Annotated[str | None, column("Day it was published, as the site says, ISO 8601.")] = None
    restricted: Annotated[bool, column("Whether it is closed to the public; such a one is never requested.")] = False
    chosen_by: Annotated[str, column("The rule that chose it, or left it out.")]
    state: Annotated[PublicationState, column("Where it is on its way into the archive.")]
    detail: Annotated[str | None, column("Why it is not in the archive, in a sentence.")] = None
    fetched_as: Annotated[
        str | None,
        column("Title, day and address as they were when it was fetched last; other ones mean: fetch again."),
    ] = None
    seen_at: Annotated[str, column("Moment it was seen first, ISO 8601, UTC.", volatile=True)]
    fetched_at: Annotated[str | None, column("Moment it was fetched last, ISO 8601, UTC.", volatile=True)] = None


@table(
    "publication_versions",
    "The bytes found at a publication's address, one row for each change; the highest version is the current one.",
    key=("publication_id", "version"),
    indexes=(("sha256",),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationVersionRow:
    """One state of a publication's bytes."""

    publication_id: Annotated[str, column("The publication.", references="publications.publication_id", owned=True)]
    version: Annotated[int, column("1 for the first bytes found there, 2 for those that replaced them, ….")]
    sha256: Annotated[str, column("SHA-256 of the bytes: documents.document_id where they were ingested.")]
    title: Annotated[str, column("Title the site gave them, last.")]
    published_on: Annotated[str | None, column("Day the site said they were published, last, ISO 8601.")] = None
    bytes: Annotated[int, column("Size.", unit="bytes")]
    content_type: Annotated[str | None, column("What the site says it is.")] = None
    final_url: Annotated[str, column("Address the bytes came from, after redirections.")]
    etag: Annotated[str | None, column("The site's mark of these bytes, to ask whether there are others.")] = None
    last_modified: Annotated[str | None, column("When the site says they were changed.")] = None
    path: Annotated[str, column("Where they lie in the archive, below its root.")]
    fetched_at: Annotated[str, column("Moment they came, ISO 8601, UTC.", volatile=True)]
    superseded_by: Annotated[
        str | None, column("SHA-256 of the bytes that replaced them; NULL for the current version.")
    ] = None
    alias_of: Annotated[
        str | None, column("The publication that had the same bytes first; NULL where this one was the first.")
    ] = None


@table("fetch_log", "Every request made of a council's site, as it ended.", indexes=(("host", "at"), ("url",)))
@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLogRow:
    """One attempt."""

    at: Annotated[str, column("Moment it was begun, ISO 8601, UTC.")]
    host: Host
    url: Annotated[str, column("Address asked.")]
    final_url: Annotated[str | None, column("Address that answered, where it was another one.")] = None
    status: Annotated[int | None, column("HTTP status; NULL where no answer came.")] = None
    outcome: Annotated[Outcome, column("What became of it.")]
    milliseconds: Annotated[int, column("How long it took.", unit="milliseconds")]
    bytes: Annotated[int, column("How much came.", unit="bytes")] = 0
    sha256: Annotated[str | None, column("SHA-256 of what came, where it was kept.")] = None
    detail: Annotated[str | None, column("What went wrong, in a sentence; the beginning of a blocked page.")] = None


@table(
    "expected_publications",
    "A report that an earlier one announces ('The next performance report is scheduled for February 2024').",
    key=("expected_id",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPublicationRow:
    """One announced report."""

    expected_id: Annotated[str, column("Identifies the announcement: document and position.")]
    document_id: Annotated[
        str, column("The document that announces it.", references="documents.document_id", owned=True)
    ]
    report_id: Annotated[str, column("The report that announces it.", references="reports.report_id")]
    council_id: Annotated[str, column("The council.", references="councils.council_id")]
    position: Annotated[int, column("Place among the document's announcements, from 1.")]
    title: Annotated[str | None, column("What is announced, as printed.")] = None
    body: Annotated[str | None, column("Who will receive it, as printed.")] = None
    period_label: Annotated[str | None, column("Period it will be about, as printed.")] = None
    period_end: Annotated[str | None, column("Last day of that period, ISO 8601.")] = None
    expected_text: Annotated[str, column("When it is to come, as printed.")]
    expected_from: Annotated[
        str | None, column("First day it may come, ISO 8601; NULL where no day could be read.")
    ] = None
    expected_until: Annotated[str | None, column("Last day it may come, ISO 8601.")] = None
    quote: Annotated[str, column("The words or cells it was read from.")]
    page: Annotated[int, column("Page it was read from, from 1.")]
