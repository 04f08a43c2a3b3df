"""Which files form one report, decided from what is known of each, whatever order they come in.

A manifest's ``report`` decides. Else every document that is no appendix leads a report of its own, and an appendix
joins the document it fits best: same council, body, meeting and period, or the beginning of its file name. Where two
fit equally well it stays alone and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.councils import slug
from extractors.front_bodies import body_key
from extractors.front_periods import find_periods
from pipeline.witnesses import FIELDS, Known
from schemas.identity import PlanNote
from schemas.periods import Period
from schemas.vocabulary import DocumentRole

# A report's id stays legible: so many words of its title at most.
TITLE_WORDS = 8
# A file name's beginning binds two files when it is at least this many words long ...
SHARED_WORDS = 2
# ... and two titles are alike with so many words in common: one ('Strategy') says nothing.
ALIKE_WORDS = 2
# Words every report's title may hold say nothing about which report an appendix belongs to.
_COMMON = frozenset("the of and to for a in on report update appendix quarter quarterly annual council cabinet".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one report. ``leader`` is its covering report, or what stands for it."""

    report_id: str
    leader: Known
    members: tuple[Known, ...]


def group_reports(every: Sequence[Known]) -> tuple[tuple[Group, ...], tuple[PlanNote, ...]]:
    """Every document in exactly one group; groups by report id, members by role and path; and what stayed doubtful."""
    notes: list[PlanNote] = []
    leaders = [known for known in every if known.role is not DocumentRole.APPENDIX or known.text("report")]
    gathered: dict[str, list[Known]] = {_home_key(leader): [] for leader in leaders}
    for leader in leaders:
        gathered[_home_key(leader)].append(leader)
    for appendix in every:
        if appendix.role is DocumentRole.APPENDIX and not appendix.text("report"):
            home, note = _find_home(appendix, leaders)
            gathered.setdefault(_home_key(home or appendix), []).append(appendix)
            notes += [note] if note else []
    # Only now that each report's documents have told one another what they know are the ids final.
    named: dict[str, list[Known]] = {}
    for members in gathered.values():
        filled = _fill_from_each_other(members)
        named.setdefault(report_id(filled[0]), []).extend(filled)
    groups = []
    for name, members in sorted(named.items()):
        ranked = _fill_from_each_other(members)
        groups.append(Group(name, ranked[0], tuple(ranked)))
    return tuple(groups), tuple(notes)


def _home_key(known: Known) -> str:
    return slug(known.text("report") or "") or known.document.document_id


def report_id(known: Known) -> str:
    """The id a document gives the report it leads: the manifest's, else council, body, meeting day or period, title.

    A document whose council is not known keeps its file name; a piece of its bytes' hash tells it from its namesakes.
    """
    given = known.text("report")
    if given:
        return slug(given) or given
    if known.council_id is None:
        return f"{slug(known.document.path.stem)}-{known.document.document_id[:8]}"
    body = known.text("body")
    title, when = known.text("title") or "", known.text("meeting_date")
    if when and known.role is DocumentRole.MINUTES:
        title = "minutes"
    if when is None:  # the period stands for the day, so the title need not repeat it
        when = slug(known.text("period") or "")
        for phrase in reversed(find_periods(title)):
            title = title[: phrase.start] + title[phrase.end :]
    short = "-".join(slug(title).split("-")[:TITLE_WORDS]) or slug(known.document.path.stem)
    return "-".join(part for part in (known.council_id, slug(body or ""), when, short) if part)


def agree(one: Period | None, other: Period | None) -> bool | None:
    """Whether two periods can be of one report: one lies within the other. None where one is not known."""
    if one is None or other is None:
        return None
    (a, b), (c, d) = _days(one), _days(other)
    return (a <= c and d <= b) or (c <= a and b <= d)


def _days(period: Period) -> tuple[date, date]:
    return period.start or period.end, period.end


def _find_home(appendix: Known, leaders: Sequence[Known]) -> tuple[Known | None, PlanNote | None]:
    fits = [(fit, leader) for leader in leaders if (fit := _fit(appendix, leader)) is not None]
    if not fits:
        return None, None
    best = max(fit for fit, _ in fits)
    chosen = {_home_key(leader): leader for fit, leader in fits if fit == best}
    if len(chosen) == 1:
        return next(iter(chosen.values())), None
    named = ", ".join(sorted(leader.document.path.name for leader in chosen.values()))
    message = f"could belong to any of {named}; it stands as a report of its own. Say which in a manifest.csv."
    return None, PlanNote("warning", str(appendix.document.path), message)


def _fit(appendix: Known, leader: Known) -> tuple[bool, int, bool, int] | None:
    """How well an appendix fits a document, better ones greater; None where they cannot belong together."""
    if leader.role in (DocumentRole.MINUTES, DocumentRole.PACK):
        return None
    bodies = [body_key(known.text("body")) for known in (appendix, leader)]
    pairs = [
        (appendix.council_id, leader.council_id),
        (bodies[0], bodies[1]),
        (appendix.text("meeting_date"), leader.text("meeting_date")),
    ]
    periods = agree(appendix.period, leader.period)
    if periods is False or any(one and other and one != other for one, other in pairs):
        return None
    shared = _shared_words(appendix, leader)
    same_council, _, same_day = (one is not None and one == other for one, other in pairs)
    if not (shared >= SHARED_WORDS or (same_council and (same_day or periods))):
        return None
    titles = [_title_words(known) for known in (appendix, leader)]
    alike = len(titles[0] & titles[1])
    return leader.role is DocumentRole.COVER, shared, bool(periods), alike if alike >= ALIKE_WORDS else 0


def _shared_words(one: Known, other: Known) -> int:
    """With how many words two file names of one folder begin alike; 0 where none of them is a word or a file number."""
    if one.document.path.parent != other.document.path.parent:
        return 0
    shared: list[str] = []
    names = [re.findall(r"[a-z]+|\d+", known.document.path.stem.lower()) for known in (one, other)]
    for first, second in zip(*names, strict=False):
        if first != second:
            break
        shared.append(first)
    # A meeting's date alone is shared by all its papers.
    return len(shared) if any(word.isalpha() or len(word) >= 5 for word in shared) else 0


def _title_words(known: Known) -> frozenset[str]:
    words = re.findall(r"[a-z]{2,}", (known.text("title") or "").lower())
    return frozenset(words) - _COMMON


def _fill_from_each_other(members: Sequence[Known]) -> list[Known]:
    """The documents of one report, its leader first, each with what the others know."""
    order = list(DocumentRole)
    ranked = sorted(members, key=lambda k: (order.index(k.role), not k.in_manifest, k.document.path))
    return [_fill(known, ranked) for known in ranked]


def _fill(known: Known, others: Sequence[Known]) -> Known:
    """The document with what its report's other documents know of council, body, meeting and period."""
    values = dict(known.values)
    for name in ("body", "meeting_date", "period"):
        if values[name] is None:
            values[name] = next((other.values[name] for other in others if other.values[name] is not None), None)
    council = next((other for other in (known, *others) if other.council_id is not None), known)
    values["council"] = council.council_name
    assert set(values) == set(FIELDS)
    return replace(known, values=values, council_id=council.council_id, council_name=council.council_name)
