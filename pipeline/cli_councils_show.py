"""What ``scrutineer councils`` prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pipeline.cli_render import plain, screen
from pipeline.problems import ExitCode
from pipeline.publications.council_search import find_councils, near_councils
from pipeline.publications.register import councils_known
from schemas.identity import Council


def show_councils(words: str, register: Path | None, *, as_json: bool) -> int:
    """Print the councils that have all the words; where there are none, those with names like them."""
    known = councils_known(register)
    found = find_councils(words, known)
    if as_json:
        click.echo(json.dumps([asdict(council) for council in found], indent=2, ensure_ascii=False))
    elif found:
        _print(found, screen())
    else:
        near = ", ".join(council.council_id for council in near_councils(words, known))
        click.echo("nothing found" + (f"; did you mean {near}?" if near else ""))
    return ExitCode.ALL_LOADED


def _print(found: Sequence[Council], console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("council", "name", "code", "type", "nation", "system", "address"):
        table.add_column(heading, overflow="fold")
    for council in found:
        name = council.name
        if council.abolished:
            name += f" (until {council.abolished}; now {', '.join(council.successors)})"
        values = (council.council_id, name, council.gss_code, council.type, council.nation, council.system)
        table.add_row(*map(plain, (*values, council.base_url)))
    console.print(table)
    console.print(f"{len(found)} councils" if len(found) != 1 else "1 council")
