"""The lines of a document's first pages, and the header block they may hold ("To: Cabinet – 4 March 2025").

What a field's value means is for ``frontmatter``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.lines import group_lines, line_text
from schemas.geometry import Place, hull
from schemas.lookups import read_lookup
from schemas.pages import Page, Word

# Between a label and its value in another table cell or at a tab stop; spaces of a line are at most 0.6 of its size.
CELL_GAP = 1.5
# A line of a value that runs on starts where the value started.
SAME_LEFT = 4.0
# An empty value has no left edge.
NO_COLUMN = float("inf")
# A value's next line follows it closely: line spacing up to double.
NEXT_LINE = 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``parts``: its pieces between wide gaps, as (x0, text); ``lefts``: left edges of its words."""

    text: str
    place: Place
    size: float
    bold: bool
    parts: tuple[tuple[float, str], ...]
    lefts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A labelled value of the header block. ``kind`` is to, date, title or other; ``first`` the number of its line."""

    kind: str
    label: str
    value: str
    place: Place
    first: int
    last: int


def read_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """Upright lines from top to bottom, page by page; blank ones left out."""
    return tuple(line for page in pages for line in _page_lines(page))


def _page_lines(page: Page) -> Iterator[Line]:
    for words in group_lines(word for word in page.words if word.upright):
        text = line_text(words).strip()
        if text:
            yield Line(
                text=text,
                place=Place(page.number, hull(word.box for word in words).rounded()),
                size=max(word.size for word in words),
                bold=all(word.bold for word in words),
                parts=tuple(_parts(words)),
                lefts=tuple(word.box.x0 for word in words),
            )


def _parts(words: Sequence[Word]) -> Iterator[tuple[float, str]]:
    part = [words[0]]
    for before, word in itertools.pairwise(words):
        if word.box.x0 - before.box.x1 > CELL_GAP * min(before.size, word.size):
            yield part[0].box.x0, line_text(part)
            part = []
        part.append(word)
    yield part[0].box.x0, line_text(part)


@cache
def _labels() -> dict[str, str]:
    return {label: kind for kind, labels in read_lookup("front")["labels"].items() for label in labels}


def fold_label(text: str) -> str:
    """The form labels are looked up in."""
    folded = re.sub(r"\([a-z/]+\)", "", " ".join(text.lower().split()))
    return re.sub(r"\s+", " ", folded).strip(" :.–-")


def read_fields(lines: Sequence[Line]) -> tuple[HeaderField, ...]:
    """The labelled values among the lines, each with the lines its value runs on over."""
    found: list[HeaderField] = []
    for number, line in enumerate(lines):
        labelled = _split_label(line)
        if labelled is None:
            continue
        label, value, left = labelled
        last = number
        while last + 1 < len(lines) and _runs_on(lines[last], lines[last + 1], left, bool(value)):
            last += 1
            # A paragraph may follow its label's line: '' takes one line at most.
            piece = lines[last].parts[-1][1]
            if not value:
                value = piece
                break
            value = f"{value} {piece}"
        found.append(HeaderField(_labels()[label], label, value.strip(), line.place, number, last))
    return tuple(found)


def _split_label(line: Line) -> tuple[str, str, float] | None:
    """Label, value and the value's left edge, where the line starts with a known label."""
    first = fold_label(line.parts[0][1])
    if len(line.parts) > 1 and first in _labels():
        return first, " ".join(text for _, text in line.parts[1:]), line.parts[1][0]
    match = re.match(r"^([A-Za-z][A-Za-z/()\s-]{1,40}?)\s*(?::|\s[–-]\s)\s*(.*)$", line.text)
    if match and fold_label(match.group(1)) in _labels():
        before = len(line.text[: match.start(2)].split())
        return fold_label(match.group(1)), match.group(2), line.lefts[before] if match.group(2) else NO_COLUMN
    if len(line.parts) == 1 and first in _labels() and line.text.rstrip().endswith(":"):
        return first, "", NO_COLUMN
    return None


def _runs_on(before: Line, line: Line, left: float, has_value: bool) -> bool:
    if line.place.page != before.place.page or _split_label(line) is not None:
        return False
    gap = line.place.box.top - before.place.box.bottom
    if gap > NEXT_LINE * before.size:
        return False
    if not has_value:
        return True
    return len(line.parts) == 1 and abs(line.parts[0][0] - left) <= SAME_LEFT
