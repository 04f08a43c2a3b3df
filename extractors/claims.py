"""What a report says of its own totals: count tables and sentences, as claims.

Only what is printed is claimed: a blank is a zero where its own line or column shows that it is one,
a number that contradicts its table because of a glued footnote mark is not repaired but reported.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.claims_axes import BucketColumn, Frame, name_scope
from extractors.claims_blanks import fill_blanks, find_footnoted
from extractors.claims_grid import GridCell, MarkReader, lay_out, place_of
from extractors.claims_labels import LegendNames, Meaning, fold
from extractors.claims_marks import read_marks_by
from extractors.claims_periods import latest_period
from extractors.claims_quarters import Moment, period_named
from extractors.claims_sentences import read_sentence_claims
from extractors.claims_tables import CountTable, recognise
from schemas.geometry import Place
from schemas.grids import JoinedTable
from schemas.lookups import read_lookup
from schemas.readings import Claim, Issue, LegendEntry
from schemas.vocabulary import Basis, Form, Population, ScopeType

__all__ = ["read_count_table", "read_sentence_claims"]


def read_count_table(
    table: JoinedTable,
    *,
    legend: Sequence[LegendEntry],
    next_position: int,
    section: str | None = None,
    name_mark: MarkReader | None = None,
    now: Moment | None = None,
    scope: str | None = None,
) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """The claims of a count table in reading order, with the issues its numbers raise; neither for other tables.

    A count table has at least two statuses as headings, along one side or the other, and counts under them.

    ``section`` is the heading above the table: a one-line strip counts the directorate it names.
    ``name_mark`` says which legend line a cell's colour or drawn mark stands for. Positions run from
    ``next_position``. ``now`` is what the document is about: counts of another period are no totals of now. A claim
    whose number is doubtful has ``count`` None and an issue. ``scope`` is the theme it counts, where its heading alone
    does not tell that it names one.
    """
    counts = recognise(lay_out(table, name_mark or read_marks_by(legend)), LegendNames.of(legend), section)
    if counts is None:
        return (), ()
    writer = _Writer(counts, section, next_position, now or Moment(None, None), scope)
    for frame in counts.frames:
        if not frame.is_percent:
            writer.write_frame(frame)
    return tuple(writer.claims), tuple(writer.issues)


class _Writer:
    """Collects one table's claims and issues in order."""

    def __init__(
        self, table: CountTable, section: str | None, next_position: int, now: Moment, scope: str | None
    ) -> None:
        self.table = table
        self.now = now
        titled = period_named(table.grid.title)
        self.titled = titled[0] if titled is not None and titled[1].is_other_than(now) else None
        self.scope_by_section = scope or name_scope(section) or name_scope(table.grid.title)
        self.next_position = next_position
        self.claims: list[Claim] = []
        self.issues: list[Issue] = []
        self.blanks = fill_blanks(table)
        self.footnoted = find_footnoted(table, self.blanks)
        self.current_period = _current_period(table)
        lines = [frame for frame in table.frames if not frame.is_percent]
        self.form = Form.STRIP if len(lines) == 1 and self.scope_by_section and not lines[0].scope else Form.TABLE

    def write_frame(self, frame: Frame) -> None:
        for over in dict.fromkeys(column.over for column in self.table.columns):
            block = [column for column in self.table.columns if column.over == over]
            for column in block:
                if not column.is_percent:
                    self.write_cell(frame, column, block)

    def write_cell(self, frame: Frame, column: BucketColumn, block: Sequence[BucketColumn]) -> None:
        table = self.table
        population = frame.population or table.population
        basis, rating = _read_rating(column.meaning, population, self.has_unrated_bucket(population), column.label)
        printed = table.grid.rows[frame.row][column.index]
        cell = table.count(frame, column)
        count = self.blanks.get((frame.row, column.index), cell.count)
        percent = cell.percent if cell.percent is not None else self.percent_beside(frame, column)
        if count is None and percent is None:
            if not cell.empty or table.counts[frame.row, column.index] is None:
                self.note("value_unreadable", f"'{printed.text}' under '{column.label}' is no count.", printed.place)
            return
        place = place_of((printed,), table.grid.place)
        if (frame.row, column.index) in self.footnoted:
            self.note("count_contradicts_table", self.footnoted[frame.row, column.index], place, claim=True)
            count = None
        period = frame.period or column.over or self.titled
        forecast = frame.is_forecast or fold(column.over) in read_lookup("claims")["scope"]["forecast"]
        forecast = forecast or (table.is_forecast and period is None)
        scope_type, scope = self.scope_of(frame)
        self.claims.append(
            Claim(
                position=self.next_position,
                group=f"{self.name}/{frame.row}" + (f"/{fold(column.over)}" if column.over else ""),
                population=population,
                scope_type=scope_type,
                scope=scope,
                basis=Basis.FORECAST if forecast else basis,
                bucket=column.label,
                rating=rating,
                count=count,
                percent=percent,
                denominator=cell.base if cell.base is not None else self.base_of(frame, block, column, percent),
                form=self.form,
                quote=self.quote(frame, column, printed),
                place=place,
                period_label=period,
                is_current=forecast or self.is_now(period),
            )
        )
        self.next_position += 1

    def is_now(self, period: str | None) -> bool:
        """Whether a period is the latest one of the table, and none but the document's."""
        if period is None:
            return True
        named = period_named(period)
        is_other = named is not None and named[1].is_other_than(self.now)
        return period == self.current_period and not is_other

    @property
    def name(self) -> str:
        place = self.table.grid.place
        return f"p{place.page}y{place.box.top:.0f}x{place.box.x0:.0f}"

    def has_unrated_bucket(self, population: Population) -> bool:
        return population is Population.KPIS and any(
            "not_rated" in (column.meaning.indicator or "").split("|") for column in self.table.columns
        )

    def scope_of(self, frame: Frame) -> tuple[ScopeType, str | None]:
        if frame.is_whole:
            return ScopeType.WHOLE, None
        named = frame.scope or self.scope_by_section
        if named is None:
            return ScopeType.WHOLE, None
        words = read_lookup("claims")["label_column"]["theme"]
        corner = fold(self.table.corner)
        is_theme = corner in words or any(f"{word}s" == corner for word in words) or corner in ("priorities",)
        return (ScopeType.THEME if is_theme else ScopeType.DIRECTORATE), named

    def percent_beside(self, frame: Frame, column: BucketColumn) -> float | None:
        """The percentage printed in its own column or line beside the count."""
        for other in self.table.columns:
            if other.is_percent and (other.label, other.over) == (column.label, column.over):
                return _as_percent(self.table.count(frame, other).percent, self.table.count(frame, other).count)
        line = self.percent_line(frame)
        if line is not None:
            cell = self.table.count(line, column)
            return _as_percent(cell.percent, cell.count)
        return None

    def percent_line(self, frame: Frame) -> Frame | None:
        """The line of percentages that belongs to a line of counts: named like it, or the unnamed one behind it."""
        behind = self.table.frames[self.table.frames.index(frame) + 1 :]
        for line in behind:
            if line.is_percent and (line.scope or line.period):
                if (line.scope, line.period) == (frame.scope, frame.period):
                    return line
            elif line.is_percent and line is behind[0]:
                return line
        return None

    def base_of(
        self, frame: Frame, block: Sequence[BucketColumn], column: BucketColumn, percent: float | None
    ) -> int | None:
        """The number the line's percentages are taken of: its rated indicators where stated, else its total."""
        if percent is None or column.meaning.total:
            return None
        for wanted in ("rated", "total"):
            for total in block:
                if total.meaning.total == wanted and not total.is_percent:
                    cell = self.table.count(frame, total)
                    if cell.count is not None and (frame.row, total.index) not in self.footnoted:
                        return cell.count
        return None

    def quote(self, frame: Frame, column: BucketColumn, printed: GridCell) -> str:
        heads = [frame.scope, frame.period or column.over or None, column.label]
        return f"{' | '.join(head for head in heads if head)}: {printed.text or '(blank)'}"

    def note(self, code: str, message: str, place: Place | None, *, claim: bool = False) -> None:
        subject = f"claim:{self.next_position}" if claim else None
        self.issues.append(Issue(code, message, place or self.table.grid.place, subject))


