"""Totals a report states in sentences.

A small grammar that would rather miss a claim than misread one. A sentence counts only when it names
the report's whole set with its size ('of the 38 KPIs', 'three of the 105 actions'), or follows directly
on one that does in the same paragraph or list. Comparisons, forecasts and subsets are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.claims_counts import NUMBER_WORD, read_number_word
from extractors.claims_phrases import read_status_phrase
from extractors.claims_sentence_split import Sentence, split_sentences
from schemas.geometry import Place
from schemas.pages import TextBlock
from schemas.readings import Claim
from schemas.vocabulary import Basis, Form, Population, ScopeType

_N = rf"(?:\d{{1,3}}|{NUMBER_WORD})"
_KIND = r"(?:key |performance |corporate |strategic |council plan |headline |quarterly |reported )*"
_NOUN = rf"{_KIND}(?P<noun>kpis?|indicators?|measures?|actions?|performance indicators?)(?: ?\((?:kpis?|pis?)\))?"
_WHOLE_SET = re.compile(rf"(?i)\b(?:of|out of) (?:the |all |our )?(?P<n>{_N})(?P<note> \d)? {_NOUN}\b")
_MADE_OF = re.compile(
    rf"(?i)\b(?:made up of|comprises|comprised of|consists of|contains|includes|there are|total of|set of"
    rf"|holds|has|lists|sets|covers|monitors|tracks|presents) (?:a total of |the |in total )?(?P<n>{_N}) {_NOUN}\b"
)
_WITH_DATA = re.compile(
    r"(?i)\b(?:of which|of these|where)[, ]+(?:data|results?|a result) (?:is|are|was|were)"
    rf" (?:currently |now )?available(?: for| on)? (?P<n>{_N})\b"
)
_WITHOUT_DATA = re.compile(
    rf"(?i)\b(?:for |of )?the (?:other |remaining )?(?P<n>{_N}) {_NOUN},? (?:where|for which|that have|with)"
    rf" (?:no data|data (?:is|are|was|were) (?:not|un) ?(?:yet |currently )?available)\b"
)
_COUNTED = re.compile(rf"(?i)(?<![\d.,%£/])\b(?P<n>{_N})\b(?!\s*(?:%|per\s?cent|\.\d|/\d|[-–]\s?\d|,\d{{3}}))")
_RATED_SET = re.compile(
    r"(?i),? ?\(?(?:where data (?:is|was) available|with data|rated|with a rag|given a rag|rag rated)\b"
)
_PART_SET = re.compile(
    r"(?i),? ?\(?(?:where|for which|with|that (?:have|had|are|were)|which|due|reported|measured|assessed|under "
    r"|(?:with)?in (?!(?:the|this|our) (?:report|qpr|dashboard|scorecard|plan|council|corporate|set|list|appendix)))"
)
_SUBSET = re.compile(rf"(?i)\s*(?:of|out of) (?:the|these|those|them|which|our)\b(?! (?:{_N})\b)")
_SHARE_BEFORE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per cent)\s*\($")
_SHARE = re.compile(r"\(?\s*(\d{1,3}(?:\.\d+)?)\s?(?:%|per cent)\s*\)?")
_POPULATION = {"a": Population.ACTIONS}


@dataclass(frozen=True, slots=True)
class _WholeSet:
    """The set a sentence speaks of. ``kind`` is what its size is: total, rated, or None where only part is named.

    Sentences that follow it share ``group``: they count parts of the same set.
    """

    population: Population
    size: int
    kind: str | None
    group: str
    end: int


def read_sentence_claims(blocks: Sequence[TextBlock], next_position: int) -> tuple[Claim, ...]:
    """The claims stated in running text, in reading order; blocks are one document's paragraphs in order."""
    sentences = tuple(split_sentences(blocks))
    sizes = _stated_sizes(sentences)
    claims: list[Claim] = []
    context: _WholeSet | None = None
    for number, sentence in enumerate(sentences):
        if not sentence.follows:
            context = None
        whole = _whole_set(sentence, number, sizes)
        claims += _claims_of(sentence, whole, context)
        context = whole or context
    unique = _first_of_each(claims)
    return tuple(replace(claim, position=next_position + i) for i, claim in enumerate(unique))


