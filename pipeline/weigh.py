"""Which documents must be read once more, with the totals another document of their report states.

A covering report states how many indicators have each status; the rows stand in an appendix, which is first read by
itself. Where its rows do not meet these totals, or were chosen between readings without them, it is read again with
them. All this follows from what the documents say when read by themselves, so it is the same in whatever order, and
in however many runs, they were loaded.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.rows import select_rows
from pipeline.totals import Totals, met_totals, whole_totals
from schemas.dataset import ClaimRow, IssueRow
from schemas.issues import ISSUE_TYPES
from schemas.stated import StatedTotals
from schemas.vocabulary import DocumentRole, DocumentStatus, FoundBy, Population

CODE = "totals_not_weighed"
# A document whose rows the covering report's totals may be about although none were read in it.
_MAY_HOLD_ROWS = frozenset({DocumentRole.APPENDIX, DocumentRole.PACK, DocumentRole.OTHER})


@dataclass(frozen=True, slots=True)
class _Holding:
    """What one document of a report holds.

    ``first_rows``: KPI rows of its first reading; ``ratings``: of the rows kept; ``own``: the totals it states when
    read by itself; ``weighed``: the totals of another document its rows were chosen with; ``chosen``: whether they
    were chosen from several readings at all.
    """

    document_id: str
    filename: str
    role: DocumentRole
    first_rows: int
    ratings: Counter[str]
    own: Totals
    weighed: Totals
    chosen: bool


def totals_to_weigh(db: Database) -> dict[str, StatedTotals | None]:
    """Per ``document_id`` of the dataset that must be read once more: the totals to read it with, None for none."""
    found = db.conn.execute("SELECT document_id, report_id FROM issues WHERE code = ?", (CODE,)).fetchall()
    due = {}
    for report_id in sorted({str(report_id) for _, report_id in found}):
        for holding, totals in _due(_holdings(db, report_id)):
            due[holding.document_id] = StatedTotals(totals) if totals else None
    return due


def unweighed_issues(db: Database, report_id: str) -> tuple[IssueRow, ...]:
    """An issue for each document of the report whose rows were not chosen with the totals stated now."""
    declared = ISSUE_TYPES[CODE]
    return tuple(
        IssueRow(
            issue_id=f"{holding.document_id[:16]}:{CODE}",
            document_id=holding.document_id,
            report_id=report_id,
            code=CODE,
            severity=declared.severity,
            responsibility=declared.responsibility,
            message=_message(holding, totals),
            found_by=FoundBy.RECONCILIATION,
        )
        for holding, totals in _due(_holdings(db, report_id))
    )


def _message(holding: _Holding, totals: Totals) -> str:
    if not totals:
        return f"The rows of {holding.filename} were chosen with totals that no document of its report states any more."
    met = len(met_totals(holding.ratings, totals))
    return (
        f"The rows of {holding.filename} meet {met} of {len(totals)} totals its report states in another document, "
        "and were chosen without these totals."
    )


def _due(holdings: Sequence[_Holding]) -> list[tuple[_Holding, Totals]]:
    due = []
    wanted = _wanted(holdings)
    for holding in holdings:
        totals = wanted.get(holding.document_id, ())
        if holding.weighed:
            is_due = holding.weighed != totals
        else:
            is_due = bool(totals) and (holding.chosen or len(met_totals(holding.ratings, totals)) < len(totals))
        if is_due:
            due.append((holding, totals))
    return due


def _wanted(holdings: Sequence[_Holding]) -> dict[str, Totals]:
    """The one document that holds the report's rows, with the totals the first of its other documents states.

    Where rows stand in several documents the totals may be about any of them, or about all together: then none is
    measured by them alone.
    """
    source = next((holding for holding in holdings if holding.own), None)
    if source is None:
        return {}
    others = [holding for holding in holdings if holding is not source]
    holders = [holding for holding in others if holding.first_rows]
    if not holders and not source.first_rows:
        holders = [holding for holding in others if holding.role in _MAY_HOLD_ROWS]
    if len(holders) != 1 or holders[0].own:
        return {}
    return {holders[0].document_id: source.own}


def _holdings(db: Database, report_id: str) -> list[_Holding]:
    """The loaded documents of a report, its covering report first."""
    documents = db.conn.execute(
        "SELECT document_id, filename, role, weighed_totals FROM documents "
        "WHERE report_id = ? AND status = ? AND superseded_by IS NULL",
        (report_id, DocumentStatus.LOADED.value),
    ).fetchall()
    roles = list(DocumentRole)
    ranked = sorted(documents, key=lambda row: (roles.index(DocumentRole(row[2])), row[1], row[0]))
    return [_holding(db, str(name), str(file), str(role), str(asked or "[]")) for name, file, role, asked in ranked]


def _holding(db: Database, document_id: str, filename: str, role: str, asked: str) -> _Holding:
    weighed = tuple((str(rating), int(count)) for rating, count in json.loads(asked))
    counted = db.conn.execute(
        "SELECT rating, count(*) FROM observations WHERE document_id = ? GROUP BY rating", (document_id,)
    )
    ratings = Counter({str(rating): int(number) for rating, number in counted})
    first = db.conn.execute(
        "SELECT rows FROM readings WHERE document_id = ? AND position = 1", (document_id,)
    ).fetchone()
    claims = select_rows(
        db,
        ClaimRow,
        "WHERE document_id = ? AND population = ? ORDER BY position",
        (document_id, Population.KPIS.value),
    )
    return _Holding(
        document_id=document_id,
        filename=filename,
        role=DocumentRole(role),
        first_rows=int(first[0]) if first else ratings.total(),
        ratings=ratings,
        own=() if weighed else whole_totals(claims),
        weighed=weighed,
        chosen=first is not None,
    )
