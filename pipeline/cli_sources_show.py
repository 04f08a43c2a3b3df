"""What ``scrutineer sources`` prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli_render import plain, screen
from pipeline.problems import ExitCode
from pipeline.publications.expected import Appearance, Expected, expected_reports
from pipeline.publications.overview import SourceOverview, overview
from pipeline.publications.windows import UK
from pipeline.store import read_store
from schemas.declaration import to_record
from schemas.publications import SourceState
from schemas.tables_publications import CouncilSourceRow

_STYLES = {SourceState.OK: "green", SourceState.NEW: "bright_black"}
_ORDER = (Appearance.MISSED, Appearance.DUE, Appearance.UNDATED)
_HEADINGS = {
    Appearance.MISSED: "Announced, and never appeared",
    Appearance.DUE: "Announced, and still to come",
    Appearance.UNDATED: "Announced without a month",
}


def show_sources(database: Path, *, as_json: bool) -> int:
    """Print the state of every site visited so far, and the announced reports that are not in the dataset."""
    today = datetime.now(UK).date()
    db = read_store(database)
    try:
        known = overview(db, today)
        expected = expected_reports(db, today)
    finally:
        db.close()
    if as_json:
        shown = {"sources": [_as_json(one) for one in known], "expected": [asdict(one) for one in expected]}
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        console = screen()
        _print_sources(known, console)
        _print_expected(expected, console)
    return ExitCode.ALL_LOADED


def _as_json(one: SourceOverview) -> dict[str, object]:
    last = one.last_agenda.isoformat() if one.last_agenda else None
    return to_record(one.source) | {"papers": one.papers, "last_agenda": last, "is_quiet": one.is_quiet}


def _print_sources(known: Sequence[SourceOverview], console: Console) -> None:
    if not known:
        console.print("No council has been visited yet. `scrutineer discover --council SLUG` visits one.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("council", "state", "since", "last seen", "next visit", "failed", "papers", "what it said"):
        table.add_column(heading, overflow="fold")
    for one in known:
        row = one.source
        counts = f"{one.fetched} fetched" + (f", {one.waiting} waiting" if one.waiting else "")
        state = Text(row.state.replace("_", " "), style=_STYLES.get(row.state, "bold red"))
        values = (_minute(row.state_since), _minute(row.last_ok) or "never", _next(row), str(row.failures), counts)
        table.add_row(plain(row.council_id), state, *map(plain, (*values, row.detail or _silence(one))))
    console.print(table)


def _silence(one: SourceOverview) -> str | None:
    """That a site answers and has nothing to read, where that has lasted too long."""
    if not one.is_quiet:
        return None
    since = f"since {one.last_agenda}" if one.last_agenda else "so far"
    return f"no agenda to read {since}: look whether its meetings have moved"


def _print_expected(expected: Sequence[Expected], console: Console) -> None:
    for appearance in _ORDER:
        found = [one for one in expected if one.appearance is appearance]
        if not found:
            continue
        console.print()
        console.print(Text(_HEADINGS[appearance], style="bold"))
        for one in found:
            what = " · ".join(part for part in (one.title, one.body, one.expected_text) if part)
            console.print(plain(f"  {one.council_id}: {what}  (announced in {one.announced_in}, page {one.page})"))
    came = sum(one.appearance is Appearance.APPEARED for one in expected)
    if expected:
        console.print()
        console.print(plain(f"{len(expected)} reports announced, {came} of them in the dataset."))


def _next(row: CouncilSourceRow) -> str:
    if row.state is SourceState.UNSUPPORTED:
        return "never"
    return _minute(row.next_visit) or "next run"


def _minute(moment: str | None) -> str | None:
    """A moment as clocks in the United Kingdom show it, to the minute."""
    if moment is None:
        return None
    return datetime.fromisoformat(moment).astimezone(UK).strftime("%Y-%m-%d %H:%M")
