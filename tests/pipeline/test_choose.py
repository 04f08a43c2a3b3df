"""Which reading of a report is kept: the report's own totals decide, and no reading is bent to meet them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.scores import Score, keeps_rows, score_of
from pipeline.totals import whole_totals
from schemas.geometry import Box, Place
from schemas.readings import Claim, DocumentContent, FrontMatter, Issue, KpiRow, StatusReading
from schemas.vocabulary import Basis, Form, Population, Rag, Rating, ScopeType, StatusMethod

PLACE = Place(1, Box(0, 0, 1, 1))
THREE = frozenset({("met", 2), ("missed", 1), ("total", 3)})


def row(position: int, rating: Rating, ref: str | None = None, title: str | None = None) -> KpiRow:
    status = StatusReading(Rag.GREEN, None, rating, method=StatusMethod.FILL)
    return KpiRow(position, title or f"Indicator {position}", (PLACE,), status, "lines", ref_printed=ref, ref=ref)


def claim(rating: str, count: int, scope: ScopeType = ScopeType.WHOLE) -> Claim:
    return Claim(
        1, "g", Population.KPIS, scope, None, Basis.CURRENT, rating, rating, count, None, None, Form.TABLE, "", PLACE
    )


def content(*rows: KpiRow, claims: tuple[Claim, ...] = (), issues: tuple[Issue, ...] = ()) -> DocumentContent:
    return DocumentContent(1, None, FrontMatter(), kpis=rows, claims=claims, issues=issues)


def score(met: int, faults: int = 0, doubtful: int = 0, rows: int = 10, filled: int = 10) -> Score:
    return Score(frozenset(sorted(THREE)[:met]), faults, doubtful, rows, filled)


def test_totals_of_a_theme_are_no_totals_of_the_report() -> None:
    assert whole_totals([claim("met", 2, ScopeType.THEME), claim("missed", 1)]) == (("missed", 1),)


def test_a_total_stated_twice_is_one_total_and_two_figures_for_one_bucket_are_two() -> None:
    assert whole_totals([claim("met", 2), claim("met", 2), claim("met", 3)]) == (("met", 2), ("met", 3))


def test_buckets_merged_buckets_and_totals_are_counted_as_stated() -> None:
    rows = (row(1, Rating.MET), row(2, Rating.MISSED), row(3, Rating.CLOSE), row(4, Rating.NOT_RATED))
    totals = (("met", 1), ("close|missed", 2), ("total", 4), ("rated", 3), ("missed", 2))
    assert score_of(content(*rows), totals).met == set(totals) - {("missed", 2)}


def test_rows_without_title_and_refs_out_of_order_are_faults() -> None:
    rows = (row(1, Rating.MET, "1.1"), row(2, Rating.MET, "1.9"), row(3, Rating.MET, "1.3"))
    broken = (Issue("row_without_title", "", PLACE),)
    assert score_of(content(*rows, issues=broken), ()).faults == 2


def test_two_refs_in_one_cell_are_a_fault() -> None:
    assert score_of(content(row(1, Rating.MET, "KPI101 KPI102")), ()).faults == 1
    assert score_of(content(row(1, Rating.MET, "PI 12")), ()).faults == 0


def test_a_doubled_row_and_one_with_nothing_but_a_title_are_doubtful() -> None:
    bare = replace(row(3, Rating.NOT_RATED), status=StatusReading(Rag.NONE, None, Rating.NOT_RATED))
    twice = replace(row(2, Rating.MET, "1.1"), position=3)
    assert score_of(content(row(1, Rating.MET), row(2, Rating.MET, "1.1"), twice, bare), ()).doubtful == 2


def test_totals_weigh_more_than_misread_rows() -> None:
    assert score(met=3, faults=2).beats(score(met=2, faults=0, rows=30, filled=90))


def test_a_reading_that_meets_another_bucket_but_misses_one_is_no_better() -> None:
    one, other = replace(score(0), met=frozenset({("met", 2), ("total", 3)})), replace(score(0), met=THREE)
    assert other.beats(one)
    assert not replace(one, met=frozenset({("missed", 1), ("total", 3)})).beats(one)


def test_totals_met_with_a_doubled_row_prove_nothing() -> None:
    assert not score(met=3, faults=1, doubtful=1).beats(score(met=1))


def test_more_rows_alone_are_no_evidence() -> None:
    assert not score(met=2, rows=30, filled=90).beats(score(met=2))


def test_a_reading_that_only_loses_rows_with_its_faults_does_not_win() -> None:
    assert not score(met=2, rows=5, filled=9).beats(score(met=2, faults=1, rows=10, filled=20))


def test_a_reading_may_not_drop_a_row_to_meet_the_totals() -> None:
    rows = (row(1, Rating.MET, title="Bins collected"), row(2, Rating.MET, title="Calls answered"))
    assert keeps_rows(content(*rows), content(*rows[::-1]))
    assert not keeps_rows(content(*rows), content(rows[0]))
    assert not keeps_rows(content(rows[0], rows[0]), content(rows[0]))


def test_two_rows_read_as_one_lose_nothing_when_they_are_split() -> None:
    merged = content(row(1, Rating.MET, title="Bins collected Calls answered"))
    split = content(row(1, Rating.MET, title="Bins collected"), row(2, Rating.MET, title="Calls answered"))
    assert keeps_rows(merged, split)
    assert keeps_rows(split, merged)
