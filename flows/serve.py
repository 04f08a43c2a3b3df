"""The schedules on one machine with one command: Prefect's server, its database in a folder, and the runs."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.home import lasting_prefect
from flows.schedules import SCHEDULES, Schedule
from schemas.updates import VisitOrder

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

RUNS_AT_ONCE = 2
"""Runs of different schedules side by side: an hourly look at feeds need not wait for the night's long run."""


def serve_schedules(order: VisitOrder, home: Path, port: int) -> None:
    """Run every schedule when it is due, until interrupted. Problem where Prefect does not start."""
    with lasting_prefect(home, port) as pages:
        from prefect import serve

        print(f"Prefect's pages: {pages} (the word they ask for is 'scrutineer:' and what {home / 'password'} holds)")
        sys.stdout.flush()
        serve(*(deployment(schedule, order) for schedule in SCHEDULES), pause_on_shutdown=False, limit=RUNS_AT_ONCE)


def deployment(schedule: Schedule, order: VisitOrder) -> RunnerDeployment:
    """A schedule as Prefect's server is told of it. While one run of it is going, no second one starts."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.types.entrypoint import EntrypointType

    module, _, name = schedule.entrypoint.partition(":")
    flow: Any = getattr(import_module(module), name)
    made: RunnerDeployment = flow.to_deployment(
        schedule.name,
        description=schedule.what,
        parameters={"order": as_parameter(replace(order, come_back=schedule.come_back))},
        schedule=CronSchedule(cron=schedule.cron, timezone=schedule.timezone) if schedule.cron else None,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return made


def as_parameter(order: VisitOrder) -> dict[str, Any]:
    """The order in the plain values that a deployment stores; paths absolute, because runs start elsewhere."""
    absolute = replace(
        order,
        database=order.database.absolute(),
        archive=order.archive_root,
        register=order.register.absolute() if order.register else None,
    )
    return {name: _plain(value) for name, value in asdict(absolute).items()}


def _plain(value: object) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
    return str(value)
