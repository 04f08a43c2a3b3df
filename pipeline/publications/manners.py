"""How we behave on council sites: who we say we are, how fast we ask, how long we wait, how much we take."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from pipeline.problems import Problem
from pipeline.receipt import release

PRODUCT = "scrutineer"
"""The word robots.txt files may address us by."""

CONTACT_VARIABLE = "SCRUTINEER_CONTACT"

MEBIBYTE = 1024 * 1024

# An address of mail or of a page; the header it goes into must stay one line.
_CONTACT = re.compile(r"[^@\s()<>;]+@[^@\s()<>;]+\.[^@\s()<>;]+|https?://[^\s()<>;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The rules a visitor keeps. Problem where ``contact`` is no mail address and no web address.

    Times are in seconds, sizes in bytes. ``delay`` lies between the starts of two requests to a host, ``large_delay``
    after a file of more than ``large_bytes``. ``back_off`` says how often a request is repeated and after how long.
    ``longest_wait`` bounds what a site may ask us to wait, ``total_seconds`` one attempt from name look-up to last
    byte. A host is left alone after ``stop_after`` failures in a row. Its robots.txt holds for ``rules_seconds``
    (RFC 9309, section 2.4: a day at most). ``allow_private_hosts`` ('127.0.0.1:8000') is for sites on this machine and
    network: names may lead to private addresses only if they stand in it.
    """

    contact: str
    delay: float = 2.0
    large_delay: float = 10.0
    large_bytes: int = 20 * MEBIBYTE
    connect_seconds: float = 20.0
    read_seconds: float = 60.0
    total_seconds: float = 300.0
    page_bytes: int = 20 * MEBIBYTE
    file_bytes: int = 150 * MEBIBYTE
    back_off: tuple[float, ...] = (5.0, 10.0, 20.0)
    longest_wait: float = 300.0
    stop_after: int = 3
    rules_seconds: float = 24 * 60 * 60.0
    allow_private_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (self.contact.isascii() and _CONTACT.fullmatch(self.contact)):
            raise Problem(
                f"'{self.contact}' is no contact: give a mail address or a web page where a council can reach you."
            )

    @property
    def user_agent(self) -> str:
        """Who asks, and where to complain."""
        return f"{PRODUCT}/{release()} (reads council performance reports; +{self.contact})"


def require_contact(given: str | None) -> str:
    """The contact given, else the one in the environment. Problem where there is none: nobody is visited without."""
    contact = given or os.environ.get(CONTACT_VARIABLE)
    if not contact:
        raise Problem(
            "Council sites are visited only under a name they can write to: give --contact, or set "
            f"{CONTACT_VARIABLE}, to your mail address."
        )
    return contact.strip()
