"""Totals a report states in sentences.

A small grammar that would rather miss a claim than misread one. A sentence counts when it names the report's
whole set with its size ('of the 38 KPIs'), follows on one that does in the same paragraph or list, adds up to that
size, or names all indicators of one status ('the 18 measures rated red'). Forecasts and subsets are left out;
a comparison gives the earlier count as a claim of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.claims_buckets import buckets_claimed, moves_claimed, sizes_claimed
from extractors.claims_evidence import reports_performance
from extractors.claims_loose import read_loose
from extractors.claims_repeats import first_of_each, without_lone_actions
from extractors.claims_scopes import NamedScope
from extractors.claims_sentence_split import split_sentences
from extractors.claims_tallies import read_tallies
from extractors.claims_topics import Prose, Topic
from schemas.pages import TextBlock
from schemas.readings import Claim


def read_sentence_claims(
    blocks: Sequence[TextBlock],
    next_position: int,
    scopes: Mapping[int, NamedScope] | None = None,
    periods: Sequence[str] = (),
) -> tuple[Claim, ...]:
    """The claims stated in running text, in reading order; blocks are one document's paragraphs in order.

    ``scopes`` are the themes or directorates that blocks stand under, by their places in ``blocks``: a set without a
    name of its own that is not the whole report's is the set of its heading. ``periods`` are what the document's
    front calls its period: figures of another one are no totals of now.
    """
    prose = Prose(tuple(split_sentences(blocks, scopes)), periods)
    claims = without_lone_actions(first_of_each(_read(prose)))
    if not claims or not reports_performance(blocks, claims):
        return ()
    return tuple(replace(claim, position=next_position + i) for i, claim in enumerate(claims))


def _read(prose: Prose) -> list[Claim]:
    """Sentences that name their set or follow on one that does first: the sizes they state explain the others.

    A sentence without a number states nothing; it may lead into a list that does.
    """
    found: list[list[Claim]] = [[] for _ in prose.sentences]
    loose: list[int] = []
    topic: Topic | None = None
    for place, sentence in enumerate(prose.sentences):
        own = prose.topic_of(place)
        topic = own or (topic if sentence.follows and not prose.turns_from(place, topic) else None)
        if topic is None:
            loose.append(place)
        if topic is None or not sentence.has_number:
            continue
        found[place] += sizes_claimed(prose, sentence, own, topic)
        found[place] += buckets_claimed(prose, sentence, topic, place)
        found[place] += moves_claimed(prose, sentence, topic)
        if topic.scope is None and not topic.is_earlier:
            prose.known[topic.population] |= topic.known
    for place in loose:
        # A lead-in may leave it to its items to name what they count.
        if prose.sentences[place].names_counted or prose.sentences[place].printed.endswith(":"):
            found[place] += read_loose(prose, place)
    for place, claim in read_tallies(prose, [place for place in loose if not found[place]]):
        found[place].append(claim)
    return [claim for claims in found for claim in claims]
