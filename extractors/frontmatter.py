"""A document's front matter: council, body, meeting date, title, role and period, as its first pages and file name say.

Nothing is guessed: what neither says is None. Which witness of the period holds is decided in the pipeline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.front_bodies import read_body
from extractors.front_council import is_council_line, read_council
from extractors.front_dates import find_dates
from extractors.front_filename import read_filename
from extractors.front_lines import HeaderField, Line, read_fields, read_lines
from extractors.front_periods import find_own_periods, find_periods
from extractors.front_role import MINUTES_OF, read_role
from extractors.front_title import Title, read_title, title_words
from schemas.pages import Page
from schemas.readings import FrontMatter, PeriodWitness

# A body's name or a date stands on a line of its own among the first lines only.
TOP_LINES = 12
# Between a body's line and its date's: a line for the place or "Agenda" at most.
NEAR_LINES = 3
# A heading is shorter than this; longer lines are running text.
HEADING_LENGTH = 120
_SCRUTINY = re.compile(
    r"\b((?:[A-Z]\w+ (?:and )?){0,4}Scrutiny (?:[A-Z]\w+ (?:and )?){0,3}(?:Committee|Board|Panel))\b"
)


def read_front_matter(first_pages: Sequence[Page], filename: str) -> FrontMatter:
    """What the first pages (one or two are enough) and the file's name say about the document.

    ``meeting_date`` is ISO 8601, ``role`` a DocumentRole value; the other texts are as printed, except that a body or
    council printed in capitals is taken down and a council of the register carries its name there.
    """
    named = read_filename(filename)
    lines = read_lines(first_pages)
    fields = read_fields(lines)
    minutes = MINUTES_OF.search(" ".join(line.text for line in lines[:TOP_LINES]))
    role = read_role(lines, fields, named.role)
    day = _meeting_date(lines, fields, minutes)
    body = _body(lines, fields, minutes) or named.body
    council = read_council(lines, named.council, named.start, day or named.date)
    title = read_title(lines, fields, minutes)
    if day is None and (council or body):  # the date in the name of any other file may be anything
        day = named.date
    return FrontMatter(
        council=council,
        body=body,
        meeting_date=day,
        title=title.text if title else None,
        role=str(role) if role else None,
        period_witnesses=tuple(_witnesses(lines, title, named.period, minutes is not None)),
    )


def _body(lines: Sequence[Line], fields: Sequence[HeaderField], minutes: re.Match[str] | None) -> str | None:
    if minutes:
        return read_body(minutes.group("body"))
    for field in fields:
        if field.kind == "to":
            found = read_body(field.value)
            if found:
                return found
    for number, line in enumerate(lines[:TOP_LINES]):
        found = read_body(line.text)
        # The second line of 'HARROWMERE / COUNTY COUNCIL' is no body.
        if found and not (number and is_council_line(f"{lines[number - 1].text} {line.text}")):
            return found
    return _only_committee(lines)


def _only_committee(lines: Sequence[Line]) -> str | None:
    """The one scrutiny body the first page speaks of: "The focus for the Overview and Scrutiny Management Board"."""
    text = " ".join(line.text for line in lines if line.place.page == lines[0].place.page) if lines else ""
    found = set(_SCRUTINY.findall(text))
    if len(found) != 1:
        return None
    name = found.pop()
    # It speaks of itself by its last word: "The Board considered".
    speaks = re.search(rf"\bThe {name.split()[-1]} (considered|received|noted|was|discussed|resolved)\b", text)
    return read_body(name) if speaks else None


def _meeting_date(lines: Sequence[Line], fields: Sequence[HeaderField], minutes: re.Match[str] | None) -> str | None:
    if minutes:
        text = " ".join(line.text for line in lines[:TOP_LINES])
        dates = find_dates(text[minutes.start() : minutes.end() + 160])
        return dates[0].iso if dates else None
    for kind in ("to", "date"):
        for field in fields:
            dates = find_dates(field.value) if field.kind == kind else ()
            if len(dates) == 1 and _is_about_meeting(field, fields):
                return dates[0].iso
    return _date_by_body(lines[:TOP_LINES])


def _is_about_meeting(field: HeaderField, fields: Sequence[HeaderField]) -> bool:
    """A bare 'Date:' is the meeting's only in a header block that says for whom the paper is."""
    return field.label != "date" or any(other.kind == "to" for other in fields)


def _date_by_body(lines: Sequence[Line]) -> str | None:
    """A date on a line of its own, or behind the body's name, next to a line that names the body."""
    bodies = [number for number, line in enumerate(lines) if read_body(line.text)]
    for number, line in enumerate(lines):
        dates = find_dates(line.text)
        if len(dates) == 1 and any(abs(number - body) <= NEAR_LINES for body in bodies):
            before = line.text[: dates[0].start].strip(" ,–-:")
            if not before or read_body(before) or re.fullmatch(r"(?i)(held )?on", before):
                return dates[0].iso
    return None


def _witnesses(
    lines: Sequence[Line], title: Title | None, filename: str | None, of_meeting: bool
) -> Iterator[PeriodWitness]:
    """Every witness once, in the order title, headings, sentences, file name."""
    found: list[PeriodWitness] = []
    if title:
        found += [PeriodWitness("title", phrase.text, title.place) for phrase in find_periods(title.text)]
    if not of_meeting:  # the headings of a whole meeting's minutes are about its many items
        found += [*_in_headings(lines, title), *_in_sentences(lines)]
    if filename:
        found.append(PeriodWitness("filename", filename))
    seen: dict[tuple[str, str], PeriodWitness] = {}
    for witness in found:
        seen.setdefault((witness.source, witness.text.lower()), witness)
    yield from seen.values()


def _in_headings(lines: Sequence[Line], title: Title | None) -> Iterator[PeriodWitness]:
    if not lines:
        return
    usual = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
    taken = set(title.lines) if title else set()
    for number, line in enumerate(lines):
        if number in taken or not _is_heading(line, usual):
            continue
        phrases = find_periods(line.text)
        # Several periods, or a year alone, may be columns of a table; a year counts in a line that speaks of a report.
        if len(phrases) > 1 and not re.search(r"\(", line.text[phrases[0].end : phrases[1].start]):
            continue
        for phrase in phrases:
            if not phrase.within_year and not title_words().search(line.text):
                continue
            yield PeriodWitness("heading", phrase.text, line.place)


def _is_heading(line: Line, usual_size: float) -> bool:
    """Short, bold or large, no sentence, no line of a table of contents."""
    stands_out = line.bold or line.size > 1.1 * usual_size
    is_contents = re.search(r"\.{4,}|…{2,}", line.text) is not None
    return stands_out and not is_contents and len(line.text) <= HEADING_LENGTH and not line.text.endswith(".")


def _in_sentences(lines: Sequence[Line]) -> Iterator[PeriodWitness]:
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text + " "
    for phrase in find_own_periods(text):
        number = max(n for n, start in enumerate(starts) if start <= phrase.start)
        yield PeriodWitness("sentence", phrase.text, lines[number].place)
