"""ModernGov's feed of news, as a hint which meetings to read again: it holds a few items only, and not every change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.publications.addresses import last_part
from pipeline.publications.links import query_of
from pipeline.publications.moderngov_xml import UnreadableAnswer, read_xml, text_of

FEED = "mgRss.aspx"
# The events that say there are papers to fetch; a feed also tells of plans, petitions and single decisions.
_PAPERS = re.compile(r"(agenda|minutes)\s+published\b", re.IGNORECASE)
_MEETING_PAGE = "ielistdocuments.aspx"
_MEETING_KEYS = ("mid", "meetingid")


@dataclass(frozen=True, slots=True)
class Hint:
    """A meeting whose agenda, or minutes, were published lately."""

    meeting: str
    is_minutes: bool


def feed_url(base_url: str) -> str:
    """The feed of the whole site."""
    return f"{base_url}/{FEED}?XXR=0"


def read_hints(body: bytes) -> tuple[Hint, ...]:
    """The meetings a feed says have new papers, each event once. UnreadableAnswer for a page that is no feed."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<rss")):
        raise UnreadableAnswer("the answer is a page, not a feed")
    found: dict[Hint, None] = {}
    for item in read_xml(body, "rss").root.iterfind("channel/item"):
        title, link = text_of(item, "title") or "", text_of(item, "link") or ""
        meeting = meeting_of(link)
        event = _PAPERS.match(title)
        if meeting is not None and event:
            found[Hint(meeting, event[1].lower() == "minutes")] = None
    return tuple(found)


def meeting_of(url: str) -> str | None:
    """The number of the meeting whose page an address leads to, None where it is no such address."""
    if last_part(url) != _MEETING_PAGE:
        return None
    query = query_of(url)
    return next((query[key] for key in _MEETING_KEYS if query.get(key, "").isdigit()), None)
