"""Which body of the council a document is for: Cabinet, Executive, a committee. Only where its name stands alone."""

from __future__ import annotations

import re
from functools import cache

from extractors.front_dates import find_dates
from schemas.lookups import read_lookup

_SMALL = frozenset(["and", "of", "the", "for", "to", "in", "on", "with"])
# "Growth, Economic Development and Communities Cabinet Committee" has seven; more is a sentence.
LONGEST = 10
_WRAPPING = re.compile(
    r"^(?:(?:covering |decision )?report (?:to|for)(?: the)?|(?:a |the )?meeting of(?: the)?"
    r"|(?:the )?minutes of(?: the)?"
    r"|agenda for(?: the)?|decision report\s*[–-]|the|[\w&,' ’-]{3,60} council['’]s|[\w&, -]{3,60} councils['’])\s+",
    re.IGNORECASE,
)
# "Scrutiny Committee (Performance)", "Scrutiny Panel for Business, Culture and Communities": what it looks after.
_REMIT = re.compile(r"\s+(?:\([^()]+\)|(?:for|on) .+)$")


@cache
def _names() -> frozenset[str]:
    return frozenset(read_lookup("front")["bodies"]["names"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(read_lookup("front")["bodies"]["endings"])


def read_body(text: str) -> str | None:
    """The body named by a text that holds nothing else, but perhaps 'Report to' before and a date behind; else None.

    Capitals throughout are taken down: 'CABINET' and 'Cabinet' are one body.
    """
    found = find_dates(text)
    name = text[: found[0].start] if found else text
    name = re.sub(r"\s+", " ", name).strip(" ,:;–-.")
    before = None
    while before != name:
        before = name
        name = _WRAPPING.sub("", name)
    name = re.sub(r"\s+(on|meeting)$", "", name, flags=re.IGNORECASE).strip(" ,–-")
    folded = name.lower()
    if folded in _names():
        return _in_title_case(name)
    words = name.split()
    is_name = re.fullmatch(r"[\w\s,&'’()/-]+", name) and all(
        word.lstrip("(")[:1].isupper() or word.lower() in _SMALL or word == "&" for word in words
    )
    ends = _REMIT.sub("", folded).endswith(_endings())
    return _in_title_case(name) if 2 <= len(words) <= LONGEST and is_name and ends else None


def body_key(body: str | None) -> str | None:
    """The form bodies are compared in: 'Full Council' and 'Council', 'Cabinet' and 'The Cabinet' are the same."""
    if body is None:
        return None
    folded = re.sub(r"[^a-z]+", " ", body.lower().replace("&", "and")).strip()
    folded = re.sub(r"^the | meeting$", "", folded)
    return {"full council": "council", "county council": "council"}.get(folded, folded)


def _in_title_case(name: str) -> str:
    if name != name.upper() and name != name.lower():
        return name
    words = name.lower().split()
    return " ".join(w if w in _SMALL and n else w[:1].upper() + w[1:] for n, w in enumerate(words))
