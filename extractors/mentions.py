"""Statements about indicators in a document's prose: which indicator, what is said of it, with which figures.

An indicator is named by its ref, by its title, or by the place of the words under its card. Rows of other documents
are linked when a report is loaded; here a mention of them has its ref or name only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from extractors.mentions_lists import NamedList, read_named_list
from extractors.mentions_rows import KnownRows
from extractors.mentions_statements import (
    Meant,
    find_subject,
    item_title,
    judge,
    make_mention,
    sentences_of,
    stated_values,
)
from extractors.prose_kinds import list_kind
from extractors.prose_lines import ProseLine, read_lines
from extractors.prose_refs import RefFound, find_inline_refs, find_leading_refs
from schemas.lookups import read_lookup
from schemas.readings import Issue, KpiRow, Mention, Section
from schemas.vocabulary import MentionKind

# The heading of a discussion is at most this long; two indicators in one heading took 130 characters.
LONGEST_HEADING = 220

_PERFORMANCE = re.compile(
    r"(?i)\b(?:performance|indicators?|kpis?|measures?|council plan|scorecard|dashboard|outturn|targets?)\b"
)
_ACTIONS = re.compile(r"(?i)\b(?:actions?|projects?|milestones?|deliverables?|risks?|paragraphs?|sections?)\b")
_INDICATORS = re.compile(r"(?i)\b(?:indicators?|kpis?|measures?|pis?)\b")
_RESOLUTION = re.compile(
    r"(?i)^\s*(?:resolved|agreed|ordered|recommended|supporting documents?)\b[^.]{0,40}[:–-]|^RESOLVED"
)
_MEETING_KINDS = frozenset({"minutes", "resolution"})


def read_mentions(sections: Sequence[Section], kpis: Sequence[KpiRow]) -> tuple[tuple[Mention, ...], tuple[Issue, ...]]:
    """Every statement about an indicator in a document's sections, in order, and what is doubtful about them.

    ``kpis`` are the rows of the same document. No issue is raised here today: whether figures and names agree with
    the rows is checked over the whole report, when it is loaded.
    """
    lines = _about_performance(read_lines(sections), sections)
    rows = KnownRows(kpis)
    found = [mention for group in _groups(lines) for mention in _read_group(group, rows)]
    found += _under_cards(lines, rows, found)
    ordered = sorted(enumerate(_each_once(found)), key=lambda pair: (_order(pair[1], lines), pair[0]))
    return tuple(replace(mention, position=n) for n, (_, mention) in enumerate(ordered, 1)), ()


@dataclass
class _Discussion:
    """What is said under the heading of one or two indicators."""

    heading: ProseLine
    meant: tuple[Meant, ...]
    lines: list[ProseLine] = field(default_factory=list)


Group = NamedList | _Discussion | ProseLine


def _about_performance(lines: Sequence[ProseLine], sections: Sequence[Section]) -> list[ProseLine]:
    """All lines, but of a meeting's minutes only the items that are about performance."""
    by_position = {section.position: section for section in sections}
    if not any(section.kind in _MEETING_KINDS for section in sections):
        return list(lines)
    speaks: dict[int, bool] = {}
    for section in sections:
        root = section
        while root.parent is not None and root.parent in by_position:
            root = by_position[root.parent]
        named = f"{section.heading or ''} {root.heading or ''}"
        opening = f"{root.text[:400]}" if root.kind in _MEETING_KINDS or root.heading is None else ""
        speaks[section.position] = _PERFORMANCE.search(f"{named} {opening}") is not None
    known = {section.position for section in sections if _has_ref_heading(section)}
    return [line for line in lines if speaks[line.section] or line.section in known]


def _has_ref_heading(section: Section) -> bool:
    refs = find_leading_refs(f"{section.number or ''} {section.heading or ''}".strip())
    return refs is not None and not re.match(r"[\d.]+$", refs.refs[0])


