"""What a file's name says of council, body, date, period and role: "rutland-cabinet-2023-11-14-appendix-a.pdf"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.councils import find_council, fold_name, read_register, short_name
from extractors.front_bodies import read_body
from extractors.front_dates import find_dates
from extractors.front_periods import find_periods
from schemas.lookups import read_lookup
from schemas.vocabulary import DocumentRole

_COMMITTEE = re.compile(r"\b((?:overview|scrutiny|corporate|[a-z]+ and) (?:[a-z]+ ){0,4}(?:committee|board|panel))\b")


@dataclass(frozen=True, slots=True)
class NameWitness:
    """What the name says; None where it is silent.

    ``period`` is written out ('Q2 2023-24'); ``start`` is the name's first word.
    """

    council: str | None
    body: str | None
    date: str | None
    period: str | None
    role: DocumentRole | None
    start: str = ""


def read_filename(filename: str) -> NameWitness:
    """The witness of one file name, with or without '.pdf'."""
    stem = re.sub(r"\.pdf$", "", filename, flags=re.IGNORECASE)
    words = re.sub(r"[\s_\-.,+()]+", " ", stem).strip()
    day = _date(stem)
    body = _body(words)
    period = _period(stem)
    council = _council(words, day) if day or body or period else None
    return NameWitness(council, body, day, period, _role(words), _start(words))


def _date(stem: str) -> str | None:
    iso = re.findall(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)", stem)
    dates = {found.iso for parts in iso for found in find_dates("-".join(parts))}
    day_first = re.findall(r"(?<!\d)(\d\d?)[-_. ](\d\d?)[-_. ]((?:19|20)\d\d)(?!\d)", stem)
    dates = dates or {found.iso for parts in day_first for found in find_dates("/".join(parts))}
    dates = dates or {found.iso for found in find_dates(re.sub(r"[-_\s]+", " ", stem))}
    return next(iter(dates)) if len(dates) == 1 else None


def _period(stem: str) -> str | None:
    text = re.sub(r"(?<!\d)(?:19|20)\d\d[-_. ]\d\d[-_. ]\d\d(?!\d)", " ", stem)  # a meeting's date is no period
    text = re.sub(r"((?:19|20)\d\d)[-_/.]((?:19|20)?\d\d)(?!\d)", r"\1/\2", text)
    text = re.sub(r"[-_\s]+", " ", text).replace("/", "-")
    phrases = find_periods(text)
    found = {phrase.text.lower(): phrase.text for phrase in phrases if phrase.has_year}
    parts = {phrase.text.lower(): phrase.text for phrase in phrases if not phrase.has_year}
    # 'q2' without a year says too little, and two periods say too much.
    if len(found) != 1 or len(parts) > 1:
        return None
    within = any(phrase.within_year for phrase in phrases if phrase.has_year)
    if within and parts:
        return None
    named = " ".join([*parts.values(), *found.values()])
    return re.sub(r"\b(q|fq|quarter)(?=\s?\d)", lambda m: m.group().capitalize(), named)


def _body(words: str) -> str | None:
    lower = words.lower()
    committee = _COMMITTEE.search(lower)
    if committee and "scrutiny" in committee.group(1):
        return read_body(committee.group(1).title().replace(" And ", " and "))
    named = read_lookup("front")["filename"]["bodies"]
    found = [shown for word, shown in named.items() if _names_body(word, lower)]
    return str(found[0]) if len(found) == 1 else None


def _names_body(word: str, lower: str) -> bool:
    """Whether the word names a body here: 'council-2023-07-10' does, 'council-plan' and 'executive-summary' do not."""
    if word == "council":
        return re.search(r"(?<!county )(?<!city )(?<!borough )(?<!district )\bcouncil (?=\d)", lower) is not None
    return re.search(rf"\b{word}\b(?! (summary|member|director|committee|response|lead))", lower) is not None


def _start(words: str) -> str:
    found = re.match(r"(?:\d+ )*([A-Za-z]{3,})\b", words)
    return found.group(1) if found else ""


def _role(words: str) -> DocumentRole | None:
    lower = f" {words.lower()} "
    listed = read_lookup("front")["filename"]
    for role in (DocumentRole.MINUTES, DocumentRole.APPENDIX, DocumentRole.COVER, DocumentRole.PACK):
        if any(f" {word} " in lower for word in listed[role.value]):
            return role
    return None


@cache
def _starts() -> tuple[tuple[str, str], ...]:
    """Names a file may start with, longest first, and the council's own name."""
    names = {fold_name(n): c.name for c in read_register() for n in (c.name, short_name(c.name), *c.aliases)}
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


def _council(words: str, day: str | None) -> str | None:
    folded = fold_name(words) + " "
    # 'Agenda ... ' or a date may stand first: '2025-01-30 Rutland Cabinet'.
    folded = re.sub(r"^(?:\d+ )+", "", folded)
    for name, _ in _starts():
        if folded.startswith(f"{name} "):
            council = find_council(name, on=day)
            return council.name if council else None
    return None
