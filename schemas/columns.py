"""What a table's column holds."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a joined table. ``period_label`` is the period its heading names, as printed, or None.

    Several columns may share a role (three past years); ``rank`` 0 is the one the row's own field is taken from.
    """

    index: int
    role: Role
    heading: str
    period_label: str | None = None
    rank: int = 0
