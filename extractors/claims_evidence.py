"""Whether a document reports performance: a number of actions in a regulation is no total of a report's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.lookups import read_lookup
from schemas.pages import TextBlock
from schemas.readings import Claim


def reports_performance(blocks: Sequence[TextBlock], claims: Sequence[Claim]) -> bool:
    """Whether a colour or two statuses are counted, or the document speaks of performance indicators or ratings."""
    if len({claim.rating for claim in claims} - {"total", None}) > 1:
        return True
    if any(claim.bucket.casefold() in read_lookup("status_words")["colour"] for claim in claims):
        return True
    words = re.compile("|".join(read_lookup("claims_prose")["evidence"]["words"]))
    return any(words.search(block.text.casefold()) for block in blocks)
