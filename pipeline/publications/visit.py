"""One visit of one council's site: what it offers is found, what was chosen is fetched. No ingest.

Everything is entered into the dataset as it happens, so a visit that was cut short is completed by the next one.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from threading import Event

from sqlite_utils import Database

from pipeline.problems import Problem
from pipeline.publications.archive import Archive
from pipeline.publications.client import Log, Neighbourhood, Visitor
from pipeline.publications.discover import discover_council, discover_meetings, probe_site, read_feed
from pipeline.publications.fetch import fetch_found
from pipeline.publications.fetch_log import log_into
from pipeline.publications.host_lock import only_visitor_of
from pipeline.publications.manners import Manners, require_contact
from pipeline.publications.sources_state import is_due, read_source, site_of
from pipeline.publications.windows import UK
from pipeline.store import open_store
from schemas.errors import StoreError
from schemas.identity import Council
from schemas.publications import FoundDocument, Site, SourceState
from schemas.tables_publications import FetchLogRow
from schemas.updates import Trouble, TroubleKind, Visited, VisitOrder

NEIGHBOURHOOD = Neighbourhood()
"""What all visits of this program share: turns on each host, and the rules it read."""

SHORTEST_DELAY = 1.0
"""Seconds between two requests to a council, whatever is asked for; the sites' vendor is known to stop faster ones."""

CLOSED = frozenset([SourceState.BLOCKED, SourceState.ROBOTS_DISALLOWED])
"""These sites said no. Once a week they are asked one thing, and visited again when they answer it."""


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A council's site while it is visited."""

    council: Council
    site: Site
    visitor: Visitor
    db: Database
    order: VisitOrder

    @property
    def today(self) -> date:
        """The day it is in the United Kingdom, or the one the order says."""
        return self.order.today or datetime.now(UK).date()


class SiteDown(Exception):
    """The site of a council did not answer. ``visited`` is what came of it and of the others of its host before."""

    def __init__(self, visited: tuple[Visited, ...]) -> None:
        super().__init__("; ".join(f"{one.name}: {one.detail or 'no answer'}" for one in visited if _is_down(one)))
        self.visited = visited


Finder = Callable[[OpenSite], Sequence[FoundDocument]]
"""What decides which documents of a site to fetch."""

Visit = Callable[[VisitOrder, Council, Event | None], Visited]
"""A way to visit a council, until the event is set."""


class VisitEnded(Problem):
    """The program was told to stop while it visited. Everything that came before is kept."""


def visit_council(order: VisitOrder, council: Council, ending: Event | None = None) -> Visited:
    """Find what the council offers and fetch what was chosen of it; VisitEnded soon after ``ending`` is set."""
    return _visit(order, council, find_papers, ending)


def follow_feed(order: VisitOrder, council: Council, ending: Event | None = None) -> Visited:
    """Fetch the papers of those meetings only that the council's feed calls new."""
    return _visit(order, council, find_papers_of_feed, ending)


def probe_council(order: VisitOrder, council: Council, ending: Event | None = None) -> Visited:
    """Ask a site that blocked or forbade us one thing: whether it still does. The next update visits it if not."""
    return _visit(order, council, lambda opened: (), ending)


def find_papers(opened: OpenSite) -> Sequence[FoundDocument]:
    """Every document a rule chooses in the meetings of these weeks, or since the day the order names."""
    return discover_council(
        opened.council, opened.visitor, opened.db, since=opened.order.since, today=opened.today
    ).found


def find_papers_of_feed(opened: OpenSite) -> Sequence[FoundDocument]:
    """Every document a rule chooses in the meetings of the feed."""
    hints = read_feed(opened.site, opened.visitor, opened.db)
    return discover_meetings(opened.council, opened.visitor, opened.db, hints, today=opened.today).found


def visit_safely(visit: Visit, order: VisitOrder, council: Council, ending: Event | None = None) -> Visited:
    """The visit; whatever breaks in it comes back as its trouble, so that other councils are visited all the same."""
    try:
        return visit(order, council, ending)
    except (Problem, StoreError) as problem:
        trouble = Trouble(TroubleKind.PROBLEM, str(problem))
    except Exception as error:
        message = traceback.format_exception_only(error)[-1].strip()
        trouble = Trouble(TroubleKind.BUG, message, "".join(traceback.format_exception(error)))
    return Visited(
        council_id=council.council_id,
        name=council.name,
        host="",
        state=SourceState.NEW,
        asked=False,
        trouble=trouble,
    )


def require_up(visited: tuple[Visited, ...]) -> tuple[Visited, ...]:
    """The same; SiteDown where a site did not answer, for those who come back later."""
    if any(map(_is_down, visited)):
        raise SiteDown(visited)
    return visited


def _is_down(visited: Visited) -> bool:
    return visited.asked and visited.state is SourceState.UNAVAILABLE


def _visit(order: VisitOrder, council: Council, find: Finder, ending: Event | None) -> Visited:
    site = site_of(council)
    with only_visitor_of(site.host), open_store(order.database) as db:
        before = read_source(db, site)
        if before.state in CLOSED and not is_due(before, datetime.now(UTC)):
            return _told(council, db, site, asked=False)
        log = _until(ending, log_into(db)) if ending else log_into(db)
        with Visitor(site, manners_on(order, site.host), log, NEIGHBOURHOOD) as visitor:
            opened = OpenSite(council, site, visitor, db, order)
            if before.state in CLOSED and not probe_site(site, visitor, db):
                return _told(council, db, site)
            found = tuple(find(opened))
            fetched = fetch_found(found, visitor, Archive(order.archive_root), db, today=opened.today)
        return replace(_told(council, db, site), found=len(found), fetched=fetched)


def _until(ending: Event, log: Log) -> Log:
    """A log that ends the visit with the request after which the program was told to stop."""

    def log_and_look(row: FetchLogRow) -> None:
        log(row)
        if ending.is_set():
            raise VisitEnded("The visit was stopped; the next one carries on.")

    return log_and_look


def manners_on(order: VisitOrder, host: str) -> Manners:
    """How this host is visited: no faster than others are asked unless it is a private one the order allows.

    A private host is allowed by its name for all its ports, or with one port.
    """
    allowed = bool({host, host.partition(":")[0]} & set(order.allow_private))
    return Manners(
        contact=require_contact(order.contact),
        delay=order.delay if allowed else max(order.delay, SHORTEST_DELAY),
        back_off=order.back_off,
        allow_private_hosts=frozenset([host]) if allowed else frozenset(),
    )


def _told(council: Council, db: Database, site: Site, *, asked: bool = True) -> Visited:
    source = read_source(db, site)
    return Visited(
        council_id=council.council_id,
        name=council.name,
        host=site.host,
        state=source.state,
        asked=asked,
        detail=source.detail,
    )
