"""One document into the dataset, in one transaction: all of it, and all that follows from it for other rows.

Afterwards the dataset is the same whatever was loaded before and in whatever order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from sqlite_utils import Database

from pipeline.across import refresh_comparisons
from pipeline.link_mentions import link_report
from pipeline.reconcile import reconcile_report
from pipeline.reconcile_context import ReportContext
from pipeline.restate import refresh_restatements
from pipeline.rows import insert_rows, select_rows, upsert_row
from pipeline.shared_rows import Key, settle, spoken_of, witness_rows
from pipeline.standing import find_changes, settle_standing, withdrawn_issues
from pipeline.store import transaction
from pipeline.weigh import unweighed_issues
from schemas.dataset import (
    ActionRecord,
    ClaimRow,
    CouncilRow,
    DocumentRow,
    IssueRow,
    MeasurementRow,
    MentionRow,
    ObservationRow,
    ReconciliationRow,
    ReportRow,
)
from schemas.errors import Rejection
from schemas.identity import DocumentIdentity, DocumentPlan, RejectedPath
from schemas.normalised import NormalisedDocument
from schemas.views import SEARCHES
from schemas.vocabulary import DocumentRole, DocumentStatus, FoundBy, Polarity, Source

Reconciler = Callable[
    [Sequence[ClaimRow], Sequence[ObservationRow], Sequence[ActionRecord], ReportContext],
    tuple[tuple[ReconciliationRow, ...], tuple[IssueRow, ...]],
]
"""Checks a report's claims against its rows; its issues are marked as found by reconciliation."""

# A document the council replaced stays in the dataset, but a report is what its other documents say.
_OF_REPORT = "documents.report_id = ? AND documents.superseded_by IS NULL"
_OF_DOCUMENT = "documents.document_id = ?"
_IN_REPORT_ORDER = """
    JOIN documents USING (document_id) WHERE {whose}
    ORDER BY CASE documents.role {ranks} END, documents.filename, document_id, {table}.position
"""


def load_document(db: Database, document: NormalisedDocument, *, reconcile: Reconciler = reconcile_report) -> None:
    """Replace a document's rows whole, choose the rows it shares with others anew, and reconcile its report.

    Nothing is changed on an error: StoreError where the file cannot be written, ValueError where a row belongs to
    another document, sqlite3.IntegrityError where a row breaks a rule of its table.
    """
    document_id = document.document.document_id
    own = _own_rows(document)
    _require_own(own, document_id)
    shared = witness_rows(document_id, (document.council, document.report, *document.indicators))
    _replace(db, document_id, (document.document, *shared, *own), reconcile)


def load_rejected(
    db: Database,
    plan: DocumentPlan | RejectedPath,
    rejection: Rejection,
    *,
    receipt: str | None = None,
    reconcile: Reconciler = reconcile_report,
) -> None:
    """Enter a document that was set aside, with its reason; rows it had before go.

    A file whose bytes could not be read has no identity in the dataset and is not entered.
    """
    if plan.document_id is None:
        return
    document = _rejected_row(plan, rejection, receipt)
    shared = witness_rows(plan.document_id, _shared_by_identity(plan.identity))
    _replace(db, plan.document_id, (document, *shared), reconcile)


def refresh_standing(db: Database, *, reconcile: Reconciler = reconcile_report) -> None:
    """Let ``documents.superseded_by`` follow the archive's ledger, and all that depends on it follow that.

    Loading does so too; this is for a ledger that changed without new documents. StoreError as ``load_document``.
    """
    if find_changes(db):
        with transaction(db):
            _refresh(db, settle_standing(db), reconcile)


def is_current(db: Database, document_id: str, receipt: str) -> bool:
    """Whether the document is loaded, and was read with the same code, lookups and identity. A rejected one is not."""
    found = db.conn.execute(
        "SELECT 1 FROM documents WHERE document_id = ? AND receipt = ? AND status = ?",
        (document_id, receipt, DocumentStatus.LOADED.value),
    )
    return found.fetchone() is not None


def _replace(db: Database, document_id: str, rows: Iterable[object], reconcile: Reconciler) -> None:
    with transaction(db):
        touched = spoken_of(db, document_id)
        _forget(db, document_id)
        insert_rows(db, rows)
        _fill_search(db, document_id)
        touched |= spoken_of(db, document_id) | settle_standing(db)
        _refresh(db, touched, reconcile)


def _refresh(db: Database, touched: set[Key], reconcile: Reconciler) -> None:
    """Choose shared rows anew, and check and link anew what depends on them or on which documents stand."""
    settle(db, touched)
    reports = _named(touched, "reports")
    refresh_restatements(db, _named(touched, "indicators") | _indicators_of(db, reports))
    for report_id in sorted(reports):
        _reconcile(db, report_id, reconcile)
        _link_mentions(db, report_id)
    refresh_comparisons(db, _named(touched, "councils"))


def _forget(db: Database, document_id: str) -> None:
    """Delete the document; the rows it owns go with it."""
    if db.conn.execute("DELETE FROM documents WHERE document_id = ?", (document_id,)).rowcount:
        for search in SEARCHES:
            db.conn.execute(f'DELETE FROM "{search.name}" WHERE document_id = ?', (document_id,))


def _fill_search(db: Database, document_id: str) -> None:
    for search in SEARCHES:
        columns = ", ".join((*search.keys, *search.words))
        db.conn.execute(
            f'INSERT INTO "{search.name}" ({columns}) '
            f'SELECT {columns} FROM "{search.source}" WHERE document_id = ? ORDER BY position',
            (document_id,),
        )


