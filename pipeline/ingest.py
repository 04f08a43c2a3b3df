"""The steps of an ingest, as plain functions. Prefect and ``--direct`` call the same ones in the same order.

Reading happens in many threads, each handing its PDF to a worker of its own; listing and loading happen in
the thread that opened the run, in the order of the plan. So there is one writer, and the dataset does not
depend on which document was read first. What is printed about it is for ``cli_ingest``.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlite_utils import Database

from pipeline.load import is_current, load_document, load_rejected, refresh_standing
from pipeline.normalise import normalise
from pipeline.plan import plan_ingest
from pipeline.problems import Problem
from pipeline.receipt import make_receipt, reading_version
from pipeline.runs import record_end, record_start
from pipeline.store import open_store
from pipeline.summary import sum_up
from pipeline.weigh import totals_to_weigh
from pipeline.worker import PoolClosed, ReadingFailed, WorkerPool
from schemas.errors import Reason, Rejection, StoreError
from schemas.identity import DocumentPlan, IngestPlan, RejectedPath
from schemas.normalised import NormalisedDocument
from schemas.runs import (
    ArchivedPapers,
    Failure,
    Fate,
    IngestRequest,
    Listener,
    Outcome,
    ReadDocument,
    RunSummary,
    Stage,
)


@dataclass(slots=True)
class Run:
    """An open run: the dataset, the workers and what became of each file so far. Made by ``open_run`` alone."""

    request: IngestRequest
    database: Database
    run_id: str
    started: float
    listener: Listener
    pool: WorkerPool
    plan: IngestPlan = field(default_factory=IngestPlan)
    outcomes: list[Outcome] = field(default_factory=list)


@contextmanager
def open_run(
    request: IngestRequest, listener: Listener, *, flow_run_id: str | None = None, pool: WorkerPool | None = None
) -> Iterator[Run]:
    """Open the dataset, enter a row into ``runs`` and make a pool of workers; whatever happens, all are closed again.

    ``pool`` is one whose workers were started before, for this request.
    Problem where a path does not exist; StoreError where the dataset cannot be opened or written.
    """
    require_paths(request.paths)
    with ExitStack() as stack:
        database = stack.enter_context(open_store(request.database))
        run_id = record_start(database, flow_run_id=flow_run_id)
        workers = stack.enter_context(pool or WorkerPool(request.workers, request.limits))
        run = Run(request, database, run_id, time.monotonic(), listener, workers)
        try:
            yield run
        except BaseException:
            record_end(database, run_id, run.outcomes, finished=False)
            raise
        record_end(database, run_id, run.outcomes, finished=True)


def require_paths(paths: Sequence[Path]) -> None:
    """Problem naming the first path that does not exist."""
    for path in paths:
        if not path.exists():
            raise Problem(f"{path} does not exist. Give PDFs, or folders that hold PDFs.")


def list_documents(run: Run) -> list[DocumentPlan]:
    """Decide what to read: every PDF of the request that the dataset does not hold already, unchanged.

    The largest come first, so that no worker is left alone with a long one at the end of the run. Files that cannot
    be read at all are entered as rejected here, and unchanged ones counted.
    """
    papers = run.request.papers
    run.plan = _plan_papers(run, papers) if papers else _plan_paths(run)
    for rejected in run.plan.rejected:
        _set_aside(run, rejected)
    waiting = [plan for plan in run.plan.documents if not _is_unchanged(run, plan)]
    waiting.sort(key=lambda plan: plan.bytes, reverse=True)
    for plan in waiting:
        run.listener(plan.filename, Stage.WAITING)
    return waiting


def list_disagreeing(run: Run) -> list[DocumentPlan]:
    """Decide what to read once more, when all documents are loaded: those whose rows another document's totals doubt.

    Which they are is asked of the dataset, so it does not matter which document was loaded first, in which run, or
    whether a run was killed in between.
    """
    wanted = totals_to_weigh(run.database)
    again = [
        replace(plan, stated=wanted[plan.document_id]) for plan in run.plan.documents if plan.document_id in wanted
    ]
    for plan in again:
        run.listener(plan.filename, Stage.WAITING)
    return again


ROUNDS = (list_documents, list_disagreeing)
"""What an ingest reads: first what is new or changed, each document for itself; then what must be read once more."""


def read_document(run: Run, plan: DocumentPlan) -> ReadDocument:
    """Read one PDF in a worker of the run; see ``read_with``."""
    return read_with(run.pool, plan, run.listener)


def read_with(pool: WorkerPool, plan: DocumentPlan, tell: Callable[[str, Stage], None]) -> ReadDocument:
    """Read one PDF in a worker and normalise it. Safe in any thread; touches no database.

    A PDF that cannot be read comes back as its Rejection, an error of ours as a Failure: neither stops the run.
    PoolClosed when the run is ending.
    """
    receipt = make_receipt(plan)
    try:
        # It is being read once a worker says so: before that it may have waited for one.
        content = pool.extract(plan, lambda _: tell(plan.filename, Stage.READING))
        tell(plan.filename, Stage.NORMALISING)
        return ReadDocument(plan, receipt, normalise(content, plan, receipt))
    except Rejection as rejection:
        # A file of the archive has its sha256 for a name; a person knows it by another.
        named = Rejection(rejection.reason, rejection.detail.replace(plan.path.name, plan.filename))
        return ReadDocument(plan, receipt, named)
    except PoolClosed:
        raise
    except Exception as error:
        return ReadDocument(plan, receipt, _describe(error))


def load_read(run: Run, read: ReadDocument) -> Outcome:
    """Load one document in one transaction, or enter why it was set aside. Only in the thread that opened the run.

    StoreError where the dataset cannot be written: that ends the run. An error of ours sets the document aside.
    """
    run.listener(read.plan.filename, Stage.LOADING)
    try:
        outcome = _load(run, read)
    except StoreError:
        raise
    except Exception as error:
        outcome = _load(run, replace(read, result=_describe(error)))
    run.outcomes[:] = [earlier for earlier in run.outcomes if earlier.path != outcome.path] + [outcome]
    run.listener(read.plan.filename, outcome.fate)
    return outcome


def close_run(run: Run) -> RunSummary:
    """What became of every file, in the order of the plan, and what the run's documents hold."""
    planned = [plan.path for plan in run.plan.documents] + [rejected.path for rejected in run.plan.rejected]
    order = {path: index for index, path in enumerate(planned)}
    outcomes = tuple(sorted(run.outcomes, key=lambda outcome: order[outcome.path]))
    held = {Fate.LOADED, Fate.UNCHANGED}
    return RunSummary(
        run_id=run.run_id,
        database=run.request.database,
        seconds=time.monotonic() - run.started,
        outcomes=outcomes,
        sums=sum_up(run.database, [o.document_id for o in outcomes if o.fate in held and o.document_id]),
        notes=tuple(str(note) for note in run.plan.notes),
    )


