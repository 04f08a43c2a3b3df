"""What an ingest is going to read: every PDF with its council, meeting and report, before any is read in full.

A manifest states these; where it is silent they are inferred from a first look at the documents and from their file
names, and marked. The plan is the same whatever order the paths are given in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from extractors.frontmatter import read_front_matter
from pipeline.grouping import Group, group_reports
from pipeline.listing import Listed, list_pdfs
from pipeline.manifest import NAME, Manifest, ManifestRow, read_manifest
from pipeline.witnesses import Known, gather, needs_a_look
from pipeline.worker import ReadingFailed, WorkerPool
from schemas.errors import Reason, Rejection
from schemas.identity import DocumentIdentity, DocumentPlan, IngestPlan, PlanNote, RejectedPath
from schemas.limits import Limits
from schemas.readings import FrontMatter

# First looks are short; two at a time keep two cores busy.
LOOKERS = 2
# Reasons that hold for the whole file. Any other trouble on its first pages is left to the full reading to judge.
_HOPELESS = frozenset(
    [Reason.NOT_A_PDF, Reason.TRUNCATED, Reason.ENCRYPTED, Reason.EMPTY, Reason.TOO_LARGE, Reason.TOO_MANY_PAGES]
)
Glance = Callable[[Path], FrontMatter]


def plan_ingest(
    paths: Sequence[Path],
    manifest: Path | None = None,
    *,
    limits: Limits | None = None,
    pool: WorkerPool | None = None,
) -> IngestPlan:
    """The documents to read, in order of file name, the files that will not be read, and notes for the person.

    ``paths`` are PDFs and folders. Without ``manifest``, a ``manifest.csv`` in a folder (or beside a PDF) is used for
    the files beside and below it. The first look runs in ``pool``, or in workers of its own. Problem where a manifest
    cannot be used at all.
    """
    limits = limits or Limits()
    manifests = [read_manifest(path) for path in _manifest_paths(paths, manifest)]
    rows = {row.path.resolve(): row for found in manifests for row in found.rows}
    listing = list_pdfs(paths, frozenset(rows), limits)
    if manifest is not None:
        rows |= _by_name(rows, listing.documents)
    looked = list(_look(listing.documents, rows, limits, pool))
    planned = _plan_looked(looked)
    known = [found for found in looked if isinstance(found, Known)]
    notes = [note for found in manifests for note in (*found.notes, *_absent(found, paths, rows))]
    return IngestPlan(
        documents=planned.documents,
        rejected=tuple(sorted((*listing.rejected, *planned.rejected), key=lambda rejected: str(rejected.path))),
        notes=(*notes, *listing.notes, *_unlisted(manifests, known), *planned.notes),
    )


def plan_listed(
    documents: Sequence[Listed],
    rows: Mapping[Path, ManifestRow],
    *,
    limits: Limits | None = None,
    pool: WorkerPool | None = None,
) -> IngestPlan:
    """The same for PDFs that are listed already. ``rows`` say what is known of each, by its resolved path."""
    return _plan_looked(list(_look(documents, rows, limits or Limits(), pool)))


def _plan_looked(looked: Sequence[Known | RejectedPath]) -> IngestPlan:
    groups, doubts = group_reports([found for found in looked if isinstance(found, Known)])
    documents = [_plan(member, group) for group in groups for member in group.members]
    return IngestPlan(
        documents=tuple(sorted(documents, key=lambda plan: (plan.filename, plan.document_id))),
        rejected=tuple(found for found in looked if isinstance(found, RejectedPath)),
        notes=doubts,
    )


def _manifest_paths(paths: Sequence[Path], manifest: Path | None) -> list[Path]:
    if manifest is not None:
        return [manifest]
    found = {file for path in paths if path.is_dir() for file in path.rglob(NAME) if _is_shown(file, path)}
    found |= {path.parent / NAME for path in paths if path.is_file() and (path.parent / NAME).is_file()}
    # The nearest manifest speaks last: one in a subfolder overrules one above it.
    return sorted({file.resolve(): file for file in sorted(found)}.values(), key=lambda f: (len(f.parts), f))


def _is_shown(file: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _by_name(rows: dict[Path, ManifestRow], documents: Sequence[Listed]) -> dict[Path, ManifestRow]:
    """For a manifest kept elsewhere: its rows by the paths of the documents, where one document has the row's name."""
    found: dict[Path, ManifestRow] = {}
    for row in rows.values():
        named = [d.path.resolve() for d in documents if d.path.name == row.path.name]
        if len(named) == 1 and named[0] not in rows:
            found[named[0]] = row
    return found


