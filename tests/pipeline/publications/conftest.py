"""What tests of visits share: the reports are drawn once, each test has a site and a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.publications.client import Neighbourhood
from tests.pipeline.publications.small_site import SmallSite, small_site
from tests.pipeline.publications.towns import Papers, Town, draw_papers, town


@pytest.fixture(autouse=True)
def _strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows the rules of a site that had its port before."""
    monkeypatch.setattr("pipeline.publications.visit.NEIGHBOURHOOD", Neighbourhood())


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return draw_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def harrowfell(tmp_path: Path, papers: Papers) -> Iterator[Town]:
    with town(tmp_path, papers) as served:
        yield served


@pytest.fixture
def site() -> Iterator[SmallSite]:
    with small_site() as served:
        yield served
