"""Counts and shares of a set whose size nobody states: they are all of it where every colour is counted, or where the
shares are of all indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractors.claims_axes import name_scope
from extractors.claims_buckets import listed_before
from extractors.claims_figures import Figure, find_figures, noun_pattern, population_of
from extractors.claims_pairs import Pair, pair_up
from extractors.claims_phrases import find_statuses
from extractors.claims_sentence_split import Sentence
from extractors.claims_sets import leading_scope
from extractors.claims_topics import Prose, Topic
from schemas.readings import Claim
from schemas.vocabulary import ActionStatus, Population, Rating

ALL_COLOURS = {
    Population.KPIS: {Rating.MET.value, Rating.CLOSE.value, Rating.MISSED.value},
    Population.ACTIONS: {ActionStatus.ON_TRACK.value, ActionStatus.AT_RISK.value, ActionStatus.OFF_TRACK.value},
}
"""What green, amber and red mean; a report that counts all three counts everything it rates."""

_SHARE = re.compile(r"(?i)\d\s?(?:%|per\s?cent\b)")
_OF_ALL = re.compile(
    rf"^ ?\)? of (?:the |our |its |all |all the |all our |the council['’]s )?(?:selected )?{noun_pattern()}"
)
_NAMED_PART = re.compile(
    r"\b(?:in|within|for|under|across) (?:the )?(?!Q[1-4]|Quarter|QPR|Report|Dashboard|Appendix|Council|Corporate"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]+"
)
_ADJECTIVE = re.compile(
    r"(?<=[\w,] )(?P<name>[A-Z][a-z]+(?:,? (?:and |& )?[A-Z][a-z]+)*) (?i:key |performance |corporate )*"
    r"(?i:kpis?|indicators?|measures?|actions?|projects?)\b"
)


def read_unsized(prose: Prose, place: int) -> list[Claim]:
    """The claims of a sentence, or of the list it leads into, about a set without a size; [] for any other sentence."""
    sentence = prose.sentences[place]
    if sentence.is_item or _begins_with_part(sentence):
        return []
    return _shares_of_all(prose, sentence, place) or _all_colours(prose, sentence, place) or _listed(prose, place)


def names_part(sentence: Sentence, since: int) -> bool:
    """Whether a sentence names a part behind a place in it ('in Adult Social Care') or begins with one."""
    return _begins_with_part(sentence) or _NAMED_PART.search(sentence.text, since) is not None


def _begins_with_part(sentence: Sentence) -> bool:
    """Whether a sentence begins with the part it counts, or counts the indicators of one ('Two Homes KPIs are …')."""
    if leading_scope(sentence.text) is not None:
        return True
    names = (found["name"] for found in _ADJECTIVE.finditer(sentence.text))
    return any(name_scope(name) and not find_statuses(name, Population.KPIS) for name in names)


def _shares_of_all(prose: Prose, sentence: Sentence, place: int) -> list[Claim]:
    """'67% of performance indicators met their target, 12% …', '65% (24) of the indicators were green'."""
    if _SHARE.search(sentence.text) is None:
        return []
    figures = find_figures(sentence.text)
    if not figures or any(f.percent is None or f.base is not None for f in figures):
        return []
    noun = _OF_ALL.match(sentence.text[figures[0].end :].casefold())
    population = population_of(noun["noun"]) if noun else None
    if population is None or _NAMED_PART.search(sentence.text, figures[0].end):
        return []
    pairs = _pairs(sentence, figures, population)
    return list(_claims(prose, place, population, [(sentence, pair) for pair in pairs]))


def _all_colours(prose: Prose, sentence: Sentence, place: int) -> list[Claim]:
    """'18 KPIs were Green, 15 Amber and six Red': all three are counted, so it is all of them."""
    population = _population(sentence)
    if population is None or population in prose.sizes or (sentence.follows and not prose.names_period(sentence)):
        return []
    pairs = _pairs(sentence, find_figures(sentence.text), population)
    if not _are_all(pairs, population) or names_part(sentence, 0):
        return []
    return list(_claims(prose, place, population, [(sentence, pair) for pair in pairs]))


def _listed(prose: Prose, place: int) -> list[Claim]:
    """The same in a list: 'The indicators stand as follows:', '78 are green (82%)', '3 are amber', '14 are red'."""
    sentence = prose.sentences[place]
    items = list(takewhile(lambda item: item.is_item and item.follows, prose.sentences[place + 1 :]))
    # 'At the half-year point:' leaves it to its items to say what they count.
    population = _population(sentence) or (_population(items[0]) if items else None)
    if population is None or population in prose.sizes or not sentence.printed.endswith(":") or sentence.is_doubtful():
        return []
    found: list[tuple[Sentence, Pair]] = []
    for item in items:
        pairs = _pairs(item, find_figures(item.text), population)
        if len(pairs) != 1:
            return []
        found.append((item, pairs[0]))
    if not _are_all([pair for _, pair in found], population):
        return []
    return list(_claims(prose, place, population, found))


def _population(sentence: Sentence) -> Population | None:
    """The one population a sentence names; None where it names none or both."""
    named = {population_of(found["noun"]) for found in re.finditer(rf"\b{noun_pattern()}", sentence.text.casefold())}
    named.discard(None)  # 'targets' beside 'KPIs' are what those meet
    return named.pop() if len(named) == 1 else None


def _pairs(sentence: Sentence, figures: Sequence[Figure], population: Population) -> list[Pair]:
    statuses = find_statuses(sentence.text, population)
    if sentence.is_doubtful([(status.start, status.end) for status in statuses]):
        return []
    return pair_up(sentence.text, figures, statuses)


def _are_all(pairs: Sequence[Pair], population: Population) -> bool:
    counted = [status.rating for figure, status in pairs if figure.count is not None and figure.base is None]
    return len(counted) == len(pairs) == len(set(counted)) and set(counted) >= ALL_COLOURS[population]


def _claims(
    prose: Prose, place: int, population: Population, pairs: Sequence[tuple[Sentence, Pair]]
) -> Iterator[Claim]:
    """The claims of one set, in the group of the sentence that names it."""
    topic = Topic(population, 0, None, prose.group(place), place)
    under = prose.sentences[place].under
    if under is not None:
        topic.scope, topic.scope_type = under.name, under.kind
    for sentence, (figure, status) in pairs:
        now = (status.label, status.rating, figure.count, status.basis, figure.percent)
        yield prose.claim(sentence, topic, *now, start=figure.start)
        yield from prose.earlier(sentence, topic, figure.end, figure.count, status)
    for sentence in {id(sentence): sentence for sentence, _pair in pairs}.values():
        yield from listed_before(prose, sentence, topic, [pair for said, pair in pairs if said is sentence])
