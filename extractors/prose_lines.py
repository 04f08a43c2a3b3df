"""The lines of a document's prose in order, and which of them stand in a list: under which lead-in, how deep.

A line is a heading, a paragraph or a list item, as the sections have it. What it says is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.prose_refs import find_leading_refs
from schemas.geometry import Place
from schemas.lookups import read_lookup
from schemas.readings import Section

# Nothing is said about indicators here.
SILENT_KINDS = frozenset({"contact", "contacts", "contact_details", "appendices", "background_papers", "header"})

_MARK = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[•●▪■►➢➤·*\uf0b7\uf0a7\uf0d8\uf0fc]|[○◦▫□‣⁃]|[-–—](?=\s)|o(?=\s)|\(?[a-z]\)(?=\s)|\(?[ivx]{1,4}\)(?=\s))\s*"
)
_INNER = frozenset("○◦▫□‣⁃o–—")
_CLOSED = re.compile(r"[.!?:;][\"'’”)\]]*$")
_THEME = re.compile(r"(?i)(?:priority|theme|aim|outcome|objective|ambition|directorate)\b")
# A heading of a theme between discussions ('Priority 2'): a few words without a full stop.
LONGEST_THEME = 60


@dataclass(frozen=True, slots=True)
class ProseLine:
    """One line. ``depth`` is 0 for a paragraph or heading, 1 for a list item, 2 for one in a list inside it.

    ``lead_in`` is the text that leads into the list the line stands in, ``above`` the nearest heading.
    """

    section: int
    text: str
    place: Place
    is_heading: bool
    depth: int = 0
    lead_in: str | None = None
    above: str | None = None
    kind: str | None = None


def read_lines(sections: Sequence[Section]) -> tuple[ProseLine, ...]:
    """Every line of the sections that may speak of indicators, headings included, items cut by a page break whole."""
    plain = [line for section in sections if section.kind not in SILENT_KINDS for line in _section_lines(section)]
    return tuple(_in_lists(_whole(plain), {section.position: section for section in sections}))


def is_lead_in(text: str) -> bool:
    """Whether a list may follow the text: it ends with a colon, or with 'include', 'are as follows' and the like."""
    if text.rstrip().endswith(":"):
        return True
    words = re.findall(r"[a-z]+", text.casefold()[-60:])
    return (
        bool(words) and not _CLOSED.search(text.rstrip()) and words[-1] in read_lookup("statements")["lead_in"]["ends"]
    )


def _section_lines(section: Section) -> Iterator[ProseLine]:
    heading = " ".join(part for part in (_ref_number(section.number), section.heading) if part)
    if heading:
        yield ProseLine(section.position, heading, section.place, True, kind=section.kind)
    lines = section.text.split("\n")
    known = len(section.line_places) == len(lines)
    for index, text in enumerate(lines):
        if not text.strip():
            continue
        place = section.line_places[index] if known else section.place
        found = _MARK.match(text)
        depth = 0
        if found:
            depth = 2 if (found["mark"] in _INNER and found["mark"] not in "–—") or len(found["indent"]) >= 2 else 1
        rest = text[found.end() :].strip() if found else text.strip()
        if index == 0 and section.heading is None and (number := _ref_number(section.number)):
            rest = f"{number} {rest}"
        yield ProseLine(section.position, rest, place, False, depth, kind=section.kind)


def _ref_number(number: str | None) -> str | None:
    """A section's number where it is an indicator's ref ('1A3', '4.10:'), not that of a paragraph."""
    if number is None or not (
        number.endswith(":") or re.search(r"[A-Za-z]{2}|\d[A-Za-z]\d|[A-Za-z]+[.]?\d{2}", number)
    ):
        return None
    return number


def _whole(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines with the rest that a page break or a gap cut from an item: it begins with a small letter."""
    joined: list[ProseLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and not line.is_heading
            and not last.is_heading
            and line.depth == 0
            and last.depth > 0
            and last.section == line.section
            and line.text[:1].islower()
            and not _CLOSED.search(last.text)
        ):
            joined[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            joined.append(line)
    return joined


def _in_lists(lines: Sequence[ProseLine], sections: Mapping[int, Section]) -> Iterator[ProseLine]:
    """Lines with the lead-in of their list, and the heading above them."""
    lead: ProseLine | None = None
    before: ProseLine | None = None
    above: str | None = None
    marked = False
    for index, line in enumerate(lines):
        refs = find_leading_refs(line.text)
        is_item = line.depth > 0 or (refs is not None and refs.mark == ":")
        if lead is not None and not _continues_list(line, lead, is_item, marked, sections):
            lead = None
        text = _lead_text(lead, before) if lead is not None else None
        depth = line.depth or (1 if lead is not None else 0)
        yield replace(line, depth=depth, lead_in=text, above=_heading_over(line, sections) or above)
        if lead is not None:
            marked = marked or is_item
        elif not line.is_heading or is_lead_in(line.text):
            follower = lines[index + 1] if index + 1 < len(lines) else None
            if follower is not None and is_lead_in(line.text) and (follower.depth > line.depth or not is_item):
                lead, marked, before = line, False, _paragraph_before(lines, index)
        if line.is_heading or _is_theme(line.text):
            above = line.text


def _heading_over(line: ProseLine, sections: Mapping[int, Section]) -> str | None:
    """For a heading, the heading of the section it stands in; None for other lines and where there is none."""
    section = sections.get(line.section) if line.is_heading else None
    parent = sections.get(section.parent) if section is not None and section.parent is not None else None
    return parent.heading if parent is not None else None


def _paragraph_before(lines: Sequence[ProseLine], index: int) -> ProseLine | None:
    """The paragraph a short lead-in ('Examples include:') goes on from."""
    before = lines[index - 1] if index else None
    return before if before is not None and before.section == lines[index].section and before.depth == 0 else None


def _lead_text(lead: ProseLine, before: ProseLine | None) -> str:
    short = len(lead.text.split()) <= 4
    return f"{before.text} {lead.text}" if short and before is not None and not before.is_heading else lead.text


def _continues_list(
    line: ProseLine, lead: ProseLine, is_item: bool, marked: bool, sections: Mapping[int, Section]
) -> bool:
    """Whether a line stands in the list: where items have marks or refs each has one, else the section ends it."""
    if line.is_heading and not is_item:
        return False
    if is_lead_in(line.text) and not is_item:
        return False
    if line.section == lead.section:
        return is_item or not marked
    section = sections.get(line.section)
    is_inside = section is not None and (section.parent == lead.section or section.number is None)
    return is_item and is_inside


def _is_theme(text: str) -> bool:
    return len(text) <= LONGEST_THEME and not _CLOSED.search(text) and _THEME.match(text) is not None
