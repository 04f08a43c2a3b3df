"""Reading ``manifest.csv``: which council, meeting and report each file belongs to, as a person wrote it down.

The file may come out of a spreadsheet: byte order mark, semicolons or tabs, CRLF, day-first dates. What is wrong with a
row is noted with file and line, and its other cells are used; only a manifest without a ``file`` column is refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from extractors.front_dates import find_dates
from pipeline.problems import Problem
from schemas.identity import PlanNote
from schemas.vocabulary import DocumentRole

NAME = "manifest.csv"
COLUMNS = ("file", "council", "body", "meeting_date", "report", "role", "title", "period")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One line of a manifest; None for a blank cell. ``path`` is where it says the file is."""

    line: int
    path: Path
    council: str | None = None
    body: str | None = None
    meeting_date: str | None = None
    report: str | None = None
    role: DocumentRole | None = None
    title: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest's rows in order, one for each file it names, and notes on what was odd."""

    path: Path
    rows: tuple[ManifestRow, ...] = ()
    notes: tuple[PlanNote, ...] = ()


@dataclass(slots=True)
class _Notes:
    path: Path
    found: list[PlanNote] = field(default_factory=list)

    def add(self, level: str, message: str, line: int | None = None) -> None:
        where = str(self.path) if line is None else f"{self.path}:{line}"
        self.found.append(PlanNote(level, where, message))


def read_manifest(path: Path) -> Manifest:
    """The manifest at ``path``, its files looked for beside it. Problem if it cannot be read or has no file column."""
    notes = _Notes(path)
    text = _read_text(path, notes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    headings = _headings(next(reader, []), notes)
    rows: dict[Path, ManifestRow] = {}
    for line, cells in _cells(reader):
        row = _read_row(path.parent, headings, cells, line, notes)
        if row is None:
            continue
        if row.path in rows:
            first = rows[row.path].line
            notes.add("warning", f"{row.path.name} stands here a second time; line {first} is used.", line)
        else:
            rows[row.path] = row
    return Manifest(path, tuple(rows.values()), tuple(notes.found))


def _read_text(path: Path, notes: _Notes) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Problem(f"The manifest {path} cannot be read ({error.strerror}).") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.add("info", "is not in UTF-8; it was read as Windows-1252. Save it as 'CSV UTF-8' to be sure.")
        return raw.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The mark that divides the headings: comma, or what spreadsheets write instead."""
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    return max(",;\t", key=first.count)


def _headings(cells: list[str], notes: _Notes) -> list[str]:
    headings = [cell.strip().lower().replace(" ", "_") for cell in cells]
    if "file" not in headings:
        raise Problem(
            f"{notes.path}:1 has no column 'file'. "
            f"The columns are {', '.join(COLUMNS)}; all but 'file' may be left out."
        )
    for name in sorted({name for name in headings if name and headings.count(name) > 1}):
        notes.add("warning", f"has the column '{name}' more than once; the first is used.", 1)
    missing = [name for name in COLUMNS if name not in headings]
    if missing:
        notes.add("info", f"has no column {_listed(missing)}; that is read from the documents.", 1)
    extra = [name for name in dict.fromkeys(headings) if name and name not in COLUMNS]
    if extra:
        notes.add("info", f"has columns that mean nothing here: {_listed(extra)}. They are not used.", 1)
    return headings


def _cells(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line they begin on (the heading's is 1; quoted cells may hold line breaks)."""
    last = 1
    for cells in reader:
        begin, last = last + 1, reader.line_num  # type: ignore[attr-defined]
        if any(cell.strip() for cell in cells):
            yield begin, cells


def _read_row(folder: Path, headings: list[str], cells: list[str], line: int, notes: _Notes) -> ManifestRow | None:
    if any(cell.strip() for cell in cells[len(headings) :]):
        notes.add("warning", "has more cells than there are headings; put a cell that holds commas in quotes.", line)
    named: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        named.setdefault(heading, " ".join(cell.split()))
    if not named["file"]:
        notes.add("error", "names no file; the line is not used.", line)
        return None
    return ManifestRow(
        line=line,
        path=folder / named["file"].replace("\\", "/"),
        council=named.get("council") or None,
        body=named.get("body") or None,
        meeting_date=_read_date(named.get("meeting_date", ""), line, notes),
        report=named.get("report") or None,
        role=_read_role(named.get("role", ""), line, notes),
        title=named.get("title") or None,
        period=named.get("period") or None,
    )


def _read_date(text: str, line: int, notes: _Notes) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        found = find_dates(text)
    if len(found) == 1 and found[0].start == 0 and not text[found[0].end :].strip(" 0:"):
        notes.add("info", f"meeting_date '{text}' was read as {found[0].iso} (day first).", line)
        return found[0].iso
    notes.add("error", f"meeting_date '{text}' is no date; write it as 2023-11-14. It is read from the document.", line)
    return None


def _read_role(text: str, line: int, notes: _Notes) -> DocumentRole | None:
    if not text:
        return None
    try:
        return DocumentRole(text.lower())
    except ValueError:
        allowed = ", ".join(role.value for role in DocumentRole)
        notes.add("error", f"role '{text}' is not one of {allowed}. It is read from the document.", line)
        return None


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
