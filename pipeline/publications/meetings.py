"""What discovery has found, in the dataset: committees, meetings, agenda items and publications, each entered once.

Entering the same again changes nothing. An agenda is entered with all its documents in one transaction, so a visit
that is cut short leaves whole agendas, and the next one reads those that are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from pipeline.rows import select_rows, upsert_row
from pipeline.store import transaction
from schemas.publications import FoundDocument, PublicationKind, PublicationState, site_key
from schemas.tables_publications import AgendaItemRow, CommitteeRow, MeetingRow, PublicationRow
from schemas.vocabulary import DocumentRole

# A rule has chosen these, whatever became of them since.
_CHOSEN = tuple(
    state for state in PublicationState if state not in (PublicationState.SKIPPED, PublicationState.RESTRICTED)
)
# Not in the archive, and not asked for again unless the council changes the entry.
_SETTLED = frozenset([PublicationState.NOT_PDF, PublicationState.NOT_FOUND, PublicationState.TOO_LARGE])

_STATES = ", ".join(f"'{state.value}'" for state in _CHOSEN)

_FOUND = f"""
    SELECT publications.publication_id, publications.meeting_id, committees.committee_id, committees.title,
        meetings.meeting_date, publications.title, publications.url, publications.kind, publications.role,
        publications.chosen_by, publications.item_id, agenda_items.title, publications.position,
        publications.published_on
    FROM publications
    JOIN meetings USING (meeting_id)
    JOIN committees USING (committee_id)
    LEFT JOIN agenda_items ON agenda_items.item_id = publications.item_id
    WHERE publications.host = ? AND committees.council_id = ? AND publications.state IN ({_STATES})
        AND (NOT meetings.cancelled OR publications.state = '{PublicationState.FETCHED.value}')
    ORDER BY meetings.meeting_date DESC, publications.meeting_id, agenda_items.position, publications.position,
        publications.publication_id
"""


def known_committees(db: Database, host: str) -> dict[str, CommitteeRow]:
    """The committees of a host by their key."""
    rows = select_rows(db, CommitteeRow, "WHERE host = ? ORDER BY committee_id", (host,))
    return {row.committee_id: row for row in rows}


def known_meetings(db: Database, host: str) -> dict[str, MeetingRow]:
    """The meetings of a host by their key."""
    rows = select_rows(db, MeetingRow, "WHERE host = ? ORDER BY meeting_date, meeting_id", (host,))
    return {row.meeting_id: row for row in rows}


def require_meeting(db: Database, meeting_id: str) -> MeetingRow:
    """One meeting that was entered. KeyError for any other."""
    found = select_rows(db, MeetingRow, "WHERE meeting_id = ?", (meeting_id,))
    if not found:
        raise KeyError(meeting_id)
    return found[0]


def meetings_before(db: Database, committee_id: str, day: str) -> tuple[MeetingRow, ...]:
    """The meetings of a committee before a day (ISO 8601) that took place, the latest last."""
    rest = "WHERE committee_id = ? AND meeting_date < ? AND NOT cancelled ORDER BY meeting_date, meeting_id"
    return select_rows(db, MeetingRow, rest, (committee_id, day))


def enter_committees(db: Database, rows: Iterable[CommitteeRow]) -> None:
    """Enter committees, or what the site says of them now."""
    with transaction(db):
        for row in rows:
            upsert_row(db, row)


def enter_meetings(db: Database, rows: Iterable[MeetingRow]) -> None:
    """Enter meetings as a list shows them; what their agendas said stays."""
    with transaction(db):
        for row in rows:
            upsert_row(db, row)


def enter_agenda(
    db: Database, meeting: MeetingRow, items: Sequence[AgendaItemRow], publications: Sequence[PublicationRow]
) -> None:
    """Enter a meeting's agenda: its items and documents, and that it was read."""
    with transaction(db):
        upsert_row(db, meeting)
        for item in items:
            upsert_row(db, item)
        _forget_items(db, meeting.meeting_id, [item.item_id for item in items])
        _enter(db, publications)


def enter_publications(db: Database, publications: Sequence[PublicationRow]) -> None:
    """Enter documents found outside their own agenda: minutes with a later one, packs on a page."""
    with transaction(db):
        _enter(db, publications)


