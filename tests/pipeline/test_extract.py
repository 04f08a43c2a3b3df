"""Claims about the whole line: a known table gives the same rows however it is cut, turned or coloured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import damaged
from fixtures.generator.pages import LABELS, Break, TableSpec, build_table_pdf, line_counts
from pipeline.extract import extract_document
from schemas.errors import Reason, Rejection
from schemas.readings import DocumentContent
from schemas.vocabulary import Rag, Rating, StatusMethod

COLUMNS = ("Ref", "Measure", "Target", "Actual", "RAG", "Commentary")
STATUSES = ("green", "amber", "red", "grey", "green", "red", "amber", "green", "")
NOTE = "The workshop lost two fitters in the spring and has borrowed three from the county until the autumn at least."
ROWS = tuple(
    {
        "Ref": f"2.{number}",
        "Measure": f"Percentage of street lamps in parish {number} mended within five working days of a report",
        "Target": "95%",
        "Actual": f"{80 + number}%",
        "RAG": status,
        "Commentary": NOTE if number % 2 else "",
    }
    for number, status in enumerate(STATUSES, start=1)
)
LINES = line_counts(TableSpec(columns=COLUMNS, rows=ROWS))
RATINGS = {"green": Rating.MET, "amber": Rating.CLOSE, "red": Rating.MISSED, "grey": Rating.NOT_RATED}


def read(**options: object) -> DocumentContent:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        build_table_pdf(path, COLUMNS, ROWS, **options)  # type: ignore[arg-type]
        return extract_document(path)


def assert_whole(content: DocumentContent) -> None:
    """Every row once, in order, with its texts and its status."""
    assert [row.ref for row in content.kpis] == [row["Ref"] for row in ROWS]
    assert [row.title for row in content.kpis] == [row["Measure"] for row in ROWS]
    assert [row.commentary or "" for row in content.kpis] == [row["Commentary"] for row in ROWS]
    assert [row.actual for row in content.kpis] == [row["Actual"] for row in ROWS]
    assert [row.status.rag.value for row in content.kpis] == [status or "none" for status in STATUSES]


breaks = st.lists(
    st.one_of(
        st.integers(-1, len(ROWS) - 2),
        st.integers(0, len(ROWS) - 1).flatmap(
            lambda row: st.tuples(st.just(row), st.integers(1, max(1, LINES[row] - 1)))
        ),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda cut: cut[0] if isinstance(cut, tuple) else cut,
).map(lambda cuts: tuple(sorted(cuts, key=lambda cut: (cut, 99) if isinstance(cut, int) else cut)))


@settings(max_examples=25)
@given(breaks, st.booleans())
def test_a_known_table_gives_the_same_rows_wherever_pages_break_it(cuts: tuple[Break, ...], repeated: bool) -> None:
    assert_whole(read(page_break_after=cuts, repeat_header=repeated))


@pytest.mark.parametrize("space", ["rgb", "cmyk", "icc", "lab", "separation", "devicen", "indexed", "calrgb"])
def test_a_status_is_the_same_in_every_colour_space(space: str) -> None:
    content = read(colour_space=space)
    assert_whole(content)
    assert [row.status.rating for row in content.kpis if row.status.method] == [RATINGS[s] for s in STATUSES if s]
    assert {row.status.method for row in content.kpis} == {StatusMethod.FILL, None}


def test_four_greys_are_told_apart_by_the_key_alone() -> None:
    content = read(colour_space="gray")
    assert [row.status.rating for row in content.kpis if row.status.method] == [RATINGS[s] for s in STATUSES if s]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_turned_by_its_rotate_flag_gives_the_same_rows(rotate: int) -> None:
    assert_whole(read(rotate=rotate))


@pytest.mark.parametrize("ruled", ["full", "outlines", "thin_rects", "double"])
def test_rules_may_be_drawn_in_any_way(ruled: str) -> None:
    assert_whole(read(ruled=ruled))


@pytest.mark.parametrize("style", ["word", "phrase", "letter", "fill_word", "fill_letter"])
def test_a_status_may_be_written(style: str) -> None:
    content = read(status_style=style)
    assert [row.ref for row in content.kpis] == [row["Ref"] for row in ROWS]
    shown = [row.status for row in content.kpis if row.status.method]
    assert [status.rating for status in shown] == [RATINGS[s] for s in STATUSES if s]


def test_the_key_gives_each_status_its_label() -> None:
    content = read()
    assert {row.status.label for row in content.kpis} == {None, *(LABELS[s] for s in STATUSES if s)}
    assert [entry.label for entry in content.legend if entry.label in LABELS.values()]


def test_without_a_key_a_green_cell_is_met_and_a_grey_one_only_not_rated() -> None:
    content = read(legend=False)
    assert [row.status.rag for row in content.kpis][:4] == [Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY]
    assert [row.status.rating for row in content.kpis][:4] == [RATINGS[s] for s in STATUSES[:4]]
    assert content.kpis[3].status.reason is None


UNREADABLE: dict[Callable[[Path], Path], tuple[Reason, ...]] = {
    damaged.write_truncated: (Reason.TRUNCATED, Reason.NO_TEXT),
    damaged.write_cut_in_header: (Reason.NOT_A_PDF, Reason.TRUNCATED),
    damaged.write_not_a_pdf: (Reason.NOT_A_PDF,),
    damaged.write_web_page: (Reason.NOT_A_PDF,),
    damaged.write_encrypted: (Reason.ENCRYPTED,),
    damaged.write_empty: (Reason.EMPTY,),
    damaged.write_no_pages: (Reason.EMPTY, Reason.TRUNCATED),
    damaged.write_scan: (Reason.NO_TEXT,),
    damaged.write_blank: (Reason.NO_TEXT,),
}


@pytest.mark.parametrize("write", UNREADABLE, ids=lambda write: write.__name__)
def test_what_cannot_be_read_is_rejected_with_its_reason(write: Callable[[Path], Path], tmp_path: Path) -> None:
    path = write(tmp_path)
    with pytest.raises(Rejection) as rejected:
        extract_document(path)
    assert rejected.value.reason in UNREADABLE[write]
    assert path.name in rejected.value.detail


def test_a_report_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    assert extract_document(damaged.write_print_protected(tmp_path)).pages == 1
