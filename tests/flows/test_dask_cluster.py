"""A real Dask cluster of two worker processes makes the same dataset. Needs the extra: `make test-dask` installs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from flows.dask import ask_workers
from pipeline.dump import dump_dataset
from pipeline.problems import Problem
from pipeline.receipt import reading_version
from pipeline.store import read_store
from tests.readme import ROOT
from tests.small_reports import draw_reports


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield str(local.scheduler_address)


def ingest(paths: Path, database: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows", "ingest", os.path.relpath(paths, ROOT), "--db", str(database), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


def test_two_machines_make_the_same_dataset_as_a_direct_run(cluster: str, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    draw_reports(reports, 4)
    (reports / "letter.pdf").write_text("Dear Sir")
    far = ingest(reports, tmp_path / "far.db", "--dask", cluster)
    direct = ingest(reports, tmp_path / "direct.db", "--direct")
    assert (far.returncode, direct.returncode) == (3, 3), far.stderr
    with read_store(tmp_path / "far.db") as one, read_store(tmp_path / "direct.db") as other:
        assert dump_dataset(one) == dump_dataset(other)
        assert one.execute("select flow_run_id is not null, loaded from runs").fetchall() == [(1, 4)]
    assert far.stdout.splitlines()[:-1] == direct.stdout.splitlines()[:-1]
    # The machines left a receipt that this one accepts: nothing is read twice.
    again = ingest(reports, tmp_path / "far.db", "--direct")
    assert "4 unchanged" in again.stdout


def test_each_worker_tells_what_it_sees(cluster: str, tmp_path: Path) -> None:
    missing = tmp_path / "not-shared"
    told = ask_workers(cluster, [tmp_path, missing])
    assert len(told) == 2
    assert {answer.reading for answer in told.values()} == {reading_version()}
    assert {answer.unseen for answer in told.values()} == {(missing,)}


def test_a_scheduler_that_does_not_answer_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.dask._CONNECT_SECONDS", 1)
    with pytest.raises(Problem, match=r"answers at tcp://127\.0\.0\.1:9"):
        ask_workers("tcp://127.0.0.1:9", [])
