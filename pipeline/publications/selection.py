"""Which papers of an agenda's items are fetched, and what part each has in its report. Nothing is asked or stored.

Which titles are those of reports is known by ``rules``; packs and what else is of the whole agenda is for ``printed``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.publications.rules import CLOSED, CLOSED_BY_TITLE, Choice, is_minutes, says_closed, title_rule, worded
from schemas.agendas import ListedAgenda, ListedDocument, ListedItem
from schemas.lookups import read_lookup
from schemas.publications import PublicationKind
from schemas.vocabulary import DocumentRole

NOT_A_REPORT = "no rule: neither the item nor a document of it is titled like a performance report"


@dataclass(frozen=True, slots=True)
class ChosenDocument:
    """A document with what becomes of it. ``item`` is None for a document of the whole agenda."""

    document: ListedDocument
    item: ListedItem | None
    choice: Choice
    kind: PublicationKind
    role: DocumentRole


def choose_documents(agenda: ListedAgenda) -> tuple[ChosenDocument, ...]:
    """Every document of an agenda's items, in order, with the choice made: a report's item is taken whole.

    A document that stands under several items belongs to the first that is chosen, else to the first. One that is
    closed to the public under any of them is closed.
    """
    judged = [one for item in agenda.items if not is_minutes(item.title) for one in _choose_item(item)]
    closed = {_key(one.document) for one in judged if one.choice.closed}
    first: dict[str, ChosenDocument] = {}
    for one in judged:
        key = _key(one.document)
        if key in closed:
            one = replace(one, choice=CLOSED)
        if key not in first or (one.choice.chosen and not first[key].choice.chosen):
            first[key] = one
    return tuple(first.values())


def _choose_item(item: ListedItem) -> list[ChosenDocument]:
    rule = _item_rule(item)
    roles = _roles(item)
    return [
        ChosenDocument(document, item, _choose(document, item, rule), _kind(document, role), role)
        for document, role in zip(item.documents, roles, strict=True)
    ]


def _item_rule(item: ListedItem) -> str | None:
    if item.is_heading and not item.documents:
        return None
    if rule := title_rule(item.title):
        return f"item title rule {rule}"
    named = next((rule for document in item.documents if (rule := title_rule(document.title))), None)
    return f"document title rule {named}" if named else None


def _choose(document: ListedDocument, item: ListedItem, rule: str | None) -> Choice:
    if document.restricted or item.restricted:
        return CLOSED
    if says_closed(document.title) or says_closed(item.title):
        return CLOSED_BY_TITLE
    if rule is None:
        return Choice(False, NOT_A_REPORT)
    if document.is_link:
        return Choice(False, "a link to another site")
    ending = urlsplit(document.url).path.rpartition(".")[2].lower()
    if ending in read_lookup("report_titles")["files"]["unreadable"]:
        return Choice(False, f"no PDF: a .{ending} file")
    if document.form not in (PublicationKind.REPORT, PublicationKind.SUPPLEMENT):
        return Choice(False, f"{document.form.replace('_', ' ')}: no report by the form of its address")
    return Choice(True, rule)


def _key(document: ListedDocument) -> str:
    return document.number or document.url or document.title


def _kind(document: ListedDocument, role: DocumentRole) -> PublicationKind:
    if document.is_link:
        return PublicationKind.LINK
    if document.form is PublicationKind.REPORT and role is DocumentRole.APPENDIX:
        return PublicationKind.APPENDIX
    return document.form


def _roles(item: ListedItem) -> list[DocumentRole]:
    """The part of each document: what its title says; else the first is the covering report, the others appendices."""
    words = {name: worded(pattern) for name, pattern in read_lookup("report_titles")["roles"].items()}
    said: list[DocumentRole | None] = []
    for document in item.documents:
        title = document.title.lower()
        if is_minutes(title):
            said.append(DocumentRole.MINUTES)
        elif words["appendix"].search(title):
            said.append(DocumentRole.APPENDIX)
        else:
            said.append(DocumentRole.COVER if words["cover"].search(title) else None)
    if DocumentRole.COVER not in said and None in said:
        said[_likeliest_cover(item, said)] = DocumentRole.COVER
    return [role or DocumentRole.APPENDIX for role in said]


def _likeliest_cover(item: ListedItem, said: Sequence[DocumentRole | None]) -> int:
    """The document titled like the item, else the first of those whose title says nothing of their part."""
    silent = [number for number, role in enumerate(said) if role is None]
    wanted = (item.title or "").casefold()
    return next((number for number in silent if item.documents[number].title.casefold() == wanted), silent[0])
