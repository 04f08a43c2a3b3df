"""One request at a time to each host, with a pause between the starts of two, whoever asks."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class HostPace:
    """The turns of one host. Shared by all visitors of a program, in any thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._next_start = 0.0

    @contextmanager
    def turn(self, delay: float) -> Iterator[None]:
        """Wait until the host may be asked again, and keep others waiting until this request has ended.

        The next one starts ``delay`` seconds after the start of this one at the earliest.
        """
        with self._turn:
            time.sleep(max(0.0, self._next_start - time.monotonic()))
            self._next_start = time.monotonic() + delay
            yield

    def rest(self, seconds: float) -> None:
        """Let nobody ask for so many seconds from now, inside a turn or outside."""
        self._next_start = max(self._next_start, time.monotonic() + seconds)


class Paces:
    """The pace of every host asked so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_host: defaultdict[str, HostPace] = defaultdict(HostPace)

    def of(self, host: str) -> HostPace:
        """The host's pace, the same for everybody who asks for it."""
        with self._lock:
            return self._by_host[host]


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait as a Retry-After header says, in seconds or as an HTTP date; None where it says neither.

    A moment that is past is 0. RFC 9110, section 10.2.3.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
