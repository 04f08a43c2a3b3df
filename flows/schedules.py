"""When which flow runs. ``scrutineer serve`` follows this; ``prefect.yaml`` says the same to a Prefect of one's own.

Nightly work starts at half past two in the United Kingdom: the clocks change at one in the morning Greenwich time, so
that on the night of the change one to two o'clock does not exist or comes twice, and half past two comes once.
"""

from __future__ import annotations

from dataclasses import dataclass

UK = "Europe/London"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One deployment: ``entrypoint`` is 'module:flow'; ``cron`` counts in ``timezone``, None: only when asked.

    ``come_back``: seconds before each further visit of a site that was down.
    """

    name: str
    entrypoint: str
    cron: str | None
    timezone: str
    what: str
    come_back: tuple[float, ...] = ()


SCHEDULES = (
    Schedule(
        "nightly-update",
        "flows.update:update_all",
        "30 2 * * *",
        UK,
        "Every council: new papers found, fetched and ingested.",
        (900.0, 3600.0),
    ),
    Schedule(
        "hourly-feeds",
        "flows.update:follow_feeds",
        # In Greenwich time all the year: an hour that comes twice is asked twice, none is left out.
        "15 6-23 * * *",
        "UTC",
        "Every council with a feed: papers of the meetings it calls new.",
    ),
    Schedule(
        "weekly-probe",
        "flows.update:probe_blocked",
        "45 4 * * 1",
        UK,
        "Every council that blocked or forbade us: whether it still does.",
    ),
    Schedule(
        "weekly-reextract",
        "flows.update:reextract",
        "30 5 * * 6",
        UK,
        "Archived papers that older code has read: read again.",
    ),
    Schedule("one-council", "flows.update:update_council", None, UK, "One council, when somebody asks for it."),
    Schedule("one-folder", "flows.update:ingest_folder", None, UK, "A folder of PDFs, when somebody asks for it."),
)
