"""The examples in README.md, run on the shipped reports: ``python -m tests.readme`` writes their output anew.

An example is a fenced ``sql`` or ``sh`` block with a ``text`` block right after it: what the first prints.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.ingest import ingest_directly
from pipeline.store import read_store
from schemas.runs import Fate, IngestRequest, RunSummary, Stage

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
# Wide enough for an explanation, narrow enough for a page.
_COLUMNS = "118"
_EXAMPLE = re.compile(r"```(?P<kind>sql|sh)\n(?P<code>[^`]*)```\n\n```text\n(?P<shown>[^`]*)```")


def read_demo(database: Path, *, workers: int = 2) -> RunSummary:
    """The shipped reports in a dataset, as ``scrutineer demo --direct`` reads them."""
    request = IngestRequest(paths=(ROOT / "fixtures" / "reports",), database=database, workers=workers)
    return ingest_directly(request, _ignore)


def examples(page: str) -> list[re.Match[str]]:
    """Every example of the page: ``kind``, ``code`` and ``shown``."""
    return list(_EXAMPLE.finditer(page))


def output_of(example: re.Match[str], database: Path) -> str:
    """What the example prints; ``demo.db`` in it stands for the dataset of the shipped reports."""
    return _query(example["code"], database) if example["kind"] == "sql" else _command(example["code"], database)


def _query(sql: str, database: Path) -> str:
    with read_store(database) as db:
        cursor = db.conn.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = [["" if value is None else str(value) for value in row] for row in cursor.fetchall()]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    lines = [names, ["-" * width for width in widths], *rows]
    return "".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"


def _command(code: str, database: Path) -> str:
    arguments = [str(database) if word == "demo.db" else word for word in shlex.split(code)[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "flows", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": _COLUMNS, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _ignore(filename: str, where: Stage | Fate) -> None:
    """Nobody watches."""


def main() -> None:
    """Write the output of every example into README.md."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        read_demo(database)
        page = README.read_text(encoding="utf-8")
        for example in reversed(examples(page)):
            start, end = example.span("shown")
            page = page[:start] + output_of(example, database) + page[end:]
        README.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
