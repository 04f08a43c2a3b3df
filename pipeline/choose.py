"""The reading to keep: the first one unless the report's own totals, or its own rows, speak for another.

Readings are scored on evidence the report gives (stated totals met, rows without a title, refs out of order), never
on an engine's own confidence, and none is altered to fit. What was tried and why the winner won is an issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from extractors.engines import RIVALS, Engine
from extractors.joins import PageLayout
from extractors.layouts import ReadPages, replace_tables
from schemas.readings import DocumentContent, Issue, KpiRow
from schemas.stated import StatedTotals
from schemas.vocabulary import Basis, Population, Rating, ScopeType

# Reading again is for the pages of doubtful tables; longer reports are packs whose tables are on few pages.
MOST_PAGES = 40
# camelot takes up to a second a page and flavour: more pages than this would not fit a worker's time limit.
MOST_SLOW_PAGES = 10
# Where no rows were read at all there may be none, so only the engines that cost next to nothing are asked.
QUICK_RIVALS = RIVALS[:2]
# Issues that say that rows of a table were not read whole.
BROKEN = frozenset({"row_without_title", "table_without_header"})


@dataclass(frozen=True, slots=True)
class Score:
    """What speaks for a reading: stated totals it meets, then how few faults its rows show, then rows and cells."""

    met: int
    faults: int
    rows: int
    filled: int

    def beats(self, other: Score) -> bool:
        """Whether the evidence is stronger. More rows or cells alone prove nothing: they only break a tie of faults."""
        if self.met != other.met:
            return self.met > other.met
        if not self.rows or self.faults >= other.faults:
            return False
        return self.rows >= other.rows and self.filled >= other.filled


def choose_reading(
    path: Path,
    read: ReadPages,
    content_of: Callable[[ReadPages], DocumentContent],
    stated: StatedTotals | None = None,
) -> DocumentContent:
    """The content of the best reading of the document at ``path``; ``content_of`` makes the content of one reading.

    The first reading stands when every stated total is met and no row is broken. Otherwise the pages of its rows are
    read by the next engines, until one meets all totals or agrees with the first row for row. A document without rows
    is read again by the quick engines alone.
    """
    first = content_of(read)
    totals = stated_totals(first, stated)
    score = score_of(first, totals)
    if score.met == len(totals) and not score.faults:
        return first
    pages = _doubtful_pages(first, read)
    if not pages or len(pages) > MOST_PAGES:
        return first
    tried: list[tuple[str, Score]] = [("first reading", score)]
    best, best_name, best_score = first, "first reading", score
    agreed = False
    for name, engine in RIVALS if first.kpis and len(pages) <= MOST_SLOW_PAGES else QUICK_RIVALS:
        rival = content_of(_read_again(path, read, pages, engine))
        rival_score = score_of(rival, totals)
        tried.append((name, rival_score))
        if _same_rows(first, rival):
            agreed = True
            break
        if rival_score.beats(best_score):
            best, best_name, best_score = rival, name, rival_score
        if best_score.met == len(totals) and not best_score.faults:
            break
    if not best.kpis:
        # A covering report states totals of rows that stand in another document.
        return first
    return replace(best, issues=(*best.issues, _choice(tried, best_name, len(totals), pages, agreed)))


def stated_totals(content: DocumentContent, stated: StatedTotals | None) -> tuple[tuple[str, int], ...]:
    """The document's own current totals for the whole report, by rating; the given ones when it states none."""
    own = {
        claim.rating: claim.count
        for claim in content.claims
        if claim.population is Population.KPIS
        and claim.scope_type is ScopeType.WHOLE
        and claim.basis is Basis.CURRENT
        and claim.is_current
        and claim.rating is not None
        and claim.count is not None
    }
    if own or stated is None:
        return tuple(own.items())
    return stated.counts


def score_of(content: DocumentContent, totals: Sequence[tuple[str, int]]) -> Score:
    """How well a reading stands up to the stated totals and to itself."""
    ratings = Counter(row.status.rating.value for row in content.kpis)
    met = sum(_count(ratings, rating) == count for rating, count in totals) if content.kpis else 0
    faults = sum(issue.code in BROKEN for issue in content.issues) + _out_of_order(content.kpis)
    filled = sum(bool(text) for row in content.kpis for text in (row.ref_printed, row.target, row.actual, row.previous))
    return Score(met, faults, len(content.kpis), filled)


def _count(ratings: Counter[str], rating: str) -> int:
    if rating == "total":
        return ratings.total()
    if rating == "rated":
        return ratings.total() - ratings[Rating.NOT_RATED.value] - ratings[Rating.UNREADABLE.value]
    return sum(ratings[part] for part in rating.split("|"))


def _out_of_order(rows: Sequence[KpiRow]) -> int:
    """Refs in dotted figures that go back by themselves: the row before and the row after are in order."""
    keys = [_dotted(row.ref) for row in rows]
    backward = 0
    for (a, b), c in zip(pairwise(keys), keys[2:], strict=False):
        if a and b and c and a[0] == b[0] == c[0] and a < c and not a <= b <= c:
            backward += 1
    return backward


def _dotted(ref: str | None) -> tuple[int, ...] | None:
    parts = ref.split(".") if ref else []
    return tuple(map(int, parts)) if len(parts) > 1 and all(part.isdecimal() for part in parts) else None


def _doubtful_pages(content: DocumentContent, read: ReadPages) -> tuple[int, ...]:
    """The pages rows were read from or failed to be; all pages with tables when there are no rows at all."""
    pages = {place.page for row in content.kpis for place in row.places}
    pages |= {issue.place.page for issue in content.issues if issue.code in BROKEN and issue.place is not None}
    if not content.kpis and content.claims:
        pages |= {layout.number for layout in read.layouts if layout.tables}
    return tuple(sorted(pages))


def _read_again(path: Path, read: ReadPages, pages: Sequence[int], engine: Engine) -> ReadPages:
    """The reading with the tables of ``pages`` found by another engine; a page where it finds none stays as it was."""
    again: dict[int, PageLayout] = replace_tables(path, read.layouts, pages, engine)
    layouts = tuple(again.get(layout.number, layout) for layout in read.layouts)
    return replace(read, layouts=layouts)


def _same_rows(one: DocumentContent, other: DocumentContent) -> bool:
    def rows(content: DocumentContent) -> list[tuple[str, str]]:
        return [("".join(row.title.split()).casefold(), row.status.rating.value) for row in content.kpis]

    return bool(one.kpis) and rows(one) == rows(other)


def _choice(tried: Sequence[tuple[str, Score]], winner: str, totals: int, pages: Sequence[int], agreed: bool) -> Issue:
    shown = "; ".join(
        f"{name}: {score.rows} rows, {score.met} of {totals} stated totals met, {score.faults} faults"
        for name, score in tried
    )
    reason = (
        "the engines agree row for row, so what disagrees is in the report"
        if agreed and winner == "first reading"
        else "no other reading is better borne out"
        if winner == "first reading"
        else "it is better borne out by the report's own totals and rows"
    )
    where = f"pages {pages[0]} to {pages[-1]}" if len(pages) > 1 else f"page {pages[0]}"
    return Issue("engine_choice", f"Read {where} again; kept {winner}, because {reason}. {shown}.")
