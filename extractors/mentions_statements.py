"""One statement about an indicator: from a line or a sentence to its kind, its figures and its words.

Which indicator is meant is known here already; where statements stand is for ``mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.mentions_rows import Found, polarity_of_status, row_polarity
from extractors.prose_kinds import statement_kind, title_polarity
from extractors.prose_lines import ProseLine
from extractors.prose_signs import Sentence, read_sentences
from extractors.prose_values import Figure, read_figures
from schemas.lookups import read_lookup
from schemas.readings import Mention
from schemas.vocabulary import MentionKind, Polarity

# A subject longer than this is no name of an indicator.
LONGEST_SUBJECT = 30
# Words that may be a verb of the name itself ('needs were met') and end it only where no surer verb does.
_WEAK = ("is", "are", "was", "were", "needs", "met", "will", "would", "should", "now", "also", "just", "still", "again")
# The number of these is a total of the report, no indicator.
_TOTALS = re.compile(
    r"(?i)\b(?:targets|indicators|kpis|measures|pis|dashboard|report|actions|projects|milestones|risks)\b"
)
# The value of now, by the surest part a figure plays.
_VALUES = (("at", "to"), ("stated",), ("count",))
# With one of these it is no name but says something already.
_SAYS = re.compile(r"(?i)\b(?:is|are|was|were|has|have|had|no|not|but|we|although|though|despite|while)\b")
_OF_NAMES = ("good", "off_target")
# '100% of reviews were held in time', 'compliance was 100%': there is no more.
_ALL = re.compile(
    r"(?i)(?:^\W*(?:\w+: )?(?:there (?:was|were) )?"
    r"|\b(?:at|was|were|been|remained|achiev\w+|reach\w+|of) )100(?:%| per ?cent)"
)
_TIMES = ("day", "week", "month", "hour", "minute", "second", "working day")
# A value so far in the year is not yet beside the year's target.
_PART_OF_YEAR = re.compile(
    r"(?i)\b(?:so far|to date|cumulative\w*|since april|half[- ]year|mid[- ]year|annual target|year[- ]end|full[- ]year"
    r"|end of (?:the )?year|yearly target|target for the year|by march)\b"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """The indicator a statement is about: its ref, its name in the prose, the row of the document, as far as known."""

    ref: str | None = None
    title: str | None = None
    found: Found | None = None


def make_mention(
    line: ProseLine,
    meant: Meant,
    quote: str,
    kind: MentionKind,
    values: Sequence[tuple[str, str]] = (),
    *,
    under: str | None = None,
) -> Mention:
    """A mention without its position, which is given when all are known."""
    found = meant.found
    return Mention(
        position=0,
        section=line.section,
        quote=quote,
        kind=kind,
        place=line.place,
        ref=meant.ref or (found.row.ref if found and found.by == "ref" else None),
        title=meant.title,
        kpi=found.row.position if found else None,
        linked_by=found.by if found else None,
        score=found.score if found else None,
        values=tuple(values),
        under=under or line.lead_in or line.above,
    )


def judge(sentences: Sequence[Sentence], meant: Meant, listed: MentionKind | None) -> MentionKind:
    """The kind of a statement; that of the list it stands in comes first."""
    if listed is not None:
        return listed
    polarity = _polarity(meant, sentences)
    sentences = [_outside_name(sentence, meant) for sentence in sentences]
    values = stated_values(sentences, meant, skip=len(meant.ref or ""))
    is_met, is_better = _is_met(values, sentences, polarity), _is_better(values, sentences, polarity)
    return statement_kind(sentences, polarity, is_met=is_met, is_better=is_better)


def _outside_name(sentence: Sentence, meant: Meant) -> Sentence:
    """The sentence without signs that are words of the indicator's name ('answered within target', 'missed bins')."""
    names = [meant.found.row.title.casefold()] if meant.found else []
    if (
        meant.title
        and not _SAYS.search(meant.title)
        and re.search(rf"(?i){re.escape(meant.title)}\W+(?:{_strong_verbs()})\b", sentence.text)
    ):
        names.append(meant.title.casefold())
    words = {sign: sentence.text[sign.start - sentence.start : sign.end - sentence.start] for sign in sentence.signs}
    signs = [
        sign
        for sign in sentence.signs
        if sign.label not in _OF_NAMES or not any(words[sign].casefold() in name for name in names)
    ]
    return sentence if len(signs) == len(sentence.signs) else replace(sentence, signs=tuple(signs))


def _is_met(values: Sequence[tuple[str, str]], sentences: Sequence[Sentence], polarity: Polarity | None) -> bool | None:
    """Whether the one value stated meets the target stated beside it, or is all there is ('100%').

    None where the value or the target is not plain.
    """
    text = " ".join(sentence.text for sentence in sentences if any(map(str.isdigit, sentence.text)))
    found = next((said for roles in _VALUES if (said := [text for role, text in values if role in roles])), [])
    targets = [text for role, text in values if role == "target"]
    if len(found) != 1 or len(targets) > 1 or _PART_OF_YEAR.search(text):
        return None
    is_lower = (polarity or title_polarity(text)) is Polarity.LOWER
    if not targets:
        return True if len(found) == 1 and _ALL.search(text) and not is_lower else None
    stated, aim = _quantity(found[0]), _quantity(targets[0])
    if stated is None or aim is None:
        return None
    (value, unit), (target, unit_of_target) = stated, aim
    if unit_of_target not in (unit, ""):
        return None
    return value <= target if is_lower or unit in _TIMES else value >= target


