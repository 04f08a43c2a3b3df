"""Does the report add up: every stated total beside what was counted, with a verdict and a sentence.

Pure: rows of the dataset in, rows of the dataset out. A reading is never bent to fit a claim, and a claim
that the rows cannot answer is said to be so, with the reason; what a claim and rows disagree on is a mismatch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.claim_issues import claim_issue
from pipeline.reconcile_arithmetic import check_arithmetic
from pipeline.reconcile_check import (
    Outcome,
    check_claim,
    explain_mismatch,
    kinds_together,
    nothing_listed,
    scope_unknown,
)
from pipeline.reconcile_context import ReportContext
from pipeline.reconcile_echoes import find_conflicts, first_statements, overruled_by_tables
from pipeline.reconcile_findings import Finding, GroupKey, group_key
from pipeline.reconcile_parts import AGREED, locate_differences
from pipeline.reconcile_rows import NAMES, CountedRow, rows_for, rows_of_actions, rows_of_kpis
from pipeline.reconcile_scopes import SURE_SCORE, ScopeMatch, match_scopes, nearest_name, plain
from schemas.dataset import ActionRecord, ClaimRow, IssueRow, ObservationRow, ReconciliationRow
from schemas.vocabulary import Basis, Form, FoundBy, Population, ScopeType, Verdict

NEAR = 0.1
"""Share of a set's stated size by which the rows may be off and still be meant by a sentence: directorates' sets
are far smaller than the report's, an added or removed indicator or two changes it by less."""


