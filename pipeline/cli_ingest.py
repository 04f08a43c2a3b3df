"""``scrutineer ingest``: watch the run, print its summary, choose the exit code."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from pipeline.cli_progress import ProgressBar
from pipeline.cli_render import screen
from pipeline.cli_summary import summary_table
from pipeline.ingest import ingest_directly
from pipeline.problems import ExitCode, Problem
from schemas.runs import Fate, IngestRequest, Outcome, RunSummary

if TYPE_CHECKING:
    from pipeline.cli import FlowRunner
    from pipeline.worker import WorkerPool


def watch_ingest(
    request: IngestRequest,
    flow: FlowRunner | None,
    pool: WorkerPool | None = None,
    *,
    quiet: bool,
    as_json: bool,
    verbose: bool = False,
) -> int:
    """Run an ingest, as a flow or (``flow`` None) directly; its summary on standard output; the exit code."""
    summary = run_ingest(request, flow, pool, shown=not (quiet or as_json or verbose), verbose=verbose)
    code = exit_code(summary)
    if as_json:
        click.echo(json.dumps(summary_record(summary, code), indent=2, ensure_ascii=False))
    elif not quiet:
        console = screen()
        console.print(summary_table(summary))
        console.print(Text(f"{request.database}: run {summary.run_id[:8]}, {summary.seconds:.1f} s"), soft_wrap=True)
    tell_trouble(summary, quiet=quiet or as_json)
    return code


def run_ingest(
    request: IngestRequest, flow: FlowRunner | None, pool: WorkerPool | None = None, *, shown: bool, verbose: bool
) -> RunSummary:
    """The summary of a run that was watched by a progress bar. Problem when nothing was found to read.

    ``pool`` holds workers that are starting already, for a run without a flow.
    """
    with ProgressBar(shown=shown) as bar:
        if flow is not None:
            summary = flow(request, bar.listen, verbose=verbose)
        else:
            summary = ingest_directly(request, bar.listen, pool)
    if not summary.outcomes:
        raise Problem(f"No PDF found in {', '.join(map(str, request.paths))}.")
    return summary


def exit_code(summary: RunSummary) -> ExitCode:
    """0 when all is loaded or unchanged; our bugs outrank documents set aside."""
    if summary.count(Fate.FAILED):
        return ExitCode.OUR_BUG
    return ExitCode.SOME_REJECTED if summary.count(Fate.REJECTED) else ExitCode.ALL_LOADED


def tell_trouble(summary: RunSummary, *, quiet: bool) -> None:
    """Say on standard error, one line each, which files were set aside and why, and what to know about the run."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    if not quiet:
        for note in summary.notes:
            console.print(f"note: {note}")
    for outcome in summary.outcomes:
        if outcome.fate in {Fate.REJECTED, Fate.FAILED}:
            console.print(_trouble(outcome))
    debug = click.get_current_context().find_root().meta.get("debug", False)
    for outcome in summary.outcomes:
        if outcome.traceback and debug:
            console.print(outcome.traceback)


def summary_record(summary: RunSummary, code: ExitCode) -> dict[str, object]:
    """The summary as JSON has it: counts by fate, one entry a file, the sums, the notes."""
    fates = Counter(outcome.fate for outcome in summary.outcomes)
    return {
        "run_id": summary.run_id,
        "database": str(summary.database),
        "seconds": round(summary.seconds, 2),
        "exit_code": int(code),
        "files": {fate.value: fates[fate] for fate in Fate},
        "dataset": asdict(summary.sums),
        "documents": [
            {
                "filename": outcome.filename,
                "path": str(outcome.path),
                "document_id": outcome.document_id,
                "outcome": outcome.fate.value,
                "reason": outcome.reason,
                "detail": outcome.detail,
            }
            for outcome in summary.outcomes
        ],
        "notes": list(summary.notes),
    }


def _trouble(outcome: Outcome) -> str:
    if outcome.fate is Fate.FAILED:
        return (
            f"{outcome.path}: a bug in Scrutineer, not in this file: {outcome.detail} "
            "The document is not loaded. Please report it with the output of the same command and --debug."
        )
    return f"{outcome.path}: not loaded ({outcome.reason}): {outcome.detail}"
