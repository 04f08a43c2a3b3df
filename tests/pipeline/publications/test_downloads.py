"""What becomes of papers that are fetched: PDFs whole and by their hash, nothing else, and nothing left behind."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.problems import Problem
from schemas.publications import Outcome
from schemas.tables_publications import FetchLogRow
from tests.pipeline.publications.small_site import (
    PDF,
    Reply,
    SmallSite,
    answer,
    download,
    get,
    in_turn,
    pdf,
    raw,
    redirect,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"


@pytest.mark.parametrize(
    "large",
    [
        answer(200, b"x" * 2000),
        raw(HEAD + b"Content-Length: 9999999999\r\n\r\n"),
        raw(HEAD + b"\r\n" + b"x" * 2000),
        raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 5_000_000)),
    ],
    ids=["says so", "says so and sends nothing", "does not say", "unfolds"],
)
def test_too_much_is_not_taken(site: SmallSite, large: Reply, tmp_path: Path) -> None:
    assert get(site, large, page_bytes=1000).outcome is Outcome.TOO_LARGE
    assert site.paths == ["/page"]


def test_a_file_that_is_too_large_leaves_nothing_behind(site: SmallSite, tmp_path: Path) -> None:
    got = download(site, raw(HEAD + b"\r\n" + PDF * 10), tmp_path, file_bytes=len(PDF) * 5)
    assert (got.outcome, got.path) == (Outcome.TOO_LARGE, None)
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_in_a_file_with_its_sha256(site: SmallSite, tmp_path: Path) -> None:
    got = download(site, redirect("/documents/s1/Report.pdf"), tmp_path)
    assert got.outcome is Outcome.NOT_FOUND
    site.replies["/documents/s1/Report.pdf"] = pdf()
    got = download(site, redirect("/documents/s1/Report.pdf"), tmp_path)
    assert got.outcome is Outcome.OK
    assert got.path is not None
    assert got.path.read_bytes() == PDF
    assert got.path.parent == tmp_path
    assert got.sha256 == sha256(PDF).hexdigest() == site.log[-1].sha256


def test_bytes_before_the_header_of_a_pdf_do_not_matter(site: SmallSite, tmp_path: Path) -> None:
    assert download(site, pdf(b"\r\n" * 100 + PDF), tmp_path).ok


@pytest.mark.parametrize(
    "reply",
    [
        answer(200, b"<html><title>Log in</title>" + b"x" * 100_000 + b"</html>"),
        answer(200, b"<html>not a PDF</html>", "application/pdf"),
        answer(200, b"", "application/pdf"),
        answer(200, b"x" * 2000 + PDF, "application/pdf"),
    ],
    ids=["a page", "a page called PDF", "nothing", "a header too late"],
)
def test_what_is_no_pdf_is_not_kept(site: SmallSite, reply: Reply, tmp_path: Path) -> None:
    got = download(site, reply, tmp_path)
    assert (got.outcome, got.path, got.sha256) == (Outcome.NOT_PDF, None, None)
    assert list(tmp_path.iterdir()) == []


def test_half_a_file_in_a_whole_answer_is_truncated_and_tried_no_more_than_twice(
    site: SmallSite, tmp_path: Path
) -> None:
    half = raw(HEAD + b"Content-Length: 300\r\n\r\n" + PDF)
    got = download(site, half, tmp_path)
    assert (got.outcome, got.path) == (Outcome.TRUNCATED, None)
    assert site.paths == ["/paper"] * 2
    assert list(tmp_path.iterdir()) == []
    assert download(site, in_turn(half, pdf()), tmp_path).ok


def test_a_connection_closed_in_the_middle_is_tried_again(site: SmallSite, tmp_path: Path) -> None:
    cut = raw(HEAD + b"Content-Length: " + str(len(PDF)).encode() + b"\r\n\r\n" + PDF[:100])
    got = download(site, in_turn(cut, pdf()), tmp_path)
    assert got.ok
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [PDF]
    assert [row.outcome for row in site.log[1:]] == [Outcome.TRUNCATED, Outcome.OK]


def test_what_is_known_is_named_and_not_sent_again(site: SmallSite, tmp_path: Path) -> None:
    site.replies["/paper"] = answer(304)
    with site.visitor() as visitor:
        got = visitor.download(f"{site.base_url}/paper", tmp_path, validators={"etag": '"v1"', "last-modified": "x"})
    assert got.outcome is Outcome.NOT_MODIFIED
    _, _, headers = site.asked[-1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "x")


def test_a_folder_that_cannot_be_written_is_our_trouble(site: SmallSite, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be written"):
        download(site, pdf(), tmp_path / "gone")


def test_a_log_that_cannot_be_written_ends_the_visit_and_leaves_no_file(site: SmallSite, tmp_path: Path) -> None:
    site.replies["/paper"] = pdf()

    def refuse(row: FetchLogRow) -> None:
        if row.url.endswith("/paper"):
            raise OSError("the disk is full")

    with site.visitor(log=refuse) as visitor, pytest.raises(OSError, match="full"):
        visitor.download(f"{site.base_url}/paper", tmp_path)
    assert list(tmp_path.iterdir()) == []
