"""Words found in a dataset: in KPI rows, statements about them, and sections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.cli import run
from pipeline.problems import ExitCode
from pipeline.search import Wanted, find_hits, match_expression
from pipeline.store import open_store, read_store
from schemas.runs import IngestRequest, Listener, RunSummary
from schemas.vocabulary import Rag
from tests.pipeline.made_documents import APPENDIX, COVER, SECOND, load
from tests.pipeline.made_mentions import mention, with_mentions


def no_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    raise AssertionError("no flow is wanted here")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "testshire.db"
    spoken = mention(title="Waste", quote="Waste collections have slipped, said the portfolio holder.")
    with open_store(path) as db:
        for document in (with_mentions(COVER, spoken), APPENDIX, SECOND):
            load(db, document)
    return path


@pytest.fixture(scope="module")
def db(dataset: Path) -> Database:
    return read_store(dataset)


def tables(db: Database, words: str, **wanted: object) -> list[str]:
    return [hit.table for hit in find_hits(db, Wanted(words=words, **wanted))]  # type: ignore[arg-type]


def test_a_hit_says_whose_it_is_and_where_it_stands(db: Database) -> None:
    (hit,) = find_hits(db, Wanted("slipped"))
    assert (hit.council, hit.period, hit.filename, hit.page) == ("testshire", "2023-06-30", "cover.pdf", 1)
    assert "[slipped]" in hit.snippet
    assert hit.kind == "off_target"


def test_words_are_found_in_rows_statements_and_sections(db: Database) -> None:
    assert set(tables(db, "waste")) == {"observations", "mentions", "sections"}


def test_a_statement_whose_row_is_in_another_document_shows_its_status(db: Database) -> None:
    assert tables(db, "slipped", rag=Rag.GREEN) == ["mentions"]
    assert tables(db, "slipped", rag=Rag.RED) == []


def test_all_words_are_wanted_in_any_form(db: Database) -> None:
    assert tables(db, "collection trees", kind="kpi") == ["observations", "observations"]
    assert tables(db, "collection elephants") == []


def test_a_phrase_is_wanted_as_it_stands(db: Database) -> None:
    assert tables(db, '"strategy be noted"') == ["sections"] * 3
    assert tables(db, '"noted be strategy"') == []


def test_a_star_finds_any_ending(db: Database) -> None:
    assert tables(db, "portf*") == ["mentions"]


def test_hits_are_bounded_by_period_council_and_kind(db: Database) -> None:
    assert {hit.period for hit in find_hits(db, Wanted("waste", first="2023-07-01"))} == {"2023-09-30"}
    assert {hit.period for hit in find_hits(db, Wanted("waste", last="2023-06-30"))} == {"2023-06-30"}
    assert tables(db, "waste", council="Testshire", kind="mention") == ["mentions"]
    assert tables(db, "waste", council="otherham") == []
    assert tables(db, "waste", kind="off_target") == ["mentions"]


def test_no_more_than_wanted_are_shown(db: Database) -> None:
    assert len(tables(db, "waste", limit=2)) == 2


def test_the_same_search_gives_the_same_hits(db: Database) -> None:
    assert find_hits(db, Wanted("waste")) == find_hits(db, Wanted("waste"))


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("fly-tipping", '"fly tipping"'),
        ('"care leavers" rent*', '"care leavers" "rent"*'),
        ("NOT (waste OR", '"NOT" "waste" "OR"'),
        ("“no-go”", '"no go"'),
        ("title:waste", '"title waste"'),
        ('"', None),
        ("*", None),
        ("", None),
        ("- ^ :", None),
    ],
)
def test_what_is_typed_is_words(typed: str, expression: str | None) -> None:
    assert match_expression(typed) == expression


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
    | st.text(alphabet="\"*-^:()+{}AND OR NOT wn'", max_size=20)
)
def test_no_search_is_an_error(dataset: Path, typed: str) -> None:
    with read_store(dataset) as db:
        find_hits(db, Wanted(typed))


def test_the_command_prints_where_the_words_stand(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["search", "--db", str(dataset), "slipped"]) == ExitCode.ALL_LOADED
    shown = capsys.readouterr().out
    assert "testshire  2023-06-30  cover.pdf page 1" in shown
    assert "[slipped]" in shown


def test_the_command_gives_json(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["search", "--db", str(dataset), "--json", "waste", "--limit", "1"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert hit["council"] == "testshire"


def test_nothing_found_is_no_failure(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["search", "--db", str(dataset), "elephants"]) == 0
    assert capsys.readouterr().out == "nothing found\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "31/12/2023"], "is no day"),
        (["--to", "2023-02-30"], "has 28 days"),
        (["--council", "otherham"], "no council otherham"),
        (["--kind", "elephant"], "nothing of kind elephant"),
        (["--rag", "pink"], "pink"),
        (["--limit", "0"], "limit"),
    ],
)
def test_what_cannot_be_is_said(
    dataset: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert run(no_flow, ["search", "--db", str(dataset), "waste", *options]) == ExitCode.CANNOT_START
    assert said in capsys.readouterr().err


def test_no_dataset_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["search", "--db", str(tmp_path / "none.db"), "waste"]) == ExitCode.CANNOT_START
    assert "does not exist" in capsys.readouterr().err
