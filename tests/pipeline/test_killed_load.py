"""A program killed in the midst of loading costs at most the document it was loading."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlite_utils import Database

from pipeline.rows import select_rows
from pipeline.store import open_store, read_store
from schemas.dataset import ClaimRow, DocumentRow, IssueRow, ObservationRow, ReconciliationRow
from schemas.vocabulary import Verdict
from tests.pipeline.made_documents import WASTE, count, load, made

ROOT = Path(__file__).resolve().parents[2]


def assert_whole(db: Database) -> None:
    assert db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    for document in select_rows(db, DocumentRow):
        of_document = "WHERE document_id = ?", (document.document_id,)
        observations = select_rows(db, ObservationRow, *of_document)
        version = str(document.title).rpartition(" ")[2]
        assert document.title == f"{len(observations)} rows of version {version}"
        assert {str(row.commentary).partition(":")[0] for row in observations} == {f"Version {version}"}
        assert len(select_rows(db, ClaimRow, *of_document)) == len(select_rows(db, IssueRow, *of_document)) == 1
    assert {row.verdict for row in select_rows(db, ReconciliationRow)} <= {Verdict.MATCH}
    assert count(db, "reconciliations") == count(db, "claims")
    assert count(db, "observation_search") == count(db, "observations")


def test_a_killed_load_leaves_whole_documents_only(tmp_path: Path) -> None:
    path = tmp_path / "scrutineer.db"
    program = f"from tests.pipeline.made_documents import load_for_ever; load_for_ever({str(path)!r})"
    for wait in (0.0, 0.013, 0.031):
        kill_while_loading(program, wait)
        with read_store(path) as reader:
            assert_whole(reader)
        with open_store(path) as db:
            assert_whole(db)
            load(db, made("Q1.pdf", "Q1", [WASTE], green=1, version=7))
            assert_whole(db)
        assert os.listdir(tmp_path) == [path.name]


def kill_while_loading(program: str, wait: float) -> None:
    """Kill the program with SIGKILL some seconds after it has loaded its fourth document."""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        for _ in range(4):
            assert child.stdout.readline()
        time.sleep(wait)
        os.kill(child.pid, signal.SIGKILL)
