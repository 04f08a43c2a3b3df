"""Councils by words of their name, and by names that are nearly theirs."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from extractors.councils import fold_name, short_name
from schemas.identity import Council

# 'rutlnad' for 'rutland' scores 86, 'kent' for 'gwent' 67.
NEAR = 70.0
SUGGESTIONS = 3


def find_councils(words: str, among: Sequence[Council]) -> list[Council]:
    """The councils in whose names, codes, kinds or addresses every one of the words stands, in their order."""
    wanted = fold_name(words).split()
    return [council for council in among if all(word in _said_of(council) for word in wanted)]


def near_councils(name: str, among: Sequence[Council]) -> list[Council]:
    """The councils whose names are most like a misspelt one, the likest first; none where none is like it."""
    names = {council.council_id: short_name(council.name) for council in among}
    found = process.extract(short_name(name), names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=SUGGESTIONS)
    by_id = {council.council_id: council for council in among}
    return [by_id[council_id] for _, _, council_id in found]


def _said_of(council: Council) -> str:
    said = (council.council_id, council.name, council.gss_code, council.type, council.nation, council.system)
    parts = [*said, council.base_url, *council.aliases, *council.successors]
    return " ".join(f"{part.lower()} {fold_name(part)}" for part in parts if part)
