"""The pages of ModernGov, for sites whose web service is switched off: lists of committees and meetings, agendas.

What the elements are called has been the same for years; skins differ in what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from extractors.dates import find_dates
from pipeline.publications.addresses import last_part
from pipeline.publications.links import closed_object, find_file, query_of
from pipeline.publications.pages import Link, links_of, parse_page, text_of_node
from pipeline.publications.rss import meeting_of
from schemas.agendas import DayRange, ListedAgenda, ListedCommittee, ListedDocument, ListedItem, ListedMeeting

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_COMMITTEE_PAGE = "mgcommitteedetails.aspx"
_TIME = re.compile(r"\b\d{1,2}(?:[.:]\d{2})?\s*[ap]\.?m\b\.?|\b\d{1,2}[.:]\d{2}\b", re.IGNORECASE)
_ITEM_ANCHOR = re.compile(r"AI(\d+)")


def committees_page(base_url: str) -> str:
    """The page that lists the committees."""
    return f"{base_url}/mgListCommittees.aspx?bcr=1"


def meetings_page(base_url: str, committee: str, year: int) -> str:
    """The page that lists a committee's meetings of a year."""
    return f"{base_url}/ieListMeetings.aspx?{urlencode({'CId': committee, 'Year': year})}"


def agenda_page(base_url: str, committee: str, meeting: str) -> str:
    """The page with a meeting's agenda and documents."""
    return f"{base_url}/ieListDocuments.aspx?{urlencode({'CId': committee, 'MId': meeting})}"


def read_committee_list(body: bytes, page_url: str) -> tuple[ListedCommittee, ...]:
    """The committees a page links to, each once."""
    found: dict[str, ListedCommittee] = {}
    for link in links_of(parse_page(body), page_url):
        number = query_of(link.url).get("id", "") if last_part(link.url) == _COMMITTEE_PAGE else ""
        if number.isdigit() and link.text:
            found.setdefault(number, ListedCommittee(number, link.text))
    return tuple(found.values())


def read_meeting_list(
    body: bytes, page_url: str, committee: ListedCommittee, days: DayRange
) -> tuple[tuple[ListedMeeting, ...], str | None]:
    """The meetings of these days a page lists, each once, and where the later ones are: a page has 51 rows at most."""
    found: dict[str, ListedMeeting] = {}
    later = None
    for link in links_of(parse_page(body), page_url):
        number = meeting_of(link.url)
        if number is None:
            if query_of(link.url).get("act", "").lower() == "later":
                later = link.url
            continue
        day, rest = _day_and_rest(_row_text(link))
        if day is not None and day in days:
            time = _TIME.search(rest)
            status = _TIME.sub("", rest).strip(" -–,:;()")
            listed = ListedMeeting(
                number, committee.number, committee.title, day, time.group() if time else None, status or None
            )
            found.setdefault(number, listed)
    return tuple(found.values()), later


def read_agenda_page(body: bytes, page_url: str, meeting: str) -> ListedAgenda:
    """The agenda of a meeting's page, with the files for all of it. A page without any is an agenda not published."""
    tree = parse_page(body)
    heading = tree.css_first(".mgSubTitleTxt")
    day, _ = _day_and_rest(text_of_node(heading))
    items = tuple(_items(tree, page_url, meeting))
    whole = tuple(_whole(tree, page_url))
    agendas = [file.agenda_number for document in whole if (file := find_file(document.url)) and file.agenda_number]
    return ListedAgenda(
        meeting=meeting,
        day=day,
        agenda_number=agendas[0] if agendas else None,
        published=bool(items or whole),
        items=items,
        whole=whole,
    )


def _items(tree: LexborHTMLParser, page_url: str, meeting: str) -> Iterator[ListedItem]:
    rows = [row for row in tree.css("table.mgItemTable tr") if row.css_first(".mgAiTitleTxt") is not None]
    for position, row in enumerate(rows, 1):
        numbered = row.css_first("td.mgItemNumberCell")
        title = next((node for node in row.css(".mgAiTitleTxt") if not _is_inside(node, numbered)), None)
        documents, closed = _documents(row, page_url)
        words = text_of_node(title) or None
        yield ListedItem(
            number=_item_number(row) or f"m{meeting}-{position}",
            position=position,
            printed_number=text_of_node(numbered) or None,
            title=words,
            restricted=closed,
            is_heading=words is None,
            documents=tuple(documents),
        )


def _documents(row: LexborNode, page_url: str) -> tuple[list[ListedDocument], bool]:
    """The documents of an item, in order, and whether the item itself is closed: then its title gives the reasons."""
    found: list[ListedDocument] = []
    closed = False
    for link in links_of(row, page_url):
        reasons = closed_object(link.url)
        if reasons is not None:
            bullet = _bullet(link.node)
            closed = closed or bullet is None
            if bullet is not None:
                title = text_of_node(bullet).removesuffix(link.text).strip() or link.text
                found.append(ListedDocument(reasons or None, title, "", len(found) + 1, restricted=True))
            continue
        file = find_file(link.url)
        if file is not None:
            found.append(ListedDocument(file.number, link.text, link.url, len(found) + 1, form=file.kind))
    return found, closed


def _whole(tree: LexborHTMLParser, page_url: str) -> Iterator[ListedDocument]:
    inside = {link.url for table in tree.css("table.mgItemTable") for link in links_of(table, page_url)}
    seen: set[str] = set()
    for link in links_of(tree, page_url):
        file = find_file(link.url)
        if file is not None and link.url not in inside and file.number not in seen:
            seen.add(file.number)
            yield ListedDocument(file.number, link.text, link.url, len(seen), form=file.kind)


def _item_number(row: LexborNode) -> str | None:
    for anchor in row.css("a[name], a[id], [id^=AI]"):
        found = _ITEM_ANCHOR.fullmatch(anchor.attributes.get("name") or anchor.attributes.get("id") or "")
        if found:
            return found[1]
    return None


def _bullet(node: LexborNode) -> LexborNode | None:
    """The list entry a link stands in, None where it stands in none."""
    parent = node.parent
    while parent is not None and parent.tag not in ("li", "td"):
        parent = parent.parent
    return parent if parent is not None and parent.tag == "li" else None


def _is_inside(node: LexborNode, other: LexborNode | None) -> bool:
    parent = node.parent
    while other is not None and parent is not None:
        if parent.mem_id == other.mem_id:
            return True
        parent = parent.parent
    return False


def _row_text(link: Link) -> str:
    """What a list says of a meeting: its link, and what stands behind it where the row holds nothing else."""
    bullet = _bullet(link.node)
    return text_of_node(bullet) if bullet is not None and len(bullet.css("a[href]")) == 1 else link.text


def _day_and_rest(text: str) -> tuple[date | None, str]:
    """The day a line names and what it says after it."""
    marks = [mark for mark in find_dates(text) if mark.day is not None and mark.year is not None]
    return (marks[0].as_day(), text[marks[0].stop :]) if marks else (None, text)
