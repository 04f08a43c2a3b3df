"""The sets that sentences name with their size: 'of the 38 KPIs', '69 measures', 'the 8 KPIs in Social Care'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extractors.claims_figures import N, has_number, noun_pattern, number, population_of
from extractors.claims_phrases import find_statuses
from schemas.vocabulary import ActionStatus, Population, ScopeType

# 'Six KPIs were rated Red' counts a bucket, '59 KPIs were rated in quarter 3' a set.
_NO_STATUS = r"(?! (?:as|at|to|red|amber|green|blue|yellow|off|on|below|above|poor|good)\b)"
_RATED = re.compile(
    r",? ?\(?(?:(?:(?:that|which) )?(?:were |was |are |have been |had been )?"
    rf"(?:rated|given a rag|rag[- ]rated|assessed|calculated)\b{_NO_STATUS}"
    r"|where (?:data|results?) (?:is|was|are|were)(?: currently)? available"
    r"|(?:with|that have|that had) (?:data|a rag|results)\b"
    r"|(?:that|which) (?:can|could) be (?:reported|rated|assessed|measured)"
    r"|(?:that )?we (?:can|could) report|reportable)"
)
_DUE = re.compile(r",? ?\(?(?:that (?:are|were) |which (?:are|were) )?(?:due|scheduled|planned)\b")
_PART = re.compile(
    r" ?\(?(?:where|for which|with|that (?:have|had|are|were)|which|reported (?:in|for) (?:quarter|q\d|20)|under "
    r"|(?:with)?in (?!(?:the|this|our) (?:report|qpr|dashboard|scorecard|plan|council|corporate|set|list|appendix"
    r"|year)))"
)
_NAME = r"(?P<scope>(?:[A-Z][\w'’&-]*)(?:(?:,? (?:and|&|of|for|the)|,)? [A-Z][\w'’&-]*)*)"
_SCOPE_BEHIND = re.compile(rf"^,? (?:in|within|for|under) (?:the )?(?:(?:theme|priority|aim|outcome) )?[‘“'\"]?{_NAME}")
_SCOPE_BEFORE = re.compile(
    rf"^(?:\d[\d.]* )?(?:In|Within|For|Under) (?:the )?[‘“'\"]?{_NAME}[’”'\"]?(?: directorate| theme| priority)?,"
)
SCOPE_LEADS = re.compile(rf"^{_NAME}\s?(?:[–—:]|\s-)\s")
_NO_SCOPE = re.compile(
    r"(?i)^(?:q[1-4]|fq[1-4]|quarter|qpr|year|overall|headline|key|in total"
    r"|the|this|our|20\d\d|report|dashboard|scorecard|appendix|council|corporate"
    r"|total|all|performance|cabinet|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|table|annex|summary|section|kpis?|rag|red|amber|green|blue)\b"
)
_THEME = re.compile(r"(?i)\b(?:theme|priority|aim|outcome|ambition)\b")


@dataclass(frozen=True, slots=True)
class SetMention:
    """A set a sentence names. ``kind`` is total, rated, due, or None where only part of the set is named.

    ``population`` is None for a noun that may be either ('targets'); ``start`` is the place of its number.
    """

    population: Population | None
    size: int
    kind: str | None
    start: int
    end: int
    scope: str | None = None
    scope_type: ScopeType = ScopeType.WHOLE


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    size, noun = rf"(?P<n>{N})\b", noun_pattern()
    noun_in = noun.replace("(?P<noun>", "(?:")
    verbs = (
        "made up of|comprises|comprised of|comprising|consists of|contains?|includes?|there (?:are|were)|total of"
        "|set of|holds?|has|lists?|sets?|covers?|monitors?|tracks?|presents?|reports on|measures"
        "|progress (?:on|against)"
    )
    return tuple(
        re.compile(form)
        for form in (
            rf"\b(?:of|out of|across|against|for) (?:the |all |our |these |all of the )?{size}(?: \d)? {noun}",
            rf"\b(?:{verbs}) (?:a total of |the |in total )?{size} {noun}",
            rf"\b{noun} out of (?:a total of |all )?{size}(?! {noun_in})",
            rf"\b{noun}\s?\(\s?{N}\s?(?:of|out of|/) {size}\s?\)",
            rf"\b{N} \(\d[\d.]*\s?%\) of (?:the |our |all )?{size} {noun}",
            rf"^[^.;:]{{3,60}}(?::| [–-]) {size} {noun}(?=,? (?:of which|with)\b|:)",
            rf"\bagainst [^.;]*?\band {size} {noun}",
            rf"\bthe {size} {noun}"
            r"(?= (?:currently|that (?:are|were) (?:in|part)|contained|included|covered|in (?:the|this|our)))",
            rf"\b{size} {noun}(?= (?:(?:are|were|was|is) (?:being |currently )?"
            r"(?:(?:measured|monitored|tracked|included|listed|due|reported (?:on|here|this|in this))\b"
            rf"|(?:rated|assessed)\b{_NO_STATUS})"
            r"|(?:measured|monitored|due|in total|in all)\b))",
        )
    )


def find_sets(text: str) -> Iterator[SetMention]:
    """The sets named in a sentence with a size, each number once."""
    if not has_number(text):
        return
    rest = text.casefold()
    seen: set[int] = set()
    for form in _forms():
        for found in form.finditer(rest):
            if found.start("n") in seen:
                continue
            seen.add(found.start("n"))
            behind = rest[found.end() :]
            scope = _scope(text, found.end())
            kind: str | None = "total"
            if _RATED.match(behind):
                kind = "rated"
            elif _DUE.match(behind):
                kind = "due"
            elif scope is None and _PART.match(behind):
                kind = None
            scope_type = ScopeType.WHOLE
            if scope is not None:
                near = text[max(0, found.start() - 40) : found.end() + len(scope) + 25]
                scope_type = ScopeType.THEME if _THEME.search(near) else ScopeType.DIRECTORATE
            yield SetMention(
                population_of(found["noun"]),
                number(found["n"]),
                kind,
                found.start("n"),
                found.end(),
                scope,
                scope_type,
            )


def _scope(text: str, end: int) -> str | None:
    found = _SCOPE_BEHIND.match(text[end:]) or _SCOPE_BEFORE.match(text) or SCOPE_LEADS.match(text)
    if found is None or _NO_SCOPE.match(found["scope"]):
        return None
    return found["scope"].strip()


def whole_sizes(mentions: Iterable[SetMention]) -> dict[Population, int]:
    """The size of the report's whole set per population: the largest that sentences name.

    A part is smaller than its whole. A number that is another one with a digit behind it is not taken: a
    footnote mark makes '381' of '38'.
    """
    named: dict[Population, dict[str, set[int]]] = {population: {} for population in Population}
    for mention in mentions:
        if mention.scope is None and mention.population is not None:
            named[mention.population].setdefault(mention.kind or "part", set()).add(mention.size)
    sizes: dict[Population, int] = {}
    for population, kinds in named.items():
        every = set().union(*kinds.values()) if kinds else set()
        wholes = kinds.get("total", set())
        real = [size for size in every if size < 100 or size % 10 == 0 or size // 10 not in wholes]
        if real:
            sizes[population] = max(real)
    return sizes


def settle_population(mention: SetMention, text: str) -> Population:
    """The population of a set: by its noun, else by whether the text behind it counts states of work or of results."""
    if mention.population is not None:
        return mention.population
    work = {phrase.rating for phrase in find_statuses(text, Population.ACTIONS) if not phrase.is_colour}
    is_work = work & {ActionStatus.ON_TRACK, ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, None}
    return Population.ACTIONS if is_work else Population.KPIS
