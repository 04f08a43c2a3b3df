"""What the commands print on a terminal: tables and their colours. No decisions are made here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.runs import Fate, RunSummary
from schemas.vocabulary import Rag, Severity, Verdict

# Into a file or a pipe, rows are kept on one line as far as they reasonably go.
_WIDTH_OF_A_FILE = 180

_STYLES = {
    Rag.RED: "bold red",
    Rag.AMBER: "bold yellow",
    Rag.YELLOW: "yellow",
    Rag.GREEN: "bold green",
    Rag.BLUE: "bold blue",
    Rag.PURPLE: "bold magenta",
    Rag.GREY: "bright_black",
    Rag.NONE: "bright_black",
}


def screen() -> Console:
    """Standard output, as wide as the terminal or ``COLUMNS`` says; wide where neither does."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else _WIDTH_OF_A_FILE, highlight=False)


def rag_text(rag: str | None, shown: str | None = None) -> Text:
    """A status in its colour; ``shown`` instead of the colour's name if given."""
    name = rag or Rag.NONE.value
    return Text(shown or name, style=_STYLES[Rag(name)])


def plain(text: object) -> Text:
    """A value as printed: square brackets in it are no markup; None is empty."""
    return Text("" if text is None else str(text))


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
