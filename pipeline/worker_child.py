"""The worker's side: one Python that reads one PDF after another, and cannot outlive or outgrow its parent's wish.

Started as ``python -m pipeline.worker_child MODULE MEMORY_MB``. It imports what reading needs and nothing else
(no Prefect, pandas or database). Its standard input brings requests; its end means the parent is gone.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import logging
import os
import queue
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from pipeline.worker_frames import Answer, Request, SayStage, pack, read_request
from schemas.errors import Reason, Rejection

# The worker's own heap limit stands this far above the watched one: it only stops a single huge allocation that the
# parent, looking 20 times a second, would see too late. Importing camelot reserves 160 MiB without using them.
HEADROOM_MB = 512
# The parent kills at the time limit. If it cannot (it was killed itself), the kernel's alarm ends the worker.
ALARM_GRACE_SECONDS = 30
# An exception raised inside one of these is the file's fault, not ours.
PDF_LIBRARIES = frozenset({"pdfminer", "pdfplumber", "pypdfium2", "pypdfium2_raw", "camelot", "PIL"})


def main(module: str, memory_mb: int) -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    # Libraries print; standard output carries our answers. So answers get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    # Before the thread: an import that fails could not end this process cleanly while another thread holds its input.
    importlib.import_module(module)
    # What the libraries keep stays to the end: walking it at every collection costs a reading a twelfth of its time.
    gc.freeze()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    _limit_memory(memory_mb)
    _say(answers, ("ready",))
    while True:
        request = requests.get()
        _arm(int(request.seconds) + ALARM_GRACE_SECONDS)
        answer = _answer(request, partial(_say_stage, answers))
        _arm(0)
        _say(answers, answer)


def _listen(source: BinaryIO, requests: queue.SimpleQueue[Request]) -> None:
    """Pass requests on; when the parent is gone, end at once whatever the main thread is doing."""
    while (request := read_request(source)) is not None:
        requests.put(request)
    os._exit(0)


def _say_stage(answers: BinaryIO, stage: str, more_seconds: float = 0.0) -> None:
    """Tell the parent what is being done, and how much more time that takes than a document is given."""
    if more_seconds:
        with contextlib.suppress(AttributeError):  # Windows has no alarm
            signal.alarm(signal.alarm(0) + int(more_seconds))
    _say(answers, ("stage", stage, more_seconds))


def _answer(request: Request, say_stage: SayStage) -> Answer:
    try:
        return ("done", _find_task(request.task)(*request.arguments, say_stage))
    except Rejection as rejection:
        return ("rejected", str(rejection.reason), rejection.detail)
    except MemoryError:
        return ("rejected", str(Reason.OUT_OF_MEMORY), "")
    except Exception as error:
        message = traceback.format_exception_only(error)[-1].strip()
        library = _raised_in(error.__traceback__)
        if library in PDF_LIBRARIES:
            return ("rejected", str(Reason.UNREADABLE_FILE), f"{library} fails on it: {message}")
        return ("failed", message, "".join(traceback.format_exception(error)))


def _find_task(task: str) -> Callable[..., Any]:
    module, _, name = task.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _raised_in(trace: TracebackType | None) -> str | None:
    """The top-level package of the innermost frame that belongs to a package at all."""
    package = None
    while trace is not None:
        package = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0] or package
        trace = trace.tb_next
    return package


def _say(answers: BinaryIO, answer: Answer) -> None:
    answers.write(pack(answer))
    answers.flush()


def _arm(seconds: int) -> None:
    with contextlib.suppress(AttributeError):  # Windows has no alarm
        signal.alarm(seconds)


def _limit_memory(memory_mb: int) -> None:
    """No core dumps, and a heap limit above what is in use now. Where that is not Linux the parent's watch must do."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = _heap_bytes()
    if used is None:
        return
    wanted = used + (memory_mb + HEADROOM_MB) * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _heap_bytes() -> int | None:
    """The size of the heap as the kernel counts it for RLIMIT_DATA; None where it does not tell (not Linux)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    found = re.search(r"^VmData:\s+(\d+) kB", status.read_text(), re.MULTILINE)
    return int(found.group(1)) * 1024 if found else None


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
