"""The table ``fetch_log``: one row for every attempt, committed as it ends."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from pipeline.rows import insert_rows
from pipeline.store import transaction
from schemas.tables_publications import FetchLogRow


def log_into(db: Database) -> Callable[[FetchLogRow], None]:
    """A log for a ``Visitor`` that commits each row to ``fetch_log`` before anything is made of the answer.

    The log raises StoreError where the dataset cannot be written.
    """

    def enter(row: FetchLogRow) -> None:
        with transaction(db):
            insert_rows(db, [row])

    return enter


def no_log(row: FetchLogRow) -> None:
    """A log for a dry run: nothing is kept."""
