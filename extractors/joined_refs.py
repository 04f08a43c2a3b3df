"""Refs printed in one cell with the title, where a table has no column for them: "HSG01 Days to let a home".

Single titles may begin with anything; only where nearly all titles of a table carry a ref is it split off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A table's titles carry refs when this share of them does; a heading-like row or two among them may not.
REF_SHARE = 0.8
FEWEST = 2
_SERIES = r"(?:[A-Z]{1,5}|[A-Z]{1,3}&[A-Z]{1,3})[ ./_-]?\d{1,4}[a-z]?"
BEFORE = re.compile(
    rf"(?P<ref>{_SERIES}|\d{{1,2}}[A-Z]{{1,2}}\d{{1,2}}[a-z]?|\d{{1,2}}(?:\.\d{{1,3}}){{1,2}}[a-z]?|\d{{1,3}}(?=\.\s))"
    r"[\s:.–—-]+(?P<title>\S.*)",
    re.DOTALL,
)
BEHIND = re.compile(rf"(?P<title>.+?)\s*[(\[](?P<ref>{_SERIES})[)\]]", re.DOTALL)


def split_refs(titles: Sequence[str]) -> list[tuple[str | None, str]]:
    """(ref, title) of each title, in order; ref None and the title as printed where the table joins no refs."""
    if len(titles) < FEWEST:
        return [(None, title) for title in titles]
    for pattern in (BEFORE, BEHIND):
        found = [pattern.fullmatch(title) for title in titles]
        refs = [match["ref"] for match in found if match is not None]
        if len(refs) >= max(FEWEST, REF_SHARE * len(titles)) and len(set(refs)) > len(refs) / 2:
            return [
                (match["ref"], match["title"]) if match is not None else (None, title)
                for match, title in zip(found, titles, strict=True)
            ]
    return [(None, title) for title in titles]
