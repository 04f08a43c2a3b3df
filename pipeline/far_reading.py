"""Reading on another machine: what a run asks of a machine of a cluster. Which kind of cluster is not known here.

Only a document's plan travels there and only its normalised rows travel back; the PDF itself is opened by path, so
all machines must see the same files. Each machine reads in limited worker processes of its own, as the run's does.
"""

from __future__ import annotations

import atexit
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.ingest import read_with
from pipeline.receipt import reading_version, release
from pipeline.worker import WorkerPool
from schemas.identity import DocumentPlan
from schemas.limits import Limits
from schemas.runs import ReadDocument, Stage

# More documents at a time than any machine is asked for; a worker is started only when a document wants one.
_SEATS = 256


@dataclass(frozen=True, slots=True)
class FarReader:
    """Reads one document on whichever machine it is called; everything it needs is in ``limits``."""

    limits: Limits

    def __call__(self, plan: DocumentPlan) -> ReadDocument:
        return read_with(_pool(self.limits), plan, _nobody)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a machine says of itself before it is asked to read.

    Its name, the release of Scrutineer, a text that is the same where the same rows are read, and the paths it does
    not see.
    """

    machine: str
    release: str
    reading: str
    unseen: tuple[Path, ...]


def look_around(paths: Sequence[Path]) -> Surroundings:
    """The surroundings of the machine this is called on."""
    return Surroundings(
        platform.node(), release(), reading_version(), tuple(path for path in paths if not path.exists())
    )


@cache
def _pool(limits: Limits) -> WorkerPool:
    pool = WorkerPool(_SEATS, limits)
    atexit.register(pool.close)
    return pool


def _nobody(filename: str, stage: Stage) -> None:
    """The run's listener is on another machine."""
