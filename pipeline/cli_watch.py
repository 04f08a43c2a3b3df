"""``scrutineer watch``: ingest what appears in a folder, a line for each document, until it is stopped."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli_options import common, database_option, usable_cores

if TYPE_CHECKING:
    from pipeline.watch import Watcher


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@database_option("scrutineer.db")
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=5.0,
    show_default=True,
    help="Seconds a file must stay unchanged before it is read.",
)
@click.option("--once", is_flag=True, help="Stop when everything that is there has been ingested.")
@common
def watch(*, folder: Path, database: Path, settle: float, once: bool) -> int:
    """Ingest the PDFs that appear in a folder, after they have stopped growing. Ctrl-C ends it.

    Files that were removed stay in the dataset. A manifest.csv is read as by `ingest`, and again when it changes.

    \b
    Examples:
      scrutineer watch inbox/
      scrutineer watch inbox/ --db council.db --settle 30
    """
    from pipeline.watch import LOOK_SECONDS, Watcher

    watcher = Watcher(folder, settle_seconds=settle)
    click.echo(f"Watching {folder} for PDFs; Ctrl-C ends it.", err=True)
    while True:
        paths = watcher.look()
        if paths:
            _ingest(paths, database, watcher)
        elif once and watcher.is_done:
            return 0
        time.sleep(min(LOOK_SECONDS, max(settle / 2, 0.05)))


def _ingest(paths: tuple[Path, ...], database: Path, watcher: Watcher) -> None:
    """Ingest these files; what the dataset cannot take now is tried again at the next look."""
    from pipeline.ingest import ingest_directly
    from pipeline.problems import Problem
    from schemas.errors import StoreError
    from schemas.runs import Fate, IngestRequest, nobody_listens

    request = IngestRequest(paths=paths, database=database, workers=usable_cores())
    try:
        summary = ingest_directly(request, nobody_listens)
    except (Problem, StoreError) as problem:
        click.echo(f"{_clock()} {problem} It is tried again.", err=True)
        return
    watcher.took(paths, summary)
    for outcome in summary.outcomes:
        if outcome.fate is not Fate.UNCHANGED:
            told = f" ({outcome.reason}): {outcome.detail}" if outcome.reason else ""
            click.echo(f"{_clock()} {outcome.fate} {outcome.filename}{told}")


def _clock() -> str:
    return datetime.now().strftime("%H:%M:%S")
