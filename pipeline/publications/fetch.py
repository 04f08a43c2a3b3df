"""Downloads what discovery chose into the archive, within a budget, each attempt recorded as it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from pipeline.publications.archive import Archive
from pipeline.publications.client import Visitor
from pipeline.publications.versions import (
    entry_of,
    read_publication,
    record_bytes,
    record_fault,
    record_unmodified,
    versions_of,
)
from schemas.publications import (
    Answer,
    Budget,
    FetchFate,
    FetchOutcome,
    FoundDocument,
    Outcome,
    PublicationKind,
    PublicationState,
)
from schemas.tables_publications import PublicationRow

LOOKED_AT_AGAIN = (timedelta(days=-1), timedelta(days=7))
"""Days from the meeting on which a fetched paper is asked for again: papers are replaced in silence up to the meeting,
and corrected after it."""

_TO_BE_TRIED = frozenset({PublicationState.CHOSEN, PublicationState.FAILED, PublicationState.BLOCKED})
_LEFT_ALONE = frozenset({PublicationState.SKIPPED, PublicationState.RESTRICTED})
_USUAL_BUDGET = Budget()


def fetch_found(
    found: Sequence[FoundDocument],
    visitor: Visitor,
    archive: Archive,
    db: Database,
    *,
    today: date,
    budget: Budget = _USUAL_BUDGET,
) -> tuple[FetchOutcome, ...]:
    """What became of each document that had to be fetched, newest publication date first.

    A document is asked for when it never came, when its title, day or address changed, on the day before its meeting
    and seven days after it; restricted ones and links never. Whatever is left over by the budget or by a stopped host
    comes back as POSTPONED and is due in the next run. Each outcome is committed before the next request.

    ValueError where discovery has not entered a document in ``publications``; StoreError and Problem where the
    dataset or the archive cannot be written: what was fetched before that stays.
    """
    outcomes: list[FetchOutcome] = []
    files = size = 0
    with TemporaryDirectory(prefix="scrutineer-") as folder:
        for document, row in _due(db, found, today):
            if files >= budget.files or size >= budget.bytes:
                outcomes.append(_postponed(document, "the budget of this run was spent"))
                continue
            outcome = _fetch_one(document, row, visitor, archive, db, Path(folder))
            files += outcome.fate is not FetchFate.POSTPONED
            size += outcome.bytes
            outcomes.append(outcome)
    return tuple(outcomes)


def is_due(document: FoundDocument, row: PublicationRow, today: date) -> bool:
    """Whether a chosen document has to be asked for; ``row`` is what is known of it."""
    if document.restricted or document.kind is PublicationKind.LINK or row.state in _LEFT_ALONE:
        return False
    if row.state in _TO_BE_TRIED or row.fetched_at is None or row.fetched_as != entry_of(document):
        return True
    last = datetime.fromisoformat(row.fetched_at).date()
    meeting = date.fromisoformat(document.meeting_date)
    return any(last < meeting + days <= today for days in LOOKED_AT_AGAIN)


def _due(db: Database, found: Sequence[FoundDocument], today: date) -> Iterator[tuple[FoundDocument, PublicationRow]]:
    """Each document once, with its row: the newest first, those of one meeting in the order of its agenda."""
    ordered = sorted(found, key=lambda document: (document.meeting_id, document.item_id or "", document.position))
    ordered.sort(key=lambda document: document.publication_date or document.meeting_date, reverse=True)
    once: dict[str, FoundDocument] = {}
    for document in ordered:
        once.setdefault(document.publication_id, document)
    for document in once.values():
        row = read_publication(db, document.publication_id)
        if row is None:
            raise ValueError(f"{document.publication_id} is not entered in publications")
        if is_due(document, row, today):
            yield document, row


def _fetch_one(
    document: FoundDocument, row: PublicationRow, visitor: Visitor, archive: Archive, db: Database, folder: Path
) -> FetchOutcome:
    versions = versions_of(db, row.publication_id)
    known = {"etag": versions[-1].etag, "last-modified": versions[-1].last_modified} if versions else {}
    validators = {name: value for name, value in known.items() if value}
    answer = visitor.download(document.url, folder, validators=validators)
    now = datetime.now(UTC)
    entry = entry_of(document)
    if answer.outcome is Outcome.HOST_STOPPED:
        return _postponed(document, answer.detail or "the site is left alone")
    if answer.outcome is Outcome.NOT_MODIFIED and versions:
        record_unmodified(db, row, entry, now)
        return _outcome(document, FetchFate.UNCHANGED, answer, versions[-1].sha256)
    if answer.path is None:
        record_fault(db, row, entry, answer, now)
        return _outcome(document, FetchFate.FAILED, answer, None)
    try:
        archived = archive.put(answer.path)
    finally:
        answer.path.unlink()
    fate = record_bytes(db, row, entry, answer, archived, now)
    return _outcome(document, fate, answer, archived.sha256)


def _outcome(document: FoundDocument, fate: FetchFate, answer: Answer, sha256: str | None) -> FetchOutcome:
    return FetchOutcome(
        publication_id=document.publication_id,
        url=document.url,
        fate=fate,
        outcome=answer.outcome,
        sha256=sha256,
        bytes=answer.size,
        detail=answer.detail,
    )


def _postponed(document: FoundDocument, why: str) -> FetchOutcome:
    return FetchOutcome(publication_id=document.publication_id, url=document.url, fate=FetchFate.POSTPONED, detail=why)
