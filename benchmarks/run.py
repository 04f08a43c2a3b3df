"""Measures reading on this machine and writes docs/performance.md.

    python -m benchmarks.run [--times N] [--quick] [--no-write]

One run: every figure is the median of N, taken in turn so that a busy moment hits all alike. Ratios travel between
machines; seconds do not.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import platform
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.measures import MEASURES, our_extract
from benchmarks.stages import stage_table, time_stages
from benchmarks.subjects import LONG_PAGES, ROOT, Subjects, make_subjects

# Taken half as often as the others, and the slowest of them on the first appendix alone.
SLOW = {"camelot lattice", "pdfplumber tables and text", "pdfplumber words and drawings"}
SLOWEST = "camelot lattice"
INGEST_TIMEOUT = 1800


def seconds(call: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Processor time of one call; with ``time.perf_counter`` its time on the wall."""
    # What the call before has left behind is not counted against this one.
    gc.collect()
    start = clock()
    call()
    return clock() - start


def measure_document(path: Path, times: int, names: list[str]) -> dict[str, float]:
    """Medians by name; the slow ones are taken half as often."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(times):
        for name in names:
            if name not in SLOW or turn % 2 == 0:
                found[name].append(seconds(lambda name=name: MEASURES[name](path)))  # type: ignore[misc]
    return {name: median(values) for name, values in found.items()}


def ingest(folder: Path, workers: int, scratch: Path) -> None:
    """The command line's whole run over a folder, into a new database."""
    database = scratch / f"ingest-{workers}-{time.monotonic_ns()}.db"
    command = [
        sys.executable,
        "-c",
        "from flows.command import main; main()",
        "ingest",
        str(folder),
        "--db",
        str(database),
        "--direct",
    ]
    done = subprocess.run(
        [*command, "--workers", str(workers), "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=INGEST_TIMEOUT,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(f"ingest ended with {done.returncode}: {done.stderr[-500:]}")


def extract_folder(folder: Path) -> None:
    """Every document of a folder, one after the other, in this process."""
    for path in sorted(folder.glob("*.pdf")):
        our_extract(path)


def document_table(name: str, found: dict[str, float], pages: int) -> list[str]:
    """Rows of seconds and ratios for one document."""
    floor, objects = found["pdfium text (the floor)"], found["pdfium text and objects"]
    plumber = found.get("pdfplumber tables and text")
    lines = [f"## {name}: {pages} pages", "", "| measure | seconds | × floor | × text and objects | pdfplumber takes |"]
    lines.append("|---|---:|---:|---:|---:|")
    for measure, value in found.items():
        other = f"{plumber / value:.1f}×" if plumber else ""
        lines.append(f"| {measure} | {value:.3f} | {value / floor:.1f} | {value / objects:.1f} | {other} |")
    return [*lines, ""]


def run(subjects: Subjects, scratch: Path, times: int, quick: bool) -> list[str]:
    """All tables, as lines of Markdown."""
    from extractors.pdfium_page import open_pdf

    lines: list[str] = []
    appendix_extract = 0.0
    our_extract(subjects.pack)  # imports what is only imported when used
    for index, (name, path) in enumerate(list(subjects.appendices.items())[: 1 if quick else 2]):
        with open_pdf(path) as document:
            pages = document.page_count
        found = measure_document(path, times, [name for name in MEASURES if index == 0 or name != SLOWEST])
        appendix_extract = appendix_extract or found["extract"]
        lines += document_table(f"{name} appendix", found, pages)
        if index == 0:
            lines += [
                f"camelot lattice takes {found['camelot lattice'] / found['extract']:.1f}× as long as extract.",
                "",
            ]
        lines += stage_table(time_stages(path, times))
        print("\n".join(lines), flush=True)
    names = ["pdfium text (the floor)", "pdfium text and objects", "first look", "our words and drawings", "extract"]
    found = measure_document(subjects.pack, max(1, times // 2), names)
    lines += document_table("A 300-page pack that holds the first appendix", found, 300)
    lines += [f"Extract of the pack takes {found['extract'] / appendix_extract:.1f}× the appendix alone.", ""]
    lines += stage_table(time_stages(subjects.pack, max(1, times // 2)))
    lines += [f"Reading a pack of {LONG_PAGES} pages holds at most {peak_mb(subjects.long_pack)} MB of memory.", ""]
    if not quick:
        lines += folder_table(subjects.folder, scratch)
    return lines


# The peak of getrusage begins, on Linux, with the memory of the program that started this one.
PEAK_OF_EXTRACT = """
import re, resource, sys
from pathlib import Path
from pipeline.extract import extract_document
extract_document(Path(sys.argv[1]))
status = Path("/proc/self/status")
if status.exists():
    print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) // 2**10)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20)
"""


def peak_mb(path: Path) -> int:
    """The most memory an extract of one PDF holds, in a Python of its own, by that Python's count."""
    command = [sys.executable, "-c", PEAK_OF_EXTRACT, str(path)]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def folder_table(folder: Path, scratch: Path) -> list[str]:
    """Ingest of the folder by one worker and by two, beside its extracts."""
    extracts = median(seconds(lambda: extract_folder(folder), time.perf_counter) for _ in range(2))
    one = median(seconds(lambda: ingest(folder, 1, scratch), time.perf_counter) for _ in range(2))
    two = median(seconds(lambda: ingest(folder, 2, scratch), time.perf_counter) for _ in range(2))
    return [
        f"## A folder of {len(list(folder.glob('*.pdf')))} reports",
        "",
        "| measure | seconds | × its extracts |",
        "|---|---:|---:|",
        f"| extracts, one after the other | {extracts:.1f} | 1.0 |",
        f"| ingest, 1 worker | {one:.1f} | {one / extracts:.2f} |",
        f"| ingest, 2 workers | {two:.1f} | {two / extracts:.2f} |",
        "",
        f"Two workers are {one / two:.2f}× as fast as one.",
        "",
    ]


def machine() -> str:
    """What it ran on."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, load {load} at the end, "
        f"Python {platform.python_version()}"
    )


def main() -> None:
    """The command line."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="measurements behind each median")
    parser.add_argument("--quick", action="store_true", help="the first appendix and the pack only")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        # As a worker does once its libraries are there; every measure gains alike.
        gc.freeze()
        lines = run(make_subjects(scratch), scratch, options.times, options.quick)
    notes = (ROOT / "benchmarks" / "notes.md").read_text(encoding="utf-8")
    text = "\n".join(["# Performance", "", f"Written by `make bench` on {machine()}.", "", *lines, notes])
    print(text)
    if not options.no_write:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