def _look(
    documents: Sequence[Listed], rows: Mapping[Path, ManifestRow], limits: Limits, pool: WorkerPool | None
) -> Iterator[Known | RejectedPath]:
    """What is known of each document, in order; those whose first pages have to be asked are looked at in workers."""
    with _glance_with(pool, limits) as glance, ThreadPoolExecutor(LOOKERS) as threads:
        yield from threads.map(lambda document: _know(document, rows.get(document.path.resolve()), glance), documents)


@contextmanager
def _glance_with(pool: WorkerPool | None, limits: Limits) -> Iterator[Glance]:
    if pool is not None:
        yield pool.glance
        return
    with WorkerPool(LOOKERS, limits) as own:  # starts no worker before it is asked
        yield own.glance


def _know(document: Listed, row: ManifestRow | None, glance: Glance) -> Known | RejectedPath:
    front = read_front_matter((), document.path.name)
    if needs_a_look(row):
        try:
            front = glance(document.path)
        except Rejection as rejection:
            if rejection.reason in _HOPELESS:
                return _reject(gather(document, row, front), rejection)
        except ReadingFailed:
            # Our code broke on the first pages. The full reading meets the same pages and reports it with the document.
            front = read_front_matter((), document.path.name)
    return gather(document, row, front)


def _reject(known: Known, rejection: Rejection) -> RejectedPath:
    ((group,), _) = group_reports([known])
    plan = _plan(group.leader, group)
    return RejectedPath(
        plan.path, plan.filename, rejection.reason, rejection.detail, plan.document_id, plan.bytes, plan.identity
    )


def _plan(known: Known, group: Group) -> DocumentPlan:
    document, leader = known.document, group.leader
    inferred = known.inferred
    if "report" not in known.given:
        inferred = tuple(name for name in (*known.inferred, "report"))
    identity = DocumentIdentity(
        report_id=group.report_id,
        source="manifest" if known.in_manifest else "inferred",
        council_id=known.council_id,
        council_name=known.council_name,
        body=known.text("body"),
        meeting_date=known.text("meeting_date"),
        role=known.role,
        title=known.text("title"),
        period_label=known.text("period"),
        inferred=inferred,
        report_title=leader.text("title"),
        report_period_label=leader.text("period"),
    )
    return DocumentPlan(
        document.path,
        document.path.name,
        document.document_id,
        document.bytes,
        identity,
        tuple(path.name for path in document.others),
    )


def _absent(manifest: Manifest, paths: Sequence[Path], rows: dict[Path, ManifestRow]) -> Iterator[PlanNote]:
    """Rows whose file is not there. Nothing is said of other rows when only single PDFs were asked for."""
    used = {id(row) for path, row in rows.items() if path.exists()}
    if not any(path.is_dir() for path in paths):
        return
    for row in manifest.rows:
        if id(row) not in used and not row.path.exists():
            message = f"names {row.path.name}, which is not there. Add the file or take out the line."
            yield PlanNote("warning", f"{manifest.path}:{row.line}", message)


def _unlisted(manifests: Sequence[Manifest], known: Sequence[Known]) -> Iterator[PlanNote]:
    """Documents beside a manifest that does not name them: read all the same."""
    folders = {manifest.path.parent.resolve(): manifest.path for manifest in manifests}
    for one in known:
        if not one.in_manifest and (listed := folders.get(one.document.path.parent.resolve())):
            message = f"is not in {listed.name}; council, meeting and report were inferred from the document."
            yield PlanNote("info", str(one.document.path), message)
