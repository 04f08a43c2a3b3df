"""The rules by which committees and papers are chosen, each with its name: data, looked up and applied to one title.

They are ``schemas/lookups/committees.toml`` and ``report_titles.toml``. What they make of an agenda is ``selection``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas.agendas import ListedCommittee
from schemas.lookups import read_lookup


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule decided, in words a person can check: 'committee rule cabinet', 'left out: licensing'.

    ``by_number``: the council's own lines name it, not a rule for all councils. ``closed``: it is not for the public.
    """

    chosen: bool
    rule: str
    by_number: bool = False
    closed: bool = False


CLOSED = Choice(False, "restricted: closed to the public, never requested", closed=True)
CLOSED_BY_TITLE = Choice(False, "restricted: its title says so, never requested", closed=True)


def choose_committee(committee: ListedCommittee, council_id: str) -> Choice:
    """Whether a committee's meetings are read: by its number in the council's own lines, else its name or category."""
    own = read_lookup("committees").get("council", {}).get(council_id, {})
    for chosen, key in ((True, "wanted"), (False, "left_out")):
        if reason := own.get(key, {}).get(committee.number):
            return Choice(chosen, f"by number: {reason}", by_number=True)
    by_name = _by_words(committee.title)
    if by_name is not None:
        return by_name
    by_category = _by_words(committee.category or "")
    if by_category is not None:
        return Choice(by_category.chosen, f"{by_category.rule} (category '{committee.category}')")
    return Choice(False, "no committee rule fits its name")


def is_cancelled(status: str | None) -> bool:
    """Whether what the site says of a meeting means it does not take place."""
    return re.search(read_lookup("committees")["meetings"]["cancelled"], (status or "").lower()) is not None


def title_rule(title: str | None) -> str | None:
    """The name of the first rule that makes a title that of a performance report, None where none does."""
    text = " ".join((title or "").lower().split())
    for pattern in _patterns("report_titles", "struck_out").values():
        text = pattern.sub(" ", text)
    return _first(_patterns("report_titles", "wanted"), text)


def is_minutes(title: str | None) -> bool:
    """Whether an item or document is the minutes of a meeting."""
    return re.search(read_lookup("report_titles")["minutes"]["title"], (title or "").strip().lower()) is not None


def says_closed(title: str | None) -> bool:
    """Whether a title says that it is not for the public; some sites flag such a paper, others only name it so."""
    return _first(_patterns("report_titles", "closed"), (title or "").lower()) is not None


def _by_words(name: str) -> Choice | None:
    text = " ".join(name.lower().split())
    if rule := _first(_patterns("committees", "left_out"), text):
        return Choice(False, f"left out: {rule}")
    if rule := _first(_patterns("committees", "wanted"), text):
        return Choice(True, f"committee rule {rule}")
    return None


@cache
def _patterns(lookup: str, section: str) -> Mapping[str, re.Pattern[str]]:
    return {name: worded(pattern) for name, pattern in read_lookup(lookup)[section].items()}


@cache
def worded(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")


def _first(patterns: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), None)
