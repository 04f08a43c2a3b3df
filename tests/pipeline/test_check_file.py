"""A file that cannot be read is refused with its reason and a sentence saying what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures import damaged
from pipeline.check_file import check_bytes, check_pages
from pipeline.worker import WorkerPool
from schemas.errors import Reason, Rejection
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.limits import Limits


def refusal(path: Path, limits: Limits | None = None) -> Rejection:
    with pytest.raises(Rejection) as caught:
        check_bytes(path, limits or Limits())
    return caught.value


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"<!DOCTYPE html><html><title>Log in</title>", "web page"),
        (b"\xef\xbb\xbf\n<html>", "web page"),
        (b"PK\x03\x04word/document.xml", "Office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office document"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"plain words", "does not start with %PDF"),
    ],
)
def test_what_is_not_a_pdf_is_called_by_its_name(tmp_path: Path, head: bytes, words: str) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(head + b" " * 100)
    refused = refusal(file)
    assert refused.reason == Reason.NOT_A_PDF
    assert words in refused.detail
    assert "report.pdf" in refused.detail


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(damaged.write_empty(tmp_path)).reason == Reason.EMPTY


def test_a_download_that_broke_off_is_refused(tmp_path: Path) -> None:
    assert refusal(damaged.write_truncated(tmp_path)).reason == Reason.TRUNCATED


def test_a_web_pdf_that_broke_off_behind_its_first_part_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "web.pdf"
    file.write_bytes(b"%PDF-1.6\n1 0 obj <</Linearized 1/L 90000/H [ 0 1 ]>> endobj\n%%EOF\n" + b"0" * 500)
    assert refusal(file).reason == Reason.TRUNCATED


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    file = damaged.write_plain(tmp_path / "big.pdf")
    refused = refusal(file, Limits(max_bytes=100))
    assert refused.reason == Reason.TOO_LARGE
    assert "limit" in refused.detail


def test_a_sound_pdf_with_rubbish_around_it_passes(tmp_path: Path) -> None:
    file = damaged.write_plain(tmp_path / "mailed.pdf")
    file.write_bytes(b"X-Mail: yes\r\n\r\n" + file.read_bytes() + b"\r\n<!-- sent by a server -->" * 50)
    check_bytes(file, Limits())


def test_too_many_pages_and_none_are_refused() -> None:
    with pytest.raises(Rejection, match=r"1501 pages"):
        check_pages("pack.pdf", 1501, Limits())
    with pytest.raises(Rejection, match="no pages"):
        check_pages("none.pdf", 0, Limits())
    check_pages("pack.pdf", 1500, Limits())


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (damaged.write_empty, Reason.EMPTY),
        (damaged.write_truncated, Reason.TRUNCATED),
        (damaged.write_web_page, Reason.NOT_A_PDF),
        (damaged.write_encrypted, Reason.ENCRYPTED),
        (damaged.write_scan, Reason.NO_TEXT),
    ],
)
def test_a_worker_refuses_what_it_cannot_read(tmp_path: Path, write: Callable[[Path], Path], reason: Reason) -> None:
    path = write(tmp_path)
    plan = DocumentPlan(path, path.name, "0" * 64, 1, DocumentIdentity(report_id="r", source="inferred"))
    with WorkerPool(1) as pool, pytest.raises(Rejection) as caught:
        pool.extract(plan)
    assert caught.value.reason == reason
    assert path.name in caught.value.detail


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    path = damaged.write_print_protected(tmp_path)
    with WorkerPool(1) as pool:
        assert pool.glance(path).council is None


def test_limits_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="memory_mb"):
        Limits(memory_mb=0)
