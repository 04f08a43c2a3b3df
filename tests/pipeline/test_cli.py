"""What the command promises to whoever calls it: help, messages and exit codes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import run, scrutineer
from pipeline.cli_options import PAGES
from pipeline.problems import ExitCode, Problem
from schemas.errors import StoreError
from schemas.runs import IngestRequest, Listener, RunSummary

COMMANDS = sorted(scrutineer.commands)


class Raising:
    """A flow that fails in a given way."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __call__(self, request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
        raise self.error


NEVER = Raising(AssertionError("no flow is wanted here"))


def examples(command: str) -> list[str]:
    """The lines of a command's help that show how to call it."""
    lines = (scrutineer.commands[command].help or "").splitlines()
    return [line.strip() for line in lines if re.match(r"\s+scrutineer ", line)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(NEVER, [command, "--help"]) == ExitCode.ALL_LOADED
    shown = capsys.readouterr().out
    assert examples(command)
    assert all(example.split(" |")[0] in shown for example in examples(command))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_a_valid_call(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("report.pdf", "manifest.csv", "our-councils.csv"):
        (tmp_path / name).touch()
    (tmp_path / "inbox").mkdir()
    for example in examples(command):
        arguments = shlex.split(re.split(r"[|>]", example)[0])[2:]
        scrutineer.commands[command].make_context(command, arguments)


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(NEVER, ["--version"]) == 0
    assert re.fullmatch(r"scrutineer, version \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ingest"],
        ["ingest", "--workers", "0", "."],
        ["ingest", "--max-seconds", "0", "."],
        ["extract", "missing.pdf"],
        ["extract", __file__, "--pages", "7-3"],
        ["undo"],
        ["ledger", "--everything"],
    ],
)
def test_a_wrong_call_ends_with_2_and_an_explanation(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(NEVER, arguments) == ExitCode.CANNOT_START
    assert capsys.readouterr().err


def test_a_path_that_does_not_exist_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "reports"
    assert run(NEVER, ["ingest", "--direct", str(missing), "--db", str(tmp_path / "a.db")]) == ExitCode.CANNOT_START
    assert str(missing) in capsys.readouterr().err
    assert not (tmp_path / "a.db").exists()


def test_a_folder_without_pdfs_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reports").mkdir()
    arguments = ["ingest", "--direct", str(tmp_path / "reports"), "--db", str(tmp_path / "a.db")]
    assert run(NEVER, arguments) == ExitCode.CANNOT_START
    assert "No PDF" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ingest", "ledger"])
def test_a_file_that_is_no_dataset_is_left_alone(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "letter.db"
    other.write_text("Dear Sir")
    arguments = [command, "--db", str(other), *(["--direct", str(tmp_path)] if command == "ingest" else [])]
    assert run(NEVER, arguments) == ExitCode.CANNOT_START
    assert str(other) in capsys.readouterr().err
    assert other.read_text() == "Dear Sir"


def test_a_dataset_in_a_folder_that_is_not_there_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["ingest", "--direct", str(tmp_path), "--db", str(tmp_path / "sets" / "a.db")]
    assert run(NEVER, arguments) == ExitCode.CANNOT_START
    assert str(tmp_path / "sets") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (RuntimeError("boom"), ExitCode.OUR_BUG, "RuntimeError: boom"),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "stopped"),
        (StoreError("a.db cannot grow: the disk is full."), ExitCode.CANNOT_START, "disk is full"),
        (Problem("Prefect's server did not start."), ExitCode.CANNOT_START, "did not start"),
    ],
)
def test_what_ends_a_run_decides_the_exit_code(
    error: BaseException, code: ExitCode, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(Raising(error), ["ingest", "."]) == code
    shown = capsys.readouterr().err
    assert words in shown
    assert "Traceback" not in shown


def test_our_bugs_show_their_traceback_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Raising(RuntimeError("boom")), ["ingest", ".", "--debug"]) == ExitCode.OUR_BUG
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "Please report it" in shown


@given(st.integers(1, 400), st.integers(0, 400))
def test_page_ranges_include_their_last_page(first: int, more: int) -> None:
    assert PAGES.convert(f"{first}-{first + more}", None, None) == range(first, first + more + 1)
    assert PAGES.convert(f"{first}", None, None) == range(first, first + 1)
    assert first + more in PAGES.convert(f"{first}-", None, None)


@pytest.mark.parametrize("text", ["", "0", "3-1", "a", "1,2", "-3", "3-4-5"])
def test_other_page_ranges_are_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        PAGES.convert(text, None, None)
