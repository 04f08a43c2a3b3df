"""``scrutineer ledger``: stated totals beside counts, on a terminal or as JSON, and the exit code they deserve."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from pipeline.cli_render import screen
from pipeline.ledger import Ledger, LedgerError, has_unexplained_mismatch, read_ledger, render_ledger
from pipeline.problems import ExitCode, Problem
from schemas.vocabulary import Verdict


def show_ledger(database: Path, report_id: str | None, *, everything: bool, as_json: bool) -> int:
    """Print the ledger; 4 if a mismatch in it has no explanation. Problem where there is no such dataset or report."""
    ledger = _read(database, report_id, everything=everything)
    if as_json:
        shown = [
            asdict(entry) | {"unexplained": entry.is_unexplained}
            for entry in ledger.entries
            if everything or not entry.is_match
        ]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        render_ledger(ledger, screen())
    return ExitCode.UNEXPLAINED_MISMATCH if has_unexplained_mismatch(ledger) else ExitCode.ALL_LOADED


def print_ledger(console: Console, database: Path) -> int:
    """Print the ledger of a whole dataset; the number of mismatches in it."""
    ledger = _read(database, None, everything=False)
    render_ledger(ledger, console)
    return sum(entry.verdict is Verdict.MISMATCH for entry in ledger.entries)


def _read(database: Path, report_id: str | None, *, everything: bool) -> Ledger:
    try:
        return read_ledger(database, report_id, everything)
    except LedgerError as error:
        raise Problem(str(error)) from error
