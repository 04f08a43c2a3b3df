"""Totals listed without a sentence: 'Green: 6 (50%)' line by line, '6 green | 3 amber | 3 red' in one.

Nothing says what is counted but the place: a list is a tally only when every piece of it is a status and a number, and
nothing before it speaks of risks or money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.claims_axes import name_scope
from extractors.claims_counts import NUMBER_WORD
from extractors.claims_figures import N, has_number, noun_pattern, number, population_of
from extractors.claims_phrases import StatusPhrase, find_statuses
from extractors.claims_sentence_split import Sentence
from extractors.claims_topics import Prose, Topic
from extractors.words import direction_word, not_rated_word
from schemas.readings import Claim
from schemas.vocabulary import Basis, Direction, Population, Rating, ScopeType

# Two statuses side by side may be a comparison; three make a tally, or two with the total or the unrated.
FEWEST = 3
# A tally speaks of what its heading or the sentences right before it name.
LOOK_BACK = 3
# Words of a status under a number: 'Within 5% of target'.
LONGEST_LABEL = 4
# Words of a theme's or directorate's name before its tally; more is a sentence.
LONGEST_NAME = 6
_COUNTS = re.compile(r"\d{1,3}(?: +\d{1,3})+")
# A label with its count is shorter than this: so many letters and spaces in a row are prose.
LONGEST_PIECE = 80
_PROSE = re.compile(rf"[A-Za-z ]{{{LONGEST_PIECE}}}")
_SEPARATOR = re.compile(r"\s*[|;•▪●]\s*|\s{3,}|,\s+")
_LEAD = re.compile(r"^(?:\d[\d.]* )?(?P<lead>[A-Z][^:;|•\d]{2,60}?)(?:\s?:|\s[–-])\s+")
_LABEL = r"(?P<label>[A-Za-z][A-Za-z /%\d]*?)"
_COUNT = rf"(?P<count>{N})(?:\s?(?:/|of|out of)\s?(?P<base>{N}))?"
_PERCENT = r"(?P<percent>\d{1,3}(?:\.\d+)?)\s?%"
_SHARE = rf"(?:\s?[(,–-]?\s?{_PERCENT}\s?\)?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_LABEL}\s*[:=–-]?\s*\(?{_COUNT}{_SHARE}\)?\.?",
        rf"{_COUNT}{_SHARE}\s*[:=–-]?\s*(?P<label>[A-Za-z][A-Za-z /]*?)\.?",
        rf"{_LABEL}\s*[:=–-]?\s*{_PERCENT}\s?\(?\s?{_COUNT}\)?\.?",
        rf"{_PERCENT}\s?(?P<label>[A-Za-z][A-Za-z /]*?)\s?\(\s?{_COUNT}\s?\)\.?",
        rf"{_PERCENT}\s?\(\s?{_COUNT}\s?\)\s*[:=–-]?\s*(?P<label>[A-Za-z][A-Za-z /]*?)\.?",
    )
)
_MAY_COUNT = re.compile(rf"(?:{N})|.*(?:[\d%)]|{NUMBER_WORD})\.?$", re.IGNORECASE)
_OTHER_MATTER = re.compile(r"(?i)\b(?:risks?|budgets?|savings?|spend(?:ing)?|audits?|complaints?|inspections?)\b")
_TOTAL = ("total", "overall total", "total indicators", "total kpis", "total measures")


@dataclass(frozen=True, slots=True)
class _Tally:
    """One piece: its printed label, what it means, the count, share and base, and its place in the sentence."""

    label: str
    rating: str
    basis: Basis
    count: int
    percent: float | None
    base: int | None
    start: int


_WAYS = frozenset({Direction.IMPROVED.value, Direction.DECLINED.value})


def read_tallies(prose: Prose, places: Sequence[int]) -> Iterator[tuple[int, Claim]]:
    """The claims of tallies among sentences that state nothing else, each with the place of its sentence."""
    tiles = dict(_find_tiles(prose, places))
    for place, tallied in tiles.items():
        yield from _state(prose, [place], [(place, piece) for piece in tallied])
    run: list[int] = []
    for place in places:
        if not _is_tally(prose.sentences[place]):
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
    leads = [_lead(prose.sentences[place].text) for place in run]
    if any(lead for lead, _start in leads[1:]):
        # Each line names what it counts: 'Homes: 2 green, 1 red'.
        for place in run:
            if len(run) > 1:
                yield from _claims(prose, [place])
        return
    found = [(place, piece) for place in run for piece in _pieces(prose.sentences[place].text, population)]
    yield from _state(prose, run, found)


def _find_tiles(prose: Prose, places: Sequence[int]) -> Iterator[tuple[int, list[_Tally]]]:
    """Tiles side by side, as two lines: '10 4 4 2' and 'Green Amber Red No target', with as many of each."""
    for place, after in pairwise(places):
        texts = [prose.sentences[place].printed, prose.sentences[after].printed]
        numbers = [text for text in texts if _COUNTS.fullmatch(text)]
        population = _population(prose, place) if after == place + 1 and len(numbers) == 1 else None
        if population is None:
            continue
        counts = [int(count) for count in numbers[0].split()]
        labels = _labels(texts[texts[0] == numbers[0]], population)
        if len(labels) == len(counts):
            yield place, [_Tally(*label, n, None, None, 0) for label, n in zip(labels, counts, strict=True)]


def _labels(text: str, population: Population) -> list[tuple[str, str, Basis]]:
    """The statuses a line is made of, in order; [] where any word of it belongs to none."""
    words = text.split()
    found: list[tuple[str, str, Basis]] = []
    while words:
        for size in range(min(LONGEST_LABEL, len(words)), 0, -1):
            label = " ".join(words[:size])
            meant = _rating(label, population)
            if meant is not None:
                found.append((label, *meant))
                words = words[size:]
                break
        else:
            return []
    return found


def _state(prose: Prose, run: Sequence[int], found: Sequence[tuple[int, _Tally]]) -> Iterator[tuple[int, Claim]]:
    """The claims of the pieces of one tally; none where they are too few, or one status is counted twice."""
    population = _population(prose, run[0])
    if population is None:
        return
    lead = _lead(prose.sentences[run[0]].text)[0]
    ratings = [piece.rating for _place, piece in found]
    if len(set(ratings)) < FEWEST or len(set(ratings)) != len(ratings):
        return
    if Rating.MISSED.value not in ratings and not _WAYS.issubset(ratings):
        return
    topic = Topic(population, 0, None, prose.group(run[0]), run[0])
    under = prose.sentences[run[0]].under
    named = name_scope(lead)
    if named is not None and (has_number(named) or len(named.split()) > LONGEST_NAME):
        return
    if named is not None:
        topic.scope, topic.scope_type = named, ScopeType.DIRECTORATE
    elif under is not None:
        topic.scope, topic.scope_type = under.name, under.kind
    for place, piece in found:
        now = (piece.label, piece.rating, piece.count, piece.basis, piece.percent, piece.base)
        yield place, prose.claim(prose.sentences[place], topic, *now, start=piece.start)


def _population(prose: Prose, first: int) -> Population | None:
    """What a tally counts: what is named before it, indicators where nothing is; None for risks, money and work."""
    before = [sentence.text for sentence in prose.sentences[max(0, first - LOOK_BACK) : first]]
    under = prose.sentences[first].under
    text = " ".join(
        [*before, under.name if under is not None else "", _lead(prose.sentences[first].text)[0]]
    ).casefold()
    if _OTHER_MATTER.search(text):
        return None
    named = [population_of(found["noun"]) for found in re.finditer(rf"\b{noun_pattern()}", text)]
    return None if Population.ACTIONS in named else Population.KPIS


def _is_tally(sentence: Sentence) -> bool:
    if not sentence.has_number or _PROSE.search(sentence.printed):
        return False
    return bool(_pieces(sentence.text, Population.KPIS))


def _lead(text: str) -> tuple[str, int]:
    """What a line says before its tally ('RAG status:') and where that begins; ('', 0) where it says nothing.

    'Green: 6' has no lead: green is what it counts.
    """
    found = _LEAD.match(text)
    if found is None or find_statuses(found["lead"], Population.KPIS) or _rating(found["lead"], Population.KPIS):
        return "", 0
    return found["lead"], found.end()


def _pieces(text: str, population: Population) -> list[_Tally]:
    """The pieces of a line that is nothing but a tally behind its lead; [] for any other line."""
    found: list[_Tally] = []
    start = _lead(text)[1]
    for part in filter(None, _SEPARATOR.split(text[start:].strip())):
        start = text.index(part, start)
        piece = _piece(part.strip(), population, start)
        if piece is None:
            return []
        found.append(piece)
        start += len(part)
    return found


def _piece(text: str, population: Population, start: int) -> _Tally | None:
    for form in _FORMS if _MAY_COUNT.match(text) else ():
        match = form.fullmatch(text)
        if match is None:
            continue
        label = match["label"].strip()
        meant = _rating(label, population)
        if meant is None:
            continue
        share, base = match["percent"], match["base"]
        return _Tally(
            label,
            *meant,
            number(match["count"].casefold()),
            float(share) if share else None,
            number(base.casefold()) if base else None,
            start,
        )
    return None


def _rating(label: str, population: Population) -> tuple[str, Basis] | None:
    """What a label counts; None unless all of it is a status, a direction, a reason for none, or the total."""
    folded = label.casefold()
    if folded in _TOTAL:
        return "total", Basis.CURRENT
    if not_rated_word(label) is not None:
        return Rating.NOT_RATED.value, Basis.CURRENT
    statuses = find_statuses(label, population)
    if len(statuses) == 1 and statuses[0].rating is not None and _covers(statuses[0], label):
        return statuses[0].rating, statuses[0].basis
    way = direction_word(label)
    return (way.value, Basis.DIRECTION) if way is not None and len(folded) > 1 else None


def _covers(status: StatusPhrase, label: str) -> bool:
    rest = label[: status.start] + label[status.end :]
    return not re.sub(r"(?i)\b(?:rated|rag|status|kpis?|indicators?|measures?|target|on|were|are|is)\b|\W", "", rest)
