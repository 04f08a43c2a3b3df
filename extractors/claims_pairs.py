"""Which figure of a sentence belongs to which status: '18 Green, 15 Amber' and 'Green 18, Amber 15'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.claims_figures import Figure
from extractors.claims_phrases import StatusPhrase, the_one_status

_LEADS_TO_FIGURE = re.compile(
    r"(?:\b(?:at|is|was|were|are|for|to|of|by|numbered?|totall?(?:ed|ing)|stands at)|[:–-])\s*$"
)
_JOINED = re.compile(r"\bor (?:\w+ ){0,2}$", re.IGNORECASE)
_OTHER_COLOUR = re.compile(
    r"[,”’'\"]? or (?:rated )?(?:purple|gr[ea]y|black|orange|yellow|white|pink)\b", re.IGNORECASE
)
_SUBSET = re.compile(r"\s*,? ?(?:of|out of) (?:the|these|those|them|which|our)\b")

Pair = tuple[Figure, StatusPhrase]


def pair_up(text: str, figures: Sequence[Figure], statuses: Sequence[StatusPhrase]) -> list[Pair]:
    """Figures with their statuses, in order. A figure beside none or several statuses stays without.

    Statuses stand behind their figures, or before all of them where the sentence begins with a status and ends with
    a figure. 'Two of the actions off target' counts part of a bucket and is no pair.
    """
    figures = _with_shares_behind(text, figures)
    if not figures or not statuses:
        return []
    bounds = [figure.start for figure in figures]
    if statuses[0].start < bounds[0] and statuses[-1].end <= bounds[-1] and _each_has_one_before(figures, statuses):
        pairs = []
        for i, figure in enumerate(figures):
            since = figures[i - 1].end if i else 0
            status = the_one_status([s for s in statuses if since <= s.start < figure.start])
            leads = figure.percent is not None or _LEADS_TO_FIGURE.search(text[: figure.start].rstrip("( ").casefold())
            if status is not None and (leads or len(figures) > 1 or text[: figure.start].endswith("(")):
                pairs.append((figure, status))
        return pairs
    pairs = []
    for i, figure in enumerate(figures):
        until = bounds[i + 1] if i + 1 < len(bounds) else len(text)
        behind = [s for s in statuses if figure.end <= s.start < until]
        subset = figure.base is None and figure.percent is None and _SUBSET.match(text[figure.end :].casefold())
        status = _alone(the_one_status(behind), text, figure.end)
        if status is not None and _leads(text, figure, status, until):
            return []
        if status is not None and (not subset or status.rating == "rated"):
            pairs.append((figure, status))
    return pairs


def _leads(text: str, figure: Figure, status: StatusPhrase, until: int) -> bool:
    """Whether a status behind a comma leads to the figure after it: 'we met 10, narrowly missed 4 and missed 4'."""
    apart = re.fullmatch(r"\s*(?:[,;]|,? and)\s+", text[figure.end : status.start])
    return apart is not None and until < len(text) and not text[status.end : until].strip()


def _alone(status: StatusPhrase | None, text: str, since: int) -> StatusPhrase | None:
    """A status, without its meaning where an 'or' joins it to one not known: 'either on course or close to target'."""
    if status is None:
        return None
    before, behind = text[since : status.start], text[status.end :]
    joined = _JOINED.search(before) or _OTHER_COLOUR.match(behind)
    return replace(status, rating=None) if joined else status


def _with_shares_behind(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """'38 were rated Green (86%)': a bracketed share behind a count belongs to it."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        is_share = figure.count is None and text[: figure.start].rstrip().endswith("(")
        if is_share and last is not None and last.count is not None and last.percent is None:
            joined[-1] = replace(last, percent=figure.percent)
        else:
            joined.append(figure)
    return joined


def _each_has_one_before(figures: Sequence[Figure], statuses: Sequence[StatusPhrase]) -> bool:
    for i, figure in enumerate(figures):
        since = figures[i - 1].end if i else 0
        if not any(since <= status.start < figure.start for status in statuses):
            return False
    return True
