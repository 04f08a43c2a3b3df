"""The PDFs that are measured: an appendix, a long pack that holds it among filler, a folder of reports."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
REPORTS = (ROOT.parent / "shared" / "reports", ROOT / "fixtures" / "reports")
PACK_PAGES, LONG_PAGES = 300, 1000
FOLDER_REPORTS = 50
# Paragraphs of a page of filler at most, and where its last one begins at the lowest, in points.
PARAGRAPHS, FOOT = 8, 170.0
# The words of committee papers that filler is made of.
FILLER = """
members officers the council cabinet committee report proposed scheme site access road school housing
transport planning application consultation residents comments received objection condition approve refuse
defer note agreed noted that which with from under within during after before between local national
government guidance policy budget funding capital revenue contract tender procurement legal equality climate
risk and or of to in for on by a an this these those were was is are has have had been may should would
could also however therefore further additional existing current previous next annual public private
community health care children adults family support service services team partner partners county district
parish town village street land building works programme project delivery review update summary background
options recommended reasons decision implications
"""
WORDS = FILLER.split()


@dataclass(frozen=True, slots=True)
class Subjects:
    """``appendices`` by a short name; ``pack`` holds the first of them among filler, and so does ``long_pack``."""

    appendices: dict[str, Path]
    pack: Path
    long_pack: Path
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
    pack, long_pack = (make_pack(first, scratch, pages) for pages in (PACK_PAGES, LONG_PAGES))
    return Subjects(appendices, pack, long_pack, make_folder(scratch))


def make_pack(appendix: Path, scratch: Path, pages: int) -> Path:
    """So many pages: the appendix after the first hundred, running text around it."""
    filler = scratch / "filler.pdf"
    _write_filler(filler, pages)
    pack = scratch / f"pack-{pages}.pdf"
    with pypdfium2.PdfDocument(filler) as around, pypdfium2.PdfDocument(appendix) as inside:
        whole = pypdfium2.PdfDocument.new()
        before = list(range(100))
        after = list(range(100, pages - len(inside)))
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
    """Committee papers: numbered paragraphs of a few lines under headings, no two alike, no tables."""
    chance = random.Random(PACK_PAGES)
    canvas = Canvas(str(path), pageCompression=1)
    for number in range(pages):
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(72, 790, _sentence(chance, 4).rstrip("."))
        canvas.setFont("Helvetica", 11)
        top = 765.0
        for paragraph in range(1, PARAGRAPHS + 1):
            if top < FOOT:
                break
            text = " ".join(_sentence(chance, chance.randint(14, 24)) for _ in range(4))
            lines = simpleSplit(text, "Helvetica", 11, 410)
            canvas.drawString(72, top, f"{number + 1}.{paragraph}")
            for line in lines:
                canvas.drawString(112, top, line)
                top -= 13.5
            top -= 10
        canvas.drawString(290, 30, str(number + 1))
        canvas.showPage()
    canvas.save()


def _sentence(chance: random.Random, length: int) -> str:
    words = [chance.choice(WORDS) for _ in range(length)]
    return " ".join(words).capitalize() + "."
