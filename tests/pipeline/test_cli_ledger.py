"""What ``scrutineer ledger`` and ``scrutineer demo`` tell, on the shipped reports: one of them states a wrong total."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.problems import ExitCode
from schemas.runs import IngestRequest, Listener, RunSummary


def no_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    raise AssertionError("the ledger needs no flow")


def entries(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    run(no_flow, ["ledger", *arguments, "--json"])
    told: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return told


def test_a_wrong_total_ends_with_4_and_is_shown_without_being_asked(
    demo_dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(no_flow, ["ledger", "--db", str(demo_dataset)]) == ExitCode.UNEXPLAINED_MISMATCH
    assert "MISMATCH" in capsys.readouterr().out


def test_a_report_that_adds_up_ends_with_0(demo_dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = entries(["--db", str(demo_dataset), "--all"], capsys)
    wrong = {entry["report_id"] for entry in told if entry["verdict"] == "mismatch"}
    right = {str(entry["report_id"]) for entry in told} - wrong
    assert len(wrong) == 1
    assert right
    for report_id in sorted(right):
        assert run(no_flow, ["ledger", "--db", str(demo_dataset), "--report", report_id]) == ExitCode.ALL_LOADED


def test_json_leaves_matches_out_unless_all_is_wanted(demo_dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some = entries(["--db", str(demo_dataset)], capsys)
    every = entries(["--db", str(demo_dataset), "--all"], capsys)
    assert {entry["verdict"] for entry in some} <= {"mismatch", "not_checkable"}
    assert [entry for entry in every if not str(entry["verdict"]).startswith("match")] == some
    assert len(every) > len(some)


def test_an_unknown_report_is_answered_with_those_there_are(
    demo_dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["ledger", "--db", str(demo_dataset), "--report", "nowhere"]
    assert run(no_flow, arguments) == ExitCode.CANNOT_START
    assert "nowhere" in capsys.readouterr().err


def test_a_ledger_of_nothing_says_what_to_do_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["ledger", "--db", str(tmp_path / "none.db")]) == ExitCode.CANNOT_START
    assert "Ingest something into it first" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_the_demo_shows_the_wrong_total_says_why_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "demo.db"
    assert run(no_flow, ["demo", "--direct", "--db", str(database)]) == ExitCode.ALL_LOADED
    shown = capsys.readouterr().out
    assert "MISMATCH" in shown
    assert "on purpose" in shown
    assert run(no_flow, ["ledger", "--db", str(database)]) == ExitCode.UNEXPLAINED_MISMATCH
