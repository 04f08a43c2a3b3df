"""Lists that name every row of one status: 'The nine indicators where the RAG rating is Red are in: …'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.prose_lines import ProseLine
from schemas.lookups import read_lookup

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS.split(" "), 1)}
_COUNTED = re.compile(
    rf"(?i)\b(\d{{1,3}}|{'|'.join(_NUMBERS)})\s(?:(?:key|performance|red|amber|green|rated|headline|corporate|remaining)[\s-])*"
    r"(?:indicators?|kpis?|measures?|pis?|targets?)\b"
)
_EXAMPLES = re.compile(r"(?i)\b(?:examples?|some|such as|include|includes|including|highlights?|e\.g\.)\b")
_ABOUT_INDICATORS = re.compile(r"(?i)\b(?:indicators?|kpis?|measures?|pis?|targets?|rag|rated|rating|status)\b")
# A name says what is counted; a statement has a verb. Names of indicators met have up to 30 words.
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of names of rows of one status, and how many it says there are (None where it does not)."""

    status: str
    total: int | None
    lead_in: str
    items: tuple[ProseLine, ...]


def read_named_list(items: Sequence[ProseLine]) -> NamedList | None:
    """The list that ``items`` (lines under one lead-in) is, if it names rows of one colour.

    Headings of groups are left out; None for any other list.
    """
    lead_in = items[0].lead_in or ""
    status = _status(lead_in)
    if status is None:
        return None
    stated = _COUNTED.search(lead_in)
    total = None
    if stated:
        total = _NUMBERS.get(stated[1].casefold()) or int(stated[1])
    names = _names(items, total)
    if not names or any(len(line.text.split()) > _LONGEST_NAME for line in names):
        return None
    return NamedList(status, total, lead_in, names)


def _status(lead_in: str) -> str | None:
    """The one colour a lead-in names for all that follows; None for examples, several colours or none."""
    if _EXAMPLES.search(lead_in) or not _ABOUT_INDICATORS.search(lead_in):
        return None
    colours = {c for c in read_lookup("statements")["lead_in"]["named"] if re.search(rf"(?i)\b{c}\b", lead_in)}
    return colours.pop() if len(colours) == 1 else None


def _names(items: Sequence[ProseLine], total: int | None) -> tuple[ProseLine, ...]:
    """The items that name a row: those of the inner list, and outer ones with no inner list of their own."""
    leaves = [
        line
        for line, after in zip(items, [*items[1:], None], strict=True)
        if line.depth == 2 or after is None or after.depth < 2
    ]
    if all(line.depth < 2 for line in items) and total is not None and len(items) > total:
        measured = [line for line in items if _says_what_is_counted(line.text)]
        leaves = measured if len(measured) >= total else list(items)
    return tuple(leaves)


def _says_what_is_counted(text: str) -> bool:
    words = set(re.findall(r"[a-z%]+", text.casefold()))
    return bool(words & set(read_lookup("statements")["title"]["subjects"])) or "%" in text
