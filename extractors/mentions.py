"""Statements about indicators in a document's prose: which indicator, what is said of it, with which figures.

An indicator is named by its ref, by its title, or by the place of the words under its card. Rows of other documents
are linked when a report is loaded; here a mention of them has its ref or name only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise

from extractors.claims_evidence import speaks_of_performance
from extractors.mentions_discussions import Discussion, ends_discussion, find_discussed, read_discussion
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
from extractors.minutes import performance_positions
from extractors.prose_kinds import list_kind
from extractors.prose_lines import ProseLine, read_lines
from extractors.prose_refs import RefFound, find_inline_refs, find_leading_refs
from extractors.prose_signs import split_sentences
from schemas.lookups import read_lookup
from schemas.readings import Issue, KpiRow, Mention, Section
from schemas.vocabulary import MentionKind

_ACTIONS = re.compile(r"(?i)\b(?:actions?|projects?|milestones?|deliverables?|risks?|paragraphs?|sections?)\b")
# A list whose items are no rows of the document names indicators only where its lead-in says so.
_INDICATORS_NAMED = re.compile(
    r"(?i)\b(?:indicators?|kpis?|measures?|pis?|performance|performing|under-?performing|targets?)\b"
)
_INDICATORS = re.compile(r"(?i)\b(?:indicators?|kpis?|measures?|pis?)\b")
_NO_NAME = re.compile(
    r"(?i)(?:[^a-z]|(?:we|our|it|this|these|that|there|they|he|she|members?|officers?|cabinet|overall)\b"
    r"|(?:one|two|three|four|five|six)\b"
    r"|the (?:council|service|team|committee|cabinet|panel|board|report|number of (?:kpis?|indicators?))\b"
    r"|.*\b(?:kpis|indicators|measures|actions|projects|milestones|risks|budget|overspend|underspend)\b)"
)
_JUDGED = frozenset({MentionKind.GOOD, MentionKind.OFF_TARGET, MentionKind.IMPROVED_BUT_OFF, MentionKind.DECLINED})
_MEETING_KINDS = frozenset({"minutes", "resolution"})


def read_mentions(
    sections: Sequence[Section], kpis: Sequence[KpiRow], lines: Sequence[ProseLine] | None = None
) -> tuple[tuple[Mention, ...], tuple[Issue, ...]]:
    """Every statement about an indicator in a document's sections, in order, and what is doubtful about them.

    ``lines`` are those of ``prose_lines.read_lines`` where they are known already.
    ``kpis`` are the rows of the same document; one without any that does not speak of performance states nothing of
    indicators. No issue is raised here today: whether figures and names agree with the rows is checked over the whole
    report, when it is loaded.
    """
    if not kpis and not speaks_of_performance(f"{section.heading or ''} {section.text}" for section in sections):
        return (), ()
    lines = _about_performance(read_lines(sections) if lines is None else lines, sections)
    rows = KnownRows(kpis)
    found = [mention for group in _groups(lines) for mention in _read_group(group, rows)]
    found += _under_cards(lines, rows, found)
    ordered = sorted(enumerate(_each_once(found)), key=lambda pair: (_order(pair[1], lines), pair[0]))
    return tuple(replace(mention, position=n) for n, (_, mention) in enumerate(ordered, 1)), ()


Group = NamedList | Discussion | ProseLine


def _about_performance(lines: Sequence[ProseLine], sections: Sequence[Section]) -> list[ProseLine]:
    """All lines, but of a meeting's minutes only the items that are about performance or headed by a ref."""
    if not any(section.kind in _MEETING_KINDS for section in sections):
        return list(lines)
    kept = performance_positions(sections) | {s.position for s in sections if _has_ref_heading(s)}
    return [line for line in lines if line.section in kept]


def _has_ref_heading(section: Section) -> bool:
    refs = find_leading_refs(f"{section.number or ''} {section.heading or ''}".strip())
    return refs is not None and not re.match(r"[\d.]+$", refs.refs[0])


def _groups(lines: Sequence[ProseLine]) -> Iterator[Group]:
    """The lines as lists that name rows, discussions of indicators, and single statements, in order."""
    discussion: Discussion | None = None
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
            meant = find_discussed(line)
            if meant:
                if discussion is not None:
                    yield discussion
                discussion = Discussion(line, meant)
            elif discussion is not None and not ends_discussion(line, discussion):
                discussion.lines.append(line)
            else:
                if discussion is not None:
                    yield discussion
                    discussion = None
                yield line
    if discussion is not None:
        yield discussion


def _read_group(group: Group, rows: KnownRows) -> Iterator[Mention]:
    match group:
        case NamedList():
            yield from _read_names(group, rows)
        case Discussion():
            yield from read_discussion(group, rows) if group.lines else _read_line(group.heading, rows)
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
        if found is not None or (name and not rows and _INDICATORS_NAMED.search(line.lead_in or "")):
            meant = Meant(None, name, found)
            sentences = sentences_of(line.text)
            yield make_mention(line, meant, line.text, listed, stated_values(sentences, meant))
        return
    named = _read_named_item(line) if line.depth > 0 and not rows else None
    if named is not None:
        yield named
        return
    yield from _read_sentences(line, rows)


def _read_named_item(line: ProseLine) -> Mention | None:
    """A list item that begins with a name and judges a figure, in a document without rows: the rows are in another one.

    'Missed bins per 100,000 collections increased to 61, above the target of 45' is about the indicator of that name.
    """
    name = item_title(line.text)
    if name is None or _NO_NAME.match(name) or len(name) == len(line.text.strip(" .,;")):
        return None
    sentences = sentences_of(line.text)
    meant = Meant(None, name, None)
    kind, values = judge(sentences, meant, None), stated_values(sentences, meant)
    return make_mention(line, meant, line.text, kind, values) if values and kind in _JUDGED else None


def _accepted_refs(line: ProseLine, rows: KnownRows) -> RefFound | None:
    """The refs a line begins with, where they are no number of a paragraph."""
    refs = find_leading_refs(line.text)
    if refs is None:
        return None
    is_number = re.fullmatch(r"[\d.]+[a-z]?", refs.refs[0]) is not None
    if refs.mark == ":" or (not is_number and not line.is_heading):
        return refs
    if line.depth > 0 and _INDICATORS_NAMED.search(line.lead_in or "") and line.text[refs.end :].strip()[:1].isupper():
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
    for text in (part for sentence in split_sentences(line.text) for part in _apart(sentence, rows)):
        inline = [ref for ref in find_inline_refs(text, rows.refs) if not _is_of_actions(text, ref)]
        found = rows.by_sentence(text) if rows and not inline else None
        subject = None if rows or inline else find_subject(text)
        if not inline and found is None and subject is None:
            continue
        (sentence, *_rest) = sentences_of(text)
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
        meant = Meant(None, subject or find_subject(sentence.text), found)
        kind, values = judge([sentence], meant, None), stated_values([sentence], meant)
        if kind is not MentionKind.DISCUSSION and (values or found is not None):
            yield make_mention(line, meant, sentence.text, kind, values)


def _apart(text: str, rows: KnownRows) -> list[str]:
    """A sentence cut where further refs with a colon begin statements of their own ('KPI 11: … KPI 12: …')."""
    starts = [ref.start for ref in find_inline_refs(text, rows.refs) if text[ref.end :].lstrip().startswith(":")]
    bounds = [0, *starts[1:], len(text)] if len(starts) > 1 else [0, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]


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
