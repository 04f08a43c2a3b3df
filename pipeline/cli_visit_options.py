"""The options of every command that visits councils: which ones, under which name, how fast, into which archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli_options import database_option

Command = TypeVar("Command", bound=Callable[..., Any])

DATE = click.DateTime(formats=["%Y-%m-%d"])


def council_options(command: Command) -> Command:
    """``--council`` (many), ``--all`` and ``--register``, given as ``councils``, ``everyone`` and ``register``."""
    return _decorate(command, _COUNCILS)


def visit_options(command: Command) -> Command:
    """``--contact``, ``--delay``, ``--allow-private`` and ``--archive``, for commands that send requests."""
    return _decorate(command, _VISITS)


def asking_options(command: Command) -> Command:
    """``--contact``, ``--delay`` and ``--allow-private``, for commands that read pages and fetch no paper."""
    return _decorate(command, _ASKING)


def _decorate(command: Command, options: tuple[Callable[[Any], Any], ...]) -> Command:
    for decorate in reversed(options):
        command = decorate(command)
    return command


REGISTER = click.option(
    "--register",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="SCRUTINEER_REGISTER",
    help="A register of your own (CSV with the columns of schemas/lookups/councils.csv).",
)

_COUNCILS: tuple[Callable[[Any], Any], ...] = (
    click.option("--council", "councils", multiple=True, metavar="SLUG", help="This council; may be given again."),
    click.option("--all", "everyone", is_flag=True, help="Every council of the register with a site we can read."),
    REGISTER,
    database_option("scrutineer.db"),
)

_ASKING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--contact",
        metavar="ADDRESS",
        help="Mail or web address where a council can reach you; default: $SCRUTINEER_CONTACT.",
    ),
    click.option(
        "--delay",
        type=click.FloatRange(0.0, 60.0),
        default=2.0,
        show_default=True,
        help="Seconds between two requests to a host; less than 1 only for hosts allowed by --allow-private.",
    ),
    click.option(
        "--allow-private",
        multiple=True,
        metavar="HOST:PORT",
        envvar="SCRUTINEER_ALLOW_PRIVATE",
        help="A site on this machine or network that may be visited ('127.0.0.1:8801').",
    ),
)

_VISITS: tuple[Callable[[Any], Any], ...] = (
    *_ASKING,
    click.option(
        "--archive",
        metavar="PLACE",
        help="Folder, or bucket ('s3://…'), for the papers; default: 'archive' beside the dataset.",
    ),
)
