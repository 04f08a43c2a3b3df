"""What a council's site lists, as its pages say it: committees, meetings, agendas and the documents in them.

Nothing is chosen here; what is fetched, and by which rule, is a ``schemas.publications.FoundDocument``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from schemas.publications import PublicationKind


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class ListedCommittee:
    """One committee. ``number`` is the site's own; ``ended``: the site says it has expired or was deleted."""

    number: str
    title: str
    category: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """One meeting in a list. ``time`` and ``status`` are as printed.

    ``committee`` is the number of its committee. ``address`` is its page where a number alone does not lead there.
    """

    number: str
    committee: str
    committee_title: str
    day: date
    time: str | None = None
    status: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One document of an agenda item or of a whole agenda.

    ``number`` is the site's number of the attachment, None where it gives none; ``url`` is absolute, '' where the site
    does not say it. ``is_link``: it lies on another site. ``position`` counts from 1 as the site orders them.
    ``form`` is what its address says it is: REPORT for any single paper, whatever its part in the item.
    """

    number: str | None
    title: str
    url: str
    position: int
    restricted: bool = False
    is_link: bool = False
    published_on: date | None = None
    form: PublicationKind = PublicationKind.REPORT


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One agenda item. ``printed_number`` is '5.', None where none is printed; ``position`` counts from 1.

    ``is_heading``: it only stands above others and has no business of its own.
    """

    number: str
    position: int
    printed_number: str | None
    title: str | None
    restricted: bool = False
    is_heading: bool = False
    documents: tuple[ListedDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedAgenda:
    """One meeting with its agenda. ``whole`` are documents for all of it: packs, front sheets, minutes, supplements.

    ``published`` and ``minutes_published`` are None where the site does not say. ``repaired``: the answer was no
    well-formed XML and had to be mended; ``sha256`` is the answer's.
    """

    meeting: str
    day: date | None
    agenda_number: str | None = None
    time: str | None = None
    status: str | None = None
    published: bool | None = None
    minutes_published: bool | None = None
    items: tuple[ListedItem, ...] = ()
    whole: tuple[ListedDocument, ...] = field(default=())
    repaired: bool = False
    sha256: str | None = None
