"""The ledger as tables on a screen or in a file.

Mismatches always stand line by line with their explanation. Matches and claims that cannot be checked
are summarised, one line per scope and per reason, unless everything is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.ledger_entries import Ledger, LedgerEntry, ReportLedger
from schemas.vocabulary import Arithmetic, Basis, Population, Verdict

NAMED = {
    Verdict.MATCH: ("match", "green"),
    Verdict.MATCH_MERGED: ("match, merged", "green"),
    Verdict.MISMATCH: ("MISMATCH", "bold red"),
    Verdict.NOT_CHECKABLE: ("not checkable", "yellow"),
}


def render_ledger(ledger: Ledger, console: Console) -> None:
    """Print one table per report and a closing line; plain text where the console is no terminal."""
    if not ledger.reports:
        console.print("No report in this dataset states a total.")
        return
    for report in ledger.reports:
        console.print(_table(report, ledger.everything))
        console.print()
    console.print(_closing_line(ledger))


def _table(report: ReportLedger, everything: bool) -> Table:
    table = Table(
        title=_title(report),
        title_justify="left",
        title_style="bold",
        caption=_caption(report),
        caption_justify="left",
        caption_style="",
        box=box.SIMPLE_HEAD,
        expand=False,
        pad_edge=False,
    )
    table.add_column("total", ratio=4, overflow="fold")
    table.add_column("stated", justify="right", no_wrap=True)
    table.add_column("counted", justify="right", no_wrap=True)
    table.add_column("verdict", max_width=9)
    table.add_column("explanation", ratio=11, overflow="fold")
    documents = _documents(report.entries)
    first: dict[tuple[object, ...], LedgerEntry] = {}
    for entry in report.entries if everything else _of(report.entries, Verdict.MISMATCH):
        told = first.setdefault(_same_total(entry), entry)
        _add_entry(table, entry, documents, told if told is not entry else None)
    if not everything:
        _add_matches(table, [entry for entry in report.entries if entry.is_match], documents)
        _add_unchecked(table, _of(report.entries, Verdict.NOT_CHECKABLE))
    return table


def _title(report: ReportLedger) -> Text:
    named = " · ".join(part for part in (report.council, report.title) if part)
    return Text(f"{named}\n{report.report_id}" if named else report.report_id)


def _caption(report: ReportLedger) -> Text:
    counted = report.counted()
    parts = [f"{counted[verdict]} {name}" for verdict, (name, _) in NAMED.items() if counted[verdict]]
    lines = [f"{len(report.entries)} stated totals: {', '.join(parts)}"]
    lines += [f"document {number}: {filename}" for filename, number in _documents(report.entries).items()]
    return Text("\n".join(lines))


def _documents(entries: Sequence[LedgerEntry]) -> dict[str, int]:
    """The report's documents by number: file names are too long to stand beside every total."""
    return {name: number for number, name in enumerate(dict.fromkeys(entry.filename for entry in entries), 1)}


def _of(entries: Sequence[LedgerEntry], verdict: Verdict) -> list[LedgerEntry]:
    return [entry for entry in entries if entry.verdict is verdict]


def _same_total(entry: LedgerEntry) -> tuple[object, ...]:
    """What makes two entries one finding: the same number for the same thing, counted and judged alike."""
    bucket = entry.rating or entry.bucket.casefold()
    about = (entry.population, entry.scope, entry.period_label, entry.is_current, entry.basis, bucket)
    return (*about, entry.count, entry.percent, entry.extracted, entry.verdict)


def _add_entry(table: Table, entry: LedgerEntry, documents: Mapping[str, int], told: LedgerEntry | None = None) -> None:
    """One claim on a line of its own. ``told`` is the same total said before: it is explained there."""
    place = f"document {documents[entry.filename]}, page {entry.page}"
    explanation = f"{entry.explanation} ({place})"
    if told is not None:
        explanation = f"As above: stated again, in a {entry.form} ({place})."
    elif entry.verdict is Verdict.MISMATCH and not entry.is_unexplained:
        explanation = f"The report contradicts itself. {explanation}"
    table.add_row(
        Text(f"{_bucket(entry)}, {_scope(entry)}"),
        _number(entry),
        "–" if entry.extracted is None else str(entry.extracted),
        _verdict(entry),
        Text(explanation),
    )


