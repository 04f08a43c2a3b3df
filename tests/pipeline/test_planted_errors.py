"""Claims about errors planted in a report: the ledger names each bucket that is off, and no such error passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from fixtures.matrix import by_reportlab
from fixtures.matrix.content import Content, make_content
from fixtures.matrix.planted import ERRORS, Planted
from fixtures.matrix.score import normalised
from fixtures.matrix.shapes import SHAPES
from pipeline.extract import extract_document
from pipeline.reconcile import reconcile_report
from schemas.dataset import ReconciliationRow
from schemas.vocabulary import Verdict

Plant = Callable[[Content, Random], Planted]
AGREED = (Verdict.MATCH, Verdict.MATCH_MERGED)
SEEDS = range(2)
MARKS = ("fill", "word", "fill_letter")


def ledger_of(content: Content, shape: str, folder: Path) -> dict[str, ReconciliationRow]:
    """The reconciliation of each bucket the report states."""
    path = folder / "report.pdf"
    by_reportlab.build(content, SHAPES[shape], path)
    document = normalised(extract_document(path), path)
    outcomes, _issues = reconcile_report(document.claims, document.observations, document.actions)
    buckets = {claim.claim_id: claim.bucket for claim in document.claims}
    return {buckets[outcome.claim_id]: outcome for outcome in outcomes}


@pytest.mark.parametrize("mark", MARKS)
def test_without_an_error_every_total_matches(mark: str, tmp_path: Path) -> None:
    ledger = ledger_of(make_content(mark, "full", "reportlab", 0), "full", tmp_path)
    assert len(ledger) == 5
    assert {outcome.verdict for outcome in ledger.values()} <= set(AGREED)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("plant", ERRORS, ids=lambda plant: plant.__name__)
def test_a_planted_error_is_a_mismatch_in_its_bucket_by_its_difference(
    plant: Plant, mark: str, seed: int, tmp_path: Path
) -> None:
    content, expected = plant(make_content(mark, "full", "reportlab", 0), Random(f"{mark}{seed}"))
    ledger = ledger_of(content, "full", tmp_path)
    assert {bucket: outcome.difference for bucket, outcome in ledger.items()} == dict(expected)
    for bucket, difference in expected.items():
        assert (ledger[bucket].verdict in AGREED) == (difference == 0), ledger[bucket].explanation
        if difference:
            assert ledger[bucket].verdict is Verdict.MISMATCH
            assert bucket in ledger[bucket].explanation
            assert str(abs(difference)) in ledger[bucket].explanation


@pytest.mark.parametrize("plant", ERRORS, ids=lambda plant: plant.__name__)
def test_a_planted_error_always_leaves_a_bucket_that_does_not_match(plant: Plant) -> None:
    for seed in range(40):
        _content, expected = plant(make_content("word", "full", "reportlab", 0), Random(seed))
        assert any(expected.values())
