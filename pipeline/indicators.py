"""Which rows are the same KPI over time within a council.

The key is the title: refs are given anew every year (5.12 becomes 5.9), titles change a word at most. So case,
punctuation, years and remarks about the way of counting do not count; numbers do ('within 8 weeks' is not
'within 13 weeks').
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from extractors.folding import one_line, slug
from extractors.years import find_financial_years
from schemas.readings import KpiRow

_LONGEST_SLUG = 60
_REMARKS = re.compile(
    r"[(\[]\s*(?:cumulative|ytd|year to date|snapshot|annual|quarterly|monthly|in[ -]month|in[ -]quarter|rolling[^()]*"
    r"|provisional|new|revised|[a-z ]*average|baseline year)\s*[)\]]",
    re.IGNORECASE,
)
_SPELT = (("per cent", "%"), ("percentage of", "% of"), ("the number of", "number of"), ("no. of", "number of"))


def indicator_ids(council_id: str, kpis: Sequence[KpiRow]) -> tuple[str, ...]:
    """One id per row, in order: 'rutland:net-homes-built'.

    Rows of one document that share a title are different KPIs: their ids get the ref, else the directorate or
    grouping, else their number among the equals. The same document always gives the same ids.
    """
    keys = [indicator_key(row.title) for row in kpis]
    shared = Counter(keys)
    ids: list[str] = []
    used: Counter[str] = Counter()
    for row, key in zip(kpis, keys, strict=True):
        name = f"{council_id}:{key}"
        if shared[key] > 1:
            apart = slug(row.ref or row.directorate or row.grouping or row.theme or "")
            name = f"{name}:{apart}" if apart else name
        used[name] += 1
        ids.append(name if used[name] == 1 else f"{name}:{used[name]}")
    return tuple(ids)


def indicator_key(title: str) -> str:
    """The title as a short key: its slug, with a fingerprint of the whole where it had to be cut."""
    plain = _REMARKS.sub(" ", one_line(title).casefold())
    for printed, meant in _SPELT:
        plain = plain.replace(printed, meant)
    for mark in reversed(find_financial_years(plain)):
        plain = plain[: mark.start] + plain[mark.stop :]
    whole = slug(plain.replace("%", " percent ")) or slug(title) or "untitled"
    if len(whole) <= _LONGEST_SLUG:
        return whole
    cut = whole[:_LONGEST_SLUG].rsplit("-", 1)[0]
    return f"{cut}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
