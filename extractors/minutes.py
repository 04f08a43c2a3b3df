"""Minutes: which documents are minutes, what in them is a resolution, a recommendation or a request, and which items
are about performance.

The items themselves are sections like others (``sections``); councillors' names stay in the text and are read nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.front_role import MINUTES_OF
from schemas.lookups import read_lookup
from schemas.readings import Section

MINUTES, RESOLUTION, RECOMMENDATIONS, REQUEST = "minutes", "resolution", "recommendations", "request"

# Minutes say what they are among their first paragraphs.
FIRST_PARAGRAPHS = 14
_MINUTES_LINE = re.compile(r"^(draft |printed |decision )?minutes\s*:?$", re.IGNORECASE)
# An item without a title is known by how its first paragraph begins.
FIRST_WORDS = 240
# The title of an item is a line or two.
LONGEST_TITLE = 200


def are_minutes(paragraphs: Sequence[str]) -> bool:
    """Whether a document that begins with these paragraphs is the minutes of a meeting."""
    first = [text.strip() for text in paragraphs[:FIRST_PARAGRAPHS]]
    return any(_MINUTES_LINE.match(text) for text in first) or MINUTES_OF.search(" ".join(first)) is not None


def find_item_titles(paragraphs: Sequence[str]) -> frozenset[int]:
    """Where the titles of single items stand: right above a line 'Minutes:', as the page of one agenda item has it."""
    return frozenset(
        number - 1
        for number, text in enumerate(paragraphs)
        if number and _MINUTES_LINE.match(text.strip()) and 0 < len(paragraphs[number - 1]) <= LONGEST_TITLE
    )


def is_form_label(text: str) -> bool:
    """Whether a line is only the label of a field on the page of one agenda item ('Agenda item', 'Minutes:')."""
    return re.fullmatch(r"(agenda item|(draft |decision )?minutes)\s*:?", text.strip(), re.IGNORECASE) is not None


def minute_kind(text: str) -> str:
    """What a paragraph of minutes is: resolution, recommendations, request, else minutes (the discussion)."""
    start = text.lstrip(" •◦-–")[:200]
    for kind in (RESOLUTION, RECOMMENDATIONS):
        if any(pattern.match(start) for pattern in _patterns(kind)):
            return kind
    return REQUEST if any(pattern.search(text) for pattern in _patterns(REQUEST)) else MINUTES


def is_apart(text: str) -> bool:
    """Whether an unnumbered paragraph of minutes is a section of its own: a decision, recommendation or request."""
    return minute_kind(text) != MINUTES


def is_performance_item(section: Section) -> bool:
    """Whether a section of minutes, by its title, is an item about performance; without a title, by its first words."""
    words = section.heading or section.text[:FIRST_WORDS]
    if any(pattern.search(words) for pattern in _patterns("other")):
        return False
    return any(pattern.search(words) for pattern in _patterns("performance"))


def performance_positions(sections: Sequence[Section]) -> frozenset[int]:
    """Positions of all sections of minutes that belong to items about performance.

    In minutes without any title they are all sections, if the text begins with performance.
    """
    found: set[int] = set()
    for section in sections:
        if section.parent in found or (section.heading is not None and is_performance_item(section)):
            found.add(section.position)
    untitled = bool(sections) and not any(section.heading for section in sections)
    if untitled and is_performance_item(sections[0]):
        return frozenset(section.position for section in sections)
    return frozenset(found)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in read_lookup("minutes")[name])
