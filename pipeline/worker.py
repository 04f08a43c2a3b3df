"""One PDF in one limited worker: a damaged or hostile file ends its worker, never the run.

``WorkerPool`` keeps a few workers, hands each one document at a time and replaces those that died, were killed,
grew or have read many documents. A worker is a fresh Python started as a program of its own: it needs no fork
(unsafe from threads), imports nothing of the parent's ``__main__`` and starts in about half a second, because it loads
the extractors alone.

Measured for the memory limit: reading a 71-page report, the address space is two to five times the memory in use
(OpenBLAS, pdfium and camelot reserve without using), so an address-space limit would stop honest documents. The
parent watches resident memory; RLIMIT_DATA stops a single huge allocation.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from pipeline.worker_frames import Answer, Request
from pipeline.worker_seat import End, Ended, Seat
from schemas.errors import Reason, Rejection
from schemas.identity import DocumentPlan
from schemas.limits import SCAN_SECONDS, Limits
from schemas.readings import DocumentContent, FrontMatter

# A worker is replaced after this many documents, whatever it holds. Measured: 240 reports in one worker leave it at the
# 57 MiB it had after the first, and a new worker costs as much as reading two short reports.
DOCUMENTS_PER_WORKER = 500
# ... and as soon as it holds, between documents, this share of the memory limit.
GROWN_SHARE = 0.5
# A worker that died this close to its memory limit died of it.
NEAR_LIMIT = 0.9
# The first look reads two pages; a file that takes longer over them is left to the full reading.
GLANCE_SECONDS = 60.0

READ = "pipeline.reading:read_document"
GLANCE = "pipeline.reading:glance_at"
StageListener = Callable[[str], None]


class PoolClosed(RuntimeError):
    """The pool was closed while, or before, a document was read: the run is ending."""


class ReadingFailed(RuntimeError):
    """Our code broke inside a worker. ``traceback`` is the worker's; ``str()`` says which document and how."""

    def __init__(self, message: str, traceback: str) -> None:
        super().__init__(message)
        self.traceback = traceback
        self.add_note(traceback)


