"""What a council's site offers: its committees, its meetings of these weeks, their agendas, and what is chosen of them.

The service is asked first, pages only where it is switched off. Everything is entered as it is read. No document is
requested here, and nothing closed to the public is asked for at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from sqlite_utils import Database

from pipeline.problems import Problem
from pipeline.publications import meetings as ledger
from pipeline.publications.cmis import pages_of
from pipeline.publications.look import Look, look_at_meetings, look_at_site
from pipeline.publications.moderngov import committees_url
from pipeline.publications.outcomes import PASSING
from pipeline.publications.rss import Hint, feed_url, read_hints
from pipeline.publications.sources_state import needs_committees, read_source, record_visit
from pipeline.publications.systems import Asker, CmisListing, Listing, NotRead, PagesListing, ServiceListing, read
from pipeline.publications.windows import day_of, days_to_list, now_on
from schemas.agendas import ListedMeeting
from schemas.identity import Council
from schemas.publications import Discovery, Outcome, Site, site_key
from schemas.tables_publications import MeetingRow
from schemas.vocabulary import CouncilSystem

FEED_TRIED_AGAIN = timedelta(days=7)
"""A feed is asked for every hour where it works; where it does not, as rarely as a site that blocks us."""


class SiteAsker(Asker, Protocol):
    """What is needed of a ``Visitor``: it asks, and knows whose site it is on."""

    @property
    def site(self) -> Site: ...

    @property
    def crawl_delay(self) -> float | None: ...


def discover_council(
    council: Council, visitor: SiteAsker, db: Database, *, since: date | None = None, today: date
) -> Discovery:
    """Look through a council's meetings and enter what is found; how the site answered is entered too.

    ``since`` None: from 35 days before the last look that went well, and from 400 days ago on the first. Problem where
    the council's system is not one we can read.
    """
    now = now_on(today)
    source = read_source(db, visitor.site)
    days = days_to_list(today, since=since, last_visit=day_of(source.last_ok))
    is_stale = needs_committees(source, now)
    look = Look(council, visitor.site, db, today, now)
    return _look_with(look, visitor, lambda listing: look_at_site(look, listing, days, read_committees=is_stale))


def discover_meetings(
    council: Council, visitor: SiteAsker, db: Database, hints: Sequence[Hint], *, today: date
) -> Discovery:
    """Look at the meetings a feed calls new, as far as they are known: the rest is for the nightly look."""
    look = Look(council, visitor.site, db, today, now_on(today))
    meetings = _with_news(look, hints)
    look.listed = len(meetings)
    if not meetings:
        return _discovery(look, Outcome.OK, None)
    return _look_with(look, visitor, lambda listing: look_at_meetings(look, listing, meetings))


def read_feed(site: Site, visitor: Asker, db: Database) -> tuple[Hint, ...]:
    """The meetings the site's feed calls new; none where it has no feed that works: it is a hint, never the truth.

    A feed that was refused, or is not there, is not asked for again for a week.
    """
    if site.system != CouncilSystem.MODERNGOV or _is_feed_given_up(db, feed_url(site.base_url), datetime.now(UTC)):
        return ()
    try:
        return read(visitor, feed_url(site.base_url), lambda body, _: read_hints(body))
    except NotRead:
        return ()


def probe_site(site: Site, visitor: Asker, db: Database) -> bool:
    """Ask a site one thing, whether it lets us in, and enter how it answered."""
    is_cmis = site.system == CouncilSystem.CMIS
    answer = visitor.get(pages_of(site.base_url)[0] if is_cmis else committees_url(site.base_url))
    # A service that is switched off is no refusal: the pages may be open.
    outcome = Outcome.OK if answer.outcome is Outcome.NOT_FOUND else answer.outcome
    record_visit(
        db,
        site,
        outcome,
        now=datetime.now(UTC),
        status=answer.status,
        detail=answer.detail,
        retry_after=answer.retry_after,
    )
    return outcome is Outcome.OK


def _look_with(look: Look, visitor: SiteAsker, way: Callable[[Listing], None]) -> Discovery:
    """Look in the first way in which the site answers, and enter how it did."""
    trouble = None
    for base_url in _addresses(look.site.base_url):
        for listing in _listings(look, base_url, visitor):
            try:
                way(listing)
                trouble = look.trouble
                break
            except NotRead as failed:
                trouble = failed if failed.outcome is not Outcome.HOST_STOPPED else look.trouble or failed
                if failed.outcome is not Outcome.NOT_FOUND:
                    break
        if trouble is None or trouble.outcome is not Outcome.CONNECTION_FAILED:
            break
    outcome = trouble.outcome if trouble else Outcome.OK
    record_visit(
        look.db,
        look.site,
        outcome,
        now=look.now,
        status=trouble.status if trouble else None,
        detail=trouble.detail if trouble else None,
        retry_after=trouble.retry_after if trouble else None,
        crawl_delay=visitor.crawl_delay,
    )
    return _discovery(look, outcome, trouble.detail if trouble else None)


def _addresses(base_url: str) -> tuple[str, ...]:
    """Where to ask: many registers have an address without TLS of a site that has long had it, so that is tried first.

    Only where nothing listens there is the site asked without: a certificate that is wrong stays wrong. An address
    with a port is asked as it is.
    """
    parts = urlsplit(base_url)
    if parts.scheme != "http" or parts.port is not None:
        return (base_url,)
    return (urlunsplit(parts._replace(scheme="https")), base_url)


def _listings(look: Look, base_url: str, visitor: Asker) -> Sequence[Listing]:
    """The ways to read a site, the best first; the next one is for sites that answer 404 to it."""
    match look.site.system:
        case CouncilSystem.MODERNGOV:
            return (ServiceListing(base_url, visitor), PagesListing(base_url, visitor))
        case CouncilSystem.CMIS:
            return (CmisListing(base_url, visitor),)
        case _:
            raise Problem(
                f"{look.council.name} publishes its papers with a system of its own, which Scrutineer cannot read: it "
                "reads ModernGov and CMIS. Download the reports and use `scrutineer ingest`."
            )


def _with_news(look: Look, hints: Sequence[Hint]) -> list[ListedMeeting]:
    """The meetings whose hint tells something that is not known, earliest first."""
    meetings = ledger.known_meetings(look.db, look.site.host)
    committees = ledger.known_committees(look.db, look.site.host)
    found: dict[str, ListedMeeting] = {}
    for hint in hints:
        row = meetings.get(site_key(look.site.host, hint.meeting))
        if row is None or row.cancelled or not _is_news(hint, row, look.today):
            continue
        committee = committees[row.committee_id]
        if committee.selected and committee.council_id == look.council.council_id:
            day = date.fromisoformat(row.meeting_date)
            number = row.committee_id.removeprefix(site_key(look.site.host, ""))
            found[row.meeting_id] = ListedMeeting(hint.meeting, number, committee.title, day, row.meeting_time)
    return sorted(found.values(), key=lambda meeting: (meeting.day, meeting.number))


def _is_news(hint: Hint, row: MeetingRow, today: date) -> bool:
    """Whether a hint is of something not read yet; a feed repeats itself for weeks."""
    known = row.minutes_published if hint.is_minutes else row.agenda_published
    looked = day_of(row.read_at)
    return not known or looked is None or looked < today


def _is_feed_given_up(db: Database, url: str, now: datetime) -> bool:
    """Whether the last answer to a feed's address was a lasting no, and is not a week old."""
    last = db.conn.execute(
        "SELECT outcome, at FROM fetch_log WHERE url = ? ORDER BY at DESC LIMIT 1", (url,)
    ).fetchone()
    if last is None or Outcome(last[0]) in PASSING | {Outcome.OK}:
        return False
    return now - datetime.fromisoformat(last[1]) < FEED_TRIED_AGAIN


def _discovery(look: Look, outcome: Outcome, detail: str | None) -> Discovery:
    return Discovery(
        council_id=look.council.council_id,
        host=look.site.host,
        outcome=outcome,
        detail=detail,
        listed=look.listed,
        read=look.read,
        found=ledger.found_documents(look.db, look.site.host, look.council.council_id),
        left_out=tuple(look.left_out),
    )
