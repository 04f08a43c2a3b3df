"""What the update flows leave to Prefect: when to come back, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.client.schemas.objects import State, StateType

from flows.update import brought_by, was_down
from pipeline.publications.visit import SiteDown
from schemas.publications import SourceState
from schemas.updates import Visited

DOWN = (Visited(council_id="a", name="A", host="a.example", state=SourceState.UNAVAILABLE, found=3),)


class Finished:
    """A visit that has ended, as Prefect hands it back."""

    def __init__(self, outcome: tuple[Visited, ...] | Exception) -> None:
        self._outcome = outcome

    def result(self) -> tuple[Visited, ...]:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.mark.parametrize(("error", "again"), [(SiteDown(DOWN), True), (KeyError("surprise"), False)])
def test_only_a_site_that_was_down_is_visited_again(error: Exception, again: bool) -> None:
    state: State[Any] = State(type=StateType.FAILED, data=error)
    assert was_down(None, None, state) is again


def test_what_a_site_brought_before_it_went_down_is_kept() -> None:
    assert brought_by(Finished(SiteDown(DOWN))) == DOWN
    assert brought_by(Finished(DOWN)) == DOWN


def test_a_bug_of_ours_is_not_taken_for_the_weather() -> None:
    with pytest.raises(KeyError, match="surprise"):
        brought_by(Finished(KeyError("surprise")))
