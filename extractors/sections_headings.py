"""Which paragraphs are headings, and which of two headings stands above the other.

A heading stands out (bold, larger, underlined, in capitals), or is a short line that text follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.sections_kinds import section_kind
from extractors.sections_marks import MarkKind
from extractors.sections_paragraphs import Anchor, Paragraph

LONGEST = 130
# Numbered titles in bold, such as those of minutes, may be longer.
LONGEST_OF_ITEM = 260
# The names of two indicators may stand in one heading.
LONGEST_OF_REFS = 240
# A plain line with more words is a sentence without its full stop.
MOST_PLAIN_WORDS = 14
# Larger than the text by more than rounding.
LARGER = 1.08
# A row of figures has fewer letters; "Quarter 3 2024/25" has half.
LETTERS = 0.4
# A run-in heading is the bold beginning of a paragraph, up to a colon or dash.
LONGEST_RUN_IN = 70

_SENTENCE_END = re.compile(r"[.;!,]$")
_VERB = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|be|been|being|should|can|could|may|must|agreed|noted|asked|did|does)\b"
)
_CAPTION = re.compile(r"^(figure|table|chart|graph|diagram|map)\s*[\dA-Z]{1,3}\b", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"@|https?:|www\.|\.{4,}|…|^\W*$|^[*†(\[]|^£?[\d,.%\s]+$"
    r"|^((mon|tues|wednes|thurs|fri|satur|sun)day,? )?\d{1,2}(st|nd|rd|th)? [a-z]+,? \d{4}(,? (at )?[\d.:]+ ?[ap]m)?$",
    re.IGNORECASE,
)
_KPI_REF = re.compile(r"^([A-Z]{0,4}\d{1,3}[A-Za-z]{1,2}\d{0,3}[a-z]?|[A-Z]{2,5}[ .]?\d{1,3}[a-z]?|[A-Z]&[A-Z]\d+)\b")
_WORD_AND_NUMBER = re.compile(r"^[A-Z][A-Za-z]+ (\d{1,2}|[A-Z]|[IVX]{1,4})\b(?! of)")


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading looks. ``depth`` is that of its number (0: none), ``shape`` 'ref', 'word' ('Priority 2') or ''."""

    depth: int
    size: float
    bold: bool
    capitals: bool
    shape: str
    run_in: bool = False

    @property
    def weight(self) -> tuple[float, bool, bool, bool]:
        """Heavier headings stand above lighter ones."""
        return (0.0 if self.run_in else self.size, self.bold and not self.run_in, self.capitals, not self.run_in)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its number and words, and where the paragraph's own text begins behind a run-in heading."""

    number: str | None
    text: str
    style: Style
    rest: int | None = None
    plain: bool = False


