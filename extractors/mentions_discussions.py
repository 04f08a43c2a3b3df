"""Discussions of indicators in minutes: a heading with their refs, and what is said under it until it ends.

Lines and lists elsewhere are for ``mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.mentions_rows import KnownRows
from extractors.mentions_statements import Meant, judge, make_mention, sentences_of, stated_values
from extractors.prose_lines import ProseLine
from extractors.prose_refs import RefFound, find_inline_refs, find_leading_refs
from extractors.prose_titles import stem
from schemas.lookups import read_lookup
from schemas.readings import Mention
from schemas.vocabulary import MentionKind

# The heading of a discussion is at most this long; two indicators in one heading took 130 characters.
LONGEST_HEADING = 220

_RESOLUTION = re.compile(
    r"(?i)^\s*(?:resolved|agreed|ordered|recommended|supporting documents?)\b[^.]{0,40}[:–-]|^RESOLVED"
)
# A line with a figure behind its title, or with a sentence behind another, says something itself.
_STATES = re.compile(r":\s.*\d|[a-z]{3}\.\s+[A-Z]")
_POINTS_BACK = re.compile(r"(?:This|It) [a-z]+")


@dataclass
class Discussion:
    """What is said under the heading of one or two indicators."""

    heading: ProseLine
    meant: tuple[Meant, ...]
    lines: list[ProseLine] = field(default_factory=list)


def find_discussed(line: ProseLine) -> tuple[Meant, ...]:
    """The indicators of a heading such as '2B7 New admissions and 2B8 Number supported'; () for any other line."""
    refs = find_leading_refs(line.text)
    if refs is None or refs.mark == ":" or len(line.text) > LONGEST_HEADING or line.lead_in is not None:
        return ()
    rest = line.text[refs.end :]
    if re.fullmatch(r"[\d.]+[a-z]?", refs.refs[0]) or _is_statement(rest) or _STATES.search(rest):
        return ()
    starts = [RefFound(refs.refs, 0, refs.end)]
    starts += [ref for ref in find_inline_refs(line.text) if ref.start >= refs.end and _opens_title(line.text, ref)]
    ends = [start.start for start in starts[1:]] + [len(line.text)]
    return tuple(
        Meant(ref, _title(line.text[found.end : end]))
        for found, end in zip(starts, ends, strict=True)
        for ref in found.refs
    )


def _opens_title(text: str, ref: RefFound) -> bool:
    return re.search(r"(?:\band|&|,|;)\s*$", text[: ref.start]) is not None and not re.fullmatch(r"[\d.]+", ref.refs[0])


def _title(text: str) -> str | None:
    return re.sub(r"(?i)(?:\band|&|,|;)\s*$", "", text.strip(" -–—:.")).strip(" -–—:.,") or None


def _is_statement(rest: str) -> bool:
    """Whether the words behind a ref are a sentence ('has risen to 48%') and not a title."""
    verbs = read_lookup("statements")["title"]["verbs"]
    first = re.match(r"\W*([A-Za-z]+)", rest)
    return not rest.strip() or (first is not None and first[1].islower() and first[1] in verbs)


def ends_discussion(line: ProseLine, discussion: Discussion) -> bool:
    above = discussion.heading.text
    return (
        line.is_heading
        or line.kind == "resolution"
        or _states_of_another(line.text)
        or _RESOLUTION.match(line.text) is not None
        or (line.above != above and line.above != discussion.heading.above)
        or (len(line.text) <= 60 and not re.search(r"[.!?]$", line.text) and len(line.text.split()) <= 5)
    )


def _states_of_another(text: str) -> bool:
    """Whether a line is a statement with a ref of its own ('2A4 – Days to let a home: 41 days against 28')."""
    refs = find_leading_refs(text)
    if refs is None or re.fullmatch(r"[\d.]+[a-z]?", refs.refs[0]):
        return False
    return _STATES.search(text, refs.end) is not None


def read_discussion(discussion: Discussion, rows: KnownRows) -> Iterator[Mention]:
    """The discussion of each indicator whole, and its sentences that judge or promise something."""
    heading = discussion.heading
    quote = "\n".join(line.text for line in discussion.lines)
    said = [(line, sentence) for line in discussion.lines for sentence in sentences_of(line.text)]
    for one in discussion.meant:
        meant = replace(one, found=rows.by_ref(one.ref) if one.ref else None)
        values = stated_values([sentence for _, sentence in said], meant)
        start = replace(discussion.lines[0], place=heading.place)
        yield make_mention(start, meant, quote, MentionKind.DISCUSSION, values, under=heading.above)
        for line, sentence in said:
            kind = judge([sentence], meant, None)
            figures = stated_values([sentence], meant)
            about = _refers(sentence.text, meant) or any("%" in text for _, text in figures)
            if kind is MentionKind.ACTION_PROMISED or (
                about and kind not in (MentionKind.DISCUSSION, MentionKind.BENCHMARK)
            ):
                yield make_mention(line, meant, sentence.text, kind, figures, under=heading.above)


def _refers(sentence: str, meant: Meant) -> bool:
    """Whether a sentence of a discussion speaks of the indicator itself: 'this measure', or words of its title."""
    if _POINTS_BACK.match(sentence):
        return True
    words = set(re.findall(r"[a-z-]+", sentence.casefold()))
    own = {stem(word) for word in re.findall(r"[a-z]+", (meant.title or "").casefold()) if len(word) > 4}
    if words & set(read_lookup("statements")["title"]["pronouns"]):
        return True
    said = [stem(word) for word in words if len(word) > 4]
    return any(word.startswith(name) or name.startswith(word) for word in said for name in own)
