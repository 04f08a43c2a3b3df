"""The PDFs that are measured: an appendix, a long pack that holds it among filler, a folder of reports."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
REPORTS = (ROOT.parent / "shared" / "reports", ROOT / "fixtures" / "reports")
PACK_PAGES = 300
FOLDER_REPORTS = 50


@dataclass(frozen=True, slots=True)
class Subjects:
    """``appendices`` by a short name; ``pack`` holds the first of them."""

    appendices: dict[str, Path]
    pack: Path
    folder: Path


def make_subjects(scratch: Path) -> Subjects:
    """Find the appendices and build the pack and the folder in ``scratch``; raises FileNotFoundError without any."""
    appendices = {
        path.name.split("-")[0]: path
        for folder in REPORTS
        for path in sorted(folder.glob("*appendix*.pdf"), reverse=True)
    }
    if not appendices:
        raise FileNotFoundError("no appendix found; run `python -m fixtures.generator` first")
    first = next(iter(appendices.values()))
    return Subjects(appendices, make_pack(first, scratch), make_folder(scratch))


def make_pack(appendix: Path, scratch: Path) -> Path:
    """``PACK_PAGES`` pages: the appendix after the first hundred, running text around it."""
    filler = scratch / "filler.pdf"
    _write_filler(filler, PACK_PAGES)
    pack = scratch / "pack.pdf"
    with pypdfium2.PdfDocument(filler) as around, pypdfium2.PdfDocument(appendix) as inside:
        whole = pypdfium2.PdfDocument.new()
        before = list(range(100))
        after = list(range(100, PACK_PAGES - len(inside)))
        whole.import_pages(around, before)
        whole.import_pages(inside)
        whole.import_pages(around, after)
        whole.save(pack)
        whole.close()
    return pack


def make_folder(scratch: Path) -> Path:
    """``FOLDER_REPORTS`` copies of the shipped reports, each with bytes of its own."""
    folder = scratch / "reports"
    folder.mkdir()
    shipped = sorted((ROOT / "fixtures" / "reports").glob("*.pdf"))
    for number in range(FOLDER_REPORTS if shipped else 0):
        source = shipped[number % len(shipped)]
        target = folder / f"{number:02d}-{source.name}"
        shutil.copyfile(source, target)
        with target.open("ab") as file:
            file.write(b"%% copy %d\n" % number)
    return folder


def _write_filler(path: Path, pages: int) -> None:
    canvas = Canvas(str(path), pageCompression=1)
    for number in range(pages):
        canvas.setFont("Helvetica", 11)
        for line in range(40):
            canvas.drawString(
                72, 780 - 17 * line, f"{number + 1}.{line + 1} Members considered the report and noted the position."
            )
        canvas.showPage()
    canvas.save()