class WorkerPool:
    """Up to ``workers`` documents at a time, each in a worker within ``limits``. Safe to use from many threads."""

    def __init__(self, workers: int, limits: Limits | None = None, *, read: str = READ, glance: str = GLANCE) -> None:
        if workers < 1:
            raise ValueError(f"a pool needs at least one worker, not {workers}")
        self._limits = limits or Limits()
        self._read, self._glance = read, glance
        self._free: queue.LifoQueue[Seat | None] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._lock = threading.Lock()
        self._seats: set[Seat] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, workers: int) -> None:
        """Start so many workers before there is anything to read; to be called first.

        They import what they need while the program that will ask them does so too.
        """
        taken = [self._free.get() for _ in range(workers)]
        for seat in taken:
            self._free.put(seat or self._new_seat())

    def close(self) -> None:
        """End every worker at once; a document being read raises PoolClosed in its thread."""
        with self._lock:
            self._closed = True
            seats = list(self._seats)
            self._seats.clear()
        for seat in seats:
            seat.stop()
        waiting: list[Seat | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                waiting.append(self._free.get_nowait())
        for idle in waiting:
            self._discard(idle)
            self._free.put(None)  # for threads that still wait for a worker: they learn that the pool is closed

    def extract(self, plan: DocumentPlan, on_stage: StageListener | None = None) -> DocumentContent:
        """Everything read from one PDF.

        Rejection when the file cannot be read, takes too long or too much memory, or ends its worker;
        ReadingFailed when our code broke on it; PoolClosed when the run is ending.
        """
        arguments = (plan.path, plan.filename, self._limits, plan.stated, plan.identity)
        more = self._limits.max_scans * SCAN_SECONDS
        content = self.call(self._read, plan.filename, arguments, self._limits.seconds, on_stage, more)
        return cast(DocumentContent, content)

    def glance(self, path: Path) -> FrontMatter:
        """The front matter of a PDF's first pages; raises as ``extract`` does."""
        seconds = min(GLANCE_SECONDS, self._limits.seconds)
        return cast(FrontMatter, self.call(self._glance, path.name, (path, path.name, self._limits), seconds))

    def call(
        self,
        task: str,
        filename: str,
        arguments: tuple[Any, ...],
        seconds: float,
        on_stage: StageListener | None = None,
        more: float = 0.0,
    ) -> object:
        """The result of ``task`` ('package.module:function', called with the arguments and a stage listener).

        It may ask for up to ``more`` seconds on top of its ``seconds``.
        """
        seat = self._free.get()
        keep = False
        try:
            seat = self._ready(seat)
            answer = seat.ask(Request(task, arguments, seconds, more), on_stage or _ignore)
            keep = self._is_fit(seat, answer)
        except Ended as ended:
            if self._closed:
                raise PoolClosed(f"{filename} was not read: the run is ending") from ended
            raise self._explain(filename, ended, seconds) from ended
        finally:
            if not keep:
                self._discard(seat)
            self._free.put(seat if keep else None)
        return _unwrap(filename, answer, self._limits)

    def _ready(self, seat: Seat | None) -> Seat:
        """A worker that waits for a document: the free one if it lives, else a new one."""
        if seat is None or not seat.alive or self._closed:
            self._discard(seat)
            seat = self._new_seat()
        try:
            seat.await_ready()
        except BaseException as error:
            self._discard(seat)
            if isinstance(error, Ended) and not self._closed:
                raise ReadingFailed(f"a worker did not start: {_last_line(error)}", error.last_words) from error
            raise
        return seat

    def _new_seat(self) -> Seat:
        with self._lock:
            if self._closed:
                raise PoolClosed("the pool is closed")
            seat = Seat(self._read.partition(":")[0], self._limits.memory_mb)
            self._seats.add(seat)
        return seat

    def _is_fit(self, seat: Seat, answer: Answer) -> bool:
        if answer[0] == "rejected" and answer[1] == Reason.OUT_OF_MEMORY:
            return False
        return seat.documents < DOCUMENTS_PER_WORKER and seat.memory_mb() <= GROWN_SHARE * self._limits.memory_mb

    def _discard(self, seat: Seat | None) -> None:
        if seat is not None:
            with self._lock:
                self._seats.discard(seat)
            seat.discard()

    def _explain(self, filename: str, ended: Ended, seconds: float) -> Rejection:
        if ended.end is End.TIME:
            return Rejection(
                Reason.TIMEOUT,
                f"{filename} was not read within {seconds:g} seconds; allow more time, or read fewer of its pages.",
            )
        near = ended.memory_mb >= NEAR_LIMIT * self._limits.memory_mb
        if ended.end is End.MEMORY or near or "bad_alloc" in ended.last_words:
            return _out_of_memory(filename, self._limits)
        return Rejection(
            Reason.WORKER_DIED,
            f"{filename} ended the worker that read it ({_how(ended)}); the file may be damaged. Open it in a viewer, "
            "save it again as PDF, and try that copy.",
        )


def _unwrap(filename: str, answer: Answer, limits: Limits) -> object:
    match answer:
        case ("done", result):
            return result
        case ("rejected", Reason.OUT_OF_MEMORY, _):
            raise _out_of_memory(filename, limits)
        case ("rejected", Reason.UNREADABLE_FILE, detail) if filename not in detail:
            raise Rejection(Reason.UNREADABLE_FILE, f"{filename} cannot be read ({detail}); fetch it again.")
        case ("rejected", reason, detail):
            raise Rejection(Reason(reason), detail)
        case ("failed", message, traceback):
            raise ReadingFailed(f"reading {filename} broke: {message}", traceback)
    raise ReadingFailed(f"reading {filename} broke: the worker said {answer[0]!r}", "")


def _out_of_memory(filename: str, limits: Limits) -> Rejection:
    return Rejection(
        Reason.OUT_OF_MEMORY,
        f"{filename} needs more than {limits.memory_mb} MB of memory; allow more, or split the file.",
    )


def _how(ended: Ended) -> str:
    if ended.code is None:
        return ended.last_words
    if ended.code >= 0:
        return f"exit code {ended.code}"
    name = str(-ended.code)
    with contextlib.suppress(ValueError):
        name = signal.Signals(-ended.code).name
    hint = ", perhaps by the system for want of memory" if name == "SIGKILL" else ""
    return f"signal {name}{hint}"


def _last_line(ended: Ended) -> str:
    lines = ended.last_words.splitlines()
    return lines[-1] if lines else _how(ended)


def _ignore(stage: str) -> None:
    """Nobody listens."""
