"""Where the time of an extract goes: its steps by what they work on, each timed while a document is read."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measures import our_extract

PAGES, TABLES, PARAGRAPHS, PROSE, REST = (
    "pages: characters, words, drawings",
    "tables: cells, rows, statuses, keys, counts",
    "paragraphs",
    "prose: sections, statements, totals in sentences",
    "everything else",
)
# Steps by the module that calls them; none of them calls another.
STEPS = {
    ("extractors.layouts", "_read"): PAGES,
    ("extractors.layouts", "_find_quiet"): PAGES,
    ("extractors.layouts", "find_tables"): TABLES,
    ("extractors.layouts", "read_swatch_key"): TABLES,
    ("extractors.layouts", "gather_stacked"): TABLES,
    ("extractors.layouts", "furniture_words"): TABLES,
    ("extractors.layouts", "join_across"): TABLES,
    ("extractors.layouts", "read_blocks"): PARAGRAPHS,
    ("pipeline.extract", "take_cards"): TABLES,
    ("pipeline.extract", "join_over_pages"): TABLES,
    ("pipeline.extract", "take_legends"): TABLES,
    ("pipeline.extract", "take_counts"): TABLES,
    ("pipeline.extract", "read_rows"): TABLES,
    ("pipeline.extract", "add_cards"): TABLES,
    ("pipeline.extract", "with_refs"): TABLES,
    ("pipeline.extract", "read_prose"): PROSE,
    ("pipeline.extract", "read_header_fields"): PROSE,
}


def time_stages(path: Path, times: int) -> dict[str, float]:
    """Median seconds of each group of steps over several extracts of one PDF."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(times):
        spent: dict[str, float] = dict.fromkeys((PAGES, TABLES, PARAGRAPHS, PROSE), 0.0)
        with _clocks(spent):
            start = time.process_time()
            our_extract(path)
            whole = time.process_time() - start
        spent[REST] = whole - sum(spent.values())
        for stage, seconds in spent.items():
            found[stage].append(seconds)
    return {stage: median(seconds) for stage, seconds in found.items()}


@contextmanager
def _clocks(spent: dict[str, float]) -> Iterator[None]:
    """Every step of ``STEPS`` adds the time it takes to its stage."""
    plain: dict[tuple[str, str], Callable[..., Any]] = {}
    try:
        for (module, name), stage in STEPS.items():
            plain[module, name] = getattr(importlib.import_module(module), name)
            setattr(importlib.import_module(module), name, _clocked(plain[module, name], stage, spent))
        yield
    finally:
        for (module, name), step in plain.items():
            setattr(importlib.import_module(module), name, step)


def _clocked(step: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return step(*arguments, **named)
        finally:
            spent[stage] += time.process_time() - start

    return run


def stage_table(stages: dict[str, float]) -> list[str]:
    """The stages as lines of Markdown, and how prose compares with tables."""
    whole = sum(stages.values())
    lines = ["| part of extract | seconds | share |", "|---|---:|---:|"]
    lines += [f"| {stage} | {seconds:.3f} | {seconds / whole:.0%} |" for stage, seconds in stages.items()]
    beside = f"Prose takes {stages[PROSE] / stages[TABLES]:.2f}× as long as tables" if stages[TABLES] else "No tables"
    return [*lines, "", f"{beside} here.", ""]
