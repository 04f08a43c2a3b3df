"""How many scanned pages of a document are recognised: each takes as long as hundreds of pages of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.geometry import Place
from schemas.readings import Issue


def _nobody(page: int) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class ScanBudget:
    """Counts the pages of one document that are recognised, up to ``most``; ``tell`` hears of each before it is."""

    most: int
    tell: Callable[[int], None] = _nobody
    _read: int = 0
    _left: list[Place] = field(default_factory=list)

    def allows(self, page: Place) -> bool:
        """Whether this page may be recognised as well; a page that may not is remembered."""
        if self._read >= self.most:
            self._left.append(page)
            return False
        self._read += 1
        self.tell(page.page)
        return True

    def issues(self) -> list[Issue]:
        """One issue that names the pages left unread; none where there are none."""
        if not self._left:
            return []
        numbers = [page.page for page in self._left]
        message = (
            f"Scanned pages were left unread ({_ranges(numbers)}): {self.most} are recognised in one document. To have "
            f"all of them read, ingest it again with --max-scans {self.most + len(numbers)} --fresh."
        )
        return [Issue("scans_beyond_limit", message, self._left[0])]


def _ranges(numbers: list[int]) -> str:
    """Page numbers in words: 'pages 3, 7 to 9'."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
