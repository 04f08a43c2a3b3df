"""``scrutineer update``, ``fetch`` and ``serve``: options in, one call, what came of it in a table, an exit code."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from pipeline.cli_options import common, usable_cores
from pipeline.cli_visit_options import DATE, council_options, visit_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.identity import Council
    from schemas.runs import Listener
    from schemas.updates import CouncilUpdate, VisitOrder

META = "scrutineer.runners"
"""Where a command finds the runners of the layer above."""


class Runners(Protocol):
    """Updates as flows, and their schedules; the layer above knows which."""

    def update(
        self,
        order: VisitOrder,
        councils: Sequence[Council],
        listener: Listener,
        *,
        everyone: bool,
        verbose: bool = False,
    ) -> tuple[CouncilUpdate, ...]:
        """Update these councils; ``everyone``: they are all there are."""

    def serve(self, order: VisitOrder, home: Path, port: int) -> None:
        """Run the schedules until interrupted."""


SINCE = click.option("--since", type=DATE, metavar="DATE", help="Also meetings from this day on, up to today's.")


@click.command()
@council_options
@visit_options
@SINCE
@click.option("--direct", is_flag=True, help="Without Prefect: the same rows, sooner.")
@click.option("--json", "as_json", is_flag=True, help="What came of each council as JSON.")
@click.option("--verbose", is_flag=True, help="Also Prefect's own log.")
@common
def update(*, direct: bool, as_json: bool, verbose: bool, **options: Any) -> int:
    """Find what councils have published, fetch it, and ingest what is new or changed.

    Papers are kept in the archive by their bytes. A council that blocks us is left alone for a week. Running it again
    carries on where the last run ended, and fetches nothing twice.

    \b
    Examples:
      scrutineer update --council rutland --contact you@example.org
      scrutineer update --all --db councils.db
      scrutineer update --council rutland --since 2024-04-01

    Ends with 3 when a council could not be visited, or some papers were not fetched or were set aside.
    """
    from pipeline.cli_update_show import watch_update

    order, councils, everyone = _order(options)
    runners: Runners | None = None if direct else click.get_current_context().find_root().meta.get(META)
    return watch_update(order, councils, runners, everyone=everyone, as_json=as_json, verbose=verbose)


@click.command()
@council_options
@visit_options
@SINCE
@click.option("--json", "as_json", is_flag=True, help="What came of each council as JSON.")
@common
def fetch(*, as_json: bool, **options: Any) -> int:
    """Find what councils have published and fetch it into the archive. Nothing is ingested.

    \b
    Examples:
      scrutineer fetch --council rutland --contact you@example.org
      scrutineer fetch --all --archive s3://bucket/papers

    Ends with 3 when a council could not be visited or some papers were not fetched.
    """
    from pipeline.cli_update_show import watch_fetch

    order, councils, _ = _order(options)
    return watch_fetch(order, councils, as_json=as_json)


@click.command()
@council_options
@visit_options
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True, help="Of Prefect's pages.")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where Prefect keeps its database; default: 'prefect' beside the dataset.",
)
@common
def serve(*, port: int, home: Path | None, councils: tuple[str, ...], everyone: bool, **options: Any) -> int:
    """Run the schedules on this machine: every night all councils, every hour their feeds, every week the rest.

    Prefect's server and database are started with it and end with it. Ctrl-C stops; what was cut short is completed
    by the next run.

    \b
    Examples:
      scrutineer serve --db councils.db --contact you@example.org
      scrutineer serve --db councils.db --register our-councils.csv
    """
    from pipeline.problems import Problem

    if councils:
        raise click.UsageError("The schedules take every council. For some of them, give a --register of your own.")
    runners: Runners | None = click.get_current_context().find_root().meta.get(META)
    if runners is None:
        raise Problem("There is no Prefect here to run schedules.")
    order = _visit_order(options)
    runners.serve(order, home or order.database.absolute().parent / "prefect", port)
    return 0


def _order(options: dict[str, Any]) -> tuple[VisitOrder, tuple[Council, ...], bool]:
    """The order and its councils. Problem where there is no contact or no council."""
    from pipeline.publications.register import choose_councils

    everyone = options.pop("everyone")
    councils = choose_councils(options.pop("councils"), everyone=everyone, register=options["register"])
    return _visit_order(options), councils, everyone


def _visit_order(options: dict[str, Any]) -> VisitOrder:
    from pipeline.publications.manners import Manners, require_contact
    from schemas.updates import VisitOrder

    since: datetime | None = options.get("since")
    # Refuses a contact that nobody can write to, before anything is begun.
    manners = Manners(contact=require_contact(options["contact"]))
    return VisitOrder(
        database=options["database"],
        archive=options["archive"],
        register=options["register"],
        contact=manners.contact,
        since=since.date() if since else None,
        delay=options["delay"],
        allow_private=options["allow_private"],
        workers=usable_cores(),
    )
