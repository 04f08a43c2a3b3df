"""What a worker does with one PDF: check it, then read all of it or only its first pages. Runs inside a worker."""

from __future__ import annotations

from pathlib import Path

from extractors.frontmatter import read_front_matter
from extractors.pages import open_document
from extractors.scan_budget import ScanBudget
from pipeline.check_file import check_bytes, check_pages
from pipeline.extract import extract_document
from pipeline.worker_frames import SayStage
from schemas.identity import DocumentIdentity
from schemas.limits import SCAN_SECONDS, Limits
from schemas.readings import DocumentContent, FrontMatter
from schemas.stated import StatedTotals

# Front matter stands on the title page or the one behind it.
FIRST_PAGES = 2


def read_document(
    path: Path,
    filename: str,
    limits: Limits,
    stated: StatedTotals | None,
    identity: DocumentIdentity,
    say_stage: SayStage,
) -> DocumentContent:
    """Everything read from the PDF; Rejection when it cannot be read or is beyond the limits.

    ``stated`` are totals of its report that another document states, ``identity`` what is known of it beforehand.
    """
    say_stage("reading pages")
    check_bytes(path, limits)
    return extract_document(
        path,
        filename=filename,
        check=lambda page_count: check_pages(filename, page_count, limits),
        stated=stated,
        identity=identity,
        scans=ScanBudget(limits.max_scans, lambda page: say_stage(f"recognising page {page}", SCAN_SECONDS)),
    )


def glance_at(path: Path, filename: str, limits: Limits, say_stage: SayStage) -> FrontMatter:
    """The front matter of the first pages; Rejection when the PDF cannot be read or is beyond the limits."""
    say_stage("looking at the first pages")
    check_bytes(path, limits)
    with open_document(path) as opened:
        check_pages(filename, opened.page_count, limits)
        pages = [opened.read_words(number) for number in range(1, min(FIRST_PAGES, opened.page_count) + 1)]
    return read_front_matter(pages, filename)