def _groups(lines: Sequence[ProseLine]) -> Iterator[Group]:
    """The lines as lists that name rows, discussions of indicators, and single statements, in order."""
    discussion: _Discussion | None = None
    for (lead_in, _), run in groupby(lines, key=lambda line: (line.lead_in, line.section if line.lead_in else None)):
        items = tuple(run)
        named = read_named_list(items) if lead_in is not None else None
        if named is not None:
            if discussion is not None:
                yield discussion
                discussion = None
            yield named
            continue
        for line in items:
            meant = _discussed(line)
            if meant:
                if discussion is not None:
                    yield discussion
                discussion = _Discussion(line, meant)
            elif discussion is not None and not _ends_discussion(line, discussion):
                discussion.lines.append(line)
            else:
                if discussion is not None:
                    yield discussion
                    discussion = None
                yield line
    if discussion is not None:
        yield discussion


def _discussed(line: ProseLine) -> tuple[Meant, ...]:
    """The indicators of a heading such as '2B7 New admissions and 2B8 Number supported'; () for any other line."""
    refs = find_leading_refs(line.text)
    if refs is None or refs.mark == ":" or len(line.text) > LONGEST_HEADING or line.lead_in is not None:
        return ()
    if re.fullmatch(r"[\d.]+[a-z]?", refs.refs[0]) or _is_statement(line.text[refs.end :]):
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


def _ends_discussion(line: ProseLine, discussion: _Discussion) -> bool:
    above = discussion.heading.text
    return (
        line.is_heading
        or line.kind == "resolution"
        or _RESOLUTION.match(line.text) is not None
        or (line.above != above and line.above != discussion.heading.above)
        or (len(line.text) <= 60 and not re.search(r"[.!?]$", line.text) and len(line.text.split()) <= 5)
    )


def _read_group(group: Group, rows: KnownRows) -> Iterator[Mention]:
    match group:
        case NamedList():
            yield from _read_names(group, rows)
        case _Discussion():
            yield from _read_discussion(group, rows)
        case ProseLine():
            yield from _read_line(group, rows)


def _read_names(named: NamedList, rows: KnownRows) -> Iterator[Mention]:
    """Each name of a list of one colour: of kind good for green, off target for the others."""
    kind = MentionKind.GOOD if named.status == "green" else MentionKind.OFF_TARGET
    for line in named.items:
        refs = find_leading_refs(line.text)
        titles = [line.text[refs.end :].strip(" -–—:") if refs else line.text]
        for ref in refs.refs if refs else (None,):
            found = (rows.by_ref(ref) if ref else None) or (rows.by_name(titles[0]) if rows else None)
            mention = make_mention(line, Meant(ref, titles[0] or None, found), line.text, kind, under=named.lead_in)
            yield replace(mention, listed_as=named.status, listed_total=named.total)


def _read_discussion(discussion: _Discussion, rows: KnownRows) -> Iterator[Mention]:
    """The discussion of each indicator whole, and its sentences that judge or promise something."""
    heading = discussion.heading
    if not discussion.lines:
        yield from _read_line(heading, rows)
        return
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
    words = set(re.findall(r"[a-z]+", sentence.casefold()))
    own = {word for word in re.findall(r"[a-z]+", (meant.title or "").casefold()) if len(word) > 4}
    return bool(words & (own | set(read_lookup("statements")["title"]["pronouns"])))


def _read_line(line: ProseLine, rows: KnownRows) -> Iterator[Mention]:
    """A paragraph or list item: one statement where it begins with a ref or stands in a list, else by its sentences."""
    refs = _accepted_refs(line, rows)
    listed = _list_kind(line.lead_in) if line.lead_in else None
    if refs is not None:
        yield from _read_item(line, refs, listed, rows)
        return
    if line.is_heading:
        return
    if listed is not None and line.depth > 0:
        name = item_title(line.text)
        found = ((rows.by_name(name) if name else None) or rows.by_sentence(line.text)) if rows else None
        if found is not None or not rows:
            meant = Meant(None, name, found)
            sentences = sentences_of(line.text)
            yield make_mention(line, meant, line.text, listed, stated_values(sentences, meant))
        return
    yield from _read_sentences(line, rows)


def _accepted_refs(line: ProseLine, rows: KnownRows) -> RefFound | None:
    """The refs a line begins with, where they are no number of a paragraph."""
    refs = find_leading_refs(line.text)
    if refs is None:
        return None
    is_number = re.fullmatch(r"[\d.]+[a-z]?", refs.refs[0]) is not None
    if refs.mark == ":" or (not is_number and not line.is_heading):
        return refs
    known = [found for ref in refs.refs if (found := rows.by_ref(ref))]
    if len(known) == len(refs.refs) and (line.depth > 0 or refs.mark):
        return refs
    return None


