"""A dataset in memory for a look that keeps nothing: it begins with what the file knows of a site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipeline.rows import insert_rows, select_rows
from pipeline.store import read_store
from schemas.ddl import creation_sql
from schemas.tables_publications import AgendaItemRow, CommitteeRow, CouncilSourceRow, MeetingRow, PublicationRow

_OF_A_HOST = (CouncilSourceRow, CommitteeRow, MeetingRow, PublicationRow)


@contextmanager
def rehearse(database: Path, host: str) -> Iterator[Database]:
    """An empty dataset in memory with the committees, meetings and publications of a host. StoreError as ever."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    try:
        for statement in creation_sql():
            db.conn.execute(statement)
        if database.is_file():
            _copy(database, db, host)
        yield db
    finally:
        db.close()


def _copy(database: Path, db: Database, host: str) -> None:
    known = read_store(database)
    try:
        for row_class in _OF_A_HOST:
            insert_rows(db, select_rows(known, row_class, "WHERE host = ?", (host,)))
        items = "JOIN meetings USING (meeting_id) WHERE meetings.host = ?"
        insert_rows(db, select_rows(known, AgendaItemRow, items, (host,)))
    finally:
        known.close()
