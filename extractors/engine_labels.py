"""One-KPI blocks without rules: a label at the start of each line, its value behind a wide gap.

Where labels and values are ruled cells they are found with the other ruled tables; what they say is for ``stacked``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.align_lines import Line
from extractors.engine_align import ENGINE
from extractors.headings import heading_role
from extractors.page_cells import PageIndex
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page

# A block has so many labels at least.
FEWEST_LABELS = 3
# Labels, and values, of a block begin this close to each other, in points.
SAME_START = 4.0
# Lines of a block stand no further apart than this, in type sizes.
NEAR = 2.5


def find_labelled(page: Page, lines: Sequence[Line]) -> tuple[Table, ...]:
    """Tables of two columns, labels and values, among ``lines`` of the page, from top to bottom."""
    runs = _runs(lines)
    if not runs:
        return ()
    index = PageIndex(page)
    built = (index.build(_boxes(page, run), ENGINE) for run in runs)
    return tuple(table for table in built if table is not None)


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        if run and not (_near(run[-1], line) and _belongs(run, line)):
            runs.append(run)
            run = []
        if run or (_is_labelled(line) and len(line.pieces) == 2):
            run.append(line)
    return [r for r in [*runs, run] if sum(_is_labelled(line) for line in r) >= FEWEST_LABELS]


def _is_labelled(line: Line) -> bool:
    label = line.pieces[0].text.rstrip(": ")
    return len(line.pieces) <= 2 and ":" not in label and heading_role(label) is not None


def _near(above: Line, below: Line) -> bool:
    return below.box.top - above.box.bottom <= NEAR * above.size


def _belongs(run: Sequence[Line], line: Line) -> bool:
    """A further label with or without a value, or the rest of a wrapped value."""
    labels, values = run[0].pieces[0].box.x0, run[0].pieces[1].box.x0
    if _is_labelled(line) and abs(line.pieces[0].box.x0 - labels) <= SAME_START:
        return len(line.pieces) == 1 or line.pieces[1].box.x0 >= values - SAME_START
    return len(line.pieces) == 1 and abs(line.pieces[0].box.x0 - values) <= SAME_START


def _boxes(page: Page, run: Sequence[Line]) -> list[Box]:
    starts = [line for line in run if abs(line.pieces[0].box.x0 - run[0].pieces[0].box.x0) <= SAME_START]
    x0 = min(line.box.x0 for line in run) - 2
    middle = min(line.pieces[1].box.x0 for line in starts if len(line.pieces) == 2) - 2
    top, bottom = run[0].box.top - 2, run[-1].box.bottom + 2
    beside = [f.box.x1 for f in page.fills if f.box.x0 >= middle - 4 and top <= f.box.mid_y <= bottom]
    x1 = max([line.box.x1 + 2 for line in run] + [x for x in beside if x < page.width])
    heights = [top, *((_above(run, line) + line.box.top) / 2 for line in starts[1:]), bottom]
    return [Box(a, y0, b, y1) for y0, y1 in pairwise(heights) for a, b in ((x0, middle), (middle, x1))]


def _above(run: Sequence[Line], line: Line) -> float:
    return max(other.box.bottom for other in run if other.box.mid_y < line.box.top)
