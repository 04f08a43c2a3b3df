"""Totals of an earlier period that a report states ('down from 32 in March'), beside what the report of then said.

A comparison is made only where the earlier report is known beyond doubt: by the period named, or as the report of the
quarter before. All else is left alone. The result depends on what the dataset holds, not on the order of loading.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlite_utils import Database

from extractors.periods import read_period
from pipeline.claim_issues import claim_issue
from pipeline.rows import insert_rows, select_rows
from schemas.dataset import ClaimRow, ComparisonRow, IssueRow, ReportRow
from schemas.vocabulary import FoundBy, Population, ScopeType, Verdict

# The report of the quarter before ends this many days before this one's period: a quarter has 89 to 92.
QUARTER = (80, 100)
# Where a report's own period is not known its meeting stands for it; meetings of two quarters lie about as far apart.
MEETINGS = (40, 140)

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_MONTH = re.compile(rf"(?:(?:the )?end of |in |at )*(?P<month>{'|'.join(_MONTHS)})")
_QUARTER_BEFORE = re.compile(r"(?:the |in )*(?:last|previous|prior|preceding) quarter|(?:the )?quarter before")
_WHOLE = "total"
# Sizes of the set are changed by what is in it; only counts of a status are compared.
_SIZES = (None, _WHOLE, "rated", "not_rated")


def refresh_comparisons(db: Database, council_ids: Iterable[str]) -> None:
    """Compare the reports of these councils anew, inside the caller's transaction."""
    for council_id in sorted(council_ids):
        mine = json.dumps([council_id])
        owned = "report_id IN (SELECT report_id FROM reports WHERE council_id IN (SELECT value FROM json_each(?)))"
        db.conn.execute(f"DELETE FROM comparisons WHERE {owned}", (mine,))
        db.conn.execute(f"DELETE FROM issues WHERE {owned} AND found_by = ?", (mine, FoundBy.COMPARISON.value))
        reports = select_rows(db, ReportRow, "WHERE council_id = ? ORDER BY report_id", (council_id,))
        standing = "document_id IN (SELECT document_id FROM documents WHERE superseded_by IS NULL)"
        claims = select_rows(db, ClaimRow, f"WHERE {owned} AND {standing} ORDER BY document_id, position", (mine,))
        comparisons, issues = compare_reports(reports, claims)
        insert_rows(db, (*comparisons, *issues))


def compare_reports(
    reports: Sequence[ReportRow], claims: Sequence[ClaimRow]
) -> tuple[tuple[ComparisonRow, ...], tuple[IssueRow, ...]]:
    """A row for each earlier total whose report is among ``reports``, and an issue for each that differs.

    Reports and claims are all those of one council.
    """
    by_id = {report.report_id: report for report in reports}
    current: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        if claim.is_current and _is_whole(claim) and claim.count is not None:
            current[claim.report_id].append(claim)
    comparisons: list[ComparisonRow] = []
    issues: list[IssueRow] = []
    for claim in claims:
        if not _is_earlier_total(claim) or not _is_of_report(claim, current[claim.report_id]):
            continue
        earlier = find_earlier_report(by_id[claim.report_id], claim.period_label, reports)
        then = _same_bucket(claim, current[earlier.report_id]) if earlier else []
        if earlier is None or not then:
            continue
        comparison = _compare(claim, then, current, earlier)
        comparisons.append(comparison)
        if comparison.verdict is Verdict.MISMATCH:
            issues.append(
                claim_issue(
                    claim, "count_differs_from_earlier_report", "earlier", comparison.explanation, FoundBy.COMPARISON
                )
            )
    return tuple(comparisons), tuple(issues)


