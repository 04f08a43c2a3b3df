"""One request at a time to a host, with pauses between; and how long a site asks us to wait."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from pipeline.publications.pace import HostPace, Paces, read_retry_after

NOW = datetime(2026, 11, 3, 12, 0, 0, tzinfo=UTC)


def test_starts_are_apart_and_never_two_at_once_whatever_the_threads() -> None:
    pace = HostPace()
    starts: list[float] = []
    going: list[int] = []
    most: list[int] = []

    def ask() -> None:
        for _ in range(3):
            with pace.turn(0.02):
                starts.append(time.monotonic())
                going.append(1)
                most.append(len(going))
                time.sleep(0.005)
                going.pop()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(starts) == 9
    assert max(most) == 1
    assert all(later - earlier >= 0.02 for earlier, later in pairwise(starts))


def test_a_rest_asked_for_holds_back_the_next_turn() -> None:
    pace = HostPace()
    with pace.turn(0.0):
        pass
    began = time.monotonic()
    pace.rest(0.05)
    with pace.turn(0.0):
        assert time.monotonic() - began >= 0.05


def test_hosts_do_not_wait_for_each_other() -> None:
    paces = Paces()
    began = time.monotonic()
    paces.of("a").rest(5.0)
    with paces.of("b").turn(0.0):
        assert time.monotonic() - began < 2.0
    assert paces.of("a") is paces.of("a")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 03 Nov 2026 12:02:00 GMT", 120.0),
        ("Tue, 03 Nov 2026 11:00:00 GMT", 0.0),
        ("Tuesday, 03-Nov-26 12:00:30 GMT", 30.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        (None, None),
    ],
)
def test_a_wait_is_read_from_seconds_and_from_dates(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds
