"""The sets a document's sentences speak of, and claims about them with their place and period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.claims_changes import read_change
from extractors.claims_figures import find_figures
from extractors.claims_phrases import StatusPhrase
from extractors.claims_sentence_split import Sentence
from extractors.claims_sets import SetMention, find_sets, settle_population, whole_sizes
from schemas.geometry import Place
from schemas.readings import Claim
from schemas.vocabulary import Basis, Form, Population, ScopeType

OPENING = 30
"""Characters from a sentence's start within which a quarter is the period of its figures ('At the end of Q2,')."""

_QUARTER = re.compile(
    r"(?i)\b(?:quarter|qtr\.?|q) ?(?P<n>[1-4]|one|two|three|four)\b(?:,? (?:of )?(?:20\d\d ?[/–-] ?\d\d(?:\d\d)?))?"
    r"|\b(?P<o>first|second|third|fourth) quarter\b"
)
_AS_SAID = re.compile(r"(?i)\bas [\w ]{0,30}$")
_ORDINALS = ("1 one first", "2 two second", "3 three third", "4 four fourth")
_ORDER = {word: place for place, words in enumerate(_ORDINALS, 1) for word in words.split()}


@dataclass(slots=True)
class Topic:
    """The set a sentence speaks of; sentences that follow it share ``group``: they count parts of the same set.

    ``known`` are the numbers that later sentences may use as a base ('40 of the 53').
    """

    population: Population
    size: int
    kind: str | None
    group: str
    sentence: int
    scope: str | None = None
    scope_type: ScopeType = ScopeType.WHOLE
    known: set[int] = field(default_factory=set)


class Prose:
    """One document's sentences with the sets they name, the sizes of its whole sets, and the quarter it is about."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.sets = [tuple(find_sets(sentence.text)) for sentence in sentences]
        self._settle_either()
        named = zip(sentences, self.sets, strict=True)
        self.sizes = whole_sizes(m for sentence, mentions in named if not sentence.is_scoped for m in mentions)
        self.known: dict[Population, set[int]] = {p: {size} for p, size in self.sizes.items()}
        quarters = Counter(_quarter_of(found) for s in sentences for found in _QUARTER.finditer(s.printed))
        self.quarter = quarters.most_common(1)[0][0] if quarters else None

    def _settle_either(self) -> None:
        for place, mentions in enumerate(self.sets):
            if any(mention.population is None for mention in mentions):
                text = self._text_from(place)
                self.sets[place] = tuple(replace(m, population=settle_population(m, text)) for m in mentions)

    def _text_from(self, start: int) -> str:
        texts = [self.sentences[start].text]
        for sentence in self.sentences[start + 1 :]:
            if not sentence.follows:
                break
            texts.append(sentence.text)
        return " ".join(texts)

    def group(self, place: int) -> str:
        """The name of the group of claims that begins with a sentence."""
        block = self.sentences[place].block
        return f"p{block.page}y{block.box.top:.0f}s{place}"

    def topic_of(self, place: int) -> Topic | None:
        """The topic a sentence names itself, None where it names no set of the report's."""
        for mention in self.sets[place]:
            if mention.population is None:
                continue
            if not self.sentences[place].is_scoped and not self._is_whole(mention, mention.population):
                continue
            topic = Topic(
                mention.population, mention.size, mention.kind, self.group(place), place, known={mention.size}
            )
            if mention.size != self.sizes.get(mention.population):
                topic.scope, topic.scope_type = mention.scope, mention.scope_type
                under = self.sentences[place].under
                if topic.scope is None and under is not None and under.is_known:
                    topic.scope, topic.scope_type = under.name, under.kind
            return topic
        return None

    def _is_whole(self, mention: SetMention, population: Population) -> bool:
        """Whether a sentence about the set speaks of the report: all of it, its rated part, or a part it names."""
        if mention.scope is not None:
            return True
        whole = self.sizes.get(population)
        if whole is None or mention.size > whole:
            return False
        return mention.size == whole or mention.kind in ("rated", "due")

    def claim(
        self,
        sentence: Sentence,
        about: Topic,
        bucket: str,
        rating: str | None,
        count: int | None,
        basis: Basis = Basis.CURRENT,
        percent: float | None = None,
        size: int | None = None,
        *,
        start: int | None = None,
    ) -> Claim:
        """A claim about a topic; ``start`` is the place of its figure in the sentence."""
        block = sentence.block
        period, is_current = self._period_of(sentence, len(sentence.text) if start is None else start)
        return Claim(
            position=0,
            group=about.group,
            population=about.population,
            scope_type=about.scope_type,
            scope=about.scope,
            basis=basis,
            bucket=bucket,
            rating=rating,
            count=count,
            percent=percent,
            denominator=size,
            form=Form.SENTENCE,
            quote=sentence.printed,
            place=Place(block.page, block.box),
            period_label=period,
            is_current=is_current,
        )

    def _period_of(self, sentence: Sentence, start: int) -> tuple[str | None, bool]:
        """The quarter named before a figure, and whether it is the one the document is about."""
        named = list(_QUARTER.finditer(sentence.text, 0, start))
        if len(named) != 1 or named[0].start() > OPENING or _AS_SAID.search(sentence.text[: named[0].start()]):
            return None, True
        return named[0][0], _quarter_of(named[0]) == self.quarter

    def earlier(
        self,
        sentence: Sentence,
        about: Topic,
        start: int,
        count: int | None,
        status: StatusPhrase,
        until: int | None = None,
    ) -> Iterator[Claim]:
        """The claim about an earlier period that a comparison behind a figure makes, begun before ``until``."""
        following = [start + figure.start for figure in find_figures(sentence.text[start:])]
        end = min([*following, len(sentence.text)])
        blank = next((i for i in range(start, end) if sentence.text[i] != sentence.printed[i]), None)
        if blank is None or (until is not None and blank > until):
            return
        told = read_change(sentence.printed[blank:end], count)
        if told is not None:
            now = self.claim(sentence, about, status.label, status.rating, told.count, status.basis, told.percent)
            yield replace(now, group=f"{about.group}/before", is_current=False, period_label=told.when)


def _quarter_of(found: re.Match[str]) -> int:
    return _ORDER[(found["n"] or found["o"]).casefold()]
