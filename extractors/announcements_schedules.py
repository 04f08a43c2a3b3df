"""Announcements in a table or list: one row a report, with the period it is about, who receives it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from extractors.announcements_words import find_whens, is_when, joined_ordinals, period_pattern, words
from extractors.folding import fold, one_line
from extractors.prose_lines import ProseLine
from schemas.geometry import Place
from schemas.grids import JoinedTable
from schemas.readings import Announcement, Section

# Item, report, who receives it, when it is published, when it is considered: more columns are another kind of table.
MOST_COLUMNS = 5
MOST_HEADERS = 2
# A cell that only names a period or a body; a longer one is a description of work.
LONGEST_CELL = 80
# What stands between the parts of a schedule written as a list: 'Quarter 1 - Cabinet, 9 September 2025'.
_BETWEEN_PARTS = re.compile(r"\s+[-|]\s+|:\s+|,\s+(?=[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table, or of a list: its cells from left to right, empty ones left out."""

    cells: tuple[str, ...]
    place: Place


def read_schedules(tables: Sequence[JoinedTable], sections: Sequence[Section]) -> Iterator[Announcement]:
    """The reports announced in tables; ``position`` is not set.

    A table is a schedule if its title, the heading above it or its column headings say so and every row of it, or
    every column, names a period or report and one day.
    """
    under = {place for section in sections if _is_title(section.heading) for place in section.tables}
    for table in tables:
        is_titled = _is_title(table.title) or not under.isdisjoint(table.places)
        grid = _grid(table)
        yield from _read_table(_rows(table, grid), is_titled) or _read_table(_columns(table, grid), is_titled)


def read_listed_schedules(lines: Iterable[ProseLine]) -> Iterator[Announcement]:
    """The reports announced in lists under a heading, or after words, that make them a schedule."""
    for line in lines:
        if line.is_heading or not any(_is_title(text) for text in (line.above, line.lead_in)):
            continue
        parts = [part.strip(" .;") for part in _BETWEEN_PARTS.split(joined_ordinals(one_line(line.text)))]
        read = _read(_Line(tuple(part for part in parts if part), line.place))
        if read is not None:
            yield read


def _read_table(lines: Sequence[_Line], is_titled: bool) -> list[Announcement]:
    """The reports a table announces, one a line; none where one of its lines announces none.

    ``is_titled``: what stands above it says that it is a schedule.
    """
    # Most tables are something else: dates are looked for only where a schedule can be.
    if max((len(line.cells) for line in lines), default=MOST_COLUMNS + 1) > MOST_COLUMNS:
        return []
    if not (is_titled or _heads_a_schedule(lines[:MOST_HEADERS])):
        return []
    body = [line for line in lines if any(is_when(cell) for cell in line.cells)]
    if not body:
        return []
    header = lines[: lines.index(body[0])]
    if (
        len(header) > MOST_HEADERS
        or len(header) + len(body) < len(lines)
        or not (is_titled or _heads_a_schedule(header))
    ):
        return []
    read = [_read(line) for line in body]
    return [one for one in read if one is not None] if all(read) else []


def _read(line: _Line) -> Announcement | None:
    """The report a row announces, None where it names none, or more than one day."""
    whens = [cell for cell in line.cells if is_when(cell)]
    names = [cell for cell in line.cells if cell not in whens]
    titles = [cell for cell in names if period_pattern().search(cell) or _report().search(cell)]
    if len(whens) != 1 or not titles or any(len(cell) > LONGEST_CELL for cell in names):
        return None
    period = period_pattern().search(titles[0])
    others = [cell for cell in names if cell != titles[0]]
    return Announcement(
        position=0,
        title=titles[0],
        period=titles[0] if period else None,
        body=others[0] if len(others) == 1 else None,
        when=find_whens(whens[0])[0].text,
        quote=" | ".join(line.cells),
        place=line.place,
    )


def _heads_a_schedule(header: Sequence[_Line]) -> bool:
    """Whether column headings say so: together, or by naming what is reported, where and when."""
    if any(_is_title(" ".join(line.cells)) for line in header):
        return True
    known = words("schedule")
    cells = {fold(cell) for line in header for cell in line.cells}
    return all(cells & set(known[part]) for part in ("what", "where", "when"))


# The lines of a list share what stands above them.
@lru_cache(maxsize=256)
def _is_title(text: str | None) -> bool:
    """Whether a heading, or what leads into a list, speaks of a schedule of reports."""
    return text is not None and re.search(words("schedule")["title"], one_line(text), re.IGNORECASE) is not None


def _grid(table: JoinedTable) -> list[list[str]]:
    """The texts of a table, its headings in a row above the others."""
    headings = [one_line(" ".join(heading)) for heading in table.headings]
    rows = [[joined_ordinals(one_line(cell.text)) if cell else "" for cell in row.cells] for row in table.rows]
    return [headings, *rows] if any(headings) else rows


def _rows(table: JoinedTable, grid: Sequence[Sequence[str]]) -> list[_Line]:
    places = [row.places[0] for row in table.rows]
    above = [table.places[0]] * (len(grid) - len(places))
    return _lines(grid, [*above, *places])


def _columns(table: JoinedTable, grid: Sequence[Sequence[str]]) -> list[_Line]:
    columns = [list(column) for column in zip_longest(*grid, fillvalue="")]
    return _lines(columns, [table.places[0]] * len(columns))


def _lines(grid: Sequence[Sequence[str]], places: Sequence[Place]) -> list[_Line]:
    """The lines that hold something; a cell that repeats, as merged ones do, stands once."""
    found = (_Line(tuple(dict.fromkeys(filter(None, row))), place) for row, place in zip(grid, places, strict=True))
    return [line for line in found if line.cells]


def _report() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words('report')['noun']})\b", re.IGNORECASE)
