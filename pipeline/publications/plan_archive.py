"""From the archive to an ingest: fetched documents with the council, meeting and report they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from sqlite_utils import Database

from extractors.councils import council_by_id, slug
from extractors.front_periods import find_periods
from extractors.periods import read_period
from pipeline.listing import Listed
from pipeline.manifest import ManifestRow
from pipeline.plan import plan_listed
from pipeline.publications.archive import Archive, DamagedArchive
from pipeline.publications.waiting import is_outdated
from pipeline.worker import WorkerPool
from schemas.identity import DocumentIdentity, DocumentPlan, IngestPlan, PlanNote
from schemas.limits import Limits
from schemas.vocabulary import DocumentRole, Source

TITLE_WORDS = 8
"""So many words of a title stand in a document's name: enough to know it by."""

# A document belongs to the first meeting that offers it still; to one that offered it once, where none does.
_FETCHED = """
    SELECT sha256, version, bytes, fetched_at, final_url, role, title, published_on, publication_id, item_id,
        item_title, meeting_id, meeting_date, committee
    FROM (
        SELECT publication_versions.*, publications.role, publications.item_id, agenda_items.title AS item_title,
            publications.meeting_id, meetings.meeting_date, committees.title AS committee, committees.council_id,
            row_number() OVER (
                PARTITION BY sha256
                ORDER BY superseded_by IS NOT NULL, meeting_date, publications.publication_id, version DESC
            ) AS place
        FROM publication_versions
        JOIN publications USING (publication_id)
        JOIN meetings ON meetings.meeting_id = publications.meeting_id
        JOIN committees USING (committee_id)
        LEFT JOIN agenda_items USING (item_id)
    )
    WHERE place = 1 AND council_id = ?
    ORDER BY meeting_date, publication_id, version
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """Bytes in the archive, with what the council says of them at the address they belong to.

    Keys are those of the ledger's tables; ``item_id`` is None for a paper of a whole meeting.
    """

    sha256: str
    version: int
    bytes: int
    fetched_at: str
    url: str
    role: DocumentRole
    title: str
    published_on: str | None
    publication_id: str
    item_id: str | None
    item_title: str | None
    meeting_id: str
    meeting_date: str
    committee: str

    @property
    def filename(self) -> str:
        """A name to know it by: the site's number, words of its title, and which version it is."""
        number = _number(self.publication_id).removeprefix("u:")[:12]
        version = [f"v{self.version}"] if self.version > 1 else []
        return "-".join([number, *slug(self.title).split("-")[:TITLE_WORDS], *version]) + ".pdf"

    def report_id(self, council_id: str) -> str:
        """One item of one meeting is one report; what belongs to no item is one for the whole meeting."""
        part = f"item-{_number(self.item_id)}" if self.item_id else f"meeting-{_number(self.meeting_id)}"
        return slug(f"{council_id}-{self.meeting_date}-{part}")


def plan_from_archive(
    db: Database,
    archive: Archive,
    council_id: str,
    *,
    everything: bool = False,
    limits: Limits | None = None,
    pool: WorkerPool | None = None,
) -> IngestPlan:
    """The documents of a council to read, as ``plan_ingest`` would plan them: every version of every fetched paper.

    Reports whose papers are all in the dataset, as today's code reads them and as the council lists them today, are
    left out, unless ``everything`` is wanted. Identities have the source 'moderngov': one item of one meeting is one
    report; roles and titles are the council's. The same bytes at several addresses are one document, of the earliest
    meeting that offers them still. Bytes that are missing or damaged in the archive become a note.
    """
    papers = _read_papers(db, council_id)
    wanted = papers if everything else _unsettled(db, papers, council_id)
    notes: list[PlanNote] = []
    places: dict[Path, Paper] = {}
    for paper in wanted:
        try:
            places[archive.local_copy(paper.sha256).resolve()] = paper
        except KeyError:
            message = f"{paper.filename} is not in the archive any more; it can be fetched again at {paper.url}."
            notes.append(PlanNote("error", archive.root, message))
        except DamagedArchive as damage:
            notes.append(PlanNote("error", archive.root, str(damage)))
    name = _council_name(db, council_id)
    listed = [Listed(path, paper.sha256, paper.bytes) for path, paper in places.items()]
    rows = {path: _as_manifest(path, paper, council_id, name) for path, paper in places.items()}
    plan = plan_listed(listed, rows, limits=limits, pool=pool)
    by_id = {paper.sha256: paper for paper in wanted}
    documents = [_identified(document, by_id[document.document_id], council_id, name) for document in plan.documents]
    rejected = [
        replace(
            one,
            filename=by_id[one.document_id].filename,
            detail=one.detail.replace(one.path.name, by_id[one.document_id].filename),
            identity=_identity(one.identity, by_id[one.document_id], council_id, name),
        )
        for one in plan.rejected
        if one.document_id is not None and one.identity is not None
    ]
    return IngestPlan(
        documents=tuple(sorted(documents, key=lambda planned: (planned.filename, planned.document_id))),
        rejected=tuple(rejected),
        notes=(*notes, *plan.notes),
    )


