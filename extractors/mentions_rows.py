"""The rows of a document that its prose may mean: found by ref, by title, or by the place of the words under a card."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.prose_refs import fold_ref
from extractors.prose_titles import Titles
from schemas.geometry import Place
from schemas.readings import KpiRow
from schemas.vocabulary import Polarity, Rag

# Words under a card speak of it as far down as this, in points; cards with text between them stand about 150 apart.
REACH = 120.0


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is meant: how it was found, and how well a title agrees."""

    row: KpiRow
    by: str
    score: float | None = None


class KnownRows:
    """The KPI rows of one document, ready to be looked up. ``refs`` are the folded refs of all of them."""

    def __init__(self, kpis: Sequence[KpiRow]) -> None:
        self._rows = tuple(kpis)
        self._by_ref: dict[str, KpiRow | None] = {}
        for row in kpis:
            if row.ref:
                key = fold_ref(row.ref)
                self._by_ref[key] = None if key in self._by_ref else row
        self.refs = frozenset(self._by_ref)
        self._titles = Titles([(row.title, *row.aliases) for row in kpis])
        self._cards: dict[int, list[KpiRow]] = defaultdict(list)
        for row in kpis:
            if row.engine == "card" and row.places:
                self._cards[row.places[0].page].append(row)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def by_ref(self, ref: str) -> Found | None:
        """The one row of a ref; None where there is none, or several."""
        row = self._by_ref.get(fold_ref(ref))
        return Found(row, "ref") if row else None

    def by_name(self, name: str) -> Found | None:
        """The row that a name, printed as a name, means."""
        match = self._titles.match_name(name)
        return Found(self._rows[match.index], "title", match.score) if match else None

    def by_sentence(self, sentence: str) -> Found | None:
        """The row whose title a sentence has in its words."""
        match = self._titles.match_sentence(sentence)
        return Found(self._rows[match.index], "title", match.score) if match else None

    def may_hold(self, text: str) -> bool:
        """Whether a paragraph has the words of any title: a quick look before it is parsed."""
        return self._titles.any_held(text)

    def by_place(self, place: Place) -> Found | None:
        """The row on whose card's foot the words stand: nearest above, with no other row beside it on the page."""
        above = [
            (place.box.top - row.places[0].box.bottom, row)
            for row in self._cards.get(place.page, ())
            if 0 <= place.box.top - row.places[0].box.bottom + 2 <= REACH
        ]
        return Found(min(above, key=lambda pair: pair[0])[1], "place") if above else None


def row_polarity(row: KpiRow | None) -> Polarity | None:
    """Which way is good by the row itself: its target's comparator; None where it does not say."""
    if row is None or not row.target:
        return None
    if re.match(r"\s*(?:<|≤|under|below|less than|fewer than|at most|no more than|max)", row.target, re.IGNORECASE):
        return Polarity.LOWER
    if re.match(r"\s*(?:>|≥|over|above|more than|at least|min)", row.target, re.IGNORECASE):
        return Polarity.HIGHER
    return None


def polarity_of_status(row: KpiRow) -> Polarity | None:
    """Which way is good as the row's numbers show: the floor stands on the bad side of the target, and so does a value
    that is not green; a green value below its target may be a part of the year's, so it shows nothing."""
    actual, target, floor = (_plain_number(text) for text in (row.actual, row.target, row.floor))
    if target is not None and floor is not None and floor != target:
        return Polarity.LOWER if floor > target else Polarity.HIGHER
    if actual is None or target is None or actual <= target or row.status.rag is Rag.NONE:
        return None
    return Polarity.HIGHER if row.status.rag is Rag.GREEN else Polarity.LOWER


def _plain_number(text: str | None) -> float | None:
    found = re.fullmatch(r"\s*£?(\d[\d,]*(?:\.\d+)?)\s?%?\s*", text or "")
    return float(found[1].replace(",", "")) if found else None
