"""What the declarations promise of the dataset: descriptions, rules that hold, a page that is not stale."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Annotated

import pytest

from schemas import docs
from schemas.dataset import TABLES, ClaimRow, CouncilRow, ObservationRow, declaration, from_record, to_record
from schemas.ddl import column_descriptions, creation_sql, search_sql, table_descriptions, view_sql
from schemas.declaration import column, declared_classes, table, to_value
from schemas.views import SEARCHES, VIEWS
from schemas.vocabulary import Basis, Form, Population, Rag, Rating, ScopeType

CONTRACT = {
    "councils": "council_id name gss_code type nation system base_url",
    "reports": "report_id council_id body meeting_date title period_label period_start period_end financial_year "
    "source",
    "documents": "document_id report_id role title filename source_url published_on retrieved_at pages bytes producer "
    "status reason receipt",
    "indicators": "indicator_id council_id ref title unit polarity first_period last_period",
    "observations": "observation_id document_id report_id indicator_id position theme grouping directorate owner "
    "frequency ref_printed ref title target_text target_value target_comparator floor_text floor_value actual_text "
    "actual_value actual_null_reason previous_text previous_value unit period_label period_start period_end "
    "commentary rag status_label rating not_rated_reason status_method status_colour previous_rag direction "
    "direction_text page x0 top x1 bottom engine confidence",
    "measurements": "observation_id role period_label period_start period_end text value unit comparator",
    "actions": "action_id document_id report_id position theme grouping directorate ref title due_text due_date "
    "status_label status rag commentary page x0 top x1 bottom",
    "places": "table_name row_id field page x0 top x1 bottom",
    "legend": "document_id colour mark label rating rule_text page x0 top x1 bottom",
    "sections": "section_id document_id position number heading level parent_id kind text page_first page_last",
    "mentions": "mention_id section_id document_id indicator_id observation_id ref quote values_json kind page",
    "claims": "claim_id document_id report_id population scope_type scope period_label is_current basis bucket rating "
    "count percent denominator form quote page x0 top x1 bottom",
    "reconciliations": "claim_id report_id extracted unreadable difference verdict arithmetic explanation",
    "restatements": "indicator_id period_label first_observation_id later_observation_id field was became",
    "issues": "issue_id document_id report_id code severity responsibility message table_name row_id page x0 top x1 "
    "bottom",
    "runs": "run_id started_at finished_at status found loaded unchanged rejected flow_run_id code_version",
}
"""The columns analysts rely on, in their order; others may stand between and after them."""

NAMES = [described.name for described in TABLES]


@pytest.fixture
def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in (*creation_sql(), *(view_sql(view) for view in VIEWS)):
        connection.execute(statement)
    return connection


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_the_columns_analysts_rely_on_are_there_in_their_order(name: str) -> None:
    declared = next(described for described in TABLES if described.name == name).column_names
    promised = CONTRACT[name].split()
    assert [column_name for column_name in declared if column_name in promised] == promised


def test_every_declared_class_is_listed_once() -> None:
    ours = {row_class for row_class in declared_classes() if row_class.__module__.startswith("schemas.")}
    assert {described.row_class for described in TABLES} == ours
    assert len(set(NAMES)) == len(TABLES)


def test_every_table_view_and_column_has_a_description_that_ends_like_a_sentence() -> None:
    for description in [d.description for d in table_descriptions()] + [d.description for d in column_descriptions()]:
        assert description.endswith("."), description


def test_every_table_is_strict_and_parents_come_first(empty: sqlite3.Connection) -> None:
    strict = {name for _, name, kind, _, _, is_strict in empty.execute("PRAGMA table_list") if is_strict}
    assert strict == set(NAMES)
    for at, described in enumerate(TABLES):
        for declared in described.columns:
            if declared.about.references:
                assert declared.about.references.partition(".")[0] in NAMES[: at + 1]


def test_a_number_in_a_text_column_and_text_in_a_number_column_are_refused(empty: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        empty.execute("INSERT INTO runs (run_id, started_at, status, found) VALUES ('a', 'b', 'running', 'many')")


def test_a_value_outside_a_closed_set_is_refused(empty: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        empty.execute("INSERT INTO councils (council_id, name, system) VALUES ('a', 'A', 'paper')")
    empty.execute("INSERT INTO councils (council_id, name, system) VALUES ('a', 'A', NULL)")


def test_a_row_of_a_report_nobody_knows_is_refused(empty: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        empty.execute("INSERT INTO documents (document_id, report_id, filename, role, status) "
                      "VALUES ('d', 'r', 'f.pdf', 'cover', 'loaded')")  # fmt: skip


def test_every_foreign_key_can_be_followed_by_an_index(empty: sqlite3.Connection) -> None:
    for described in TABLES:
        begun = {
            empty.execute(f'PRAGMA index_info("{index[1]}")').fetchone()[2]
            for index in empty.execute(f'PRAGMA index_list("{described.name}")').fetchall()
        }
        for declared in described.columns:
            assert declared.about.references is None or declared.name in begun, (described.name, declared.name)


def test_views_have_the_columns_they_describe(empty: sqlite3.Connection) -> None:
    for view in VIEWS:
        names = [entry[0] for entry in empty.execute(f"SELECT * FROM {view.name}").description]
        assert names == [name for name, _ in view.columns]
    assert {view.name for view in VIEWS} == {"rag_counts", "kpi_series", "ledger"}


def test_search_tables_take_their_words_from_columns_of_their_source() -> None:
    for search in SEARCHES:
        source = next(described for described in TABLES if described.name == search.source)
        assert {*search.keys, *search.words} <= set(source.column_names)
        assert "fts5" in search_sql(search)


def test_a_row_comes_back_from_its_record_as_it_was() -> None:
    claim = ClaimRow(
        claim_id="c",
        document_id="d",
        report_id="r",
        population=Population.KPIS,
        scope_type=ScopeType.WHOLE,
        is_current=False,
        basis=Basis.DIRECTION,
        bucket="On track",
        count=3,
        percent=12.5,
        form=Form.TABLE,
        quote="12.5% (3)",
        page=1,
        x0=0.0,
        top=1.0,
        x1=2.0,
        bottom=3.0,
        position=1,
    )
    record = to_record(claim)
    assert (record["is_current"], record["basis"], record["scope"]) == (0, "direction", None)
    assert {type(value) for value in record.values()} <= {str, int, float, type(None)}
    assert from_record(ClaimRow, record) == claim


def test_a_closed_set_is_known_from_the_type_of_its_field() -> None:
    columns = {declared.name: declared for declared in declaration(ObservationRow).columns}
    assert columns["rag"].values == tuple(Rag)
    assert not columns["rating"].nullable
    assert columns["previous_rag"].nullable
    assert columns["rating"].values == tuple(Rating)
    assert columns["title"].values is None


def test_a_value_that_is_no_cell_of_a_table_is_refused() -> None:
    with pytest.raises(TypeError, match="list cannot be stored"):
        to_value(["a"])


def test_a_field_without_a_description_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="name is not Annotated"):

        @table("towns", "One town.")
        @dataclass(frozen=True, slots=True, kw_only=True)
        class TownRow:
            name: str


def test_a_field_of_two_types_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="population needs one type"):

        @table("towns", "One town.")
        @dataclass(frozen=True, slots=True, kw_only=True)
        class TownRow:
            population: Annotated[int | str, column("People living there.")]


def test_the_page_about_the_dataset_is_not_stale() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.write_page(), "run python -m schemas.docs"


def test_a_stale_page_fails_the_check_and_is_written_anew(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "PAGE", tmp_path_factory.mktemp("repository") / "docs" / "dataset.md")
    assert docs.main(["--check"]) == 1
    assert "is stale" in capsys.readouterr().err
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    assert docs.main(["--chek"]) == 2


def test_the_page_names_every_table_column_and_view() -> None:
    page = docs.write_page()
    for name in [d.table_name for d in table_descriptions()] + [d.column_name for d in column_descriptions()]:
        assert name in page
    assert declaration(CouncilRow).description in page
