"""What loading promises: whole documents, the same dataset whatever the order, nothing changed by doing it again."""

from __future__ import annotations

import functools
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.dump import dump_dataset
from pipeline.load import is_current, load_document
from pipeline.rows import select_rows
from pipeline.store import open_store
from schemas.dataset import (
    ActionRecord,
    CouncilRow,
    DocumentRow,
    IndicatorRow,
    IssueRow,
    LegendRow,
    MeasurementRow,
    ObservationRow,
    PlaceRow,
    ReconciliationRow,
    ReportRow,
    SectionRow,
)
from schemas.errors import Reason, Rejection
from schemas.identity import RejectedPath
from schemas.normalised import NormalisedDocument
from schemas.vocabulary import DocumentStatus, Rag, Verdict
from tests.pipeline.made_documents import (
    ALL,
    APPENDIX,
    COVER,
    SECOND,
    THIRD,
    WASTE,
    count,
    load,
    made,
    planned,
    set_aside,
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "scrutineer.db") as opened:
        yield opened


def dump_of(documents: Sequence[NormalisedDocument]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "scrutineer.db") as opened:
        for document in documents:
            load(opened, document)
        return dump_dataset(opened)


@functools.cache
def dump_of_all() -> list[str]:
    return dump_of(ALL)


def test_all_rows_of_a_document_are_in_the_dataset(db: Database) -> None:
    load(db, APPENDIX)
    assert select_rows(db, ObservationRow, "ORDER BY position") == APPENDIX.observations
    assert select_rows(db, MeasurementRow) == APPENDIX.measurements
    assert select_rows(db, ActionRecord) == APPENDIX.actions
    assert select_rows(db, PlaceRow) == APPENDIX.places
    assert select_rows(db, LegendRow) == APPENDIX.legend
    assert select_rows(db, SectionRow) == APPENDIX.sections
    assert select_rows(db, IssueRow) == APPENDIX.issues
    assert select_rows(db, DocumentRow) == (APPENDIX.document,)
    assert select_rows(db, ReportRow) == (APPENDIX.report,)
    assert select_rows(db, CouncilRow) == (APPENDIX.council,)


def test_loading_again_changes_nothing(db: Database) -> None:
    for document in ALL:
        load(db, document)
    before = dump_dataset(db)
    for document in ALL:
        load(db, replace(document, document=replace(document.document, retrieved_at="2030-01-01")))
    assert dump_dataset(db) == before == dump_of_all()


@settings(max_examples=15, deadline=None)
@given(st.permutations(ALL), st.lists(st.sampled_from(ALL), max_size=3))
def test_the_order_of_loading_does_not_matter(
    order: list[NormalisedDocument], before: list[NormalisedDocument]
) -> None:
    assert dump_of([*before, *order]) == dump_of_all()


@settings(max_examples=10, deadline=None)
@given(st.permutations(ALL), st.integers(0, 4))
def test_what_was_loaded_before_leaves_no_trace(order: list[NormalisedDocument], at: int) -> None:
    other = made("second.pdf", "Q2", (("Waste", "1", "2", Rag.RED), ("Parks", "3", "4", Rag.GREEN)), green=9, version=2)
    assert dump_of([*order[:at], other, *order[at:], SECOND]) == dump_of_all()


def test_a_document_that_turns_out_different_replaces_its_old_rows_whole(db: Database) -> None:
    load(db, APPENDIX)
    changed = made("appendix.pdf", "Q1", (("Parks", "3", "", Rag.GREEN),), version=2)
    load(db, changed)
    assert select_rows(db, ObservationRow) == changed.observations
    assert [row.title for row in select_rows(db, IndicatorRow)] == ["Parks"]
    assert count(db, "measurements") == count(db, "observation_search") == 1
    assert select_rows(db, DocumentRow) == (changed.document,)


