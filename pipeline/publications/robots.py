"""What a host's robots.txt allows, by RFC 9309. Fetching it is for the visitor; here is what an answer means."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.publications.manners import PRODUCT
from schemas.publications import Answer, Outcome

if TYPE_CHECKING:
    from protego import Protego

READ_BYTES = 500 * 1024
"""How much of the file is read; what stands after it is not seen (RFC 9309, section 2.5, asks for at least this)."""

LONGEST_CRAWL_DELAY = 30.0
"""Seconds between requests a site may ask for and get: with more, a night would not do for one committee."""

_NO_CONNECTION = frozenset({Outcome.CONNECTION_FAILED, Outcome.BAD_CERTIFICATE, Outcome.PRIVATE_ADDRESS})


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host allows. ``parsed`` None: everything, or with ``unread`` nothing at all."""

    parsed: Protego | None = None
    unread: tuple[Outcome, str] | None = None

    def refusal(self, url: str) -> tuple[Outcome, str] | None:
        """Why the address may not be asked for: the outcome, and a sentence; None where it may."""
        if self.unread is not None:
            return self.unread
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT):
            return Outcome.DISALLOWED, "robots.txt does not allow this address"
        return None

    @property
    def crawl_delay(self) -> float | None:
        """The pause it asks for in seconds, as far as it is granted."""
        asked = self.parsed.crawl_delay(PRODUCT) if self.parsed is not None else None
        return None if asked is None or not asked >= 0 else min(float(asked), LONGEST_CRAWL_DELAY)


class KnownRules:
    """The rules of every host that answered so far, shared by all visitors of a program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_origin: dict[str, tuple[float, Rules]] = {}

    def find(self, origin: str, seconds: float) -> Rules | None:
        """The rules read from a host ('https://…') within the last ``seconds``."""
        with self._lock:
            read_at, rules = self._by_origin.get(origin, (0.0, None))
        return rules if rules is not None and time.monotonic() - read_at < seconds else None

    def keep(self, origin: str, rules: Rules) -> None:
        """Remember them, unless they stand for a host that did not answer: that may do so in a moment."""
        if rules.unread is None:
            with self._lock:
                self._by_origin[origin] = (time.monotonic(), rules)


def read_rules(answer: Answer) -> Rules:
    """The rules an answer to ``/robots.txt`` stands for.

    Found: its rules, the group of our own name before that of '*'. 4xx: none, all is allowed. Anything else, a server
    error or no answer at all: nothing is allowed until it answers; so too where we are asked to slow down. Where there
    was no connection to ask over, that is what stands in the way of everything else.
    """
    if answer.ok:
        from protego import Protego

        return Rules(Protego.parse(answer.body[:READ_BYTES].decode("utf-8-sig", "replace")))
    is_client_error = answer.status is not None and 400 <= answer.status < 500
    if answer.outcome is Outcome.NOT_FOUND or (is_client_error and answer.outcome is not Outcome.RATE_LIMITED):
        return Rules()
    outcome = answer.outcome if answer.outcome in _NO_CONNECTION else Outcome.DISALLOWED
    return Rules(unread=(outcome, f"robots.txt could not be read, so nothing is asked for: {answer.detail or outcome}"))