def _add_matches(table: Table, entries: Sequence[LedgerEntry], documents: Mapping[str, int]) -> None:
    """One line per document, form and period: what the whole report states, then its directorates together."""
    groups: dict[tuple[object, ...], list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.filename, entry.population, entry.form, entry.period_label, entry.scope is None].append(entry)
    for lines in groups.values():
        scopes = list(dict.fromkeys(line.scope for line in lines if line.scope))
        said = ", ".join(scopes if len(scopes) > 1 else [_stated(line) for line in lines])
        pages = list(dict.fromkeys(line.page for line in lines))
        where = f"document {documents[lines[0].filename]}, {_pages(pages)}"
        doubts = {line.arithmetic for line in lines} - {None, Arithmetic.OK}
        noted = f" Arithmetic: {', '.join(sorted(str(doubt).replace('_', ' ') for doubt in doubts))}." if doubts else ""
        verdict = Verdict.MATCH_MERGED if all(e.verdict is Verdict.MATCH_MERGED for e in lines) else Verdict.MATCH
        name, style = NAMED[verdict]
        one = lines[0] if len(lines) == 1 else None
        table.add_row(
            Text(f"{_bucket(one)}, {_scope(one)}" if one else _scopes(lines, scopes)),
            Text(str(one.count) if one else f"{len(lines)} ×"),
            Text(str(one.extracted) if one else "same"),
            Text(name, style=style),
            Text(f"{_short(said)} ({where}).{noted}"),
        )


def _scopes(lines: Sequence[LedgerEntry], scopes: Sequence[str]) -> str:
    return _scope(lines[0]) if len(scopes) < 2 else f"{len(scopes)} directorates or themes"


def _stated(entry: LedgerEntry) -> str:
    """'Green 17', and directions by their meaning: their printed names are sentences."""
    named = entry.rating if entry.basis == Basis.DIRECTION and entry.rating else entry.bucket
    return f"{named} {entry.count}"


def _pages(pages: Sequence[int]) -> str:
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(str(page) for page in pages)}"


def _short(said: str, longest: int = 160) -> str:
    return said if len(said) <= longest else said[: longest - 1].rstrip(", ") + "…"


def _add_unchecked(table: Table, entries: Sequence[LedgerEntry]) -> None:
    """One line per reason."""
    name, style = NAMED[Verdict.NOT_CHECKABLE]
    reasons = dict.fromkeys(entry.explanation for entry in entries)
    for reason in reasons:
        lines = [entry for entry in entries if entry.explanation == reason]
        scopes = list(dict.fromkeys(_scope(line) for line in lines))
        named = scopes[0] if len(scopes) == 1 else f"{len(scopes)} scopes"
        table.add_row(
            Text(f"{_bucket(lines[0])}, {named}" if len(lines) == 1 else named),
            _number(lines[0]) if len(lines) == 1 else Text(f"{len(lines)} ×"),
            Text("–"),
            Text(name, style=style),
            Text(reason),
        )


def _scope(entry: LedgerEntry) -> str:
    where = entry.scope or "whole report"
    what = ", actions" if entry.population == Population.ACTIONS else ""
    when = f" ({entry.period_label})" if entry.period_label else ""
    return f"{where}{what}{when}"


def _bucket(entry: LedgerEntry) -> str:
    basis = "" if entry.basis == Basis.CURRENT else f" ({entry.basis})"
    return f"{entry.bucket}{basis}"


def _number(entry: LedgerEntry) -> Text:
    if entry.count is not None:
        return Text(str(entry.count))
    return Text("?" if entry.percent is None else f"{entry.percent:g} %")


def _verdict(entry: LedgerEntry) -> Text:
    name, style = NAMED[entry.verdict]
    return Text(name, style=style)


def _closing_line(ledger: Ledger) -> Text:
    entries = ledger.entries
    matched = sum(entry.is_match for entry in entries)
    unchecked = len(_of(entries, Verdict.NOT_CHECKABLE))
    wrong = _of(entries, Verdict.MISMATCH)
    unexplained = sum(entry.is_unexplained for entry in wrong)
    said = f"{len(entries)} stated totals: {matched} matched, {len(wrong)} mismatched"
    said += f" ({unexplained} unexplained)" if wrong else ""
    said += f", {unchecked} not checkable."
    return Text(said, style="bold red" if unexplained else "bold")
