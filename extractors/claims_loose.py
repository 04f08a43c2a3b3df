"""Counts in sentences that name no set: what they add up to or how they are put shows that the whole is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims_buckets import buckets_claimed
from extractors.claims_figures import find_figures, noun_pattern, population_of
from extractors.claims_pairs import pair_up
from extractors.claims_phrases import find_statuses
from extractors.claims_sentence_split import Sentence
from extractors.claims_topics import Prose, Topic
from schemas.readings import Claim

_BARE_GAP = re.compile(
    rf"^\s?{noun_pattern()}(?:,? (?:rated|rating|as|are|were|is|was|currently|now|that|which|where|the|rag|status"
    r"|identified|shown|reported|have|had|been))* ?$"
)
_OF_ALL = re.compile(rf"^ of (?:the |our |all |all the |its )?{noun_pattern()}")
_NAMED_PART = re.compile(
    r"\b(?:in|within|for|under|across) (?:the )?(?!Q[1-4]|Quarter|QPR|Report|Dashboard|Appendix"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]+"
)
_LEADS_IN = re.compile(r"(?:^(?:\d[\d.]* )?(?:The )?|[,;:]? [a-z]+ )$")
_LEADING_PART = re.compile(r"^(?:\d[\d.]* )?(?:In|Within|For|Under|Across) (?:the )?(?!Q[1-4]|Quarter)[A-Z]")


def read_loose(prose: Prose, place: int) -> Iterator[Claim]:
    """A sentence that names no set: its counts add up to one, or it names all indicators of one status."""
    sentence = prose.sentences[place]
    shares = _shares_of_all(prose, sentence, place)
    if shares:
        yield from shares
        return
    for population, whole in prose.sizes.items():
        statuses = find_statuses(sentence.text, population)
        spans = [(status.start, status.end) for status in statuses]
        if not statuses or sentence.is_doubtful(spans):
            continue
        pairs = pair_up(sentence.text, find_figures(sentence.text), statuses)
        topic = Topic(population, whole, None, prose.group(place), place, known=set(prose.known[population]))
        counts = [figure.count for figure, _ in pairs]
        bases = {status.basis for _, status in pairs}
        nouns = {population_of(m["noun"]) for m in re.finditer(rf"\b{noun_pattern()}", sentence.text.casefold())}
        adds_up = len(counts) > 1 and len(bases) == 1 and None not in counts
        if adds_up and sum(c or 0 for c in counts) in prose.known[population] and population in nouns:
            yield from buckets_claimed(prose, sentence, topic, place)
            return
        if sentence.is_item or _LEADING_PART.match(sentence.text):
            continue
        for figure, status in pairs:
            if _NAMED_PART.search(sentence.text, figure.end):
                continue
            gap = _BARE_GAP.match(sentence.text[figure.end : status.start].casefold())
            if figure.base is not None or not _LEADS_IN.search(sentence.text[: figure.start]):
                continue
            if gap and population_of(gap["noun"]) is population and (figure.count or whole) < whole:
                yield prose.claim(
                    sentence, topic, status.label, status.rating, figure.count, status.basis, figure.percent
                )
                yield from prose.earlier(sentence, topic, figure.end, figure.count, status)


def _shares_of_all(prose: Prose, sentence: Sentence, place: int) -> list[Claim]:
    """'67% of performance indicators met their target, 12% …': shares of the whole set, its size not named."""
    figures = find_figures(sentence.text)
    if not figures or any(f.count is not None for f in figures) or sentence.is_item:
        return []
    noun = _OF_ALL.match(sentence.text[figures[0].end :].casefold())
    population = population_of(noun["noun"]) if noun else None
    if population is None or _LEADING_PART.match(sentence.text):
        return []
    if _NAMED_PART.search(sentence.text, figures[0].end):
        return []
    statuses = find_statuses(sentence.text, population)
    if sentence.is_doubtful([(status.start, status.end) for status in statuses]):
        return []
    topic = Topic(population, 0, None, prose.group(place), place)
    return [
        prose.claim(sentence, topic, status.label, status.rating, None, status.basis, figure.percent)
        for figure, status in pair_up(sentence.text, figures, statuses)
    ]
