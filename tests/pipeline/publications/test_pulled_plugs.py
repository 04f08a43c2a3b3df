"""The plug may be pulled at any point of an update: killed, cut off, no room, a locked file. Nothing is lost."""

from __future__ import annotations

import functools
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.demo import DemoCouncil, write_register
from fixtures.site.server import Site
from pipeline.dump import dump_dataset
from pipeline.problems import ExitCode
from pipeline.publications.update import update_directly
from pipeline.store import open_store, read_store
from schemas.errors import StoreError
from schemas.publications import SourceState
from schemas.runs import nobody_listens
from tests.pipeline.publications.test_faults import assert_complete
from tests.pipeline.publications.towns import DOCUMENTS, TODAY, Papers, Town, town
from tests.readme import ROOT

AGENDA = r"GetMeeting\?"
PAPER = r"^/documents/"

Command = subprocess.Popen[str]


def start(
    place: Town, database: Path, command: str = "update", *, file_bytes: int | None = None, delay: str = "0.01"
) -> Command:
    """The command on its way; no file may grow beyond ``file_bytes``, which is what a full disk does to it."""

    def fill_disk() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    register = place.folder / "councils.csv"
    write_register(register, [DemoCouncil("harrowfell", place.site, [])])
    options = ["--council", "harrowfell", "--register", str(register), "--db", str(database)]
    options += ["--contact", "tests@example.org", "--allow-private", "127.0.0.1", "--delay", delay]
    return subprocess.Popen(
        [sys.executable, "-m", "flows", command, *options, *(["--direct"] if command == "update" else [])],
        cwd=ROOT,
        preexec_fn=fill_disk,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(place: Town, database: Path, command: str = "update", *, file_bytes: int | None = None) -> tuple[int, str]:
    """The command to its end: exit code and what it printed."""
    run = start(place, database, command, file_bytes=file_bytes)
    out, err = run.communicate(timeout=200)
    return run.returncode, out + err


def dump(database: Path) -> list[str]:
    with read_store(database) as db:
        return dump_dataset(db)


def documents(database: Path) -> int:
    """Documents in a dataset, looked at as any program would: no recovery of ours has been before."""
    if not database.exists():
        return 0
    plain = sqlite3.connect(database)
    try:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        if not plain.execute("select 1 from sqlite_master where name = 'documents'").fetchone():
            return 0
        return int(plain.execute("select count(*) from documents").fetchone()[0])
    finally:
        plain.close()


def until(seen: Callable[[], object], run: Command) -> None:
    deadline = time.monotonic() + 120
    while not seen() and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def test_an_update_killed_at_any_point_is_completed_by_the_next(harrowfell: Town) -> None:
    site, torn, clean = harrowfell.site, harrowfell.folder / "a.db", harrowfell.folder / "clean" / "b.db"
    points: list[Callable[[], object]] = [
        lambda: site.visits,
        lambda: site.asked_for(AGENDA),
        lambda: site.asked_for(f"^/documents/s{invented.REPORT}/"),
        lambda: site.asked_for(f"^/documents/s{invented.APPENDIX}/"),
        lambda: documents(torn),
    ]
    held = [0]
    for point in points:
        run = start(harrowfell, torn)
        until(point, run)
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=60)
        held.append(documents(torn))
        archive = harrowfell.folder / "archive"
        whole = {path.read_bytes() for path in archive.rglob("*.pdf")}
        assert whole <= {paper.content for paper in site.council.papers()}
    assert held == sorted(held), "a later run lost what an earlier one had loaded"
    code, told = finish(harrowfell, torn)
    assert code == ExitCode.ALL_LOADED, told
    assert_complete(harrowfell)
    # What a killed run left unfinished is never taken for a paper.
    kept = [path for path in (harrowfell.folder / "archive").rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} <= {".pdf", ".part"}
    downloads = [len(site.asked_for(f"^/documents/s{paper.paper_id}/")) for paper in site.council.papers()]
    # Twice at most: once in the run that was killed while it came, and once more.
    assert max(downloads) <= 2
    clean.parent.mkdir()
    update_directly(harrowfell.order(database=clean), [harrowfell.council], nobody_listens)
    assert dump(torn) == dump(clean)


