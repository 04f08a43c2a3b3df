"""What a statement says of an indicator: good, off target, improved but off, declined, a promise, a comparison.

The signs are found in ``prose_signs``; which way is good is told by the indicator's row, else by its title's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.prose_signs import Sentence, Sign
from schemas.lookups import read_lookup
from schemas.vocabulary import MentionKind, Polarity

# 'Still below target although improving' is no praise, even of an indicator of which less is better.
_CONTRAST = re.compile(r"(?i)\b(?:still|although|though|despite|but|however|yet to)\b|\bjust below\b")


def statement_kind(
    sentences: Sequence[Sentence],
    polarity: Polarity | None,
    *,
    is_met: bool | None = None,
    is_better: bool | None = None,
) -> MentionKind:
    """The kind of a statement of one or more sentences; DISCUSSION where it judges nothing.

    ``is_met`` and ``is_better`` are what its figures show: the value beside the target it states, and beside an earlier
    one; None where they show nothing. Words come first.
    """
    flags = {flag for sentence in sentences for flag in _flags(sentence, polarity)}
    if is_met is False and "good" in flags and any(map(_exceeds, sentences)):
        flags = flags - {"good"} | {"off"}  # '4.9 days exceeds the target of 4 days'
    if is_met is not None and not flags & {"off", "good"}:
        flags.add("good" if is_met else "off")
    if is_better is not None and not flags & {"better", "worse", "good", "benchmark"}:
        flags.add("better" if is_better else "worse")
    if "off" in flags and "better" in flags:
        return MentionKind.IMPROVED_BUT_OFF
    if "off" in flags:
        return MentionKind.OFF_TARGET
    if "good" in flags:
        return MentionKind.GOOD
    if "worse" in flags:
        return MentionKind.DECLINED
    if "better" in flags:
        return MentionKind.GOOD
    if "promise" in flags:
        return MentionKind.ACTION_PROMISED
    return MentionKind.BENCHMARK if "benchmark" in flags else MentionKind.DISCUSSION


def list_kind(lead_in: Sequence[Sentence]) -> MentionKind | None:
    """The kind a list's lead-in gives its items: from its last sentence that judges; None where none does."""
    for sentence in reversed(lead_in):
        kind = statement_kind([sentence], None)
        if kind not in (MentionKind.DISCUSSION, MentionKind.BENCHMARK, MentionKind.ACTION_PROMISED):
            return kind
    return None


def title_polarity(title: str) -> Polarity:
    """Which way is good by the words of a title: lower for complaints and days lost, higher for all else."""
    folded = title.casefold()
    is_lower = _words("lower").search(folded) is not None and _words("higher").search(folded) is None
    return Polarity.LOWER if is_lower else Polarity.HIGHER


def _flags(sentence: Sentence, polarity: Polarity | None) -> set[str]:
    wanted = polarity or title_polarity(sentence.text)
    is_lower = wanted is Polarity.LOWER
    flags = _beside_target(sentence, is_lower, is_known=polarity is not None)
    if sentence.says("improved"):
        flags.add("better")
    if sentence.says("declined") or sentence.denies("improved"):
        flags.add("worse")
    for sign in sentence.signs:
        if sign.label in ("rise", "fall") and not sign.denied and not sign.hoped:
            less_is_better = _moves(sentence, sign, wanted) is Polarity.LOWER
            flags.add("better" if less_is_better == (sign.label == "fall") else "worse")
    if sentence.says("promise"):
        flags.add("promise")
    if sentence.says("benchmark"):
        flags.add("benchmark")
    return flags


def _is_above_but_better(judged: Sequence[tuple[str, Sign]], sentence: Sentence) -> bool:
    """'Seven days above target but a considerable improvement': the 'but' tells that above is no praise."""
    if any(sign.label != "above_target" for _side, sign in judged):
        return False
    better = [sign for sign in sentence.signs if sign.label in ("improved", "fall") and not sign.denied]
    turns = [match.start() + sentence.start for match in _turns().finditer(sentence.text)]
    return any(
        min(judged[-1][1].end, sign.end) <= turn <= max(judged[0][1].start, sign.start)
        for sign in better
        for turn in turns
    )


def _beside_target(sentence: Sentence, is_lower: bool, *, is_known: bool) -> set[str]:
    """Whether the sentence says 'good' or 'off' of the value; where it says both, what follows a 'but' is so now.

    ``is_known``: which way is good is known of the indicator, and not by the sentence's words alone.
    """
    judged = [
        (_side_of(sign, is_lower, sentence), sign)
        for sign in sentence.signs
        if sign.label in ("good", "off_target", "above_target", "below_target") and not sign.hoped
    ]
    sides = {side for side, _ in judged}
    if not is_known and sides == {"good"} and _is_above_but_better(judged, sentence):
        return {"off"}
    if not sides and sentence.says("tolerated"):
        return {"good"}
    if len(sides) < 2:
        return sides
    turns = [match.start() + sentence.start for match in _turns().finditer(sentence.text)]
    (last, sign), before = judged[-1], [other for side, other in judged if side != judged[-1][0]]
    return {last} if any(before[-1].end <= turn <= sign.start for turn in turns) else sides


def _exceeds(sentence: Sentence) -> bool:
    """Whether what it says of the target is that the value is beyond it."""
    good = [
        sentence.text[s.start - sentence.start : s.end - sentence.start] for s in sentence.signs if s.label == "good"
    ]
    return bool(good) and all(text.casefold().startswith("exceed") for text in good)


def _side_of(sign: Sign, is_lower: bool, sentence: Sentence) -> str:
    is_good = {"good": True, "off_target": False, "above_target": not is_lower}.get(sign.label)
    if is_good is None:
        is_good = is_lower and not _CONTRAST.search(sentence.text)
        # 'No longer below target' is no praise of what should be low.
        return "good" if is_good or (sign.denied and not is_lower) else "off"
    return "good" if is_good != sign.denied else "off"


@cache
def _turns() -> re.Pattern[str]:
    words = "|".join(read_lookup("statement_signs")["scope"]["turn"])
    return re.compile(rf"(?i)\b(?:{words})\b")


def _moves(sentence: Sentence, sign: Sign, wanted: Polarity) -> Polarity:
    """Which way is good for what moves: the words before its verb tell first ('complaints fell and take-up rose')."""
    before = sentence.text[: sign.start - sentence.start].casefold()
    subject = re.split(r"\sand\s|;|\bwhile\b", before)[-1]
    is_lower, is_higher = (_words(which).search(subject) is not None for which in ("lower", "higher"))
    if is_lower == is_higher:
        return wanted
    return Polarity.LOWER if is_lower else Polarity.HIGHER


@cache
def _words(which: str) -> re.Pattern[str]:
    words = read_lookup("statements")["polarity"][which]
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
