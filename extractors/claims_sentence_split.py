"""Running text as sentences, with what makes a sentence unfit to state a current total.

Bracketed comparisons and trailing 'down from …' clauses are cut off; a sentence that still compares,
predicts or wishes is marked doubtful. List items belong to the sentence that leads into their list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.pages import TextBlock

_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\d•])")
_BULLET = re.compile(r"^\s*(?:[•\-–▪●o]|\(?[a-z]\)|\(?[ivx]+\))\s+")
_CHANGE = r"an? (?:increase|decrease|improvement|reduction|rise|fall|drop|change)"
_COMPARISON = re.compile(
    r"(?i)\([^()]*\b(?:than|same as|previous|last|compared|from|up|down|change)\b[^()]*\)"
    rf"|(?:,\s+(?:up|down|{_CHANGE}|increasing|decreasing|rising|falling|improving|which (?:is|was)|this (?:is|was)"
    r"|(?:one|two|three|four|five|six|\d+) (?:more|fewer|less)|the same (?:as|number))\b"
    r"|,?\s+(?:compared (?:with|to)|(?:up|down) (?:from|on))\b)[^.;]*?(?=(?:, and\b|\. |;|\.?$| of which\b))"
)
_DOUBTFUL = re.compile(
    r"(?i)\b(?:previous(?:ly)?|last (?:quarter|year|month|period|report)|prior|compared|expect(?:ed|s)?|forecast\w*"
    r"|predict\w*|anticipat\w*|will|would|should|could|might|may be|aim\w*|if|earlier|used to|had been|moved"
    r"|than (?:last|the (?:last|previous|same)|previous|in|at|a year|before|\d|one|two|three)"
    r"|changed|new|removed|ago|improved to|deteriorated to|no longer|example|such as)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its comparisons. ``printed`` is all of it; ``follows``: it continues a paragraph or list."""

    text: str
    printed: str
    block: TextBlock
    follows: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether it speaks (also) of another period, of the future, or of an example."""
        return _DOUBTFUL.search(self.text) is not None

    def is_doubtful_until(self, end: int) -> bool:
        """The same for the sentence's beginning up to a character."""
        return _DOUBTFUL.search(self.text, 0, end) is not None


def split_sentences(blocks: Sequence[TextBlock]) -> Iterator[Sentence]:
    """Every sentence in order; list items follow the sentence that ends with a colon before them."""
    in_list = False
    for block in blocks:
        is_item = _BULLET.match(block.text) is not None
        follows = in_list and is_item
        in_list = follows
        for part in _END.split(block.text.strip()):
            printed = _BULLET.sub("", part).strip()
            if not printed:
                continue
            yield Sentence(_COMPARISON.sub("", printed), printed, block, follows)
            follows = True
            in_list = in_list or printed.endswith(":")