def test_an_interrupted_update_ends_with_its_request_and_says_what_to_do(harrowfell: Town) -> None:
    run = start(harrowfell, harrowfell.database, delay="0.5")
    until(lambda: len(harrowfell.site.visits) > 2, run)
    asked = len(harrowfell.site.visits)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert run.returncode == ExitCode.INTERRUPTED, told
    assert "run the same command to carry on" in told
    assert "Traceback" not in told
    assert len(harrowfell.site.visits) <= asked + 2
    code, told = finish(harrowfell, harrowfell.database)
    assert code == ExitCode.ALL_LOADED, told
    assert_complete(harrowfell)


def test_a_site_that_goes_away_in_the_middle_is_carried_on_with(tmp_path: Path, papers: Papers) -> None:
    with town(tmp_path, papers) as place:
        port = int(place.site.host.partition(":")[2])
        stopper = threading.Thread(target=stop_at, args=(place.site, PAPER))
        stopper.start()
        visited = place.visit()
        stopper.join()
        assert visited.count() == 0
        failed = [outcome for outcome in visited.fetched if outcome.sha256 is None]
        assert failed
    with town(tmp_path, papers, port=port) as place:
        assert place.visit().state is SourceState.OK
        assert_complete(place)


def stop_at(site: Site, pattern: str) -> None:
    """Close the site's sockets as soon as such an address has been asked for."""
    while not site.asked_for(pattern):
        time.sleep(0.002)
    site.stop()


def test_an_archive_without_room_is_told_and_completed_when_there_is_room(harrowfell: Town) -> None:
    large = b"%PDF-1.4\n" + b"0" * 4_000_000 + b"\n%%EOF\n"
    paper = harrowfell.site.council.find_paper(invented.REPORT)
    assert paper is not None
    paper.content = large
    code, told = finish(harrowfell, harrowfell.database, "fetch", file_bytes=3_000_000)
    assert code == ExitCode.SOME_REJECTED, told
    assert "room" in told
    assert "bug" not in told
    assert large not in harrowfell.archived()
    code, told = finish(harrowfell, harrowfell.database, "fetch")
    assert code == ExitCode.ALL_LOADED, told
    assert_complete(harrowfell)


def test_a_dataset_without_room_is_told_and_completed_when_there_is_room(harrowfell: Town) -> None:
    code, told = finish(harrowfell, harrowfell.database, file_bytes=200_000)
    assert code in {ExitCode.CANNOT_START, ExitCode.SOME_REJECTED}, told
    assert "room" in told
    assert "bug" not in told
    code, told = finish(harrowfell, harrowfell.database)
    assert code == ExitCode.ALL_LOADED, told
    assert_complete(harrowfell)
    assert documents(harrowfell.database) == 3


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """The dataset as another program holds it while it writes."""
    with open_store(database):
        pass
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.close()


def test_a_dataset_locked_for_a_while_is_waited_for(harrowfell: Town) -> None:
    with locked(harrowfell.database):
        waiting = threading.Thread(target=harrowfell.visit)
        waiting.start()
        time.sleep(1.0)
        assert harrowfell.site.asked_for(DOCUMENTS) == []
    waiting.join(timeout=60)
    assert_complete(harrowfell)


def test_a_dataset_that_stays_locked_ends_the_visit_before_anything_is_lost(
    harrowfell: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = functools.partial(open_store, wait_seconds=0.1)
    monkeypatch.setattr("pipeline.publications.visit.open_store", impatient)
    with locked(harrowfell.database), pytest.raises(StoreError, match="locked"):
        harrowfell.visit()
    assert harrowfell.site.asked_for(DOCUMENTS) == []
    assert harrowfell.visit(today=TODAY).state is SourceState.OK
    assert_complete(harrowfell)
