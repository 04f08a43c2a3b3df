"""A watched folder: a file is taken when it has come to rest, once, and again when it changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.ingest import ingest_directly
from pipeline.store import read_store
from pipeline.watch import Watcher
from schemas.runs import IngestRequest, nobody_listens
from tests.readme import ROOT
from tests.small_reports import draw_report, kpi_rows

SETTLE = 5.0


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A folder, its watcher, and a dataset that takes what the watcher says."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "inbox"
        self.folder.mkdir()
        self.database = root / "a.db"
        self.clock = Clock()
        self.watcher = Watcher(self.folder, settle_seconds=SETTLE, clock=self.clock)

    def after(self, seconds: float) -> list[str]:
        """The names of the files taken at a look so much later."""
        self.clock.now += seconds
        paths = self.watcher.look()
        if paths:
            request = IngestRequest(paths=paths, database=self.database, workers=1)
            self.watcher.took(paths, ingest_directly(request, nobody_listens))
        return [path.name for path in paths]

    def loaded(self) -> list[str]:
        with read_store(self.database) as db:
            rows = db.execute("select filename from documents where status = 'loaded' order by filename").fetchall()
        return [name for (name,) in rows]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_report(tmp_path_factory.mktemp("report") / "report.pdf", "Anyshire County Council", kpi_rows(4))


def test_a_file_that_is_still_copied_is_not_touched(watched: Watched, report: Path) -> None:
    target, content = watched.folder / "report.pdf", report.read_bytes()
    for share in (4, 3, 2):
        target.write_bytes(content[: len(content) // share])
        assert watched.after(SETTLE - 1) == []
    target.write_bytes(content)
    assert watched.after(1) == []
    assert watched.after(SETTLE) == ["report.pdf"]
    assert watched.loaded() == ["report.pdf"]
    assert watched.after(SETTLE) == []


def test_a_file_of_full_size_whose_bytes_still_change_is_not_touched(watched: Watched, report: Path) -> None:
    target = watched.folder / "report.pdf"
    target.write_bytes(bytes(report.stat().st_size))
    assert watched.after(1) == []
    target.write_bytes(report.read_bytes())
    os.utime(target, ns=(0, 1))
    assert watched.after(SETTLE) == []
    assert watched.after(SETTLE) == ["report.pdf"]


def test_a_copy_that_stalled_is_set_aside_and_read_when_it_is_whole(watched: Watched, report: Path) -> None:
    target, content = watched.folder / "report.pdf", report.read_bytes()
    target.write_bytes(content[: len(content) // 2])
    watched.after(0)
    assert watched.after(SETTLE) == ["report.pdf"]
    assert watched.loaded() == []
    assert watched.after(SETTLE) == []
    target.write_bytes(content)
    watched.after(0)
    assert watched.after(SETTLE) == ["report.pdf"]
    assert watched.loaded() == ["report.pdf"]


def test_what_was_set_aside_is_not_tried_again_with_its_neighbours(watched: Watched, report: Path) -> None:
    (watched.folder / "letter.pdf").write_text("Dear Sir")
    watched.after(0)
    assert watched.after(SETTLE) == ["letter.pdf"]
    shutil.copy(report, watched.folder / "report.pdf")
    watched.after(0)
    assert watched.after(SETTLE) == ["report.pdf"]


def test_a_file_that_vanishes_is_forgotten_and_taken_when_it_comes_back(watched: Watched, report: Path) -> None:
    target = watched.folder / "report.pdf"
    shutil.copy(report, target)
    watched.after(0)
    target.unlink()
    assert watched.after(SETTLE) == []
    assert watched.watcher.is_done
    shutil.copy(report, target)
    watched.after(0)
    assert watched.after(SETTLE) == ["report.pdf"]
    target.unlink()
    assert watched.after(SETTLE) == []
    assert watched.loaded() == ["report.pdf"]


def test_links_count_as_what_they_lead_to_and_links_to_nothing_do_not_count(watched: Watched, report: Path) -> None:
    (watched.folder / "link.pdf").symlink_to(report)
    (watched.folder / "broken.pdf").symlink_to(watched.folder / "nowhere.pdf")
    (watched.folder / "loop.pdf").symlink_to(watched.folder / "loop.pdf")
    os.mkfifo(watched.folder / "pipe.pdf")
    watched.after(0)
    assert watched.after(SETTLE) == ["link.pdf"]
    assert watched.loaded() == ["link.pdf"]


def test_a_changed_manifest_is_read_again(watched: Watched, report: Path) -> None:
    shutil.copy(report, watched.folder / "report.pdf")
    watched.after(0)
    watched.after(SETTLE)
    (watched.folder / "manifest.csv").write_text("file,council\nreport.pdf,Barton Borough Council\n")
    watched.after(0)
    assert watched.after(SETTLE) == ["report.pdf"]
    with read_store(watched.database) as db:
        assert db.execute("select council_id from reports").fetchall() == [("barton",)]


def test_hidden_files_and_partial_downloads_are_left_out(watched: Watched, report: Path) -> None:
    for name in (".report.pdf", "~$report.pdf", "report.pdf.part", "report.pdf.crdownload"):
        shutil.copy(report, watched.folder / name)
    watched.after(0)
    assert watched.after(SETTLE) == []


def test_the_command_tells_each_document_and_leaves_when_it_is_interrupted(tmp_path: Path, report: Path) -> None:
    folder, database = tmp_path / "inbox", tmp_path / "a.db"
    folder.mkdir()
    command = [sys.executable, "-m", "flows", "watch", str(folder), "--db", str(database), "--settle", "0.2"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        shutil.copy(report, folder / "report.pdf")
        assert run.stdout.readline().endswith(" loaded report.pdf\n")
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in told


def test_once_ends_when_everything_has_been_taken(tmp_path: Path, report: Path) -> None:
    folder, database = tmp_path / "inbox", tmp_path / "a.db"
    folder.mkdir()
    shutil.copy(report, folder / "report.pdf")
    command = [sys.executable, "-m", "flows", "watch", str(folder), "--db", str(database), "--settle", "0.2", "--once"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.endswith(" loaded report.pdf\n")) == (0, True), done.stdout
