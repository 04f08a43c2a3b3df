"""What an update or a fetch did, on a terminal or as JSON, and its exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from pipeline.cli_progress import ProgressBar
from pipeline.cli_render import plain, screen
from pipeline.problems import ExitCode
from pipeline.publications.update import newly, require_dataset, update_directly, visit_hosts
from pipeline.publications.visit import visit_council
from schemas.identity import Council
from schemas.publications import FetchFate, FetchOutcome, SourceState
from schemas.runs import Fate
from schemas.updates import CouncilUpdate, Trouble, TroubleKind, Visited, VisitOrder

if TYPE_CHECKING:
    from pipeline.cli_update import Runners

_NOT_FETCHED = frozenset([FetchFate.FAILED, FetchFate.POSTPONED])


def watch_update(
    order: VisitOrder,
    councils: Sequence[Council],
    runners: Runners | None,
    *,
    everyone: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Run an update, through flows or (``runners`` None) directly; what came of it on standard output; the code."""
    with ProgressBar(shown=not (as_json or verbose)) as bar:
        if runners is None:
            updates = update_directly(order, councils, bar.listen)
        else:
            updates = runners.update(order, councils, bar.listen, everyone=everyone, verbose=verbose)
    code = exit_code(updates)
    if as_json:
        click.echo(json.dumps({"exit_code": code, "councils": [_record(u) for u in updates]}, indent=2, default=str))
    else:
        screen().print(_update_table(updates))
        _tell_mismatches(updates)
    _tell_troubles([update.visited for update in updates], [t for u in updates for t in u.troubles])
    for outcome in newly(updates, Fate.REJECTED, Fate.FAILED):
        _error(f"{outcome.filename}: not loaded ({outcome.reason}): {outcome.detail}")
    return code


def watch_fetch(order: VisitOrder, councils: Sequence[Council], *, as_json: bool) -> int:
    """Visit the councils and fetch; what came of it on standard output; the code."""
    require_dataset(order)
    done = {visited.council_id: visited for visited in visit_hosts(visit_council, order, councils)}
    visits = [done[council.council_id] for council in councils]
    code = _visit_code(visits)
    if as_json:
        click.echo(json.dumps({"exit_code": code, "councils": [asdict(v) for v in visits]}, indent=2, default=str))
    else:
        screen().print(_fetch_table(visits))
        click.echo(f"archive: {order.archive_root}")
    _tell_troubles(visits, [visited.trouble for visited in visits if visited.trouble])
    return code


def exit_code(updates: Sequence[CouncilUpdate]) -> ExitCode:
    """Bugs of ours outrank what was not fetched or set aside; 0 where all went well."""
    outcomes = newly(updates, Fate.FAILED)
    if outcomes or any(trouble.kind is TroubleKind.BUG for update in updates for trouble in update.troubles):
        return ExitCode.OUR_BUG
    if newly(updates, Fate.REJECTED) or any(update.troubles for update in updates):
        return ExitCode.SOME_REJECTED
    return _visit_code([update.visited for update in updates])


def _visit_code(visits: Sequence[Visited]) -> ExitCode:
    if any(visited.trouble and visited.trouble.kind is TroubleKind.BUG for visited in visits):
        return ExitCode.OUR_BUG
    well = all(visited.state is SourceState.OK and not visited.trouble for visited in visits)
    whole = not any(outcome.fate in _NOT_FETCHED for visited in visits for outcome in visited.fetched)
    return ExitCode.ALL_LOADED if well and whole else ExitCode.SOME_REJECTED


def _update_table(updates: Sequence[CouncilUpdate]) -> Table:
    table = _table("council", "site", "papers", "dataset")
    for update in updates:
        table.add_row(*map(plain, (*_visit_cells(update.visited), _ingest_cell(update))))
    return table


def _fetch_table(visits: Sequence[Visited]) -> Table:
    table = _table("council", "site", "papers")
    for visited in visits:
        table.add_row(*map(plain, _visit_cells(visited)))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading)
    return table


def _visit_cells(visited: Visited) -> tuple[str, str, str]:
    counts = {
        "new": visited.count(FetchFate.NEW, FetchFate.ALIAS),
        "replaced": visited.count(FetchFate.NEW_VERSION),
        "not fetched": visited.count(*_NOT_FETCHED),
    }
    state = visited.state.value if visited.asked else f"{visited.state.value}, not asked"
    return visited.council_id, state, _listed({"found": visited.found}, counts)


def _ingest_cell(update: CouncilUpdate) -> str:
    done = update.ingested
    if done is None:
        return "nothing new"
    counts = {
        "unchanged": done.count(Fate.UNCHANGED),
        "set aside": done.count(Fate.REJECTED) + done.count(Fate.FAILED),
        "MISMATCHED": len(update.mismatches),
    }
    return _listed({"loaded": done.count(Fate.LOADED)}, counts)


def _listed(always: dict[str, int], where_any: dict[str, int]) -> str:
    """'2 found, 1 new': unusual things are named only where there are some."""
    shown = always | {name: count for name, count in where_any.items() if count}
    return ", ".join(f"{count} {name}" for name, count in shown.items())


def _tell_mismatches(updates: Sequence[CouncilUpdate]) -> None:
    console = screen()
    mismatches = [mismatch for update in updates for mismatch in update.mismatches]
    for one in mismatches:
        counts = f"{one.bucket} {one.claimed} stated, {one.extracted} counted"
        console.print(plain(f"MISMATCH {one.report_id}: {counts} ({one.filename}, page {one.page})"))
    if mismatches:
        console.print(plain("`scrutineer ledger` tells which rows to look at."))


def _tell_troubles(visits: Sequence[Visited], troubles: Sequence[Trouble]) -> None:
    debug = click.get_current_context().find_root().meta.get("debug", False)
    for visited in visits:
        if visited.detail and visited.state is not SourceState.OK:
            _error(f"{visited.council_id}: {visited.state}: {visited.detail}")
        for outcome in visited.fetched:
            if outcome.fate in _NOT_FETCHED:
                _error(f"{visited.council_id}: {_told(outcome)}")
    for trouble in troubles:
        whose = "a bug in Scrutineer: " if trouble.kind is TroubleKind.BUG else ""
        _error(f"{whose}{trouble.message}")
        if trouble.traceback and debug:
            _error(trouble.traceback)


def _told(outcome: FetchOutcome) -> str:
    why = ", ".join(filter(None, [outcome.outcome, outcome.detail]))
    return f"{outcome.url}: {outcome.fate}{f' ({why})' if why else ''}"


def _record(update: CouncilUpdate) -> dict[str, object]:
    from pipeline.cli_ingest import summary_record

    return {
        "visit": asdict(update.visited),
        "ingest": summary_record(update.ingested, exit_code([update])) if update.ingested else None,
        "mismatches": [asdict(one) for one in update.mismatches],
        "trouble": [asdict(trouble) for trouble in update.troubles],
    }


def _error(message: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(message)
