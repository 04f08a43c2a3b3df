"""What an analyst finds: the views, and searching words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.store import open_store
from tests.pipeline.made_documents import ALL, APPENDIX, SECOND, load


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "scrutineer.db") as opened:
        yield opened


def test_the_views_answer_the_first_questions(db: Database) -> None:
    for document in ALL:
        load(db, document)
    counts = db.conn.execute("SELECT * FROM rag_counts WHERE report = 'testshire-q1' ORDER BY rag").fetchall()
    assert counts == [
        ("testshire-q1", "A green place", "green", "met", 2),
        ("testshire-q1", "A green place", "red", "missed", 1),
    ]
    series = db.conn.execute(
        "SELECT council, title, period_end, value, rag FROM kpi_series WHERE title = 'TREES' ORDER BY period_end"
    ).fetchall()
    assert series == [
        ("testshire", "TREES", "2023-06-30", 10.0, "red"),
        ("testshire", "TREES", "2023-09-30", 11.0, "amber"),
    ]
    ledger = db.conn.execute(
        "SELECT filename, claimed, extracted, difference, verdict FROM ledger ORDER BY filename"
    ).fetchall()
    assert ledger == [
        ("cover.pdf", 2, 2, 0, "match"),
        ("second.pdf", 2, 1, -1, "mismatch"),
        ("third.pdf", 1, 1, 0, "match"),
    ]


def test_words_of_titles_commentary_and_sections_are_found_with_any_ending(db: Database) -> None:
    for document in ALL:
        load(db, document)
    load(db, SECOND)
    search = "SELECT title FROM observation_search WHERE observation_search MATCH ? ORDER BY title"
    assert [t for (t,) in db.conn.execute(search, ("collection tree",))] == ["TREES", "Trees"]
    found = db.conn.execute(
        "SELECT filename FROM section_search JOIN documents USING (document_id) WHERE section_search MATCH 'strategies'"
    )
    assert len(found.fetchall()) == len(ALL)


def test_searching_survives_a_vacuum(db: Database) -> None:
    load(db, APPENDIX)
    load(db, SECOND)
    load(db, APPENDIX)
    db.conn.execute("VACUUM")
    found = db.conn.execute(
        "SELECT observations.title FROM observation_search JOIN observations USING (observation_id) "
        "WHERE observation_search MATCH 'roads'"
    )
    assert found.fetchall() == [("Roads",)]
