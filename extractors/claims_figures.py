"""Figures of a sentence that may count indicators: '82', 'nine', '67% (82)', '38 of 46 (83%)', '28 measures (52%)'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.claims_counts import NUMBER_WORD, read_number_word
from schemas.lookups import read_lookup
from schemas.vocabulary import Population

N = rf"(?:\d{{1,3}}|{NUMBER_WORD})"
"""Pattern of a count in figures or words."""

_ANY_NUMBER = re.compile(rf"\d|\b(?:{NUMBER_WORD})")
_PERCENT = r"\d{1,3}(?:\.\d+)?\s?(?:%|per\s?cent\b)"
_NOT_ABOUT = (
    r"(?<!than )(?<!at least )(?<!at most )(?<!up to )(?<!over )(?<!under )(?<!nearly )(?<!around )(?<!about )"
    r"(?<!almost )(?<!approximately )(?<!roughly )"
)
_BEFORE = (
    r"(?<![\d.,%£/&-])(?:(?<!quarter )|(?<=this quarter ))(?<!qtr )(?<!priority )(?<!appendix )(?<!paragraph )"
    r"(?<!section )(?<!page )(?<!theme )(?<!objective )(?<!month )(?<!table )(?<!outcome )(?<!level )(?<!stage )"
    r"(?<!aim )(?<!item )(?<!phase )(?<!top )(?<!bottom )"
    rf"{_NOT_ABOUT}(?<!pages )(?<!the first )(?<!the last )"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_AFTER = (
    rf"(?!\s?(?:%|per\s?cent)|[.,/:]\d|\s?[-–]\s?\d|\s?[-–]?(?:months?|weeks?|days?|years?|hours?|minutes?|points?|times"
    rf"|people|pence|pm|am|st|nd|rd|th|{_MONTHS})\b|\s(?:{_MONTHS})[a-z]*\b)"
)
_FRACTION = re.compile(
    rf"\b(?:{N})[\s-](?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b(?! [1-4]\b)"
    rf"|\b(?:{N}) in (?:every )?{N}\b"
)
"""'Two thirds of the 18 indicators', 'one in five': a share in words. Its numbers count nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, a share or both. ``base`` is y in 'x of y'. ``start`` and ``end`` are places in the sentence."""

    start: int
    end: int
    count: int | None
    percent: float | None
    base: int | None


def _nouns() -> str:
    words = read_lookup("claims_prose")["set"]
    return "|".join([*words["kpis"], *words["actions"], *words["either"]])


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_nouns()})\b")


@cache
def noun_pattern() -> str:
    """Pattern of what a report counts ('key performance indicators (KPIs)'), the noun in group ``noun``."""
    kinds = "|".join(read_lookup("claims_prose")["set"]["kinds"])
    return rf"(?:(?:{kinds}) )*(?P<noun>{_nouns()})\b(?: of (?:success|performance))?(?: ?\((?:kpis?|pis?)\))?"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    noun = noun_pattern().replace("(?P<noun>", "(?:")
    unit = rf"(?: (?:of )?(?:the |our |all )?{noun})?"
    joint = r"\s?(?:[(,–-]|\bor\b)\s?\(?"
    count, base = rf"(?P<count>{N})\b", rf"(?P<base>{N})\b"
    of = r"\s?(?:of|out of|/)\s?(?:the |all |our |these |a total of )?"
    percent = rf"(?P<percent>{_PERCENT})"
    forms = (
        rf"\b{percent}{joint}{count}{of}{base}",
        rf"{_BEFORE}\b{count}{of}{base}{unit}{joint}{percent}\)?",
        rf"\b{percent} of (?:the |our |all )?{noun}\s?\(\s?{count}{of}{base}(?: {noun})?\s?\)",
        rf"{_BEFORE}\b{count}{unit}\s?\(\s?{percent}\s?\)\s?(?:of|out of) (?:the |all |our |these )?{base}",
        rf"{_BEFORE}\b{count}{of}{base}",
        rf"\b{percent}\s?\(\s?{count}{unit}\s?\)",
        rf"{_BEFORE}\b{count}{unit}\s?\(\s?{percent}\)?",
        rf"{_BEFORE}\b{count}{joint}{percent}\)?",
        rf"{_BEFORE}\b{count}{_AFTER}",
        rf"(?<![\d.]){_NOT_ABOUT}\b{percent}",
    )
    return tuple(re.compile(form) for form in forms)


def has_number(text: str) -> bool:
    """Whether a text holds any number, in figures or words: a quick look, most sentences of a long paper hold none."""
    return _ANY_NUMBER.search(text.casefold()) is not None


def names_counted(text: str) -> bool:
    """Whether a text names anything that reports count (indicators, actions): a quick look for ``noun_pattern``."""
    return _noun().search(text.casefold()) is not None


@lru_cache(maxsize=1024)
def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a sentence in order, each number in one figure only."""
    rest = _FRACTION.sub(lambda said: "#" * len(said[0]), text.casefold())
    found: list[Figure] = []
    for form in _forms():
        for match in form.finditer(rest):
            parts = match.groupdict()
            percent = re.match(r"[\d.]+", parts.get("percent") or "")
            found.append(
                Figure(
                    match.start(),
                    match.end(),
                    number(parts["count"]) if parts.get("count") else None,
                    float(percent[0]) if percent else None,
                    number(parts["base"]) if parts.get("base") else None,
                )
            )
            # Taken words are blanked, so that every figure keeps its place in the sentence.
            rest = rest[: match.start()] + "#" * (match.end() - match.start()) + rest[match.end() :]
    return tuple(sorted(found, key=lambda figure: figure.start))


def number(text: str) -> int:
    """A count in figures or words as a number."""
    word = read_number_word(text)
    return word if word is not None else int(text)


def population_of(noun: str) -> Population | None:
    """Whether a noun names indicators or actions; None where it may be either ('targets')."""
    words = read_lookup("claims_prose")["set"]
    if re.fullmatch("|".join(words["actions"]), noun.casefold()):
        return Population.ACTIONS
    if re.fullmatch("|".join(words["kpis"]), noun.casefold()):
        return Population.KPIS
    return None
