"""A progress bar on standard error: how many documents are done, and where each one in work is now."""

from __future__ import annotations

import threading
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from schemas.runs import Fate, Stage

_LONGEST_NAME = 60


class ProgressBar:
    """A listener of an ingest. Shows nothing unless standard error is a terminal."""

    def __init__(self, *, shown: bool) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not (shown and console.is_terminal),
        )
        self._lock = threading.Lock()
        self._all = self._bar.add_task("starting", total=None)
        self._expected = 0
        self._lines: dict[str, TaskID] = {}

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def listen(self, filename: str, where: Stage | Fate) -> None:
        """Move one document to a stage, or count it as done. Called from any thread."""
        with self._lock:
            if where is Stage.WAITING:
                self._expect()
            elif isinstance(where, Stage):
                self._move(filename, where)
            else:
                self._finish(filename, where)

    def _expect(self) -> None:
        self._expected += 1
        self._bar.update(self._all, total=self._expected, description="documents")

    def _move(self, filename: str, stage: Stage) -> None:
        name = filename if len(filename) <= _LONGEST_NAME else f"…{filename[-_LONGEST_NAME:]}"
        told = escape(f"{name}: {stage}")
        if filename not in self._lines:
            self._lines[filename] = self._bar.add_task(told, total=len(Stage) - 1)
        self._bar.update(self._lines[filename], description=told, completed=list(Stage).index(stage) - 1)

    def _finish(self, filename: str, fate: Fate) -> None:
        line = self._lines.pop(filename, None)
        if line is not None:
            self._bar.remove_task(line)
        if fate is Fate.UNCHANGED:
            self._expect()
        self._bar.advance(self._all)
