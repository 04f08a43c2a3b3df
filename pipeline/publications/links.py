"""What a link on a ModernGov page leads to, told from its address alone: a report, a pack, minutes, a login page.

How an address is tidied is in ``addresses``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from pipeline.publications.addresses import last_part
from schemas.publications import PublicationKind

_FILE = re.compile(r"/documents/(?P<letter>[a-z])(?P<number>\d+)(?:/|$)", re.IGNORECASE)
_CONVERTER = "mgconvert2pdf.aspx"
_REASONS = "mgreasonsrestricted.aspx"
# What the site prints itself, by the number 'T' of the address.
_PRINTED = {
    "0": PublicationKind.FRONT_SHEET,
    "1": PublicationKind.MINUTES,
    "2": PublicationKind.DECISIONS,
    "9": PublicationKind.SUPPLEMENT,
    "10": PublicationKind.PACK,
    "11": PublicationKind.MINUTES,
}


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file. ``number`` is the site's own for it: 's' and the converter count attachments ('70001'),
    printed files go by agenda and form ('g9001-10'), supplements by themselves ('b4001').

    ``agenda_number`` is the agenda a printed file is of, else None.
    """

    kind: PublicationKind
    number: str
    agenda_number: str | None = None


def find_file(url: str) -> FileLink | None:
    """The file a link leads to, None for a link to a page. A form nobody has described is of kind OTHER."""
    query = query_of(url)
    printed = query.get("t")
    if last_part(url) == _CONVERTER and query.get("id", "").isdigit():
        number = query["id"]
        if printed is None:
            return FileLink(PublicationKind.REPORT, number)
        return FileLink(_PRINTED.get(printed, PublicationKind.OTHER), f"g{number}-{printed}", number)
    found = _FILE.search(urlsplit(url).path)
    if not found:
        return None
    letter, number = found["letter"].lower(), found["number"]
    match letter:
        case "s":
            return FileLink(PublicationKind.REPORT, number)
        case "b":
            return FileLink(PublicationKind.SUPPLEMENT, f"b{number}")
        case "g" if printed is not None:
            # Without its T such an address leads to an error page.
            return FileLink(_PRINTED.get(printed, PublicationKind.OTHER), f"g{number}-{printed}", number)
        case _:
            return FileLink(PublicationKind.OTHER, f"{letter}{number}")


def closed_object(url: str) -> str | None:
    """The number of the item or document a link gives reasons for keeping closed; None for any other link."""
    return query_of(url).get("oid", "") if last_part(url) == _REASONS else None


def query_of(url: str) -> dict[str, str]:
    """The query of an address, its keys in lower case: the pages of ModernGov spell them in several ways."""
    return {key.lower(): value for key, value in parse_qsl(urlsplit(url).query)}
