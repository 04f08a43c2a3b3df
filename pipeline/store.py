"""The dataset's file: opened, brought up to date, changed in whole transactions, closed. Documents are for ``load``.

While it is open for writing the file has a write-ahead log: readers go on reading the last whole state, and a
writer that is killed leaves a log from which the next connection recovers it. On a clean close the log is folded
into the file and switched off, so that one file is left, which can be copied and opened from a read-only folder.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipeline.migrations import SCHEMA_VERSION, STEPS
from pipeline.rows import insert_rows, select_rows
from schemas.dataset import ColumnDescriptionRow, IssueTypeRow, TableDescriptionRow
from schemas.ddl import column_descriptions, issue_type_rows, table_descriptions, view_sql
from schemas.errors import StoreError
from schemas.views import VIEWS

APPLICATION_ID = int.from_bytes(b"SCRT", "big")
"""The mark in a SQLite file's header that tells whose file it is."""

WAIT_SECONDS = 30.0
"""How long to wait for another writer: several times what loading a large report takes (under 2 s)."""

_LOOK_AGAIN_SECONDS = 0.05

_HEADER = b"SQLite format 3\x00"

_WHAT_TO_DO = {
    sqlite3.SQLITE_BUSY: "is locked by another program. Wait for it to end, or close it",
    sqlite3.SQLITE_LOCKED: "is locked by another program. Wait for it to end, or close it",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. Make room and run again",
    sqlite3.SQLITE_READONLY: "cannot be written. Check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that its folder exists and may be written",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error. Check it, and that it has room",
    sqlite3.SQLITE_PERM: "cannot be opened. Check the permissions of the file and its folder",
    sqlite3.SQLITE_CORRUPT: "is damaged. Restore it from a copy, or ingest into a new file",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database. Name another file",
}