def ingest_directly(request: IngestRequest, listener: Listener, pool: WorkerPool | None = None) -> RunSummary:
    """The whole ingest without Prefect: the same steps as ``flows.ingest``, in plain threads; ``pool`` as in a run."""
    with ThreadPoolExecutor(threads_for(request.workers)) as threads, open_run(request, listener, pool=pool) as run:
        try:
            for documents_of in ROUNDS:
                waiting = [threads.submit(read_document, run, plan) for plan in documents_of(run)]
                while waiting:
                    load_read(run, waiting.pop(0).result())
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
        return close_run(run)


def threads_for(workers: int) -> int:
    """One more than workers: while a thread normalises what was read, its worker reads for another thread."""
    return workers + 1


def _plan_paths(run: Run) -> IngestPlan:
    return plan_ingest(run.request.paths, run.request.manifest, limits=run.request.limits, pool=run.pool)


def _plan_papers(run: Run, papers: ArchivedPapers) -> IngestPlan:
    from pipeline.publications.archive import Archive
    from pipeline.publications.plan_archive import plan_from_archive

    request = run.request
    refresh_standing(run.database)
    return plan_from_archive(
        run.database,
        Archive(papers.archive),
        papers.council_id,
        everything=request.fresh,
        limits=request.limits,
        pool=run.pool,
    )


def _is_unchanged(run: Run, plan: DocumentPlan) -> bool:
    if run.request.fresh or not is_current(run.database, plan.document_id, make_receipt(plan)):
        return False
    run.outcomes.append(Outcome(plan.filename, plan.path, Fate.UNCHANGED, plan.document_id))
    run.listener(plan.filename, Fate.UNCHANGED)
    return True


def _set_aside(run: Run, rejected: RejectedPath) -> None:
    rejection = Rejection(rejected.reason, rejected.detail)
    load_rejected(run.database, rejected, rejection, receipt=reading_version())
    run.outcomes.append(_rejected(rejected, rejection))


def _load(run: Run, read: ReadDocument) -> Outcome:
    plan = read.plan
    match read.result:
        case NormalisedDocument() as document:
            load_document(run.database, document)
            return Outcome(plan.filename, plan.path, Fate.LOADED, plan.document_id)
        case Rejection() as rejection:
            load_rejected(run.database, plan, rejection, receipt=read.receipt)
            return _rejected(plan, rejection)
        case Failure() as failure:
            rejection = Rejection(Reason.EXTRACTOR_ERROR, f"a bug in Scrutineer, not in the file: {failure.message}")
            load_rejected(run.database, plan, rejection, receipt=read.receipt)
            return replace(_rejected(plan, rejection), fate=Fate.FAILED, traceback=failure.traceback)


def _rejected(plan: DocumentPlan | RejectedPath, rejection: Rejection) -> Outcome:
    return Outcome(plan.filename, plan.path, Fate.REJECTED, plan.document_id, rejection.reason.value, rejection.detail)


def _describe(error: Exception) -> Failure:
    """Where the error arose: in the worker, if it was there."""
    where = error.traceback if isinstance(error, ReadingFailed) else "".join(traceback.format_exception(error))
    return Failure(traceback.format_exception_only(error)[0].strip(), where)
