"""Running text as sentences, with what makes a sentence unfit to state a current total.

Bracketed comparisons and trailing 'down from …' clauses are blanked; a sentence that still compares,
predicts or wishes is marked doubtful. List items belong to the sentence that leads into their list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.claims_figures import N as NUMBER
from extractors.claims_figures import has_number, names_counted
from extractors.claims_scopes import NamedScope
from schemas.pages import TextBlock

_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\d•▪●\uf0b7\uf0a7])")
_BULLET = re.compile(r"^\s*(?:[•\-–▪●\uf0b7\uf0a7o]|\(?[a-z]\)|\(?[ivx]+\))\s+")
_CHANGE = r"an? (?:increase|decrease|improvement|reduction|rise|fall|drop|change)"
_PERIOD = r"(?:f?q[1-4]|(?:quarter|qtr) (?:[1-4]|one|two|three|four)|20\d\d[/–-]\d\d)"
_COMPARISON = re.compile(
    rf"(?i),?\s+(?:compared (?:with|to)|against|from|versus)\s+(?:the )?"
    rf"{NUMBER}(?: [a-z]+)?(?:, {NUMBER}(?: [a-z]+)?)*,? and {NUMBER}\b[^.;,]*"
    r"|\([^()]*\b(?:than|same as|previous|last|compared|from|up|down|change)\b[^()]*\)"
    rf"|\({_PERIOD}[:,]? {NUMBER}\b[^()]*\)|\({NUMBER}\b[^()]{{0,20}} (?:in|at|for) (?:the end of )?{_PERIOD}\b[^()]*\)"
    rf"|(?:,\s+(?:up|down|{_CHANGE}|increasing|decreasing|rising|falling|improving|which (?:is|was)|this (?:is|was)"
    rf"|{NUMBER} (?:more|fewer|less)|the same (?:as|number))\b"
    r"|,?\s+(?:compared (?:with|to)|(?:up|down) (?:from|on))\b)[^.;]*?"
    rf"(?=(?:, and\b|\. |;|\.?$| of which\b|, {NUMBER}\b| and {NUMBER} ))"
    r"|\b(?:lower|higher|better|worse) than (?:the )?(?:last|previous|same)\b[^,.;]*"
)
_DOUBTFUL = re.compile(
    r"(?i)\b(?:previous(?:ly)?|last (?:quarter|year|month|period|report)|prior|compar(?:ed|ison)"
    r"|expect(?:ed|s)?(?! (?:floor|standard|level|target|range))|forecast\w*"
    r"|predict\w*|anticipat\w*|will|would|should|could(?! report)|might|may be|aim\w*|if|earlier|used to|had been|moved"
    r"|(?<!by more )(?<!by less )than (?:last|the (?:last|previous|same)|previous|in|at|a year|before|\d+|one|two"
    r"|three)"
    r"|changed|new|removed|ago|improved to|deteriorated to|no longer|example|such as)\b"
)
_SINCE = re.compile(
    r"(?i)\b(?:since|on|from|over|than|against|compared (?:with|to)) (?:the )?(?:last|previous|prior) "
    r"(?:quarter|period|report|month)(?:['’]s)?(?: (?:position|performance|figures?|results?|report))?\b"
)
"""What directions of travel are measured from: 'have improved since the previous quarter' is said of now."""
_PART_OF_BUCKET = re.compile(
    rf"(?i)\bof (?:the|these|those) (?:{NUMBER} )?(?:[a-z ]{{3,40}}? (?:that|which) (?:are|were) (?:rated )?)?"
    r"(?:green|amber|red|blue|off[- ]target)\b"
)
"""'Of the four Red KPIs, only one improved': what is counted there is no total."""


@dataclass(frozen=True)
class Sentence:
    """A sentence as ``printed``. Without a number (``has_number``) it states no total, and without anything that is
    counted (``names_counted``) it names no set: most sentences of a long paper are asked for nothing else.

    ``follows``: it continues a paragraph or the list its paragraph leads into; ``is_item``: it stands in a list;
    ``under``: what its heading names, a theme or directorate or something not known to be one.
    """

    printed: str
    block: TextBlock
    has_number: bool
    names_counted: bool
    follows: bool
    is_item: bool = False
    under: NamedScope | None = None

    @cached_property
    def text(self) -> str:
        """The sentence with its comparisons blanked, each character in its place in ``printed``."""
        return _COMPARISON.sub(lambda found: " " * len(found[0]), self.printed)

    @property
    def is_scoped(self) -> bool:
        """Whether it stands under a heading that is known to be a theme's or directorate's."""
        return self.under is not None and self.under.is_known

    def is_doubtful(
        self, explained: Sequence[tuple[int, int]] = (), end: int | None = None, *, moves: bool = False
    ) -> bool:
        """Whether it speaks (also) of another period, of the future, of an example, or of part of a bucket.

        ``explained`` are stretches whose words are understood ('will not be met'); ``end`` limits the look; ``moves``:
        it counts nothing but directions of travel, which are told beside an earlier period.
        """
        text = _SINCE.sub(lambda found: " " * len(found[0]), self.text) if moves else self.text
        if _PART_OF_BUCKET.search(text, 0, len(text) if end is None else end):
            return True
        for start, stop in explained:
            text = text[:start] + " " * (stop - start) + text[stop:]
        return _DOUBTFUL.search(text, 0, len(text) if end is None else end) is not None


def split_sentences(blocks: Sequence[TextBlock], scopes: Mapping[int, NamedScope] | None = None) -> Iterator[Sentence]:
    """Every sentence in order; list items follow the sentence that ends with a colon before them.

    ``scopes`` are the themes or directorates the blocks stand under, by their places in ``blocks``.
    """
    in_list = False
    for position, block in enumerate(blocks):
        under = scopes.get(position) if scopes else None
        is_item = _BULLET.match(block.text) is not None
        follows = in_list and is_item
        in_list = follows
        numbers, nouns = has_number(block.text), names_counted(block.text)
        for part in _END.split(block.text.strip()):
            printed = _BULLET.sub("", part).strip()
            if not printed:
                continue
            number, noun = numbers and has_number(printed), nouns and names_counted(printed)
            yield Sentence(printed, block, number, noun, follows, is_item, under)
            follows = True
            in_list = in_list or printed.endswith(":")
