"""One council's site, visited with manners: every request of this package goes through ``Visitor``."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
import tenacity

from pipeline.publications.addresses import clean_url, host_key, https_of, is_same_site, last_part, split_url
from pipeline.publications.connection import Deadline, GuardedTransport
from pipeline.publications.exchange import Receiver, receive
from pipeline.publications.manners import Manners
from pipeline.publications.outcomes import FAILURES, PASSING, REDIRECTS, REFUSALS
from pipeline.publications.pace import Paces
from pipeline.publications.receiving import IntoFile, IntoMemory
from pipeline.publications.robots import KnownRules, Rules, read_rules
from schemas.lookups import read_lookup
from schemas.publications import Answer, Outcome, Site
from schemas.tables_publications import FetchLogRow

MOST_REDIRECTS = 5
"""How often an answer may point elsewhere; a converted document does so once, RFC 9309 asks five of a robots.txt."""

REFUSED_FILES = 2
"""So many files refused in a row mean that all are: one alone may be a paper that was withdrawn."""

Log = Callable[[FetchLogRow], None]
"""Told of every attempt as it ends, before anything is made of its answer."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What all visitors of a program share, so that two of one host take turns and ask for its robots.txt once."""

    paces: Paces = field(default_factory=Paces)
    rules: KnownRules = field(default_factory=KnownRules)


_ALL = Neighbourhood()


class _Lane(Enum):
    """What of a site is asked: sites guard their service, their pages and their files apart."""

    SERVICE = auto()
    PAGES = auto()
    FILES = auto()


