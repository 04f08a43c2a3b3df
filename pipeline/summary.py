"""What some documents of the dataset hold, in numbers: the table at the end of an ingest."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from schemas.runs import DatasetSums

# SQLite binds a limited number of values in one statement, so the identifiers travel as one JSON list.
_CHOSEN = "document_id in (select value from json_each(:chosen))"


def sum_up(database: Database, document_ids: Sequence[str]) -> DatasetSums:
    """Sums over the documents named, as the dataset holds them now."""
    chosen = json.dumps(list(document_ids))

    def one(sql: str) -> int:
        return int(database.execute(sql, {"chosen": chosen}).fetchone()[0] or 0)

    def many(sql: str) -> dict[str, int]:
        return {str(name): int(n) for name, n in database.execute(sql, {"chosen": chosen}).fetchall()}

    return DatasetSums(
        documents=one(f"select count(*) from documents where {_CHOSEN}"),
        pages=one(f"select sum(pages) from documents where {_CHOSEN}"),
        observations=one(f"select count(*) from observations where {_CHOSEN}"),
        actions=one(f"select count(*) from actions where {_CHOSEN}"),
        statuses=many(f"select rag, count(*) from observations where {_CHOSEN} group by rag order by rag"),
        claims=many(
            "select verdict, count(*) from reconciliations join claims using (claim_id) "
            f"where {_CHOSEN} group by verdict order by verdict"
        ),
        issues=many(f"select severity, count(*) from issues where {_CHOSEN} group by severity order by severity"),
    )
