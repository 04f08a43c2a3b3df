"""What opening, changing and closing a dataset's file promises."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.migrations import SCHEMA_VERSION, STEPS
from pipeline.rows import insert_rows, select_rows
from pipeline.store import APPLICATION_ID, open_store, read_store, transaction
from schemas.dataset import ColumnDescriptionRow, CouncilRow, IssueTypeRow, TableDescriptionRow
from schemas.ddl import column_descriptions, issue_type_rows, table_descriptions
from schemas.errors import StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scrutineer.db"


def council(name: str) -> CouncilRow:
    return CouncilRow(council_id=name.lower(), name=name)


def names(db: Database) -> list[str]:
    return [row.name for row in select_rows(db, CouncilRow, "ORDER BY name")]


def enter(db: Database, name: str) -> None:
    with transaction(db):
        insert_rows(db, [council(name)])


def test_a_new_file_is_made_with_mark_version_and_descriptions(path: Path) -> None:
    with open_store(path) as db:
        assert set(select_rows(db, TableDescriptionRow)) == set(table_descriptions())
        assert set(select_rows(db, ColumnDescriptionRow)) == set(column_descriptions())
        assert set(select_rows(db, IssueTypeRow)) == set(issue_type_rows())
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert plain.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert plain.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (SCHEMA_VERSION,)
    plain.close()


def test_one_file_is_left_after_a_clean_close(path: Path) -> None:
    with open_store(path) as db:
        enter(db, "Ashford")
        assert len(os.listdir(path.parent)) > 1
    assert os.listdir(path.parent) == [path.name]


def test_opening_and_closing_again_changes_no_byte(path: Path) -> None:
    open_store(path).close()
    before = path.read_bytes()
    open_store(path).close()
    after = path.read_bytes()
    # Switching the log on and off counts a change in the header (bytes 18-19, 24-27 and 92-99), nothing else.
    header = {18, 19, *range(24, 28), *range(92, 100)}
    assert len(before) == len(after)
    assert {at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new} <= header


def test_closing_twice_is_allowed_and_undoes_what_was_not_committed(path: Path) -> None:
    db = open_store(path)
    db.conn.execute("BEGIN")
    insert_rows(db, [council("Ashford")])
    db.close()
    db.close()
    with read_store(path) as reader:
        assert names(reader) == []


def test_an_error_inside_a_transaction_undoes_all_of_it(path: Path) -> None:
    with open_store(path) as db:
        enter(db, "Ashford")
        with pytest.raises(sqlite3.IntegrityError, match="council_id"), transaction(db):
            insert_rows(db, [council("Barnet"), council("Ashford")])
        assert names(db) == ["Ashford"]


def test_foreign_keys_are_checked_at_the_end_of_a_transaction(path: Path) -> None:
    report = "INSERT INTO reports (report_id, council_id) VALUES ('r', 'ashford')"
    with open_store(path) as db:
        with transaction(db):
            db.conn.execute(report)
            insert_rows(db, [council("Ashford")])
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), transaction(db):
            db.conn.execute(report.replace("'r'", "'s'").replace("ashford", "nowhere"))
        assert db.conn.execute("SELECT report_id FROM reports").fetchall() == [("r",)]


def test_readers_see_the_last_whole_state_while_a_document_is_loaded(path: Path) -> None:
    with open_store(path) as db, read_store(path) as reader:
        enter(db, "Ashford")
        with transaction(db):
            insert_rows(db, [council("Barnet")])
            assert names(reader) == ["Ashford"]
        assert names(reader) == ["Ashford", "Barnet"]


def test_a_reader_cannot_write(path: Path) -> None:
    open_store(path).close()
    with read_store(path) as reader, pytest.raises(StoreError, match="cannot be written"):
        enter(reader, "Ashford")


def test_a_file_others_read_can_be_closed(path: Path) -> None:
    open_store(path).close()
    db = open_store(path)
    enter(db, "Ashford")
    with read_store(path) as reader:
        reader.conn.execute("BEGIN")
        assert names(reader) == ["Ashford"]
        db.close()
        assert names(reader) == ["Ashford"]
    open_store(path).close()
    assert os.listdir(path.parent) == [path.name]


def test_a_second_writer_is_told_that_the_file_is_locked(path: Path) -> None:
    with open_store(path) as first, open_store(path, wait_seconds=0.05) as second, transaction(first):
        with pytest.raises(StoreError, match=r"scrutineer\.db is locked by another program\. Wait"):
            enter(second, "Barnet")
        insert_rows(first, [council("Ashford")])
    with read_store(path) as reader:
        assert names(reader) == ["Ashford"]


def test_a_log_left_by_a_killed_program_is_recovered(path: Path, tmp_path: Path) -> None:
    left = tmp_path / "left"
    left.mkdir()
    with open_store(path) as db:
        enter(db, "Ashford")
        for file in path.parent.glob("scrutineer.db*"):
            shutil.copy(file, left / file.name)
    with read_store(left / path.name) as reader:
        assert names(reader) == ["Ashford"]
    open_store(left / path.name).close()
    assert os.listdir(left) == [path.name]


def test_a_newer_dataset_is_refused(path: Path) -> None:
    open_store(path).close()
    with sqlite3.connect(path) as plain:
        plain.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    plain.close()
    for opened in (open_store, read_store):
        with pytest.raises(StoreError, match=r"newer Scrutineer .* Install the newer one"):
            opened(path)


def test_an_older_dataset_is_brought_up_to_date_by_its_missing_steps(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(path) as db:
        enter(db, "Ashford")

    monkeypatch.setattr(STEPS, "_migrations", list(STEPS._migrations))

    @STEPS()
    def rename_ashford(db: Database) -> None:
        db.execute("UPDATE councils SET name = 'Ashford Borough'")

    monkeypatch.setattr("pipeline.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match="older version"):
        read_store(path)
    for _ in range(2):
        with open_store(path) as db:
            assert names(db) == ["Ashford Borough"]
            assert db.conn.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(path) as db:
        enter(db, "Ashford")
    monkeypatch.setattr(STEPS, "_migrations", list(STEPS._migrations))

    @STEPS()
    def fail(db: Database) -> None:
        db.execute("DELETE FROM councils")
        raise ZeroDivisionError

    with monkeypatch.context() as newer:
        newer.setattr("pipeline.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        with pytest.raises(ZeroDivisionError):
            open_store(path)
    with open_store(path) as db:
        assert names(db) == ["Ashford"]


def test_descriptions_and_codes_of_an_older_build_are_written_anew(path: Path) -> None:
    with open_store(path) as db, transaction(db):
        db.conn.execute("UPDATE dataset_columns SET description = 'Old.' WHERE column_name = 'title'")
        db.conn.execute("UPDATE issue_types SET advice = 'Old.'")
        db.conn.execute("DROP VIEW ledger")
        db.conn.execute("CREATE VIEW my_own AS SELECT name FROM councils")
    with open_store(path) as db:
        assert set(select_rows(db, ColumnDescriptionRow)) == set(column_descriptions())
        assert set(select_rows(db, IssueTypeRow)) == set(issue_type_rows())
        assert {"ledger", "my_own"} <= set(db.view_names())


def test_a_dataset_with_other_tables_of_the_same_version_is_refused(path: Path) -> None:
    with open_store(path) as db, transaction(db):
        db.conn.execute("UPDATE dataset_columns SET allowed = '[\"red\"]' WHERE column_name = 'rag'")
    with pytest.raises(StoreError, match="another build"):
        open_store(path)


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("%PDF-1.7 this is a report")
    for opened in (open_store, read_store):
        with pytest.raises(StoreError, match="is not a SQLite database"):
            opened(path)
    assert path.read_text() == "%PDF-1.7 this is a report"
    assert os.listdir(path.parent) == [path.name]


def test_a_database_of_something_else_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE recipes (name)")
    plain.close()
    before = path.read_bytes()
    for opened in (open_store, read_store):
        with pytest.raises(StoreError, match="not a Scrutineer dataset"):
            opened(path)
    assert path.read_bytes() == before


def test_a_damaged_dataset_is_refused(path: Path) -> None:
    open_store(path).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged|is not a SQLite database"):
        open_store(path)


def test_an_empty_file_becomes_a_dataset(path: Path) -> None:
    path.touch()
    with open_store(path) as db:
        assert "observations" in db.table_names()


def test_a_folder_and_a_file_in_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(tmp_path / "nowhere" / "scrutineer.db")
    with pytest.raises(StoreError, match="does not exist"):
        read_store(tmp_path / "scrutineer.db")


def test_a_path_with_odd_characters_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "Q1 & Q2? 100%#.db"
    open_store(path).close()
    with read_store(path) as reader:
        assert names(reader) == []


def test_a_dataset_closes_while_a_query_is_half_read(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    store = open_store(path)
    query = store.conn.execute("select code from issue_types")
    assert query.fetchone()
    store.close()
    with read_store(path) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    open_store(path).close()
