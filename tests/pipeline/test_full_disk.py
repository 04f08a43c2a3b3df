"""A disk that fills up ends the run with a sentence and leaves the dataset whole; the next run carries on."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

from pipeline.dump import dump_dataset
from pipeline.problems import ExitCode
from pipeline.store import read_store
from tests.readme import ROOT
from tests.small_reports import draw_report, kpi_rows


def ingest(reports: Path, database: Path, *, file_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command, where no file may grow beyond ``file_bytes``: what a full disk does to it."""

    def fill_disk() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    return subprocess.run(
        [sys.executable, "-m", "flows", "ingest", str(reports), "--db", str(database), "--direct", "--workers", "1"],
        cwd=ROOT,
        preexec_fn=fill_disk,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def dump(database: Path) -> list[str]:
    with read_store(database) as db:
        return dump_dataset(db)


def test_a_disk_that_fills_up_ends_the_run_and_leaves_the_dataset_whole(tmp_path: Path) -> None:
    reports, database = tmp_path / "reports", tmp_path / "a.db"
    reports.mkdir()
    draw_report(reports / "first.pdf", "Anyshire County Council", kpi_rows(6))
    assert ingest(reports, database).returncode == ExitCode.ALL_LOADED
    draw_report(reports / "second.pdf", "Barton Borough Council", kpi_rows(500, prefix="B"))
    before = dump(database)

    held = ingest(reports, database, file_bytes=100_000)
    assert held.returncode == ExitCode.CANNOT_START
    assert held.stderr.startswith(f"scrutineer: {database} cannot be ")
    assert "room" in held.stderr
    assert "bug" not in held.stderr
    with sqlite3.connect(database) as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert raw.execute("select filename from documents").fetchall() == [("first.pdf",)]
    assert dump(database) == before

    assert ingest(reports, database).returncode == ExitCode.ALL_LOADED
    assert ingest(reports, tmp_path / "b.db").returncode == ExitCode.ALL_LOADED
    assert dump(database) == dump(tmp_path / "b.db")
