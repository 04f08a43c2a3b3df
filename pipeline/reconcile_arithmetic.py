"""Does a stated total agree with itself: buckets with their total, percentages with their base, parts with the whole.

Only claims are looked at here, never rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors.claims_labels import fold
from pipeline.reconcile_findings import Finding, GroupKey, group_key
from pipeline.reconcile_shares import check_percentages, overlap
from schemas.dataset import ClaimRow
from schemas.vocabulary import Arithmetic, Basis, Form

_SCHEMES = (frozenset({"met", "close", "missed"}), frozenset({"on_track", "at_risk", "off_track"}))
"""Ratings that together cover every rated indicator, or every action under way."""

_WORSE = (
    Arithmetic.OK,
    Arithmetic.ROUNDING,
    Arithmetic.INCOMPLETE,
    Arithmetic.DENOMINATOR_CONFLICT,
    Arithmetic.PERCENT_WRONG,
)


def check_arithmetic(claims: Sequence[ClaimRow]) -> dict[str, Finding]:
    """A finding per ``claim_id``, the worst of all checks the claim takes part in."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    groups: dict[GroupKey, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        groups[group_key(claim)].append(claim)
    for group in groups.values():
        _check_sums(group, findings)
        check_percentages(group, claims, findings)
    _check_wholes(claims, findings)
    return {claim.claim_id: _worst(findings[claim.claim_id]) for claim in claims}


def _worst(findings: Sequence[Finding]) -> Finding:
    rated = [finding for finding in findings if finding.verdict is not None]
    return max(rated, key=lambda f: (_WORSE.index(f.verdict or Arithmetic.OK), bool(f.sentence)), default=Finding(None))


