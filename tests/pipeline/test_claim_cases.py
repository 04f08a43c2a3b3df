"""Published totals in fifteen forms, told in our own words: each is read as claims and reaches its verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.claims import read_count_table, read_sentence_claims
from pipeline.normalise_rows import Owner, claim_row
from pipeline.reconcile import reconcile_report
from schemas.dataset import ActionRecord, ClaimRow, ObservationRow
from schemas.readings import Claim
from schemas.vocabulary import ActionStatus, Rag, Rating
from tests.extractors.made_counts import count_table, paragraph
from tests.pipeline.made_claims import action, kpi

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "claims" / "cases.jsonl").read_text().splitlines()
]
BY_ID = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
TOTALS = ("total", "rated")


def claims_of(case: dict[str, Any]) -> list[ClaimRow]:
    rows: list[ClaimRow] = []
    for number, document in enumerate(case["documents"]):
        owner = Owner(f"{number}" * 64, "testshire-q2", "testshire")
        found: list[Claim] = []
        if "table" in document:
            found += read_count_table(count_table(document["table"]), legend=(), next_position=1)[0]
        blocks = [paragraph(text, top=60.0 * i) for i, text in enumerate(document.get("text", ()))]
        found += read_sentence_claims(blocks, len(found) + 1)
        rows += [claim_row(owner, claim) for claim in found]
    return rows


def rows_of(case: dict[str, Any]) -> tuple[list[ObservationRow], list[ActionRecord]]:
    counted = case["rows"] or {}
    ratings = [Rating(name) for name, n in counted.get("kpis", {}).items() for _ in range(n)]
    statuses = [ActionStatus(name) for name, n in counted.get("actions", {}).items() for _ in range(n)]
    return [kpi(i, r) for i, r in enumerate(ratings, 1)], [action(i, s) for i, s in enumerate(statuses, 1)]


def told(claims: list[ClaimRow]) -> list[list[object]]:
    return [[claim.rating, claim.count, claim.percent] for claim in claims]


def flat(claims: list[list[object]]) -> Iterator[tuple[object, ...]]:
    yield from sorted((tuple(claim) for claim in claims), key=str)


@BY_ID
def test_every_number_is_a_claim_with_its_meaning(case: dict[str, Any]) -> None:
    claims = claims_of(case)
    if case["claims"] is not None:
        assert list(flat(told([c for c in claims if c.is_current]))) == list(flat(case["claims"]))
    assert list(flat(told([c for c in claims if not c.is_current]))) == list(flat(case["before"]))
    assert claims


@BY_ID
def test_its_arithmetic_is_judged_as_published(case: dict[str, Any]) -> None:
    reconciliations, issues = reconcile_report(claims_of(case), [], [])
    worst = [r.arithmetic for r in reconciliations if r.arithmetic not in (None, "ok")]
    if case["arithmetic"] == "ok":
        assert worst == []
        assert any(r.arithmetic == "ok" for r in reconciliations)
    else:
        assert set(worst) == ({case["arithmetic"]} if case["arithmetic"] else set())
    assert [i.code for i in issues if i.code == case["issue"]] == ([case["issue"]] if case["issue"] else [])
    if case["explains"]:
        assert any(case["explains"] in r.explanation for r in reconciliations)


WITH_ROWS = [case for case in CASES if case["rows"]]


@pytest.mark.parametrize("case", WITH_ROWS, ids=[case["id"] for case in WITH_ROWS])
def test_rows_as_counted_contradict_no_claim(case: dict[str, Any]) -> None:
    observations, actions = rows_of(case)
    reconciliations, _ = reconcile_report(claims_of(case), observations, actions)
    assert "mismatch" not in {r.verdict for r in reconciliations}


SOUND = [case for case in CASES if case["verdict"] == "match"]


@pytest.mark.parametrize("case", SOUND, ids=[case["id"] for case in SOUND])
def test_every_current_claim_matches_its_rows(case: dict[str, Any]) -> None:
    observations, actions = rows_of(case)
    claims = claims_of(case)
    reconciliations, _ = reconcile_report(claims, observations, actions)
    current = {c.claim_id for c in claims if c.is_current}
    assert {r.verdict for r in reconciliations if r.claim_id in current} == {"match"}


@pytest.mark.parametrize("case", SOUND, ids=[case["id"] for case in SOUND])
def test_a_row_that_changes_its_status_is_seen(case: dict[str, Any]) -> None:
    observations, actions = rows_of(case)
    if observations:
        other = Rating.MISSED if observations[0].rating is Rating.MET else Rating.MET
        observations[0] = replace(observations[0], rating=other, rag=Rag.NONE)
    else:
        other_status = ActionStatus.AT_RISK if actions[0].status is ActionStatus.COMPLETE else ActionStatus.COMPLETE
        actions[0] = replace(actions[0], status=other_status)
    reconciliations, _ = reconcile_report(claims_of(case), observations, actions)
    assert "mismatch" in {r.verdict for r in reconciliations}
