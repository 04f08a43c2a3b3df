"""What ``scrutineer discover`` does and prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import groupby
from urllib.parse import urljoin

import click
from rich.console import Console
from rich.text import Text
from sqlite_utils import Database

from pipeline.cli_render import plain, screen
from pipeline.problems import ExitCode, Problem
from pipeline.publications.client import Visitor
from pipeline.publications.detect import detect_install
from pipeline.publications.discover import discover_council
from pipeline.publications.fetch_log import log_into, no_log
from pipeline.publications.host_lock import only_visitor_of
from pipeline.publications.manners import require_contact
from pipeline.publications.register import choose_councils
from pipeline.publications.rehearsal import rehearse
from pipeline.publications.sources_state import is_due, read_source, site_of
from pipeline.publications.visit import manners_on
from pipeline.publications.windows import UK
from pipeline.store import open_store
from schemas.identity import Council
from schemas.publications import (
    Discovery,
    FoundDocument,
    LeftOut,
    Outcome,
    PublicationState,
    Site,
    SourceState,
    site_key,
)
from schemas.updates import VisitOrder
from schemas.vocabulary import CouncilSystem

_CLOSED = frozenset([SourceState.BLOCKED, SourceState.ROBOTS_DISALLOWED])
_READABLE = frozenset([CouncilSystem.MODERNGOV, CouncilSystem.CMIS])
_HERE = frozenset([PublicationState.FETCHED])


def show_discovery(order: VisitOrder, slug: str, *, dry_run: bool, with_left_out: bool, as_json: bool) -> int:
    """Look at a council's site and print what would be fetched. Problem where it cannot, or may not, be read."""
    council = _require_living(choose_councils((slug,), everyone=False, register=order.register)[0])
    order = replace(order, contact=require_contact(order.contact))
    site = site_of(council)
    with only_visitor_of(site.host), _dataset(order, site, dry_run=dry_run) as db:
        _require_open(db, site, council)
        log = no_log if dry_run else log_into(db)
        with Visitor(site, manners_on(order, site.host), log) as visitor:
            _require_readable(council, visitor)
            discovery = discover_council(council, visitor, db, since=order.since, today=_today(order))
            moved = _moved(visitor) if discovery.outcome is Outcome.NOT_FOUND else ""
        states = _states(db, discovery.found)
        rules = _committee_rules(db)
    if as_json:
        click.echo(json.dumps(_as_json(discovery, states), indent=2, ensure_ascii=False))
    else:
        _print(discovery, states, rules, screen(), council, with_left_out=with_left_out)
    if discovery.outcome is not Outcome.OK:
        said = discovery.detail or discovery.outcome
        raise Problem(f"{council.name}: {said}. {moved or '`scrutineer sources` tells its state.'}")
    return ExitCode.ALL_LOADED


@contextmanager
def _dataset(order: VisitOrder, site: Site, *, dry_run: bool) -> Iterator[Database]:
    with rehearse(order.database, site.host) if dry_run else open_store(order.database) as db:
        yield db


def _today(order: VisitOrder) -> date:
    return order.today or datetime.now(UK).date()


def _require_living(council: Council) -> Council:
    if council.abolished:
        heirs = " or ".join(council.successors)
        raise Problem(f"{council.name} existed until {council.abolished}. Its area is now {heirs}'s: ask for that.")
    return council


def _require_open(db: Database, site: Site, council: Council) -> None:
    source = read_source(db, site)
    if source.state in _CLOSED and not is_due(source, datetime.now(UTC)):
        raise Problem(
            f"{council.name} does not let us read its site ({source.detail}). It is asked again from "
            f"{(source.next_visit or '')[:10]} on; the council can be asked for access meanwhile."
        )


def _require_readable(council: Council, visitor: Visitor) -> None:
    """Problem where the register names no system we read, with what the council's home page says of it."""
    if council.system in _READABLE:
        return
    advice = _moved(visitor) or "Download its reports and use `scrutineer ingest`."
    raise Problem(f"{council.name} is not known to use ModernGov or CMIS, the systems Scrutineer reads. {advice}")


def _moved(visitor: Visitor) -> str:
    """Where the home page of the site says the meetings are, as advice; empty where it does not."""
    home = urljoin(visitor.site.base_url, "/")
    found = detect_install(visitor, home)
    if found is None or found.base_url == visitor.site.base_url:
        return ""
    return f"{home} links to {found.system} at {found.base_url}: give that address in a --register of your own."


def _committee_rules(db: Database) -> dict[str, str]:
    """Which rule selects each committee, by its key."""
    return dict(db.conn.execute("SELECT committee_id, selected_by FROM committees").fetchall())


def _states(db: Database, found: Sequence[FoundDocument]) -> dict[str, PublicationState]:
    known = db.conn.execute("SELECT publication_id, state FROM publications").fetchall()
    by_id = {publication_id: PublicationState(state) for publication_id, state in known}
    return {one.publication_id: by_id[one.publication_id] for one in found}


def _as_json(discovery: Discovery, states: dict[str, PublicationState]) -> dict[str, object]:
    found = [asdict(one) | {"state": states[one.publication_id]} for one in discovery.found]
    return asdict(discovery) | {"found": found}


def _print(
    discovery: Discovery,
    states: dict[str, PublicationState],
    rules: dict[str, str],
    console: Console,
    council: Council,
    *,
    with_left_out: bool,
) -> None:
    console.print(
        plain(f"{council.name}, {discovery.host}: {discovery.listed} meetings listed, {discovery.read} agendas read")
    )
    for heading, group in groupby(discovery.found, key=_heading):
        console.print()
        console.print(Text(heading, style="bold"))
        documents = list(group)
        first = documents[0]
        console.print(plain(f"  {rules[site_key(first.host, first.committee_id)]}"))
        for one in documents:
            state = "in the archive" if states[one.publication_id] in _HERE else "to fetch"
            console.print(plain(f"  {state:<15}{one.role:<9} {one.title}  [{one.chosen_by}]"))
            console.print(plain(f"{'':27}{one.url}"))
    console.print()
    waiting = sum(state not in _HERE for state in states.values())
    console.print(plain(f"{len(discovery.found)} documents chosen, {waiting} of them to fetch."))
    if with_left_out:
        _print_left_out(discovery.left_out, console)
    elif discovery.left_out:
        console.print(plain(f"{len(discovery.left_out)} left out: --left-out tells which and why."))


def _heading(one: FoundDocument) -> str:
    return " · ".join(part for part in (one.meeting_date, one.committee, one.item_title) if part)


def _print_left_out(left_out: Sequence[LeftOut], console: Console) -> None:
    console.print(Text("Left out", style="bold"))
    for one in left_out:
        what = " · ".join(part for part in (one.meeting_date, one.committee, one.item_title, one.title) if part)
        console.print(plain(f"  {what}"), plain(f"    {one.reason}"), sep="\n")
    for reason, count in Counter(one.reason for one in left_out).most_common():
        console.print(plain(f"{count:>5}  {reason}"))
