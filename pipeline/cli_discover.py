"""``scrutineer discover`` and ``sources``: what a council offers and what would be fetched; how the sites answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli_options import common, database_option
from pipeline.cli_visit_options import DATE, REGISTER, asking_options


@click.command()
@click.option("--council", "slug", metavar="SLUG", required=True, help="The council, by its short name.")
@click.option(
    "--since",
    type=DATE,
    metavar="DATE",
    help="Meetings from this day on; default: since the last look, at first 400 days back.",
)
@click.option("--dry-run", is_flag=True, help="Look and show, but keep nothing.")
@click.option("--left-out", "with_left_out", is_flag=True, help="Also everything that is left out, and why.")
@REGISTER
@database_option("scrutineer.db")
@asking_options
@click.option("--json", "as_json", is_flag=True, help="Everything found and left out as JSON.")
@common
def discover(
    *, slug: str, since: datetime | None, dry_run: bool, with_left_out: bool, as_json: bool, **options: Any
) -> int:
    """Show which papers of a council would be fetched, and by which rule each was chosen.

    Lists and agendas are read, no paper is. What is found is kept for the next `scrutineer update`, unless it is a
    dry run.

    \b
    Examples:
      scrutineer discover --council rutland --contact you@example.org --dry-run
      scrutineer discover --council rutland --since 2024-04-01 --left-out

    Ends with 2 when the site does not answer, or does not want to be read.
    """
    from pipeline.cli_discover_show import show_discovery
    from schemas.updates import VisitOrder

    order = VisitOrder(since=since.date() if since else None, **options)
    return show_discovery(order, slug, dry_run=dry_run, with_left_out=with_left_out, as_json=as_json)


@click.command()
@database_option("scrutineer.db")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@common
def sources(*, database: Path, as_json: bool) -> int:
    """Show how each council's site answers, when it is visited next, and which announced reports never appeared.

    \b
    Examples:
      scrutineer sources
      scrutineer sources --db councils.db --json
    """
    from pipeline.cli_sources_show import show_sources

    return show_sources(database, as_json=as_json)
