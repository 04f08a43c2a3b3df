"""Refs of indicators in prose: '4.10:', '4.21-4.22', '1A5', '2B7 … and 2B8 …', 'CUS.07', 'KPI 12'.

A decimal number may be a paragraph, a date or a value, so it is a ref only where a colon or dash follows it at the
beginning of a statement, where a word introduces it, or where a row of the document carries it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

# More refs than this in 'from 4.1 to 4.40' is no range of indicators but of paragraphs.
LONGEST_RANGE = 15

_DECIMAL = r"\d{1,2}(?:\.\d{1,3}){1,2}[a-z]?"
_MIXED = r"\d{1,2}[A-Z]{1,2}\d{1,2}[a-z]?(?:\(?[ivx]+\)?)?"
_LETTERED = r"(?:[A-Z]{1,5}|[A-Z]{1,3}&[A-Z]{1,3})(?:[ ./_-]?)\d{1,3}[a-z]?"
_REF = rf"(?:{_MIXED}|{_LETTERED}|{_DECIMAL})"
_DASH = r"\s?[-–—]\s?"
_RANGE = rf"{_REF}(?:{_DASH}{_REF}(?![\w.]))?"
_JOIN = r"(?:\s?,\s?|\s?&\s|\sand\s|\s?/\s?)"
_REFS = rf"(?P<refs>{_RANGE}(?:{_JOIN}(?:and\s)?{_RANGE})*)"
_LEAD = re.compile(rf"{_REFS}(?P<mark>\s?:|\s[-–—](?=\s)|\.?(?=\s)|$)\s?")
_INTRODUCED = re.compile(
    rf"(?i:\b(?:kpis?|indicators?|measures?|pis?|refs?\.?)\s(?:refs?\.?\s|numbers?\s|nos?\.?\s)?)"
    rf"\(?{_REFS}(?![\w.]*\w)"
)
# Letters and two or more figures, as '(CUS07)'; enough in a sentence that speaks of indicators.
_SURE = rf"(?:{_MIXED}|[A-Z]{{2,5}}[ .]?\d{{2,3}}[a-z]?)"
_INLINE_SURE = re.compile(rf"(?<![\w.]){_SURE}(?![\w%])")
_INDICATORS = re.compile(r"(?i)\b(?:kpis?|indicators?|measures?)\b")
_NUMBERED = re.compile(
    r"(?i:\b(?:kpis?|pis?|indicator|performance indicators?)\s(?:nos?\.?\s|numbers?\s)?)"
    rf"(?P<refs>\d{{1,3}}[a-z]?(?:{_JOIN}(?:and\s)?\d{{1,3}}[a-z]?)*)(?![.,]?\d|%|\w)(?!\s(?:of|months?|years?|days?)\b)"
)
_BRACKETED = re.compile(rf"\({_REFS}\)")
_INLINE_MIXED = re.compile(rf"(?<![\w.]){_MIXED}(?![\w%])")
# Letters and figures that are no refs: quarters, roads, sections of acts, months, what is numbered for order.
_NOT_REFS = re.compile(
    r"(?i)(?:kpi ?\d+|q[1-4]|h[12]|p\d{1,2}|[abm][ .-]?\d{1,4}|s\d{2,3}|ks ?\d|fy\d+|co2|h1n1|pm\d+|v\d+"
    r"|(?:covid|cop|band|year|no|page|table|fig|stage|tier|grade|item|phase|top|ward|part|step)[ .-]?\d+"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec) ?\d+)"
)


# A quick look: no ref without a figure, and most paragraphs have neither a word that introduces one nor a bracket.
_FIGURE = re.compile(r"\d")
_INTRODUCING = re.compile(r"\b(?:kpis?|indicators?|measures?|pis?|refs?)\b")
_UNINTRODUCED = re.compile(r"\(|\d[A-Z]")
_PREFIXED = re.compile(r"P\d{1,2}")


@dataclass(frozen=True, slots=True)
class RefFound:
    """The refs of one place, a range written out, and the stretch of text they stand in."""

    refs: tuple[str, ...]
    start: int
    end: int
    mark: str = ""


def find_leading_refs(text: str) -> RefFound | None:
    """The refs a statement begins with and what follows them (':', '-' or nothing); None where it begins otherwise."""
    found = _LEAD.match(text)
    if found is None:
        return None
    refs = expand_refs(found["refs"])
    mark = found["mark"].strip()
    # 'P4: Homes let' heads a statement, 'P4' in a sentence is a priority.
    if not refs or any(_NOT_REFS.fullmatch(ref) and not (mark == ":" and _PREFIXED.fullmatch(ref)) for ref in refs):
        return None
    return RefFound(refs, 0, found.end("mark"), mark)


def find_inline_refs(text: str, known: Collection[str] = ()) -> tuple[RefFound, ...]:
    """The refs named inside a text, in order; ``known`` are the folded refs of the document's rows.

    '(4.21)' alone is a ref only where it is known, '4.21' without brackets or an introducing word never is.
    """
    found: list[RefFound] = []
    for pattern in _inline_patterns(text):
        for match in pattern.finditer(text):
            group = match["refs"] if "refs" in pattern.groupindex else match[0]
            refs = tuple(ref for ref in expand_refs(group) if not _NOT_REFS.fullmatch(ref))
            if pattern is _BRACKETED or pattern is _NUMBERED:
                refs = tuple(ref for ref in refs if fold_ref(ref) in known or _is_sure(ref, pattern is _NUMBERED))
            if refs and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(RefFound(refs, match.start(), match.end()))
    return tuple(sorted(found, key=lambda ref: ref.start))


def _inline_patterns(text: str) -> tuple[re.Pattern[str], ...]:
    """The patterns that can match inside a text at all."""
    if _FIGURE.search(text) is None:
        return ()
    if _INTRODUCING.search(text.casefold()) is None:
        return (_BRACKETED, _INLINE_MIXED) if _UNINTRODUCED.search(text) else ()
    return _INTRODUCED, _NUMBERED, _BRACKETED, _INLINE_SURE if _INDICATORS.search(text) else _INLINE_MIXED


def expand_refs(text: str) -> tuple[str, ...]:
    """'4.21-4.22, 4.25' as ('4.21', '4.22', '4.25'); () for a range that is none."""
    refs: list[str] = []
    for part in re.split(rf"{_JOIN}(?:and\s)?", text.strip()):
        ends = re.split(rf"(?<=[\w)]){_DASH}(?={_REF}$)", part.strip(" .:"), maxsplit=1)
        if len(ends) == 1 or not all(ends):
            refs.append(part.strip(" .:"))
            continue
        between = _between(*ends)
        if not between:
            return ()
        refs += between
    return tuple(ref for ref in dict.fromkeys(refs) if re.fullmatch(rf"{_REF}|\d{{1,3}}[a-z]?", ref))


def fold_ref(ref: str) -> str:
    """'CUS 07', 'CUS.07' and 'cus07' alike; '1.10' and '1.1' not."""
    bare = ref.strip().strip(".:").casefold()
    return re.sub(r"(?<=[a-z])[\s._/-]+(?=\d)", "", bare) if re.match(r"[a-z]", bare) else bare


def _between(first: str, last: str) -> list[str]:
    """The refs from one to another of the same series; [] where they are not."""
    one, two = (re.fullmatch(r"(.*?)(\d+)([a-z]?)", ref) for ref in (first, last))
    if one is None or two is None or one[1].casefold() != two[1].casefold() or one[3] or two[3]:
        return []
    low, high = int(one[2]), int(two[2])
    if not 0 < high - low <= LONGEST_RANGE:
        return []
    width = len(one[2]) if one[2].startswith("0") else 0
    return [f"{one[1]}{number:0{width}d}" for number in range(low, high + 1)]


def _is_sure(ref: str, introduced: bool) -> bool:
    """Whether letters and figures show that it is a ref although no row is known: '1A5' and 'CUS.07', not '4.21'."""
    return introduced or re.fullmatch(_SURE, ref) is not None
