"""What hostile PDFs make a worker do, done on purpose. Loaded by workers in ``test_worker``, never by the tests."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.worker_frames import SayStage as Say
from schemas.errors import Reason, Rejection
from schemas.limits import Limits
from schemas.readings import DocumentContent, FrontMatter


def read(
    path: Path, filename: str, limits: Limits, stated: object, identity: object, say_stage: Say
) -> DocumentContent:
    """Behave as the file's name says; any other file is read without trouble."""
    _BEHAVIOURS.get(path.stem, _behave)(say_stage)
    return DocumentContent(pages=1, producer=str(os.getpid()), front=FrontMatter(title=filename))


def loaded_modules(say_stage: Say) -> tuple[str, ...]:
    return tuple(sorted({name.partition(".")[0] for name in sys.modules}))


def _behave(say: Say) -> None:
    say("reading pages")


def _sleep(say: Say) -> None:
    time.sleep(600)


def _grow(say: Say) -> None:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 16) * 128))
        time.sleep(0.002)


def _ask_for_everything(say: Say) -> None:
    bytearray(1 << 36)


def _kill_itself(say: Say) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _segfault(say: Say) -> None:
    ctypes.string_at(1)


def _leave(say: Say) -> None:
    os._exit(7)


def _recognise(say: Say) -> None:
    for page in range(1, 4):
        say(f"recognising page {page}", 2.0)
        time.sleep(0.4)


def _recognise_for_ever(say: Say) -> None:
    while True:
        say("recognising a page", 2.0)
        time.sleep(0.05)


def _chatter(say: Say) -> None:
    print("a library prints to standard output" * 100, flush=True)
    os.write(1, b"and so does its C part\n")


def _refuse(say: Say) -> None:
    raise Rejection(Reason.ENCRYPTED, "refuse.pdf needs a password; ask the council for an open copy.")


def _break(say: Say) -> None:
    raise ZeroDivisionError("our mistake")


def _break_library(say: Say) -> None:
    from pdfminer import settings
    from pdfminer.pdftypes import int_value, resolve1

    settings.STRICT = True
    int_value(resolve1("no number"))


def _lie(say: Say) -> None:
    say(Path("/"))  # type: ignore[arg-type]


_BEHAVIOURS: dict[str, Callable[[Say], None]] = {
    "sleep": _sleep,
    "grow": _grow,
    "ask-for-everything": _ask_for_everything,
    "kill-itself": _kill_itself,
    "segfault": _segfault,
    "leave": _leave,
    "recognise": _recognise,
    "recognise-for-ever": _recognise_for_ever,
    "chatter": _chatter,
    "refuse": _refuse,
    "break": _break,
    "break-library": _break_library,
    "lie": _lie,
}
