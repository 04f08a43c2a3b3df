"""The same totals in several documents of a report: linked, contradicted, overruled."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reconcile import reconcile_report
from pipeline.reconcile_context import ReportContext
from schemas.dataset import ClaimRow
from schemas.vocabulary import (
    Form,
)
from tests.pipeline.made_claims import (
    claim,
    in_scope,
    kpis,
    reconciled,
    summary,
)


def in_document(claims: list[ClaimRow], document: str) -> list[ClaimRow]:
    return [
        replace(made, claim_id=f"{document}:{made.claim_id}", document_id=document * 64, form=Form.SENTENCE)
        for made in claims
    ]


def test_the_same_total_in_cover_and_minutes_is_linked_to_its_first_statement() -> None:
    cover, minutes = in_document(summary(5, 3, 2), "1"), in_document(summary(5, 3, 2), "2")
    found, issues = reconciled([*cover, *minutes], kpis(5, 3, 2))
    assert [row.same_as for row in found] == [None, None, None, *(claim.claim_id for claim in cover)]
    assert issues == []


def test_documents_of_a_report_that_state_different_totals_are_reported_with_both_places() -> None:
    cover, minutes = in_document(summary(5, 3, 2), "1"), in_document(summary(6, 3, 1), "2")
    context = ReportContext(documents={"1" * 64: "cover.pdf", "2" * 64: "minutes.pdf"})
    found, issues = reconcile_report([*cover, *minutes], kpis(5, 3, 2), (), context)
    conflicts = [issue for issue in issues if issue.code == "cross_document_conflict"]
    assert [issue.row_id for issue in conflicts] == [minutes[0].claim_id, minutes[2].claim_id]
    assert conflicts[0].message == "'Green' is 5 in cover.pdf, page 2, and 6 in minutes.pdf, page 2."
    assert found[0].verdict == "match"
    assert conflicts[0].message in found[0].explanation


def test_an_earlier_quarter_in_another_document_contradicts_nothing() -> None:
    cover = in_document([claim(1, "met", 5)], "1")
    minutes = in_document([claim(1, "met", 4, is_current=False, period_label="last quarter")], "2")
    _, issues = reconciled([*cover, *minutes], kpis(5))
    assert issues == []


def test_a_sentence_that_its_own_documents_table_overrules_is_left_open_and_reported() -> None:
    rows = [replace(row, theme="Children") for row in kpis(3, 2, 3)]
    table = in_scope(summary(3, 2, 3), "Children", 1)
    said = [
        replace(made, claim_id=f"s{made.claim_id}", form=Form.SENTENCE, claim_group="s", denominator=8)
        for made in in_scope(summary(2, 2, 4), "Children", 2)
    ]
    found, issues = reconciled([*table, *said], rows)
    assert [row.verdict for row in found] == ["match"] * 3 + ["not_checkable", "match", "not_checkable"]
    assert "the rows agree with the table" in found[3].explanation
    assert {issue.code for issue in issues} == {"text_contradicts_table"}
