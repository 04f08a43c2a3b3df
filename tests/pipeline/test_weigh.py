"""Claims about totals that travel: a cover states them, the appendix is read by them, whichever came first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from fixtures.matrix.content import Content, make_content
from fixtures.matrix.rivals import write_appendix, write_cover
from pipeline.dump import dump_dataset
from pipeline.ingest import ingest_directly, list_documents, load_read, open_run, read_document
from pipeline.store import read_store
from schemas.runs import Fate, IngestRequest, RunSummary

MANIFEST = """file,council,body,meeting_date,report,role,title,period
cover.pdf,Wexmere Vale Council,Cabinet,2025-11-20,wexmere-q2,cover,Performance report,Quarter 2 2025/26
appendix.pdf,Wexmere Vale Council,Cabinet,2025-11-20,wexmere-q2,appendix,Appendix A,Quarter 2 2025/26
"""


ROWS = 12


@pytest.fixture(scope="module")
def content() -> Content:
    whole = make_content("word", "full", "reportlab", 1)
    return replace(whole, sections=whole.sections[:1])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Path:
    """A covering report with totals, and its appendix, which alignment alone reads wrongly."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "manifest.csv").write_text(MANIFEST)
    write_cover(content, folder / "cover.pdf")
    write_appendix(content, "banded", folder / "appendix.pdf")
    return folder


@pytest.fixture(scope="module")
def together(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    return ingest(tmp_path_factory.mktemp("dataset") / "a.db", shared)


def ingest(database: Path, *paths: Path, workers: int = 2) -> RunSummary:
    request = IngestRequest(paths=paths, database=database, workers=workers)
    return ingest_directly(request, lambda filename, where: None)


def dump(database: Path) -> list[str]:
    with read_store(database) as db:
        return dump_dataset(db)


@pytest.fixture
def dataset(together: RunSummary) -> Iterator[Database]:
    with read_store(together.database) as db:
        yield db


def query(db: Database, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql).fetchall()]


def fates(summary: RunSummary) -> dict[str, Fate]:
    return {outcome.filename: outcome.fate for outcome in summary.outcomes}


def unweighed(database: Path) -> list[tuple[object, ...]]:
    with read_store(database) as db:
        return query(db, "SELECT message FROM issues WHERE code = 'totals_not_weighed'")


def test_an_appendix_is_read_by_the_totals_of_its_cover(together: RunSummary, dataset: Database) -> None:
    assert fates(together) == {"appendix.pdf": Fate.LOADED, "cover.pdf": Fate.LOADED}
    assert query(dataset, "SELECT count(*), min(engine), max(engine) FROM observations") == [(ROWS, "bands", "bands")]
    assert query(dataset, "SELECT DISTINCT verdict FROM reconciliations") == [("match",)]
    assert unweighed(together.database) == []


def test_the_winner_its_reason_and_what_the_others_counted_can_be_queried(dataset: Database) -> None:
    readings = query(
        dataset,
        "SELECT engine, rows, totals_met, totals_stated, readings.reason "
        "FROM readings JOIN documents USING (document_id) "
        "WHERE filename = 'appendix.pdf' AND (kept OR position = 1) ORDER BY position",
    )
    (first, best) = readings
    assert first[0] == "first"
    assert first[1] != ROWS
    assert int(str(first[2])) < 5
    assert best == ("bands", ROWS, 5, 5, "it meets more of the report's totals")
    ((asked,),) = query(dataset, "SELECT weighed_totals FROM documents WHERE filename = 'appendix.pdf'")
    assert ["total", ROWS] in json.loads(str(asked))


def test_reading_the_same_files_again_changes_nothing(shared: Path, together: RunSummary) -> None:
    before = dump(together.database)
    assert set(fates(ingest(together.database, shared)).values()) == {Fate.UNCHANGED}
    assert dump(together.database) == before


@pytest.mark.parametrize("first", ["cover.pdf", "appendix.pdf"])
def test_it_does_not_matter_which_document_was_ingested_first(
    first: str, shared: Path, together: RunSummary, tmp_path: Path
) -> None:
    database = tmp_path / "b.db"
    ingest(database, shared / first)
    again = ingest(database, shared, workers=1)
    assert fates(again)["appendix.pdf"] is Fate.LOADED
    assert dump(database) == dump(together.database)


def test_a_run_that_ended_between_the_readings_is_carried_on(
    shared: Path, together: RunSummary, tmp_path: Path
) -> None:
    database = tmp_path / "c.db"
    request = IngestRequest(paths=(shared,), database=database, workers=1)
    with open_run(request, lambda filename, where: None) as run:
        for plan in list_documents(run):
            load_read(run, read_document(run, plan))
    assert len(unweighed(database)) == 1
    assert fates(ingest(database, shared)) == {"appendix.pdf": Fate.LOADED, "cover.pdf": Fate.UNCHANGED}
    assert dump(database) == dump(together.database)


def test_an_appendix_that_is_not_at_hand_when_its_cover_comes_is_an_issue(shared: Path, tmp_path: Path) -> None:
    database = tmp_path / "d.db"
    ingest(database, shared / "appendix.pdf")
    assert unweighed(database) == []
    ingest(database, shared / "cover.pdf")
    ((message,),) = unweighed(database)
    assert "appendix.pdf meet" in str(message)
    ingest(database, shared / "appendix.pdf")
    assert unweighed(database) == []


def test_a_cover_with_other_totals_has_the_appendix_weighed_anew(
    shared: Path, content: Content, together: RunSummary, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    for name in ("manifest.csv", "appendix.pdf"):
        (folder / name).write_bytes((shared / name).read_bytes())
    counts = [(label, count + (label != "Total")) for label, count in content.counts]
    write_cover(replace(content, stated=tuple(counts)), folder / "cover.pdf")
    database = tmp_path / "e.db"
    ingest(database, folder)
    with read_store(database) as db:
        assert query(db, "SELECT DISTINCT verdict FROM reconciliations ORDER BY 1") == [("match",), ("mismatch",)]
    (folder / "cover.pdf").write_bytes((shared / "cover.pdf").read_bytes())
    ingest(database, folder)
    assert unweighed(database) == []
    with read_store(database) as db:
        assert query(db, "SELECT count(*) FROM observations") == [(ROWS,)]


def test_totals_of_two_documents_with_rows_are_weighed_against_neither(
    shared: Path, content: Content, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    write_cover(content, folder / "cover.pdf")
    (section,) = content.sections
    for number, lines in enumerate((section.lines[:6], section.lines[6:]), start=1):
        half = replace(content, sections=(replace(section, lines=lines),))
        write_appendix(half, "banded", folder / f"appendix-{number}.pdf")
    line = "{name},Wexmere Vale Council,Cabinet,2025-11-20,wexmere-q2,{role},Papers,Quarter 2 2025/26"
    names = [("cover.pdf", "cover"), ("appendix-1.pdf", "appendix"), ("appendix-2.pdf", "appendix")]
    rows = [MANIFEST.splitlines()[0], *(line.format(name=name, role=role) for name, role in names)]
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n")
    summary = ingest(tmp_path / "f.db", folder)
    assert unweighed(summary.database) == []
    with read_store(summary.database) as db:
        assert query(db, "SELECT count(*) FROM documents WHERE weighed_totals IS NOT NULL") == [(0,)]
