"""Imports go one way: flows → pipeline → extractors → schemas; and only some modules may know some libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_reports import draw_report, kpi_rows

ROOT = Path(__file__).resolve().parent.parent
# Each room may import itself and the rooms after it.
ROOMS = ("flows", "pipeline", "extractors", "schemas")
# Only publications are fetched: nothing that declares or reads them knows a network.
NETWORK = {"httpx", "httpcore", "protego", "tenacity", "fsspec"}
# What a room must never see, whoever else may.
FOREIGN = {
    "schemas": {"pdfplumber", "pypdfium2", "camelot", "pandas", "sqlite_utils", "sqlite3", "prefect", "rich", "click"}
    | NETWORK,
    "extractors": {"sqlite_utils", "sqlite3", "prefect", "rich", "click"} | NETWORK,
    "pipeline": {"prefect"},
    "flows": set[str](),
}
# What a command imports only when it uses it: each takes longer than reading a page, Prefect seconds.
HEAVY = {"prefect", "spacy", "pandas", "camelot", "numpy", "cv2", "sqlite_utils", "fastapi", "distributed", "dask"}
HEAVY |= {*NETWORK, "lxml", "selectolax"}
SOURCES = [(room, path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported_names(path: Path) -> Iterator[str]:
    """Top-level names of everything a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize(("room", "path"), SOURCES, ids=[str(path.relative_to(ROOT)) for _, path in SOURCES])
def test_a_room_imports_only_itself_and_the_rooms_below(room: str, path: Path) -> None:
    above = set(ROOMS[: ROOMS.index(room)]) | {"tests", "fixtures", "benchmarks"}
    assert not above & set(imported_names(path))


@pytest.mark.parametrize(("room", "path"), SOURCES, ids=[str(path.relative_to(ROOT)) for _, path in SOURCES])
def test_a_room_does_not_know_libraries_of_another(room: str, path: Path) -> None:
    assert not FOREIGN[room] & set(imported_names(path))


@pytest.mark.parametrize("path", [path for _, path in SOURCES], ids=[str(p.relative_to(ROOT)) for _, p in SOURCES])
def test_modules_stay_small_and_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400
    assert not source.strip() or ast.get_docstring(ast.parse(source))


def modules_after(arguments: list[str]) -> set[str]:
    """What a command has imported by the time it ends, in a Python of its own."""
    program = (
        "import sys\n"
        "from flows.command import main\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "try:\n    main()\n"
        "finally:\n    print('MODULES', *sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ingest", "--help"], ["ledger", "--help"]])
def test_help_answers_without_importing_heavy_libraries(arguments: list[str]) -> None:
    heavy = {"rich", "pdfplumber", "pypdfium2", "rapidfuzz", "pipeline.ingest", "pipeline.extract", "schemas.dataset"}
    assert not (HEAVY | heavy) & modules_after(arguments)


def test_extract_imports_no_library_that_a_table_does_not_need(tmp_path: Path) -> None:
    report = draw_report(tmp_path / "report.pdf", "Anyshire County Council", kpi_rows(20))
    modules = modules_after(["extract", str(report)])
    assert not (HEAVY | {"schemas.dataset"}) & modules
    assert "pypdfium2" in modules
