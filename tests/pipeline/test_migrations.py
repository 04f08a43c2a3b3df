"""A dataset of an older version is brought up to date when it is opened, and keeps what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.dump import dump_dataset
from pipeline.migrations import SCHEMA_VERSION
from pipeline.store import open_store
from schemas.vocabulary import Rag
from tests.pipeline.made_documents import load, made

# What the steps after the first one add.
LATER_TABLES = (
    "council_sources",
    "expected_publications",
    "fetch_log",
    "publication_versions",
    "publications",
    "agenda_items",
    "meetings",
    "committees",
)


def take_back_to_first_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for (view,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            raw.execute(f"DROP VIEW {view}")
        for table in LATER_TABLES:
            raw.execute(f"DROP TABLE {table}")
        raw.execute("ALTER TABLE documents DROP COLUMN superseded_by")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name <> 'm001_create_tables'")
        raw.execute("PRAGMA user_version = 1")
        raw.commit()


def test_a_dataset_of_the_first_version_keeps_its_documents_and_gets_the_new_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    document = made("appendix.pdf", "Q1", (("Waste", "52", "", Rag.GREEN),), green=1)
    with closing(open_store(path)) as db:
        load(db, document)
        before = dump_dataset(db)
    take_back_to_first_version(path)
    with closing(open_store(path)) as db:
        assert dump_dataset(db) == before
        assert db.conn.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert set(LATER_TABLES) <= set(db.table_names())
        load(db, document)
        assert dump_dataset(db) == before
    # And once more: its tables are the declared ones.
    with closing(open_store(path)) as db:
        assert dump_dataset(db) == before