def _check_sums(group: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    for basis in (Basis.CURRENT, Basis.FORECAST):
        stated = [claim for claim in group if claim.basis is basis and claim.count is not None]
        totals = [claim for claim in stated if claim.rating in ("total", "rated")]
        buckets = [claim for claim in stated if claim.rating not in ("total", "rated")]
        if any(c.count is None and c.basis is basis for c in group) or overlap(buckets):
            continue
        for total in totals:
            _check_total(total, totals, buckets, findings)
        bases = {claim.denominator for claim in buckets}
        if not totals and len(bases) == 1:
            _check_base(next(iter(bases)), buckets, findings)
    _check_directions(group, findings)


def _check_base(base: int | None, buckets: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    """'Of the 38, 17 are Green, 12 Amber, 9 Red': the base stands in the sentence, not in a claim beside them."""
    added = sum(claim.count or 0 for claim in buckets)
    if base is None or not (added == base or _is_whole_scheme(buckets)):
        return
    sum_text = " + ".join(f"{claim.count} {claim.bucket}" for claim in buckets)
    finding = Finding(Arithmetic.OK)
    if added < base:
        said = f"{sum_text} = {added}, but they are parts of {base}: {base - added} unaccounted for."
        finding = Finding(Arithmetic.INCOMPLETE, said, buckets[0].claim_id)
    elif added > base:
        said = f"{sum_text} = {added}, more than the {base} they are parts of."
        finding = Finding(Arithmetic.DENOMINATOR_CONFLICT, said, buckets[0].claim_id)
    for claim in buckets:
        findings[claim.claim_id].append(finding)


def _is_whole_scheme(buckets: Sequence[ClaimRow]) -> bool:
    """Whether good, middling and bad are all counted: then nothing of the set should be left."""
    named = {part for claim in buckets for part in (claim.rating or "").split("|")}
    return any(named >= scheme for scheme in _SCHEMES)


def _check_total(
    total: ClaimRow, totals: Sequence[ClaimRow], buckets: Sequence[ClaimRow], findings: dict[str, list[Finding]]
) -> None:
    rated = next((claim for claim in totals if claim.rating == "rated"), None)
    unrated = [claim for claim in buckets if claim.rating == "not_rated"]
    if total.rating == "total" and rated is not None and rated is not total:
        # 'Of 136 data is available for 123; for 13 it is not': the buckets belong to the rated ones.
        parts = [rated, *unrated] if unrated else []
        if not parts and (rated.count or 0) > (total.count or 0):
            finding = Finding(
                Arithmetic.DENOMINATOR_CONFLICT,
                f"{rated.count} '{rated.bucket}' are more than the {total.count} '{total.bucket}'.",
                total.claim_id,
            )
            findings[total.claim_id].append(finding)
            findings[rated.claim_id].append(finding)
            return
        if not parts:
            findings[total.claim_id].append(Finding(Arithmetic.OK))
            findings[rated.claim_id].append(Finding(Arithmetic.OK))
            return
    else:
        parts = [claim for claim in buckets if total.rating == "total" or claim.rating != "not_rated"]
        if total.form is Form.SENTENCE:
            # 'We have 20; of the 18 with a target ten are green': those are parts of the 18.
            parts = [claim for claim in parts if claim.denominator in (None, total.count)]
    if len(parts) < 2:
        return
    _compare_sum(total, parts, findings)


def _compare_sum(total: ClaimRow, parts: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    added, stated = sum(claim.count or 0 for claim in parts), total.count or 0
    known = sum(claim.count or 0 for claim in parts if claim.rating is not None)
    sum_text = " + ".join(f"{claim.count} {claim.bucket}" for claim in parts)
    if stated in (added, known):
        finding = Finding(Arithmetic.OK)
    elif added < stated and total.form is Form.SENTENCE and not _is_whole_scheme(parts):
        # A sentence that names some of the buckets is no table with a hole.
        return
    elif added < stated:
        finding = Finding(
            Arithmetic.INCOMPLETE,
            f"{sum_text} = {added}, but '{total.bucket}' is {stated}: {stated - added} unaccounted for.",
            total.claim_id,
        )
    else:
        finding = Finding(
            Arithmetic.DENOMINATOR_CONFLICT,
            f"{sum_text} = {added}, more than the {stated} of '{total.bucket}'.",
            total.claim_id,
        )
    for claim in (total, *parts):
        findings[claim.claim_id].append(finding)


def _check_directions(group: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    """Directions that add up to the rated indicators of their line are sound; fewer are allowed, more are not."""
    ways = [claim for claim in group if claim.basis is Basis.DIRECTION and claim.count is not None]
    statuses = [c for c in group if c.basis is Basis.CURRENT and c.count is not None and c.rating != "not_rated"]
    totals = [c for c in statuses if c.rating in ("total", "rated")]
    buckets = [claim for claim in statuses if claim not in totals]
    if len(ways) < 2 or not statuses or overlap(ways) or overlap(buckets):
        return
    base = max((c.count or 0 for c in totals), default=sum(c.count or 0 for c in buckets))
    added = sum(claim.count or 0 for claim in ways)
    if added == base:
        for claim in (*ways, *(() if totals else buckets)):
            findings[claim.claim_id].append(Finding(Arithmetic.OK))
    elif added > base and totals:
        said = f"Directions of travel add up to {added}, more than the {base} indicators of their line."
        for claim in ways:
            findings[claim.claim_id].append(Finding(Arithmetic.DENOMINATOR_CONFLICT, said, ways[0].claim_id))


def _check_wholes(claims: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    """A table's total line against the lines above it."""
    columns: dict[tuple[object, ...], list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        table, slash, _ = (claim.claim_group or "").partition("/")
        if slash:
            key = (claim.document_id, table, claim.population, claim.basis, fold(claim.bucket), claim.period_label)
            columns[key].append(claim)
    for column in columns.values():
        wholes = [claim for claim in column if claim.scope is None]
        parts = [claim for claim in column if claim.scope is not None]
        if len(wholes) == 1 and len(parts) > 1 and all(claim.count is not None for claim in column):
            _compare_whole(wholes[0], parts, findings)


def _compare_whole(whole: ClaimRow, parts: Sequence[ClaimRow], findings: Mapping[str, list[Finding]]) -> None:
    added = sum(claim.count or 0 for claim in parts)
    if added == whole.count:
        findings[whole.claim_id].append(Finding(Arithmetic.OK))
        return
    said = f"The lines of the table add up to {added} {whole.bucket}, its total line says {whole.count}."
    verdict = Arithmetic.INCOMPLETE if added < (whole.count or 0) else Arithmetic.DENOMINATOR_CONFLICT
    findings[whole.claim_id].append(Finding(verdict, said, whole.claim_id))
