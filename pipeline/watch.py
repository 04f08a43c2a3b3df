"""A folder that is watched: which of its PDFs have come to rest since they were ingested last.

It is looked at again and again, because network folders announce nothing. A file that is still being copied changes
between two looks; one whose copy stalled is read, set aside as truncated, and read again when it has grown.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.listing import walk_pdfs
from pipeline.manifest import NAME
from schemas.runs import Fate, RunSummary

SETTLE_SECONDS = 5.0
"""How long a file must stay as it is. A copy over a network folder writes several times a second."""

LOOK_SECONDS = 2.0
"""Time between two looks."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written to or replaced."""

    bytes: int
    modified_ns: int
    inode: int


@dataclass(slots=True)
class _Seen:
    stamp: Stamp
    since: float


class Watcher:
    """Remembers one folder between looks. ``clock`` gives seconds that only go forward."""

    def __init__(
        self, folder: Path, *, settle_seconds: float = SETTLE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._settle_seconds = settle_seconds
        self._clock = clock
        self._seen: dict[Path, _Seen] = {}
        self._taken: dict[Path, Stamp] = {}
        self._set_aside: set[Path] = set()

    def look(self) -> tuple[Path, ...]:
        """The PDFs to ingest, sorted: none unless one of them, or a manifest, has come to rest since the last time.

        Files that rest unchanged come along, because which files form one report shows only in all of them; those that
        were set aside do not. Files that vanished are forgotten.
        """
        now = self._clock()
        found = dict(_stamps(self._folder))
        self._seen = {path: self._watch(path, stamp, now) for path, stamp in found.items()}
        resting = {path for path, seen in self._seen.items() if now - seen.since >= self._settle_seconds}
        changed = {path for path in resting if self._taken.get(path) != found[path]}
        self._set_aside -= changed
        if not changed:
            return ()
        return tuple(sorted(path for path in resting - self._set_aside if path.name != NAME))

    @property
    def is_done(self) -> bool:
        """Whether everything there was at the last look has been ingested."""
        return all(self._taken.get(path) == seen.stamp for path, seen in self._seen.items())

    def took(self, paths: tuple[Path, ...], summary: RunSummary) -> None:
        """Remember that these files were ingested as they were at the last look, and which of them were set aside."""
        resting = {path: seen.stamp for path, seen in self._seen.items() if path in paths or path.name == NAME}
        self._taken = {path: stamp for path, stamp in self._taken.items() if path in self._seen} | resting
        for outcome in summary.outcomes:
            if outcome.fate in {Fate.REJECTED, Fate.FAILED}:
                self._set_aside.add(outcome.path)

    def _watch(self, path: Path, stamp: Stamp, now: float) -> _Seen:
        before = self._seen.get(path)
        return before if before and before.stamp == stamp else _Seen(stamp, now)


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    """Every PDF and manifest below the folder that is a file now; a link counts as what it leads to."""
    for path in (*walk_pdfs(folder), *folder.rglob(NAME)):
        try:
            found = path.stat()
        except OSError:
            continue  # gone since it was listed, or a link to nothing
        if stat.S_ISREG(found.st_mode):
            yield path, Stamp(found.st_size, found.st_mtime_ns, found.st_ino)
