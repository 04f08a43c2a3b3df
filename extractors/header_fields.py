"""The block a covering report begins with: who reports, key decision, forward plan reference, wards, exempt or not.

Only what stands behind a known label is read, as printed. Names of officers are left out; councillors stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extractors.front_lines import fold_label
from extractors.joins import PageLayout
from schemas.grids import Table
from schemas.lookups import read_lookup
from schemas.pages import TextLine
from schemas.readings import HeaderFields

# The block stands on the first page and may run on to the second.
HEADER_PAGES = 2
# A header table has so many labels at least; other tables may have one by chance.
FEWEST_LABELS = 2
# A value's next line starts where the value started.
SAME_LEFT = 6.0
LONGEST_VALUE = 300

CONTACT = "contact"
OTHER = "other"
_LABELLED = re.compile(r"^([A-Za-z][A-Za-z/()?\s-]{0,60}?)\s*(?::|\s[–-]\s)\s*(.*)$", re.DOTALL)
_MEMBER = re.compile(
    r"\b(leader|mayor|portfolio holder|cabinet member|executive member|lead member|councillor|cllr)\b", re.I
)
_POST = re.compile(
    r"\b(director|officer|head|chief|manager|lead|assistant|deputy|interim|corporate|strategic|service|executive|"
    r"council|monitoring|secretary|treasurer|solicitor|analyst|team|acting|report|joint|borough|county|city|town)\b",
    re.IGNORECASE,
)
_NAME = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame)\.?\s+)?[A-Z][\w'’-]+(?:\s+[A-Z]\.?)?(?:\s+[A-Z][\w'’-]+){1,2}"
_NAME_FIRST = re.compile(rf"^({_NAME})\s*(?:,|–|-|\()\s*(?=[A-Z])")
_NAME_LAST = re.compile(rf"\s*(?:,|–|-)\s*({_NAME})\s*$")


def find_label(text: str) -> tuple[str, str] | None:
    """The field a line 'Label: value' fills (a field's name, 'contact' or 'other') and its value; None if no label."""
    match = _LABELLED.match(text.strip())
    if match is None:
        kind = label_kind(text)
        return (kind, "") if kind is not None and text.rstrip().endswith(":") else None
    kind = label_kind(match[1])
    return (kind, match[2].strip()) if kind is not None else None


def label_kind(text: str) -> str | None:
    """What a label stands for; None if the text is no label of a header block."""
    return _labels().get(fold_label(text).rstrip("?").strip()) if len(text) <= 60 else None


@cache
def _labels() -> Mapping[str, str]:
    labels = {label: OTHER for labels in read_lookup("front")["labels"].values() for label in labels}
    for prose in ("summary", "recommendation", "purpose"):
        labels.pop(prose, None)
    for name, known in read_lookup("header_fields").items():
        labels.update(dict.fromkeys(known, name))
    return labels


def read_header_fields(layouts: Sequence[PageLayout]) -> HeaderFields:
    """The fields of the header block in tables and lines of the first pages; the first value of each counts."""
    found: dict[str, str] = {}
    for layout in layouts:
        if layout.number > HEADER_PAGES:
            break
        pairs = [pair for table in layout.tables for pair in _from_table(table)]
        if layout.number == 1:
            pairs += _from_lines([line for block in layout.blocks for line in block.lines])
        for name, value in pairs:
            value = " ".join(value.split()) if name != "report_of" else _without_officers(value)
            if value and len(value) <= LONGEST_VALUE:
                found.setdefault(name, value)
    names = HeaderFields.__slots__
    return HeaderFields(**{name: value for name, value in found.items() if name in names})


def _from_table(table: Table) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    labels = 0
    for row in table.rows:
        label: str | None = None
        for text in dict.fromkeys(cell.text.strip() for cell in row if cell is not None):
            own = find_label(text) or ((kind, "") if (kind := label_kind(text)) is not None else None)
            if own is not None:
                labels += 1
                label = None if own[1] else own[0]
                pairs += [own] if own[1] else []
            elif label is not None and text:
                pairs.append((label, text))
                label = None
    return pairs if labels >= FEWEST_LABELS else []


def _from_lines(lines: Sequence[TextLine]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        labelled = _label_of_line(line)
        if labelled is None:
            continue
        name, value, left = labelled
        for more in lines[number + 1 :]:
            if _label_of_line(more) is not None or not value or abs(more.box.x0 - left) > SAME_LEFT:
                break
            value += "\n" + more.text
        yield name, value


def _label_of_line(line: TextLine) -> tuple[str, str, float] | None:
    """Label, value and the left edge of the value's further lines; infinity where the value stands in one line."""
    if len(line.parts) > 1 and (kind := label_kind(line.parts[0][1])) is not None:
        return kind, " ".join(text for _x, text in line.parts[1:]), line.parts[1][0]
    found = find_label(line.text)
    if found is None:
        report_of = re.match(r"^((?:joint )?report (?:of|by))\s+(?:the\s+)?(.+)$", line.text, re.IGNORECASE)
        return ("report_of", report_of[2], float("inf")) if report_of else None
    return found[0], found[1], float("inf")


def _without_officers(value: str) -> str:
    """Who reports, by post: 'Jo Bell – Director of Housing' is 'Director of Housing'; members of the council stay."""
    people: list[str] = []
    for line in value.split("\n"):
        starts_person = _NAME_FIRST.match(line) is not None or _NAME_LAST.search(line) is not None or not people
        if starts_person:
            people.append(line.strip())
        else:
            people[-1] += " " + line.strip()
    named = [_post(person) for person in people]
    return "; ".join(post for post in named if post)


def is_name(text: str) -> bool:
    """Whether a line is a person's name and nothing else, as far as its form tells."""
    return re.fullmatch(_NAME, text.strip()) is not None and not _POST.search(text)


def _post(person: str) -> str:
    if _MEMBER.search(person):
        return person
    first = _NAME_FIRST.match(person)
    if first is not None and not _POST.search(first[1]):
        return person[first.end() :].strip(" )")
    last = _NAME_LAST.search(person)
    if last is not None and not _POST.search(last[1]):
        return person[: last.start()].strip()
    return person if _POST.search(person) else ""
