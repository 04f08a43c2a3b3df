"""Prose of one document of a report, and the rows of another that it means."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from sqlite_utils import Database

from pipeline.link_mentions import link_mentions, link_report
from pipeline.store import open_store
from schemas.dataset import IssueRow, MeasurementRow, MentionRow, ObservationRow
from schemas.vocabulary import MentionKind, Rag, Rating, ValueRole
from tests.pipeline import made_documents
from tests.pipeline.made_claims import kpi
from tests.pipeline.made_documents import load
from tests.pipeline.made_mentions import APPENDIX, COVER, mention, named, titled, with_mentions

REDS = (
    "Percentage of complaints responded to within timescale",
    "Subject Access requests, made under Article 15, completed within statutory timescales",
    "Number of foster households",
)
ROWS = (
    *(titled(kpi(n, Rating.MISSED), title, f"1.{n}") for n, title in enumerate(REDS, 1)),
    titled(kpi(4), "Percentage of phone calls answered", "1.10"),
)


def issues(mentions: tuple[MentionRow, ...], rows: tuple[ObservationRow, ...] = ROWS) -> list[IssueRow]:
    return list(link_report(mentions, rows, ())[1])


def test_a_ref_of_the_cover_finds_its_row_in_the_appendix() -> None:
    (linked,) = link_mentions((mention(ref="1.10"),), ROWS)
    assert (linked.observation_id, linked.linked_by) == (ROWS[3].observation_id, "ref")
    assert linked.indicator_id == ROWS[3].indicator_id


def test_a_ref_of_no_row_stands_without_one() -> None:
    (linked,) = link_mentions((mention(ref="9.9", observation_id="gone:kpi:1", linked_by="ref"),), ROWS)
    assert (linked.ref, linked.observation_id, linked.linked_by) == ("9.9", None, None)


def test_refs_are_compared_whatever_stands_between_letters_and_figures() -> None:
    row = titled(kpi(1), "Calls answered", "CUS 07")
    assert link_mentions((mention(ref="CUS.07"),), (row,))[0].observation_id == row.observation_id


def test_a_row_of_the_own_document_comes_before_that_of_another() -> None:
    own = replace(ROWS[0], document_id=COVER, observation_id=f"{COVER[:16]}:kpi:1")
    assert link_mentions((mention(ref="1.1"),), (*ROWS, own))[0].observation_id == own.observation_id


def test_what_was_linked_in_its_own_document_stays() -> None:
    under_a_card = mention(observation_id=f"{COVER[:16]}:kpi:7", linked_by="place", ref="1.1")
    assert link_mentions((under_a_card,), ROWS) == (under_a_card,)


def test_a_shortened_title_finds_its_row() -> None:
    told = mention(title="Percentage of Subject Access requests (DPA) completed in statutory timescales")
    (linked,) = link_mentions((replace(told, listed_as=Rag.RED),), ROWS)
    assert (linked.observation_id, linked.linked_by) == (ROWS[1].observation_id, "title")
    assert linked.score is not None
    assert linked.score >= 65


def test_the_name_of_a_directorate_finds_no_row() -> None:
    assert link_mentions((named(1, "Customer Services"),), ROWS)[0].observation_id is None


def test_a_list_that_names_every_red_row_is_right() -> None:
    assert issues(tuple(named(n, title, 3) for n, title in enumerate(REDS, 1))) == []


def test_a_red_row_that_the_list_leaves_out_is_told() -> None:
    (issue,) = issues(tuple(named(n, title, 2) for n, title in enumerate(REDS[:2], 1)))
    assert (issue.code, issue.row_id) == ("row_not_named", ROWS[2].observation_id)
    assert "Number of foster households" in issue.message
    assert f"page {ROWS[2].page}" in issue.message


def test_a_named_row_of_another_colour_is_told() -> None:
    names = (*REDS, "Percentage of phone calls answered")
    (issue,) = issues(tuple(named(n, title, 4) for n, title in enumerate(names, 1)))
    assert (issue.code, issue.row_id) == ("named_row_of_other_status", ROWS[3].observation_id)


def test_a_name_without_a_row_is_told() -> None:
    names = (*REDS, "Visits to museums and galleries")
    (issue,) = issues(tuple(named(n, title, 4) for n, title in enumerate(names, 1)))
    assert (issue.code, issue.table_name) == ("named_row_unknown", "mentions")


def test_a_list_of_a_part_of_the_report_does_not_name_all() -> None:
    assert issues((named(1, REDS[0], 1),)) == []


def test_a_list_in_a_report_without_rows_is_not_checked() -> None:
    assert issues((named(1, REDS[0], 1),), ()) == []


def contradiction(quote: str, stated: str, *, ref: str | None = "1.4", role: str = "to") -> list[str]:
    row = titled(
        kpi(4), "Calls answered", "1.4", actual_text="71%", actual_value=71.0, previous_value=69.0, target_value=80.0,
        unit="%", commentary="In May it was 66%.",
    )  # fmt: skip
    told = mention(
        ref=ref, title="Calls answered", quote=quote, values_json=json.dumps([{"role": role, "text": stated}])
    )
    measured = MeasurementRow(observation_id=row.observation_id, role=ValueRole.BENCHMARK, text="75%", value=75.0)
    return [issue.code for issue in link_report((told,), (row,), (measured,))[1]]


def test_a_figure_that_the_row_contradicts_is_told() -> None:
    assert contradiction("1.4: Calls answered have risen to 78%.", "78%") == ["prose_contradicts_row"]


@pytest.mark.parametrize("figure", ["71%", "71.4%", "69%", "80%", "75%", "66%"])
def test_a_figure_that_the_row_has_anywhere_is_none_of_another(figure: str) -> None:
    assert contradiction(f"1.4: Calls answered have risen to {figure}.", figure) == []


@pytest.mark.parametrize("words", ["so far", "last year", "in the first quarter", "since April", "about"])
def test_a_figure_of_another_period_is_no_contradiction(words: str) -> None:
    assert contradiction(f"1.4: Calls answered have risen, {words}, to 78%.", "78%") == []


def test_a_figure_in_another_part_or_unit_is_no_contradiction() -> None:
    assert contradiction("1.4: Calls answered compare with 78%.", "78%", role="benchmark") == []
    assert contradiction("1.4: Calls answered have risen to 7,800.", "7,800") == []


def test_a_title_that_only_resembles_is_no_ground_for_a_contradiction() -> None:
    assert contradiction("In one team calls answered have risen to 78%.", "78%", ref=None) == []


def test_a_list_of_the_good_with_a_red_row_is_told() -> None:
    told = mention(ref="1.1", kind=MentionKind.GOOD, under="Indicators on target include:")
    assert [issue.code for issue in issues((told,))] == ["prose_judges_otherwise"]
    assert issues((replace(told, kind=MentionKind.OFF_TARGET),)) == []


WASTE = mention(title="Waste", ref=None, listed_as=Rag.GREEN, under="Greens:", quote="Waste")


def dump(db: Database) -> list[tuple[object, ...]]:
    found = db.conn.execute("SELECT * FROM mentions ORDER BY mention_id").fetchall()
    return found + db.conn.execute("SELECT * FROM issues ORDER BY issue_id").fetchall()


def test_loading_in_any_order_gives_the_same_links(tmp_path: object) -> None:
    cover = with_mentions(made_documents.COVER, WASTE)
    results = []
    for n, order in enumerate(itertools.permutations((cover, made_documents.APPENDIX, made_documents.MINUTES))):
        with open_store(tmp_path / f"{n}.db") as db:  # type: ignore[operator]
            for document in order:
                load(db, document)
            results.append(dump(db))
    assert all(result == results[0] for result in results)
    assert results[0][0][4] is not None


def test_a_link_goes_with_the_row_it_means(tmp_path: object) -> None:
    with open_store(tmp_path / "a.db") as db:  # type: ignore[operator]
        load(db, with_mentions(made_documents.COVER, WASTE))
        load(db, made_documents.APPENDIX)
        linked = db.conn.execute("SELECT observation_id, indicator_id FROM mentions").fetchone()
        load(db, replace(made_documents.APPENDIX, observations=(), measurements=(), indicators=()))
        gone = db.conn.execute("SELECT observation_id, indicator_id FROM mentions").fetchone()
    assert linked[1] == "testshire:waste"
    assert gone == (None, None)


def test_the_documents_are_two() -> None:
    assert {row.document_id for row in ROWS} == {APPENDIX}
