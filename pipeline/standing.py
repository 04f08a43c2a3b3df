"""Which documents still stand: a council may put other bytes at an address, and the earlier ones must not count twice.

What was replaced by what is known from the archive's ledger (``publication_versions``); ``documents.superseded_by``
follows it as soon as the replacement has been ingested, so that a report never loses its rows before it has new ones.
"""

from __future__ import annotations

from sqlite_utils import Database

from pipeline.shared_rows import Key, spoken_of
from schemas.dataset import IssueRow
from schemas.issues import ISSUE_TYPES
from schemas.vocabulary import FoundBy

# The same bytes may stand at several addresses, and come back after others: they are replaced once no address offers
# them any more, and then by what replaced them last. A pack holds what is published singly too: it is read only where
# nothing is, and gives way to the first single paper of its meeting, a covering report before others.
_CHANGES = """
    WITH latest AS (
        SELECT sha256, superseded_by, row_number() OVER (
            PARTITION BY sha256 ORDER BY superseded_by IS NOT NULL, fetched_at DESC, publication_id, version DESC
        ) AS place
        FROM publication_versions
    ),
    singles AS (
        SELECT pack_bytes.sha256 AS pack, documents.document_id, row_number() OVER (
            PARTITION BY pack_bytes.sha256 ORDER BY documents.role <> 'cover', documents.document_id
        ) AS place
        FROM publications AS pack
        JOIN publication_versions AS pack_bytes USING (publication_id)
        JOIN publications AS single ON single.meeting_id = pack.meeting_id AND single.kind IN ('report', 'appendix')
        JOIN publication_versions AS bytes
            ON bytes.publication_id = single.publication_id AND bytes.superseded_by IS NULL
        JOIN documents ON documents.document_id = bytes.sha256 AND documents.status = 'loaded'
        WHERE pack.kind = 'pack' AND documents.document_id <> pack_bytes.sha256
    ),
    wanted AS (
        SELECT documents.document_id, documents.superseded_by AS was,
            coalesce(replacing.document_id, singles.document_id) AS now
        FROM documents
        LEFT JOIN latest ON latest.sha256 = documents.document_id AND latest.place = 1
        LEFT JOIN documents AS replacing ON replacing.document_id = latest.superseded_by
        LEFT JOIN singles ON singles.pack = documents.document_id AND singles.place = 1
    )
    SELECT document_id, now FROM wanted WHERE was IS NOT now ORDER BY document_id
"""

_WITHDRAWN = """
    SELECT replacing.document_id, observations.observation_id, observations.title, observations.page, replaced.filename
    FROM documents AS replaced
    JOIN documents AS replacing
        ON replacing.document_id = replaced.superseded_by AND replacing.report_id = replaced.report_id
    JOIN observations ON observations.document_id = replaced.document_id
    WHERE replaced.report_id = ? AND replacing.status = 'loaded'
        AND observations.indicator_id NOT IN (
            SELECT standing.indicator_id FROM observations AS standing
            JOIN documents ON documents.document_id = standing.document_id
            WHERE standing.report_id = replaced.report_id AND documents.superseded_by IS NULL
                AND standing.indicator_id IS NOT NULL
        )
    ORDER BY replaced.document_id, observations.position
"""


def find_changes(db: Database) -> dict[str, str | None]:
    """The documents whose standing in the dataset is not the ledger's: their id, and what replaced them (None: they
    stand)."""
    found = db.conn.execute(_CHANGES).fetchall()
    return {str(document_id): None if now is None else str(now) for document_id, now in found}


def withdrawn_issues(db: Database, report_id: str) -> tuple[IssueRow, ...]:
    """An issue for each KPI row of a report that stood in a replaced document, and in what replaced it no more.

    Nothing is said where the replacing document could not be read.
    """
    declared = ISSUE_TYPES["row_withdrawn"]
    return tuple(
        IssueRow(
            issue_id=f"{document_id[:16]}:{declared.code}:{observation_id}",
            document_id=document_id,
            report_id=report_id,
            code=declared.code,
            severity=declared.severity,
            responsibility=declared.responsibility,
            message=f"'{title}' stood on page {page} of {filename}, which this document replaced.",
            table_name="observations",
            row_id=observation_id,
            found_by=FoundBy.RECONCILIATION,
        )
        for document_id, observation_id, title, page, filename in db.conn.execute(_WITHDRAWN, (report_id,)).fetchall()
    )


def settle_standing(db: Database) -> set[Key]:
    """Mark replaced documents, and those that stand again, inside the caller's transaction.

    Gives the shared rows (councils, reports, indicators) these documents speak of: they have to be chosen anew.
    """
    touched: set[Key] = set()
    for document_id, now in find_changes(db).items():
        db.conn.execute("UPDATE documents SET superseded_by = ? WHERE document_id = ?", (now, document_id))
        touched |= spoken_of(db, document_id)
    return touched
