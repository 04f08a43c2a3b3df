"""From a printed column heading to its role, by synonyms kept as data, and rows that are headings at all.

Where the columns stand in a table, and periods, are resolved in ``columns``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from schemas.lookups import read_lookup
from schemas.vocabulary import Role

# In a header row at least this share of the texts is a known heading; in body rows of the reports seen at most a third.
HEADING_SHARE = 0.5
_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|"
    "aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
_PERIODS = (
    r"quarter (\d|one|two|three|four)|(first|second|third|fourth|1st|2nd|3rd|4th) quarter|qtr ?\d|f?q[1-4]|h[12]|"
    rf"month \d+|{_MONTHS}|(19|20)\d\d( ?\d\d(\d\d)?)?|\d\d \d\d"
)
PERIOD = re.compile(rf"\b({_PERIODS})\b")
# Words around a period or a role that say nothing more: "end of June position", "Target for year", "Q2 (YTD)".
AROUND = re.compile(
    rf"\b({_PERIODS}|quarter|qtr|year end|year to date|ytd|mid year|outturn|position|period|end of|as at|as of|"
    r"\d(st|nd|rd|th)?)\b"
)
VALUE = re.compile(r"^[<>≤≥~£]?\s?[\d,.]+\s?(%|k|m|days?|weeks?)?$")


@lru_cache(maxsize=8192)
def fold_heading(text: str) -> str:
    """Lower case, footnote marks and punctuation gone, single spaces: the form headings are looked up in."""
    lowered = re.sub(r"\[\w+\]|[*†‡]|'|’", "", text.lower()).replace("(rag)", "rag")
    return re.sub(r"[^a-z0-9%&£]+", " ", lowered).strip()


@cache
def _roles() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for role, headings in read_lookup("headers")["roles"].items():
        for heading in headings:
            found.setdefault(heading, Role(role))
    return found


@cache
def _joined_roles() -> dict[str, Role]:
    """Headings of one word, for those a narrow column wraps inside the word ("Commen tary")."""
    return {heading: role for heading, role in _roles().items() if " " not in heading and len(heading) >= 6}


@cache
def _furniture() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    lookup = read_lookup("headers")["furniture"]
    return frozenset(lookup["headings"]), tuple(re.compile(pattern) for pattern in lookup["patterns"])


@cache
def heading_role(text: str) -> Role | None:
    """The role a heading names by itself, None if it is no known heading.

    Words and period words around a known heading do not hide it: "Target 2023/24", "Q2 RAG status".
    """
    folded = fold_heading(text)
    if not folded:
        return None
    known = _roles()
    if folded in known:
        return known[folded]
    if folded.replace(" ", "") in _joined_roles():
        return _joined_roles()[folded.replace(" ", "")]
    if not names_period(text):
        return None
    stripped = re.sub(r"\s+", " ", AROUND.sub(" ", folded)).strip(" &")
    stripped = re.sub(r"^(the|our|of|for|at|in|end|to|and)\s+|\s+(the|of|for|at|in|end|to|and)$", "", stripped)
    return known.get(stripped) if stripped else None


def names_period(text: str) -> bool:
    """Whether the heading speaks of a period: a quarter, month, year or date."""
    return PERIOD.search(fold_heading(text)) is not None


def is_furniture_heading(text: str) -> bool:
    """Whether the heading belongs to tables of money, risk, contacts or sign-off."""
    exact, patterns = _furniture()
    folded = fold_heading(text)
    return folded in exact or any(pattern.search(folded) for pattern in patterns)


def is_header_row(texts: Sequence[str]) -> bool:
    """Whether a row's distinct, filled cells read as column headings."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2 or any(VALUE.match(text.strip()) and not names_period(text) for text in filled):
        return False
    if any(len(text) > 90 for text in filled):
        return False
    roles = [heading_role(text) for text in filled]
    known = sum(role is not None for role in roles)
    periods = sum(role is None and names_period(text) for text, role in zip(filled, roles, strict=True))
    return known >= 1 and known + periods >= 2 and known + periods >= HEADING_SHARE * len(filled)
