"""The ingest as a Prefect flow: one task a document, in threads. It reads as a sentence and holds no logic.

Without the decorators, ``submit`` and ``result`` it is ``pipeline.ingest.ingest_directly``. Nothing depends on
what Prefect remembers: a run that was killed is carried on by the next one, from what the dataset holds.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipeline.ingest import Run, close_run, list_documents, load_read, open_run, read_document
from schemas.identity import DocumentPlan
from schemas.runs import IngestRequest, Listener, ReadDocument, RunSummary


@task(name="read document", task_run_name="{plan.filename}", cache_policy=NO_CACHE, persist_result=False)
def read(run: Run, plan: DocumentPlan) -> ReadDocument:
    """One PDF, read in a worker of its own and normalised."""
    return read_document(run, plan)


@flow(name="scrutineer ingest", validate_parameters=False, persist_result=False)
def ingest(request: IngestRequest, listener: Listener) -> RunSummary:
    """PDFs in, a reconciled dataset out."""
    with open_run(request, listener, flow_run_id=str(runtime.flow_run.id)) as run:
        waiting = [read.submit(run, plan) for plan in list_documents(run)]
        while waiting:
            load_read(run, waiting.pop(0).result())
        return close_run(run)


def run_ingest(request: IngestRequest, listener: Listener) -> RunSummary:
    """Run the flow with as many threads as the request has workers."""
    threads: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=request.workers)
    return ingest.with_options(task_runner=threads)(request, listener)
