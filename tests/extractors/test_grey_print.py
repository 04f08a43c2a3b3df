"""A report printed without colour: its greys are read by its key or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.extract import extract_document
from tests.extractors.made_marks import COLOURS, LABELS, RATINGS, THREE, Draw, build_report, filled

# The traffic lights of COLOURS as a greyscale printer renders them.
GREYS = {"green": "#717171", "amber": "#bdbdbd", "red": "#4c4c4c", "grey": "#a6a6a6"}


def statuses(path: Path) -> list[str]:
    return [row.status.rating.value for row in extract_document(path).kpis]


def codes(path: Path) -> set[str]:
    return {issue.code for issue in extract_document(path).issues}


def report(path: Path, names: tuple[str, ...], colours: Mapping[str, str], *, keyed: bool) -> Path:
    key: Callable[[str], Draw] | None = (lambda name: filled(colours[name], width=14)) if keyed else None
    columns: dict[str, Callable[[str], Draw | str]] = {
        "Actual": lambda _name: "80%",
        "RAG": lambda name: filled(colours[name]),
    }
    return build_report(path, names, columns, key=key, labels=LABELS)


def test_shades_of_grey_without_a_key_are_unreadable_and_the_report_says_so(tmp_path: Path) -> None:
    path = report(tmp_path / "grey.pdf", THREE, GREYS, keyed=False)

    assert set(statuses(path)) == {"unreadable"}
    (issue,) = [issue for issue in extract_document(path).issues if issue.code == "printed_in_grey"]
    assert "7 statuses cannot be told" in issue.message


def test_shades_of_grey_are_read_by_a_key_that_shows_them(tmp_path: Path) -> None:
    path = report(tmp_path / "grey.pdf", THREE, GREYS, keyed=True)

    assert statuses(path) == [RATINGS[name] for name in THREE]
    assert "printed_in_grey" not in codes(path)


def test_grey_beside_traffic_lights_still_means_not_rated(tmp_path: Path) -> None:
    names = ("green", "grey", "red", "amber", "grey", "green", "red")
    path = report(tmp_path / "colour.pdf", names, COLOURS, keyed=False)

    assert statuses(path) == [RATINGS[name] for name in names]
    assert "printed_in_grey" not in codes(path)


def test_one_shade_of_grey_in_all_rows_means_not_rated(tmp_path: Path) -> None:
    path = report(tmp_path / "one.pdf", ("grey",) * 5, COLOURS, keyed=False)

    assert set(statuses(path)) == {"not_rated"}
