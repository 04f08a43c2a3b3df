"""What passes between discovery, download, archive and ingest: sites, answers, found documents and their fates.

Facts about requests and papers only; how a request is made is in ``pipeline/publications``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from schemas.vocabulary import DocumentRole


class Outcome(StrEnum):
    """What became of one request: every fault of the outside world has a word here, none is an exception.

    BLOCKED and CHALLENGE are answers, not faults: they are never asked again in the same run. BAD_REQUEST is our
    fault: the service named a missing parameter or an unknown method. RESTRICTED: the address leads to the page that
    gives reasons for secrecy, which is not opened.
    """

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    CHALLENGE = "challenge"
    DISALLOWED = "disallowed"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    BAD_REQUEST = "bad_request"
    TIMED_OUT = "timed_out"
    CONNECTION_FAILED = "connection_failed"
    BAD_CERTIFICATE = "bad_certificate"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    OFF_SITE = "off_site"
    PRIVATE_ADDRESS = "private_address"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    NOT_PDF = "not_pdf"
    RESTRICTED = "restricted"
    UNPARSABLE = "unparsable"
    HOST_STOPPED = "host_stopped"


class SourceState(StrEnum):
    """How a council's site answers. NEW: never visited. UNSUPPORTED: its system is not one we can read."""

    NEW = "new"
    OK = "ok"
    BLOCKED = "blocked"
    ROBOTS_DISALLOWED = "robots_disallowed"
    TLS_ERROR = "tls_error"
    UNAVAILABLE = "unavailable"
    UNPARSABLE = "unparsable"
    UNSUPPORTED = "unsupported"


class PublicationKind(StrEnum):
    """What a council offers for download, by the form of its address and its place in the agenda."""

    REPORT = "report"
    APPENDIX = "appendix"
    MINUTES = "minutes"
    SUPPLEMENT = "supplement"
    PACK = "pack"
    FRONT_SHEET = "front_sheet"
    DECISIONS = "decisions"
    LINK = "link"
    OTHER = "other"


class PublicationState(StrEnum):
    """Where a publication is on its way into the archive.

    CHOSEN: to be fetched; FAILED: tried, to be tried again next run; SKIPPED: no rule chooses it; the others are final
    until the council changes the entry.
    """

    CHOSEN = "chosen"
    FETCHED = "fetched"
    FAILED = "failed"
    SKIPPED = "skipped"
    RESTRICTED = "restricted"
    NOT_PDF = "not_pdf"
    NOT_FOUND = "not_found"
    TOO_LARGE = "too_large"
    BLOCKED = "blocked"


class FetchFate(StrEnum):
    """What a download did to the archive. NEW_VERSION: known address, other bytes. ALIAS: known bytes, new address.

    POSTPONED: not tried, the budget of the run was spent or the host had been stopped.
    """

    NEW = "new"
    NEW_VERSION = "new_version"
    ALIAS = "alias"
    UNCHANGED = "unchanged"
    POSTPONED = "postponed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Site:
    """Where one council publishes. ``base_url`` is the directory that holds the pages, without a slash at its end.

    ``host`` is the key of everything found there: host name in lower case, with the port where it is not the scheme's.
    ``extra_ca_file`` holds certificates to trust besides the usual ones. ``name`` is the council's, in full.
    """

    council_id: str
    base_url: str
    host: str
    system: str | None = None
    extra_ca_file: Path | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one address; never an exception.

    ``body`` is empty for a download, whose bytes are in ``path``; both hold nothing unless ``outcome`` is OK, except
    that a blocked or unparsable answer keeps the beginning of its body in ``excerpt`` (200 characters at most).
    ``size`` counts the bytes received, ``seconds`` all attempts together; ``retry_after`` is how many seconds the site
    asked to be left alone. ``headers`` have names in lower case. ``detail`` is a sentence for a person.
    """

    url: str
    final_url: str
    outcome: Outcome
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    path: Path | None = None
    sha256: str | None = None
    size: int = 0
    seconds: float = 0.0
    attempts: int = 1
    retry_after: float | None = None
    detail: str | None = None
    excerpt: str | None = None

    @property
    def ok(self) -> bool:
        """Whether there is something to read."""
        return self.outcome is Outcome.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """One document a council offers, with where it stands and why it was chosen.

    Ids are the site's own numbers as text; ``attachment_id`` is 'u:' and the sha256 of the address where the site
    gives none. Dates are ISO 8601. ``chosen_by`` names the rule. A restricted document is found, never fetched.
    ``position`` is its place within the item, from 1.
    """

    host: str
    attachment_id: str
    meeting_id: str
    committee_id: str
    committee: str
    meeting_date: str
    title: str
    url: str
    kind: PublicationKind
    role: DocumentRole
    chosen_by: str
    item_id: str | None = None
    item_title: str | None = None
    position: int = 1
    restricted: bool = False
    publication_date: str | None = None

    @property
    def publication_id(self) -> str:
        """Its key in ``publications``."""
        return site_key(self.host, self.attachment_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """What became of one found document in one run. ``sha256`` names the bytes in the archive, None where none came."""

    publication_id: str
    url: str
    fate: FetchFate
    outcome: Outcome | None = None
    sha256: str | None = None
    bytes: int = 0
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one run takes from one council at most; what is left over is fetched by the next run."""

    files: int = 40
    bytes: int = 300_000_000


@dataclass(frozen=True, slots=True)
class ArchivedBytes:
    """Bytes in the archive: their sha256 in hex, their number, and where they lie below the archive's root."""

    sha256: str
    bytes: int
    path: str
    already_there: bool


def site_key(host: str, number: str) -> str:
    """The key of a committee, meeting, item or publication: a site's numbers are unique per host only."""
    return f"{host}/{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A committee, meeting or document that discovery passed by, with the rule or the reason."""

    committee: str
    reason: str
    meeting_date: str | None = None
    item_title: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What one look at a council's site brought.

    ``outcome`` is that of the request that mattered: OK, or why the look ended early; ``detail`` then says it in a
    sentence. ``listed`` counts the meetings of the days asked for, ``read`` the agendas read now. ``found`` are all
    documents a rule has chosen so far, newest meeting first, also those an earlier look entered.
    """

    council_id: str
    host: str
    outcome: Outcome
    detail: str | None = None
    listed: int = 0
    read: int = 0
    found: tuple[FoundDocument, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
