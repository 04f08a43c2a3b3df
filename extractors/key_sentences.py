"""Keys written as text: "R = off target, A = within 5%", "Green - on target; Amber - within 10%".

Only the wording is read here; where such lines stand is for ``swatches`` and ``legend``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.glyphs import find_glyphs
from extractors.words import (
    action_word,
    colour_word,
    direction_word,
    fold_word,
    letter_name,
    not_rated_word,
    rating_word,
)

LONGEST_LABEL = 140
# A run of letters, or one character that draws a mark, then a sign that says "means".
_MEANS = r"(?P<means>\s*(?:\(|=|:|\s[-–—]\s|[–—]|\bmeans\b|\bindicates\b|\bdenotes\b|\bis where\b|\bwhere\b))\s*"
_COLOURS = r"(?:dark |light |bright )?(?:red|amber|green|blue|gr[ae]y|yellow|orange|purple)"
_MARK = re.compile(
    rf"(?<![\w/&])(?P<mark>{_COLOURS}(?: rating| status)?|[A-Z]|N/A|[^\w\s.,;:()=\-–—'\"|/&%£<>≤≥•∙▪*#+]){_MEANS}",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\)")
_END = re.compile(r"[;|]|\.(?=\s|$)|,\s*$|\n\s*\n|\n(?=\s*[A-Z])")
# A count or share of rows, not a meaning: "Green: 12", "Red - 4 indicators", "Amber: 33%".
_COUNT = re.compile(
    r"^\(?\d+(\.\d+)?\)?\s*(%|per ?cent)?\s*(\(|$|[a-z]*(indicator|measure|kpi|pi|action|target|of )|,|and )", re.I
)


@dataclass(frozen=True, slots=True)
class WordedEntry:
    """One "mark = meaning" of a text, with the span of characters it was read from."""

    mark: str
    label: str
    start: int
    end: int


def find_worded_entries(text: str) -> list[WordedEntry]:
    """The key lines of a text in order: two or more different marks near each other, half of them of known meaning."""
    found: list[WordedEntry] = []
    for group in _groups(list(_entries(text)), text):
        known = sum(is_meaning(entry.label) for entry in group)
        marks = [fold_word(entry.mark) or entry.mark for entry in group]
        if len(group) >= 2 and known * 2 >= len(group) and known >= 2 and len(set(marks)) == len(marks):
            found += group
    return found


def is_meaning(label: str) -> bool:
    """Whether a label says by itself what a mark means."""
    readers = (rating_word, not_rated_word, action_word, direction_word)
    return any(read(label) is not None for read in readers)


def _entries(text: str) -> Iterator[WordedEntry]:
    marks = [match for match in _MARK.finditer(text) if _is_known(match["mark"])]
    starts = [*(match.start() for match in marks), len(text)][1:]
    for match, after in zip(marks, starts, strict=True):
        limit = max(match.end(), min(after, match.end() + LONGEST_LABEL))
        ends = _CLOSED if match["means"].endswith("(") else _END
        stop = ends.search(text, match.end(), limit)
        end = stop.start() if stop else limit
        label = " ".join(text[match.end() : end].split()).strip(" ,;-–—")
        label = re.sub(r"^(and|or)\s|[\s,(]+(and|or)?$", "", label)
        if len(label) > 2 and re.search(r"[A-Za-z]{2}", label) and not _COUNT.match(label):
            yield WordedEntry(match["mark"].strip(), label, match.start(), stop.end() if stop else end)


def _is_known(mark: str) -> bool:
    letter = len(mark) == 1 and mark.isalpha()
    if letter:
        return mark.isupper()
    return (
        colour_word(mark.split()[-1]) is not None or colour_word(mark) is not None or _is_drawn(mark) or mark == "N/A"
    )


def _is_drawn(mark: str) -> bool:
    return find_glyphs(mark) is not None


def _groups(entries: list[WordedEntry], text: str) -> Iterator[list[WordedEntry]]:
    """Entries that follow each other with hardly anything between them."""
    group: list[WordedEntry] = []
    for entry in entries:
        if group and len(text[group[-1].end : entry.start].split()) > 2:
            yield group
            group = []
        if letter_name(entry.mark) is None and len(entry.mark) == 1 and entry.mark.isalpha() and not group:
            # A letter without a colour's name only continues a key ("N = no data"); alone it begins a list.
            yield [entry]
            continue
        group.append(entry)
    yield group
