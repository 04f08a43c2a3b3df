"""Which system a council uses that the register knows nothing of, or whose address there is no longer right.

Told from the links of its home page; host names cannot be guessed, so what is not linked stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from pipeline.publications.addresses import last_part
from pipeline.publications.cmis import find_module, pages_of
from pipeline.publications.moderngov import committees_url, read_committees
from pipeline.publications.pages import links_of, parse_page
from pipeline.publications.systems import Asker, NotRead, read
from schemas.publications import Outcome
from schemas.vocabulary import CouncilSystem

# Pages of ModernGov that councils link to; the directory they are in is the install's.
_MODERNGOV_PAGES = frozenset(
    [
        "mgwhatsnew.aspx",
        "iedochome.aspx",
        "ielistmeetings.aspx",
        "iedocsearch.aspx",
        "mglistcommittees.aspx",
        "mgcommitteedetails.aspx",
        "mgcalendarmonthview.aspx",
    ]
)
_START_PAGES = ("mgWhatsNew.aspx", "ieDocHome.aspx")
_CMIS = re.compile(
    r"(?P<root>https?://[^/]+\.cmis(?:\.uk\.com|-ni\.org)(?:/[^/.?]+)?|https?://[^/]+/(?:[^/]+/)*?cmis5[^/]*)(?=/|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Install:
    """Where a council's meetings may be. ``confirmed``: it was asked and answered as that system does."""

    system: CouncilSystem
    base_url: str
    confirmed: bool = False


def find_installs(body: bytes, page_url: str) -> tuple[Install, ...]:
    """The installs a page links to, in its order, each once."""
    found: dict[Install, None] = {}
    for link in links_of(parse_page(body), page_url):
        if last_part(link.url) in _MODERNGOV_PAGES:
            found[Install(CouncilSystem.MODERNGOV, _directory(link.url))] = None
        elif cmis := _CMIS.match(link.url):
            found[Install(CouncilSystem.CMIS, cmis["root"])] = None
    return tuple(found)


def detect_install(visitor: Asker, home_url: str) -> Install | None:
    """The install a home page links to, else one at the usual places of its own host; None where there is neither.

    One on another site, where a visitor of this one may not go, is returned unconfirmed.
    """
    try:
        linked = read(visitor, home_url, find_installs)
    except NotRead:
        return None
    root = urlunsplit((*urlsplit(home_url)[:2], "", "", ""))
    usual = (Install(CouncilSystem.MODERNGOV, root), Install(CouncilSystem.CMIS, f"{root}/CMIS5"))
    for install in linked or usual:
        answers = _answers(visitor, install)
        if answers:
            return Install(install.system, install.base_url, confirmed=True)
        if answers is None and linked:
            return install
    return None


def _answers(visitor: Asker, install: Install) -> bool | None:
    """Whether an install answers as its system does; None where it may not be asked."""
    try:
        if install.system is CouncilSystem.CMIS:
            return read(visitor, pages_of(install.base_url)[0], lambda body, _: find_module(body)) is not None
        return bool(read(visitor, committees_url(install.base_url), lambda body, _: read_committees(body)))
    except NotRead as failed:
        if failed.outcome is Outcome.OFF_SITE:
            return None
        is_off = install.system is CouncilSystem.MODERNGOV and failed.outcome is Outcome.NOT_FOUND
        return is_off and any(visitor.get(f"{install.base_url}/{page}").ok for page in _START_PAGES)


def _directory(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rpartition("/")[0], "", ""))
