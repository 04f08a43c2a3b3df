"""From a printed column heading to its role, by synonyms kept as data, and rows that are headings at all.

Where the columns stand in a table, and periods, are resolved in ``columns``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from extractors.words import action_word, exact_rating, not_rated_word
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
# What joins two headings of one column, and which of the two roles such a column has: the other mark is found in it.
SHARED = re.compile(r"(?i)\s*[/&+]\s*|\s+and\s+|\s+with\s+")
SHARED_ROLES = ((Role.STATUS, Role.DIRECTION), (Role.ACTUAL, Role.STATUS), (Role.TITLE, Role.REF))
# Words a heading of a bare period may have beside it.
FILLERS = re.compile(r"\b(the|of|for|at|as|to|in|on|and|end|ending|ended|from|up|performance|results?|data|s)\b")
LONGEST_HEADING = 60
FIGURES = (Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.FLOOR, Role.BENCHMARK, Role.FORECAST)
BRACKETED = re.compile(r"\([^()]*\)")
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
    """Headings without their spaces, for those a narrow column wraps inside a word ("Performanc e indicator")."""
    return {joined: role for heading, role in _roles().items() if len(joined := heading.replace(" ", "")) >= 6}


@cache
def _furniture(section: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    lookup = read_lookup("headers")[section]
    return frozenset(lookup["headings"]), tuple(re.compile(pattern) for pattern in lookup["patterns"])


@lru_cache(maxsize=16384)
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
        return _shared_role(text) or _worded_role(folded) or _unbracketed_role(text) or _percent_role(folded)
    stripped = re.sub(r"\s+", " ", AROUND.sub(" ", folded)).strip(" &")
    stripped = re.sub(r"^(the|our|of|for|at|in|end|to|and)\s+|\s+(the|of|for|at|in|end|to|and)$", "", stripped)
    return (known.get(stripped) or _worded_role(stripped)) if stripped else None


def _unbracketed_role(text: str) -> Role | None:
    """The role of a heading without what it explains in brackets: "Performance (numerator / denominator)"."""
    bare = BRACKETED.sub(" ", text)
    return heading_role(bare) if bare != text else None


def _percent_role(folded: str) -> Role | None:
    """The role of a heading of figures with their unit beside it: "Target %"; "% change" is no figure of the row."""
    bare = folded.removeprefix("% ").removesuffix(" %")
    role = _roles().get(bare) or _worded_role(bare) if bare != folded else None
    return role if role in FIGURES else None


def _shared_role(text: str) -> Role | None:
    """The main one of the two roles of a column that shows both; None for any other heading."""
    roles = shared_roles(text)
    return next((main for main, other in SHARED_ROLES if roles == {main, other}), None)


def shared_roles(text: str) -> frozenset[Role]:
    """The two roles a heading names where one column shows both ("RAG and direction of travel"); none otherwise."""
    parts = [fold_heading(part) for part in SHARED.split(text)]
    known = [role for part in parts if (role := _roles().get(part) or _worded_role(part)) is not None]
    return frozenset(known) if len(parts) == len(known) == 2 else frozenset()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Role], ...]:
    """The patterns of headings with their words filled in, in the order of the lookup."""
    lookup = read_lookup("headers")
    words = {name: f"(?:{alternatives})" for name, alternatives in lookup["words"].items()}
    found = []
    for pattern in lookup["patterns"]:
        match = re.sub(r"\{(\w*[a-z]\w*)\}", lambda name: words[name[1]], pattern["match"])
        found.append((re.compile(match), Role(pattern["role"])))
    return tuple(found)


def _worded_role(folded: str) -> Role | None:
    """The role of a heading made of known words; None for one longer than a heading is."""
    if not 0 < len(folded) <= LONGEST_HEADING:
        return None
    return next((role for pattern, role in _patterns() if pattern.fullmatch(folded)), None)


def is_bare_period(text: str) -> bool:
    """Whether a heading names a period and nothing else: "Q2", "Position as at 30 September 2024"."""
    rest = FILLERS.sub(" ", AROUND.sub(" ", fold_heading(text)))
    return names_period(text) and not re.search(r"[a-z%]", rest)


def names_period(text: str) -> bool:
    """Whether the heading speaks of a period: a quarter, month, year or date."""
    return PERIOD.search(fold_heading(text)) is not None


def is_furniture_heading(text: str, *, measured: bool = False) -> bool:
    """Whether the heading belongs to tables of money, risk, contacts or sign-off.

    ``measured`` says that the table has a target and an outturn: there "Variance" is the difference of the two.
    """
    sections = ("furniture",) if measured else ("furniture", "furniture_unless_measured")
    folded = fold_heading(text)
    return any(
        folded in exact or any(pattern.search(folded) for pattern in patterns)
        for exact, patterns in map(_furniture, sections)
    )


def is_header_row(texts: Sequence[str]) -> bool:
    """Whether a row's distinct, filled cells read as column headings.

    Words that head a column and are said in its cells as well ("On track", "Baseline") make no header by themselves.
    """
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2 or any(VALUE.match(text.strip()) and not names_period(text) for text in filled):
        return False
    if any(len(text) > 90 for text in filled):
        return False
    roles = [heading_role(text) for text in filled]
    known = sum(role is not None for role in roles)
    periods = sum(role is None and names_period(text) for text, role in zip(filled, roles, strict=True))
    heads = any(role is not None and not _is_answer(text) for text, role in zip(filled, roles, strict=True))
    return heads and known + periods >= 2 and known + periods >= HEADING_SHARE * len(filled)


def _is_answer(text: str) -> bool:
    """Whether a text is what a status cell says: the state of a row, or why it has none."""
    return any(read(text) is not None for read in (exact_rating, not_rated_word, action_word))