class Store(Database):
    """A dataset open for writing; use it with ``with``, or close it."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        super().__init__(sqlite3.connect(path, timeout=wait_seconds, isolation_level=None))
        self._closed = False

    def close(self) -> None:
        """Undo what is not committed and leave one file, unless others have it open: then the last one leaves it so.

        StoreError when the disk is full: what is committed stays, in a second file beside the dataset's.
        """
        if self._closed:
            return
        self._closed = True
        with _explained(_path_of(self)), closing(self.conn):
            self.conn.rollback()
            _fold_log(self.conn)


def open_store(path: Path, *, wait_seconds: float = WAIT_SECONDS) -> Store:
    """Open a dataset for writing: made if there is none, changed to today's tables if it is older.

    StoreError when the file is something else, of a newer version, of other tables, locked or not writable.
    """
    with _explained(path):
        _require_sqlite(path)
        db = Store(path, wait_seconds)
        try:
            version = _require_ours(db, path)
            _switch_to_log(db.conn, wait_seconds)
            # A killed program loses nothing; only a power cut can lose the last documents, never half of one.
            db.conn.execute("PRAGMA synchronous = NORMAL")
            db.conn.execute("PRAGMA foreign_keys = ON")
            _bring_up_to_date(db, version, path)
        except BaseException:
            db.close()
            raise
    return db


def read_store(path: Path) -> Database:
    """Open a dataset for reading only, also while another program writes it. StoreError as for ``open_store``."""
    if not path.is_file():
        raise StoreError(f"{path} does not exist. Ingest something into it first, or name another file.")
    with _explained(path):
        _require_sqlite(path)
        db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS))
        try:
            if _require_ours(db, path) < SCHEMA_VERSION:
                raise StoreError(f"{path} is of an older version. Ingest into it once to bring it up to date.")
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All changes inside, or none: committed at the end, undone on any error. Foreign keys are checked at the end.

    StoreError when the file is locked, full or not writable.
    """
    with _explained(_path_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            db.conn.execute("PRAGMA defer_foreign_keys = ON")
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.rollback()
            raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what is wrong with the file into a StoreError; errors of ours go through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        advice = None if code is None else _WHAT_TO_DO.get(code & 0xFF)
        if advice is None:
            raise
        raise StoreError(f"{path} {advice}.") from error


def _require_sqlite(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file.")
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be made: there is no folder {path.parent}. Make it first.")
    try:
        with path.open("rb") as file:
            start = file.read(len(_HEADER))
    except FileNotFoundError:
        return
    except PermissionError as error:
        raise StoreError(f"{path} may not be read. Check the permissions of the file.") from error
    if start not in (b"", _HEADER):
        raise StoreError(f"{path} is not a SQLite database. Name another file.")


def _require_ours(db: Database, path: Path) -> int:
    """The version of the tables, 0 for an empty file."""
    mark = int(_pragma(db, "application_id"))
    version = int(_pragma(db, "user_version"))
    empty = db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if mark != APPLICATION_ID and not (empty and mark == 0 and version == 0):
        raise StoreError(f"{path} is a SQLite database, but not a Scrutineer dataset. Name another file.")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was made by a newer Scrutineer (its tables are version {version}, this one knows "
            f"{SCHEMA_VERSION}). Install the newer one, or name another file."
        )
    return version


def _bring_up_to_date(db: Database, version: int, path: Path) -> None:
    if version == SCHEMA_VERSION:
        _require_declared_tables(db, path)
    if version < SCHEMA_VERSION or not _is_described(db):
        with transaction(db):
            STEPS.apply(db)
            _describe(db)
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _require_declared_tables(db: Database, path: Path) -> None:
    """The file says of itself what its tables were declared as: that must be what is declared now."""
    stored = {_shape(row) for row in select_rows(db, ColumnDescriptionRow) if row.type}
    if stored != {_shape(row) for row in column_descriptions() if row.type}:
        raise StoreError(f"{path} was made by another build of Scrutineer, with other tables. Ingest into a new file.")


def _shape(row: ColumnDescriptionRow) -> tuple[str | None, ...]:
    return (row.table_name, row.column_name, row.type, row.refers_to, row.allowed)


def _is_described(db: Database) -> bool:
    return (
        set(select_rows(db, TableDescriptionRow)) == set(table_descriptions())
        and set(select_rows(db, ColumnDescriptionRow)) == set(column_descriptions())
        and set(select_rows(db, IssueTypeRow)) == set(issue_type_rows())
        and _stored_views(db) == {view.name: view_sql(view) for view in VIEWS}
    )


def _describe(db: Database) -> None:
    """Write the views, the descriptions and the issue codes anew; a code that issues still refer to stays."""
    for view in VIEWS:
        db.conn.execute(f'DROP VIEW IF EXISTS "{view.name}"')
        db.conn.execute(view_sql(view))
    db.conn.execute("DELETE FROM dataset_columns")
    db.conn.execute("DELETE FROM dataset_tables")
    declared = issue_type_rows()
    db.conn.execute("DELETE FROM issue_types WHERE code NOT IN (SELECT code FROM issues)")
    db.conn.executemany("DELETE FROM issue_types WHERE code = ?", [(row.code,) for row in declared])
    insert_rows(db, (*table_descriptions(), *column_descriptions(), *declared))


def _stored_views(db: Database) -> dict[str, str]:
    stored = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    return {view.name: stored[view.name] for view in VIEWS if view.name in stored}


def _switch_to_log(connection: sqlite3.Connection, wait_seconds: float) -> None:
    """Turn the write-ahead log on. SQLite waits for other writers everywhere but here, so we do."""
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AGAIN_SECONDS)


# Somebody else has the file open, it is not ours to change, or an interrupt left a query half read, which holds a
# transaction of its own (SQLITE_ERROR, "cannot change out of wal mode"): the log stays beside the file, valid there.
_LOG_STAYS = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_ERROR})


def _fold_log(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _LOG_STAYS:
            raise


def _pragma(db: Database, name: str) -> str:
    return str(db.conn.execute(f"PRAGMA {name}").fetchone()[0])


def _path_of(db: Database) -> Path:
    files = {name: file for _, name, file in db.conn.execute("PRAGMA database_list").fetchall()}
    return Path(files.get("main") or ":memory:")
