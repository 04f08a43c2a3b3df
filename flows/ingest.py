"""The ingest as a Prefect flow: one task a document. It reads as a sentence and holds no logic.

Without the decorators, ``submit`` and ``result`` it is ``pipeline.ingest.ingest_directly``. Nothing depends on
what Prefect remembers: a run that was killed is carried on by the next one, from what the dataset holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipeline.far_reading import FarReader
from pipeline.ingest import ROUNDS, Run, close_run, load_read, open_run, read_document, threads_for
from schemas.identity import DocumentPlan
from schemas.runs import Fate, IngestRequest, Listener, ReadDocument, RunSummary, Stage

Reader = Callable[[DocumentPlan], ReadDocument]


@task(name="read document", task_run_name="{plan.filename}", cache_policy=NO_CACHE, persist_result=False)
def read(reader: Reader, plan: DocumentPlan) -> ReadDocument:
    """One PDF, read in a worker of its own and normalised, here or on a machine of a cluster."""
    return reader(plan)


@flow(name="scrutineer ingest", validate_parameters=False, persist_result=False)
def ingest(request: IngestRequest, listener: Listener) -> RunSummary:
    """PDFs in, a reconciled dataset out."""
    with open_run(request, listener, flow_run_id=str(runtime.flow_run.id)) as run:
        reader = reader_of(run)
        for documents_of in ROUNDS:
            waiting = [read.submit(reader, plan) for plan in documents_of(run)]
            while waiting:
                load_read(run, waiting.pop(0).result())
        return close_run(run)


def reader_of(run: Run) -> Reader:
    """Who reads the documents of the run: its own workers, or those of the machines of its cluster."""
    return FarReader(run.request.limits) if run.request.cluster else partial(read_document, run)


def run_ingest(request: IngestRequest, listener: Listener, runner: TaskRunner[Any] | None = None) -> RunSummary:
    """Run the flow in threads of this process, or with another runner of tasks."""
    threads: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=threads_for(request.workers))
    return ingest.with_options(task_runner=runner or threads)(request, StayingListener(listener))


class StayingListener:
    """A listener for this process. Prefect sends a flow's parameters along with its tasks; this one stays at home."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def __call__(self, filename: str, where: Stage | Fate) -> None:
        self._listener(filename, where)

    def __reduce__(self) -> tuple[Callable[[], Listener], tuple[()]]:
        return deaf_listener, ()


def deaf_listener() -> Listener:
    """What stands for the listener in other processes: it hears nothing."""
    return lambda filename, where: None
