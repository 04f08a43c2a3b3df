"""The ``scrutineer`` command. It lives in the highest layer so that it may hand the flow down to the command line.

``pipeline.cli`` knows that there is a way to run an ingest, not that it is Prefect; imports keep going one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.cli import run_command_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from schemas.identity import Council
    from schemas.runs import IngestRequest, Listener, RunSummary
    from schemas.updates import CouncilUpdate, VisitOrder


def main() -> None:
    """Run the command line and leave with its exit code."""
    run_command_line(through_flow, UpdateFlows())


def through_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    """An ingest as a Prefect flow. Prefect takes seconds to import, so that happens here and not before."""
    if request.cluster is not None:
        return on_dask(request, request.cluster, listener, verbose=verbose)

    from flows.home import private_prefect

    with private_prefect(verbose=verbose):
        from flows.ingest import run_ingest

        return run_ingest(request, listener)


def on_dask(request: IngestRequest, cluster: str, listener: Listener, *, verbose: bool) -> RunSummary:
    """The same flow with its tasks on a Dask cluster. Problem where the extra is not installed."""
    from flows.dask import own_address, require_dask, run_on_cluster
    from flows.home import private_prefect

    require_dask()
    with private_prefect(verbose=verbose, host=own_address(cluster)):
        return run_on_cluster(request, cluster, listener)


class UpdateFlows:
    """Updates as Prefect flows, and the schedules that run them."""

    def update(
        self,
        order: VisitOrder,
        councils: Sequence[Council],
        listener: Listener,
        *,
        everyone: bool,
        verbose: bool = False,
    ) -> tuple[CouncilUpdate, ...]:
        """The same as ``update_directly``, as flows: one for all, or one for each council named."""
        from flows.home import private_prefect

        with private_prefect(verbose=verbose):
            from flows.update import update_all, update_council

            if everyone:
                return update_all(order, listener)
            return tuple(one for council in councils for one in update_council(council.council_id, order, listener))

    def serve(self, order: VisitOrder, home: Path, port: int) -> None:
        """Run the schedules until interrupted."""
        from flows.serve import serve_schedules

        serve_schedules(order, home, port)


if __name__ == "__main__":
    main()