def _as_percent(percent: float | None, bare: int | None) -> float | None:
    return percent if percent is not None else (float(bare) if bare is not None and bare <= 100 else None)


def _read_rating(
    meaning: Meaning, population: Population, has_unrated_bucket: bool, label: str
) -> tuple[Basis, str | None]:
    if meaning.total:
        bare = fold(label) in read_lookup("claims")["scope"]["whole"]
        # A bare 'Total' under rated statuses alone is the total of the rated.
        rated = population is Population.KPIS and bare and not has_unrated_bucket
        return Basis.CURRENT, "rated" if rated else meaning.total
    status = meaning.action if population is Population.ACTIONS else meaning.indicator
    if status is None and meaning.direction is not None:
        return Basis.DIRECTION, meaning.direction
    return Basis.CURRENT, status


def _current_period(table: CountTable) -> str | None:
    """The latest period of the table that has any count; forecasts are no period of their own."""
    forecast = read_lookup("claims")["scope"]["forecast"]
    seen: dict[str, bool] = {}
    for frame in table.frames:
        for column in table.columns:
            label = frame.period or column.over
            if label and not frame.is_forecast and fold(label) not in forecast:
                cell = table.count(frame, column)
                filled = cell.count is not None or cell.percent is not None
                seen[label] = seen.get(label, False) or filled
    labels = [label for label, filled in seen.items() if filled]
    return labels[latest_period(labels)] if labels else None
