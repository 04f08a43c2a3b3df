"""What reading one document may cost before it is set aside. Options of the command line change these."""

from __future__ import annotations

from dataclasses import dataclass

# More time for a document with each of its pages that is recognised: 4 to 9 s of a processor of its own, ten times that
# where a dozen programs share it.
SCAN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document; a document beyond one of them is rejected, the run goes on.

    ``seconds``: wall-clock time in its worker. A 71-page report takes 8 s on two busy cores; three
    minutes are over twenty times that, and still end a parser that loops.
    ``memory_mb``: resident memory of its worker, in MiB. A 71-page report peaks below 100, a worker that has
    loaded every library at 130.
    ``max_bytes``: size of the file, 100 MiB; the largest of some 50 published papers seen has under 2.
    ``max_pages``: number of pages; 1,500 pages at the same pace are about the time limit.
    ``max_scans``: scanned pages that are recognised; the others stay unread. Each allows ``SCAN_SECONDS`` more.
    """

    seconds: float = 180.0
    memory_mb: int = 2048
    max_bytes: int = 100 * 1024 * 1024
    max_pages: int = 1500
    max_scans: int = 60

    def __post_init__(self) -> None:
        for name in ("seconds", "memory_mb", "max_bytes", "max_pages", "max_scans"):
            if getattr(self, name) <= 0:
                raise ValueError(f"limit {name} must be above zero, not {getattr(self, name)}")
