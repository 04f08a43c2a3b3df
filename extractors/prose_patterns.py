"""The patterns of ``statement_signs.toml`` as spaCy token patterns: classes of words, forms of verbs, optional words.

What the signs mean is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from schemas.lookups import read_lookup

MOST_FILLING = 6
"""Words such as 'its agreed quarterly' between a verb and its target: five were met in one report, one to spare."""
MOST_BETWEEN = 5
"""Words of a clause that '...' may stand for: 'fewer *people were helped* than'."""

_NUMBER = r"^[\d.,/–-]+(?:kg|km|m|k|t)?$"
_YEAR = r"^(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?$"
# '%' and the hyphen in 're-let' are no ends of a clause, as commas, stops and dashes are.
_OF_A_CLAUSE = {"TEXT": {"REGEX": r"^[\w%£€'’&/-]"}, "OP": "{0," + str(MOST_BETWEEN) + "}"}


def sign_patterns() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every sign's label with a token pattern, in the order of the lookup."""
    for label, patterns in read_lookup("statement_signs")["signs"].items():
        for pattern in patterns:
            tokens = [_token(word) for word in pattern.removeprefix("^").split()]
            if not pattern.startswith("^"):
                yield label, tokens
                continue
            yield label, [tokens[0] | {"IS_SENT_START": True}, *tokens[1:]]
            yield label, [{"ORTH": ":"}, *tokens]


def needed_words(pattern: Sequence[Mapping[str, Any]]) -> tuple[frozenset[str], ...]:
    """The words, in lower case, of which a text has one of each set wherever the pattern matches in it."""
    return tuple(
        words for token in pattern if "OP" not in token and (words := _words(token.get("LOWER", token.get("ORTH"))))
    )


def _words(wanted: object) -> frozenset[str]:
    if isinstance(wanted, str):
        return frozenset([wanted])
    return frozenset(wanted.get("IN", ())) if isinstance(wanted, dict) else frozenset()


def verb_forms(lemma: str) -> tuple[str, ...]:
    """A verb's forms: 'fall' with what follows it in the lookup ('fell fallen') and its regular forms.

    After '=' the forms are written out, because others of the verb are nouns or adjectives ('halves').
    Regular spelling only: a final consonant doubles after one short vowel ('dropped'), '-e' and '-y' give way.
    """
    if lemma.startswith("="):
        return tuple(lemma[1:].split())
    plain, *irregular = lemma.split()
    third = re.sub(r"(?<![aeiou])y$", "ie", plain) + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", plain) else "s")
    if plain.endswith("e") and not plain.endswith("ee"):
        stem, past = plain[:-1], plain + "d"
    elif re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", plain):
        stem, past = plain + plain[-1], plain + plain[-1] + "ed"
    else:
        stem, past = plain, re.sub(r"(?<![aeiou])y$", "i", plain) + "ed"
    return tuple(dict.fromkeys((plain, third, stem + "ing", past, *irregular)))


def _token(word: str) -> dict[str, Any]:
    if word == "...":
        return dict(_OF_A_CLAUSE)
    if word == "#":
        return {"TEXT": {"REGEX": _NUMBER}}
    if word == "YEAR":
        return {"TEXT": {"REGEX": _YEAR}}
    if word.startswith("~"):
        return {"LOWER": {"REGEX": rf"\w{{3}}{word[1:]}$"}}
    operator = {"?": "?", "*": "{0," + str(MOST_FILLING) + "}"}.get(word[-1]) if len(word) > 1 else None
    bare = word[:-1] if operator else word
    pattern: dict[str, Any]
    if bare == "#":
        pattern = {"TEXT": {"REGEX": _NUMBER}}
    elif bare.startswith("!"):
        pattern = {"LOWER": {"NOT_IN": sorted(_members(bare[1:]))}, "IS_ALPHA": True}
    else:
        members = sorted(member for part in bare.split("|") for member in _members(part.removesuffix("?")))
        pattern = _any_of(members)
        operator = operator or ("?" if any(part.endswith("?") for part in bare.split("|")) else None)
    return pattern | ({"OP": operator} if operator else {})


def _any_of(members: list[str]) -> dict[str, Any]:
    """A token that is one of the words; '#' among them stands for any number."""
    if "#" in members:
        words = "|".join(re.escape(member) for member in members if member != "#")
        return {"LOWER": {"REGEX": rf"^(?:{words}|[\d.,/–-]+(?:kg|km|m|k|t)?)$"}}
    return {"LOWER": {"IN": members}} if len(members) > 1 else {"LOWER": members[0]}


@cache
def _members(part: str) -> frozenset[str]:
    """The words a part of a pattern stands for: those of a class, or itself."""
    if not part.startswith("<"):
        return frozenset([part])
    name, lookup = part.strip("<>"), read_lookup("statement_signs")
    if name in lookup["verbs"]:
        return frozenset(form for lemma in lookup["verbs"][name] for form in verb_forms(lemma) if " " not in form)
    return frozenset(lookup["words"][name])
