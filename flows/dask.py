"""The ingest on a Dask cluster: its machines read, this process lists and loads. Needs the extra ``dask``.

Dask's own rules hold: whoever reaches its scheduler may run anything on it, so a cluster belongs on a private network.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.far_reading import Surroundings, look_around
from pipeline.problems import Problem
from pipeline.receipt import reading_version, release
from schemas.runs import IngestRequest, Listener, RunSummary

_CONNECT_SECONDS = 20


def require_dask() -> None:
    """Problem where the extra is not installed."""
    if find_spec("prefect_dask") is None:
        raise Problem("--dask needs Prefect's part for Dask, which is not installed: pip install 'scrutineer[dask]'")


def run_on_cluster(request: IngestRequest, address: str, listener: Listener) -> RunSummary:
    """Run the flow with its tasks on the cluster whose scheduler is at ``address``.

    Prefect's server must be reachable from there already. Problem where the cluster does not answer, has no workers,
    runs other code or does not see the files, and where it is lost on the way.
    """
    # Prefect is imported on the workers by what is sent there, so this comes before it.
    request = replace(request, paths=tuple(path.resolve() for path in request.paths))
    require_fit(address, ask_workers(address, request.paths))

    from distributed import KilledWorker
    from prefect_dask.task_runners import DaskTaskRunner

    from flows.ingest import run_ingest

    try:
        return run_ingest(request, listener, DaskTaskRunner(address=address))
    except (KilledWorker, OSError) as error:
        raise Problem(
            f"The Dask cluster at {address} was lost ({error}). "
            "Documents loaded so far are kept; run the same command to carry on."
        ) from error


def ask_workers(address: str, paths: Sequence[Path]) -> dict[str, Surroundings]:
    """What every worker of the cluster says of its machine, by the worker's address."""
    from distributed import Client

    try:
        with Client(address, timeout=_CONNECT_SECONDS, set_as_default=False) as client:
            answers: dict[str, Surroundings] = client.run(prepare_worker, tuple(paths), on_error="raise")
            return answers
    except ModuleNotFoundError as error:
        raise Problem(f"A worker of {address} has no module {error.name}: install scrutineer[dask] there.") from error
    except (OSError, ValueError) as error:
        raise Problem(f"No Dask scheduler answers at {address}: {error}") from error


def prepare_worker(paths: Sequence[Path]) -> Surroundings:
    """Run on a worker, before Prefect is imported there: nothing is sent anywhere, here as at home."""
    os.environ.update({"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"})
    return look_around(paths)


def require_fit(address: str, workers: dict[str, Surroundings]) -> None:
    """Problem unless there are workers, all with our code and our files."""
    if not workers:
        raise Problem(f"The Dask cluster at {address} has no workers. Start one on each machine: dask worker {address}")
    for worker, told in sorted(workers.items()):
        if told.reading != reading_version():
            raise Problem(
                f"Worker {worker} on {told.machine} reads with other code, lookups or PDF libraries (scrutineer "
                f"{told.release} there, {release()} here): install the same everywhere and start the worker again."
            )
        if told.unseen:
            raise Problem(
                f"Worker {worker} on {told.machine} does not see {_listed(told.unseen)}: "
                "all machines must see the reports under the same path (a shared file system)."
            )


def own_address(address: str) -> str:
    """The address of this machine as the cluster sees it; '127.0.0.1' where the scheduler is here."""
    parts = urlsplit(address if "//" in address else f"tcp://{address}")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((parts.hostname or "127.0.0.1", parts.port or 8786))  # sends nothing
            return str(probe.getsockname()[0])
    except (OSError, ValueError) as error:
        raise Problem(
            f"{address} is no address of a Dask scheduler ({error}); one looks like tcp://10.0.0.5:8786"
        ) from error


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(map(str, paths))
