"""``scrutineer extract``: everything read in one PDF, as tables or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.check_file import check_bytes
from pipeline.cli_render import plain, rag_text, screen
from pipeline.extract import extract_document
from pipeline.problems import ExitCode, Problem
from schemas.errors import Rejection
from schemas.geometry import Place
from schemas.limits import Limits
from schemas.readings import ActionRow, Claim, DocumentContent, FrontMatter, Issue, KpiRow, LegendEntry, StatusReading


def show_extract(file: Path, pages: range | None, *, as_json: bool) -> int:
    """Read one PDF and print what was read. Problem with exit code 3 where the document must be set aside."""
    try:
        check_bytes(file, Limits())
        content = extract_document(
            file, filename=file.name, pages=pages, check=lambda page_count: _require_pages(file, pages, page_count)
        )
    except Rejection as rejection:
        raise Problem(f"{file}: {rejection.reason}: {rejection.detail}", ExitCode.SOME_REJECTED) from rejection
    if as_json:
        click.echo(json.dumps(asdict(content), indent=2, ensure_ascii=False))
    else:
        _print(screen(), file, content, pages)
    return ExitCode.ALL_LOADED


def _require_pages(file: Path, pages: range | None, page_count: int) -> None:
    if pages is not None and pages.start > page_count:
        raise Problem(f"{file} has {page_count} pages, so there is no page {pages.start}.")


def _print(console: Console, file: Path, content: DocumentContent, pages: range | None) -> None:
    console.print(Text(_heading(file, content.front)))
    console.print(Text(_counts(content, pages)))
    for title, table in (
        ("KPIs", _kpi_table(content.kpis)),
        ("Actions", _action_table(content.actions)),
        ("Legend", _legend_table(content.legend)),
        ("Stated totals", _claim_table(content.claims)),
        ("Issues", _issue_table(content.issues)),
    ):
        if table.row_count:
            console.print()
            console.print(Text(title, style="bold"))
            console.print(table)


def _heading(file: Path, front: FrontMatter) -> str:
    known = (front.council, front.body, front.meeting_date, front.title)
    return " · ".join([file.name, *(part for part in known if part)])


def _counts(content: DocumentContent, pages: range | None) -> str:
    read = [number for number in pages or () if number <= content.pages]
    part = f"pages {read[0]}–{read[-1]} of {content.pages}: " if read else f"{content.pages} pages: "
    return (
        f"{part}{len(content.kpis)} KPI rows, {len(content.actions)} actions, "
        f"{len(content.legend)} legend entries, {len(content.claims)} stated totals, {len(content.issues)} issues"
    )


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="underline")
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in {"page", "ref"})
    return table


def _kpi_table(rows: Sequence[KpiRow]) -> Table:
    table = _table("page", "ref", "title", "target", "actual", "previous", "status", "read by", "direction")
    for row in rows:
        table.add_row(
            _pages(row.places),
            plain(row.ref or row.ref_printed),
            plain(row.title),
            plain(row.target),
            plain(row.actual),
            plain(row.previous),
            _status(row.status),
            plain(_method(row.status)),
            plain(row.direction),
        )
    return table


def _action_table(rows: Sequence[ActionRow]) -> Table:
    table = _table("page", "ref", "title", "due", "status")
    for row in rows:
        status = rag_text(row.rag, row.status_label or row.status)
        table.add_row(_pages(row.places), plain(row.ref), plain(row.title), plain(row.due), status)
    return table


def _legend_table(entries: Sequence[LegendEntry]) -> Table:
    table = _table("page", "colour", "mark", "label", "means", "rule")
    for entry in entries:
        swatch = Text(entry.colour, style=f"on {entry.colour}") if entry.colour else Text()
        meaning = plain(entry.rating or "?")
        table.add_row(
            str(entry.place.page), swatch, plain(entry.mark), plain(entry.label), meaning, plain(entry.rule_text)
        )
    return table


def _claim_table(claims: Sequence[Claim]) -> Table:
    table = _table("page", "of", "scope", "period", "bucket", "means", "count", "percent", "as printed")
    for claim in claims:
        table.add_row(
            str(claim.place.page),
            plain(claim.population),
            plain(claim.scope or claim.scope_type),
            plain(claim.period_label),
            plain(claim.bucket),
            plain(claim.rating or "?"),
            plain(claim.count),
            plain(claim.percent),
            plain(claim.quote),
        )
    return table


def _issue_table(issues: Sequence[Issue]) -> Table:
    table = _table("page", "about", "code", "message")
    for issue in issues:
        page = str(issue.place.page) if issue.place else ""
        table.add_row(page, plain(issue.subject), plain(issue.code), plain(issue.message))
    return table


def _pages(places: Sequence[Place]) -> str:
    return ", ".join(str(page) for page in sorted({place.page for place in places}))


def _status(status: StatusReading) -> Text:
    return rag_text(status.rag, status.label or (status.rating if status.rag == "none" else status.rag))


def _method(status: StatusReading) -> str:
    return " ".join(part for part in (status.method, status.colour) if part)
