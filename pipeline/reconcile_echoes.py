"""The same total said in several places of a report: linked where they agree, reported where they do not.

A covering report, its appendix and the minutes about it repeat each other's totals; which of two numbers is right
only the rows can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.claims_labels import fold
from extractors.claims_periods import is_period
from pipeline.reconcile_check import Outcome
from pipeline.reconcile_context import ReportContext
from pipeline.reconcile_scopes import plain
from schemas.dataset import ClaimRow
from schemas.vocabulary import Form, Verdict

SHARES_DIFFER = 1.0
"""Percentage points between two printed shares of the same thing from which they contradict each other."""

AGREED = (Verdict.MATCH, Verdict.MATCH_MERGED)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two documents of a report that state different numbers for the same thing."""

    first: ClaimRow
    later: ClaimRow
    sentence: str


def first_statements(claims: Sequence[ClaimRow], names: Mapping[str, str]) -> dict[str, str]:
    """For a claim that repeats an earlier one, that claim's id. ``names`` are matched scopes by ``claim_id``."""
    seen: dict[tuple[object, ...], str] = {}
    repeats: dict[str, str] = {}
    for claim in claims:
        key = (*_about(claim, names), fold(claim.period_label or "") if not claim.is_current else "", claim.count)
        if claim.count is None:
            key = (*key, claim.percent)
        first = seen.setdefault(key, claim.claim_id)
        if first != claim.claim_id:
            repeats[claim.claim_id] = first
    return repeats


def overruled_by_tables(
    claims: Sequence[ClaimRow], outcomes: Mapping[str, Outcome], names: Mapping[str, str]
) -> dict[str, Outcome]:
    """The outcomes of sentences about a directorate whose own document's table says otherwise and agrees with the rows.

    The document contradicts itself there, and the rows have decided: the sentence is left open, with the reason. Seen
    in a published quarterly report whose text counts a directorate's Reds otherwise than its two tables and its rows.
    """
    borne_out = {
        (claim.document_id, *_about(claim, names)): claim
        for claim in claims
        if claim.form is not Form.SENTENCE and outcomes[claim.claim_id].verdict in AGREED
    }
    overruled: dict[str, Outcome] = {}
    for claim in claims:
        outcome = outcomes[claim.claim_id]
        table = borne_out.get((claim.document_id, *_about(claim, names)))
        if claim.form is Form.SENTENCE and claim.scope and table and outcome.verdict is Verdict.MISMATCH:
            said = (
                f"The text counts {claim.count} '{claim.bucket}' in '{claim.scope}', the document's own table on page "
                f"{table.page} counts {table.count}, and the rows agree with the table."
            )
            overruled[claim.claim_id] = replace(outcome, verdict=Verdict.NOT_CHECKABLE, explanation=said)
    return overruled


def find_conflicts(
    claims: Sequence[ClaimRow], names: Mapping[str, str], verdicts: Mapping[str, Verdict], context: ReportContext
) -> list[Conflict]:
    """Claims of different documents about the same thing now with different numbers, each later one once."""
    groups: dict[tuple[object, ...], list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        is_bare = claim.rating in ("total", "rated") and claim.form is not Form.SENTENCE
        # Two documents mean different quarters by 'last quarter': only a named period can be contradicted.
        if claim.rating is not None and not is_bare and (claim.is_current or _is_dated(claim)):
            groups[(*_about(claim, names), _period(claim))].append(claim)
    return [conflict for group in groups.values() for conflict in _conflicts(group, verdicts, context)]


def _conflicts(
    group: Sequence[ClaimRow], verdicts: Mapping[str, Verdict], context: ReportContext
) -> Iterator[Conflict]:
    for place, later in enumerate(group):
        others = [claim for claim in group[:place] if claim.document_id != later.document_id]
        first = next((claim for claim in others if _differ(claim, later)), None)
        if first is None or any(not _differ(claim, later) for claim in others):
            continue
        if verdicts[first.claim_id] in AGREED and verdicts[later.claim_id] in AGREED:
            continue
        said = (
            f"'{first.bucket}' is {_number(first)} in {_where(first, context)}, "
            f"and {_number(later)} in {_where(later, context)}."
        )
        yield Conflict(first, later, said)


def _about(claim: ClaimRow, names: Mapping[str, str]) -> tuple[object, ...]:
    scope = plain(names.get(claim.claim_id) or claim.scope or "")
    bucket = claim.rating if claim.rating is not None else fold(claim.bucket)
    return claim.population, scope, claim.basis, claim.is_current, bucket


def _period(claim: ClaimRow) -> str:
    """An earlier period is told by its name; the present needs none."""
    return "" if claim.is_current else fold(claim.period_label or "")


def _is_dated(claim: ClaimRow) -> bool:
    label = claim.period_label or ""
    return is_period(label) and any(letter.isdigit() for letter in label)


def _differ(one: ClaimRow, other: ClaimRow) -> bool:
    """Whether two statements of one bucket contradict each other; a count and a share do not."""
    if one.count is not None and other.count is not None:
        return one.count != other.count
    if one.percent is not None and other.percent is not None:
        return abs(one.percent - other.percent) > SHARES_DIFFER
    return False


def _number(claim: ClaimRow) -> str:
    if claim.count is None:
        return f"{claim.percent:g} %"
    return str(claim.count) if claim.percent is None else f"{claim.count} ({claim.percent:g} %)"


def _where(claim: ClaimRow, context: ReportContext) -> str:
    return f"{context.documents.get(claim.document_id, 'one document')}, page {claim.page}"