def test_a_document_that_moves_to_another_report_takes_the_report_along(db: Database) -> None:
    load(db, THIRD)
    moved = made("third.pdf", "Q2", (WASTE,))
    document = replace(moved.document, document_id=THIRD.document.document_id)
    load(db, NormalisedDocument(council=moved.council, report=moved.report, document=document))
    assert [row.report_id for row in select_rows(db, ReportRow)] == ["testshire-q2"]
    assert count(db, "indicators") == count(db, "observations") == 0


def test_a_document_is_current_only_when_loaded_with_the_same_receipt(db: Database) -> None:
    document_id, receipt = APPENDIX.document.document_id, str(APPENDIX.document.receipt)
    assert not is_current(db, document_id, receipt)
    load(db, APPENDIX)
    assert is_current(db, document_id, receipt)
    assert not is_current(db, document_id, receipt.replace("1", "2"))
    set_aside(db, planned(APPENDIX), Rejection(Reason.TIMEOUT, "Took too long."), receipt=receipt)
    assert not is_current(db, document_id, receipt)


def test_a_rejected_document_is_entered_with_its_reason_and_loses_its_rows(db: Database) -> None:
    load(db, APPENDIX)
    load(db, COVER)
    set_aside(db, planned(APPENDIX), Rejection(Reason.TIMEOUT, "Took over 60 s. Raise the limit."))
    (document,) = select_rows(db, DocumentRow, "WHERE filename = 'appendix.pdf'")
    assert (document.status, document.reason) == (DocumentStatus.REJECTED, "timeout: Took over 60 s. Raise the limit.")
    assert document.report_id == "testshire-q1"
    assert count(db, "observations") == count(db, "indicators") == 0
    assert [row.verdict for row in select_rows(db, ReconciliationRow)] == [Verdict.MISMATCH]
    assert select_rows(db, ReportRow)[0].title == "Performance in the first quarter"


def test_a_rejected_document_alone_makes_its_report_known(db: Database) -> None:
    set_aside(db, planned(COVER), Rejection(Reason.ENCRYPTED, "Needs a password."))
    (report,) = select_rows(db, ReportRow)
    assert (report.report_id, report.title, report.inferred) == ("testshire-q1", "As the file name says", '["title"]')
    load(db, APPENDIX)
    assert select_rows(db, ReportRow)[0].title == "Appendix A"


def test_a_rejected_document_of_no_known_council_belongs_to_no_report(db: Database) -> None:
    set_aside(db, planned(COVER, council_id=None), Rejection(Reason.EMPTY, "Has no bytes."))
    (document,) = select_rows(db, DocumentRow)
    assert document.report_id is None
    assert count(db, "reports") == count(db, "councils") == 0


def test_a_path_whose_bytes_cannot_be_read_is_not_entered(db: Database) -> None:
    before = dump_dataset(db)
    unread = RejectedPath(Path("gone.pdf"), "gone.pdf", Reason.UNREADABLE_FILE, "It is gone.")
    set_aside(db, unread, Rejection(unread.reason, unread.detail))
    assert dump_dataset(db) == before


def test_an_error_in_the_middle_of_a_load_leaves_the_old_state(db: Database) -> None:
    load(db, COVER)
    load(db, APPENDIX)
    before = dump_dataset(db)
    changed = made("appendix.pdf", "Q1", (WASTE,), version=2)

    def fail(*_: object) -> tuple[tuple[ReconciliationRow, ...], tuple[IssueRow, ...]]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        load_document(db, changed, reconcile=fail)
    assert dump_dataset(db) == before
    twice = replace(changed, observations=changed.observations * 2)
    with pytest.raises(sqlite3.IntegrityError, match="observation_id"):
        load(db, twice)
    assert dump_dataset(db) == before


def test_rows_of_an_undeclared_issue_or_an_unknown_indicator_are_refused_whole(db: Database) -> None:
    before = dump_dataset(db)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        load(db, replace(APPENDIX, issues=(replace(APPENDIX.issues[0], code="no_such_code"),)))
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        load(db, replace(APPENDIX, indicators=()))
    assert dump_dataset(db) == before


def test_rows_of_another_document_are_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="a row of another document"):
        load(db, replace(APPENDIX, claims=COVER.claims))
    assert count(db, "documents") == 0
