"""Totals of earlier periods beside what the reports of those periods stated."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from pipeline.across import compare_reports, find_earlier_report
from pipeline.store import open_store
from schemas.dataset import ClaimRow, ReportRow
from schemas.vocabulary import Basis, Form, Population, ScopeType, Verdict
from tests.pipeline.made_documents import BOX, load, made

ANNUAL = ReportRow(report_id="annual", council_id="t", period_start="2022-04-01", period_end="2023-03-31")
FIRST = ReportRow(report_id="q1", council_id="t", period_start="2023-04-01", period_end="2023-06-30")
SECOND = ReportRow(report_id="q2", council_id="t", period_start="2023-07-01", period_end="2023-09-30")
REPORTS = (ANNUAL, FIRST, SECOND)


def claim(report: ReportRow, count: int, rating: str = "missed", **fields: Any) -> ClaimRow:
    row = ClaimRow(
        claim_id=f"{report.report_id}:{rating}:{fields.get('is_current', True)}",
        document_id=report.report_id * 20,
        report_id=report.report_id,
        population=Population.KPIS,
        scope_type=ScopeType.WHOLE,
        basis=Basis.CURRENT,
        bucket="off target",
        rating=rating,
        count=count,
        form=Form.SENTENCE,
        quote="…",
        position=1,
        **BOX,
    )
    return replace(row, **fields)


def earlier(count: int, label: str, report: ReportRow = SECOND, **fields: Any) -> ClaimRow:
    return claim(report, count, is_current=False, period_label=label, **fields)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("March", "annual"),
        ("the end of March", "annual"),
        ("June", "q1"),
        ("last Quarter", "q1"),
        ("the previous quarter", "q1"),
        ("Q1 2023/24", "q1"),
        ("last year", None),
        ("December", None),
        ("September", None),
        (None, None),
    ],
)
def test_a_named_period_finds_its_report(label: str | None, found: str | None) -> None:
    report = find_earlier_report(SECOND, label, REPORTS)
    assert (report.report_id if report else None) == found


def test_the_quarter_before_is_known_by_its_meeting_where_a_report_has_no_period() -> None:
    now = replace(SECOND, meeting_date="2025-03-04")
    minutes = ReportRow(report_id="minutes", council_id="t", meeting_date="2025-01-09")
    old = replace(minutes, report_id="old", meeting_date="2024-09-26")
    assert find_earlier_report(now, "previous quarter", (now, minutes, old)) == minutes


def test_of_two_reports_on_one_period_neither_is_taken() -> None:
    assert find_earlier_report(SECOND, "June", (*REPORTS, replace(FIRST, report_id="other"))) is None


def test_an_earlier_total_that_the_earlier_report_states_too_matches() -> None:
    (row,), issues = compare_reports(REPORTS, (claim(ANNUAL, 32), earlier(32, "March")))
    assert (row.earlier_report_id, row.stated, row.earlier, row.verdict) == ("annual", 32, 32, Verdict.MATCH)
    assert issues == ()


def test_an_earlier_total_that_the_earlier_report_states_otherwise_is_told_with_the_reason() -> None:
    claims = (
        claim(FIRST, 8), claim(FIRST, 40, "total", claim_id="t1"), claim(SECOND, 38, "total", claim_id="t2"),
        earlier(7, "last quarter"),
    )  # fmt: skip
    (row,), (issue,) = compare_reports(REPORTS, claims)
    assert row.verdict is Verdict.MISMATCH
    assert issue.code == "count_differs_from_earlier_report"
    assert "states 8" in issue.message
    assert "40 indicators, this report 38" in issue.message


@pytest.mark.parametrize(
    "fields",
    [
        {"scope_type": ScopeType.THEME, "scope": "Homes"},
        {"population": Population.ACTIONS},
        {"basis": Basis.DIRECTION},
        {"rating": "total"},
        {"rating": None},
        {"count": None},
    ],
)
def test_other_totals_are_not_compared(fields: dict[str, Any]) -> None:
    claims = (claim(ANNUAL, 32), claim(ANNUAL, 32, "total", claim_id="t"), replace(earlier(9, "March"), **fields))
    assert compare_reports(REPORTS, claims) == ((), ())


def test_a_sentence_about_a_part_of_the_report_is_not_compared() -> None:
    claims = (
        claim(FIRST, 16), claim(SECOND, 17, claim_id="a"), claim(SECOND, 17, claim_id="b"),
        claim(SECOND, 2, claim_id="c", claim_group="s9"), earlier(2, "last quarter", claim_group="s9/before"),
    )  # fmt: skip
    assert compare_reports(REPORTS, claims) == ((), ())


def test_loading_in_any_order_compares_the_same(tmp_path: object) -> None:
    first, second = made("a.pdf", "Q1", green=3), made("b.pdf", "Q2", green=2)
    told = replace(second.claims[0], claim_id="x", position=2, count=4, is_current=False, period_label="last quarter")
    second = replace(second, claims=(*second.claims, told))
    results = []
    for n, order in enumerate(itertools.permutations((first, second))):
        with open_store(tmp_path / f"{n}.db") as db:  # type: ignore[operator]
            for document in order:
                load(db, document)
            results.append(db.conn.execute("SELECT stated, earlier, verdict FROM comparisons").fetchall())
            codes = db.conn.execute("SELECT count(*) FROM issues WHERE found_by = 'comparison'").fetchone()
            assert codes == (1,)
    assert results == [[(4, 3, "mismatch")]] * 2
