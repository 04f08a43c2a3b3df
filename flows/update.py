"""Updates of councils as Prefect flows. Each reads as a sentence and holds no logic.

Without the decorators, ``submit`` and the limits they are ``pipeline.publications.update``. Only visits are tried
again, and only where a site was down: an error of ours shows at once. Nothing depends on what Prefect remembers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.futures import as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.ingest import run_ingest
from pipeline.publications.register import choose_councils
from pipeline.publications.update import (
    HOSTS_AT_ONCE,
    answering,
    by_host,
    ingest_visited,
    not_archived,
    not_visited,
    refusing,
    require_dataset,
    visit_host,
    waiting_councils,
)
from pipeline.publications.update_report import report_ingest, report_update
from pipeline.publications.visit import SiteDown, Visit, follow_feed, probe_council, require_up, visit_council
from schemas.identity import Council
from schemas.runs import IngestRequest, Listener, RunSummary, nobody_listens
from schemas.updates import CouncilUpdate, Visited, VisitOrder


def was_down(_: Any, __: Any, state: State[Any]) -> bool:
    """Whether a visit failed because of the world outside; whatever else was raised is our bug and stays one."""
    return isinstance(state.result(raise_on_failure=False), SiteDown)


@task(
    name="visit site", task_run_name="{host}", cache_policy=NO_CACHE, persist_result=False, retry_condition_fn=was_down
)
def visit_site(
    host: str, visit: Visit, order: VisitOrder, councils: Sequence[Council], ending: Event
) -> tuple[Visited, ...]:
    """The councils of one host, visited one after the other; no other run visits the host meanwhile."""
    with one_visitor_of(host):
        return require_up(visit_host(visit, order, councils, ending))


side_by_side: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=HOSTS_AT_ONCE)


@flow(name="scrutineer update council", task_runner=side_by_side, persist_result=False)
def update_council(council: str, order: VisitOrder, listener: Any = None) -> tuple[CouncilUpdate, ...]:
    """One council: find its new papers, fetch them, ingest what changed."""
    chosen = choose_councils([council], everyone=False, register=order.register)
    return update(visit_council, order, chosen, listener)


@flow(name="scrutineer update all", task_runner=side_by_side, persist_result=False)
def update_all(order: VisitOrder, listener: Any = None) -> tuple[CouncilUpdate, ...]:
    """Every council of the register, several hosts at a time. What goes wrong with one stops no other."""
    chosen = choose_councils([], everyone=True, register=order.register)
    return update(visit_council, order, chosen, listener)


@flow(name="scrutineer follow feeds", task_runner=side_by_side, persist_result=False)
def follow_feeds(order: VisitOrder, listener: Any = None) -> tuple[CouncilUpdate, ...]:
    """Every council whose site is well: fetch and ingest the papers of the meetings that its feed calls new."""
    chosen = choose_councils([], everyone=True, register=order.register)
    return update(follow_feed, order, answering(order, chosen), listener)


@flow(name="scrutineer probe blocked", task_runner=side_by_side, persist_result=False)
def probe_blocked(order: VisitOrder, listener: Any = None) -> tuple[CouncilUpdate, ...]:
    """Every council that blocked or forbade us: ask one thing, whether it still does."""
    chosen = choose_councils([], everyone=True, register=order.register)
    return update(probe_council, order, refusing(order, chosen), listener)


@flow(name="scrutineer reextract", persist_result=False)
def reextract(order: VisitOrder, listener: Any = None) -> tuple[CouncilUpdate, ...]:
    """Every archived document that was read by older code, lookups or libraries: read again."""
    told = listener or nobody_listens
    require_dataset(order)
    done = [ingest_visited(order, not_visited(one), told, run_ingest) for one in waiting_councils(order)]
    return report(done, not_archived(order))


@flow(name="scrutineer ingest folder", persist_result=False)
def ingest_folder(folder: Path, order: VisitOrder) -> RunSummary:
    """The PDFs of a folder that are new or changed. Nobody is visited."""
    request = IngestRequest(paths=(folder,), database=order.database, workers=order.workers, limits=order.limits)
    summary = run_ingest(request, nobody_listens)
    create_markdown_artifact(report_ingest(summary), key="scrutineer-ingest", description="What was ingested.")
    return summary


def update(
    visit: Visit, order: VisitOrder, councils: Sequence[Council], listener: Listener | None
) -> tuple[CouncilUpdate, ...]:
    """Visit every host, and ingest council by council as the visits end."""
    require_dataset(order)
    patient = visit_site.with_options(retries=len(order.come_back), retry_delay_seconds=list(order.come_back))
    with ended_with_the_flow() as ending:
        visits = [patient.submit(host, visit, order, group, ending) for host, group in by_host(councils).items()]
        done = {
            visited.council_id: ingest_visited(order, visited, listener or nobody_listens, run_ingest)
            for finished in as_completed(visits)
            for visited in brought_by(finished)
        }
    return report([done[council.council_id] for council in councils])


@contextmanager
def ended_with_the_flow() -> Iterator[Event]:
    """An event that is set when the flow is told to stop: visits end with the request they are at."""
    ending = Event()
    try:
        yield ending
    finally:
        ending.set()


def brought_by(finished: Any) -> tuple[Visited, ...]:
    """What a visit brought; of a site that was still down at the last try, what it brought before that."""
    try:
        visited: tuple[Visited, ...] = finished.result()
    except SiteDown as down:
        return down.visited
    return visited


def report(updates: Sequence[CouncilUpdate], elsewhere: Sequence[str] = ()) -> tuple[CouncilUpdate, ...]:
    """Leave a table of it all with the run."""
    page = report_update(updates, elsewhere)
    create_markdown_artifact(page, key="scrutineer-update", description="What an update did.")
    return tuple(updates)


@contextmanager
def one_visitor_of(host: str) -> Iterator[None]:
    """Prefect's limit of one visit of the host at a time, made when it is needed first."""
    name = f"host {host}"
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    with concurrency(name, occupy=1, strict=True):
        yield
