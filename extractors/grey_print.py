"""Statuses of a report that was printed without colour: greys that nothing explains say nothing.

A grey status means "no data" or "not rated" beside red, amber and green. In a report saved in greyscale every status is
grey, the greens too, each in a shade of its own. Where the report's key shows the shades they are read by it; where it
does not, none of them can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.colours import distance, name_colour
from schemas.readings import Issue, KpiRow, StatusReading
from schemas.vocabulary import Rag, Rating

# A publisher's own grey varies less than this from cell to cell; red, amber and green turned grey are 20 apart.
SAME_SHADE = 6.0


def without_guessed_greys(rows: Sequence[KpiRow]) -> tuple[list[KpiRow], list[Issue]]:
    """The rows, bare greys unreadable where all status colours are shades of grey; and the issue that says so."""
    statuses = [status for row in rows for status in (row.status, row.previous_status) if status is not None]
    colours = {status.colour for status in statuses if status.colour is not None}
    guessed = [status for status in statuses if _is_guessed(status)]
    if any(name_colour(colour) is not Rag.GREY for colour in colours) or not _differ(guessed):
        return list(rows), []
    mended = [
        replace(row, status=_unread(row.status), previous_status=row.previous_status and _unread(row.previous_status))
        for row in rows
    ]
    message = (
        f"Every status colour is a shade of grey and no key explains the shades: {len(guessed)} statuses "
        "cannot be told."
    )
    return mended, [Issue("printed_in_grey", message, guessed[0].place)]


def _is_guessed(status: StatusReading) -> bool:
    """Whether a status was read from a grey alone: no word beside it and no line of a key."""
    return status.rag is Rag.GREY and status.rating is Rating.NOT_RATED and status.label is None


def _differ(statuses: Sequence[StatusReading]) -> bool:
    shades = sorted({status.colour for status in statuses if status.colour is not None})
    return any(distance(shades[0], other) > SAME_SHADE for other in shades[1:])


def _unread(status: StatusReading) -> StatusReading:
    return replace(status, rag=Rag.NONE, rating=Rating.UNREADABLE) if _is_guessed(status) else status