def _read_papers(db: Database, council_id: str) -> list[Paper]:
    names = [declared.name for declared in fields(Paper)]
    records = (dict(zip(names, record, strict=True)) for record in db.conn.execute(_FETCHED, (council_id,)).fetchall())
    return [Paper(**{**record, "role": DocumentRole(record["role"])}) for record in records]


def _unsettled(db: Database, papers: Iterable[Paper], council_id: str) -> list[Paper]:
    """The papers of every report of which one is not in the dataset as it should be."""
    reports: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        reports[paper.report_id(council_id)].append(paper)
    found = db.conn.execute(
        "SELECT document_id, receipt, report_id, role, title, filename, source_url, published_on FROM documents"
    )
    stored = {str(document_id): (receipt, facts) for document_id, receipt, *facts in found}

    def is_settled(paper: Paper, report_id: str) -> bool:
        receipt, facts = stored.get(paper.sha256, (None, []))
        return not is_outdated(receipt) and facts == _as_stored(paper, report_id)

    return [
        paper
        for report_id, members in reports.items()
        if not all(is_settled(member, report_id) for member in members)
        for paper in members
    ]


def _as_stored(paper: Paper, report_id: str) -> list[str | None]:
    return [report_id, paper.role.value, paper.title, paper.filename, paper.url, paper.published_on]


def _as_manifest(path: Path, paper: Paper, council_id: str, council: str) -> ManifestRow:
    """What a manifest would say of the paper, if the council wrote one."""
    return ManifestRow(
        line=0,
        path=path,
        council=council,
        body=paper.committee,
        meeting_date=paper.meeting_date,
        report=paper.report_id(council_id),
        role=paper.role,
        title=paper.title,
    )


def _identified(plan: DocumentPlan, paper: Paper, council_id: str, name: str) -> DocumentPlan:
    return replace(plan, filename=paper.filename, identity=_identity(plan.identity, paper, council_id, name))


def _identity(identity: DocumentIdentity, paper: Paper, council_id: str, name: str) -> DocumentIdentity:
    """The identity a manifest would give, with what only a fetched paper has; the period may stand in the titles."""
    named = _period_named([paper.item_title, paper.title])
    return replace(
        identity,
        source=Source.MODERNGOV.value,
        council_id=council_id,
        council_name=name,
        period_label=identity.period_label or named,
        report_period_label=identity.report_period_label or named,
        source_url=paper.url,
        published_on=paper.published_on,
        retrieved_at=paper.fetched_at,
    )


def _period_named(titles: Sequence[str | None]) -> str | None:
    """The one period that titles name in full, None where they name none or several."""
    found = {title[phrase.start : phrase.end] for title in titles if title for phrase in find_periods(title)}
    whole = {label for label in found if (period := read_period(label)) and period.start is not None}
    return whole.pop() if len(whole) == 1 else None


def _council_name(db: Database, council_id: str) -> str:
    for (name,) in db.conn.execute("SELECT name FROM council_sources WHERE council_id = ?", (council_id,)).fetchall():
        if name is not None:
            return str(name)
    known = council_by_id(council_id)
    return known.name if known else council_id


def _number(key: str) -> str:
    """The site's own number in a key of the ledger."""
    return key.partition("/")[2]
