"""The parent's side of one worker: start it, ask it, watch its clock and memory, tell how it ended.

What an ending means for a document is for ``worker``.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from pipeline.worker_frames import Answer, AnswerStream, Request, import_paths, pack

# How often memory is looked at.
WATCH_SECONDS = 0.05
# Workers start in 0.4 to 0.8 s on two busy cores; a machine a hundred times slower should still be served.
START_SECONDS = 60.0
# A worker that closed its answers is given this long to be gone before it is killed.
ENDING_SECONDS = 5.0
MEBIBYTE = 1024 * 1024


class End(Enum):
    """How a worker ended instead of answering."""

    TIME = auto()
    MEMORY = auto()
    DIED = auto()


class Ended(Exception):
    """The worker is gone.

    ``code`` is its exit code (negative: the signal; None: not told), ``memory_mb`` the most memory seen, ``last_words``
    the tail of its standard error.
    """

    def __init__(self, end: End, code: int | None, memory_mb: int, last_words: str) -> None:
        super().__init__(end, code)
        self.end = end
        self.code = code
        self.memory_mb = memory_mb
        self.last_words = last_words


class Seat:
    """One running worker. Used by one thread at a time; ``stop`` may come from any."""

    def __init__(self, module: str, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self._popen = subprocess.Popen(
            # -P: a file called pdfplumber.py in the current folder must not be imported.
            [sys.executable, "-P", "-m", "pipeline.worker_child", module, str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
            env={
                **os.environ,
                "PYTHONPATH": import_paths(sys.path),
                # One worker is one core: number libraries must not each start a thread per core.
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
            },
        )
        self._stream = AnswerStream()
        self._is_ready = False
        self._peak_mb = 0
        self.documents = 0

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    def await_ready(self) -> None:
        """Wait until the worker has imported what it needs; Ended if it could not."""
        if self._is_ready:
            return
        self._await(time.monotonic() + START_SECONDS, {"ready"}, lambda stage: None)
        self._is_ready = True

    def ask(self, request: Request, on_stage: Callable[[str], None]) -> Answer:
        """The worker's final answer; Ended if it had to be killed or died."""
        self.documents += 1
        self._peak_mb = 0
        self._errors.seek(0)
        self._errors.truncate()
        assert self._popen.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # a dead worker shows in _await
            self._popen.stdin.write(pack(request))
        return self._await(time.monotonic() + request.seconds, {"done", "rejected", "failed"}, on_stage, request.more)

    def memory_mb(self) -> int:
        """Resident memory in MiB; 0 where the worker is gone or the system does not tell."""
        return resident_mb(self._popen.pid)

    def stop(self) -> None:
        """End the worker and wait until it is gone; the thread that waits for its answer gets Ended."""
        self._popen.kill()
        self._popen.wait()

    def discard(self) -> None:
        """Stop the worker and close what belonged to it."""
        self.stop()
        self._errors.close()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _await(self, deadline: float, last: set[str], on_stage: Callable[[str], None], more: float = 0.0) -> Answer:
        """The first answer of a kind in ``last``; the worker's own words put the deadline off by up to ``more``."""
        assert self._popen.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._popen.stdout, selectors.EVENT_READ)
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise self._end(End.TIME)
                if selector.select(min(left, WATCH_SECONDS)):
                    piece = os.read(self._popen.stdout.fileno(), 1 << 20)
                    if not piece:
                        raise self._end(End.DIED)
                    for answer in self._take(piece):
                        if answer[0] in last:
                            return answer
                        if answer[0] == "stage":
                            granted = min(more, float(answer[2]))
                            more, deadline = more - granted, deadline + granted
                            on_stage(str(answer[1]))
                now = self.memory_mb()
                self._peak_mb = max(self._peak_mb, now)
                if now > self._memory_mb:
                    raise self._end(End.MEMORY)

    def _take(self, piece: bytes) -> list[Answer]:
        try:
            return self._stream.feed(piece)
        except pickle.UnpicklingError as error:
            self.stop()
            raise Ended(End.DIED, None, self._peak_mb, str(error)) from error

    def _end(self, end: End) -> Ended:
        if end is End.DIED:  # its answers ended, so it is ending: its exit code tells how
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._popen.wait(ENDING_SECONDS)
        self.stop()
        code = self._popen.returncode
        if end is End.DIED and code == -signal.SIGALRM:
            end = End.TIME
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace")[-4000:].strip()
        return Ended(end, code, self._peak_mb, words)


def resident_mb(pid: int) -> int:
    """Resident memory of a running program in MiB: from /proc, elsewhere from ``ps``; 0 where neither knows it."""
    statm = Path(f"/proc/{pid}/statm")
    if statm.exists():
        with contextlib.suppress(OSError, IndexError):
            return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // MEBIBYTE
        return 0
    if Path("/proc/self/statm").exists():
        return 0
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(shown.stdout.strip() or 0) // 1024
