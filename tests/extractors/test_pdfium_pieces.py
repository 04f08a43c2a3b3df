"""Words read from the boxes of their ends are those of all characters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pdfium_page import PdfiumPage, open_pdf
from extractors.pdfium_words import find_words, word_dicts
from tests.extractors.made_pdfs import write_pdf

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REPORTS = sorted((FIXTURES / "reports").glob("*.pdf"))
ATTRIBUTES = ["fontname", "size", "non_stroking_color"]
# What widths learnt from other runs of a page may differ by (docs/pages.md).
NEAR = 0.02


def words_of_all_characters(page: PdfiumPage) -> list[dict[str, Any]]:
    groups = find_words(page.read_chars(), x_tolerance=3, y_tolerance=3, attributes=ATTRIBUTES)
    return word_dicts(groups, ATTRIBUTES)


def assert_same_words(page: PdfiumPage) -> None:
    found, expected = page.extract_words(extra_attrs=ATTRIBUTES), words_of_all_characters(page)
    assert [word["text"] for word in found] == [word["text"] for word in expected]
    for one, other in zip(found, expected, strict=True):
        assert {name: one[name] for name in ATTRIBUTES} == {name: other[name] for name in ATTRIBUTES}
        assert all(abs(one[edge] - other[edge]) <= NEAR for edge in ("x0", "top", "x1", "bottom")), one


@pytest.mark.parametrize("report", REPORTS, ids=[report.stem for report in REPORTS])
def test_words_of_a_report_are_those_of_all_its_characters(report: Path) -> None:
    with open_pdf(report) as document:
        for page in document.pages[:6]:
            assert_same_words(page)
            page.close()


worded = st.lists(st.text("aAfjW1.", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join)
texts = st.builds("{}{}{}".format, st.sampled_from(["", " "]), worded, st.sampled_from(["", " "]))
# What a run prints, with jumps in it (thousandths of the size) and spacing of its letters (points). They go one way:
# forth and back they would undo each other. None leads back from a blank: one printed over letters parts them in one
# reading and not in the other.
printed = st.one_of(
    [
        st.tuples(st.lists(st.tuples(text, st.integers(*jumps)), min_size=1, max_size=4), st.sampled_from(spacings))
        for text, jumps, spacings in (
            (texts, (-30, 30), [0.0]),
            (texts, (0, 900), [0.0, 0.4, 3.5]),
            (worded, (-900, 0), [0.0, -1.0]),
        )
    ]
)
# ... and its size, where it stands, how it is turned.
run = st.tuples(
    printed,
    st.sampled_from([8, 10, 11, 40]),
    st.integers(0, 90),
    st.sampled_from([300, 300, 302, 304, 330]),
    st.sampled_from(["1 0 0 1", "1 0 0 1", "1 0 0 1", "0 1 -1 0", "-1 0 0 1", "0.9 0.2 -0.2 0.9"]),
)


@settings(max_examples=200, deadline=None)
@given(runs=st.lists(run, min_size=1, max_size=6), turned=st.sampled_from([0, 90, 180, 270]))
def test_words_of_text_with_jumps_and_overprints_are_those_of_all_its_characters(
    tmp_path_factory: pytest.TempPathFactory, runs: list[Any], turned: int
) -> None:
    content = ["BT"]
    for (pieces, spacing), size, x, y, turn in runs:
        array = " ".join(f"({text}) {-jump}" for text, jump in pieces)
        content.append(f"/F1 {size} Tf {spacing} Tc {turn} {100 + 3 * x} {y} Tm [{array}] TJ")
    path = write_pdf(
        tmp_path_factory.mktemp("pieces") / "runs.pdf",
        " ".join([*content, "ET"]).encode(),
        page=b"/MediaBox [0 0 600 400] /Rotate %d" % turned,
    )
    with open_pdf(path) as document:
        assert_same_words(document.pages[0])
