"""Keys whose labels are their own swatches: "On target" in green, "Off target" in red."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.colours import SAME_COLOUR, distance
from extractors.key_sentences import is_meaning
from extractors.legend import is_key, make_entry
from extractors.lines import line_text
from schemas.geometry import Place, hull
from schemas.pages import Word
from schemas.readings import LegendEntry

LONGEST = 80


def read_coloured_words(runs: Sequence[Sequence[Word]], number: int) -> tuple[LegendEntry, ...]:
    """The entries of a key of coloured labels; () unless two of different colours have known meanings.

    ``runs`` are the page's neighbouring words in one coloured ink.
    """
    found: list[LegendEntry] = []
    for run in runs:
        text = line_text(run)
        place = Place(number, hull(word.box for word in run).rounded())
        if len(text) <= LONGEST and is_meaning(text):
            found.append(make_entry("", run[0].colour, (), text, place))
    distinct = {entry.label: entry for entry in reversed(found)}
    entries = [entry for entry in found if distinct[entry.label] is entry]
    return tuple(entries) if is_key(entries) and _apart(entries) else ()


def _apart(entries: Sequence[LegendEntry]) -> bool:
    """Whether no two labels share an ink: headings in the house's colour are no key."""
    inks = [entry.colour or "" for entry in entries]
    return all(distance(a, b) > SAME_COLOUR for i, a in enumerate(inks) for b in inks[i + 1 :])
