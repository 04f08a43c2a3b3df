"""What one document holds in memory while it is read: a pack of a thousand pages stays within 400 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

MOST_MB = 400
PACK = 1000
FEW, MANY = 8, 32
# One page in this many holds a table; a council's agenda pack has fewer.
TABLE_EVERY = 4

READ_TWO = """
import re
import resource
import sys
from pathlib import Path
from pipeline.extract import extract_document

def peak():
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

for path in sys.argv[1:]:
    content = extract_document(Path(path))
    print(content.pages, len(content.kpis), peak())
"""


def draw_pack(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=1)
    for page in range(pages):
        canvas.setFont("Helvetica", 10)
        if page % TABLE_EVERY == 0:
            draw_table(canvas, page)
        else:
            for line in range(45):
                words = f"Members of committee {page} heard evidence {line} on the scheme and asked officers to report"
                canvas.drawString(60, 780 - 15 * line, words)
        canvas.showPage()
    canvas.save()
    return path


def draw_table(canvas: Canvas, page: int) -> None:
    tops = [760 - 20 * row for row in range(34)]
    lefts = [60, 110, 330, 400, 470, 535]
    canvas.grid(lefts, tops)
    for row, top in enumerate(tops[:-1]):
        name = f"Homes inspected in ward {page} by team {row}"
        cells = (f"{page}.{row}", name, f"{row}%", f"{row + 1}%", "Green")
        for left, cell in zip(lefts, cells if row else ("Ref", "Measure", "Target", "Actual", "RAG"), strict=False):
            canvas.drawString(left + 3, top - 14, cell)


def test_a_pack_of_a_thousand_pages_is_extracted_within_400_mb(tmp_path: Path) -> None:
    """Measured on two short packs: what a page adds to the peak, times a thousand."""
    packs = [draw_pack(tmp_path / f"{pages}.pdf", pages) for pages in (FEW, MANY)]
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run(
        [sys.executable, "-c", READ_TWO, *map(str, packs)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    (few, few_rows, before), (many, many_rows, after) = (map(float, line.split()) for line in said.stdout.splitlines())
    assert (few, many) == (FEW, MANY)
    assert (few_rows, many_rows) == (32 * FEW / TABLE_EVERY, 32 * MANY / TABLE_EVERY)
    assert before + (after - before) / (MANY - FEW) * (PACK - FEW) < MOST_MB
