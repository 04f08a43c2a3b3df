"""Bytes are kept by their sha256, whole or not at all, and never replaced: in a folder as in a bucket."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import fsspec
import pytest

from pipeline.problems import Problem
from pipeline.publications.archive import Archive, DamagedArchive
from tests.pipeline.publications.small_site import PDF

SHA = sha256(PDF).hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    if request.param == "folder":
        yield Archive(str(tmp_path / "archive"))
        return
    root = f"memory://{tmp_path.name}"
    yield Archive(root, tmp_path / "cache")
    fsspec.filesystem("memory").store.clear()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "came.part"
    file.write_bytes(PDF)
    return file


def test_bytes_come_back_as_they_were_put(archive: Archive, paper: Path) -> None:
    kept = archive.put(paper)
    assert (kept.sha256, kept.bytes, kept.already_there) == (SHA, len(PDF), False)
    assert kept.path == f"{SHA[:2]}/{SHA}.pdf"
    with archive.open(SHA) as stored:
        assert stored.read() == PDF
    assert archive.local_copy(SHA).read_bytes() == PDF
    assert archive.local_copy(SHA).read_bytes() == PDF
    assert archive.has(SHA)
    assert paper.exists()


def test_the_same_bytes_again_change_nothing(archive: Archive, paper: Path) -> None:
    archive.put(paper)
    assert archive.put(paper).already_there
    with archive.open(SHA) as stored:
        assert stored.read() == PDF


def test_what_is_not_there_is_a_key_error(archive: Archive, paper: Path) -> None:
    archive.put(paper)
    with pytest.raises(KeyError):
        archive.open("0" * 64)
    with pytest.raises(KeyError):
        archive.local_copy("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "abc", SHA.upper(), f"{SHA}/x"])
def test_nothing_but_a_sha256_is_ever_a_name(archive: Archive, paper: Path, name: str) -> None:
    archive.put(paper)
    with pytest.raises(ValueError, match="sha256"):
        archive.open(name)


@pytest.mark.parametrize("content", [b"", b"<html>log in</html>", b"x" * 2000 + PDF])
def test_what_is_no_pdf_is_not_kept(archive: Archive, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "page.part"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="no PDF"):
        archive.put(file)
    assert not archive.has(sha256(content).hexdigest())


def test_two_who_keep_the_same_bytes_at_once_agree(archive: Archive, paper: Path) -> None:
    kept: list[str] = []
    threads = [threading.Thread(target=lambda: kept.append(archive.put(paper).sha256)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [SHA] * 4
    assert archive.local_copy(SHA).read_bytes() == PDF


def test_bytes_that_changed_in_the_archive_are_noticed_and_not_overwritten(tmp_path: Path, paper: Path) -> None:
    archive = Archive(str(tmp_path / "archive"))
    place = tmp_path / "archive" / archive.put(paper).path
    place.write_bytes(PDF.replace(b"obj", b"OBJ"))
    with pytest.raises(DamagedArchive, match="does not hold"):
        archive.local_copy(SHA)
    place.write_bytes(PDF[:100])
    with pytest.raises(DamagedArchive, match="other bytes"):
        archive.put(paper)
    assert place.read_bytes() == PDF[:100]


def test_a_copy_of_a_buckets_file_that_was_damaged_is_fetched_anew(tmp_path: Path, paper: Path) -> None:
    archive = Archive(f"memory://{tmp_path.name}", tmp_path / "cache")
    archive.put(paper)
    copy = archive.local_copy(SHA)
    assert copy.parent == tmp_path / "cache"
    copy.write_bytes(b"damaged")
    assert archive.local_copy(SHA).read_bytes() == PDF


def test_what_a_killed_run_left_is_swept_up_with_the_next(tmp_path: Path, paper: Path) -> None:
    archive = Archive(str(tmp_path / "archive"))
    place = tmp_path / "archive" / SHA[:2] / f"{SHA}.pdf"
    place.parent.mkdir(parents=True)
    left, going = place.with_name(f"{SHA}.pdf.0123.part"), place.with_name(f"{SHA}.pdf.4567.part")
    for part in (left, going):
        part.write_bytes(PDF[:50])
    os.utime(left, (0, 0))
    archive.put(paper)
    assert {file.name for file in place.parent.iterdir()} == {f"{SHA}.pdf", going.name}


def test_an_archive_that_cannot_be_written_is_a_problem_with_a_sentence(tmp_path: Path, paper: Path) -> None:
    (tmp_path / "archive").write_text("a file where a folder should be")
    with pytest.raises(Problem, match="cannot be written"):
        Archive(str(tmp_path / "archive")).put(paper)
