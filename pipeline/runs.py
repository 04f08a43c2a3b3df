"""The ``runs`` table: one row for each ingest, entered when it starts and completed when it ends.

A run that was killed keeps the status ``running`` and no end time. Nothing reads the table to decide what to do.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlite_utils import Database

from pipeline.receipt import code_version
from pipeline.rows import insert_rows
from pipeline.store import transaction
from schemas.dataset import RunRow
from schemas.runs import Fate, Outcome
from schemas.vocabulary import RunStatus


def record_start(database: Database, *, flow_run_id: str | None) -> str:
    """Enter a run that starts now; its ``run_id``."""
    row = RunRow(run_id=uuid.uuid4().hex, started_at=_now(), flow_run_id=flow_run_id, code_version=code_version())
    with transaction(database):
        insert_rows(database, [row])
    return row.run_id


def record_end(database: Database, run_id: str, outcomes: Sequence[Outcome], *, finished: bool) -> None:
    """Complete a run's row with its end and its counts. A document our code broke on counts as rejected."""
    fates = Counter(outcome.fate for outcome in outcomes)
    set_aside = fates[Fate.REJECTED] + fates[Fate.FAILED]
    status = RunStatus.FAILED if not finished else RunStatus.PARTIAL if set_aside else RunStatus.COMPLETE
    with transaction(database):
        database.conn.execute(
            "UPDATE runs SET finished_at = ?, status = ?, found = ?, loaded = ?, unchanged = ?, rejected = ? "
            "WHERE run_id = ?",
            (_now(), status.value, len(outcomes), fates[Fate.LOADED], fates[Fate.UNCHANGED], set_aside, run_id),
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
