"""``scrutineer demo``: the shipped reports into a dataset, and their ledger."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli_ingest import exit_code, run_ingest, tell_trouble
from pipeline.cli_ledger import print_ledger
from pipeline.cli_options import usable_cores
from pipeline.cli_render import screen
from pipeline.cli_summary import summary_table
from schemas.runs import IngestRequest

if TYPE_CHECKING:
    from pipeline.cli import FlowRunner


def show_demo(database: Path, flow: FlowRunner | None) -> int:
    """Ingest the shipped reports and print what came out. The total that does not match is no failure here."""
    console = screen()
    # Named, not imported: the fixtures are files of the package, whichever layer reads them.
    with as_file(files("fixtures") / "reports") as shipped:
        request = IngestRequest(paths=(shipped,), database=database, workers=usable_cores())
        console.print(f"Reading the shipped reports into {database} …")
        summary = run_ingest(request, flow, shown=True, verbose=False)
    console.print(summary_table(summary))
    tell_trouble(summary, quiet=True)
    console.print()
    mismatched = print_ledger(console, database)
    click.echo()
    if mismatched:
        click.echo("One of these reports states a wrong total, on purpose: the mismatch above is how that shows.")
        click.echo(f"`scrutineer ledger --db {database}` ends with 4 because of it; the demo itself went well.")
    click.echo(f"Next: sqlite3 {database} 'select * from rag_counts', or the questions in README.md.")
    return exit_code(summary)
