"""Running text as sentences, with what makes a sentence unfit to state a current total.

Bracketed comparisons and trailing 'down from …' clauses are blanked; a sentence that still compares,
predicts or wishes is marked doubtful. List items belong to the sentence that leads into their list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.claims_figures import N as NUMBER
from extractors.claims_scopes import NamedScope
from schemas.pages import TextBlock

_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\d•▪●\uf0b7\uf0a7])")
_BULLET = re.compile(r"^\s*(?:[•\-–▪●\uf0b7\uf0a7o]|\(?[a-z]\)|\(?[ivx]+\))\s+")
_CHANGE = r"an? (?:increase|decrease|improvement|reduction|rise|fall|drop|change)"
_COMPARISON = re.compile(
    rf"(?i),?\s+(?:compared (?:with|to)|against|from|versus)\s+(?:the )?"
    rf"{NUMBER}(?: [a-z]+)?(?:, {NUMBER}(?: [a-z]+)?)*,? and {NUMBER}\b[^.;,]*"
    r"|\([^()]*\b(?:than|same as|previous|last|compared|from|up|down|change)\b[^()]*\)"
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
_PART_OF_BUCKET = re.compile(rf"(?i)\bof (?:the|these|those) (?:{NUMBER} )?(?:green|amber|red|blue|off[- ]target)\b")
"""'Of the four Red KPIs, only one improved': what is counted there is no total."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. ``text`` has its comparisons blanked and each character in its place in ``printed``.

    ``follows``: it continues a paragraph or the list its paragraph leads into; ``is_item``: it stands in a list;
    ``under``: what its heading names, a theme or directorate or something not known to be one.
    """

    text: str
    printed: str
    block: TextBlock
    follows: bool
    is_item: bool = False
    under: NamedScope | None = None

    @property
    def is_scoped(self) -> bool:
        """Whether it stands under a heading that is known to be a theme's or directorate's."""
        return self.under is not None and self.under.is_known

    def is_doubtful(self, explained: Sequence[tuple[int, int]] = (), end: int | None = None) -> bool:
        """Whether it speaks (also) of another period, of the future, of an example, or of part of a bucket.

        ``explained`` are stretches whose words are understood ('will not be met'); ``end`` limits the look.
        """
        text = self.text
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
    for number, block in enumerate(blocks):
        under = scopes.get(number) if scopes else None
        is_item = _BULLET.match(block.text) is not None
        follows = in_list and is_item
        in_list = follows
        for part in _END.split(block.text.strip()):
            printed = _BULLET.sub("", part).strip()
            if not printed:
                continue
            text = _COMPARISON.sub(lambda found: " " * len(found[0]), printed)
            yield Sentence(text, printed, block, follows, is_item, under)
            follows = True
            in_list = in_list or printed.endswith(":")
