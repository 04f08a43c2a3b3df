"""Memory does not grow with the number of pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

PAGES = 1000
MOST_MB = 400

READ_ALL = """
import re
import resource
import sys
from pathlib import Path
from extractors.pdfium_page import open_pdf

words = 0
with open_pdf(Path(sys.argv[1])) as document:
    for number in range(1, document.page_count + 1):
        page = document.page(number)
        words += len(page.extract_words())
        assert page.rects
        page.close()
# The peak of getrusage begins, on Linux, with the memory of the program that started this one.
status = Path("/proc/self/status")
if status.exists():
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(document.page_count, words, peak // 2**20)
"""


def test_a_pack_of_a_thousand_pages_is_read_within_400_mb(tmp_path: Path) -> None:
    pack = tmp_path / "pack.pdf"
    canvas = Canvas(str(pack), pageCompression=1)
    for number in range(PAGES):
        for line in range(20):
            canvas.drawString(72, 780 - 14 * line, f"Page {number} line {line} of the agenda pack")
        canvas.rect(72, 300, 200, 40, fill=1)
        canvas.showPage()
    canvas.save()
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(pack)], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    pages, words, megabytes = map(int, said.stdout.split())
    assert (pages, words) == (PAGES, PAGES * 20 * 8)
    assert megabytes < MOST_MB
