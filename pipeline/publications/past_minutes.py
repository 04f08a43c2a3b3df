"""Minutes: attached to the agenda of a later meeting, where they are approved, and of which meeting they are.

Minutes are fetched for meetings that had a performance report before them; of other meetings nobody asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.councils import fold_name
from extractors.dates import find_dates
from extractors.folding import one_line
from pipeline.publications.rules import CLOSED, CLOSED_BY_TITLE, Choice, is_minutes, says_closed
from pipeline.publications.selection import ChosenDocument
from schemas.agendas import ListedAgenda, ListedDocument, ListedItem
from schemas.lookups import read_lookup
from schemas.publications import PublicationKind
from schemas.vocabulary import DocumentRole

# '06102026', as the site names the files it prints.
_RUN_TOGETHER = re.compile(r"\b([0-3]\d)([01]\d)(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """An earlier meeting of the same committee. ``items`` are the keys of the items that hold a chosen report;
    ``reported``: there is such a report, be it a pack without items."""

    meeting_id: str
    day: date
    items: tuple[str, ...] = ()
    reported: bool = False

    @property
    def item_id(self) -> str | None:
        """The item the minutes belong to: the one with a report; None where several have one."""
        return self.items[0] if len(self.items) == 1 else None


@dataclass(frozen=True, slots=True)
class ChosenMinutes:
    """Minutes on an agenda, with the meeting they are of; None where that is not known."""

    chosen: ChosenDocument
    meeting: PastMeeting | None


def choose_minutes(
    agenda: ListedAgenda, committee: str, earlier: Sequence[PastMeeting], own: PastMeeting | None = None
) -> tuple[ChosenMinutes, ...]:
    """The documents of an agenda's minutes items, each with the choice made.

    ``earlier`` are the meetings of the ``committee`` (its name, with the council's) before this one that took place,
    the latest last; ``own`` is this one, for councils that put its minutes on its own agenda, with their day.
    """
    found: list[ChosenMinutes] = []
    for item in agenda.items:
        if not is_minutes(item.title):
            continue
        undated = [document for document in item.documents if not _days_in(document.title)]
        for document in item.documents:
            is_ours = not any(_names_another(title, committee) for title in (item.title, document.title))
            meeting = _meeting_of(document, earlier, own, alone=len(undated) == 1) if is_ours else None
            choice = _choose(document, item, meeting)
            chosen = ChosenDocument(document, item, choice, PublicationKind.MINUTES, DocumentRole.MINUTES)
            found.append(ChosenMinutes(chosen, meeting))
    return tuple(found)


def _meeting_of(
    document: ListedDocument, earlier: Sequence[PastMeeting], own: PastMeeting | None, *, alone: bool
) -> PastMeeting | None:
    """The meeting whose day the title names; without a day, the last meeting before, which is what is approved."""
    days = _days_in(document.title)
    if days:
        candidates = (*earlier, own) if own else earlier
        return next((meeting for meeting in candidates if {meeting.day} == days), None)
    return earlier[-1] if earlier and alone else None


def _choose(document: ListedDocument, item: ListedItem, meeting: PastMeeting | None) -> Choice:
    if document.restricted or item.restricted:
        return CLOSED
    if says_closed(document.title) or says_closed(item.title):
        return CLOSED_BY_TITLE
    if document.is_link:
        return Choice(False, "a link to another site")
    if meeting is None:
        return Choice(False, "minutes: of a meeting that is not known")
    if not meeting.reported:
        return Choice(False, f"minutes of {meeting.day.isoformat()}, when no performance report was discussed")
    return Choice(True, f"minutes of {meeting.day.isoformat()}, when a chosen report was discussed")


def _names_another(title: str | None, committee: str) -> bool:
    """Whether a title names a body that is not the committee: a cabinet is shown the minutes of its panels."""
    text = one_line(title or "")
    for mark in reversed(find_dates(text)):
        text = f"{text[: mark.start]} {text[mark.stop :]}"
    said = set(re.findall(r"[a-z]+", fold_name(text)))
    known = {*read_lookup("report_titles")["minutes"]["plain"], *re.findall(r"[a-z]+", fold_name(committee))}
    return bool({word for word in said if len(word) > 1} - known)


def _days_in(title: str) -> set[date]:
    spaced = _RUN_TOGETHER.sub(r"\1/\2/\3", title)
    days = {mark.as_day() for mark in find_dates(spaced) if mark.day is not None and mark.year is not None}
    return {day for day in days if day is not None}