def found_documents(db: Database, host: str, council_id: str) -> tuple[FoundDocument, ...]:
    """Every document of a council that a rule has chosen, newest meeting first, fetched already or not.

    Papers of a meeting that was cancelled since are fetched no more.
    """
    start = len(site_key(host, ""))
    return tuple(
        FoundDocument(
            host=host,
            attachment_id=row[0][start:],
            meeting_id=row[1][start:],
            committee_id=row[2][start:],
            committee=row[3],
            meeting_date=row[4],
            title=row[5],
            url=row[6],
            kind=PublicationKind(row[7]),
            role=DocumentRole(row[8]),
            chosen_by=row[9],
            item_id=row[10][start:] if row[10] else None,
            item_title=row[11],
            position=row[12],
            publication_date=row[13],
        )
        for row in db.conn.execute(_FOUND, (host, council_id)).fetchall()
    )


def report_items(db: Database, committee_id: str) -> dict[str, tuple[str, ...]]:
    """The agenda items of a committee's meetings that hold a chosen document, by meeting; none for a pack."""
    rows = db.conn.execute(
        "SELECT DISTINCT meeting_id, coalesce(item_id, '') FROM publications JOIN meetings USING (meeting_id) "
        f"WHERE committee_id = ? AND role <> 'minutes' AND state IN ({_STATES}) ORDER BY 1, 2",
        (committee_id,),
    ).fetchall()
    found: dict[str, tuple[str, ...]] = {}
    for meeting_id, item_id in rows:
        found[meeting_id] = (*found.get(meeting_id, ()), *([item_id] if item_id else []))
    return found


def minutes_of(db: Database, meeting_id: str) -> str | None:
    """The key of the minutes chosen for a meeting, None where there are none yet."""
    row = db.conn.execute(
        "SELECT min(publication_id) FROM publications "
        f"WHERE meeting_id = ? AND role = 'minutes' AND state IN ({_STATES})",
        (meeting_id,),
    ).fetchone()
    return str(row[0]) if row[0] is not None else None


def _enter(db: Database, publications: Sequence[PublicationRow]) -> None:
    for new in publications:
        was = select_rows(db, PublicationRow, "WHERE publication_id = ?", (new.publication_id,))
        upsert_row(db, _merge(was[0], new, _is_earlier(db, was[0], new)) if was else new)


def _merge(was: PublicationRow, new: PublicationRow, earlier: bool) -> PublicationRow:
    """What is known of a publication now. It stays with the meeting it was chosen for first.

    A paper goes to the cabinet and then to the council: the report is the cabinet's. What was chosen once stays
    chosen, unless it has been closed to the public.
    """
    was_chosen, is_chosen = was.state in _CHOSEN, new.state in _CHOSEN
    if was.meeting_id != new.meeting_id:
        if new.restricted:
            return replace(was, restricted=True, state=new.state, chosen_by=new.chosen_by)
        if was.restricted or (was_chosen and not is_chosen) or (was_chosen == is_chosen and earlier):
            return was
    kept = replace(new, seen_at=was.seen_at, fetched_as=was.fetched_as, fetched_at=was.fetched_at)
    if new.restricted or not was_chosen:
        return kept
    if not is_chosen:
        return replace(kept, chosen_by=was.chosen_by, role=was.role, kind=was.kind, state=was.state, detail=was.detail)
    changed = (was.title, was.url, was.published_on) != (new.title, new.url, new.published_on)
    if was.state in _SETTLED and changed:
        return kept
    return replace(kept, state=was.state, detail=was.detail)


def _is_earlier(db: Database, was: PublicationRow, new: PublicationRow) -> bool:
    """Whether the meeting a publication is entered for comes before the one it is offered for now."""
    days = dict(
        db.conn.execute(
            "SELECT meeting_id, meeting_date FROM meetings WHERE meeting_id IN (?, ?)", (was.meeting_id, new.meeting_id)
        ).fetchall()
    )
    return (days[was.meeting_id], was.meeting_id) <= (days[new.meeting_id], new.meeting_id)


def _forget_items(db: Database, meeting_id: str, listed: Sequence[str]) -> None:
    """Delete items a site has taken off an agenda, unless papers were entered for them."""
    for (item_id,) in db.conn.execute(
        "SELECT item_id FROM agenda_items WHERE meeting_id = ?", (meeting_id,)
    ).fetchall():
        if item_id not in listed:
            db.conn.execute(
                "DELETE FROM agenda_items WHERE item_id = ? AND item_id NOT IN "
                "(SELECT item_id FROM publications WHERE item_id IS NOT NULL)",
                (item_id,),
            )
