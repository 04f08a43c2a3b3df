"""What kind of section a heading names: recommendations, background, financial implications and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.folding import one_line
from schemas.lookups import read_lookup

# A heading with more words says something of its own.
LONGEST_HEADING = 14
# A paragraph that only offers other formats is shorter than this.
LONGEST_OFFER = 320
_OFFERS = re.compile(
    r"\b(large print|braille)\b|\b((accessible|alternative|different|other) (format|version)s?|"
    r"(other|another|different) languages?)\b[^.]{0,80}\b(available|request|contact|provided|supplied)"
    r"|\b(available|request|require|like)\b[^.]{0,80}\b(accessible format|alternative format)",
    re.IGNORECASE,
)
_WEIGHS = re.compile(r"\b(implication|consideration|impact|assessment|issue|comment|advice|appraisal)")


def fold_heading_text(heading: str) -> str:
    """The form headings are looked up in: lower case, '(s)' and numbers before it left out."""
    text = re.sub(r"\((s|es|ies)\)", lambda ending: ending[1], one_line(heading).casefold())
    return re.sub(r"^[\W\d]+|[\s.:;–-]+$", "", text)


@cache
def section_kind(heading: str, under: str | None = None) -> str | None:
    """The kind the heading names, None if it names none. Of several kinds the one named first.

    ``under`` is the kind of the heading above: 'Legal' alone is legal implications under a heading of implications.
    """
    folded = fold_heading_text(heading)
    if not folded or len(folded.split()) > LONGEST_HEADING:
        return None
    weighing = _WEIGHS.search(folded) is not None or (under is not None and under.endswith("implications"))
    found: list[tuple[int, int, str]] = []
    for kind, words in _kinds():
        starts = [words.starts, words.names] if weighing else [words.starts]
        found += [(0, -len(begin[0]), kind) for pattern in starts if pattern and (begin := pattern.match(folded))]
        if words.exactly and words.exactly.fullmatch(folded):
            found.append((0, -len(folded), kind))
        if words.holds and (inside := words.holds.search(folded)):
            found.append((inside.start(), -len(inside[0]), kind))
    return min(found)[2] if found else None


def is_accessibility_line(text: str) -> bool:
    """Whether a paragraph offers the document in large print, Braille, another language or an accessible format."""
    return len(text) <= LONGEST_OFFER and _OFFERS.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    exactly: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    names: re.Pattern[str] | None
    holds: re.Pattern[str] | None


@cache
def _kinds() -> tuple[tuple[str, _Words], ...]:
    return tuple(
        (kind, _Words(*(_pattern(words.get(how, [])) for how in ("is", "starts", "names", "holds"))))
        for kind, words in read_lookup("section_kinds").items()
    )


def _pattern(phrases: list[str]) -> re.Pattern[str] | None:
    """Any of the phrases from the beginning of a word; a word may go on ('recommendation', 'equalit')."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")") if phrases else None