class Visitor:
    """Asks one site, one request at a time. Use it with ``with``, in one thread.

    Robots rules, pace, redirections, addresses, certificates, sizes and times are looked after here; whatever the
    world does comes back as an ``Answer`` with its ``Outcome``. A site that refuses or keeps failing is left alone:
    every further answer is HOST_STOPPED, without a request. Where only pages or files are refused, the rest goes on.

    Problem where this machine is at fault: a disk that is full, a file of certificates that cannot be read.
    """

    def __init__(self, site: Site, manners: Manners, log: Log, neighbourhood: Neighbourhood = _ALL) -> None:
        self.site = site
        self.manners = manners
        self._log = log
        self._shared = neighbourhood
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(self._deadline, manners.allow_private_hosts, site.extra_ca_file),
            headers={"User-Agent": manners.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds),
            trust_env=False,
        )
        self._pace = neighbourhood.paces.of(host_key(site.base_url))
        self._rules: dict[str, Rules] = {}
        self._failures = 0
        self._refused_files = 0
        self._closed: dict[_Lane, str] = {}
        self._answers_https: bool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def crawl_delay(self) -> float | None:
        """What the site's robots.txt asks for, once it has been read."""
        base_url = self.site.base_url
        secure = https_of(base_url, base_url) if self._answers_https else None
        rules = self._rules.get(_origin(secure or base_url))
        return rules.crawl_delay if rules else None

    def get(self, url: str, *, accept: str = "text/xml,text/html;q=0.8", limit_bytes: int | None = None) -> Answer:
        """The page at an address, its bytes in ``body``; at most ``limit_bytes`` (``manners.page_bytes``)."""
        limit = limit_bytes or self.manners.page_bytes
        lane = _Lane.SERVICE if _is_service(url) else _Lane.PAGES
        return self._ask(lane, url, {"Accept": accept}, lambda: IntoMemory(limit))

    def download(
        self, url: str, folder: Path, *, limit_bytes: int | None = None, validators: Mapping[str, str] | None = None
    ) -> Answer:
        """The PDF at an address, streamed into a new file in ``folder`` (``path``, ``sha256``), or NOT_PDF.

        ``validators`` are headers of the answer that brought the bytes known so far: NOT_MODIFIED where they hold.
        """
        limit = limit_bytes or self.manners.file_bytes
        headers = {"Accept": "application/pdf,*/*;q=0.1", **_conditions(validators or {})}
        return self._ask(_Lane.FILES, url, headers, lambda: IntoFile(folder, limit))

    def _ask(self, lane: _Lane, url: str, headers: Mapping[str, str], receiver: Callable[[], Receiver]) -> Answer:
        """The answer after as many attempts as it takes, unless the site is left alone."""
        if lane in self._closed:
            return Answer(url=url, final_url=url, outcome=Outcome.HOST_STOPPED, detail=self._closed[lane], attempts=0)
        answer = self._try(lambda: self._attempt(url, headers, receiver()))
        self._remember(lane, answer)
        return answer

    def _try(self, attempt: Callable[[], Answer]) -> Answer:
        """The first answer that is no passing fault, or the last one; with the seconds of all attempts."""
        started = time.monotonic()
        pauses = self.manners.back_off
        answers: list[Answer] = []

        def try_once() -> Answer:
            answers.append(attempt())
            return answers[-1]

        tenacity.Retrying(
            stop=tenacity.stop_after_attempt(len(pauses) + 1),
            retry=tenacity.retry_if_result(lambda _: self._may_pass(answers)),
            wait=lambda _: max((*pauses, 0.0)[len(answers) - 1], answers[-1].retry_after or 0.0),
            # The host rests, not this thread: whoever asks it next waits for its turn.
            sleep=self._pace.rest,
            retry_error_callback=lambda _: None,
        )(try_once)
        return replace(answers[-1], seconds=time.monotonic() - started, attempts=len(answers))

    def _may_pass(self, answers: Sequence[Answer]) -> bool:
        """Whether the same request may bring another answer: the same part of a file twice will come a third time."""
        last = answers[-1]
        again = last.sha256 is not None and any(last.sha256 == earlier.sha256 for earlier in answers[:-1])
        return last.outcome in PASSING and not again and (last.retry_after or 0.0) <= self.manners.longest_wait

    def _attempt(self, url: str, headers: Mapping[str, str], receiver: Receiver) -> Answer:
        """One attempt: the address and what it redirects to, as far as that may be asked. Logged as it ends."""
        starts: list[datetime] = []
        kept = False
        try:
            answer = replace(self._follow(url, headers, receiver, starts), size=receiver.size)
            self._log(_log_row(self.site, answer, starts))
            kept = answer.ok
        finally:
            if isinstance(receiver, IntoFile) and not kept:
                receiver.drop()
        return answer

    def _follow(self, url: str, headers: Mapping[str, str], receiver: Receiver, starts: list[datetime]) -> Answer:
        """The answer of an address or of what it redirects to; every request's beginning is added to ``starts``."""
        here = self._secured(url)
        for _ in range(MOST_REDIRECTS + 1):
            refused = self._refusal(here)
            if refused is not None:
                return Answer(url=url, final_url=here, outcome=refused[0], detail=refused[1])
            answer = self._exchange(url, here, headers, receiver, starts)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            target = clean_url(answer.headers["location"], here)
            if target is None:
                detail = f"leads to '{answer.headers['location'][:200]}', which is no web address"
                return replace(answer, outcome=Outcome.OFF_SITE, detail=detail)
            here = target
        return Answer(url=url, final_url=here, outcome=Outcome.TOO_MANY_REDIRECTS, detail="leads round in circles")

    def _refusal(self, url: str) -> tuple[Outcome, str] | None:
        """Why an address is not asked at all; None where it is."""
        if split_url(url) is None or not is_same_site(url, self.site.base_url):
            return Outcome.OFF_SITE, f"leads to {url}, away from {host_key(self.site.base_url)}"
        redirections = read_lookup("sites")["redirections"]
        if last_part(url) in redirections["restricted"]:
            return Outcome.RESTRICTED, "leads to the reasons for keeping it secret; that page was not opened"
        if last_part(url) in redirections["missing"]:
            return Outcome.NOT_FOUND, "leads to the site's page of errors"
        return self._rules_of(_origin(url)).refusal(url)

    def _rules_of(self, origin: str) -> Rules:
        """The rules of a host, asked for once."""
        if origin not in self._rules:
            known = self._shared.rules.find(origin, self.manners.rules_seconds)
            if known is None:
                known = self._read_rules(origin)
                self._shared.rules.keep(origin, known)
                self._shared.paces.of(host_key(origin)).rest(known.crawl_delay or 0.0)
            self._rules[origin] = known
        return self._rules[origin]

    def _read_rules(self, origin: str) -> Rules:
        return read_rules(self._try(lambda: self._ask_for_rules(origin)))

    def _ask_for_rules(self, origin: str) -> Answer:
        """One attempt at a host's robots.txt."""
        url, headers = f"{origin}/robots.txt", {"Accept": "text/plain,*/*;q=0.1"}
        self._rules[origin] = Rules()  # the file itself may always be asked for, and what it points to
        try:
            return self._attempt(url, headers, IntoMemory(self.manners.page_bytes))
        finally:
            del self._rules[origin]

    def _secured(self, url: str) -> str:
        """The address by https, where the register has the site under http and it answers by https as well.

        Registers are old: many sites they have under http send every visitor to https. It is tried once a visit.
        """
        secure = https_of(url, self.site.base_url)
        if secure is None:
            return url
        if self._answers_https is None:
            origin = _origin(secure)
            known = self._shared.rules.find(origin, self.manners.rules_seconds)
            answer = None if known else self._ask_for_rules(origin)
            self._answers_https = answer is None or answer.status is not None
            if answer is not None and self._answers_https and answer.outcome not in PASSING:
                self._rules[origin] = read_rules(answer)
                self._shared.rules.keep(origin, self._rules[origin])
        return secure if self._answers_https else url

    def _exchange(
        self, url: str, here: str, headers: Mapping[str, str], receiver: Receiver, starts: list[datetime]
    ) -> Answer:
        """One request, in the host's turn, and its answer with the body in ``receiver``; faults as outcomes."""
        pace = self._shared.paces.of(host_key(here))
        rules = self._rules[_origin(here)]
        with pace.turn(max(self.manners.delay, rules.crawl_delay or 0.0)):
            starts.append(datetime.now(UTC))
            self._deadline.set(self.manners.total_seconds)
            answer = receive(self._client, url, here, headers, receiver)
        if receiver.size > self.manners.large_bytes:
            pace.rest(self.manners.large_delay)
        return answer

    def _remember(self, lane: _Lane, answer: Answer) -> None:
        """Leave the site alone, or this part of it, when it refuses, or fails again and again."""
        closed: set[_Lane] = set()
        if answer.outcome in REFUSALS:
            self._refused_files += lane is _Lane.FILES
            if lane is _Lane.SERVICE:
                closed = set(_Lane)
            elif lane is _Lane.PAGES or answer.outcome is Outcome.CHALLENGE or self._refused_files >= REFUSED_FILES:
                closed = {lane}
        elif answer.outcome in FAILURES:
            self._failures += 1
            if self._failures >= self.manners.stop_after:
                closed = set(_Lane)
        elif answer.status is not None:
            self._failures = self._refused_files = 0
        if answer.retry_after is not None:
            self._pace.rest(min(answer.retry_after, self.manners.longest_wait))
            if answer.retry_after > self.manners.longest_wait:
                closed = set(_Lane)
        self._closed |= dict.fromkeys(closed, f"The site is left alone: {answer.detail or answer.outcome}.")


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    asked = {"If-None-Match": validators.get("etag"), "If-Modified-Since": validators.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_service(url: str) -> bool:
    """Whether an address is of a web service."""
    parts = split_url(url)
    return parts is not None and ".asmx" in parts.path.lower()


def _log_row(site: Site, answer: Answer, starts: Sequence[datetime]) -> FetchLogRow:
    """An attempt as it ended; waiting for the host's turn is no part of it, unless between redirections."""
    said = [part for part in (answer.detail, answer.excerpt) if part]
    now = datetime.now(UTC)
    begun = starts[0] if starts else now
    return FetchLogRow(
        at=begun.isoformat(timespec="milliseconds"),
        host=site.host,
        url=answer.url,
        final_url=answer.final_url if answer.final_url != answer.url else None,
        status=answer.status,
        outcome=answer.outcome,
        milliseconds=round((now - begun).total_seconds() * 1000),
        bytes=answer.size,
        sha256=answer.sha256,
        detail=": ".join(said) or None,
    )
