"""The pages tell the truth: what they show is what the code does today."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.cli import scrutineer
from schemas.docs import PAGE, write_page
from tests.readme import README, ROOT, examples, output_of

PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def bare(requirement: str) -> str:
    """The name in a requirement, folded as registries fold it."""
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-")


def test_the_dataset_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page()


def test_every_direct_dependency_is_explained_and_no_other() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {row[1].strip().lower() for row in re.finditer(r"^\| ([A-Za-z0-9_.-]+) \|", page, re.MULTILINE)}
    named = {bare(requirement) for requirement in PROJECT["dependencies"]}
    for extra in PROJECT["optional-dependencies"].values():
        named |= {bare(requirement) for requirement in extra}
    assert explained - {"library"} == named


def test_every_dependency_is_pinned_without_an_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", pin) for pin in pins)
    pinned = {bare(pin) for pin in pins}
    assert {bare(requirement) for requirement in PROJECT["dependencies"]} <= pinned
    for extra in PROJECT["optional-dependencies"].values():
        assert {bare(requirement) for requirement in extra} <= pinned


def test_the_build_backend_is_pinned_to_the_same_version_twice() -> None:
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(backend) == 1
    assert backend[0] in pins


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_shows_only_commands_that_exist() -> None:
    shown = re.findall(r"^scrutineer ([a-z]+)", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert shown
    assert set(shown) <= set(scrutineer.commands)


def test_the_readme_asks_three_questions_and_shows_the_ledger() -> None:
    kinds = [example["kind"] for example in examples(README.read_text(encoding="utf-8"))]
    assert kinds.count("sql") >= 3
    assert "sh" in kinds


def test_the_readme_shows_what_its_examples_print(demo_dataset: Path) -> None:
    stale = [
        example["code"]
        for example in examples(README.read_text(encoding="utf-8"))
        if example["shown"] != output_of(example, demo_dataset)
    ]
    assert not stale, "run `make docs`"
