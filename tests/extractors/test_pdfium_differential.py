"""Our pages beside pdfplumber's, object by object: what differs is of a kind that docs/pages.md explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.comparison import UNEXPLAINED
from benchmarks.differential import compare_file

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
# The reports are the texts we must not lose a word of; the projects' test PDFs are odd on purpose.
REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*.pdf")) + sorted((SHARED / "reports").glob("*.pdf"))
OTHERS = sorted((SHARED / "corpus" / "kent-papers").glob("*.pdf"))[::5]
HARMLESS_IN_REPORTS = {"hidden", "copy", "ligature", "hyphen", "off the page", "cut to its clip", "shape", "cid"}
FOLLOWS = {"its characters differ", "direction"}


@pytest.mark.parametrize("path", REPORTS + OTHERS, ids=lambda path: path.name[:50])
def test_a_report_reads_as_pdfplumber_reads_it(path: Path) -> None:
    found, notes = compare_file(path, at_most=3)
    if notes:
        assert "cannot open it" in notes[0], notes
        return
    kinds = {kind for _sort, kind in found.differ}
    assert kinds <= HARMLESS_IN_REPORTS | FOLLOWS, found.examples
    assert sum(found.same.values()) > 20 * sum(found.differ.values())


def test_every_kind_of_difference_is_explained_in_the_docs() -> None:
    text = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    source = (ROOT / "benchmarks" / "comparison.py").read_text(encoding="utf-8")
    kinds = {
        "hidden",
        "copy",
        "ligature",
        "hyphen",
        "off the page",
        "cut to its clip",
        "shape",
        "descent",
        "ink",
        "aslant",
        "cid",
        "name",
        "far east",
        "only ours",
        "its characters differ",
        "direction",
        "gap",
    }
    assert all(f'"{kind}"' in source for kind in kinds)
    assert [kind for kind in sorted(kinds) if f"| {kind} |" not in text] == []
    assert UNEXPLAINED not in kinds
