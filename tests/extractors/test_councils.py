"""A council is known by any of its usual names, and never taken for a neighbour."""

from __future__ import annotations

import pytest

from extractors.councils import council_of_domain, find_council, make_council, read_register


@pytest.mark.parametrize(
    ("printed", "council_id"),
    [
        ("Rutland County Council", "rutland"),
        ("RUTLAND COUNTY COUNCIL", "rutland"),
        ("Rutland", "rutland"),
        ("KCC", "kent"),
        ("Brighton & Hove City Council", "brighton-and-hove"),
        ("Barnet Council", "barnet"),
        ("London Borough of Barnet", "barnet"),
        ("Kingston upon Hull City Council", "hull"),
        ("City of York Council", "york"),
        ("Rotherham MBC", "rotherham"),
        # A borough that became a city is the same council.
        ("Colchester City Council", "colchester"),
    ],
)
def test_a_council_is_known_by_its_usual_names(printed: str, council_id: str) -> None:
    found = find_council(printed)
    assert found is not None
    assert found.council_id == council_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nottingham City Council", "Nottinghamshire County Council"),
        ("Derby City", "Derbyshire"),
        ("Newcastle City Council", "Newcastle-under-Lyme Borough Council"),
        ("Somerset Council", "Somerset County Council"),
        ("Lancaster City Council", "Lancaster County Council"),
    ],
)
def test_neighbours_and_predecessors_have_ids_of_their_own(one: str, other: str) -> None:
    assert make_council(one).council_id != make_council(other).council_id


def test_a_short_name_means_the_council_of_its_day() -> None:
    assert make_council("Somerset", on="2019-05-01").name == "Somerset County Council"
    assert make_council("Somerset", on="2023-09-06").name == "Somerset Council"
    assert make_council("Somerset").name == "Somerset Council"


def test_a_council_in_no_register_gets_a_short_id_unless_another_holds_it() -> None:
    assert make_council("Harrowmere District Council").council_id == "harrowmere"
    assert make_council("Lancaster County Council").council_id == "lancaster-county"


def test_mail_addresses_tell_the_council() -> None:
    rutland = council_of_domain("rutland.gov.uk")
    assert rutland is not None
    assert rutland.name == "Rutland County Council"
    assert council_of_domain("example.gov.uk") is None


def test_the_register_names_no_council_twice() -> None:
    register = read_register()
    assert len({council.council_id for council in register}) == len(register)
    assert len({council.gss_code for council in register}) == len(register)
    for council in register:
        assert find_council(council.name) == council
        assert council.system in {"moderngov", "cmis", "other"}
