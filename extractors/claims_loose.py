"""Counts in sentences that name no set: what they add up to or how they are put shows that the whole is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims_buckets import buckets_claimed, moves_claimed
from extractors.claims_figures import find_figures, noun_pattern, population_of
from extractors.claims_pairs import pair_up
from extractors.claims_phrases import find_statuses
from extractors.claims_topics import Prose, Topic
from extractors.claims_unsized import names_part, read_unsized
from schemas.readings import Claim
from schemas.vocabulary import Basis

_BARE_GAP = re.compile(
    rf"^\s?{noun_pattern()}(?:,? (?:rated|rating|as|are|were|is|was|currently|now|that|which|where|the|rag|status"
    r"|identified|shown|reported|have|had|been))* ?$"
)
_LEADS_IN = re.compile(r"(?:^(?:\d[\d.]* )?(?:The )?|[,;:]? [a-z]+ )$")


def read_loose(prose: Prose, place: int) -> Iterator[Claim]:
    """A sentence that names no set: its counts add up to one, or it names all indicators of one status."""
    sentence = prose.sentences[place]
    if not (sentence.has_number or sentence.printed.endswith(":")):
        return
    unsized = read_unsized(prose, place)
    if unsized:
        yield from unsized
        return
    if not sentence.has_number:
        return
    for population, whole in prose.sizes.items():
        statuses = find_statuses(sentence.text, population)
        spans = [(status.start, status.end) for status in statuses]
        moves = all(status.basis is Basis.DIRECTION for status in statuses)
        if not statuses or sentence.is_doubtful(spans, moves=moves):
            continue
        pairs = pair_up(sentence.text, find_figures(sentence.text), statuses)
        topic = Topic(population, whole, None, prose.group(place), place, known=set(prose.known[population]))
        if sentence.under is not None and sentence.is_scoped:
            topic.scope, topic.scope_type = sentence.under.name, sentence.under.kind
        if not (sentence.is_item or names_part(sentence, 0)):
            yield from moves_claimed(prose, sentence, topic)
        counts = [figure.count for figure, _ in pairs]
        bases = {status.basis for _, status in pairs}
        nouns = {population_of(m["noun"]) for m in re.finditer(rf"\b{noun_pattern()}", sentence.text.casefold())}
        adds_up = len(counts) > 1 and len(bases) == 1 and None not in counts
        added = sum(c or 0 for c in counts)
        if adds_up and added in prose.known[population] and population in nouns:
            topic.size = added
            yield from buckets_claimed(prose, sentence, topic, place)
            return
        if sentence.is_item:
            continue
        for figure, status in pairs:
            if names_part(sentence, figure.end):
                continue
            gap = _BARE_GAP.match(sentence.text[figure.end : status.start].casefold())
            if figure.base is not None or not _LEADS_IN.search(sentence.text[: figure.start]):
                continue
            if gap and population_of(gap["noun"]) is population and (figure.count or whole) < whole:
                yield prose.claim(
                    sentence, topic, status.label, status.rating, figure.count, status.basis, figure.percent
                )
                yield from prose.earlier(sentence, topic, figure.end, figure.count, status)
