"""The command line: options in, one call, an exit code out.

Each command imports what it needs when it runs, so that ``--help`` and ``--version`` answer at once. What is
printed is made in ``cli_render``; how an ingest is watched in ``cli_progress``.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import click

from pipeline.cli_councils import councils
from pipeline.cli_discover import discover, sources
from pipeline.cli_options import PAGES, common, database_option, ingest_options
from pipeline.cli_update import META, Runners, fetch, serve, update
from pipeline.cli_watch import watch
from pipeline.problems import ExitCode, Problem
from schemas.errors import StoreError
from schemas.limits import Limits

if TYPE_CHECKING:
    from pipeline.worker import WorkerPool
    from schemas.runs import IngestRequest, Listener, RunSummary
from schemas.vocabulary import Rag


class FlowRunner(Protocol):
    """An ingest as a flow; the layer above knows which one."""

    def __call__(self, request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary: ...


def run_command_line(flow: FlowRunner, runners: Runners, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code (see ``ExitCode``); ``arguments`` default to the shell's."""
    sys.exit(run(flow, arguments, runners))


def run(flow: FlowRunner, arguments: Sequence[str] | None = None, runners: Runners | None = None) -> int:
    """One command; its exit code. Messages go to standard error. Without ``runners`` updates run directly."""
    debug = False
    try:
        with scrutineer.make_context("scrutineer", list(sys.argv[1:] if arguments is None else arguments)) as context:
            context.obj = flow
            context.meta[META] = runners
            try:
                code = scrutineer.invoke(context)
            finally:
                debug = bool(context.meta.get("debug"))
            sys.stdout.flush()
            return int(code or 0)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as usage:
        usage.show()
        return ExitCode.CANNOT_START
    except Problem as problem:
        click.echo(f"scrutineer: {problem}", err=True)
        return problem.exit_code
    except StoreError as problem:
        click.echo(f"scrutineer: {problem}", err=True)
        return ExitCode.CANNOT_START
    except (KeyboardInterrupt, click.Abort):
        click.echo("scrutineer: stopped. Documents loaded so far are kept; run the same command to carry on.", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away (`scrutineer extract … | head`); nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OUR_BUG
    except Exception as error:
        _report_bug(error, debug=debug)
        return ExitCode.OUR_BUG


def _report_bug(error: Exception, *, debug: bool) -> None:
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    last = traceback.format_exception_only(error)[-1].strip()
    click.echo(f"scrutineer: a bug in Scrutineer, not in your reports: {last}", err=True)
    click.echo("Please report it with the output of the same command and --debug.", err=True)


def _say_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from pipeline.receipt import release

        click.echo(f"scrutineer, version {release()}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
def scrutineer() -> None:
    """Read the performance reports UK councils publish as PDFs into a reconciled SQLite dataset.

    \b
    Examples:
      scrutineer demo                       the shipped reports, read into demo.db
      scrutineer extract report.pdf         what is read in one PDF, nothing stored
      scrutineer ingest reports/            a folder of PDFs into scrutineer.db
      scrutineer ledger                     do the rows add up to what the reports say?
      scrutineer search fly tipping         words in KPIs, statements and sections

    \b
    Exit codes:
      0  everything asked was done          3  some documents were set aside
      1  a bug in Scrutineer                4  a total that does not add up (ledger)
      2  cannot start: options, paths, or the dataset cannot be opened or written
    """


@scrutineer.command()
@ingest_options
@common
@click.pass_obj
def ingest(
    flow: FlowRunner,
    *,
    paths: tuple[Path, ...],
    database: Path,
    manifest: Path | None,
    workers: int,
    fresh: bool,
    direct: bool,
    cluster: str | None,
    quiet: bool,
    as_json: bool,
    verbose: bool,
    max_seconds: float,
    max_memory: int,
    max_bytes: int,
    max_pages: int,
    max_scans: int,
) -> int:
    """Read PDFs, or folders of PDFs, into a dataset.

    A folder may hold a manifest.csv (file, council, body, meeting_date, report, role, title, period). Without
    one these are read from the documents and their names, and marked as inferred. A document that the dataset
    holds already, read by the same code from the same bytes, is left alone.

    \b
    Examples:
      scrutineer ingest report.pdf appendix.pdf
      scrutineer ingest reports/ --db council.db
      scrutineer ingest reports/ --manifest manifest.csv --workers 4
      scrutineer ingest reports/ --direct --json > run.json
      scrutineer ingest /srv/reports/ --dask tcp://10.0.0.5:8786

    Ends with 3 when some documents were set aside; the others are loaded.
    """
    limits = Limits(
        seconds=max_seconds, memory_mb=max_memory, max_bytes=max_bytes, max_pages=max_pages, max_scans=max_scans
    )
    if direct and cluster:
        raise click.UsageError("--direct reads on this machine, --dask on others: choose one.")
    pool = _starting_pool(paths, workers, limits) if direct else None
    with pool or nullcontext():
        # Only now: the workers start while this is imported.
        from pipeline.cli_ingest import watch_ingest
        from schemas.runs import IngestRequest

        request = IngestRequest(
            paths=paths,
            database=database,
            workers=workers,
            manifest=manifest,
            fresh=fresh,
            cluster=cluster,
            limits=limits,
        )
        return watch_ingest(request, None if direct else flow, pool, quiet=quiet, as_json=as_json, verbose=verbose)


def _starting_pool(paths: Sequence[Path], workers: int, limits: Limits) -> WorkerPool:
    """A pool whose workers are starting: as many as there may be documents."""
    from pipeline.worker import WorkerPool

    pool = WorkerPool(workers, limits)
    pool.start(workers if any(path.is_dir() for path in paths) else min(workers, len(paths)))
    return pool


@scrutineer.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pages", type=PAGES, help="Only these pages: 3, 3-7 or 3-.")
@click.option("--json", "as_json", is_flag=True, help="Everything read, as JSON.")
@common
def extract(*, file: Path, pages: range | None, as_json: bool) -> int:
    """Show what is read in one PDF: rows with their statuses, actions, legend, stated totals and issues.

    Nothing is stored, and values are shown as printed.

    \b
    Examples:
      scrutineer extract report.pdf
      scrutineer extract report.pdf --pages 3-7
      scrutineer extract report.pdf --json | jq '.kpis[].title'
    """
    from pipeline.cli_extract import show_extract

    return show_extract(file, pages, as_json=as_json)


@scrutineer.command()
@database_option("scrutineer.db")
@click.option("--report", "report_id", metavar="ID", help="Only this report.")
@click.option("--all", "everything", is_flag=True, help="Also the totals that match.")
@click.option("--json", "as_json", is_flag=True, help="The ledger as JSON.")
@common
def ledger(*, database: Path, report_id: str | None, everything: bool, as_json: bool) -> int:
    """Show every total the reports state beside what was counted in their rows.

    \b
    Examples:
      scrutineer ledger
      scrutineer ledger --db council.db --all
      scrutineer ledger --report rutland-cabinet-2023-11-14-performance

    Ends with 4 when a total does not match and the difference has no explanation in the extraction.
    """
    from pipeline.cli_ledger import show_ledger

    return show_ledger(database, report_id, everything=everything, as_json=as_json)


@scrutineer.command()
@click.argument("words", nargs=-1, required=True)
@database_option("scrutineer.db")
@click.option("--council", metavar="NAME", help="Only this council: its id or full name.")
@click.option(
    "--from", "first", metavar="DAY", help="Periods that end on this day or later: 2023, 2023-09, 2023-09-30."
)
@click.option("--to", "last", metavar="DAY", help="Periods that end on this day or earlier.")
@click.option("--kind", help="kpi, section or mention, or a kind of these: recommendations, off_target, ….")
@click.option("--rag", type=click.Choice([rag.value for rag in Rag]), help="Only KPIs of this status.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Hits to show.")
@click.option("--json", "as_json", is_flag=True, help="The hits as JSON.")
@common
def search(
    *,
    words: tuple[str, ...],
    database: Path,
    council: str | None,
    first: str | None,
    last: str | None,
    kind: str | None,
    rag: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """Find words in KPI titles, commentary, statements about KPIs and sections.

    All words must be there, in any form ("complaint" finds "complaints"); "…" makes a phrase, a star any ending.

    \b
    Examples:
      scrutineer search fly tipping
      scrutineer search '"care leavers"' --council rutland --rag red
      scrutineer search sickness --kind action_promised --from 2023-04
    """
    from pipeline.cli_search import show_search

    return show_search(
        database,
        words,
        council=council,
        first=first,
        last=last,
        kind=kind,
        rag=rag,
        limit=limit,
        as_json=as_json,
    )


@scrutineer.command()
@database_option("demo.db")
@click.option("--direct", is_flag=True, help="Without Prefect: the same rows, sooner.")
@common
@click.pass_obj
def demo(flow: FlowRunner, *, database: Path, direct: bool) -> int:
    """Read the reports that come with Scrutineer and show their ledger.

    They are of invented councils. One of them states a wrong total, on purpose.

    \b
    Examples:
      scrutineer demo
      scrutineer demo --db tour.db --direct
    """
    from pipeline.cli_demo import show_demo

    return show_demo(database, None if direct else flow)


for command in (councils, discover, update, fetch, sources, watch, serve):
    scrutineer.add_command(command)
