"""What the progress bar shows while documents are read."""

from __future__ import annotations

import pytest
from rich.progress import Progress, Task

from pipeline.cli_progress import ProgressBar
from schemas.runs import Fate, Stage


def lines(bar: ProgressBar) -> list[tuple[str, float, float | None]]:
    shown: Progress = bar._bar
    return [_line(task) for task in shown.tasks]


def _line(task: Task) -> tuple[str, float, float | None]:
    return task.description, task.completed, task.total


def test_each_document_in_work_is_named_with_its_stage_and_counted_when_done() -> None:
    with ProgressBar(shown=True) as bar:
        assert lines(bar) == [("starting", 0, None)]
        for name in ("a.pdf", "b.pdf"):
            bar.listen(name, Stage.WAITING)
        bar.listen("a.pdf", Stage.READING)
        bar.listen("b.pdf", Stage.NORMALISING)
        assert lines(bar) == [
            ("documents", 0, 2),
            ("a.pdf: reading pages", 0, 3),
            ("b.pdf: normalising values", 1, 3),
        ]
        bar.listen("b.pdf", Fate.REJECTED)
        assert lines(bar) == [("documents", 1, 2), ("a.pdf: reading pages", 0, 3)]
        bar.listen("c.pdf", Fate.UNCHANGED)
        bar.listen("a.pdf", Fate.LOADED)
        assert lines(bar) == [("documents", 3, 3)]


def test_a_name_in_square_brackets_is_no_markup() -> None:
    with ProgressBar(shown=True) as bar:
        bar.listen("report [red].pdf", Stage.READING)
        assert lines(bar)[1][0] == "report \\[red].pdf: reading pages"


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(shown=True) as bar:
        bar.listen("a.pdf", Stage.WAITING)
        bar.listen("a.pdf", Fate.LOADED)
    assert capsys.readouterr() == ("", "")
