"""A hostile or damaged file costs its worker, never the run, and says why."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline import worker
from pipeline.worker import PoolClosed, ReadingFailed, WorkerPool
from pipeline.worker_seat import Seat
from schemas.errors import Reason, Rejection
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.limits import Limits

UNRULY = "tests.pipeline.unruly_tasks:read"


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, Limits(seconds=20, memory_mb=200), read=UNRULY) as opened:
        yield opened


def plan(stem: str) -> DocumentPlan:
    name = f"{stem}.pdf"
    return DocumentPlan(Path(name), name, "0" * 64, 1, DocumentIdentity(report_id="r", source="inferred"))


def rejection(pool: WorkerPool, stem: str) -> Rejection:
    with pytest.raises(Rejection) as caught:
        pool.extract(plan(stem))
    return caught.value


@pytest.mark.parametrize(
    ("behaviour", "reason", "words"),
    [
        ("grow", Reason.OUT_OF_MEMORY, "more than 200 MB"),
        ("ask-for-everything", Reason.OUT_OF_MEMORY, "more than 200 MB"),
        ("kill-itself", Reason.WORKER_DIED, "SIGKILL"),
        ("segfault", Reason.WORKER_DIED, "SIGSEGV"),
        ("leave", Reason.WORKER_DIED, "exit code 7"),
        ("lie", Reason.WORKER_DIED, "pathlib"),
        ("refuse", Reason.ENCRYPTED, "needs a password"),
        ("break-library", Reason.UNREADABLE_FILE, "pdfminer fails on it"),
    ],
)
def test_a_file_that_ruins_its_worker_is_rejected_and_the_next_is_read(
    pool: WorkerPool, behaviour: str, reason: Reason, words: str
) -> None:
    refused = rejection(pool, behaviour)
    assert refused.reason == reason
    assert f"{behaviour}.pdf" in refused.detail
    assert words in refused.detail
    assert pool.extract(plan("decent")).front.title == "decent.pdf"


def test_a_file_that_takes_too_long_is_rejected_in_time() -> None:
    with WorkerPool(1, Limits(seconds=0.5), read=UNRULY) as pool:
        pool.extract(plan("decent"))
        before = time.monotonic()
        refused = rejection(pool, "sleep")
        assert refused.reason == Reason.TIMEOUT
        assert "0.5 seconds" in refused.detail
        assert time.monotonic() - before < 5
        assert pool.extract(plan("decent")).pages == 1


def test_a_worker_that_recognises_pages_is_given_the_time_they_take() -> None:
    with WorkerPool(1, Limits(seconds=0.6, max_scans=3), read=UNRULY) as pool:
        assert pool.extract(plan("recognise")).pages == 1


def test_a_worker_cannot_ask_for_more_time_than_the_scanned_pages_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SCAN_SECONDS", 0.5)
    with WorkerPool(1, Limits(seconds=0.5, max_scans=2), read=UNRULY) as pool:
        started = time.monotonic()
        refused = rejection(pool, "recognise-for-ever")
    assert refused.reason is Reason.TIMEOUT
    assert time.monotonic() - started < 10


def test_our_own_error_is_no_rejection_and_shows_where_it_happened(pool: WorkerPool) -> None:
    with pytest.raises(ReadingFailed, match=r"break\.pdf.*ZeroDivisionError: our mistake") as caught:
        pool.extract(plan("break"))
    assert "unruly_tasks.py" in caught.value.traceback
    assert pool.extract(plan("decent")).pages == 1


def test_what_libraries_print_does_not_disturb_the_answer(pool: WorkerPool) -> None:
    assert pool.extract(plan("chatter")).front.title == "chatter.pdf"


def test_the_listener_hears_the_stages(pool: WorkerPool) -> None:
    heard: list[str] = []
    pool.extract(plan("decent"), heard.append)
    assert heard == ["reading pages"]


def test_one_worker_reads_several_documents_and_is_replaced_after_many(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "DOCUMENTS_PER_WORKER", 2)
    readers = [pool.extract(plan("decent")).producer for _ in range(3)]
    assert readers[0] == readers[1] != readers[2]


def test_a_worker_started_ahead_is_the_one_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Seat] = []

    class Counted(Seat):
        def __init__(self, module: str, memory_mb: int) -> None:
            super().__init__(module, memory_mb)
            started.append(self)

    monkeypatch.setattr(worker, "Seat", Counted)
    with WorkerPool(2, Limits(seconds=20), read=UNRULY) as pool:
        pool.start(1)
        assert len(started) == 1
        assert pool.extract(plan("decent")).pages == pool.extract(plan("decent")).pages == 1
        assert len(started) == 1
    assert not started[0].alive


def test_many_threads_share_few_workers() -> None:
    with WorkerPool(2, Limits(seconds=20), read=UNRULY) as pool, ThreadPoolExecutor(6) as threads:
        contents = list(threads.map(lambda n: pool.extract(plan(f"decent-{n}")), range(12)))
    assert [content.front.title for content in contents] == [f"decent-{n}.pdf" for n in range(12)]
    assert len({content.producer for content in contents}) <= 2


def test_closing_the_pool_ends_a_document_under_way() -> None:
    pool = WorkerPool(1, Limits(seconds=60), read=UNRULY)
    pool.extract(plan("decent"))
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(pool.extract, plan("sleep")) for _ in range(2)]
        time.sleep(0.3)
        pool.close()
        for ended in running:
            with pytest.raises(PoolClosed):
                ended.result(timeout=10)
    with pytest.raises(PoolClosed):
        pool.extract(plan("decent"))


def test_a_worker_that_cannot_start_is_our_error_not_the_files() -> None:
    with WorkerPool(1, read="no_such_module:read") as pool, pytest.raises(ReadingFailed, match="no_such_module"):
        pool.extract(plan("decent"))


def test_a_worker_loads_the_extractors_and_nothing_of_the_pipelines_weight() -> None:
    with WorkerPool(1) as real:
        loaded = real.call("tests.pipeline.unruly_tasks:loaded_modules", "none.pdf", (), 20)
    assert isinstance(loaded, tuple)
    assert "extractors" in loaded
    assert not {"prefect", "pandas", "spacy", "camelot", "numpy", "sqlite_utils", "fastapi", "rich"} & set(loaded)


def test_workers_start_from_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import sys\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from tests.pipeline.test_worker import UNRULY, Limits, WorkerPool, plan\n"
        "with WorkerPool(1, Limits(seconds=20), read=UNRULY) as pool:\n"
        "    print(pool.extract(plan('decent')).front.title)\n"
    )
    shown = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert shown.stdout == "decent.pdf\n"


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for programs in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, threading\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from tests.pipeline.test_worker import UNRULY, Limits, WorkerPool, plan\n"
        "pool = WorkerPool(1, Limits(seconds=60), read=UNRULY)\n"
        "print(pool.extract(plan('decent')).producer, flush=True)\n"
        "pool.extract(plan('sleep'))\n"
    )
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    waited = threading.Event()
    for _ in range(100):
        if not _runs(child):
            return
        waited.wait(0.1)
    pytest.fail("the worker outlived its parent by ten seconds")


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
