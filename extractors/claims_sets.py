"""The sets that sentences name with their size: 'of the 38 KPIs', '69 measures', 'the 8 KPIs in Social Care'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extractors.claims_axes import name_scope
from extractors.claims_figures import N, noun_pattern, number, population_of
from extractors.claims_phrases import find_statuses
from schemas.lookups import read_lookup
from schemas.vocabulary import ActionStatus, Population, ScopeType

# 'Six KPIs were rated Red' counts a bucket, '59 KPIs were rated in quarter 3' a set.
_NO_STATUS = r"(?! (?:as|at|to|red|amber|green|blue|yellow|off|on|below|above|poor|good)\b)"
_RATED = re.compile(
    r",? ?\(?(?:(?:(?:that|which) )?(?:were |was |are |have been |had been )?"
    rf"(?:rated|given a rag|rag[- ]rated|assessed|calculated)\b{_NO_STATUS}"
    r"|where (?:data|results?) (?:is|was|are|were)(?: currently)? available"
    r"|(?:with|have|had|that have|that had|which have|which had) (?:data|a rag|results)\b"
    r"|(?:that|which) (?:can|could) be (?:reported|rated|assessed|measured)"
    r"|(?:that )?we (?:can|could) report|reportable)"
)
WITH_TARGET = r"(?:have|had|has|with|having) (?:(?:a|an|agreed|set|specific|annual|quarterly) )*targets?\b"
_TARGETED = re.compile(rf",? ?\(?(?:(?:that|which) )?{WITH_TARGET}")
_DUE = re.compile(r",? ?\(?(?:that (?:are|were) |which (?:are|were) )?(?:due|scheduled|planned)\b")
_PART = re.compile(
    r" ?\(?(?:where|for which|with|that (?:have|had|are|were)|which|reported (?:in|for) (?:quarter|q\d|20)|under "
    r"|(?:with)?in (?!total|all\b|(?:the|this|our) (?:report|qpr|dashboard|scorecard|plan|council|corporate|set|list"
    r"|appendix|year)))"
)
_NAME = (
    r"(?P<scope>(?:(?:Priority|Theme|Aim|Outcome|Ambition|Objective|Commitment) \d\b|[A-Z][\w'’&-]*)"
    r"(?:(?:,? (?:and|&|of|for|the)|,)? [A-Z][\w'’&-]*)*)"
)
_QUOTED = rf"[‘“'\"]?{_NAME}[’”'\"]?"
_NUMBERED = r"^(?:\d[\d.]* )?"
_ADJECTIVE = r"(?P<adjective>(?!of\b)[a-z][\w'’&-]*(?:,? (?!of\b)[a-z&][\w'’&-]*){0,4}?)"
_LEADS = re.compile(rf"{_NUMBERED}{_NAME}(?: \([^()]*\))?\s?(?:[–—:]|\s-)\s")
_NO_SCOPE = re.compile(
    r"(?i)^(?:q[1-4]|fq[1-4]|quarter|qpr|year|overall|headline|key|in total"
    r"|the|this|our|20\d\d|report|dashboard|scorecard|appendix|council|corporate"
    r"|total|all|performance|cabinet|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|table|annex|summary|section|kpis?|rag|red|amber|green|blue"
    r"|each|every|no|some|any|one|two|three|four|five|six|several|these|those|its|their|another|we|members|officers"
    r"|resolved|decision|recommendations?|note|question|response|answer)\b"
)


_THEME = re.compile(r"(?i)\b(?:theme|priority|aim|outcome|ambition|objective)\b")
_KIND_BEHIND = re.compile(
    r"(?<=\w) (?:[Tt]heme|[Pp]riority|[Pp]ortfolio|[Dd]irectorate|[Aa]mbition|[Oo]utcome|[Aa]im)$"
)


@cache
def _units() -> str:
    """Pattern of what parts of a report are called: theme, priority, portfolio, directorate."""
    words = read_lookup("claims")["label_column"]
    # 'The Scrutiny committee received 20 KPIs': a committee may be the one that meets.
    named = {*words["theme"], *words["directorate"]} - {"committee"}
    return "|".join(sorted(named, key=lambda word: (-len(word), word)))


@cache
def _scope_forms() -> tuple[re.Pattern[str], ...]:
    """'In Housing, …', 'Under the Homes priority there are …', 'The Homes priority has …', 'Adult Care – …'."""
    unit = rf"(?:{_units()})\b"
    begin = rf"{_NUMBERED}(?:In|Within|For|Under|Across) (?:the )?(?:{unit} )?{_QUOTED}"
    forms = (rf"{begin}(?: {unit})?,", rf"{begin} {unit}", rf"{_NUMBERED}(?:The )?{_QUOTED} {unit}")
    return (*(re.compile(form) for form in forms), _LEADS)


@cache
def _scope_behind() -> re.Pattern[str]:
    lead = "in|within|for|under|relating to|related to|aligned (?:to|with)|linked to|supporting|owned by|reported by"
    return re.compile(rf"^,? (?:(?:that|which) (?:are|is) )?(?:{lead}) (?:the )?(?:(?:{_units()}) )?{_QUOTED}")


@dataclass(frozen=True, slots=True)
class SetMention:
    """A set a sentence names. ``kind`` is total, rated, due, targeted, or None where another part of the set is named.

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
        "|set of|holds?|has|we have|lists?|sets?|covers?|monitors?|tracks?|presents?|reports on|measures"
        "|progress (?:on|against)|(?:monitored|measured|tracked|assessed|managed) (?:through|by|using|via|against)"
    )
    return tuple(
        re.compile(form)
        for form in (
            rf"\b(?:of|out of|across|against|for) (?:the |all |our |these |all of the )?{size}(?: \d)? {noun}",
            rf"\b{N} (?:of|out of) (?:the )?{size} \(\d[\d.]*\s?%\) {noun}",
            rf"\b(?:{verbs}) (?:a total of |the |in total )?{size} {noun}",
            rf"\b{noun} out of (?:a total of |all )?{size}(?! {noun_in})",
            rf"\b{noun}\s?\(\s?{N}\s?(?:of|out of|/) {size}\s?\)",
            rf"\b{N} \(\d[\d.]*\s?%\) of (?:the |our |all )?{size} {noun}",
            rf"\b{N} ?/ ?{size} {noun}",
            rf"^[^.;:()]{{3,60}} \({size} {noun}\)",
            rf"\b(?:percentage|proportion|share|number) of (?:the |our )?{noun} [^.;]{{0,60}}?"
            rf"\b{N} (?:of|out of) {size}\b",
            rf"\b{size} {noun}(?= (?:have|had) (?:a |an |agreed |set )*(?:targets?|rag|data)\b)",
            rf"^[^.;:]{{3,60}}(?::| [–-]) {size} {noun}(?=,? (?:of which|with)\b|:|, {N} )",
            rf"\bagainst [^.;]*?\band {size} {noun}",
            rf"\bthe {size} {noun}"
            r"(?= (?:currently|that (?:are|were) (?:in|part)|contained|included|covered|in (?:the|this|our)))",
            rf"\b{size} {noun}(?= (?:(?:are|were|was|is) (?:being |currently )?"
            r"(?:(?:measured|monitored|tracked|included|listed|due|reported (?:on|here|this|in this))\b"
            rf"|(?:rated|assessed)\b{_NO_STATUS})"
            r"|(?:measured|monitored|due|in total|in all)\b)(?! for\b| only\b))",
            rf"\b(?:of|out of|across|against|for|{verbs}) (?:the |all |our |these )?{size} {_ADJECTIVE} {noun}",
        )
    )


