"""The options of the command line: names, defaults, and what their texts mean."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from schemas.limits import Limits

Command = TypeVar("Command", bound=Callable[..., Any])

_DEFAULTS = Limits()
# More workers than this read no faster: memory, not cores, is what a large PDF wants.
_MOST_WORKERS = 8
_LAST_PAGE = 1_000_000


class PageRange(click.ParamType[range]):
    """'3', '3-7' or '3-' as the range of those page numbers, 1-based."""

    name = "pages"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        found = re.fullmatch(r"\s*(\d+)\s*(?:(-)\s*(\d*))?\s*", str(value))
        if not found:
            self.fail(f"{value!r} is not 3, 3-7 or 3-", param, ctx)
        first = int(found[1])
        last = first if not found[2] else int(found[3]) if found[3] else _LAST_PAGE
        if first < 1 or last < first:
            self.fail(f"{value!r}: pages count from 1, the smaller number stands first", param, ctx)
        return range(first, last + 1)


PAGES = PageRange()


def database_option(default: str) -> Callable[[Command], Command]:
    """``--db FILE``, given to the command as ``database``."""
    return click.option(
        "--db",
        "database",
        type=click.Path(dir_okay=False, path_type=Path),
        default=default,
        show_default=True,
        help="The dataset, one SQLite file.",
    )


def common(command: Command) -> Command:
    """What every command understands."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_remember_debug,
        help="Show the traceback of an unexpected error.",
    )(command)


def ingest_options(command: Command) -> Command:
    """The arguments and options of ``ingest``, in the order of its help."""
    for decorate in reversed(_INGEST):
        command = decorate(command)
    return command


def usable_cores() -> int:
    """Cores this run may use, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_WORKERS)


def _remember_debug(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.find_root().meta["debug"] = True


_INGEST: tuple[Callable[[Any], Any], ...] = (
    click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path)),
    database_option("scrutineer.db"),
    click.option(
        "--manifest",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Who published each file and when; default: a manifest.csv in the folder.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(1, 64),
        default=usable_cores,
        show_default="one a core, at most 8",
        help="PDFs read at the same time.",
    ),
    click.option("--fresh", is_flag=True, help="Read again what the dataset holds already, unchanged."),
    click.option("--direct", is_flag=True, help="Without Prefect: the same rows, sooner."),
    click.option(
        "--dask",
        "cluster",
        metavar="ADDRESS",
        help="Read on the machines of the Dask cluster with this scheduler.",
    ),
    click.option("--quiet", is_flag=True, help="Print only what went wrong."),
    click.option("--json", "as_json", is_flag=True, help="The run's summary as JSON."),
    click.option("--verbose", is_flag=True, help="Also Prefect's own log."),
    click.option(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=_DEFAULTS.seconds,
        show_default=True,
        help="Time one document may take.",
    ),
    click.option(
        "--max-memory",
        type=click.IntRange(1),
        default=_DEFAULTS.memory_mb,
        show_default=True,
        help="Memory one document may take, in MiB.",
    ),
    click.option(
        "--max-bytes",
        type=click.IntRange(1),
        default=_DEFAULTS.max_bytes,
        show_default=True,
        help="Size of a file, at most.",
    ),
    click.option(
        "--max-pages",
        type=click.IntRange(1),
        default=_DEFAULTS.max_pages,
        show_default=True,
        help="Pages of a document, at most.",
    ),
    click.option(
        "--max-scans",
        type=click.IntRange(1),
        default=_DEFAULTS.max_scans,
        show_default=True,
        help="Scanned pages of a document that are recognised, with the extra scrutineer[ocr].",
    ),
)
