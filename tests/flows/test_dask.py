"""What a Dask run asks of its cluster before it reads, and what travels there. No cluster is needed for these."""

from __future__ import annotations

import pickle
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from flows.command import through_flow
from flows.dask import own_address, require_fit
from flows.ingest import StayingListener
from pipeline.cli import run
from pipeline.far_reading import FarReader, Surroundings, look_around
from pipeline.ingest import read_with
from pipeline.plan import plan_ingest
from pipeline.problems import ExitCode, Problem
from pipeline.receipt import reading_version
from pipeline.worker import WorkerPool
from schemas.limits import Limits
from schemas.normalised import NormalisedDocument
from schemas.runs import Fate, Stage
from tests.small_reports import draw_report, kpi_rows

ADDRESS = "tcp://10.0.0.5:8786"


def test_without_the_extra_the_message_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing_found(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr("flows.dask.find_spec", nothing_found)
    database = tmp_path / "a.db"
    assert run(through_flow, ["ingest", str(tmp_path), "--db", str(database), "--dask", ADDRESS]) == 2
    assert "pip install 'scrutineer[dask]'" in capsys.readouterr().err
    assert not database.exists()


def test_a_run_is_direct_or_on_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["ingest", str(tmp_path), "--direct", "--dask", ADDRESS]
    assert run(through_flow, arguments) == ExitCode.CANNOT_START
    assert "choose one" in capsys.readouterr().err


def test_a_cluster_without_workers_is_told_how_to_get_one() -> None:
    with pytest.raises(Problem, match=f"dask worker {ADDRESS}"):
        require_fit(ADDRESS, {})


def test_a_machine_that_reads_otherwise_is_named() -> None:
    other = Surroundings("reader-2", "0.0.9", "other code", ())
    with pytest.raises(Problem, match=r"reader-2 .*0\.0\.9 there"):
        require_fit(ADDRESS, {"tcp://10.0.0.6:1": look_around([]), "tcp://10.0.0.7:1": other})


def test_a_machine_that_does_not_see_the_reports_is_named_with_the_path(tmp_path: Path) -> None:
    told = look_around([tmp_path, tmp_path / "not-shared"])
    assert told.reading == reading_version()
    with pytest.raises(Problem, match=r"does not see .*not-shared: all machines"):
        require_fit(ADDRESS, {"tcp://10.0.0.6:1": told})


def test_only_the_path_goes_out_and_only_rows_come_back(tmp_path: Path) -> None:
    path = draw_report(tmp_path / "report.pdf", "Anyshire County Council", kpi_rows(12))
    with WorkerPool(1) as pool:
        (plan,) = plan_ingest([path], pool=pool).documents
        near = read_with(pool, plan, lambda filename, stage: None)
    outward = pickle.dumps((FarReader(Limits()), plan))
    assert len(outward) < 2_000
    reader, plan = pickle.loads(outward)
    back = pickle.dumps(reader(plan))
    assert pickle.loads(back) == near
    assert isinstance(near.result, NormalisedDocument)
    assert b"%PDF" not in back


def test_a_file_set_aside_elsewhere_keeps_its_reason_on_the_way_back(tmp_path: Path) -> None:
    path = draw_report(tmp_path / "report.pdf", "Anyshire County Council", kpi_rows(2))
    (plan,) = plan_ingest([path]).documents
    path.write_text("Dear Sir")
    back = pickle.loads(pickle.dumps(FarReader(Limits())(plan)))
    assert str(back.result).startswith("not_a_pdf: report.pdf")


def test_a_listener_stays_where_the_person_is() -> None:
    heard: list[str] = []
    here = StayingListener(lambda filename, where: heard.append(f"{filename} {where}"))
    there = pickle.loads(pickle.dumps(here))
    here("a.pdf", Stage.READING)
    there("a.pdf", Fate.LOADED)
    assert heard == ["a.pdf reading pages"]


def test_a_scheduler_on_this_machine_is_answered_on_this_machine() -> None:
    assert own_address("tcp://127.0.0.1:8786") == "127.0.0.1"
    assert own_address("127.0.0.1:8786") == "127.0.0.1"
    with pytest.raises(Problem, match="no address of a Dask scheduler"):
        own_address("tcp://127.0.0.1:many")
