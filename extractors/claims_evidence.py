"""Whether a document reports performance: a number of actions in a regulation is no total of a report's rows, and what
a budget says of grants is no statement about an indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from schemas.lookups import read_lookup
from schemas.pages import TextBlock
from schemas.readings import Claim

LEAST_WORDS = 300
"""Of a shorter text too little can be told from its words."""
LEAST_SHARE = 0.001
"""Words of performance among all words. Eighteen performance reports and minutes had two in a thousand or more;
forty-five budgets, plans, policies and impact assessments of the same meetings one in two thousand at most, but for
one list of measures and one agenda."""


def speaks_of_performance(texts: Iterable[str]) -> bool:
    """Whether a document's texts speak of indicators, ratings and targets as reports on performance do."""
    words = hits = 0
    for text in texts:
        words += len(text.split())
        hits += len(_evidence().findall(text.casefold()))
    return words < LEAST_WORDS or hits >= max(2, LEAST_SHARE * words)


def reports_performance(blocks: Sequence[TextBlock], claims: Sequence[Claim]) -> bool:
    """Whether a colour or two statuses are counted, or the document speaks of performance indicators or ratings."""
    if len({claim.rating for claim in claims} - {"total", None}) > 1:
        return True
    if any(claim.bucket.casefold() in read_lookup("status_words")["colour"] for claim in claims):
        return True
    return any(_evidence().search(block.text.casefold()) for block in blocks)


@cache
def _evidence() -> re.Pattern[str]:
    return re.compile("|".join(read_lookup("claims_prose")["evidence"]["words"]))
