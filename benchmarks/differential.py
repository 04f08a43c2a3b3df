"""Compares our pages with pdfplumber's over folders of PDFs and prints a table of the kinds of differences.

python -m benchmarks.differential [--pages N] FOLDER_OR_PDF…
"""

from __future__ import annotations

import argparse
import logging
import warnings
from pathlib import Path

import pdfplumber
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from benchmarks.comparison import Comparison, compare_pages
from extractors.pdfium_page import open_pdf
from schemas.errors import Rejection


def compare_file(path: Path, at_most: int | None) -> tuple[Comparison, list[str]]:
    """The differences on up to ``at_most`` pages spread over the file, and what could not be compared."""
    found, notes = Comparison(), list[str]()
    try:
        theirs = pdfplumber.open(path)
        their_count = len(theirs.pages)
    except (PdfminerException, MalformedPDFException) as error:
        return found, [f"{path.name}: pdfplumber cannot open it ({type(error.args[0]).__name__})"]
    try:
        ours = open_pdf(path)
    except Rejection as rejection:
        return found, [f"{path.name}: we cannot open it ({rejection.reason})"]
    with theirs, ours:
        if their_count != ours.page_count:
            notes.append(f"{path.name}: pdfplumber has {their_count} pages, we have {ours.page_count}")
        count = min(their_count, ours.page_count)
        step = max(1, count // at_most) if at_most else 1
        for index in range(0, count, step):
            try:
                one = compare_pages(theirs.pages[index], ours.pages[index])
            except PdfminerException as error:
                notes.append(
                    f"{path.name} page {index + 1}: pdfplumber cannot read it ({type(error.args[0]).__name__})"
                )
                continue
            found.add(one, f"{path.name} page {index + 1}")
            theirs.pages[index].close()
            ours.close_page(index + 1)
    return found, notes


def main() -> None:
    """The command line."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=None, help="at most so many pages of each file")
    options = parser.parse_args()
    total = Comparison()
    for path in options.paths:
        for pdf in sorted(path.rglob("*.pdf")) if path.is_dir() else [path]:
            found, notes = compare_file(pdf, options.pages)
            total.add(found, "")
            for note in notes:
                print(note)
    print(table(total))


def table(total: Comparison) -> str:
    """The differences as a Markdown table, commonest first."""
    lines = ["| sort | kind | count | of | first seen |", "|---|---|---|---|---|"]
    for (sort, kind), count in sorted(total.differ.items(), key=lambda item: (item[0][0], -item[1])):
        of = total.same[sort] + sum(number for (other, _kind), number in total.differ.items() if other == sort)
        lines.append(f"| {sort} | {kind} | {count} | {of} | {total.examples[sort, kind].strip(': ')} |")
    agree = ", ".join(f"{count} {sort}s" for sort, count in total.same.items())
    return "\n".join([f"Alike: {agree}.", "", *lines])


if __name__ == "__main__":
    main()
