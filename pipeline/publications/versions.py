"""What a download means for the ledger: the first bytes of a publication, other ones, the same, or known ones.

The tables ``publications`` and ``publication_versions``; the bytes are in the archive before a row names them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from pipeline.rows import insert_rows, select_rows, upsert_row
from pipeline.store import transaction
from schemas.publications import Answer, ArchivedBytes, FetchFate, FoundDocument, Outcome, PublicationState
from schemas.tables_publications import PublicationRow, PublicationVersionRow

_STATES = {
    Outcome.NOT_FOUND: PublicationState.NOT_FOUND,
    Outcome.NOT_PDF: PublicationState.NOT_PDF,
    Outcome.RESTRICTED: PublicationState.RESTRICTED,
    Outcome.TOO_LARGE: PublicationState.TOO_LARGE,
    Outcome.BLOCKED: PublicationState.BLOCKED,
    Outcome.CHALLENGE: PublicationState.BLOCKED,
}
"""States an answer leaves a publication in; every other fault is FAILED, to be tried again."""


def entry_of(found: FoundDocument) -> str:
    """What the council says of a document, as one text: another one means that it may have been replaced."""
    return json.dumps([found.title, found.publication_date, found.url], ensure_ascii=False)


def read_publication(db: Database, publication_id: str) -> PublicationRow | None:
    """The publication's row; None where discovery has not entered it."""
    return next(iter(select_rows(db, PublicationRow, "WHERE publication_id = ?", (publication_id,))), None)


def versions_of(db: Database, publication_id: str) -> tuple[PublicationVersionRow, ...]:
    """The states of its bytes, oldest first."""
    return select_rows(db, PublicationVersionRow, "WHERE publication_id = ? ORDER BY version", (publication_id,))


def record_bytes(
    db: Database, row: PublicationRow, entry: str, answer: Answer, archived: ArchivedBytes, now: datetime
) -> FetchFate:
    """Enter bytes that came and are in the archive: as a version of their own, unless they are the current one."""
    moment = now.isoformat(timespec="seconds")
    with transaction(db):
        versions = versions_of(db, row.publication_id)
        current = versions[-1] if versions else None
        if current is not None and current.sha256 == archived.sha256:
            upsert_row(db, replace(_called(current, row), **_validators(answer)))
            fate = FetchFate.UNCHANGED
        else:
            if current is not None:
                upsert_row(db, replace(current, superseded_by=archived.sha256))
            version = PublicationVersionRow(
                publication_id=row.publication_id,
                version=len(versions) + 1,
                sha256=archived.sha256,
                title=row.title,
                published_on=row.published_on,
                bytes=archived.bytes,
                content_type=answer.headers.get("content-type"),
                final_url=answer.final_url,
                path=archived.path,
                fetched_at=moment,
                alias_of=_find_first_address(db, row.publication_id, archived.sha256),
                **_validators(answer),
            )
            insert_rows(db, [version])
            fate = FetchFate.NEW_VERSION if versions else FetchFate.ALIAS if version.alias_of else FetchFate.NEW
        state = PublicationState.FETCHED
        upsert_row(db, replace(row, state=state, detail=None, fetched_as=entry, fetched_at=moment))
    return fate


def record_unmodified(db: Database, row: PublicationRow, entry: str, now: datetime) -> None:
    """Enter that the site says the current version still stands."""
    moment = now.isoformat(timespec="seconds")
    with transaction(db):
        for current in versions_of(db, row.publication_id)[-1:]:
            upsert_row(db, _called(current, row))
        upsert_row(db, replace(row, state=PublicationState.FETCHED, detail=None, fetched_as=entry, fetched_at=moment))


def record_fault(db: Database, row: PublicationRow, entry: str, answer: Answer, now: datetime) -> PublicationState:
    """Enter why nothing came. Versions fetched before stay; a fault that may pass leaves the document to be tried."""
    state = _STATES.get(answer.outcome, PublicationState.FAILED)
    settled = state not in (PublicationState.FAILED, PublicationState.BLOCKED)
    failed = replace(row, state=state, detail=answer.detail or str(answer.outcome))
    if settled:
        failed = replace(failed, fetched_as=entry, fetched_at=now.isoformat(timespec="seconds"))
    with transaction(db):
        upsert_row(db, failed)
    return state


def _called(version: PublicationVersionRow, row: PublicationRow) -> PublicationVersionRow:
    """The version under the title and day the site gives it now."""
    return replace(version, title=row.title, published_on=row.published_on)


def _validators(answer: Answer) -> dict[str, Any]:
    return {"etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified")}


def _find_first_address(db: Database, publication_id: str, sha256: str) -> str | None:
    """The publication that had the bytes first; None where no other one has them."""
    found = db.conn.execute(
        "SELECT publication_id FROM publication_versions WHERE sha256 = ? AND publication_id <> ? "
        "ORDER BY alias_of IS NOT NULL, fetched_at, publication_id LIMIT 1",
        (sha256, publication_id),
    ).fetchone()
    return None if found is None else str(found[0])
