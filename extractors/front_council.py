"""Which council published a document: every place that names one is a witness, and one council must lead clearly.

Names in the register are known by name; others are read where a line says "X District Council".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from extractors.councils import LOWER_TIER, council_of_domain, find_council, make_council, read_register, short_name
from extractors.front_lines import Line
from schemas.lookups import read_lookup

# What a witness weighs. A line of its own is a letterhead; running text may speak of a neighbour.
LETTERHEAD, FILE_NAME, TOP_LINE, MAIL, MENTION = 5, 4, 2, 2, 1
MOST_MENTIONS = 3
# One mention in running text is no evidence of who publishes.
ENOUGH = 2
TOP_LINES = 12

_KIND = r"(?:County|City|District|Borough|Metropolitan|Unitary|Island|Islands|Regional)"
_WORD = r"(?:[A-Z][\w’'-]+|&|and|with|upon|on|under|in|the|of|le)"
_NAMED = re.compile(
    rf"\b((?:London Borough|Royal Borough|City|Metropolitan Borough) of [A-Z][\w’'-]+(?: (?:and|upon|&) [A-Z][\w’'-]+)*"
    rf"(?: (?:City |Metropolitan District )?Council)?)\b"
    rf"|\b([A-Z][\w’'-]+(?: {_WORD}){{0,5}}? (?:{_KIND} (?:and )?)+Council)\b"
    rf"|\b([A-Z][\w’'-]+(?:,? {_WORD}){{0,5}}? Council)\b"
)
# A name of the register is one in a line of its own that says what it is: "City and County of Swansea".
_KIND_SAID = re.compile(r"\b(?:Council|Borough|City of|County of|Corporation|Comhairle|Cyngor)\b")
_OF = frozenset({"city", "borough"})
_KIND_ALONE = re.compile(rf"^(?:{_KIND}\s+)+Council$", re.IGNORECASE)
_NEIGHBOUR = re.compile(r"\b(compared|than|like|unlike|neighbour\w*|with|visit\w*|that)\b", re.IGNORECASE)
_MAIL = re.compile(r"(?:@|www\.)(?:[\w-]+\.)*?([\w-]+\.gov\.(?:uk|wales|scot))\b", re.IGNORECASE)


def read_council(lines: Sequence[Line], named_by_file: str | None, file_start: str, on: str | None) -> str | None:
    """The publishing council's name, from the register where it is known; None where no council clearly leads.

    ``named_by_file`` is the council of the register the file's name begins with, ``file_start`` the name's first word,
    which bears out a council that is in no register; ``on`` is the meeting's day, which tells a council from its
    predecessor of the same name.
    """
    weights: dict[str, int] = defaultdict(int)
    mentions: dict[str, int] = defaultdict(int)
    for name, weight in _witnesses(lines, file_start, on):
        if weight == MENTION:
            mentions[name] += 1
        else:
            weights[name] += weight
    for name, count in mentions.items():
        weights[name] += min(count, MOST_MENTIONS)
    if named_by_file:
        weights[named_by_file] += FILE_NAME
    for name in weights:
        if name != named_by_file and file_start and short_name(name) == short_name(file_start):
            weights[name] += FILE_NAME
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < ENOUGH or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def is_council_line(text: str) -> bool:
    """Whether a line holds a council's name and nothing else."""
    name = text.strip(" .,:–-")
    return bool(_KIND_ALONE.match(name)) or any(found == _capitalised(name) for found in _names(_capitalised(name)))


def _witnesses(lines: Sequence[Line], file_start: str, on: str | None) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(lines):
        first_page = line.place.page == lines[0].place.page
        behind = lines[number + 1].text.strip() if number + 1 < len(lines) else ""
        text = _capitalised(f"{line.text} {behind}" if _is_cut(line.text, behind) else line.text)
        if _KIND_ALONE.match(text) and number and first_page:
            yield from _alone(f"{lines[number - 1].text.strip()} {line.text.strip()}", on)
            continue
        alone = list(_alone(line.text, on)) if first_page else []
        yield from alone
        if not alone:
            at_top = first_page and number < TOP_LINES
            for name in _names(text):
                known = find_council(name, on=on)
                weight = TOP_LINE if at_top and _is_own(name, text) else MENTION
                if known:
                    yield known.name, weight
                elif _has_kind(name):
                    yield make_council(name, on=on).name, weight
                elif short_name(name) and short_name(name) == short_name(file_start):
                    yield name, MENTION
        for domain in _MAIL.findall(line.text):
            council = council_of_domain(domain, on=on)
            if council:
                yield council.name, MAIL
        yield from ((name, MENTION) for name in _acronyms(line.text))


