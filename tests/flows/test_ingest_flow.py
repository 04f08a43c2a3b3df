"""The flow and the plain run make the same dataset. The first test here is the only one that starts Prefect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.home import prefect_settings
from pipeline.dump import dump_dataset
from pipeline.store import read_store
from tests.readme import ROOT
from tests.small_reports import draw_reports


def ingest(paths: Path, database: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows", "ingest", str(paths), "--db", str(database), "--workers", "2", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


def test_a_flow_makes_the_same_dataset_as_a_direct_run_and_leaves_nothing_behind(tmp_path: Path) -> None:
    reports, home = tmp_path / "reports", tmp_path / "home"
    reports.mkdir()
    home.mkdir()
    draw_reports(reports, 3)
    (reports / "letter.pdf").write_text("Dear Sir")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # Prefect would keep its things in the user's home folder; ours live in the temporary one, and go.
    own = {"HOME": str(home), "TMPDIR": str(temporary)}
    flow = ingest(reports, tmp_path / "flow.db", **own)
    direct = ingest(reports, tmp_path / "direct.db", "--direct", **own)
    assert (flow.returncode, direct.returncode) == (3, 3), flow.stderr
    with read_store(tmp_path / "flow.db") as one, read_store(tmp_path / "direct.db") as other:
        assert dump_dataset(one) == dump_dataset(other)
        assert one.execute("select flow_run_id is not null, status from runs").fetchall() == [(1, "partial")]
        assert other.execute("select flow_run_id is not null, status from runs").fetchall() == [(0, "partial")]
    assert not list(home.rglob("*refect*"))
    assert not list(temporary.glob("scrutineer-prefect-*"))
    assert "not loaded (not_a_pdf)" in flow.stderr
    # The last line names the file and the time it took.
    assert flow.stdout.splitlines()[:-1] == direct.stdout.splitlines()[:-1]


def test_nothing_is_sent_anywhere_and_nothing_is_kept(tmp_path: Path) -> None:
    settings = prefect_settings(str(tmp_path), verbose=False)
    assert settings["DO_NOT_TRACK"] == "1"
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert settings["PREFECT_HOME"] == str(tmp_path)


def test_an_office_proxy_is_not_asked_for_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    assert prefect_settings(str(tmp_path), verbose=False)["NO_PROXY"] == "intranet.example,127.0.0.1"
