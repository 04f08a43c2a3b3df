"""Reports that a document announces: in a schedule ('Quarter 3 | Cabinet | 20 February 2024') or in a sentence.

Texts are as printed; which days and periods are meant, and whether the reports came, is decided later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.announcements_schedules import read_listed_schedules, read_schedules
from extractors.announcements_sentences import read_announcing_sentences
from extractors.prose_lines import ProseLine, read_lines
from schemas.grids import JoinedTable
from schemas.readings import Announcement, Section


def read_announcements(
    sections: Sequence[Section], tables: Sequence[JoinedTable], lines: Sequence[ProseLine] | None = None
) -> tuple[Announcement, ...]:
    """Every report a document announces, in the order of its pages, each once.

    ``lines`` are those of ``prose_lines.read_lines`` where they are known already.
    """
    prose = read_lines(sections) if lines is None else lines
    found = (
        *read_schedules(tables, sections),
        *read_listed_schedules(prose),
        *read_announcing_sentences(prose),
    )
    ordered = sorted(found, key=lambda one: (one.place.page, one.place.box.top))
    each_once = {(one.period, one.title, one.body, one.when): one for one in reversed(ordered)}
    kept = [one for one in ordered if each_once[one.period, one.title, one.body, one.when] is one]
    return tuple(replace(one, position=number) for number, one in enumerate(kept, 1))
