"""The table at the end of an ingest. No decisions are made here."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from pipeline.cli_render import rag_text
from schemas.runs import Fate, RunSummary
from schemas.vocabulary import Rag, Severity, Verdict


def summary_table(summary: RunSummary) -> Table:
    """The table at the end of an ingest: one line a sum."""
    sums = summary.sums
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    table.add_row("documents", ", ".join(f"{summary.count(fate)} {fate}" for fate in Fate if _told(summary, fate)))
    table.add_row("pages", f"{sums.pages:,}")
    table.add_row("rows", f"{sums.observations:,} KPI rows, {sums.actions:,} actions")
    table.add_row("statuses", _statuses(sums.statuses))
    table.add_row("claims", _claims(sums.claims))
    table.add_row("issues", _issues(sums.issues))
    return table


def _told(summary: RunSummary, fate: Fate) -> bool:
    """Unusual fates are named only where they were met."""
    return fate is Fate.LOADED or summary.count(fate) > 0


def _statuses(counts: Mapping[str, int]) -> Text:
    known = [rag for rag in Rag if counts.get(rag)]
    parts = [rag_text(rag, f"{counts[rag]} {'without colour' if rag is Rag.NONE else rag}") for rag in known]
    return Text(", ").join(parts) if parts else Text("none")


def _claims(counts: Mapping[str, int]) -> Text:
    mismatched = counts.get(Verdict.MISMATCH, 0)
    return Text.assemble(
        f"{counts.get(Verdict.MATCH, 0) + counts.get(Verdict.MATCH_MERGED, 0)} matched, ",
        (f"{mismatched} mismatched", "bold red" if mismatched else ""),
        f", {counts.get(Verdict.NOT_CHECKABLE, 0)} not checkable",
    )


def _issues(counts: Mapping[str, int]) -> str:
    return (
        ", ".join(f"{counts[severity]} {severity}" for severity in reversed(Severity) if counts.get(severity)) or "none"
    )
