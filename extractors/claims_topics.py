"""The sets a document's sentences speak of, and claims about them with their place and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.claims_changes import read_change
from extractors.claims_figures import find_figures, noun_pattern, population_of
from extractors.claims_phrases import StatusPhrase
from extractors.claims_quarters import Said, may_name_quarter, moment_told, read_period_said
from extractors.claims_sentence_split import Sentence
from extractors.claims_sets import SetMention, find_sets, leading_scope, settle_population, whole_sizes
from schemas.geometry import Place
from schemas.readings import Claim
from schemas.vocabulary import Basis, Form, Population, ScopeType


@dataclass(slots=True)
class Topic:
    """The set a sentence speaks of; sentences that follow it share ``group``: they count parts of the same set.

    ``known`` are the numbers that later sentences may use as a base ('40 of the 53'); ``rated`` is how many of the set
    have data or a target, where that is said: those are what its statuses are counted of.
    """

    population: Population
    size: int
    kind: str | None
    group: str
    sentence: int
    scope: str | None = None
    scope_type: ScopeType = ScopeType.WHOLE
    known: set[int] = field(default_factory=set)
    period: Said | None = None
    rated: int | None = None

    @property
    def is_earlier(self) -> bool:
        """Whether the sentence that names the set says that it is one of another period."""
        return self.period is not None and not self.period.is_current


class Prose:
    """One document's sentences with the sets they name, the sizes of its whole sets, and the period it is about.

    ``told`` are the periods its front names.
    """

    def __init__(self, sentences: Sequence[Sentence], told: Iterable[str] = ()) -> None:
        self.sentences = sentences
        self.sets = [tuple(find_sets(s.text)) if s.has_number and s.names_counted else () for s in sentences]
        self._settle_either()
        self.now = moment_told(told, (s.text for s in sentences if may_name_quarter(s.printed)))
        named = zip(sentences, self.sets, strict=True)
        self.sizes = whole_sizes(
            mention
            for sentence, mentions in named
            if not sentence.is_scoped
            for mention in mentions
            if not self._is_earlier(sentence, mention)
        )
        self.known: dict[Population, set[int]] = {p: {size} for p, size in self.sizes.items()}

    def _is_earlier(self, sentence: Sentence, mention: SetMention) -> bool:
        said = self._period_of(sentence, mention.start)
        return said is not None and not said.is_current

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
            period = self._period_of(self.sentences[place], mention.start)
            is_earlier = period is not None and not period.is_current
            is_own = self.sentences[place].is_scoped or is_earlier
            if not is_own and not self._is_whole(mention, mention.population):
                continue
            topic = Topic(
                mention.population,
                mention.size,
                mention.kind,
                self.group(place),
                place,
                known={mention.size},
                period=period,
            )
            if mention.size != self.sizes.get(mention.population):
                topic.scope, topic.scope_type = mention.scope, mention.scope_type
                under = self.sentences[place].under
                if topic.scope is None and under is not None and under.is_known:
                    topic.scope, topic.scope_type = under.name, under.kind
            return topic
        return None

    def turns_from(self, place: int, topic: Topic | None) -> bool:
        """Whether a sentence speaks of something else than the topic before it: another set or part of the report."""
        if topic is None:
            return False
        text = self.sentences[place].text
        nouns = {population_of(found["noun"]) for found in re.finditer(rf"\b{noun_pattern()}", text.casefold())} - {
            None
        }
        if nouns and topic.population not in nouns:
            return True
        begins = leading_scope(text)
        named = {m.size for m in self.sets[place] if m.kind is not None and m.population is topic.population}
        return (begins is not None and begins != topic.scope) or bool(named - topic.known)

    def _is_whole(self, mention: SetMention, population: Population) -> bool:
        """Whether a sentence about the set speaks of the report: all of it, its rated part, or a part it names."""
        if mention.scope is not None:
            return True
        whole = self.sizes.get(population)
        if whole is None or mention.size > whole:
            return False
        return mention.size == whole or mention.kind in ("rated", "due", "targeted")

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
        own = self._period_of(sentence, len(sentence.text) if start is None else start)
        said = own or about.period or Said(None, True)
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
            period_label=said.label,
            is_current=said.is_current,
        )

    def names_period(self, sentence: Sentence) -> bool:
        """Whether a sentence opens with the period of its figures."""
        figures = find_figures(sentence.text)
        return bool(figures) and self._period_of(sentence, figures[0].start) is not None

    def _period_of(self, sentence: Sentence, start: int) -> Said | None:
        """The period a sentence names for its figures, None where it names none."""
        last = max((figure.end for figure in find_figures(sentence.text)), default=len(sentence.text))
        return read_period_said(sentence.text, start, self.now, last_figure=last)

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
