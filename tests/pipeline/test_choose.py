"""Which reading of a report is kept: the report's own totals decide, and no reading is bent to meet them."""

from __future__ import annotations

from pipeline.choose import Score, score_of, stated_totals
from schemas.geometry import Box, Place
from schemas.readings import Claim, DocumentContent, FrontMatter, Issue, KpiRow, StatusReading
from schemas.stated import StatedTotals
from schemas.vocabulary import Basis, Form, Population, Rag, Rating, ScopeType

PLACE = Place(1, Box(0, 0, 1, 1))


def row(position: int, rating: Rating, ref: str | None = None) -> KpiRow:
    status = StatusReading(Rag.GREEN, None, rating)
    return KpiRow(position, f"Indicator {position}", (PLACE,), status, "lines", ref=ref)


def claim(rating: str, count: int, scope: ScopeType = ScopeType.WHOLE) -> Claim:
    return Claim(
        1, "g", Population.KPIS, scope, None, Basis.CURRENT, rating, rating, count, None, None, Form.TABLE, "", PLACE
    )


def content(*rows: KpiRow, claims: tuple[Claim, ...] = (), issues: tuple[Issue, ...] = ()) -> DocumentContent:
    return DocumentContent(1, None, FrontMatter(), kpis=rows, claims=claims, issues=issues)


def test_a_document_is_measured_by_its_own_totals_before_those_of_its_cover() -> None:
    cover = StatedTotals((("met", 9),))
    assert stated_totals(content(claims=(claim("met", 2),)), cover) == (("met", 2),)
    assert stated_totals(content(), cover) == (("met", 9),)


def test_totals_of_a_theme_are_no_totals_of_the_report() -> None:
    assert stated_totals(content(claims=(claim("met", 2, ScopeType.THEME),)), None) == ()


def test_buckets_merged_buckets_and_totals_are_counted_as_stated() -> None:
    rows = (row(1, Rating.MET), row(2, Rating.MISSED), row(3, Rating.CLOSE), row(4, Rating.NOT_RATED))
    totals = (("met", 1), ("close|missed", 2), ("total", 4), ("rated", 3), ("missed", 2))
    assert score_of(content(*rows), totals).met == 4


def test_rows_without_title_and_refs_out_of_order_are_faults() -> None:
    rows = (row(1, Rating.MET, "1.1"), row(2, Rating.MET, "1.9"), row(3, Rating.MET, "1.3"))
    broken = (Issue("row_without_title", "", PLACE),)
    assert score_of(content(*rows, issues=broken), ()).faults == 2


def test_met_totals_weigh_more_than_anything_else() -> None:
    assert Score(met=3, faults=2, rows=10, filled=10).beats(Score(met=2, faults=0, rows=30, filled=90))


def test_more_rows_alone_are_no_evidence() -> None:
    assert not Score(met=2, faults=0, rows=30, filled=90).beats(Score(met=2, faults=0, rows=10, filled=10))


def test_a_reading_that_only_loses_rows_with_its_faults_does_not_win() -> None:
    assert not Score(met=2, faults=0, rows=5, filled=9).beats(Score(met=2, faults=1, rows=10, filled=20))