def body_size(items: Sequence[Paragraph | Anchor]) -> float:
    """The size most letters have."""
    letters: Counter[float] = Counter()
    for item in items:
        if isinstance(item, Paragraph):
            letters[item.size] += len(item.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def find_headings(items: Sequence[Paragraph | Anchor]) -> dict[int, Heading]:
    """The headings among the paragraphs, by their place in ``items``."""
    body = body_size(items)
    texts = Counter(item.text.casefold() for item in items if isinstance(item, Paragraph))
    found: dict[int, Heading] = {}
    candidates: set[int] = set()
    for index, item in enumerate(items):
        if isinstance(item, Anchor):
            continue
        heading = _standing_out(item, body) or _run_in(item)
        if heading is not None:
            found[index] = heading
        elif _may_be_plain_heading(item, texts):
            candidates.add(index)
    for index in sorted(candidates, reverse=True):
        if _text_follows(items, index, found, candidates) and not _in_a_list(items, index, found):
            found[index] = _heading(items[index], plain=True)
    return found


def _heading(item: Paragraph | Anchor, *, plain: bool = False) -> Heading:
    assert isinstance(item, Paragraph)
    numbered = item.mark is not None and item.mark.kind in (MarkKind.NUMBER, MarkKind.LETTER)
    number = item.mark.number if item.mark is not None and numbered else None
    depth = len([step for step in item.mark.steps if step]) if item.mark is not None and numbered else 0
    shape = "letter" if numbered and item.mark is not None and item.mark.kind is MarkKind.LETTER else ""
    shape = shape or ("ref" if _KPI_REF.match(item.text) else "word" if _WORD_AND_NUMBER.match(item.text) else "")
    return Heading(
        number, item.text.strip(), Style(depth, item.size, item.bold, item.text.isupper(), shape), plain=plain
    )


def _standing_out(item: Paragraph, body: float) -> Heading | None:
    if item.mark is not None and (item.mark.kind in (MarkKind.BULLET, MarkKind.INNER) or item.mark.text[:1] == "("):
        return None
    text = item.text.strip()
    lettered = item.mark is not None and item.mark.kind is MarkKind.LETTER
    in_capitals = text.isupper() and sum(map(str.isalpha, text)) > 3 and (len(text.split()) > 1 or len(text) > 6)
    stands_out = item.bold or in_capitals or (item.size > LARGER * body and not lettered)
    longest = LONGEST_OF_ITEM if item.bold and item.mark is not None and not lettered else LONGEST
    if not stands_out or len(text) > longest or _SENTENCE_END.search(text) or _is_no_heading(text):
        return None
    if not (text[:1].isupper() or text[:1].isdigit() or text[:1] in "“\"'‘"):
        return None
    return _heading(item)


def _is_no_heading(text: str) -> bool:
    """Whether a line cannot be a heading: an address, a date, a figure, a caption, a line of a table of contents."""
    if _NO_HEADING.search(text) or _CAPTION.match(text):
        return True
    return sum(map(str.isalpha, text)) < LETTERS * len(text.replace(" ", ""))


def _run_in(item: Paragraph) -> Heading | None:
    """The bold (or known) beginning of a paragraph: 'Summary: The …', 'Adult Social Care – Two KPIs …'."""
    if item.mark is not None and item.mark.kind is not MarkKind.NUMBER:
        return None
    lead = item.lead.rstrip(" :–-").strip()
    if not lead:
        known = re.match(r"^([A-Z][A-Za-z()/ ]{2,40}):\s", item.text)
        kind = section_kind(known[1]) if known else None
        if known is None or kind not in {"recommendations", "summary", "purpose", "reasons", "background"}:
            return None
        lead = known[1]
    behind = item.text[len(lead) :]
    mark = re.match(r"\s*[:–-]\s*", behind)
    if mark is None or len(lead) > LONGEST_RUN_IN or not item.text.startswith(lead) or not lead[:1].isalpha():
        return None
    rest = len(lead) + mark.end()
    number = item.mark.number if item.mark is not None else None
    depth = len(item.mark.steps) if item.mark is not None else 0
    return Heading(number, lead, Style(depth, item.size, False, False, "", run_in=True), rest)


def _may_be_plain_heading(item: Paragraph, texts: Counter[str]) -> bool:
    text = item.text.strip()
    if item.mark is not None and (item.mark.kind is not MarkKind.NUMBER or item.mark.is_bare):
        return False
    ref = _KPI_REF.match(text) is not None
    if (
        len(text) > (LONGEST_OF_REFS if ref else LONGEST)
        or texts[text.casefold()] > 1
        or _is_no_heading(text)
        or not text[:1].isalnum()
    ):
        return False
    if item.underlined and not _SENTENCE_END.search(text):
        return True
    known = section_kind(text.rstrip(":")) is not None and len(text.split()) <= 8
    if known and item.mark is None and not _VERB.search(text):
        return not re.search(r"[.;!,]$", text)
    if (text[0].islower() or re.search(r"[:?]$" if ref else r"[.:;!,?]$", text)) and not (ref and text[0].isupper()):
        return False
    if ref:
        return not _is_sentence_about(text)
    return len(text.split()) <= MOST_PLAIN_WORDS and not _VERB.search(text)


def _is_sentence_about(text: str) -> bool:
    """Whether a line that begins with an indicator's ref tells of it ('1A3 had improved'); its name may hold a verb."""
    name = _KPI_REF.sub("", text, count=1).strip(" –-:")
    return _VERB.match(name) is not None or (text.endswith(".") and _VERB.search(name) is not None)


def _text_follows(
    items: Sequence[Paragraph | Anchor], index: int, found: dict[int, Heading], candidates: set[int]
) -> bool:
    """Whether text stands under the line: a sentence, a numbered paragraph, or another heading that has text."""
    item = items[index]
    assert isinstance(item, Paragraph)
    known = section_kind(item.text.rstrip(":")) is not None
    if not known and isinstance(items[min(index + 1, len(items) - 1)], Anchor):
        return False  # the title of a table
    following = next((n for n in range(index + 1, len(items)) if isinstance(items[n], Paragraph)), None)
    if following is None:
        return known and (item.text.rstrip().endswith(":") or index + 1 < len(items))
    after = items[following]
    assert isinstance(after, Paragraph)
    if following in found:
        return known or (found[following].plain and item.mark is None and found[following].number is None)
    if item.mark is not None:
        marked = after.mark is not None and after.mark.kind is MarkKind.NUMBER
        return marked and following not in candidates
    if after.left < item.left - 4 and not known:
        return False
    if after.mark is not None and after.mark.kind is not MarkKind.NUMBER:
        return known
    if after.mark is not None:
        return known or len(after.text) > 40 or after.ended
    return known or len(after.text) > 80 or (after.ended and following not in candidates and len(after.text) > 25)


def _in_a_list(items: Sequence[Paragraph | Anchor], index: int, found: dict[int, Heading]) -> bool:
    """Whether the lines before it announce a list: a line of a list without marks is no heading."""
    item = items[index]
    assert isinstance(item, Paragraph)
    if section_kind(item.text.rstrip(":")) is not None or _KPI_REF.match(item.text):
        return False
    before = items[index - 1] if index else None
    if not isinstance(before, Paragraph) or index - 1 in found:
        return False
    return before.text.rstrip().endswith(":") and not before.bold


def outranks(new: Style, old: Style) -> bool | None:
    """Whether a heading in style ``new`` ends the section under one in style ``old``; None where looks do not tell."""
    if new == old:
        return True
    if new.depth and old.depth and not new.run_in:
        return new.depth <= old.depth
    if new.weight != old.weight:
        return new.weight > old.weight
    return None
