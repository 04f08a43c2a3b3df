"""What discovery finds is entered once and whole; what became of a paper since is not forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.publications.meetings import (
    enter_agenda,
    enter_committees,
    enter_meetings,
    enter_publications,
    found_documents,
    known_meetings,
    meetings_before,
    require_meeting,
)
from pipeline.rows import select_rows
from pipeline.store import Store, open_store
from schemas.publications import PublicationKind, PublicationState
from schemas.tables_publications import AgendaItemRow, CommitteeRow, MeetingRow, PublicationRow
from schemas.vocabulary import DocumentRole

HOST = "democracy.ambleford.gov.uk"
CABINET = CommitteeRow(committee_id=f"{HOST}/1", host=HOST, council_id="ambleford", title="Cabinet", selected=True)
OCTOBER = MeetingRow(meeting_id=f"{HOST}/10", host=HOST, committee_id=f"{HOST}/1", meeting_date="2026-10-06")
NOVEMBER = replace(OCTOBER, meeting_id=f"{HOST}/11", meeting_date="2026-11-03")
ITEM = AgendaItemRow(item_id=f"{HOST}/51", meeting_id=OCTOBER.meeting_id, position=1, title="Performance")
OTHER_ITEM = replace(ITEM, item_id=f"{HOST}/52", position=2, title="Lease")
REPORT = PublicationRow(
    publication_id=f"{HOST}/801",
    host=HOST,
    meeting_id=OCTOBER.meeting_id,
    item_id=ITEM.item_id,
    kind=PublicationKind.REPORT,
    role=DocumentRole.COVER,
    title="Report",
    url=f"https://{HOST}/documents/s801/Report.pdf",
    published_on="2026-09-28",
    chosen_by="item title rule performance",
    state=PublicationState.CHOSEN,
    seen_at="2026-09-29T02:00:00+00:00",
)
READ = "2026-09-29T02:00:00+00:00"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as store:
        enter_committees(store, [CABINET])
        enter_meetings(store, [OCTOBER, NOVEMBER])
        yield store


def stored(db: Store) -> PublicationRow:
    (row,) = select_rows(db, PublicationRow)
    return row


def became(db: Store, state: PublicationState) -> None:
    db.conn.execute("UPDATE publications SET state = ?, fetched_as = 'x', fetched_at = ?", (state.value, READ))


def test_an_agenda_is_entered_whole_or_not_at_all(db: Store) -> None:
    stray = replace(REPORT, item_id=f"{HOST}/99")
    with pytest.raises(sqlite3.IntegrityError):
        enter_agenda(db, replace(OCTOBER, read_at=READ), [ITEM], [stray])
    assert require_meeting(db, OCTOBER.meeting_id).read_at is None
    assert select_rows(db, AgendaItemRow) == ()
    enter_agenda(db, replace(OCTOBER, read_at=READ), [ITEM], [REPORT])
    assert require_meeting(db, OCTOBER.meeting_id).read_at == READ


def test_items_taken_off_the_agenda_go_unless_they_hold_papers(db: Store) -> None:
    enter_agenda(db, OCTOBER, [ITEM, OTHER_ITEM], [REPORT])
    enter_agenda(db, OCTOBER, [], [])
    assert [item.item_id for item in select_rows(db, AgendaItemRow)] == [ITEM.item_id]


@pytest.mark.parametrize("state", [PublicationState.FETCHED, PublicationState.FAILED, PublicationState.NOT_PDF])
def test_entering_a_paper_again_forgets_nothing_of_it(db: Store, state: PublicationState) -> None:
    enter_agenda(db, OCTOBER, [ITEM], [REPORT])
    became(db, state)
    before = stored(db)
    enter_agenda(db, OCTOBER, [ITEM], [replace(REPORT, seen_at="2026-10-01T02:00:00+00:00")])
    assert stored(db) == before


def test_a_paper_that_was_no_pdf_is_tried_again_when_the_council_changes_it(db: Store) -> None:
    enter_agenda(db, OCTOBER, [ITEM], [REPORT])
    became(db, PublicationState.NOT_PDF)
    enter_publications(db, [replace(REPORT, title="Report (revised)")])
    assert stored(db).state is PublicationState.CHOSEN


def test_a_fetched_paper_with_a_new_title_stays_chosen_and_is_seen_to_have_changed(db: Store) -> None:
    enter_agenda(db, OCTOBER, [ITEM], [REPORT])
    became(db, PublicationState.FETCHED)
    unlike = replace(REPORT, title="Something", state=PublicationState.SKIPPED, chosen_by="no rule")
    enter_publications(db, [unlike])
    assert (stored(db).state, stored(db).title, stored(db).chosen_by) == (
        PublicationState.FETCHED,
        "Something",
        REPORT.chosen_by,
    )


def test_what_is_closed_once_is_never_found_again_through_another_meeting(db: Store) -> None:
    closed = replace(REPORT, state=PublicationState.RESTRICTED, restricted=True, chosen_by="restricted")
    enter_agenda(db, OCTOBER, [ITEM], [REPORT])
    enter_publications(db, [replace(closed, meeting_id=NOVEMBER.meeting_id, item_id=None)])
    assert stored(db).state is PublicationState.RESTRICTED
    assert stored(db).meeting_id == OCTOBER.meeting_id
    enter_publications(db, [replace(REPORT, meeting_id=NOVEMBER.meeting_id, item_id=None)])
    assert found_documents(db, HOST, "ambleford") == ()


@pytest.mark.parametrize("order", [(OCTOBER, NOVEMBER), (NOVEMBER, OCTOBER)])
def test_a_paper_of_two_meetings_is_the_earlier_ones_in_whatever_order_they_are_read(
    db: Store, order: tuple[MeetingRow, MeetingRow]
) -> None:
    enter_agenda(db, OCTOBER, [ITEM], [])
    for meeting in order:
        item = ITEM.item_id if meeting is OCTOBER else None
        enter_publications(db, [replace(REPORT, meeting_id=meeting.meeting_id, item_id=item)])
    (found,) = found_documents(db, HOST, "ambleford")
    assert (found.meeting_id, found.item_id, found.attachment_id) == ("10", "51", "801")


def test_meetings_before_a_day_are_those_that_took_place(db: Store) -> None:
    enter_meetings(db, [replace(OCTOBER, meeting_id=f"{HOST}/9", meeting_date="2026-09-01", cancelled=True)])
    assert meetings_before(db, CABINET.committee_id, "2026-11-03") == (OCTOBER,)
    assert len(known_meetings(db, HOST)) == 3
    with pytest.raises(KeyError):
        require_meeting(db, f"{HOST}/77")