def find_sets(text: str) -> Iterator[SetMention]:
    """The sets named in a sentence with a size, each number once."""
    rest = text.casefold()
    seen: set[int] = set()
    for form in _forms():
        for found in form.finditer(rest):
            if found.start("n") in seen:
                continue
            behind = rest[found.end() :]
            scope = _scope(text, found.end())
            kind: str | None = "total"
            adjective = found.groupdict().get("adjective")
            if adjective:
                named = text[found.start("adjective") : found.end("adjective")]
                if population_of(found["noun"]) is None or not _is_adjective(named):
                    continue
                scope = scope or _scope_of_adjective(named)
                kind = "total" if scope is not None else None
            seen.add(found.start("n"))
            if _RATED.match(behind):
                kind = "rated"
            elif _DUE.match(behind):
                kind = "due"
            elif _TARGETED.match(behind):
                kind = "targeted"
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
    behind = _scope_behind().match(text[end:])
    return _scope_name(behind["scope"]) if behind is not None else leading_scope(text)


def leading_scope(text: str) -> str | None:
    """The part of a report that a sentence begins with ('In Housing, …', 'Housing: …'), None where it names none."""
    found = next((match for form in _scope_forms() if (match := form.match(text)) is not None), None)
    return None if found is None else _scope_name(found["scope"])


def _is_adjective(named: str) -> bool:
    """Whether words before a noun are a name ('Clean Streets') or one word that says which ones ('agreed')."""
    return _is_name(named) or re.fullmatch(r"[a-z-]{4,}", named) is not None


def _is_name(named: str) -> bool:
    words = re.findall(r"[\w'’&-]+", named)
    return all(word[:1].isupper() or word in ("and", "of", "&", "for", "the") for word in words)


def _scope_of_adjective(named: str) -> str | None:
    """'Homes' in 'the five Homes indicators'; None for words that name no part ('agreed', 'Quarter')."""
    return _scope_name(named) if _is_name(named) and name_scope(named) else None


def _scope_name(printed: str) -> str | None:
    """What a part is called, without the word that says what it is; None where the name is of no part."""
    name = _KIND_BEHIND.sub("", printed.strip())
    return None if _NO_SCOPE.match(name) or name_scope(name) is None else name


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
