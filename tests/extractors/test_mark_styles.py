"""Every way the generator can show a status is read, with a key and without, in one status column and in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.generator.pages import STYLES, build_table_pdf
from pipeline.extract import extract_document
from tests.extractors.made_marks import FIVE, RATINGS, THREE, TITLES

LEVELS = {"Latest": "RAG > Latest", "Previous": "RAG > Previous"}


def build(path: Path, style: str, names: tuple[str, ...], *, legend: bool, rotate: int = 0) -> Path:
    rows = [
        {
            "Ref": f"1.{number + 1}",
            "Indicator": title,
            "Target": "90%",
            "Actual": f"{80 + number}%",
            LEVELS["Latest"]: name,
            LEVELS["Previous"]: names[(number + 1) % len(names)],
        }
        for number, (title, name) in enumerate(zip(TITLES, names, strict=True))
    ]
    build_table_pdf(
        path,
        list(rows[0]),
        rows,
        status_columns=list(LEVELS.values()),
        status_style=style,
        legend=legend,
        rotate=rotate,
        widths=dict.fromkeys(LEVELS.values(), 52.0),
    )
    return path


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("names", "legend"), [(FIVE, True), (THREE, False)])
def test_latest_and_previous_status_are_read_in_every_style(
    tmp_path: Path, style: str, names: tuple[str, ...], legend: bool
) -> None:
    content = extract_document(build(tmp_path / "styles.pdf", style, names, legend=legend))
    assert [row.status.rating.value for row in content.kpis] == [RATINGS[name] for name in names]
    earlier = [row.previous_status.rating.value for row in content.kpis if row.previous_status is not None]
    assert earlier == [RATINGS[name] for name in (*names[1:], names[0])]


@pytest.mark.parametrize("style", ["arrow_up", "dingbat", "text_colour"])
def test_a_landscape_page_turned_by_its_page_entry_reads_the_same(tmp_path: Path, style: str) -> None:
    content = extract_document(build(tmp_path / "turned.pdf", style, FIVE, legend=True, rotate=90))
    assert [row.status.rating.value for row in content.kpis] == [RATINGS[name] for name in FIVE]