def _reconcile(db: Database, report_id: str, reconcile: Reconciler) -> None:
    """Check the report's stated totals anew against all its rows; a replaced document's totals are not checked."""
    db.conn.execute("DELETE FROM reconciliations WHERE report_id = ?", (report_id,))
    db.conn.execute(
        "DELETE FROM issues WHERE report_id = ? AND found_by = ?", (report_id, FoundBy.RECONCILIATION.value)
    )
    claims = select_rows(db, ClaimRow, _in_order("claims", _OF_REPORT), (report_id,))
    observations = select_rows(db, ObservationRow, _in_order("observations", _OF_REPORT), (report_id,))
    actions = select_rows(db, ActionRecord, _in_order("actions", _OF_REPORT), (report_id,))
    reconciliations, issues = reconcile(claims, observations, actions, _context(db, report_id))
    insert_rows(db, (*reconciliations, *issues, *unweighed_issues(db, report_id), *withdrawn_issues(db, report_id)))


def _context(db: Database, report_id: str) -> ReportContext:
    """The names of the report's documents and which way of its indicators is good, as far as a report says so."""
    documents = db.conn.execute("SELECT document_id, filename FROM documents WHERE report_id = ?", (report_id,))
    polarities = db.conn.execute(
        "SELECT DISTINCT indicator_id, polarity FROM indicators JOIN observations USING (indicator_id) "
        "WHERE observations.report_id = ? AND polarity IS NOT NULL",
        (report_id,),
    )
    return ReportContext(
        documents={str(document_id): str(filename) for document_id, filename in documents},
        polarities={str(indicator_id): Polarity(polarity) for indicator_id, polarity in polarities},
    )


def _link_mentions(db: Database, report_id: str) -> None:
    """Find anew which rows the report's prose means, whatever document they stand in, and what contradicts them.

    The prose of a replaced document means its own rows, and contradicts nothing.
    """
    insert_rows(db, _relink(db, _OF_REPORT, report_id))
    replaced = "SELECT document_id FROM documents WHERE report_id = ? AND superseded_by IS NOT NULL"
    for (document_id,) in db.conn.execute(replaced, (report_id,)).fetchall():
        _relink(db, _OF_DOCUMENT, document_id)


def _relink(db: Database, whose: str, key: str) -> tuple[IssueRow, ...]:
    """Link the mentions of a report or document to its rows; the issues this gives, not yet entered."""
    mentions = select_rows(db, MentionRow, _in_order("mentions", whose), (key,))
    if not mentions:
        return ()
    observations = select_rows(db, ObservationRow, _in_order("observations", whose), (key,))
    measurements = select_rows(
        db,
        MeasurementRow,
        f"JOIN observations USING (observation_id) JOIN documents USING (document_id) WHERE {whose} ORDER BY 1, 2",
        (key,),
    )
    linked, issues = link_report(mentions, observations, measurements)
    for was, now in zip(mentions, linked, strict=True):
        if was != now:
            upsert_row(db, now)
    return issues


def _in_order(table: str, whose: str) -> str:
    ranks = " ".join(f"WHEN '{role.value}' THEN {rank}" for rank, role in enumerate(DocumentRole))
    return _IN_REPORT_ORDER.format(whose=whose, table=table, ranks=ranks)


def _indicators_of(db: Database, reports: Iterable[str]) -> set[str]:
    """The indicators of a report: a report's date, which another document may change, decides which figure is later."""
    found = db.conn.execute(
        "SELECT DISTINCT indicator_id FROM observations "
        "WHERE indicator_id IS NOT NULL AND report_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(reports)),),
    )
    return {str(indicator_id) for (indicator_id,) in found}


def _named(keys: Iterable[Key], table_name: str) -> set[str]:
    return {row_id for table, row_id in keys if table == table_name}


def _own_rows(document: NormalisedDocument) -> tuple[object, ...]:
    return (
        *document.observations,
        *document.measurements,
        *document.actions,
        *document.places,
        *document.legend,
        *document.sections,
        *document.expected,
        *document.mentions,
        *document.claims,
        *document.readings,
        *document.issues,
    )


def _require_own(rows: Iterable[object], document_id: str) -> None:
    for row in rows:
        if getattr(row, "document_id", document_id) != document_id:
            raise ValueError(f"a row of another document came with {document_id}: {row}")


def _rejected_row(plan: DocumentPlan | RejectedPath, rejection: Rejection, receipt: str | None) -> DocumentRow:
    identity = plan.identity
    known = identity is not None and identity.council_id is not None
    return DocumentRow(
        document_id=str(plan.document_id),
        report_id=identity.report_id if identity and known else None,
        role=identity.role if identity else DocumentRole.OTHER,
        title=identity.title if identity else None,
        filename=plan.filename,
        source_url=identity.source_url if identity else None,
        published_on=identity.published_on if identity else None,
        retrieved_at=identity.retrieved_at if identity else None,
        bytes=plan.bytes,
        status=DocumentStatus.REJECTED,
        reason=str(rejection),
        receipt=receipt,
        inferred=json.dumps(list(identity.inferred)) if identity and identity.inferred else None,
    )


def _shared_by_identity(identity: DocumentIdentity | None) -> tuple[CouncilRow | ReportRow, ...]:
    """Council and report as far as they are known without reading the document."""
    if identity is None or identity.council_id is None:
        return ()
    council = CouncilRow(council_id=identity.council_id, name=identity.council_name or identity.council_id)
    report = ReportRow(
        report_id=identity.report_id,
        council_id=identity.council_id,
        body=identity.body,
        meeting_date=identity.meeting_date,
        title=identity.report_title,
        period_label=identity.report_period_label,
        source=Source(identity.source),
        inferred=json.dumps(list(identity.inferred)) if identity.inferred else None,
    )
    return council, report
