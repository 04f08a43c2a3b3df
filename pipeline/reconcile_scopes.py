"""Names of directorates and themes in claims, matched with the names the rows carry.

Councils shorten, reorder and extend such names between a summary and its tables, so names are compared
by their words. Names are given out one to one, so that two claims never take the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

LEAST_SCORE = 75.0
"""Of 100. Measured on two councils' summaries against their own headings: every right pair scores 88 or more
('Childrens Services' and 'Children and Family Services' 88, 'Governance and Law' and 'Governance, Law & Democracy' 89,
a bracketed part that is a theme's whole name 100), every wrong pair 60 or less."""

SURE_SCORE = 90.0
"""From here on a match stands by itself; below, at least half of the scope's counts must agree to confirm it."""

WORDS_IN_COMMON = 0.6
"""Weight of the shared words against the whole names: a name extended by a word is more often the same than another."""

_PADDING = re.compile(
    r"\b(kpis?|key performance indicators?|indicators?|performance|directorate|the|measures?|services?|summary)\b"
)


@dataclass(frozen=True, slots=True)
class ScopeMatch:
    """A claim's scope and the rows' name it was matched with. ``column`` is theme, directorate or grouping."""

    scope: str
    column: str
    name: str
    score: float

    @property
    def described(self) -> str:
        if plain(self.scope) == plain(self.name):
            return f"Scope: {self.column} '{self.name}'."
        return f"Scope '{self.scope}' was matched with {self.column} '{self.name}' (score {self.score:.0f} of 100)."


def match_scopes(scopes: Sequence[str], names: Mapping[str, Sequence[str]], first: str) -> dict[str, ScopeMatch]:
    """Each scope's match; scopes without one are missing.

    ``scopes`` are the names one table (or all strips of a document) counts; ``names`` the distinct names per
    column of the rows. All scopes are matched within one column: the one that matches most of them, ``first``
    among equals.
    """
    best: dict[str, ScopeMatch] = {}
    for column in sorted(names, key=lambda name: name != first):
        found = _assign(scopes, column, names[column])
        if (len(found), _total(found)) > (len(best), _total(best) + 1e-6):
            best = found
    return best


def nearest_name(scope: str, names: Mapping[str, Sequence[str]]) -> tuple[str, float] | None:
    """The most similar of all names and its score, None where the rows carry no names."""
    scored = [(likeness(scope, name), name) for column in names.values() for name in column]
    if not scored:
        return None
    score, name = max(scored)
    return name, score


def likeness(scope: str, name: str) -> float:
    """How alike two names are, 0 to 100; a bracketed part counts as a name of its own."""
    return max(_compare(one, other) for one in _variants(scope) for other in _variants(name))


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The name in lower case, 'and' for '&', without punctuation and words like 'KPIs' that name no directorate."""
    text = name.casefold().replace("&", " and ").replace("’", "").replace("'", "")
    text = re.sub(r"[^a-z0-9 ]", " ", text)
    bare = _PADDING.sub(" ", text)
    words = (bare if bare.strip() else text).split()
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _variants(name: str) -> Iterator[str]:
    yield plain(name)
    inside = re.search(r"\(([^()]{3,})\)", name)
    if inside:
        yield plain(inside[1])


def _compare(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    first, second = (" ".join(word for word in name.split() if word != "and") for name in (one, other))
    whole = fuzz.token_sort_ratio(first, second)
    return WORDS_IN_COMMON * fuzz.token_set_ratio(first, second) + (1 - WORDS_IN_COMMON) * whole


def _total(found: Mapping[str, ScopeMatch]) -> float:
    return sum(match.score for match in found.values())


def _assign(scopes: Sequence[str], column: str, names: Sequence[str]) -> dict[str, ScopeMatch]:
    if not scopes or not names:
        return {}
    scores = [[likeness(scope, name) for name in names] for scope in scopes]
    usable = [[score if score >= LEAST_SCORE else 0.0 for score in row] for row in scores]
    pairs = best_assignment(usable)
    return {
        scopes[row]: ScopeMatch(scopes[row], column, names[place], scores[row][place])
        for row, place in pairs
        if usable[row][place] > 0
    }


def best_assignment(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column), each used once, with the greatest sum of scores (Kuhn and Munkres, by shortest paths)."""
    size = max(len(scores), len(scores[0]))
    cost = [
        [-scores[r][c] if r < len(scores) and c < len(scores[0]) else 0.0 for c in range(size)] for r in range(size)
    ]
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        _give_row_a_column(row, cost, row_price, column_price, owner)
    pairs = [(owner[c] - 1, c - 1) for c in range(1, size + 1)]
    return sorted((r, c) for r, c in pairs if r < len(scores) and c < len(scores[0]))


def _give_row_a_column(
    row: int, cost: Sequence[Sequence[float]], row_price: list[float], column_price: list[float], owner: list[int]
) -> None:
    size = len(cost)
    slack, way, visited = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
    owner[0], column = row, 0
    while owner[column]:
        visited[column] = True
        holder, step, nearest = owner[column], float("inf"), 0
        for other in range(1, size + 1):
            if visited[other]:
                continue
            reduced = cost[holder - 1][other - 1] - row_price[holder] - column_price[other]
            if reduced < slack[other]:
                slack[other], way[other] = reduced, column
            if slack[other] < step:
                step, nearest = slack[other], other
        for other in range(size + 1):
            if visited[other]:
                row_price[owner[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    while column:
        owner[column] = owner[way[column]]
        column = way[column]
