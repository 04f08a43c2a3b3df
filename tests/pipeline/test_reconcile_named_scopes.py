"""Totals of a directorate or theme: matched with the names the rows have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schemas.vocabulary import (
    Form,
    Rating,
    ScopeType,
)
from tests.pipeline.made_claims import (
    claim,
    in_scope,
    kpi,
    kpis,
    reconciled,
    summary,
    verdicts,
)

THEMES = ("Education & Skills KPIs", "Integrated Children's Services KPIs", "Governance and Law KPIs")


SCOPES = (
    "Children, Young People and Education (Education & Skills)",
    "Children, Young People and Education (Integrated Children’s Services)",
    "Governance, Law & Democracy",
)


@pytest.mark.parametrize("column", ["theme", "directorate", "grouping", "owner"])
def test_directorates_are_matched_with_the_rows_own_names_however_they_are_shortened(column: str) -> None:
    rows, claims = [], []
    for line, (name, scope) in enumerate(zip(THEMES, SCOPES, strict=True), 1):
        named: dict[str, Any] = {column: name}
        rows += [replace(kpi(10 * line + i), **named) for i in range(line)]
        claims += in_scope([claim(1, "met", line)], scope, line)
    found, _ = reconciled(claims, rows)
    assert [(r.verdict, r.extracted, r.matched_scope) for r in found] == [
        ("match", 1, THEMES[0]),
        ("match", 2, THEMES[1]),
        ("match", 3, THEMES[2]),
    ]
    assert "score" in found[2].explanation


def test_a_directorate_the_rows_do_not_name_cannot_be_checked_and_the_nearest_is_named() -> None:
    rows = [replace(row, theme="Highways") for row in kpis(5)]
    claims = in_scope([claim(1, "met", 4)], "Libraries", 1) + in_scope([claim(2, "met", 5)], "Highways", 2)
    found, _ = reconciled(claims, rows)
    assert [r.verdict for r in found] == ["not_checkable", "match"]
    assert "'Libraries'" in found[0].explanation
    assert "Highways" in found[0].explanation


def test_a_heading_over_a_summary_of_the_whole_report_is_no_directorate() -> None:
    rows = [replace(row, theme="Highways") for row in kpis(5, 3, 2)]
    found, _ = reconciled(in_scope(summary(5, 3, 1), "Where do we stand", 1), rows)
    assert [r.verdict for r in found] == ["match", "match", "mismatch"]
    assert "whole report" in found[0].explanation


def test_a_vague_name_match_that_no_count_confirms_is_no_mismatch() -> None:
    rows = [replace(row, theme="Adult Social Care and Public Health") for row in kpis(5, 3)]
    rows += [replace(kpi(20 + i, Rating.MISSED), theme="Highways") for i in range(9)]
    claims = in_scope([claim(1, "met", 1), claim(2, "close", 1)], "Public Health", 1)
    found, issues = reconciled(claims, rows)
    assert {r.verdict for r in found} == {"not_checkable"}
    assert issues == []


def test_a_sentence_that_agrees_nowhere_speaks_of_something_else() -> None:
    part = [claim(1, "total", 6, form=Form.SENTENCE), claim(2, "met", 4, form=Form.SENTENCE)]
    assert verdicts(part, kpis(20, 10, 8)) == ["not_checkable"] * 2
    close = [claim(1, "total", 39, form=Form.SENTENCE), claim(2, "met", 21, form=Form.SENTENCE)]
    assert verdicts(close, kpis(20, 10, 8)) == ["mismatch"] * 2


def test_scope_types_do_not_matter_for_the_verdict() -> None:
    rows = [replace(row, directorate="Place") for row in kpis(2)]
    made = in_scope([claim(1, "met", 2)], "Place", 1)
    assert verdicts([replace(made[0], scope_type=ScopeType.THEME)], rows) == ["match"]