def find_earlier_report(report: ReportRow, label: str | None, reports: Sequence[ReportRow]) -> ReportRow | None:
    """The report of the period that ``label`` names in ``report``; None where that is unknown or several reports'."""
    if label is None:
        return None
    others = [other for other in reports if other.report_id != report.report_id]
    words = " ".join(label.casefold().split())
    if _QUARTER_BEFORE.fullmatch(words):
        found = [other for other in others if _is_quarter_before(other, report)]
        return found[0] if len(found) == 1 else None
    end = _last_day(words, report)
    found = [other for other in others if end is not None and other.period_end == end.isoformat()]
    return found[0] if len(found) == 1 else None


def _last_day(words: str, report: ReportRow) -> date | None:
    """The last day of a named period: 'march' is the latest March before the report's own period ended."""
    month = _MONTH.fullmatch(words)
    if month is None:
        period = read_period(words)
        return period.end if period else None
    until = _day(report.period_end)
    if until is None:
        return None
    number = _MONTHS.index(month["month"]) + 1
    year = until.year if number < until.month else until.year - 1
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _is_quarter_before(other: ReportRow, report: ReportRow) -> bool:
    ends = (_day(other.period_end), _day(report.period_end))
    meetings = (_day(other.meeting_date), _day(report.meeting_date))
    for (before, now), (least, most) in ((ends, QUARTER), (meetings, MEETINGS)):
        if before is not None and now is not None:
            return least <= (now - before).days <= most
    return False


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_earlier_total(claim: ClaimRow) -> bool:
    """Whether a claim states how many indicators had a status at an earlier time."""
    return not claim.is_current and _is_whole(claim) and claim.count is not None and claim.rating not in _SIZES


def _is_of_report(claim: ClaimRow, current: Sequence[ClaimRow]) -> bool:
    """Whether the count of now beside it is the report's: one that others of the report outvote is of a part of it."""
    counts = Counter(other.count for other in _same_bucket(claim, current))
    beside = (claim.claim_group or "").removesuffix("/before")
    own = [other.count for other in _same_bucket(claim, current) if other.claim_group == beside]
    return not own or any(counts[count] == max(counts.values()) for count in own)


def _is_whole(claim: ClaimRow) -> bool:
    return claim.scope_type is ScopeType.WHOLE and claim.scope is None and claim.population is Population.KPIS


def _same_bucket(claim: ClaimRow, claims: Sequence[ClaimRow]) -> list[ClaimRow]:
    return [other for other in claims if other.rating == claim.rating and other.basis is claim.basis]


def _compare(
    claim: ClaimRow, then: Sequence[ClaimRow], current: Mapping[str, Sequence[ClaimRow]], earlier: ReportRow
) -> ComparisonRow:
    agreeing = [other for other in then if other.count == claim.count]
    other = (agreeing or then)[0]
    said = f"{claim.count} for '{claim.bucket}' in {claim.period_label}"
    if agreeing:
        verdict, explanation = Verdict.MATCH, f"{said} is what the report of then, {earlier.report_id}, states."
    else:
        counts = " or ".join(str(count) for count in dict.fromkeys(other.count for other in then))
        explanation = f"{said}; the report of then, {earlier.report_id}, states {counts}."
        verdict, explanation = Verdict.MISMATCH, explanation + _change_of_total(claim, current, earlier)
    return ComparisonRow(
        claim_id=claim.claim_id,
        report_id=claim.report_id,
        earlier_report_id=earlier.report_id,
        earlier_claim_id=other.claim_id,
        stated=claim.count or 0,
        earlier=other.count or 0,
        verdict=verdict,
        explanation=explanation,
    )


def _change_of_total(claim: ClaimRow, current: Mapping[str, Sequence[ClaimRow]], earlier: ReportRow) -> str:
    """Whether indicators came or went between the two reports, which may explain a difference."""
    now, then = (
        {other.count for other in current[report_id] if other.rating == _WHOLE}
        for report_id in (claim.report_id, earlier.report_id)
    )
    if len(now) != 1 or len(then) != 1 or now == then:
        return ""
    return f" It listed {then.pop()} indicators, this report {now.pop()}: some came or went since."
