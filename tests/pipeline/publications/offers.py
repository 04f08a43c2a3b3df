"""Papers a council offers, entered in the ledger by hand, as discovery would enter them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from pipeline.rows import upsert_row
from pipeline.store import transaction
from schemas.publications import FoundDocument, PublicationKind, PublicationState, site_key
from schemas.tables_publications import AgendaItemRow, CommitteeRow, MeetingRow, PublicationRow
from schemas.vocabulary import DocumentRole

SEEN = datetime(2026, 10, 26, tzinfo=UTC).isoformat()


@dataclass
class Offers:
    """The ledger of one host. Each paper offered is entered at once, with its committee, meeting and item."""

    db: Database
    base_url: str
    host: str
    council_id: str = "testbury"
    found: list[FoundDocument] = field(default_factory=list)

    def offer(
        self,
        number: str,
        *,
        title: str = "Performance report",
        path: str | None = None,
        role: DocumentRole = DocumentRole.COVER,
        meeting: str = "9001",
        meeting_date: str = "2026-11-03",
        item: str | None = "50001",
        item_title: str = "Corporate performance",
        published: str = "2026-10-26",
        restricted: bool = False,
        kind: PublicationKind = PublicationKind.REPORT,
    ) -> FoundDocument:
        """A paper at ``path`` of the site, else at '/' and its number."""
        document = FoundDocument(
            host=self.host,
            attachment_id=number,
            meeting_id=meeting,
            committee_id="101",
            committee="Cabinet",
            meeting_date=meeting_date,
            title=title,
            url=self.base_url + (path or f"/{number}"),
            kind=kind,
            role=role,
            chosen_by="title rule performance",
            item_id=item,
            item_title=item_title,
            restricted=restricted,
            publication_date=published,
        )
        self.enter(document)
        self.found.append(document)
        return document

    def change(self, document: FoundDocument, **entry: Any) -> FoundDocument:
        """The same paper with another title, day or address."""
        changed = replace(document, **entry)
        self.enter(changed)
        return changed

    def enter(self, document: FoundDocument) -> None:
        """Enter a paper, keeping what is known of its fetching."""

        def key(number: str) -> str:
            return site_key(self.host, number)

        before = self.db.conn.execute(
            "SELECT state, fetched_as, fetched_at FROM publications WHERE publication_id = ?",
            (document.publication_id,),
        ).fetchone()
        first = PublicationState.RESTRICTED if document.restricted else PublicationState.CHOSEN
        state, fetched_as, fetched_at = before or (first, None, None)
        item_id = key(document.item_id) if document.item_id else None
        with transaction(self.db):
            upsert_row(
                self.db,
                CommitteeRow(committee_id=key("101"), host=self.host, council_id=self.council_id, title="Cabinet"),
            )
            upsert_row(
                self.db,
                MeetingRow(
                    meeting_id=key(document.meeting_id),
                    host=self.host,
                    committee_id=key("101"),
                    meeting_date=document.meeting_date,
                ),
            )
            if item_id:
                upsert_row(
                    self.db,
                    AgendaItemRow(
                        item_id=item_id, meeting_id=key(document.meeting_id), position=1, title=document.item_title
                    ),
                )
            upsert_row(
                self.db,
                PublicationRow(
                    publication_id=document.publication_id,
                    host=self.host,
                    meeting_id=key(document.meeting_id),
                    item_id=item_id,
                    kind=document.kind,
                    role=document.role,
                    title=document.title,
                    url=document.url,
                    published_on=document.publication_date,
                    restricted=document.restricted,
                    chosen_by=document.chosen_by,
                    state=PublicationState(state),
                    fetched_as=fetched_as,
                    fetched_at=fetched_at,
                    seen_at=SEEN,
                ),
            )
