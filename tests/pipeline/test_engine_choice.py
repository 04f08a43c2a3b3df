"""Claims about reports the cheapest engine misreads: their totals, or their own rows, choose the engine that does not.

The PDFs are drawn for this; every engine is the real one.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from fixtures.matrix import by_reportlab
from fixtures.matrix.content import Content, make_content
from fixtures.matrix.planted import change_status
from fixtures.matrix.rivals import write_appendix, write_report
from fixtures.matrix.score import normalised
from fixtures.matrix.shapes import SHAPES
from pipeline.extract import extract_document
from schemas.readings import DocumentContent, EngineReading
from schemas.stated import StatedTotals


@pytest.fixture(scope="module")
def content() -> Content:
    return make_content("word", "full", "reportlab", 1)


def read(content: Content, kind: str, folder: Path) -> DocumentContent:
    path = folder / "report.pdf"
    write_report(content, kind, path)
    return extract_document(path)


def by_engine(content: DocumentContent) -> dict[str, EngineReading]:
    return {reading.engine: reading for reading in content.readings}


def kept(content: DocumentContent) -> EngineReading:
    (found,) = [reading for reading in content.readings if reading.kept]
    return found


def statuses(content: Content) -> list[tuple[str, str]]:
    ratings = {"green": "met", "amber": "close", "red": "missed", "grey": "not_rated", "blue": "exceeded"}
    return [(line.title, ratings[line.status]) for line in content.lines]


@pytest.mark.parametrize(
    ("kind", "winner", "engine"),
    [
        ("grouped", "alignment", "alignment"),
        ("banded", "bands", "bands"),
        ("pictured", "camelot lattice", "camelot-lattice"),
    ],
)
def test_the_reading_that_meets_the_totals_wins_over_the_cheaper_one(
    kind: str, winner: str, engine: str, content: Content, tmp_path: Path
) -> None:
    found = read(content, kind, tmp_path)
    first, best = found.readings[0], kept(found)
    assert (first.engine, best.engine) == ("first", winner)
    assert first.met < best.met == best.stated == 5
    assert best.reason == "it meets more of the report's totals"
    assert [(row.title, row.status.rating.value) for row in found.kpis] == statuses(content)
    assert {row.engine for row in found.kpis} == {engine}
    assert len(found.claims) == 5, "the count table was not doubted, so it stays as it was read"


def test_refs_crowded_in_one_cell_choose_another_engine_where_no_total_is_stated(
    content: Content, tmp_path: Path
) -> None:
    path = tmp_path / "appendix.pdf"
    write_appendix(content, "grouped", path)
    found = extract_document(path)
    assert kept(found).engine == "alignment"
    assert kept(found).reason == "its rows show fewer faults"
    assert [(row.title, row.status.rating.value) for row in found.kpis] == statuses(content)


def test_totals_of_the_cover_choose_the_engine_of_an_appendix_that_looks_sound(
    content: Content, tmp_path: Path
) -> None:
    path = tmp_path / "appendix.pdf"
    write_appendix(content, "banded", path)
    stated = StatedTotals((("met", sum(rating == "met" for _, rating in statuses(content))), ("total", 24)))
    alone, asked = extract_document(path), extract_document(path, stated=stated)
    assert len(alone.kpis) > 24
    assert alone.readings == ()
    assert alone.weighed is None
    assert (kept(asked).engine, len(asked.kpis), asked.weighed) == ("bands", 24, stated)


def test_an_error_of_the_publisher_stays_with_the_evidence_that_the_engines_agree(
    content: Content, tmp_path: Path
) -> None:
    wrong, expected = change_status(content, Random(5))
    assert any(expected.values())
    path = tmp_path / "report.pdf"
    by_reportlab.build(wrong, SHAPES["full"], path)
    found = extract_document(path)
    best = kept(found)
    assert best.engine == "first"
    assert best.reason.endswith("what disagrees is in the report")
    agreeing = {name for name, reading in by_engine(found).items() if reading.agrees}
    assert agreeing == {"first", "alignment", "bands", "fills"}
    assert [(row.title, row.status.rating.value) for row in found.kpis] == statuses(wrong)


def test_every_reading_tried_is_a_row_of_the_dataset(content: Content, tmp_path: Path) -> None:
    found = read(content, "grouped", tmp_path)
    document = normalised(found, tmp_path / "report.pdf")
    rows = document.readings
    assert [row.position for row in rows] == list(range(1, len(found.readings) + 1))
    (best,) = [row for row in rows if row.kept]
    assert (best.engine, best.rows, best.totals_met, best.totals_stated) == ("alignment", 24, 5, 5)
    assert json.loads(best.pages) == [1, 2]
    assert rows[0].totals_met < 5
    assert {row.engine for row in document.observations} == {"alignment"}
