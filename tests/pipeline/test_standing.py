"""A document the council replaced counts no more, whatever was loaded first; what changed in it is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.dump import dump_dataset
from pipeline.load import load_rejected, refresh_standing
from pipeline.replaced import find_replaced, pair_rows
from pipeline.rows import insert_rows, select_rows
from pipeline.search import Wanted, find_hits
from pipeline.standing import find_changes
from pipeline.store import open_store
from schemas.dataset import ClaimRow, IssueRow, ObservationRow, ReconciliationRow, RestatementRow
from schemas.errors import Reason, Rejection
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.normalised import NormalisedDocument
from schemas.publications import PublicationKind, PublicationState
from schemas.tables_publications import CommitteeRow, MeetingRow, PublicationRow, PublicationVersionRow
from schemas.vocabulary import DocumentRole, Rag, Rating, Verdict
from tests.pipeline.made_documents import load, made

HOST = "democracy.testbury.gov.uk"
MOMENT = "2026-10-26T00:00:0{}+00:00"

WASTE, WASTE_NOW = ("Waste", "52", "", Rag.GREEN), ("Waste", "53", "", Rag.GREEN)
TREES, TREES_NOW = ("Trees", "10", "", Rag.GREEN), ("Trees", "10", "", Rag.RED)
ROADS = ("Roads", "7", "", Rag.AMBER)

FIRST = made("appendix.pdf", "Q1", (WASTE, TREES, ROADS), green=2)
SECOND = made("appendix-v2.pdf", "Q1", (WASTE_NOW, TREES_NOW, ROADS), green=1)
NEXT_QUARTER = made("next.pdf", "Q2", (("Waste", "55", "53", Rag.GREEN),))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_store(tmp_path / "a.db")) as store:
        yield store


def enter(
    db: Database, number: str, *documents: NormalisedDocument, kind: PublicationKind = PublicationKind.APPENDIX
) -> None:
    """A publication whose bytes were, one after the other, those of the documents."""
    ids = [document.document.document_id for document in documents]
    rows: list[object] = []
    if not db.conn.execute("SELECT 1 FROM meetings").fetchone():
        rows += [
            CommitteeRow(committee_id=f"{HOST}/101", host=HOST, council_id="testshire", title="Cabinet"),
            MeetingRow(meeting_id=f"{HOST}/1", host=HOST, committee_id=f"{HOST}/101", meeting_date="2026-11-03"),
        ]
    rows.append(
        PublicationRow(
            publication_id=f"{HOST}/{number}",
            host=HOST,
            meeting_id=f"{HOST}/1",
            kind=kind,
            role=DocumentRole.APPENDIX,
            title="Appendix A",
            url=f"https://{HOST}/{number}",
            chosen_by="rule",
            state=PublicationState.FETCHED,
            seen_at=MOMENT.format(0),
        )
    )
    rows += [
        PublicationVersionRow(
            publication_id=f"{HOST}/{number}",
            version=at,
            sha256=sha256,
            title="Appendix A",
            bytes=1,
            final_url=f"https://{HOST}/{number}",
            path="x",
            fetched_at=MOMENT.format(at),
            superseded_by=later,
        )
        for at, (sha256, later) in enumerate(zip(ids, [*ids[1:], None], strict=True), 1)
    ]
    insert_rows(db, rows)


def superseded(db: Database) -> dict[str, str | None]:
    return dict(db.conn.execute("SELECT filename, superseded_by FROM documents").fetchall())


def restated(db: Database) -> set[tuple[Any, ...]]:
    return {(row.field, row.was, row.became) for row in select_rows(db, RestatementRow)}


def count(db: Database, sql: str) -> int:
    return int(db.conn.execute(sql).fetchone()[0])


def test_a_replaced_document_stays_and_is_marked(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    assert superseded(db) == {"appendix.pdf": None}
    load(db, SECOND)
    assert superseded(db) == {"appendix.pdf": SECOND.document.document_id, "appendix-v2.pdf": None}
    assert count(db, "SELECT count(*) FROM observations") == 6


def test_its_rows_are_in_no_count(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    load(db, SECOND)
    assert count(db, "SELECT sum(n) FROM rag_counts") == 3
    assert count(db, "SELECT count(*) FROM kpi_series") == 3
    assert [row[0] for row in db.conn.execute("SELECT claimed FROM ledger")] == [1]
    (checked,) = select_rows(db, ReconciliationRow)
    assert (checked.verdict, checked.extracted) == (Verdict.MATCH, 1)
    assert len(select_rows(db, ClaimRow)) == 2


def test_its_words_are_not_found_any_more(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    before = find_hits(db, Wanted("waste"))
    load(db, SECOND)
    after = find_hits(db, Wanted("waste"))
    assert {hit.filename for hit in before} == {"appendix.pdf"}
    assert {hit.filename for hit in after} == {"appendix-v2.pdf"}
    assert len(after) == len(before)


def test_what_the_council_changed_is_a_restatement(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    load(db, SECOND)
    assert restated(db) == {("actual", "52", "53"), ("rag", "green", "red")}


def test_a_row_that_was_taken_out_is_told(db: Database) -> None:
    shorter = made("appendix-v2.pdf", "Q1", (WASTE,))
    enter(db, "7", FIRST, shorter)
    load(db, FIRST)
    load(db, shorter)
    (told,) = select_rows(db, IssueRow, "WHERE code = 'row_withdrawn' AND message LIKE '%Trees%'")
    assert told.document_id == shorter.document.document_id
    assert told.message == "'Trees' stood on page 1 of appendix.pdf, which this document replaced."
    assert count(db, "SELECT count(*) FROM issues WHERE code = 'row_withdrawn'") == 2
    # It came back in another document of the report.
    load(db, made("annex.pdf", "Q1", (TREES, ROADS)))
    assert count(db, "SELECT count(*) FROM issues WHERE code = 'row_withdrawn'") == 0


def test_a_later_report_is_compared_with_what_stands(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    for document in (FIRST, SECOND, NEXT_QUARTER):
        load(db, document)
    # The later report prints 53 for the quarter: what the replaced document said is not restated by it.
    assert restated(db) == {("actual", "52", "53"), ("rag", "green", "red")}


def test_the_order_of_loading_does_not_matter(tmp_path: Path) -> None:
    chooser = random.Random(6)
    documents = [FIRST, SECOND, NEXT_QUARTER]
    dumps = []
    for at in range(4):
        with closing(open_store(tmp_path / f"{at}.db")) as store:
            enter(store, "7", FIRST, SECOND)
            for document in chooser.sample(documents, len(documents)):
                load(store, document)
            dumps.append(dump_dataset(store))
    assert all(dump == dumps[0] for dump in dumps)


def test_loading_a_replaced_document_again_leaves_it_replaced(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    for document in (FIRST, SECOND, FIRST):
        load(db, document)
    assert superseded(db)["appendix.pdf"] == SECOND.document.document_id
    assert restated(db) == {("actual", "52", "53"), ("rag", "green", "red")}
    assert count(db, "SELECT sum(n) FROM rag_counts") == 3


def test_a_version_that_cannot_be_read_still_replaces_the_one_before(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    plan = DocumentPlan(
        Path("x.pdf"),
        "appendix-v2.pdf",
        SECOND.document.document_id,
        1,
        DocumentIdentity(report_id="testshire-q1", source="moderngov", council_id="testshire"),
    )
    load_rejected(db, plan, Rejection(Reason.ENCRYPTED, "it wants a password"))
    assert superseded(db)["appendix.pdf"] == SECOND.document.document_id
    assert count(db, "SELECT count(*) FROM rag_counts") == 0
    assert count(db, "SELECT count(*) FROM issues WHERE code = 'row_withdrawn'") == 0


def test_bytes_that_come_back_stand_again_without_being_read_again(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    load(db, SECOND)
    db.conn.execute("DELETE FROM publications")
    enter(db, "7", FIRST, SECOND, FIRST)
    assert set(find_changes(db)) == {FIRST.document.document_id, SECOND.document.document_id}
    refresh_standing(db)
    assert superseded(db) == {"appendix.pdf": None, "appendix-v2.pdf": FIRST.document.document_id}
    assert restated(db) == {("actual", "53", "52"), ("rag", "red", "green")}
    assert find_changes(db) == {}
    refresh_standing(db)


def test_bytes_that_another_address_still_offers_stand(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    enter(db, "8", FIRST)
    load(db, FIRST)
    load(db, SECOND)
    assert superseded(db) == {"appendix.pdf": None, "appendix-v2.pdf": None}


@pytest.mark.parametrize("first", ["the pack", "the paper"])
def test_a_pack_gives_way_to_papers_published_singly(db: Database, first: str) -> None:
    pack = made("pack.pdf", "Q2", (WASTE, TREES, ROADS), role=DocumentRole.PACK)
    enter(db, "g9", pack, kind=PublicationKind.PACK)
    enter(db, "7", FIRST)
    for document in (pack, FIRST) if first == "the pack" else (FIRST, pack):
        load(db, document)
    assert superseded(db) == {"appendix.pdf": None, "pack.pdf": FIRST.document.document_id}
    assert count(db, "SELECT sum(n) FROM rag_counts") == 3
    assert count(db, "SELECT count(*) FROM issues WHERE code = 'row_withdrawn'") == 0


def test_a_pack_stands_where_nothing_is_published_singly(db: Database) -> None:
    enter(db, "g9", FIRST, kind=PublicationKind.PACK)
    load(db, FIRST)
    assert superseded(db) == {"appendix.pdf": None}


def test_versions_replace_each_other_in_turn(db: Database) -> None:
    third = made("appendix-v3.pdf", "Q1", (("Waste", "54", "", Rag.GREEN), TREES_NOW, ROADS))
    enter(db, "7", FIRST, SECOND, third)
    for document in (third, FIRST, SECOND):
        load(db, document)
    assert restated(db) == {("actual", "52", "53"), ("rag", "green", "red"), ("actual", "53", "54")}
    assert count(db, "SELECT sum(n) FROM rag_counts") == 3


HISTORIES = st.lists(st.sampled_from("ABC"), min_size=1, max_size=4).map(
    lambda letters: [letter for letter, before in zip(letters, [None, *letters], strict=False) if letter != before]
)


@settings(max_examples=10)
@given(st.lists(HISTORIES, min_size=1, max_size=3), st.permutations("ABC"))
def test_bytes_stand_while_any_address_offers_them(
    tmp_path_factory: pytest.TempPathFactory, histories: list[list[str]], order: list[str]
) -> None:
    documents = {name: made(f"{name}.pdf", "Q1", (WASTE,)) for name in "ABC"}
    with closing(open_store(tmp_path_factory.mktemp("standing") / "a.db")) as db:
        for number, history in enumerate(histories):
            enter(db, str(number), *(documents[letter] for letter in history))
        for letter in order:
            load(db, documents[letter])
        offered = {letter for history in histories for letter in history}
        current = {history[-1] for history in histories}
        assert {name[0] for name, by in superseded(db).items() if by is None} == current | (set("ABC") - offered)
        assert find_changes(db) == {}


def test_a_version_that_was_not_ingested_replaces_nothing(db: Database) -> None:
    enter(db, "7", FIRST, SECOND)
    load(db, FIRST)
    assert count(db, "SELECT sum(n) FROM rag_counts") == 3


def test_documents_nobody_fetched_are_left_alone(db: Database) -> None:
    load(db, FIRST)
    load(db, SECOND)
    assert set(superseded(db).values()) == {None}
    assert find_changes(db) == {}


def rows(*titles: str, **changed: Any) -> tuple[ObservationRow, ...]:
    """Rows of one theme, by title; each an indicator of its own."""
    made_rows = made("a.pdf", "Q1", [(title, "5", "", Rag.GREEN) for title in titles]).observations
    return tuple(replace(row, **changed) for row in made_rows)


def fields(changes: Sequence[RestatementRow]) -> list[tuple[str, str | None, str | None]]:
    return [(change.field, change.was, change.became) for change in changes]


@pytest.mark.parametrize(
    ("was", "now", "changes"),
    [
        ({}, {}, []),
        ({"actual_text": "5.0"}, {"actual_text": "5"}, []),
        ({"target_text": "80%", "target_value": 80.0}, {"target_text": "75%", "target_value": 75.0},
         [("target", "80%", "75%")]),
        ({"previous_text": "n/a"}, {"previous_text": "12", "previous_value": 12.0}, [("previous", "n/a", "12")]),
        ({"actual_value": None, "actual_text": "not  known"}, {"actual_value": None, "actual_text": "not known"}, []),
        ({"actual_value": None, "actual_text": "tbc"}, {}, [("actual", "tbc", "5")]),
        ({"rag": Rag.NONE, "rating": Rating.NOT_RATED}, {}, [("rag", "none", "green")]),
        ({"rating": Rating.EXCEEDED}, {}, [("rating", "exceeded", "met")]),
        ({"commentary": "a"}, {"commentary": "b"}, []),
    ],
)  # fmt: skip
def test_only_figures_targets_and_statuses_are_compared(
    was: dict[str, Any], now: dict[str, Any], changes: list[tuple[str, str, str]]
) -> None:
    assert fields(find_replaced(rows("Waste", **was), rows("Waste", **now))) == changes


def test_rows_without_a_single_counterpart_are_not_compared() -> None:
    twice = (*rows("Waste", actual_value=1.0), *rows("Waste", actual_value=2.0))
    assert pair_rows(twice, rows("Waste")) == []
    assert pair_rows(rows("Waste"), rows("Trees")) == []
    assert pair_rows(rows("Waste", indicator_id=None), rows("Waste", indicator_id=None)) == []


def test_a_row_that_moved_to_another_section_is_still_the_same_indicator() -> None:
    assert len(pair_rows(rows("Waste", theme="A clean place"), rows("Waste"))) == 1


def test_a_row_printed_in_two_sections_is_compared_section_by_section() -> None:
    first = (*rows("Waste", theme="North", observation_id="n1"), *rows("Waste", theme="South", observation_id="s1"))
    later = (*rows("Waste", theme="South", observation_id="s2"), *rows("Waste", theme="North", observation_id="n2"))
    assert {(was.observation_id, now.observation_id) for was, now in pair_rows(first, later)} == {
        ("n1", "n2"),
        ("s1", "s2"),
    }
