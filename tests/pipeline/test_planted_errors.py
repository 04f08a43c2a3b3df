"""Claims about errors planted in a report: the ledger names each bucket that is off, and no such error passes.

A few reports of each producer that needs nothing but Python; ``make matrix`` plants errors in many more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from fixtures.matrix.builders import PRODUCERS, Case, build_case
from fixtures.matrix.content import Content, make_content
from fixtures.matrix.planted import AGREED, ERRORS, MARKS, Planted, Plot, build_plot, faults_of, plots
from fixtures.matrix.score import normalised
from pipeline.extract import extract_document
from pipeline.reconcile import reconcile_report

Plant = Callable[[Content, Random], Planted]
# Each error in a ruled, an unruled, a two-level and a stacked table, each shown by another kind of mark.
PLOTS = [
    Plot(Case("reportlab", mark, shape), error)
    for (mark, shape), error in zip(
        (("fill", "full"), ("word", "none"), ("circle", "header2"), ("fill_letter", "blocks")) * 2,
        (*ERRORS, *ERRORS[1:], ERRORS[0]),
        strict=True,
    )
]


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.name)
def test_a_planted_error_is_a_mismatch_in_its_bucket_by_its_difference(plot: Plot, tmp_path: Path) -> None:
    assert faults_of(plot, build_plot(plot, tmp_path)) == []


@pytest.mark.parametrize("mark", ["word", "circle"])
def test_without_an_error_every_total_matches(mark: str, tmp_path: Path) -> None:
    path = build_case(Case("reportlab", mark, "full"), tmp_path)
    document = normalised(extract_document(path), path)
    outcomes, _issues = reconcile_report(document.claims, document.observations, document.actions)
    assert len(outcomes) == 5
    assert {outcome.verdict for outcome in outcomes} <= set(AGREED)


def test_an_error_that_passes_would_be_told(tmp_path: Path) -> None:
    plot = Plot(Case("reportlab", "word", "full"), ERRORS[0])
    told = faults_of(plot, build_case(plot.case, tmp_path))
    assert told
    assert all("differs by 0, not" in fault for fault in told)


@pytest.mark.parametrize("plant", ERRORS, ids=lambda plant: plant.__name__)
def test_a_planted_error_always_leaves_a_bucket_that_does_not_match(plant: Plant) -> None:
    for seed in range(40):
        _content, expected = plant(make_content("word", "full", "reportlab", 0), Random(seed))
        assert any(expected.values())


def test_errors_are_planted_with_every_producer_mark_and_kind() -> None:
    every = list(plots())
    here = {producer.name for producer in PRODUCERS.values() if not producer.missing()}
    assert {plot.case.producer for plot in every} == here
    assert {plot.case.mark for plot in every} == set(MARKS)
    assert {(plot.case.producer, plot.error) for plot in every} == {(name, error) for name in here for error in ERRORS}
