"""How well the words of a sentence or a name agree with the title of an indicator.

Words that few titles of the report have weigh more than 'percentage' or 'within': one report has dozens of
percentages and one 'subject access'. Spelling may differ a little, order and filling words do not matter.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from schemas.lookups import read_lookup

# Two spellings of one word ('cleanliness', 'cleanlines'); 'adults' and 'adult' are one by their stem already.
SAME_WORD = 88.0
# A name that is printed to name an indicator is meant for its best title from here on; measured on named lists, where
# right pairs scored 71 to 100 and the best wrong one 55.
NAME_SCORE = 65.0
# A sentence is about an indicator only with nearly all the words of its title.
SENTENCE_SCORE = 80.0
# Titles of one telling word say too little to be found in a sentence.
LEAST_TELLING = 2
# The best title must lead the second by this much, or which is meant is left open.
LEAD = 8.0

# Brackets that only shorten or date a title: '(FOI)', '(rolling total)'.
_ASIDE = re.compile(
    r"\((?:[A-Za-z]{2,6}s?|[^()]*\b(?:rolling|annual|quarterly|monthly|financial year)\b[^()]*)\)"
    r"|(?i:[-–]\s*(?:rolling\s*)?(?:12|twelve)[\s-]months?(?:\s+rolling)?\s*(?:total)?)"
)
_WORD = re.compile(r"%|£?\d+(?:[.,]\d+)?|[a-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title that agrees: its place in the list of titles, and how well, 0 to 100."""

    index: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class _Name:
    """One title of the row at place ``row``, and what its words weigh together."""

    row: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A word that titles have: as they spell it, what it weighs, and the titles it stands in."""

    word: str
    weight: float
    names: Sequence[_Name]


class Titles:
    """The titles of a report's indicators, with the weight of each word among them; several titles may be one row's."""

    def __init__(self, titles: Sequence[Sequence[str]]) -> None:
        self._words = [[_content(title) for title in names] for names in titles]
        counts: Counter[str] = Counter()
        for names in self._words:
            counts.update({word for name in names for word in name})
        self._weights = {word: math.log(1 + len(self._words) / (1 + n)) + 0.3 for word, n in counts.items()}
        self._as_long = cache(self._find_as_long)
        self._spellings: dict[str, str] = {}
        self._most = math.log(1 + max(1, len(self._words))) + 0.3
        # Every line of a long document is held against every title: by word, not title by title.
        self._having: dict[str, list[_Name]] = defaultdict(list)
        # The words of a long document are few, and each is met often.
        self._meaning = cache(self._find_meaning)
        for row, names in enumerate(self._words):
            for name in map(frozenset, names):
                if len(name - _common()) >= LEAST_TELLING:
                    entry = _Name(row, self._weight(name))
                    for word in name:
                        self._having[word].append(entry)

    def match_name(self, name: str) -> TitleMatch | None:
        """The row a name in a list means; None where none or several could be meant."""
        return self._best(self.name_scores(name), NAME_SCORE)

    def match_rows(self, name: str, keys: Sequence[str]) -> TitleMatch | None:
        """As ``match_name``, where rows of one key are one: the lead of the best is over rows of other keys."""
        scores = self.name_scores(name)
        best: dict[str, int] = {}
        for index, key in enumerate(keys):
            if key not in best or scores[index] > scores[best[key]]:
                best[key] = index
        chosen = list(best.values())
        match = self._best([scores[index] for index in chosen], NAME_SCORE)
        return TitleMatch(chosen[match.index], match.score) if match else None

    def match_sentence(self, sentence: str) -> TitleMatch | None:
        """The row whose title a sentence has in its words; None where none or several could be meant."""
        scores = [0.0] * len(self._words)
        for name, score in self._held(sentence):
            scores[name.row] = max(scores[name.row], score)
        return self._best(scores, SENTENCE_SCORE)

    def any_held(self, text: str) -> bool:
        """Whether a text has nearly all the words of any title."""
        return any(score >= SENTENCE_SCORE for _name, score in self._held(text))

    def name_scores(self, name: str) -> list[float]:
        """How well a name agrees with each row, 0 to 100."""
        words = self._known(_content(name))
        return [max(self._both(words, title) for title in names) for names in self._words]

    def _best(self, scores: Sequence[float], least: float) -> TitleMatch | None:
        ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
        if not ranked or scores[ranked[0]] < least:
            return None
        if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < LEAD:
            return None
        return TitleMatch(ranked[0], round(scores[ranked[0]], 1))

    def _known(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words as the titles spell them, where they nearly do."""
        return tuple(self._spelt(word) for word in words)

    def _spelt(self, word: str) -> str:
        if word in self._weights or len(word) < 5 or not word[0].isalpha():
            return word
        known = self._spellings.get(word)
        if known is None:
            found = process.extractOne(word, self._as_long(len(word)), scorer=fuzz.ratio, score_cutoff=SAME_WORD)
            known = self._spellings[word] = str(found[0]) if found else word
        return known

    def _find_as_long(self, length: int) -> list[str]:
        """The words of the titles that are long enough, and not too long, to be a word of so many letters."""
        least = SAME_WORD / (200.0 - SAME_WORD)
        return [word for word in self._weights if least * length <= len(word) <= length / least]

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, self._most) * (0.25 if word in _common() else 1.0) for word in set(words))

    def _both(self, words: Sequence[str], title: Sequence[str]) -> float:
        """How much of the shorter of two names the other has, less what neither has in common."""
        shared = set(words) & set(title)
        if not any(word not in _common() for word in shared):
            return 0.0
        common, one, two = self._weight(shared), self._weight(words), self._weight(title)
        return 100.0 * (0.7 * common / min(one, two) + 0.3 * 2 * common / (one + two))

    def _held(self, text: str) -> Iterator[tuple[_Name, float]]:
        """How much of each name a text has, 0 to 100; names it has nothing of are left out."""
        shared: dict[_Name, float] = defaultdict(float)
        meanings = filter(None, map(self._meaning, dict.fromkeys(_words(text))))
        for one in {meaning.word: meaning for meaning in meanings}.values():
            for name in one.names:
                shared[name] += one.weight
        return ((name, 100.0 * weight / name.weight) for name, weight in shared.items())

    def _find_meaning(self, word: str) -> _Meaning | None:
        """What a printed word means among the titles, None where none has it."""
        spelt = self._spelt(_telling_stem(word))
        names = self._having.get(spelt)
        return _Meaning(spelt, self._weight((spelt,)), names) if names else None


@cache
def _common() -> frozenset[str]:
    """Stems nearly every title could have: they cannot tell which title is meant."""
    return frozenset(stem(word) for word in read_lookup("statements")["names"]["common"])


@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    """The words of a title that tell something, folded to a stem; brackets that only shorten ('(FOI)') left out."""
    return tuple(dict.fromkeys(filter(None, map(_telling_stem, _words(text)))))


def _words(text: str) -> list[str]:
    words: list[str] = _WORD.findall(_ASIDE.sub(" ", text).casefold().replace("’", "'"))
    return words


@lru_cache(maxsize=16384)
def _telling_stem(word: str) -> str:
    """The stem of a word that tells something, '' for filling words and single letters."""
    names = read_lookup("statements")["names"]
    found = "" if word in names["filling"] else stem(names["same"].get(word, word))
    return found if len(found) > 1 or found.isdigit() else ""


def stem(word: str) -> str:
    """'households' and 'household', 'completed' and 'completion' alike; crude, the same for both sides."""
    word = word.removesuffix("'s")
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
