"""What a comparison behind a count says of the earlier count: '(one more than last quarter)', 'down from 32'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.claims_figures import N, find_figures, number

LONGEST_PERIOD = 40
"""Characters kept of a period's name."""

_WHEN = r"(?:(?:in|for|at|on|since) )?(?:the )?(?P<when>[^,.;()]+?)\s*(?=$|[,.;()]| when\b| and\b)"
_FROM = (
    r"(?:up|down|increas\w+|decreas\w+|reduc\w+|ris\w+|fall\w*|fell"
    r"|an? (?:increase|decrease|improvement|reduction|rise|fall))"
    r" (?:from|on) (?:the )?|compared (?:with|to) (?:the )?"
)
_MORE = re.compile(rf"^[\s,(–-]*(?P<d>{N}) (?P<way>more|fewer|less)(?: [\w-]+)? than {_WHEN}")
_SAME = re.compile(rf"^[\s,(–-]*(?:the )?same (?:number |level )?as {_WHEN}")
_BY = re.compile(
    r"^[\s,(–-]*an? (?P<way>increase|rise|improvement|decrease|reduction|fall|drop) (?:of|in|by) "
    rf"(?P<d>{N})(?: [\w-]+)?(?: (?:since|on|from|compared (?:with|to)) {_WHEN})"
)
_WAS = re.compile(rf"^[^.;]{{0,60}}?[\s,(–-](?:{_FROM})(?P<rest>.+)$")
_PERIOD_BEHIND = re.compile(rf"^[\s)]*(?:[a-z]+ ){{0,3}}?(?:in|for|at|on) (?:the )?{_WHEN.split('(?:the )?', 1)[1]}")
# 'compared with 20, 11 and 4', '5 Green, 4 Amber and 3 Red': a list, whose first number belongs to another bucket.
_ONE_MORE = re.compile(rf"^(?: [a-z]+)?(?: ?, ?|,? and ){N}\b(?! ?(?:more|fewer|less|of|out)\b)")
_LOWER = ("fewer", "less", "decrease", "reduction", "fall", "drop")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier count or share of a bucket and the period's printed name, None where it is not named."""

    count: int | None
    percent: float | None
    when: str | None


def read_change(behind: str, count: int | None) -> Earlier | None:
    """The earlier number told behind a count, in the words printed up to the next figure; None if none is."""
    text = re.sub(r"\s+", " ", behind).casefold()
    same = _SAME.match(text)
    if same and count is not None:
        return Earlier(count, None, _period(behind, same["when"]))
    for form in (_MORE, _BY):
        found = form.match(text)
        if found and count is not None:
            change = number(found["d"])
            before = count + change if found["way"] in _LOWER else count - change
            return Earlier(before, None, _period(behind, found["when"])) if before >= 0 else None
    was = _WAS.match(text)
    if was is None:
        return None
    figures = find_figures(was["rest"])
    if not figures or figures[0].start > 3:
        return None
    if _ONE_MORE.match(was["rest"][figures[0].end :]):
        return None
    when = _PERIOD_BEHIND.match(was["rest"][figures[0].end :])
    if (figures[0].count is None) != (count is None) and figures[0].percent is None:
        return None
    return Earlier(figures[0].count, figures[0].percent, _period(behind, when["when"]) if when else None)


def _period(printed: str, folded: str) -> str | None:
    place = re.sub(r"\s+", " ", printed).casefold().find(folded.strip())
    name = re.sub(r"\s+", " ", printed)[place : place + len(folded.strip())] if place >= 0 else folded.strip()
    return name if 0 < len(name) <= LONGEST_PERIOD else None