def _stated_sizes(sentences: Sequence[Sentence]) -> dict[Population, int]:
    """The size of the report's whole set per population: the largest that sentences name.

    A part is smaller than its whole. A number that is another one with a digit behind it is not taken: a
    footnote mark makes '381' of '38'.
    """
    named: dict[Population, set[int]] = {population: set() for population in Population}
    for sentence in sentences:
        for pattern in (_WHOLE_SET, _MADE_OF):
            for found in pattern.finditer(sentence.text):
                named[_population(found["noun"])].add(_number(found["n"]))
    return {
        population: max(size for size in sizes if size < 100 or size // 10 not in sizes)
        for population, sizes in named.items()
        if sizes
    }


def _whole_set(sentence: Sentence, number: int, sizes: dict[Population, int]) -> _WholeSet | None:
    for found in (*_WHOLE_SET.finditer(sentence.text), *_MADE_OF.finditer(sentence.text)):
        population = _population(found["noun"])
        if sizes.get(population) == _number(found["n"]):
            behind = sentence.text[found.end() :]
            kind = "rated" if _RATED_SET.match(behind) else None if _PART_SET.match(behind) else "total"
            return _WholeSet(population, sizes[population], kind, _group(sentence, number), found.end())
    return None


def _claims_of(sentence: Sentence, whole: _WholeSet | None, context: _WholeSet | None) -> Iterator[Claim]:
    yield from _sizes_claimed(sentence, whole, context)
    about = whole or context
    if about is not None and not sentence.is_doubtful:
        yield from _buckets_claimed(sentence, about)


def _sizes_claimed(sentence: Sentence, whole: _WholeSet | None, context: _WholeSet | None) -> Iterator[Claim]:
    if whole is not None and whole.kind is not None and not sentence.is_doubtful_until(whole.end):
        yield _claim(sentence, whole, "with data" if whole.kind == "rated" else "total", whole.kind, whole.size)
    with_data = _WITH_DATA.search(sentence.text)
    if (
        whole is not None
        and with_data
        and whole.population is Population.KPIS
        and _number(with_data["n"]) <= whole.size
        and not sentence.is_doubtful_until(with_data.end())
    ):
        yield _claim(sentence, whole, "with data", "rated", _number(with_data["n"]))
    without = _WITHOUT_DATA.search(sentence.text)
    about = whole or context
    if (
        about is not None
        and without
        and _population(without["noun"]) is Population.KPIS is about.population
        and not sentence.is_doubtful_until(without.end())
    ):
        yield _claim(sentence, about, "without data", "not_rated", _number(without["n"]))


def _buckets_claimed(sentence: Sentence, about: _WholeSet) -> Iterator[Claim]:
    """One claim per number that is followed by exactly one status before the next number."""
    sizes = {m.start("n") for pattern in (_WHOLE_SET, _MADE_OF) for m in pattern.finditer(sentence.text)}
    shares = [(m.start(), m.end()) for m in _SHARE.finditer(sentence.text)]
    numbers = [
        m
        for m in _COUNTED.finditer(sentence.text)
        if m.start() not in sizes and not any(a <= m.start() < b for a, b in shares)
    ]
    for i, found in enumerate(numbers):
        end = numbers[i + 1].start() if i + 1 < len(numbers) else len(sentence.text)
        segment = sentence.text[found.end() : end]
        phrase = read_status_phrase(segment, about.population)
        count = _number(found["n"])
        if phrase is None or count > about.size or _SUBSET.match(segment):
            continue
        share = _SHARE_BEFORE.search(sentence.text[: found.start()]) or _SHARE.search(segment)
        percent = float(share[1]) if share else None
        yield _claim(sentence, about, phrase.label, phrase.rating, count, phrase.basis, percent, about.size)


def _group(sentence: Sentence, number: int) -> str:
    return f"p{sentence.block.page}y{sentence.block.box.top:.0f}s{number}"


def _claim(
    sentence: Sentence,
    about: _WholeSet,
    bucket: str,
    rating: str,
    count: int,
    basis: Basis = Basis.CURRENT,
    percent: float | None = None,
    size: int | None = None,
) -> Claim:
    block = sentence.block
    return Claim(
        position=0,
        group=about.group,
        population=about.population,
        scope_type=ScopeType.WHOLE,
        scope=None,
        basis=basis,
        bucket=bucket,
        rating=rating,
        count=count,
        percent=percent,
        denominator=size,
        form=Form.SENTENCE,
        quote=sentence.printed,
        place=Place(block.page, block.box),
    )


def _first_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """The same number said again ('of the 38 KPIs', twice on a page) is one claim; another number is another.

    Two numbers of one status in one group are none: one of them counts a part, and nothing tells which.
    """
    stated: dict[tuple[object, ...], set[int | None]] = {}
    for claim in claims:
        stated.setdefault((claim.group, claim.basis, claim.rating), set()).add(claim.count)
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if len(stated[claim.group, claim.basis, claim.rating]) > 1:
            continue
        seen.setdefault((claim.population, claim.basis, claim.rating, claim.count, claim.percent), claim)
    return list(seen.values())


def _number(text: str) -> int:
    word = read_number_word(text)
    return word if word is not None else int(text)


def _population(noun: str) -> Population:
    return _POPULATION.get(noun[0].casefold(), Population.KPIS)