def _is_cut(text: str, behind: str) -> bool:
    """Whether a line ends within a council's name: 'Head of Strategy, Fenwick District' over 'Council'."""
    return behind.casefold() == "council" and re.search(rf"\b{_KIND}$", text.strip(), re.IGNORECASE) is not None


def _alone(text: str, on: str | None) -> Iterator[tuple[str, int]]:
    """A letterhead: the whole line is a name. An unknown 'X Council' needs this much; 'Full Council' is no name."""
    name = _capitalised(text.strip(" .,:–-"))
    known = find_council(name, on=on) if _KIND_SAID.search(name) and short_name(name) else None
    if known is not None:
        yield known.name, LETTERHEAD
        return
    bare = re.sub(r"^[Tt]he ", "", name)
    if bare in set(_names(name)):
        yield make_council(bare, on=on).name, LETTERHEAD


def _names(text: str) -> Iterator[str]:
    for match in chain(_NAMED.finditer(text), _authorities().finditer(text)):
        words = match.group().split()
        # What stands before the last word that belongs to no name is not part of it.
        last = max((n for n, word in enumerate(words[:-1]) if _is_no_name(words, n)), default=-1)
        rest = words[last + 1 :]
        while rest and rest[0].lower() in {"and", "of", "&", "with", "on", "in"}:
            rest = rest[1:]
        is_city_of = len(rest) > 2 and rest[0].lower() in _OF and rest[1].lower() == "of"
        if len(rest) > 1 and (is_city_of or rest[0].lower() not in _no_name()):
            yield " ".join(rest)


def _is_no_name(words: Sequence[str], number: int) -> bool:
    word = words[number].lower().strip(",")
    if word not in _no_name():
        return False
    # 'of' belongs to 'Isle of', 'Vale of', 'City of'; 'District' before 'Council' to the name.
    if word == "of":
        return number == 0 or words[number - 1].lower() not in {
            "isle", "isles", "vale", "forest", "riding", "city", "borough", "east", "west", "north", "south", "county"
        }  # fmt: skip
    if word in {"on", "with", "in", "the"}:
        return number == 0
    kinds = LOWER_TIER | {"county"}
    if word in kinds:
        behind = [later.lower() for later in words[number + 1 :]]
        return not (number and all(later in kinds | {"council", "and"} for later in behind)) and words[
            number + 1
        ].lower() not in {"of"}
    return True


def _is_own(name: str, text: str) -> bool:
    """Whether a line speaks of the publisher ("Report to X Council"), not of a neighbour ("than X Council")."""
    before = re.split(re.escape(name), text)[0]
    return re.search(r"(?:^|\b(?:of|to|for|by|the) )$", before) is not None and not _NEIGHBOUR.search(before)


@cache
def _authorities() -> re.Pattern[str]:
    """Authorities that are no councils: combined authorities, fire and rescue, national parks."""
    kinds = "|".join(read_lookup("front")["councils"]["authorities"])
    return re.compile(rf"\b[A-Z][\w’'-]+(?:,? {_WORD}){{0,6}}? (?:{kinds})\b")


@cache
def _no_name() -> frozenset[str]:
    return frozenset(read_lookup("front")["councils"]["no_name"])


def _has_kind(name: str) -> bool:
    """Whether the name says its kind ('X District Council'): 'Arts Council' and 'Youth Council' do not."""
    return re.search(rf"\b{_KIND} Council$", name) is not None


def _acronyms(text: str) -> Iterable[str]:
    words = set(re.findall(r"\b[A-Z&]{3,5}\b", text))
    return [c.name for c in read_register() for alias in c.aliases if alias.isupper() and alias in words]


def _capitalised(text: str) -> str:
    """'KENT COUNTY COUNCIL' as 'Kent County Council'; other lines as they are."""
    if text != text.upper():
        return text
    small = {"and", "of", "the", "upon", "with", "on", "in", "under"}
    words = [w.lower() if w.lower() in small else w.capitalize() for w in text.split()]
    return " ".join(words)
