"""Rows that several documents speak of, and rows that follow from several documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.rows import select_rows
from pipeline.store import open_store
from schemas.dataset import IndicatorRow, IssueRow, ReconciliationRow, ReportRow, RestatementRow
from schemas.vocabulary import Polarity, Rag, Source, Verdict
from tests.pipeline.made_documents import APPENDIX, COVER, MINUTES, SECOND, THIRD, WASTE, load, made


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "scrutineer.db") as opened:
        yield opened


def test_a_report_is_described_by_the_manifest_before_its_cover_and_its_cover_before_its_appendix(
    db: Database,
) -> None:
    load(db, APPENDIX)
    load(db, COVER)
    (report,) = select_rows(db, ReportRow)
    assert (report.title, report.source, report.inferred) == (
        "Performance in the first quarter",
        Source.INFERRED,
        '["title"]',
    )
    load(db, MINUTES)
    (report,) = select_rows(db, ReportRow)
    assert (report.title, report.source, report.inferred) == ("Minutes", Source.MANIFEST, None)


def test_a_period_is_taken_whole_from_one_document(db: Database) -> None:
    vague = replace(COVER, report=replace(COVER.report, period_label="Spring", period_start=None, period_end=None))
    load(db, vague)
    assert select_rows(db, ReportRow)[0].period_label == "Spring"
    load(db, APPENDIX)
    (report,) = select_rows(db, ReportRow)
    assert (report.period_label, report.period_start, report.period_end) == ("Q1", "2023-04-01", "2023-06-30")


def test_an_indicator_has_the_latest_wording_and_all_its_periods(db: Database) -> None:
    for document in (SECOND, THIRD, APPENDIX):
        load(db, document)
    indicators = {row.indicator_id: row for row in select_rows(db, IndicatorRow)}
    trees, waste = indicators["testshire:trees"], indicators["testshire:waste"]
    assert (trees.title, trees.unit, trees.first_period, trees.last_period) == (
        "TREES",
        "%",
        "2023-06-30",
        "2023-09-30",
    )
    assert (waste.first_period, waste.last_period) == ("2023-06-30", "2023-12-31")


def test_what_only_an_earlier_report_knows_of_an_indicator_is_kept(db: Database) -> None:
    (waste, *others) = APPENDIX.indicators
    load(db, replace(APPENDIX, indicators=(replace(waste, polarity=Polarity.HIGHER), *others)))
    load(db, SECOND)
    polarities = {row.title: row.polarity for row in select_rows(db, IndicatorRow)}
    assert polarities == {"Waste": Polarity.HIGHER, "TREES": None, "Roads": None}


def test_a_stated_total_is_checked_when_the_rows_come_later_and_when_they_change(db: Database) -> None:
    load(db, COVER)
    assert [row.verdict for row in select_rows(db, ReconciliationRow)] == [Verdict.MISMATCH]
    load(db, APPENDIX)
    (checked,) = select_rows(db, ReconciliationRow)
    assert (checked.verdict, checked.explanation) == (Verdict.MATCH, "Waste, Trees, Roads")
    assert not select_rows(db, IssueRow, "WHERE found_by = 'reconciliation'")
    load(db, made("appendix.pdf", "Q1", (WASTE,), version=2))
    found = {row.code: row.message for row in select_rows(db, IssueRow, "WHERE found_by = 'reconciliation'")}
    assert set(found) == {"claim_mismatch", "totals_not_weighed"}
    assert found["claim_mismatch"] == "1 rows are green, 2 are stated."


def test_a_figure_reprinted_with_another_value_is_a_restatement(db: Database) -> None:
    for document in (THIRD, SECOND, APPENDIX):
        load(db, document)
    (found,) = select_rows(db, RestatementRow)
    assert (found.indicator_id, found.period_label, found.was, found.became) == ("testshire:waste", "Q1", "52", "53")
    assert found.first_observation_id == APPENDIX.observations[0].observation_id
    assert found.later_observation_id == SECOND.observations[0].observation_id
    load(db, made("appendix.pdf", "Q1", (("Waste", "53", "", Rag.GREEN),), version=2))
    assert select_rows(db, RestatementRow) == ()