def _read_item(line: ProseLine, refs: RefFound, listed: MentionKind | None, rows: KnownRows) -> Iterator[Mention]:
    sentences = sentences_of(line.text)
    rest = line.text[refs.end :].strip(" -–—:")
    if not rest:
        return
    for ref in refs.refs:
        meant = Meant(ref, item_title(rest), rows.by_ref(ref))
        yield make_mention(
            line, meant, line.text, judge(sentences, meant, listed), stated_values(sentences, meant, refs.end)
        )


def _read_sentences(line: ProseLine, rows: KnownRows) -> Iterator[Mention]:
    """The statements of a paragraph's sentences that name an indicator by a ref or a title."""
    if not _may_mention(line.text, rows):
        return
    for sentence in sentences_of(line.text):
        inline = [ref for ref in find_inline_refs(sentence.text, rows.refs) if not _is_of_actions(sentence.text, ref)]
        for group in inline:
            for ref in group.refs:
                meant = Meant(ref, None, rows.by_ref(ref))
                spans = [(other.start, other.end) for other in inline]
                figures = [
                    pair for pair in stated_values([sentence], meant) if not _in_spans(pair[1], sentence.text, spans)
                ]
                yield make_mention(line, meant, sentence.text, judge([sentence], meant, None), figures)
        if inline:
            continue
        found = rows.by_sentence(sentence.text) if rows else None
        subject = None if rows else find_subject(sentence.text)
        if found is None and subject is None:
            continue
        meant = Meant(None, subject or find_subject(sentence.text), found)
        kind, values = judge([sentence], meant, None), stated_values([sentence], meant)
        if kind is not MentionKind.DISCUSSION and (values or found is not None):
            yield make_mention(line, meant, sentence.text, kind, values)


def _may_mention(text: str, rows: KnownRows) -> bool:
    """A quick look, so that the sentences of a paragraph without any name of an indicator are not parsed."""
    if find_inline_refs(text, rows.refs):
        return True
    if rows:
        return rows.may_hold(text)
    return _first_words().search(text) is not None


def _is_of_actions(sentence: str, ref: RefFound) -> bool:
    """Whether the nearest noun before a ref says that it is an action's ('two of the actions (4.21)')."""
    before = sentence[: ref.end]
    actions = max((match.start() for match in _ACTIONS.finditer(before)), default=-1)
    indicators = max((match.start() for match in _INDICATORS.finditer(before)), default=-1)
    return actions > indicators


def _in_spans(text: str, sentence: str, spans: Sequence[tuple[int, int]]) -> bool:
    return any(text in sentence[start:end] for start, end in spans)


def _under_cards(lines: Sequence[ProseLine], rows: KnownRows, found: Sequence[Mention]) -> list[Mention]:
    """Statements that stand under a card and name no indicator: they are about the card's."""
    said = {mention.quote for mention in found}
    mentions: list[Mention] = []
    for line in lines:
        row = rows.by_place(line.place) if rows and not line.is_heading and line.text not in said else None
        if row is None:
            continue
        sentences = sentences_of(line.text)
        meant = Meant(None, None, row)
        kind, values = judge(sentences, meant, None), stated_values(sentences, meant)
        if kind is not MentionKind.DISCUSSION or any("%" in text or "£" in text for _, text in values):
            mentions.append(make_mention(line, meant, line.text, kind, values))
    return mentions


def _each_once(mentions: Sequence[Mention]) -> list[Mention]:
    """A statement is mentioned once for each indicator it names."""
    seen: dict[tuple[int, str, str | None, int | None, str], Mention] = {}
    for mention in mentions:
        seen.setdefault((mention.section, mention.quote, mention.ref, mention.kpi, mention.kind), mention)
    return list(seen.values())


def _order(mention: Mention, lines: Sequence[ProseLine]) -> tuple[int, int, float]:
    return (mention.section, mention.place.page, mention.place.box.top)


@cache
def _list_kind(lead_in: str) -> MentionKind | None:
    return list_kind(sentences_of(lead_in))


@cache
def _first_words() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(read_lookup('statements')['title']['subjects'])})\b")
