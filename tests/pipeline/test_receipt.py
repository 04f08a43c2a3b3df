"""A receipt changes with everything the rows depend on, and with nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import receipt
from pipeline.receipt import make_receipt
from schemas.identity import DocumentIdentity, DocumentPlan

PLAN = DocumentPlan(
    Path("a/report.pdf"), "report.pdf", "0" * 64, 10, DocumentIdentity(report_id="r", source="inferred")
)


def test_a_receipt_is_the_same_wherever_the_file_lies() -> None:
    assert make_receipt(PLAN) == make_receipt(replace(PLAN, path=Path("/b/report.pdf")))


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAN, filename="other.pdf"),
        replace(PLAN, identity=replace(PLAN.identity, title="Performance Report")),
        replace(PLAN, identity=replace(PLAN.identity, source="manifest")),
    ],
)
def test_what_is_known_of_a_document_is_in_its_receipt(changed: DocumentPlan) -> None:
    assert make_receipt(changed) != make_receipt(PLAN)


def test_the_moment_a_paper_was_fetched_is_no_reason_to_read_it_again() -> None:
    fetched = replace(PLAN, identity=replace(PLAN.identity, retrieved_at="2026-11-03T02:00:00+00:00"))
    assert make_receipt(fetched) == make_receipt(PLAN)


def test_code_and_rules_that_find_papers_are_no_reason_to_read_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pipeline" / "publications").mkdir(parents=True)
    (tmp_path / "schemas" / "lookups").mkdir(parents=True)
    monkeypatch.setattr(receipt, "_ROOT", tmp_path)
    monkeypatch.setattr(receipt, "_FINDING", tmp_path / "pipeline" / "publications")

    def now() -> tuple[str, str]:
        # The hashes are kept for the life of a program; here the sources change under it.
        return receipt.code_version.__wrapped__(), receipt._lookups_hash.__wrapped__()

    before = now()
    (tmp_path / "pipeline" / "publications" / "client.py").write_text("x = 1")
    (tmp_path / "schemas" / "lookups" / "committees.toml").write_text("x = 1")
    assert now() == before
    (tmp_path / "pipeline" / "load.py").write_text("x = 1")
    (tmp_path / "schemas" / "lookups" / "units.toml").write_text("x = 1")
    assert all(changed != was for changed, was in zip(now(), before, strict=True))


def test_a_receipt_names_code_lookups_and_libraries() -> None:
    held = json.loads(make_receipt(PLAN))
    assert set(held) == {"code", "lookups", "libraries", "identity"}
    assert held["libraries"]["pdfplumber"]
    assert make_receipt(PLAN) == json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_a_changed_source_or_name_changes_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "_ROOT", tmp_path)
    one, other = tmp_path / "a.py", tmp_path / "b.py"
    one.write_text("x = 1")
    before = receipt._hash_files([one])
    one.write_text("x = 2")
    after = receipt._hash_files([one])
    one.rename(other)
    assert len({before, after, receipt._hash_files([other])}) == 3


def test_files_are_hashed_in_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "_ROOT", tmp_path)
    files = [tmp_path / name for name in ("a.py", "b.py", "c.py")]
    for file in files:
        file.write_text(file.name)
    assert receipt._hash_files(files) == receipt._hash_files(reversed(files))
