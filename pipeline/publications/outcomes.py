"""What an HTTP answer means: status, headers and the beginning of a body in, an ``Outcome`` out. Asks nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from schemas.lookups import read_lookup
from schemas.publications import Outcome

REDIRECTS = frozenset({301, 302, 303, 307, 308})

# Faults that pass: the same request may well be answered a little later.
PASSING = frozenset(
    {Outcome.RATE_LIMITED, Outcome.UNAVAILABLE, Outcome.TIMED_OUT, Outcome.CONNECTION_FAILED, Outcome.TRUNCATED}
)
# Answers that speak of the whole host: it does not want us, or cannot.
REFUSALS = frozenset({Outcome.BLOCKED, Outcome.CHALLENGE})
# What goes wrong with every request, not with this one: trying another address brings the same.
FAILURES = PASSING | {Outcome.BAD_CERTIFICATE, Outcome.PRIVATE_ADDRESS}

EXCERPT_CHARACTERS = 200
"""How much of a page that was no answer is kept, for a person to see what it was."""

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"\s+")

_STATUSES = {
    200: Outcome.OK,
    203: Outcome.OK,
    304: Outcome.NOT_MODIFIED,
    403: Outcome.BLOCKED,
    404: Outcome.NOT_FOUND,
    408: Outcome.TIMED_OUT,
    410: Outcome.NOT_FOUND,
    429: Outcome.RATE_LIMITED,
    500: Outcome.UNAVAILABLE,
    502: Outcome.UNAVAILABLE,
    503: Outcome.UNAVAILABLE,
    504: Outcome.UNAVAILABLE,
}


def judge(status: int, headers: Mapping[str, str], beginning: bytes) -> Outcome:
    """What an answer means. ``headers`` by names in lower case; ``beginning`` is the body's, empty if not looked at."""
    text = beginning.decode("utf-8", "replace").lower()
    if _is_challenge(status, headers, text):
        return Outcome.CHALLENGE
    if status == 500 and any(words in text for words in _lookup("service")["our_fault"]):
        return Outcome.BAD_REQUEST
    return _STATUSES.get(status, Outcome.UNAVAILABLE if status >= 500 else Outcome.REFUSED)


def excerpt(beginning: bytes) -> str | None:
    """The first characters of a body on one line; None for an empty one."""
    return _BLANKS.sub(" ", beginning.decode("utf-8", "replace")).strip()[:EXCERPT_CHARACTERS] or None


def _is_challenge(status: int, headers: Mapping[str, str], text: str) -> bool:
    known = _lookup("challenges")
    for name, value in known["headers"].items():
        if name in headers and value in headers[name].lower():
            return True
    title = _TITLE.search(text)
    titled = title is not None and any(words in title[1] for words in known["titles"])
    return titled or (status >= 400 and any(words in text for words in known["titles"]))


def _lookup(part: str) -> dict[str, Any]:
    found: dict[str, Any] = read_lookup("sites")[part]
    return found
