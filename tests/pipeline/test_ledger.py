"""The ledger a person reads: what it says by default, what with everything, and when it calls for attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.ledger import Ledger, LedgerError, has_unexplained_mismatch, read_ledger, render_ledger
from pipeline.load import load_document
from pipeline.store import open_store
from schemas.dataset import ClaimRow
from schemas.vocabulary import Basis, DocumentRole, Form, Rag
from tests.pipeline.made_claims import claim, in_scope, summary
from tests.pipeline.made_documents import made

FOUR = (
    ("Waste", "52", "", Rag.GREEN),
    ("Trees", "10", "", Rag.RED),
    ("Roads", "7", "", Rag.GREEN),
    ("Parks", "3", "", Rag.AMBER),
)


def dataset(folder: Path, claims: Sequence[ClaimRow], quarter: str = "Q1") -> Path:
    """A dataset with one report: a cover that makes the claims, an appendix of two green, one amber, one red row."""
    cover = made("cover.pdf", quarter, role=DocumentRole.COVER, report_title="Performance report")
    document_id, report_id = cover.document.document_id, cover.document.report_id
    assert report_id is not None
    own = tuple(
        replace(c, claim_id=f"{document_id[:16]}:claim:{i}", document_id=document_id, report_id=report_id, position=i)
        for i, c in enumerate(claims, 1)
    )
    path = folder / "ledger.db"
    with open_store(path) as db:
        load_document(db, made("appendix.pdf", quarter, FOUR))
        load_document(db, replace(cover, claims=own))
    return path


def drawn(ledger: Ledger, width: int = 100) -> str:
    page = StringIO()
    render_ledger(ledger, Console(file=page, width=width))
    return page.getvalue()


def test_a_sound_report_takes_one_line_and_needs_no_attention(tmp_path: Path) -> None:
    ledger = read_ledger(dataset(tmp_path, summary(2, 1, 1, 4)))
    assert not has_unexplained_mismatch(ledger)
    text = drawn(ledger)
    assert "4 stated totals: 4 matched, 0 mismatched, 0 not checkable." in text
    assert "Green 2, Amber 1, Red 1, Total 4" in text
    assert "MISMATCH" not in text


def test_a_mismatch_stands_with_its_bucket_numbers_candidates_file_and_page(tmp_path: Path) -> None:
    ledger = read_ledger(dataset(tmp_path, [claim(1, "met", 1), claim(2, "close", 2), claim(3, "missed", 1)]))
    assert has_unexplained_mismatch(ledger)
    words = " ".join(drawn(ledger, width=400).split())
    assert "MISMATCH" in words
    assert "1 over" in words
    assert "Waste" in words
    assert "document 1, page 2" in words
    assert "document 1: cover.pdf" in words
    assert "2 mismatched (2 unexplained)" in words


def test_a_mismatch_that_the_reports_own_sum_explains_is_no_unexplained_one(tmp_path: Path) -> None:
    ledger = read_ledger(dataset(tmp_path, summary(2, 1, 1, 7)))
    wrong = [entry for entry in ledger.entries if entry.verdict == "mismatch"]
    assert len(wrong) == 1
    assert not has_unexplained_mismatch(ledger)
    assert "contradicts itself" in " ".join(drawn(ledger, width=300).split())


def test_a_wrong_total_stated_twice_is_explained_once(tmp_path: Path) -> None:
    said = summary(1, 2, 1, 4)
    again = [replace(made, claim_id=f"{made.claim_id}s", form=Form.SENTENCE, claim_group="s") for made in said]
    words = " ".join(drawn(read_ledger(dataset(tmp_path, [*said, *again])), width=400).split())
    assert words.count("Rows to look at") == 2
    assert words.count("As above: stated again, in a sentence (document 1, page 2).") == 2
    assert "4 mismatched" in words


def test_claims_that_cannot_be_checked_share_a_line_per_reason(tmp_path: Path) -> None:
    forecasts = [claim(i, "met", i, basis=Basis.FORECAST, bucket=f"Green {i}") for i in range(1, 6)]
    text = drawn(read_ledger(dataset(tmp_path, forecasts)), width=200)
    assert text.count("It is a forecast") == 1
    assert "5 ×" in text


def test_everything_shows_every_claim_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = dataset(tmp_path, [*summary(2, 1, 1, 4), *in_scope([claim(5, "met", 2)], "A green place", 2)])
    everything = drawn(read_ledger(path, everything=True), width=200)
    assert everything.count("match") >= 5
    assert len(everything.splitlines()) > len(drawn(read_ledger(path), width=200).splitlines())


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_ledger_fits_its_screen(tmp_path: Path, width: int) -> None:
    scope = "Children, Young People and Education (Education & Skills)"
    path = dataset(tmp_path, [claim(1, "met", 9), *in_scope(summary(2, 1, 1), scope, 2)])
    for everything in (False, True):
        lines = drawn(read_ledger(path, everything=everything), width).splitlines()
        assert max(len(line) for line in lines) <= width


def test_without_a_terminal_the_ledger_is_plain_text(tmp_path: Path) -> None:
    assert "\x1b" not in drawn(read_ledger(dataset(tmp_path, summary(1, 1, 1))))


def test_square_brackets_in_names_are_printed_as_they_are(tmp_path: Path) -> None:
    path = dataset(tmp_path, [claim(1, "met", 9, bucket="On target [note 1]")])
    assert "[note 1]" in " ".join(drawn(read_ledger(path), width=300).split())


def test_one_report_can_be_asked_for(tmp_path: Path) -> None:
    path = dataset(tmp_path, summary(2, 1, 1))
    assert [report.report_id for report in read_ledger(path, "testshire-q1").reports] == ["testshire-q1"]
    with pytest.raises(LedgerError, match="testshire-q1"):
        read_ledger(path, "testshire-q9")


def test_a_dataset_without_claims_says_so(tmp_path: Path) -> None:
    ledger = read_ledger(dataset(tmp_path, []))
    assert not has_unexplained_mismatch(ledger)
    assert "No report in this dataset states a total." in drawn(ledger)


def test_a_missing_or_foreign_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="missing"):
        read_ledger(tmp_path / "missing.db")
    foreign = tmp_path / "foreign.db"
    foreign.write_text("not a database")
    with pytest.raises(LedgerError, match="foreign"):
        read_ledger(foreign)
