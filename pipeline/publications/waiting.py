"""Which archived papers the dataset does not hold yet, or holds as older code read them."""

from __future__ import annotations

import json

from sqlite_utils import Database

from pipeline.receipt import reading_version
from pipeline.standing import find_changes

# The council of a publication is that of the committee whose meeting it is for.
_ARCHIVED = """
    SELECT DISTINCT committees.council_id, publication_versions.sha256, documents.receipt
    FROM publication_versions
    JOIN publications USING (publication_id)
    JOIN meetings USING (meeting_id)
    JOIN committees USING (committee_id)
    LEFT JOIN documents ON documents.document_id = publication_versions.sha256
    WHERE committees.council_id IS NOT NULL
"""
_ELSEWHERE = """
    SELECT filename, receipt FROM documents
    WHERE document_id NOT IN (SELECT sha256 FROM publication_versions) ORDER BY filename
"""


def papers_waiting(db: Database) -> dict[str, int]:
    """How many archived papers of each council are not in the dataset as today's code reads them; none: no entry.

    A paper that was replaced, or stands again, waits to be marked so. One that today's code has set aside does not
    wait: it would be set aside again.
    """
    waiting: dict[str, int] = {}
    changed = find_changes(db)
    for council_id, sha256, receipt in db.execute(_ARCHIVED).fetchall():
        if is_outdated(receipt) or sha256 in changed:
            waiting[council_id] = waiting.get(council_id, 0) + 1
    return waiting


def outdated_elsewhere(db: Database) -> list[str]:
    """File names of documents that older code read and that are not in the archive: only their owner can give them."""
    return [str(filename) for filename, receipt in db.execute(_ELSEWHERE).fetchall() if is_outdated(receipt)]


def is_outdated(receipt: str | None) -> bool:
    """Whether a receipt names other code, lookups or libraries than today's; so does none at all."""
    if receipt is None:
        return True
    stated = json.loads(receipt)
    now = json.loads(reading_version())
    return any(stated.get(part) != now[part] for part in now)
