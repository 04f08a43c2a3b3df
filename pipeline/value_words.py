"""Words in value cells: no-data words with their reason, grades and answers, notes in brackets.

The words are data (``schemas/lookups/null_words.toml``, ``value_words.toml``); here is how they are looked up.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.folding import fold
from pipeline.units import scales
from schemas.lookups import read_lookup
from schemas.values import NullReason
from schemas.vocabulary import ValueRole

_TARGET_ROLES = (ValueRole.TARGET, ValueRole.FLOOR, ValueRole.BENCHMARK)
_BRACKET = re.compile(r"(?P<core>.*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]\s*(?P<mark>\*?)")
_ARROWS = re.compile(r"^[↑↓→←↔↗↘▲▼►◄⬆⬇➡⬅●■◆]+\s*|\s*[↑↓→←↔↗↘▲▼►◄⬆⬇➡⬅●■◆]+$")
_UNSURE = re.compile(
    r"(?<=[0-9%a-z])\s[(-]?\s?(?:tbc|provisional|prov\.?|estimated?|est\.?|unvalidated)\)?$", re.IGNORECASE
)
_STARS = re.compile(r"\s*\*{1,3}$")
_PERCENT_P = re.compile(r"(?<=%)\s?[pe]$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\s+(?:by|from|as at|as of|at end of|in)\s+(?P<when>[^()]*(?:19|20)[0-9]{2}[^()]*)$", re.IGNORECASE
)


@cache
def _reasons(is_target: bool) -> dict[str, NullReason]:
    lookup = read_lookup("null_words")
    sections = (lookup["word"], lookup["target_word"]) if is_target else (lookup["word"],)
    return {word: NullReason(reason) for section in sections for reason, words in section.items() for word in words}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], NullReason], ...]:
    return tuple(
        (re.compile(entry["match"]), NullReason(entry["reason"])) for entry in read_lookup("null_words")["pattern"]
    )


@cache
def words(section: str) -> frozenset[str]:
    """The words of one section of ``value_words.toml``."""
    return frozenset(read_lookup("value_words")[section]["words"])


@cache
def _status_word() -> re.Pattern[str]:
    colours = "|".join(sorted(read_lookup("status_words")["colour"]))
    return re.compile(rf"^(?:{colours})[\s:,-]+(?=.*[0-9])|(?<=[0-9%])[\s,-]+\(?(?:{colours})\)?$", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words("label")), key=len, reverse=True))
    return re.compile(rf"(?:{known})\s*[:=]?\s*(?=[<>≤≥£€+\-.0-9])", re.IGNORECASE)


def find_null_reason(text: str, role: ValueRole) -> NullReason | None:
    """Why a cell gives no number ('DNA', 'N/A', 'Measured annually', '-'), or None when the text is none of these."""
    plain = fold(text)
    if not plain:
        return NullReason.BLANK
    reasons = _reasons(role in _TARGET_ROLES)
    for candidate in (plain, plain.strip("()[]*. "), fold(_BRACKET.sub(r"\g<core>", plain))):
        if candidate and candidate in reasons:
            return reasons[candidate]
    reason = next((reason for pattern, reason in _patterns() if pattern.fullmatch(plain)), None)
    return NullReason.NO_TARGET if reason is NullReason.NO_DATA_YET and role in _TARGET_ROLES else reason


def without_status_word(text: str) -> str:
    """'95.4% Red' without the status word, and without arrows or dots around the number."""
    return _ARROWS.sub("", _status_word().sub("", text)).strip()


def without_label(text: str) -> str:
    """'Actual: 95%' and 'Ave 4 per quarter' without the words that only name the number."""
    return _label().sub("", text, count=1) if _label().match(text) else text


@cache
def _tag() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words("tag")), key=len, reverse=True))
    return re.compile(rf"(?<=[0-9%])[\s,-]+(?:{known})$", re.IGNORECASE)


def without_tag(text: str) -> str:
    """'88% YTD' and '95% target' without the word behind the number that says what kind of figure it is."""
    return _tag().sub("", text)


def without_deadline(text: str) -> str:
    """'100% by March 2024' without the date, where a number stands before it."""
    return _DEADLINE.sub("", text) if re.match(r".*[0-9].*\s(by|from|as|at|in)\s", text, re.IGNORECASE) else text


def split_provisional(text: str) -> tuple[str, bool]:
    """The text without a provisional mark ('73%*', '73% p', '73% tbc'), and whether there was one."""
    plain = _UNSURE.sub("", _PERCENT_P.sub("", _STARS.sub("", text)))
    return plain.strip(), plain != text


def split_bracket(text: str) -> tuple[str, str | None]:
    """'1% (30.3m)' as '1%' and '30.3m'; the second is None where no bracket closes the text."""
    match = _BRACKET.fullmatch(text)
    if match is None or not match["core"]:
        return text, None
    return match["core"] + match["mark"], match["inside"].strip()


def is_provisional_note(note: str) -> bool:
    return fold(note) in words("provisional")


def is_scale_note(note: str) -> bool:
    """Whether a bracket says that the number is in thousands or millions: '(000s)', '(£m)'."""
    return fold(note).strip("'£€ ") in scales()
