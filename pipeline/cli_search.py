"""``scrutineer search``: hits on a terminal or as JSON."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from pipeline.cli_render import plain, rag_text, screen
from pipeline.problems import ExitCode, Problem
from pipeline.search import Hit, Wanted, find_hits, is_kind
from pipeline.store import read_store
from schemas.vocabulary import Rag


def show_search(
    database: Path,
    words: Sequence[str],
    *,
    council: str | None,
    first: str | None,
    last: str | None,
    kind: str | None,
    rag: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """Print what has the words; 0 also where nothing has. Problem for a date, kind or council that cannot be."""
    wanted = Wanted(
        words=" ".join(words),
        council=council,
        first=_day(first, is_last=False),
        last=_day(last, is_last=True),
        kind=kind,
        rag=Rag(rag) if rag else None,
        limit=limit,
    )
    db = read_store(database)
    try:
        if council and not _is_council(db.conn.execute("SELECT council_id, name FROM councils").fetchall(), council):
            raise Problem(f"no council {council} in {database}. Name one by its id or full name.")
        if kind and not is_kind(db, kind):
            raise Problem(f"nothing of kind {kind} in {database}. kpi, section and mention are always there.")
        hits = find_hits(db, wanted)
    finally:
        db.close()
    if as_json:
        click.echo(json.dumps([asdict(hit) for hit in hits], indent=2, ensure_ascii=False))
    else:
        _print(hits, screen())
    return ExitCode.ALL_LOADED


def _print(hits: Sequence[Hit], console: Console) -> None:
    if not hits:
        console.print("nothing found")
    for hit in hits:
        where = f"{hit.council}  {hit.period or 'no period'}  {hit.filename} page {hit.page}"
        console.print(Text(where, style="bold"), plain(f" {hit.kind}"), rag_text(hit.rag) if hit.rag else plain(""))
        console.print(plain("  " + " ".join(part for part in (hit.ref, hit.title) if part)))
        console.print(plain(f"  {hit.snippet}"))


def _is_council(known: Sequence[tuple[str, str]], wanted: str) -> bool:
    return any(wanted.casefold() in (council_id.casefold(), name.casefold()) for council_id, name in known)


def _day(text: str | None, *, is_last: bool) -> str | None:
    """'2023', '2023-09' or '2023-09-30' as a day: the first one that could be meant, or the last."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip())
    year = int(found[1]) if found else 0
    month = int(found[2]) if found and found[2] else (12 if is_last else 1)
    if not found or not year or not 1 <= month <= 12:
        raise Problem(f"{text} is no day. Write 2023, 2023-09 or 2023-09-30.")
    longest = monthrange(year, month)[1]
    day = int(found[3]) if found[3] else (longest if is_last else 1)
    if not 1 <= day <= longest:
        raise Problem(f"{text} is no day. {year}-{month:02d} has {longest} days.")
    return f"{year:04d}-{month:02d}-{day:02d}"