def reconcile_report(
    claims: Sequence[ClaimRow],
    observations: Sequence[ObservationRow],
    actions: Sequence[ActionRecord],
    context: ReportContext | None = None,
) -> tuple[tuple[ReconciliationRow, ...], tuple[IssueRow, ...]]:
    """One reconciliation per claim of a report, in the order of the claims, and the issues they give rise to.

    ``claims``, ``observations`` and ``actions`` are all those of one report, from whatever documents.
    """
    context = context or ReportContext()
    rows = _Rows(rows_of_kpis(observations, context.polarities), rows_of_actions(actions))
    findings = check_arithmetic(claims)
    scopes = _match_all_scopes(claims, rows)
    groups: dict[GroupKey, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        groups[group_key(claim)].append(claim)
    outcomes: dict[str, Outcome] = {}
    for group in groups.values():
        outcomes |= _check_group(group, claims, rows, scopes)
    outcomes = locate_differences(claims, outcomes)
    matched = {c.claim_id: scopes[_scope_key(c)].name for c in claims if _scope_key(c) in scopes}
    overruled = overruled_by_tables(claims, outcomes, matched)
    outcomes = {**outcomes, **overruled}
    repeats = first_statements(claims, matched)
    conflicts = find_conflicts(claims, matched, {key: found.verdict for key, found in outcomes.items()}, context)
    told: dict[str, list[str]] = defaultdict(list)
    for conflict in conflicts:
        for claim in (conflict.first, conflict.later):
            told[claim.claim_id].append(f"Documents of the report disagree: {conflict.sentence}")
    reconciliations = tuple(
        _row(claim, outcomes[claim.claim_id], findings[claim.claim_id], scopes.get(_scope_key(claim)))
        for claim in claims
    )
    reconciliations = tuple(
        replace(
            row,
            same_as=repeats.get(row.claim_id),
            explanation=" ".join([row.explanation, *dict.fromkeys(told[row.claim_id])]),
        )
        for row in reconciliations
    )
    disagreements = [
        claim_issue(conflict.later, "cross_document_conflict", "conflict", conflict.sentence, FoundBy.RECONCILIATION)
        for conflict in conflicts
    ]
    disagreements += [
        claim_issue(
            claim,
            "text_contradicts_table",
            "table",
            overruled[claim.claim_id].explanation,
            FoundBy.RECONCILIATION,
        )
        for claim in claims
        if claim.claim_id in overruled
    ]
    return reconciliations, (*_issues(claims, reconciliations, findings), *disagreements)


class _Rows:
    """The report's rows of both populations, and the names their columns carry."""

    def __init__(self, kpis: tuple[CountedRow, ...], actions: tuple[CountedRow, ...]) -> None:
        self.kpis, self.actions = kpis, actions

    def of(self, claim: ClaimRow) -> Sequence[CountedRow]:
        return rows_for(claim, self.kpis, self.actions)

    def names(self, population: Population) -> dict[str, list[str]]:
        every = self.kpis if population is Population.KPIS else self.actions
        names: dict[str, list[str]] = {}
        for column in NAMES:
            distinct: dict[str, str] = {}
            for row in every:
                name = row.names[column]
                if name:
                    distinct.setdefault(plain(name), name)
            names[column] = list(distinct.values())
        return names


ScopeKey = tuple[str, str, Population, str]


def _source(claim: ClaimRow) -> str:
    """What a claim's scopes are matched together with: its table, or all strips of the document."""
    if claim.form is Form.TABLE and claim.claim_group:
        return claim.claim_group.partition("/")[0]
    return claim.form


def _scope_key(claim: ClaimRow) -> ScopeKey:
    return claim.document_id, _source(claim), claim.population, claim.scope or ""


def _match_all_scopes(claims: Sequence[ClaimRow], rows: _Rows) -> dict[ScopeKey, ScopeMatch]:
    sources: dict[tuple[str, str, Population], list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        if claim.scope:
            sources[claim.document_id, _source(claim), claim.population].append(claim)
    matches: dict[ScopeKey, ScopeMatch] = {}
    for source, named in sources.items():
        scopes = list(dict.fromkeys(claim.scope for claim in named if claim.scope))
        first = "theme" if named[0].scope_type is ScopeType.THEME else "directorate"
        found = match_scopes(scopes, rows.names(named[0].population), first)
        matches |= {(*source, scope): match for scope, match in found.items()}
    return matches


def _check_group(
    group: Sequence[ClaimRow], claims: Sequence[ClaimRow], rows: _Rows, scopes: Mapping[ScopeKey, ScopeMatch]
) -> dict[str, Outcome]:
    """The outcomes of claims that stand together: they share scope and rows."""
    first = group[0]
    every = rows.of(first)
    if not every:
        stated = _stated_size(first, claims)
        return {claim.claim_id: nothing_listed(claim, stated) for claim in group}
    if not first.scope:
        return _without_stray_sentence(group, every, _checked(group, every))
    match = scopes.get(_scope_key(first))
    if match is None:
        return _check_unmatched(group, claims, every, rows)
    wanted = plain(match.name)
    own = [row for row in every if plain(row.names[match.column] or "") == wanted]
    outcomes = _checked(group, own)
    if match.score < SURE_SCORE and not _mostly_agrees(group, outcomes):
        return _left_open(group, own, outcomes, f"{match.described} The counts do not confirm it.")
    outcomes = _without_stray_sentence(group, own, outcomes)
    return {
        claim_id: replace(outcome, explanation=f"{match.described} {outcome.explanation}")
        for claim_id, outcome in outcomes.items()
    }


def _without_stray_sentence(
    group: Sequence[ClaimRow], every: Sequence[CountedRow], outcomes: dict[str, Outcome]
) -> dict[str, Outcome]:
    """A sentence none of whose numbers comes near the rows speaks of something else; that is no mismatch."""
    if group[0].form is not Form.SENTENCE or _mostly_agrees(group, outcomes) or _sizes_are_near(group, every, outcomes):
        return outcomes
    said = "No number of this sentence agrees with the rows; it may speak of a part of the report."
    return _left_open(group, every, outcomes, said)


def _left_open(
    group: Sequence[ClaimRow], rows: Sequence[CountedRow], outcomes: Mapping[str, Outcome], said: str
) -> dict[str, Outcome]:
    """The outcomes with each mismatch turned into a claim that cannot be checked, for the reason ``said``."""
    plainly = {claim.claim_id: check_claim(claim, rows).explanation for claim in group}
    return {
        claim_id: replace(outcome, verdict=Verdict.NOT_CHECKABLE, explanation=f"{said} {plainly[claim_id]}")
        if outcome.verdict is Verdict.MISMATCH
        else outcome
        for claim_id, outcome in outcomes.items()
    }


def _sizes_are_near(group: Sequence[ClaimRow], rows: Sequence[CountedRow], outcomes: Mapping[str, Outcome]) -> bool:
    sizes = [(c.count, outcomes[c.claim_id].difference(c)) for c in group if c.rating in ("total", "rated")]
    # Statuses are parts of all rows or of the rated ones: '10 of the 18 with a target'.
    wholes = (len(rows), sum(row.is_rated or row.is_unreadable for row in rows))
    sizes += [(c.denominator, whole - c.denominator) for c in group if c.denominator for whole in wholes]
    return any(off is not None and count and abs(off) <= NEAR * count for count, off in sizes)


def _check_unmatched(
    group: Sequence[ClaimRow], claims: Sequence[ClaimRow], every: Sequence[CountedRow], rows: _Rows
) -> dict[str, Outcome]:
    """A scope that no row carries. A heading over a table of the whole report is no scope: then the whole agrees."""
    first = group[0]
    beside = [claim for claim in claims if _scope_key(claim)[:3] == _scope_key(first)[:3]]
    alone = {claim.scope for claim in beside} == {first.scope}
    whole = _checked(group, every)
    if alone and _mostly_agrees(beside, {claim.claim_id: check_claim(claim, every) for claim in beside}):
        said = f"'{first.scope}' names no theme of the rows; the counts are those of the whole report."
        return {
            claim_id: replace(outcome, explanation=f"{said} {outcome.explanation}")
            for claim_id, outcome in whole.items()
        }
    nearest = nearest_name(first.scope or "", rows.names(first.population))
    return {claim.claim_id: scope_unknown(claim, nearest) for claim in group}


def _mostly_agrees(group: Sequence[ClaimRow], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether at least half of the counts above zero agree, and two of them, or all there are."""
    counted = [c for c in group if c.count and outcomes[c.claim_id].tally is not None and c.is_current]
    agreed = [c for c in counted if outcomes[c.claim_id].verdict in AGREED]
    return bool(counted) and len(agreed) * 2 >= len(counted) and len(agreed) >= min(2, len(counted))


def _checked(group: Sequence[ClaimRow], rows: Sequence[CountedRow]) -> dict[str, Outcome]:
    pairs = [(claim, check_claim(claim, rows)) for claim in group]
    pairs = [(claim, kinds_together(claim, outcome, group)) for claim, outcome in pairs]
    return {
        claim.claim_id: explain_mismatch(claim, outcome, rows, pairs)
        if outcome.verdict is Verdict.MISMATCH
        else outcome
        for claim, outcome in pairs
    }


def _stated_size(claim: ClaimRow, claims: Sequence[ClaimRow]) -> int | None:
    """How many rows the report says it lists: a stated total, or the sum of its directorates' totals."""
    same = [
        c for c in claims if c.population is claim.population and c.is_current and c.basis is Basis.CURRENT and c.count
    ]
    for rating in ("total", "rated"):
        stated = [c for c in same if c.rating == rating]
        wholes = [c.count for c in stated if c.scope is None]
        if wholes:
            return max(count for count in wholes if count)
        parts: dict[str, int] = {}
        for c in stated:
            parts.setdefault(plain(c.scope or ""), c.count or 0)
        if parts:
            return sum(parts.values())
    return None


def _row(claim: ClaimRow, outcome: Outcome, finding: Finding, match: ScopeMatch | None) -> ReconciliationRow:
    found = outcome.tally
    return ReconciliationRow(
        claim_id=claim.claim_id,
        report_id=claim.report_id,
        extracted=found.extracted if found else None,
        unreadable=len(found.unreadable) if found else None,
        difference=outcome.difference(claim),
        verdict=outcome.verdict,
        arithmetic=finding.verdict,
        explanation=" ".join(part for part in (outcome.explanation, finding.sentence) if part),
        matched_scope=match.name if match and match.name != claim.scope else None,
    )


def _issues(
    claims: Sequence[ClaimRow], reconciliations: Sequence[ReconciliationRow], findings: Mapping[str, Finding]
) -> list[IssueRow]:
    issues: list[IssueRow] = []
    for claim, row in zip(claims, reconciliations, strict=True):
        if row.verdict is Verdict.MISMATCH:
            issues.append(claim_issue(claim, "claim_mismatch", "mismatch", row.explanation, FoundBy.RECONCILIATION))
        finding = findings[claim.claim_id]
        if finding.is_wrong and finding.told_by == claim.claim_id:
            issues.append(
                claim_issue(claim, "claim_arithmetic", "arithmetic", finding.sentence, FoundBy.RECONCILIATION)
            )
    return issues
