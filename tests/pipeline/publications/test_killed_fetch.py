"""Whatever ends a download, nothing that had come is lost, nothing half is kept, and the next run completes it."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.publications import fetch as fetching
from schemas.errors import StoreError
from schemas.publications import FetchFate
from tests.pipeline.publications.fetch_once import fetch
from tests.pipeline.publications.small_site import PDF, SmallSite, pdf, small_site
from tests.readme import ROOT

FIRST, SECOND = PDF, PDF.replace(b"obj", b"OBJ") + b"1 0 obj << >> endobj\n" * 200_000 + b"%%EOF\n"


@dataclass
class Place:
    """A site with two papers, and where they go."""

    site: SmallSite
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "a.db"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def start(self, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        """The program, fetching both."""
        module = "tests.pipeline.publications.fetch_once"
        arguments = [str(self.database), str(self.archive), self.site.base_url, "1", "2"]
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            preexec_fn=prepare,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def fetch(self) -> list[FetchFate]:
        return [outcome.fate for outcome in fetch(self.database, self.archive, self.site.base_url, ["1", "2"])]

    def kept(self) -> set[str]:
        """The names in the archive, each checked against its bytes."""
        files = [file for file in self.archive.rglob("*") if file.is_file()]
        assert all(file.name == f"{sha256(file.read_bytes()).hexdigest()}.pdf" for file in files)
        return {file.stem for file in files}

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return raw.execute(sql).fetchall()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with small_site({"/1": pdf(FIRST), "/2": pdf(SECOND)}) as site:
        yield Place(site, tmp_path)


def stuck_in_the_middle(reached: threading.Event, over: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    """Half of the second paper, and then nothing more until it is over."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.send_header("Content-Length", str(len(SECOND)))
        handler.end_headers()
        handler.wfile.write(SECOND[: len(SECOND) // 2])
        handler.wfile.flush()
        reached.set()
        over.wait(60)
        handler.close_connection = True

    return reply


def test_a_download_that_is_killed_loses_nothing_and_the_next_run_completes_it(place: Place) -> None:
    reached, over = threading.Event(), threading.Event()
    place.site.replies["/2"] = stuck_in_the_middle(reached, over)
    program = place.start()
    try:
        assert reached.wait(60), program.communicate()
        program.send_signal(signal.SIGKILL)
        assert program.wait(30) == -signal.SIGKILL
    finally:
        over.set()
        program.kill()
        program.communicate()
    assert place.kept() == {sha256(FIRST).hexdigest()}
    assert place.rows("SELECT state FROM publications ORDER BY publication_id") == [("fetched",), ("chosen",)]
    assert place.rows("SELECT outcome FROM fetch_log WHERE url LIKE '%/1'") == [("ok",)]

    place.site.replies["/2"] = pdf(SECOND)
    assert place.fetch() == [FetchFate.NEW]
    assert place.kept() == {sha256(FIRST).hexdigest(), sha256(SECOND).hexdigest()}
    assert place.rows("SELECT count(*), count(DISTINCT sha256) FROM publication_versions") == [(2, 2)]


def test_a_run_that_dies_between_archive_and_ledger_is_completed_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> FetchFate:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fetching, "record_bytes", die)
        with pytest.raises(KeyboardInterrupt):
            place.fetch()
    assert place.kept() == {sha256(FIRST).hexdigest()}
    assert place.rows("SELECT count(*) FROM publication_versions") == [(0,)]
    assert place.fetch() == [FetchFate.NEW, FetchFate.NEW]
    assert len(place.kept()) == 2


def test_a_disk_that_fills_up_ends_the_run_with_a_sentence_and_keeps_what_had_come(place: Place) -> None:
    def fill_disk() -> None:
        limit = len(SECOND) // 2
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    program = place.start(fill_disk)
    _, said = program.communicate(timeout=120)
    assert program.returncode == 1
    assert "cannot be written" in said
    assert "Make room" in said
    assert "Traceback" not in said
    assert place.kept() == {sha256(FIRST).hexdigest()}
    assert place.rows("SELECT state FROM publications ORDER BY publication_id") == [("fetched",), ("chosen",)]
    assert place.fetch() == [FetchFate.NEW]
    assert len(place.kept()) == 2


def test_a_dataset_that_is_locked_ends_the_run_and_the_next_completes_it(place: Place) -> None:
    locked = threading.Event()

    def lock_and_send(handler: BaseHTTPRequestHandler) -> None:
        blocker.execute("BEGIN IMMEDIATE")
        locked.set()
        pdf(SECOND)(handler)

    place.site.replies["/2"] = lock_and_send
    fetch(place.database, place.archive, place.site.base_url, [])
    with closing(sqlite3.connect(place.database, check_same_thread=False, isolation_level=None)) as blocker:
        with pytest.raises(StoreError, match="locked"):
            fetch(place.database, place.archive, place.site.base_url, ["1", "2"], wait_seconds=0.1)
        assert locked.is_set()
        blocker.execute("ROLLBACK")
    assert place.kept() == {sha256(FIRST).hexdigest()}
    assert place.rows("SELECT state FROM publications ORDER BY publication_id") == [("fetched",), ("chosen",)]
    place.site.replies["/2"] = pdf(SECOND)
    assert place.fetch() == [FetchFate.NEW]
    assert len(place.kept()) == 2
