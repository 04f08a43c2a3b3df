"""The reading to keep: the first one unless the report's own totals, or its own rows, speak for another.

Readings are judged by ``scores``, on evidence the report gives; none is altered to fit. What was tried, what each
reading found and why the winner won is kept with the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from extractors.engines import RIVALS, Rival, Sight, read_again, sight_of
from extractors.layouts import ReadPages
from pipeline.scores import BROKEN, Score, keeps_rows, same_rows, score_of
from pipeline.totals import Totals, whole_totals
from schemas.geometry import Place
from schemas.readings import DocumentContent, EngineReading, Issue
from schemas.stated import StatedTotals

FIRST = "first"
# Reading again is for the pages of doubtful tables; longer reports are packs whose tables are on few pages.
MOST_PAGES = 40
# camelot takes up to a second a page and flavour: more pages than this would not fit a worker's time limit.
MOST_SLOW_PAGES = 10


class ContentOf(Protocol):
    """Makes the content of one reading of the pages."""

    def __call__(self, reading: ReadPages, *, with_prose: bool = True) -> DocumentContent:
        """All it says, or what its tables say."""
        ...


@dataclass(frozen=True, slots=True)
class _Tried:
    """A reading and what is known of it. ``pages`` are those an engine read again; the others are the first's.

    ``content`` is without prose where an engine read again: a reading is judged by its rows.
    ``agrees``: it read every page with rows again, and found the rows of the first reading. ``loses``: it lost some.
    """

    engine: str
    sight: Sight
    pages: tuple[int, ...]
    read: ReadPages
    content: DocumentContent
    score: Score
    agrees: bool
    loses: bool = False


def choose_reading(
    path: Path, read: ReadPages, content_of: ContentOf, stated: StatedTotals | None = None
) -> DocumentContent:
    """The content of the best reading of the document at ``path``; ``content_of`` makes the content of one reading.

    The first reading stands when every stated total is met and no row is broken. Otherwise the pages of its rows are
    read by all quick engines, and by the slow ones as long as none of these meets all totals with sound rows or sees
    the page otherwise and agrees row for row. ``stated`` counts only for a document that states no total itself.
    """
    content = content_of(read)
    own = whole_totals(content.claims)
    totals = own or (stated.counts if stated else ())
    first = _Tried(FIRST, sight_of(content.kpis), (), read, content, score_of(content, totals), agrees=True)
    if _is_beyond_doubt(first.score, totals):
        return content
    asked = None if own else stated
    pages = _doubtful_pages(content, read, totals)
    if not pages or len(pages) > MOST_PAGES:
        unmet = len(first.score.met) < len(totals)
        return replace(content, weighed=asked) if unmet else content
    tried = [first]
    for rival in RIVALS:
        if not rival.quick and (not content.kpis or len(pages) > MOST_SLOW_PAGES or _is_settled(tried, totals)):
            break
        tried.append(_try(path, read, content_of, pages, rival, totals, first))
    best = _best(tried)
    if not best.content.kpis and not (stated and not own):
        # A covering report states totals of rows that stand in another document.
        return content
    readings = tuple(_readings(tried, best, len(totals)))
    kept = content if best.read is read else content_of(best.read)
    return replace(kept, issues=(*kept.issues, _choice(readings, pages)), readings=readings, weighed=asked)


def _is_beyond_doubt(score: Score, totals: Totals) -> bool:
    return len(score.met) == len(totals) and score.faults == score.doubtful


def _is_settled(tried: Sequence[_Tried], totals: Totals) -> bool:
    """Whether no further engine can change the choice."""
    best = _best(tried)
    return _is_confirmed(tried) or (best is not tried[0] and _is_beyond_doubt(best.score, totals))


def _is_confirmed(tried: Sequence[_Tried]) -> bool:
    """Whether an engine that sees the page otherwise has read the same rows as the first reading."""
    first, *rivals = tried
    return any(rival.agrees and not rival.sight & first.sight for rival in rivals)


def _best(tried: Sequence[_Tried]) -> _Tried:
    """The best borne out of the readings, the cheaper one among equals.

    The first one where it is confirmed: two engines that share nothing do not misread alike, so a reading that meets
    more totals meets them by chance.
    """
    best, *rivals = tried
    for rival in rivals:
        if rival.pages and not rival.loses and rival.score.beats(best.score) and not _is_confirmed(tried):
            best = rival
    return best


def _try(
    path: Path,
    read: ReadPages,
    content_of: ContentOf,
    pages: Sequence[int],
    rival: Rival,
    totals: Totals,
    first: _Tried,
) -> _Tried:
    """The reading with the tables of ``pages`` found by a rival; a page where it finds none stays as it was."""
    again = read_again(path, read.layouts, pages, _settled(first.content), rival)
    if not again:
        return replace(first, engine=rival.name, sight=rival.sight, agrees=False)
    reading = replace(read, layouts=tuple(again.get(layout.number, layout) for layout in read.layouts))
    content = content_of(reading, with_prose=False)
    row_pages = {place.page for row in first.content.kpis for place in row.places}
    return _Tried(
        engine=rival.name,
        sight=rival.sight,
        pages=tuple(sorted(again)),
        read=reading,
        content=content,
        score=score_of(content, totals),
        agrees=row_pages <= set(again) and same_rows(first.content, content),
        loses=not keeps_rows(first.content, content),
    )


def _settled(content: DocumentContent) -> list[Place]:
    """Where totals, keys and actions stand: tables that are not in doubt, unless indicators were read from them."""
    rows = [place for row in content.kpis for place in row.places]
    known = [claim.place for claim in content.claims]
    known += [entry.place for entry in content.legend]
    known += [place for work in content.actions for place in work.places]
    return [place for place in known if not any(place.page == row.page and place.box.overlap(row.box) for row in rows)]


def _doubtful_pages(content: DocumentContent, read: ReadPages, totals: Totals) -> tuple[int, ...]:
    """The pages rows were read from or failed to be; all pages with tables when there are no rows at all."""
    pages = {place.page for row in content.kpis for place in row.places}
    pages |= {issue.place.page for issue in content.issues if issue.code in BROKEN and issue.place is not None}
    if not content.kpis and totals:
        pages |= {layout.number for layout in read.layouts if layout.tables}
    return tuple(sorted(pages))


def _readings(tried: Sequence[_Tried], best: _Tried, totals: int) -> Iterator[EngineReading]:
    for one in tried:
        yield EngineReading(
            engine=one.engine,
            pages=one.pages,
            rows=one.score.rows,
            stated=totals,
            met=len(one.score.met),
            faults=one.score.faults,
            agrees=one.agrees,
            kept=one is best,
            reason=_reason(one, best, tried, totals),
        )


def _reason(one: _Tried, best: _Tried, tried: Sequence[_Tried], totals: int) -> str:
    if one is best:
        return _reason_to_keep(best, tried, totals)
    if one.engine != FIRST and not one.pages:
        return "it finds no tables there"
    if one.engine != FIRST and one.agrees:
        return "it agrees with the first reading row for row"
    if one.loses:
        return "it loses rows of the first reading"
    if best.engine == FIRST and one.score.beats(best.score):
        return "an engine that sees the page otherwise agrees with the first reading"
    return f"the {best.engine} reading is at least as well borne out"


def _reason_to_keep(best: _Tried, tried: Sequence[_Tried], totals: int) -> str:
    if best.engine != FIRST:
        more = len(best.score.met) > len(tried[0].score.met)
        return "it meets more of the report's totals" if more else "its rows show fewer faults"
    if not _is_confirmed(tried):
        return "no other reading is better borne out"
    names = [rival.engine for rival in tried[1:] if rival.agrees]
    who = " and ".join([*filter(None, [", ".join(names[:-1])]), names[-1]])
    others = "" if all(rival.agrees for rival in tried[1:] if rival.pages) else ", others lose or garble rows"
    unmet = len(best.score.met) < totals
    return f"{who} read the same rows{others}" + (": what disagrees is in the report" if unmet else "")


def _choice(readings: Sequence[EngineReading], pages: Sequence[int]) -> Issue:
    shown = "; ".join(
        f"{one.engine}: {one.rows} rows, {one.met} of {one.stated} stated totals met, {one.faults} faults"
        for one in readings
        if one.engine == FIRST or one.pages
    )
    where = f"pages {pages[0]} to {pages[-1]}" if len(pages) > 1 else f"page {pages[0]}"
    ((winner, reason),) = [(one.engine, one.reason) for one in readings if one.kept]
    return Issue("engine_choice", f"Read {where} again; kept {winner}, because {reason}. {shown}.")
