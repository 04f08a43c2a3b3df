"""What a printed status or direction word means by the lookups alone: colour words, ratings, reasons, work, direction.

The report's own legend is asked before; that is in ``key``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from schemas.lookups import read_lookup
from schemas.vocabulary import ActionStatus, Direction, NotRatedReason, Rag, Rating


@lru_cache(maxsize=8192)
def fold_word(text: str) -> str:
    """Lower case, single spaces, punctuation and arrows at the ends gone: the form status words are looked up in."""
    folded = re.sub(r"\s+", " ", text.lower().replace("\u2019", "'")).strip()
    return re.sub(r"^[\s=\-\u2013:\u2022*(]+|[\s.:;*)\u2013\-]+$", "", folded)


@cache
def _inverse(section: str) -> dict[str, str]:
    return {word: meaning for meaning, words in read_lookup("status_words")[section].items() for word in words}


@cache
def _patterns(section: str, meaning: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(p["match"]), p[meaning]) for p in read_lookup("status_words")[section]["patterns"])


def colour_word(text: str) -> Rag | None:
    """The colour a word names: "Amber", "AMBER (improving)", "Red - off target"; None for anything else."""
    match = re.match(r"[a-z]+", fold_word(text))
    named = read_lookup("status_words")["colour"].get(match[0]) if match else None
    return Rag(named) if named else None


def colour_letter(text: str) -> Rag | None:
    """R, A or G standing alone; only to be asked inside a status cell or a count heading."""
    named = read_lookup("status_words")["colour_letter"].get(fold_word(text))
    return Rag(named) if named else None


def letter_name(text: str) -> Rag | None:
    """The colour a letter stands for beside R, A and G: B, Y and P as well. What those mean only a key can say."""
    named = read_lookup("status_words")["letter_name"].get(fold_word(text))
    return Rag(named) if named else colour_letter(text)


def answer_word(text: str) -> Rating | None:
    """What a yes or no means in a column whose heading asks whether the target is met."""
    rating = _inverse("answer").get(fold_word(text))
    return Rating(rating) if rating else None


def literal_rating(rag: Rag) -> Rating | None:
    """What a traffic-light colour means where no legend says otherwise; None for every other colour."""
    rating = read_lookup("status_words")["colour_rating"].get(rag.value)
    return Rating(rating) if rating else None


def is_signal(text: str) -> bool:
    """Whether a word says only that something is to be looked at; how bad it is, is said by its colour."""
    return fold_word(text) in read_lookup("status_words")["signal"]["words"]


def exact_rating(text: str) -> Rating | None:
    """The rating of a status phrase listed word for word."""
    exact = _inverse("rating").get(fold_word(text))
    return Rating(exact) if exact else None


def rating_word(text: str) -> Rating | None:
    """The rating of a status phrase, by exact wording first, then by the patterns of legends' wording."""
    folded = fold_word(text)
    exact = exact_rating(folded)
    if exact is not None:
        return exact
    if not folded or not_rated_word(folded):
        return None
    return next((Rating(r) for p, r in _patterns("rating_pattern", "rating") if p.search(folded)), None)


def not_rated_word(text: str) -> NotRatedReason | None:
    """Why a row is not rated, if the text says so."""
    reason = _inverse("not_rated").get(fold_word(text))
    return NotRatedReason(reason) if reason else None


def action_word(text: str) -> ActionStatus | None:
    """The state of a piece of work a word names."""
    status = _inverse("action").get(fold_word(text))
    return ActionStatus(status) if status else None


def direction_word(text: str) -> Direction | None:
    """The direction of travel a word, phrase or plain arrow names."""
    folded = fold_word(text) or text.strip()
    exact = _inverse("direction").get(folded)
    if exact:
        return Direction(exact)
    return next((Direction(d) for p, d in _patterns("direction_pattern", "direction") if p.search(folded)), None)
