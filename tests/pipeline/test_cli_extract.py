"""What ``scrutineer extract`` shows: everything read in one PDF, and why another one cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.problems import ExitCode
from schemas.runs import IngestRequest, Listener, RunSummary
from tests.small_reports import draw_report, kpi_rows


def no_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    raise AssertionError("extract needs no flow")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return draw_report(tmp_path / "report.pdf", "Anyshire County Council", kpi_rows(40))


def test_every_row_is_shown_with_its_page_its_values_and_how_its_status_was_read(
    report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert run(no_flow, ["extract", str(report)]) == ExitCode.ALL_LOADED
    shown = capsys.readouterr().out
    assert "40 KPI rows" in shown
    line = next(line for line in shown.splitlines() if "Homes inspected in district 7" in line)
    assert line.split() == [
        "1",
        "P7",
        "Homes",
        "inspected",
        "in",
        "district",
        "7",
        "57%",
        "47%",
        "Amber",
        "word",
        "#ffc000",
    ]


def test_json_holds_everything_with_places(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["extract", str(report), "--json"]) == ExitCode.ALL_LOADED
    content = json.loads(capsys.readouterr().out)
    assert [row["ref_printed"] for row in content["kpis"]] == [f"P{n}" for n in range(1, 41)]
    assert all(row["places"][0]["box"]["x1"] > row["places"][0]["box"]["x0"] for row in content["kpis"])
    assert content["kpis"][0]["status"]["rag"] == "amber"


def test_only_the_pages_asked_for_are_read(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["extract", str(report), "--pages", "1", "--json"]) == ExitCode.ALL_LOADED
    first = json.loads(capsys.readouterr().out)["kpis"]
    assert 0 < len(first) < 40
    assert {place["page"] for row in first for place in row["places"]} == {1}


def test_a_page_that_is_not_there_is_a_wrong_call(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["extract", str(report), "--pages", "9-"]) == ExitCode.CANNOT_START
    assert "there is no page 9" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"), [(b"Dear Sir", "not_a_pdf"), (b"", "empty"), (b"%PDF-1.7\n", "truncated")]
)
def test_a_file_that_cannot_be_read_says_why_and_ends_with_3(
    content: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(content)
    assert run(no_flow, ["extract", str(file)]) == ExitCode.SOME_REJECTED
    told = capsys.readouterr().err
    assert reason in told
    assert "letter.pdf" in told
