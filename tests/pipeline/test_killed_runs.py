"""A run may be killed at any moment: what it loaded stays, whole, and the next run carries on."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.dump import dump_dataset
from pipeline.store import read_store
from tests.readme import ROOT
from tests.small_reports import draw_reports

KILLS = 6


def start(reports: Path, database: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows", "ingest", "--direct", "--quiet", str(reports), "--db", str(database)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def dump(database: Path) -> list[str]:
    with read_store(database) as db:
        return dump_dataset(db)


def rows_of(lines: list[str], document_id: str) -> set[str]:
    """The lines of a dump that say something about one document."""
    return {line for line in lines if document_id[:16] in line}


def loaded(database: Path) -> list[str]:
    """The documents in a dataset, looked at as any program would: no recovery of ours has been before."""
    plain = sqlite3.connect(database)
    try:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        if not plain.execute("select 1 from sqlite_master where name = 'documents'").fetchone():
            return []
        return [row[0] for row in plain.execute("select document_id from documents where status = 'loaded'")]
    finally:
        plain.close()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    draw_reports(folder, 8, rows=12)
    return folder


def test_a_killed_run_leaves_whole_documents_and_the_next_one_carries_on(reports: Path, tmp_path: Path) -> None:
    clean, torn = tmp_path / "clean.db", tmp_path / "torn.db"
    began = time.monotonic()
    assert start(reports, clean).wait(timeout=200) == 0
    seconds = time.monotonic() - began
    wanted = dump(clean)
    held: list[int] = []
    for attempt in range(KILLS):
        run = start(reports, torn)
        # Later and later, so that some runs die while they start and some while they load.
        time.sleep(seconds * random.uniform(attempt, attempt + 1) / KILLS)
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=60)
        if not torn.exists():
            held.append(0)
            continue
        documents = loaded(torn)
        got = dump(torn) if documents else []
        for document_id in documents:
            assert rows_of(got, document_id) == rows_of(wanted, document_id)
        held.append(len(documents))
    assert held == sorted(held), "a later run lost what an earlier one had loaded"
    assert start(reports, torn).wait(timeout=200) == 0
    assert dump(torn) == wanted


def test_a_killed_run_takes_its_workers_with_it(reports: Path, tmp_path: Path) -> None:
    run = start(reports, tmp_path / "torn.db")
    deadline = time.monotonic() + 60
    while not (workers := children(run.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert workers
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=60)
    deadline = time.monotonic() + 30
    while any(map(runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(runs, workers))


def test_an_interrupted_run_keeps_what_it_loaded_and_says_so(reports: Path, tmp_path: Path) -> None:
    database = tmp_path / "stopped.db"
    run = subprocess.Popen(
        [sys.executable, "-m", "flows", "ingest", "--direct", "--json", str(reports), "--db", str(database)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (database.exists() and loaded_so_far(database)) and time.monotonic() < deadline and run.poll() is None:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=60)
    if run.returncode == 0:
        return  # the run was faster than we are
    assert run.returncode == 130, told
    assert "run the same command to carry on" in told
    assert "Traceback" not in told
    with read_store(database) as db:
        assert db.execute("select status, finished_at is not null from runs").fetchall() == [("failed", 1)]
    assert loaded(database)


def loaded_so_far(database: Path) -> int:
    """Documents in a dataset that is being written."""
    try:
        plain = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        try:
            return int(plain.execute("select count(*) from documents").fetchone()[0])
        finally:
            plain.close()
    except sqlite3.OperationalError:
        return 0


def children(pid: int) -> list[int]:
    """The programs a program has started."""
    return [child for child, parent, _ in programs() if parent == pid]


def runs(pid: int) -> bool:
    """Whether a program runs; one that has ended and waits to be collected (Z) does not."""
    return any(other == pid and state != "Z" for other, _, state in programs())


def programs() -> list[tuple[int, int, str]]:
    """Every running program: its number, its parent's and its state."""
    if Path("/proc/self/stat").exists():
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, parent = stat.read_text().rpartition(")")[2].split()[:2]
                found.append((int(stat.parent.name), int(parent), state))
        return found
    shown = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    return [(int(pid), int(parent), state[0]) for pid, parent, state in map(str.split, shown.splitlines())]
