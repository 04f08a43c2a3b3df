"""A document's title, as printed: from its header block, its title page, or the line that stands for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.front_bodies import read_body
from extractors.front_council import is_council_line
from extractors.front_dates import find_dates
from extractors.front_lines import HeaderField, Line
from extractors.front_periods import find_periods
from schemas.geometry import Place
from schemas.lookups import read_lookup

# A title page's type stands out this much from the text's.
LARGER = 1.15
# A title's further lines are set in much the same size; text below a modest title is smaller.
SAME_TYPE = 0.85
LONGEST = 200
TOP_LINES = 14
# Lines of one title stand at most this many line heights apart; title pages leave much room.
TITLE_GAP = 4.0
_NUMBERED = re.compile(r"^\(?\d+(\.\d+)*[.)]?\s")


@dataclass(frozen=True, slots=True)
class Title:
    """The title with its place and the numbers of its lines among the lines read."""

    text: str
    place: Place
    lines: tuple[int, ...]


@cache
def title_words() -> re.Pattern[str]:
    """Matches the words that reports, dashboards and the like are called by."""
    return re.compile(rf"\b({'|'.join(read_lookup('front')['titles']['words'])})\b", re.IGNORECASE)


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(read_lookup("front")["titles"]["furniture"]), re.IGNORECASE)


def read_title(lines: Sequence[Line], fields: Sequence[HeaderField], minutes: re.Match[str] | None) -> Title | None:
    """The title, or None where nothing on the pages is one.

    In this order: the header block's subject; the sentence that opens minutes; the lines between the body's date and
    the header block; the largest lines of the first page; a short line of a report's words at the top; a bold one with
    a period further on.
    """
    if not lines:
        return None
    for field in fields:
        if field.kind == "title" and field.value:
            return Title(field.value[:LONGEST].rstrip(" –-:,"), field.place, tuple(range(field.first, field.last + 1)))
    if minutes:
        return _opening(lines, minutes)
    if any(line.text.strip().lower() == "agenda" for line in lines[:4]):
        return None
    page = [number for number, line in enumerate(lines) if line.place.page == lines[0].place.page]
    return (
        _below_date(lines, fields, page)
        or _largest(lines, fields, page)
        or _short_line(lines, fields, page)
        or _bold_with_period(lines)
    )


def _opening(lines: Sequence[Line], minutes: re.Match[str]) -> Title:
    top = " ".join(line.text for line in lines[:12])
    dates = find_dates(top[minutes.start() : minutes.end() + 160])
    end = minutes.start() + dates[0].end if dates else minutes.end()
    place = next((line.place for line in lines if re.search("minutes", line.text, re.IGNORECASE)), lines[0].place)
    return Title(top[minutes.start() : end].strip(" ,"), place, ())


def _below_date(lines: Sequence[Line], fields: Sequence[HeaderField], page: Sequence[int]) -> Title | None:
    starts = [n for n in page[:TOP_LINES] if _is_date_line(lines[n].text)]
    if not starts or not any(read_body(lines[n].text) for n in page[:TOP_LINES]):
        return None
    taken: list[int] = []
    for number in range(starts[0] + 1, min(starts[0] + 4, len(page))):
        line = lines[number]
        if _is_other(number, line, fields) or line.text.endswith(".") or _NUMBERED.match(line.text):
            break
        if taken and line.size < SAME_TYPE * lines[taken[0]].size:
            break  # the text below the title
        taken.append(number)
    return _title(lines, taken) if taken and len(" ".join(lines[n].text for n in taken)) <= LONGEST else None


def _is_date_line(text: str) -> bool:
    dates = find_dates(text)
    return len(dates) == 1 and (not (before := text[: dates[0].start].strip(" ,–-")) or read_body(before) is not None)


def _largest(lines: Sequence[Line], fields: Sequence[HeaderField], page: Sequence[int]) -> Title | None:
    usual = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
    large = [
        n
        for n in page
        if lines[n].size >= LARGER * usual and not _is_other(n, lines[n], fields) and not _NUMBERED.match(lines[n].text)
    ]
    if not large:
        return None
    size = max(lines[n].size for n in large)
    taken = [next(n for n in large if lines[n].size >= size - 0.5)]
    for number in large:
        if number > taken[-1] and _belongs(lines, taken[-1], number, size, fields):
            taken.append(number)
    text = " ".join(lines[n].text for n in taken)
    return _title(lines, taken) if len(text) <= LONGEST and re.search(r"[A-Za-z]{3}", text) else None


def _belongs(lines: Sequence[Line], above: int, number: int, size: float, fields: Sequence[HeaderField]) -> bool:
    """Whether a large line goes on with the title whose last line so far is ``above``."""
    last, line = lines[above], lines[number]
    near = line.place.box.top - last.place.box.bottom <= TITLE_GAP * last.size
    same_type = line.size >= SAME_TYPE * size or _is_period(line.text)
    between = range(above + 1, number)
    return near and same_type and not last.text.endswith(".") and all(_is_other(n, lines[n], fields) for n in between)


def _short_line(lines: Sequence[Line], fields: Sequence[HeaderField], page: Sequence[int]) -> Title | None:
    for number in page[:TOP_LINES]:
        line = lines[number]
        if len(line.text) > LONGEST / 2 or line.text.endswith((".", ",")) or line.text[0].islower():
            return None  # running text has begun
        if title_words().search(line.text) and not _is_other(number, line, fields) and not _NUMBERED.match(line.text):
            return _title(lines, [number])
    return None


def _bold_with_period(lines: Sequence[Line]) -> Title | None:
    for number, line in enumerate(lines):
        if line.bold and title_words().search(line.text) and find_periods(line.text) and not _NUMBERED.match(line.text):
            return _title(lines, [number])
    return None


def _is_other(number: int, line: Line, fields: Sequence[HeaderField]) -> bool:
    """Whether the line says something else than a title: council, body, date, header block, furniture."""
    text = line.text.strip()
    return (
        any(field.first <= number <= field.last for field in fields)
        or is_council_line(text)
        or read_body(text) is not None
        or _is_date_line(text)
        or _furniture().fullmatch(text) is not None
    )


def _title(lines: Sequence[Line], taken: Sequence[int]) -> Title:
    """The lines as one; a line that is all period ("Quarter 3", "2024/25") is set off by a comma."""
    text = lines[taken[0]].text.strip()
    for number in taken[1:]:
        piece = lines[number].text.strip()
        text += f", {piece}" if _is_period(piece) else f" {piece}"
    return Title(text.rstrip(" –-:,"), lines[taken[0]].place, tuple(taken))


def _is_period(text: str) -> bool:
    """Whether a line is a period and nothing else."""
    periods = find_periods(text)
    return bool(periods) and periods[0].text == text.strip()
