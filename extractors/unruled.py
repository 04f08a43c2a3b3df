"""Tables without rules: labelled lines first, then texts aligned under headings in what these leave.

How each is found is told in ``engine_labels`` and ``engine_align``.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from extractors.engine_align import align_text
from extractors.engine_labels import find_labelled
from extractors.loose_text import read_loose_text
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page


def find_unruled(
    page: Page, taken: Sequence[Box], before: Table | None = None, furniture: Set[int] = frozenset()
) -> tuple[Table, ...]:
    """The page's tables outside ``taken`` that no rules show; ``before`` and ``furniture`` as for ``find_aligned``."""
    text = read_loose_text(page, taken, furniture)
    labelled = find_labelled(page, text.lines)
    if labelled:
        taken = [*taken, *(table.place.box for table in labelled)]
        text = read_loose_text(page, taken, furniture)
    return (*labelled, *align_text(page, text, taken, before))
