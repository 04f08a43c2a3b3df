"""Claims and rows of an invented report, made directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reconcile import reconcile_report
from schemas.dataset import ActionRecord, ClaimRow, IssueRow, ObservationRow, ReconciliationRow
from schemas.vocabulary import (
    ActionStatus,
    Basis,
    Direction,
    Form,
    Population,
    Rag,
    Rating,
    ScopeType,
    StatusMethod,
)

COVER = "c" * 64
APPENDIX = "a" * 64
REPORT = "testshire-q2"
COLOURS = {Rating.MET: Rag.GREEN, Rating.CLOSE: Rag.AMBER, Rating.MISSED: Rag.RED, Rating.NOT_RATED: Rag.GREY}
LABELS = {"met": "Green", "close": "Amber", "missed": "Red"}


def kpi(
    position: int,
    rating: Rating = Rating.MET,
    *,
    theme: str | None = None,
    directorate: str | None = None,
    direction: Direction | None = None,
    previous: Rag | None = None,
    page: int = 3,
    document: str = APPENDIX,
) -> ObservationRow:
    return ObservationRow(
        observation_id=f"{document[:16]}:kpi:{position}",
        document_id=document,
        report_id=REPORT,
        position=position,
        ref=f"1.{position}",
        title=f"Indicator number {position}",
        theme=theme,
        directorate=directorate,
        rag=COLOURS.get(rating, Rag.NONE),
        rating=rating,
        status_method=StatusMethod.FILL,
        previous_rag=previous,
        direction=direction,
        page=page,
        x0=0.0,
        top=0.0,
        x1=10.0,
        bottom=10.0,
        engine="lines",
    )


def kpis(
    met: int = 0, close: int = 0, missed: int = 0, not_rated: int = 0, unreadable: int = 0
) -> list[ObservationRow]:
    """Rows with these ratings, in this order."""
    ratings = [Rating.MET] * met + [Rating.CLOSE] * close + [Rating.MISSED] * missed
    ratings += [Rating.NOT_RATED] * not_rated + [Rating.UNREADABLE] * unreadable
    return [kpi(position, rating) for position, rating in enumerate(ratings, 1)]


def action(position: int, status: ActionStatus) -> ActionRecord:
    return ActionRecord(
        action_id=f"{APPENDIX[:16]}:action:{position}",
        document_id=APPENDIX,
        report_id=REPORT,
        position=position,
        title=f"Piece of work {position}",
        status=status,
        rag=Rag.NONE,
        page=5,
        x0=0.0,
        top=0.0,
        x1=10.0,
        bottom=10.0,
    )


def claim(position: int, rating: str | None, count: int | None, **others: object) -> ClaimRow:
    """A claim of the covering report about the whole report; ``others`` replace any field."""
    made = ClaimRow(
        claim_id=f"{COVER[:16]}:claim:{position}",
        document_id=COVER,
        report_id=REPORT,
        population=Population.KPIS,
        scope_type=ScopeType.WHOLE,
        bucket=LABELS.get(rating or "", rating or "Odd"),
        rating=rating,
        count=count,
        form=Form.TABLE,
        quote="",
        page=2,
        x0=0.0,
        top=0.0,
        x1=10.0,
        bottom=10.0,
        position=position,
        claim_group="t/1",
    )
    return replace(made, **others)  # type: ignore[arg-type]


def summary(met: int, close: int, missed: int, total: int | None = None) -> list[ClaimRow]:
    """Green, Amber and Red of a summary table's one line, with its total."""
    claims = [claim(1, "met", met), claim(2, "close", close), claim(3, "missed", missed)]
    return claims if total is None else [*claims, claim(4, "rated", total, bucket="Total")]


def in_scope(claims: Sequence[ClaimRow], scope: str, line: int, **others: object) -> list[ClaimRow]:
    """The same claims about a directorate, as another line of the table."""
    return [
        replace(
            made,
            claim_id=f"{made.claim_id}:{line}",
            scope=scope,
            scope_type=ScopeType.DIRECTORATE,
            claim_group=f"t/{line}",
            position=made.position + 10 * line,
            **others,  # type: ignore[arg-type]
        )
        for made in claims
    ]


def verdicts(
    claims: Sequence[ClaimRow], observations: Sequence[ObservationRow] = (), actions: Sequence[ActionRecord] = ()
) -> list[str]:
    return [row.verdict.value for row in reconcile_report(claims, observations, actions)[0]]


def reconciled(
    claims: Sequence[ClaimRow], observations: Sequence[ObservationRow] = (), actions: Sequence[ActionRecord] = ()
) -> tuple[list[ReconciliationRow], list[IssueRow]]:
    rows, issues = reconcile_report(claims, observations, actions)
    return list(rows), list(issues)


__all__ = [
    "ActionStatus",
    "Basis",
    "Direction",
    "Form",
    "Population",
    "action",
    "claim",
    "in_scope",
    "kpi",
    "kpis",
    "reconciled",
    "summary",
    "verdicts",
]
