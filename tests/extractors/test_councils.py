"""A council is known by any of its usual names, and never taken for a neighbour."""

from __future__ import annotations

import re

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
        # Where a council that is gone published its papers may no longer be known.
        assert council.system in {"moderngov", "cmis", "other"} or council.abolished


def test_every_council_that_is_gone_names_those_that_took_over() -> None:
    register = {council.council_id: council for council in read_register()}
    for council in register.values():
        assert bool(council.successors) == bool(council.abolished)
        for successor in council.successors:
            later = register[successor]
            assert council.abolished is not None
            assert later.abolished is None or later.abolished > council.abolished


@pytest.mark.parametrize(
    ("gone", "last_day", "successors"),
    [
        ("Taunton Deane Borough Council", "2019-03-31", {"somerset-west-and-taunton"}),
        ("Aylesbury Vale District Council", "2020-03-31", {"buckinghamshire"}),
        ("Northamptonshire County Council", "2021-03-31", {"north-northamptonshire", "west-northamptonshire"}),
        ("Mendip District Council", "2023-03-31", {"somerset"}),
        ("Cumbria County Council", "2023-03-31", {"cumberland", "westmorland-and-furness"}),
    ],
)
def test_mergers_are_known(gone: str, last_day: str, successors: set[str]) -> None:
    council = find_council(gone)
    assert council is not None
    assert (council.abolished, set(council.successors)) == (last_day, successors)


def test_a_renamed_council_is_the_same_council() -> None:
    assert find_council("Shepway District Council") == find_council("Folkestone & Hythe District Council")


def test_the_register_holds_every_council_of_its_day() -> None:
    def count(on: str, nation: str) -> int:
        living = [c for c in read_register() if c.nation == nation and on <= (c.abolished or "9999")]
        predecessors = {c.council_id for c in living if c.abolished}
        born = {s for c in read_register() for s in c.successors if c.council_id in predecessors}
        return len([c for c in living if c.council_id not in born])

    # From April 2023: 317 in England with the City of London, which is not in the register.
    assert [count("2023-04-01", nation) for nation in ("England", "Scotland", "Wales", "Northern Ireland")] == [
        316,
        32,
        22,
        11,
    ]
    # Until March 2019: 353 in England with the City of London.
    assert count("2019-03-31", "England") == 352


def test_an_address_is_a_directory_that_pages_can_be_looked_for_in() -> None:
    for council in read_register():
        if council.base_url is not None:
            assert re.fullmatch(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9_-]+)*", council.base_url), council
        assert council.base_url or council.abolished
