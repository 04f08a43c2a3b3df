"""A served deployment, from the command to the rows: the one test that runs the schedules' own Prefect."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from fixtures.site.demo import serve_demo, write_register
from flows.schedules import SCHEDULES
from pipeline.store import read_store
from tests.readme import ROOT

# Prefect's server was seen to need 40 s on a busy machine of two cores, a run as much again.
PATIENCE = 240.0


@contextmanager
def serving(*options: str, home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """``scrutineer serve`` while inside; it looks for runs every second."""
    command = [sys.executable, "-m", "flows", "serve", "--home", str(home), "--port", str(port), *options]
    environment = {**os.environ, "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        try:
            yield run
        finally:
            run.send_signal(signal.SIGINT)
            try:
                run.wait(timeout=60)
            except subprocess.TimeoutExpired:
                run.kill()


def wait_for(look: Callable[[], Any], what: str) -> Any:
    """What ``look`` finds, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"waited in vain for {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_served_deployment_brings_a_councils_report_into_the_dataset(tmp_path: Path) -> None:
    database, home, port = tmp_path / "a.db", tmp_path / "prefect", free_port()
    register = tmp_path / "councils.csv"
    options = ["--db", str(database), "--register", str(register), "--contact", "tests@example.org"]
    options += ["--allow-private", "127.0.0.1", "--delay", "0.01"]
    with serve_demo(first_port=0) as served:
        write_register(register, served)
        with serving(*options, home=home, port=port) as run:
            password = wait_for(lambda: (home / "password").is_file() and (home / "password").read_text(), "a password")
            assert (home / "password").stat().st_mode & 0o077 == 0
            api = httpx.Client(
                base_url=f"http://127.0.0.1:{port}/api", auth=("scrutineer", password), trust_env=False, timeout=60
            )

            def deployed() -> dict[str, Any] | None:
                answer = api.post("/deployments/filter", json={})
                found = {one["name"]: one for one in answer.json()} if answer.status_code == 200 else {}
                return found if len(found) == len(SCHEDULES) and run.poll() is None else None

            deployments = wait_for(deployed, "the deployments")
            assert {name: bool(one["schedules"]) for name, one in deployments.items()} == {
                one.name: one.cron is not None for one in SCHEDULES
            }
            assert httpx.get(f"http://127.0.0.1:{port}/api/deployments/count", trust_env=False).status_code in {
                401,
                405,
            }
            order = deployments["one-council"]["parameters"]["order"] | {"since": "2025-01-01"}
            asked = {"parameters": {"council": "fennimoor", "order": order}}
            started = api.post(f"/deployments/{deployments['one-council']['id']}/create_flow_run", json=asked).json()

            def ended() -> str | None:
                state = api.get(f"/flow_runs/{started['id']}").json()["state"]
                return state["type"] if state["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None

            assert wait_for(ended, "the run") == "COMPLETED"
            (artifact,) = api.post("/artifacts/filter", json={}).json()
    assert "| fennimoor | ok | 2 | 2 |" in artifact["data"]
    assert "Stated totals that do not match" in artifact["data"]
    with read_store(database) as db:
        assert db.execute(
            "select council_id, count(*) from reports join observations using (report_id)"
        ).fetchall() == [("fennimoor", 38)]
        assert db.execute("select count(*) from runs where flow_run_id is not null").fetchall() == [(1,)]
    # What Prefect knows outlives the command, and is nobody else's to write to.
    assert (home / "prefect.db").is_file()
