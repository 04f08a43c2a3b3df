"""Totals listed without a sentence: 'Green: 6 (50%)' line by line, '6 green | 3 amber | 3 red' in one.

Nothing says what is counted but the place: a list is a tally only when every piece of it is a status and a number, and
nothing before it speaks of risks or money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.claims_figures import N, has_number, noun_pattern, number, population_of
from extractors.claims_phrases import StatusPhrase, find_statuses
from extractors.claims_topics import Prose, Topic
from extractors.words import not_rated_word
from schemas.readings import Claim
from schemas.vocabulary import Basis, Population, Rating

# Two statuses side by side may be a comparison; three make a tally, or two with the total or the unrated.
FEWEST = 3
# A tally speaks of what its heading or the sentences right before it name.
LOOK_BACK = 3
_SEPARATOR = re.compile(r"\s*[|;•▪●]\s*|\s{3,}|,\s+")
_SHARE = r"(?:\s?[(,–-]?\s?(?P<percent>\d{1,3}(?:\.\d+)?)\s?%\s?\)?)?"
_NAMED_FIRST = re.compile(rf"(?P<label>[A-Za-z][A-Za-z /%\d]*?)\s*[:=–-]?\s*(?P<count>{N}){_SHARE}\.?", re.IGNORECASE)
_COUNTED_FIRST = re.compile(rf"(?P<count>{N}){_SHARE}\s*[:=–-]?\s*(?P<label>[A-Za-z][A-Za-z /]*?)\.?", re.IGNORECASE)
_OTHER_MATTER = re.compile(r"(?i)\b(?:risks?|budgets?|savings?|spend(?:ing)?|audits?|complaints?|inspections?)\b")
_TOTAL = ("total", "overall total", "total indicators", "total kpis", "total measures")


@dataclass(frozen=True, slots=True)
class _Tally:
    """One piece: its printed label, what it means, the count and share, and its place in the sentence."""

    label: str
    rating: str
    count: int
    percent: float | None
    start: int


def read_tallies(prose: Prose, places: Sequence[int]) -> Iterator[tuple[int, Claim]]:
    """The claims of tallies among sentences that state nothing else, each with the place of its sentence."""
    run: list[int] = []
    for place in places:
        pieces = prose.sentences[place]
        if not _is_tally(pieces.text):
            yield from _claims(prose, run)
            run = []
            continue
        if run and place != run[-1] + 1:
            yield from _claims(prose, run)
            run = []
        run.append(place)
    yield from _claims(prose, run)


def _claims(prose: Prose, run: Sequence[int]) -> Iterator[tuple[int, Claim]]:
    if not run:
        return
    population = _population(prose, run[0])
    if population is None:
        return
    found = [(place, piece) for place in run for piece in _pieces(prose.sentences[place].text, population)]
    ratings = [piece.rating for _place, piece in found]
    if len(set(ratings)) < FEWEST or len(set(ratings)) != len(ratings) or Rating.MISSED.value not in ratings:
        return
    topic = Topic(population, 0, None, prose.group(run[0]), run[0])
    under = prose.sentences[run[0]].under
    if under is not None:
        topic.scope, topic.scope_type = under.name, under.kind
    for place, piece in found:
        now = (piece.label, piece.rating, piece.count, Basis.CURRENT, piece.percent)
        yield place, prose.claim(prose.sentences[place], topic, *now, start=piece.start)


def _population(prose: Prose, first: int) -> Population | None:
    """What a tally counts: what is named before it, indicators where nothing is; None for risks, money and work."""
    before = [sentence.text for sentence in prose.sentences[max(0, first - LOOK_BACK) : first]]
    under = prose.sentences[first].under
    text = " ".join([*before, under.name if under is not None else ""]).casefold()
    if _OTHER_MATTER.search(text):
        return None
    named = [population_of(found["noun"]) for found in re.finditer(rf"\b{noun_pattern()}", text)]
    return None if Population.ACTIONS in named else Population.KPIS


def _is_tally(text: str) -> bool:
    return has_number(text) and bool(_pieces(text, Population.KPIS))


def _pieces(text: str, population: Population) -> list[_Tally]:
    """The pieces of a line that is nothing but a tally; [] for any other line."""
    found: list[_Tally] = []
    start = 0
    for part in filter(None, _SEPARATOR.split(text.strip())):
        start = text.index(part, start)
        piece = _piece(part.strip(), population, start)
        if piece is None:
            return []
        found.append(piece)
        start += len(part)
    return found


def _piece(text: str, population: Population, start: int) -> _Tally | None:
    for form in (_NAMED_FIRST, _COUNTED_FIRST):
        match = form.fullmatch(text)
        if match is None:
            continue
        label = match["label"].strip()
        rating = _rating(label, population)
        if rating is None:
            continue
        share = match["percent"]
        return _Tally(label, rating, number(match["count"].casefold()), float(share) if share else None, start)
    return None


def _rating(label: str, population: Population) -> str | None:
    """What a label counts; None unless all of it is a status, a reason for none, or the total."""
    folded = label.casefold()
    if folded in _TOTAL:
        return "total"
    if not_rated_word(label) is not None:
        return Rating.NOT_RATED.value
    statuses = [status for status in find_statuses(label, population) if status.basis is Basis.CURRENT]
    return statuses[0].rating if len(statuses) == 1 and _covers(statuses[0], label) else None


def _covers(status: StatusPhrase, label: str) -> bool:
    rest = label[: status.start] + label[status.end :]
    return not re.sub(r"(?i)\b(?:rated|rag|status|kpis?|indicators?|measures?|target|on|were|are|is)\b|\W", "", rest)
