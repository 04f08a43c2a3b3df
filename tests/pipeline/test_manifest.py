"""A manifest is read as people write it, and what is wrong with it is said with file and line."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from pipeline.manifest import COLUMNS, Manifest, read_manifest
from pipeline.problems import Problem
from schemas.vocabulary import DocumentRole

HEAD = ",".join(COLUMNS)
ROW = "a.pdf,Harrowmere District Council,Cabinet,2023-11-14,harrowmere-q2,cover,Performance Report,Quarter 2 2023-24"


def read(folder: Path, text: str, *, encoding: str = "utf-8", mark: bytes = b"") -> Manifest:
    file = folder / "manifest.csv"
    file.write_bytes(mark + text.encode(encoding))
    return read_manifest(file)


def said(manifest: Manifest) -> list[tuple[str, str, str]]:
    return [(note.level, note.where.rsplit("/", 1)[-1], note.message) for note in manifest.notes]


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    manifest = read(tmp_path, f"{HEAD}\n{ROW}\n")
    (row,) = manifest.rows
    assert row.path == tmp_path / "a.pdf"
    assert (row.line, row.council, row.body) == (2, "Harrowmere District Council", "Cabinet")
    assert (row.meeting_date, row.report, row.role) == ("2023-11-14", "harrowmere-q2", DocumentRole.COVER)
    assert (row.title, row.period) == ("Performance Report", "Quarter 2 2023-24")
    assert manifest.notes == ()


def test_blank_cells_say_nothing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, f"{HEAD}\na.pdf,,, ,,,,\n").rows
    assert (row.council, row.meeting_date, row.role, row.period) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "mark", "encoding"),
    [
        (f"{HEAD}\r\n{ROW}\r\n", codecs.BOM_UTF8, "utf-8"),
        (f"{HEAD}\n{ROW}\n".replace(",", ";"), b"", "utf-8"),
        (f"{HEAD}\n{ROW}\n".replace(",", "\t"), codecs.BOM_UTF16_LE, "utf-16-le"),
        (f"{HEAD.upper()}\n\n,,,,,,,\n{ROW}\n\n", b"", "utf-8"),
    ],
    ids=["windows", "semicolons", "unicode-text", "blank-lines"],
)
def test_what_spreadsheets_write_is_read_alike(tmp_path: Path, text: str, mark: bytes, encoding: str) -> None:
    manifest = read(tmp_path, text, mark=mark, encoding=encoding)
    assert [(row.path.name, row.council) for row in manifest.rows] == [("a.pdf", "Harrowmere District Council")]
    assert manifest.notes == ()


def test_windows_letters_are_read_and_noted(tmp_path: Path) -> None:
    manifest = read(tmp_path, f"{HEAD}\na.pdf,,,,,,Report – Q2,\n", encoding="cp1252")
    assert manifest.rows[0].title == "Report – Q2"
    assert "UTF-8" in manifest.notes[0].message


def test_missing_and_unknown_columns_are_named(tmp_path: Path) -> None:
    manifest = read(tmp_path, "file,council,owner\na.pdf,Kent,me\n")
    assert manifest.rows[0].council == "Kent"
    missing, extra = said(manifest)
    assert missing[0] == extra[0] == "info"
    assert "'period'" in missing[2]
    assert "'owner'" in extra[2]


def test_a_manifest_without_a_file_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no column 'file'"):
        read(tmp_path, "name,council\na.pdf,Kent\n")
    with pytest.raises(Problem, match="no column 'file'"):
        read(tmp_path, "")


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        read_manifest(tmp_path / "none.csv")


def test_a_bad_date_and_a_bad_role_are_named_with_their_line_and_the_rest_is_used(tmp_path: Path) -> None:
    manifest = read(tmp_path, f"{HEAD}\n{ROW}\nb.pdf,Kent,Cabinet,31/09/2024,,covering,,\n")
    row = manifest.rows[1]
    assert (row.council, row.meeting_date, row.role) == ("Kent", None, None)
    assert [note[:2] for note in said(manifest)] == [("error", "manifest.csv:3")] * 2
    assert "31/09/2024" in said(manifest)[0][2]
    assert "appendix" in said(manifest)[1][2]


@pytest.mark.parametrize("date", ["14/11/2023", "14 November 2023", "14-Nov-23", "14/11/2023 00:00:00"])
def test_a_day_first_date_is_read_and_noted(tmp_path: Path, date: str) -> None:
    manifest = read(tmp_path, f"file,meeting_date\na.pdf,{date}\n")
    assert manifest.rows[0].meeting_date == "2023-11-14"
    assert any("2023-11-14" in note.message for note in manifest.notes)


def test_a_file_named_twice_keeps_its_first_line(tmp_path: Path) -> None:
    manifest = read(tmp_path, f"{HEAD}\n{ROW}\na.pdf,Kent,,,,,,\n")
    assert [row.council for row in manifest.rows] == ["Harrowmere District Council"]
    assert said(manifest)[0][:2] == ("warning", "manifest.csv:3")


def test_lines_are_counted_through_cells_with_line_breaks(tmp_path: Path) -> None:
    manifest = read(tmp_path, f'{HEAD}\na.pdf,,,,,,"Two\nlines",\nb.pdf,,,never,,,,\n')
    assert manifest.rows[0].title == "Two lines"
    assert said(manifest)[0][1] == "manifest.csv:4"


def test_a_line_without_a_file_or_with_too_many_cells_is_named(tmp_path: Path) -> None:
    manifest = read(tmp_path, f"{HEAD}\n,Kent,,,,,,\n{ROW},one more\n")
    assert len(manifest.rows) == 1
    assert [note[:2] for note in said(manifest)] == [("error", "manifest.csv:2"), ("warning", "manifest.csv:3")]


def test_a_file_in_a_subfolder_is_found_however_its_path_is_written(tmp_path: Path) -> None:
    manifest = read(tmp_path, "file\nq2\\a.pdf\n")
    assert manifest.rows[0].path == tmp_path / "q2" / "a.pdf"