def _is_better(
    values: Sequence[tuple[str, str]], sentences: Sequence[Sentence], polarity: Polarity | None
) -> bool | None:
    """Whether the one value of now is better than the one earlier value stated; None where either is not plain."""
    now, before = ([said for role, said in values if role in roles] for roles in (("at", "to"), ("from", "previous")))
    if len(now) != 1 or len(before) != 1:
        return None
    stated, compared = _quantity(now[0]), _quantity(before[0])
    if stated is None or compared is None:
        return None
    (value, unit), (earlier, unit_before) = stated, compared
    if unit != unit_before or value == earlier:
        return None
    text = " ".join(sentence.text for sentence in sentences)
    is_lower = (polarity or title_polarity(text)) is Polarity.LOWER or unit in _TIMES
    return (value < earlier) == is_lower


def _quantity(figure: str) -> tuple[float, str] | None:
    """The number of a printed figure and what stands around it ('41 days' is 41.0 and 'day'); None for one in words."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", figure)
    if number is None:
        return None
    unit = (figure[: number.start()] + figure[number.end() :]).casefold().replace("per cent", "%").strip()
    return float(number[0].replace(",", "")), unit.removesuffix("s")


def stated_values(sentences: Sequence[Sentence], meant: Meant, skip: int = 0) -> tuple[tuple[str, str], ...]:
    """The figures of a statement as (role, text); the first ``skip`` characters are its ref."""
    title = meant.found.row.title if meant.found else ""
    values: list[tuple[str, str]] = []
    for sentence in sentences:
        outside = [(0, skip - sentence.start)] if sentence.start < skip else []
        figures = read_figures(sentence.text, outside=outside)
        values += [(f.role, f.text) for f in figures if not _is_of_title(f, sentence.text, title)]
    return tuple(values)


def find_subject(sentence: str) -> str | None:
    """What a sentence is about where it begins like the name of an indicator: 'The percentage of … ' up to its verb."""
    match = _subject().match(sentence)
    if match is None:
        return None
    words = match["subject"].split()
    named = 2 <= len(words) <= LONGEST_SUBJECT and _TOTALS.search(match["subject"]) is None
    return match["subject"].strip(" ,") if named else None


def item_title(text: str) -> str | None:
    """The name a list item begins with: up to its verb, a colon or a dash; a verb behind 'who' or 'which' is within.

    None where it begins with no name ('We have seen …').
    """
    head = re.split(r"\s[-–—]\s(?=\D)|:\s|;\s|\.\s|,\s(?=however|although|but|this|with)", text, maxsplit=1)[0]
    name = _before_verb(head).strip(" .,;")
    return name if len(name.split()) > 1 else None


def _before_verb(head: str) -> str:
    for wanted in (_strong_verbs(), "|".join(_WEAK)):
        found = re.search(rf"(?i)(?<!who)(?<!which)(?<!that)\s(?:{wanted})\s", head)
        if found:
            return head[: found.start()]
    return head


def _polarity(meant: Meant, sentences: Sequence[Sentence]) -> Polarity | None:
    row = meant.found.row if meant.found else None
    known = row_polarity(row) or (polarity_of_status(row) if row else None)
    if known is not None:
        return known
    named = f"{row.title if row else ''} {meant.title or ''}"
    if title_polarity(named) is Polarity.LOWER:
        return Polarity.LOWER
    return None if not named.strip() else (Polarity.HIGHER if row else title_polarity(f"{named} {sentences[0].text}"))


def _is_of_title(figure: Figure, sentence: str, title: str) -> bool:
    """Whether a number is part of the indicator's name: '2' of '2 or more activities', '20' of 'within 20 weeks'."""
    if "%" in figure.text or "£" in figure.text:
        return False
    number = re.match(r"[\d,.]+", figure.text)
    if number is None or not re.search(rf"(?<![\d.]){re.escape(number[0])}(?![\d.%])", title):
        return False
    after = re.match(r"\s*([a-z]+)", sentence[figure.start + len(number[0]) :], re.IGNORECASE)
    return after is None or after[1].casefold() in title.casefold()


@cache
def _strong_verbs() -> str:
    return "|".join(verb for verb in read_lookup("statements")["title"]["verbs"] if verb not in _WEAK)


@cache
def _subject() -> re.Pattern[str]:
    words = read_lookup("statements")["title"]
    subjects, verbs = "|".join(words["subjects"]), "|".join(words["verbs"])
    return re.compile(
        rf"(?i)^(?:[^,]{{0,60}},\s)?(?:the |our |overall |average |total |overall performance (?:on|for|against) )*"
        rf"(?P<subject>(?:[a-z'’&/-]+\s){{0,4}}(?:{subjects})\b[^.;:]*?)(?<!who)(?<!which)(?<!that)\s(?:{verbs})\s"
    )


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a line, with their signs."""
    return read_sentences(text)
