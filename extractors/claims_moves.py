"""Counts told as a movement ('Red indicators have fallen from nine to six') and lists of earlier counts behind the
counts of now ('20 are Green, 15 Amber and 9 Red, compared with 20, 11 and 4 in Quarter 1').
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.claims_changes import LONGEST_PERIOD
from extractors.claims_figures import N, noun_pattern, number, population_of
from extractors.claims_phrases import StatusPhrase
from schemas.vocabulary import Population

_VERB = (
    r"(?:has|have|had|is|are|was|were)? ?(?:now |also |since )?(?:fallen|fell|falling|risen|rose|rising|increas\w+"
    r"|decreas\w+|reduc\w+|dropp?\w*|gr[eo]wn?|gone (?:up|down)|went (?:up|down)|up|down|declined)"
)
_WHEN = r"(?: (?:in|at|for|on|since|during|between|by) (?:the )?(?P<when>[^,.;()]+?)(?=$|[,.;()]))?"
_FROM_TO = re.compile(
    rf"^ ?,? ?{_VERB} from (?P<was>{N})(?: in [^,.;]+?)? to (?P<now>{N})\b(?! ?(?:%|per cent)){_WHEN}"
)
_COUNT = rf"{N}(?: (?!(?:and|in|at|for|on|during|last|of|respectively)\b)[a-z]+)?"
_LIST = rf"(?P<list>{_COUNT}(?: ?, ?{_COUNT})*,? and {_COUNT})"
_COMPARED = re.compile(
    rf"(?:compared (?:with|to)|against|from|versus|was|were) (?:the )?{_LIST}(?: respectively)?{_WHEN}"
)


@dataclass(frozen=True, slots=True)
class Move:
    """The count of a bucket now and before, where in the sentence, and the printed name of the time it is said of."""

    status: StatusPhrase
    now: int
    was: int
    start: int
    when: str | None


def read_moves(text: str, statuses: Sequence[StatusPhrase], population: Population) -> Iterator[Move]:
    """The movements of buckets named as all indicators of a status: 'Red KPIs', 'those off target'.

    ``statuses`` are those of the sentence, in order.
    """
    folded = text.casefold()
    named = False
    for status in statuses:
        until = _end_of_name(folded, status, population, named)
        moved = _FROM_TO.match(folded[until:]) if until is not None else None
        if until is not None and moved is not None:
            named = True
            when = text[until + moved.start("when") : until + moved.end("when")] if moved["when"] else None
            fits = when is not None and len(when) <= LONGEST_PERIOD
            yield Move(status, number(moved["now"]), number(moved["was"]), until, when if fits else None)


def read_listed_changes(printed: str, labels: Sequence[str]) -> tuple[tuple[int, ...], str | None] | None:
    """The earlier counts a sentence lists for its buckets in order, and when; None for any other list.

    ``labels`` are the buckets' names: where the list names them again, they must be the same.
    """
    found = _COMPARED.search(re.sub(r"\s", " ", printed).casefold())
    if found is None:
        return None
    parts = [part.split(" ", 1) for part in re.split(r" ?, ?(?:and )?| and ", found["list"]) if part]
    named = [part[1] for part in parts if len(part) > 1]
    if len(parts) != len(labels) or (named and named != [label.casefold() for label in labels]):
        return None
    counts = tuple(number(part[0]) for part in parts)
    when = printed[found.start("when") : found.end("when")].strip() if found["when"] else None
    return counts, when if when and len(when) <= LONGEST_PERIOD else None


def _end_of_name(text: str, status: StatusPhrase, population: Population, named: bool) -> int | None:
    """Where the name of the bucket ends: 'red kpis', 'kpis rated red', behind the first also 'those off target'."""
    behind = re.match(rf" ?(?:rated |rag )*{noun_pattern()}", text[status.end :])
    if behind is not None and population_of(behind["noun"]) is population:
        return status.end + behind.end()
    gap = r"(?: \(?(?:rag|rated|rating|status|as|that|which|are|were|is|was|currently|now|at|with|a))*[ (]*$"
    before = re.search(rf"\b{noun_pattern()}{gap}", text[: status.start])
    if before is not None and population_of(before["noun"]) is population:
        return status.end
    return status.end if named and re.search(rf"\bthose{gap}", text[: status.start]) else None
