"""Which files of a whole agenda are fetched: packs, supplements and minutes that a site prints itself.

They repeat what is published singly, so they are taken only for reports that are published in no other way.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.publications.rules import Choice, title_rule
from pipeline.publications.selection import ChosenDocument
from schemas.agendas import ListedAgenda, ListedDocument, ListedItem
from schemas.publications import PublicationKind
from schemas.vocabulary import DocumentRole

_PACKS = frozenset([PublicationKind.PACK, PublicationKind.SUPPLEMENT])


def choose_whole(agenda: ListedAgenda, judged: Sequence[ChosenDocument]) -> tuple[ChosenDocument, ...]:
    """The documents for the whole agenda: a pack or supplement only where a report is published in no other way."""
    without = [item for item in agenda.items if _is_bare(item)]
    singly = any(not one.choice.closed for one in judged)
    printed = [document for document in agenda.whole if document.form is not PublicationKind.MINUTES]
    return tuple(_choose_printed(document, agenda, singly, without) for document in printed)


def choose_own_minutes(agenda: ListedAgenda, *, reported: bool, known: bool) -> tuple[ChosenDocument, ...]:
    """The minutes the site prints of the meeting itself, with the choice made: the first are chosen where a report was
    discussed (``reported``) and no other minutes of it are there (``known``)."""
    found: list[ChosenDocument] = []
    for document in agenda.whole:
        if document.form is not PublicationKind.MINUTES:
            continue
        if not reported:
            choice = Choice(False, "minutes: no performance report was discussed")
        elif known or found:
            choice = Choice(False, "minutes: its minutes are there already")
        else:
            choice = Choice(True, "minutes of the meeting, when a chosen report was discussed")
        found.append(ChosenDocument(document, None, choice, PublicationKind.MINUTES, DocumentRole.MINUTES))
    return tuple(found)


def needs_page(agenda: ListedAgenda) -> bool:
    """Whether a report seems to be published in a pack or supplement only, which the web service does not list."""
    if agenda.published is False:
        return False
    return any(_is_bare(item) for item in agenda.items) or (not agenda.items and agenda.published is True)


def _is_bare(item: ListedItem) -> bool:
    """Whether an item is titled like a report and has no document of its own."""
    return not item.restricted and not item.documents and title_rule(item.title) is not None


def _choose_printed(
    document: ListedDocument, agenda: ListedAgenda, singly: bool, bare: Sequence[ListedItem]
) -> ChosenDocument:
    """A file of the whole agenda. ``singly``: the agenda has papers of its own, ``bare`` are reports without one."""
    kind = document.form
    named = f"'{bare[0].title}' has no document of its own" if bare else "the agenda lists no items"
    is_wanted = bool(bare) or not agenda.items
    match kind:
        case PublicationKind.PACK if singly:
            choice = Choice(False, "pack: its reports are published singly")
        case PublicationKind.PACK | PublicationKind.SUPPLEMENT if is_wanted:
            choice = Choice(True, f"{kind}: {named}")
        case PublicationKind.PACK | PublicationKind.SUPPLEMENT:
            choice = Choice(False, f"{kind}: no report lacks a document of its own")
        case _:
            choice = Choice(False, f"{kind.replace('_', ' ')}: no report by the form of its address")
    role = DocumentRole.PACK if kind in _PACKS else DocumentRole.OTHER
    return ChosenDocument(document, None, choice, kind, role)
