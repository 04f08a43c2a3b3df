"""When the flows run: once a night, whatever the clocks do, and the same by both ways of starting them."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from prefect.server.schemas.schedules import CronSchedule
from prefect.types._datetime import create_datetime_instance

from flows.schedules import SCHEDULES, Schedule
from flows.serve import as_parameter, deployment
from schemas.updates import VisitOrder
from tests.readme import ROOT

LONDON = ZoneInfo("Europe/London")
# The nights on which the clocks go forward and back, and one in summer. All are Sundays.
CLOCKS_FORWARD, CLOCKS_BACK, SUMMER = date(2027, 3, 28), date(2027, 10, 31), date(2027, 6, 13)
NIGHTLY = [schedule for schedule in SCHEDULES if schedule.cron and schedule.timezone == "Europe/London"]


def runs_around(schedule: Schedule, night: date) -> set[datetime]:
    """Every run that Prefect's scheduler enters for the days around a night, asked again every hour.

    It plans ahead from whatever time it is; were an hour of the change read in two ways, there would be two runs.
    """
    assert schedule.cron is not None
    clock = CronSchedule(cron=schedule.cron, timezone=schedule.timezone)
    first = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(days=2)
    planned: set[datetime] = set()
    for hours in range(24 * 4):
        asked = first + timedelta(hours=hours)
        found = asyncio.run(clock.get_dates(n=24 if "-" in schedule.cron else 3, start=create_datetime_instance(asked)))
        due_times = {datetime.fromtimestamp(due.timestamp(), UTC) for due in found}
        planned |= {due for due in due_times if due >= asked}
    return planned


@pytest.mark.parametrize("schedule", NIGHTLY, ids=lambda schedule: schedule.name)
@pytest.mark.parametrize("night", [CLOCKS_FORWARD, CLOCKS_BACK, SUMMER], ids=str)
def test_a_night_on_which_the_clocks_change_has_one_run(schedule: Schedule, night: date) -> None:
    assert schedule.cron is not None
    weekly = not schedule.cron.endswith("*")
    days = [night + timedelta(days=n) for n in range(-1, 3)]
    local = sorted(due.astimezone(LONDON) for due in runs_around(schedule, night))
    on_time = f"{int(schedule.cron.split()[1]):02}:{int(schedule.cron.split()[0]):02}"
    for day in days:
        runs = [due for due in local if due.date() == day]
        assert len(runs) <= 1
        assert weekly or len(runs) == 1
        assert all(f"{due:%H:%M}" == on_time for due in runs)


def test_feeds_are_followed_hourly_on_the_days_the_clocks_change() -> None:
    (feeds,) = [schedule for schedule in SCHEDULES if schedule.name == "hourly-feeds"]
    for night in (CLOCKS_FORWARD, CLOCKS_BACK):
        runs = sorted(due for due in runs_around(feeds, night) if due.date() == night)
        assert len(runs) == 18
        assert {later - earlier for earlier, later in pairwise(runs)} == {timedelta(hours=1)}


def test_the_file_for_a_server_of_ones_own_says_the_same() -> None:
    declared: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    told = {
        one["name"]: (
            one["entrypoint"],
            one["description"],
            [(schedule["cron"], schedule["timezone"]) for schedule in one.get("schedules", [])],
            tuple(one["parameters"]["order"].get("come_back", [])),
        )
        for one in declared
    }
    assert told == {
        one.name: (
            one.entrypoint.replace(":", "."),
            one.what,
            [(one.cron, one.timezone)] if one.cron else [],
            one.come_back,
        )
        for one in SCHEDULES
    }
    assert all(one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"} for one in declared)
    assert all(one["work_pool"] == {"name": "scrutineer"} for one in declared)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.name)
def test_a_schedule_names_a_flow_that_takes_its_order(schedule: Schedule, tmp_path: Path) -> None:
    order = VisitOrder(database=tmp_path / "a.db", contact="tests@example.org", allow_private=("127.0.0.1",))
    made = deployment(schedule, order)
    assert made.entrypoint == schedule.entrypoint.replace(":", ".")
    module, _, name = schedule.entrypoint.partition(":")
    flow: Any = getattr(import_module(module), name)
    given = {"council": "harrowfell", "folder": str(tmp_path)}
    asked = {key: value for key, value in given.items() if key in flow.parameters.properties}
    parameters = flow.validate_parameters({**made.parameters, **asked})
    taken: VisitOrder = parameters["order"]
    assert taken.come_back == schedule.come_back
    assert (taken.database, taken.contact, taken.allow_private) == (order.database, order.contact, order.allow_private)


def test_a_deployment_holds_absolute_paths_because_runs_start_elsewhere() -> None:
    stored = as_parameter(VisitOrder(database=Path("a.db"), register=Path("r.csv"), since=date(2026, 4, 1)))
    assert stored["database"] == str(Path("a.db").absolute())
    assert stored["archive"] == str(Path("archive").absolute())
    assert stored["register"] == str(Path("r.csv").absolute())
    assert stored["since"] == "2026-04-01"
