"""An update of councils, as plain functions: visit, ingest what is new in the archive, sum up. Prefect calls the same.

Visits run side by side, one a host; the ingest runs in the thread that asked, council by council as they come in.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

from pipeline.ingest import ingest_directly
from pipeline.publications.addresses import host_key, split_url
from pipeline.publications.sources_state import sources
from pipeline.publications.visit import CLOSED, Visit, visit_council, visit_safely
from pipeline.publications.waiting import outdated_elsewhere, papers_waiting
from pipeline.store import open_store, read_store
from schemas.errors import StoreError
from schemas.identity import Council
from schemas.publications import SourceState
from schemas.runs import ArchivedPapers, Fate, IngestRequest, Listener, Outcome, RunSummary
from schemas.updates import CouncilUpdate, StatedMismatch, Trouble, TroubleKind, Visited, VisitOrder

HOSTS_AT_ONCE = 8
"""Hosts visited side by side: so many wait at a time, none of them is asked more often for it."""

Ingest = Callable[[IngestRequest, Listener], RunSummary]


def update_directly(
    order: VisitOrder, councils: Sequence[Council], listener: Listener, *, visit: Visit = visit_council
) -> tuple[CouncilUpdate, ...]:
    """Update these councils without Prefect; what came of each, in the order given.

    StoreError where the dataset cannot be opened: then nobody is visited.
    """
    require_dataset(order)
    done: dict[str, CouncilUpdate] = {}
    for visited in visit_hosts(visit, order, councils):
        done[visited.council_id] = ingest_visited(order, visited, listener, ingest_directly)
    return tuple(done[council.council_id] for council in councils)


def require_dataset(order: VisitOrder) -> None:
    """Make the dataset, or bring it up to date, before many begin to write to it. StoreError where that fails."""
    open_store(order.database).close()


def answering(order: VisitOrder, councils: Sequence[Council]) -> tuple[Council, ...]:
    """Those of the councils whose sites answered well at the last visit."""
    return _in_state(order, councils, frozenset([SourceState.OK]))


def refusing(order: VisitOrder, councils: Sequence[Council]) -> tuple[Council, ...]:
    """Those of the councils whose sites blocked or forbade us at the last visit."""
    return _in_state(order, councils, CLOSED)


def _in_state(order: VisitOrder, councils: Sequence[Council], states: Set[SourceState]) -> tuple[Council, ...]:
    require_dataset(order)
    with read_store(order.database) as db:
        known = {source.council_id: source.state for source in sources(db)}
    return tuple(council for council in councils if known.get(council.council_id) in states)


def by_host(councils: Sequence[Council]) -> dict[str, tuple[Council, ...]]:
    """The councils by the host they share: those are visited one after the other."""
    groups: dict[str, tuple[Council, ...]] = {}
    for council in councils:
        host = _host_of(council)
        groups[host] = (*groups.get(host, ()), council)
    return groups


def _host_of(council: Council) -> str:
    """Empty where the register names no address; what is wrong with it is told by the visit."""
    url = council.base_url or ""
    return host_key(url) if split_url(url) else ""


def visit_hosts(visit: Visit, order: VisitOrder, councils: Sequence[Council]) -> Iterator[Visited]:
    """Visit the councils, several hosts side by side; what came of each, as the visits end.

    When the program is told to stop, every visit ends with the request it is at.
    """
    ending = Event()
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
        visits = [threads.submit(visit_host, visit, order, group, ending) for group in by_host(councils).values()]
        try:
            for finished in as_completed(visits):
                yield from finished.result()
        except BaseException:
            ending.set()
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def visit_host(
    visit: Visit, order: VisitOrder, councils: Sequence[Council], ending: Event | None = None
) -> tuple[Visited, ...]:
    """Visit the councils of one host, one after the other. Trouble with one is told with it and stops no other."""
    return tuple(visit_safely(visit, order, council, ending) for council in councils)


def ingest_visited(order: VisitOrder, visited: Visited, listener: Listener, ingest: Ingest) -> CouncilUpdate:
    """Ingest what the archive holds of a council and the dataset does not; trouble is told and stops no other council.

    What an earlier run fetched and did not come to ingest is ingested now, whatever this visit brought.
    """
    try:
        if not visited.fetched and visited.council_id not in waiting_councils(order):
            return CouncilUpdate(visited=visited)
        summary = ingest(ingest_request(order, visited.council_id), listener)
    except StoreError as problem:
        return CouncilUpdate(visited=visited, trouble=Trouble(TroubleKind.PROBLEM, str(problem)))
    except Exception as error:
        message = traceback.format_exception_only(error)[-1].strip()
        told = "".join(traceback.format_exception(error))
        return CouncilUpdate(visited=visited, trouble=Trouble(TroubleKind.BUG, message, told))
    return CouncilUpdate(visited=visited, ingested=summary, mismatches=tuple(find_mismatches(summary)))


def read_again_directly(order: VisitOrder, listener: Listener) -> tuple[CouncilUpdate, ...]:
    """Read again, without Prefect, every archived paper that older code read. Nobody is visited."""
    require_dataset(order)
    waiting = waiting_councils(order)
    return tuple(ingest_visited(order, not_visited(one), listener, ingest_directly) for one in waiting)


def waiting_councils(order: VisitOrder) -> tuple[str, ...]:
    """The councils with papers in the archive that the dataset does not hold as today's code reads them."""
    with read_store(order.database) as db:
        return tuple(sorted(papers_waiting(db)))


def not_archived(order: VisitOrder) -> tuple[str, ...]:
    """File names of documents that older code read and that came from a folder: whoever has them can ingest them."""
    with read_store(order.database) as db:
        return tuple(outdated_elsewhere(db))


def not_visited(council_id: str) -> Visited:
    """What stands for the visit of a council that is not visited, because its papers are only read again."""
    return Visited(council_id=council_id, name=council_id, host="", state=SourceState.NEW, asked=False)


def ingest_request(order: VisitOrder, council_id: str) -> IngestRequest:
    """What to ingest: the papers of one council in the archive."""
    return IngestRequest(
        paths=(),
        papers=ArchivedPapers(order.archive_root, council_id),
        database=order.database,
        workers=order.workers,
        limits=order.limits,
    )


def find_mismatches(summary: RunSummary) -> Iterator[StatedMismatch]:
    """Every stated total that does not add up in the documents this run loaded."""
    loaded = [outcome.document_id for outcome in summary.outcomes if outcome.fate is Fate.LOADED]
    if not loaded:
        return
    with read_store(summary.database) as db:
        rows = db.execute(
            "select report, filename, page, coalesce(bucket, rating), claimed, extracted, explanation from ledger "
            "where verdict = 'mismatch' and document_id in (select value from json_each(?)) "
            "order by report, filename, position",
            (json.dumps(loaded),),
        ).fetchall()
    for row in rows:
        yield StatedMismatch(*row)


def newly(updates: Sequence[CouncilUpdate], *fates: Fate) -> list[Outcome]:
    """The files of these updates that met one of the fates, in order."""
    return [
        outcome
        for update in updates
        if update.ingested is not None
        for outcome in update.ingested.outcomes
        if outcome.fate in fates
    ]
