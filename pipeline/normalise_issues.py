"""Issues as dataset rows: severity and responsibility from their declaration, their row from their subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from pipeline.normalise_rows import Owner, corners
from schemas.dataset import IssueRow
from schemas.geometry import Place
from schemas.issues import ISSUE_TYPES
from schemas.readings import Issue

_TABLES = {"kpi": "observations", "action": "actions", "claim": "claims", "legend": "legend"}


class _Where(TypedDict, total=False):
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def issue_rows(owner: Owner, issues: Iterable[Issue]) -> tuple[IssueRow, ...]:
    """The issues of a document in order, each once. KeyError for a code or kind of row that is not declared."""
    return tuple(_issue_row(owner, issue, position) for position, issue in enumerate(dict.fromkeys(issues), 1))


def _issue_row(owner: Owner, issue: Issue, position: int) -> IssueRow:
    declared = ISSUE_TYPES[issue.code]
    table, row_id = _subject(owner, issue.subject)
    return IssueRow(
        issue_id=owner.row_id("issue", position),
        document_id=owner.document_id,
        report_id=owner.report_id,
        code=issue.code,
        severity=declared.severity,
        responsibility=declared.responsibility,
        message=issue.message,
        table_name=table,
        row_id=row_id,
        **_where(issue.place),
    )


def _subject(owner: Owner, subject: str | None) -> tuple[str | None, str | None]:
    if subject is None:
        return None, None
    kind, position = subject.split(":", 1)
    return _TABLES[kind], owner.row_id(kind, int(position))


def _where(place: Place | None) -> _Where:
    if place is None:
        return {}
    found = corners(place)
    return {"page": found["page"], "x0": found["x0"], "top": found["top"], "x1": found["x1"], "bottom": found["bottom"]}
