"""Councils that share a site: a committee belongs to the one its name names."""

from __future__ import annotations

import pytest

from extractors.councils import council_by_id
from pipeline.publications.addresses import host_key
from pipeline.publications.owners import owner_of, sharing
from schemas.identity import Council


def known(council_id: str) -> Council:
    council = council_by_id(council_id)
    assert council is not None
    return council


def together(council_id: str) -> tuple[Council, ...]:
    council = known(council_id)
    return sharing(council, host_key(council.base_url or ""))


def test_neighbours_with_one_site_are_known_and_the_councils_before_them_are_not_counted() -> None:
    assert {council.council_id for council in together("adur")} == {"adur", "worthing"}
    assert [council.council_id for council in together("rutland")] == ["rutland"]
    assert [council.council_id for council in together("west-suffolk")] == ["west-suffolk"]


@pytest.mark.parametrize(
    ("committee", "owner"),
    [
        ("Adur Cabinet", "adur"),
        ("Worthing Joint Cabinet Sub-Committee", "worthing"),
        ("Joint Overview and Scrutiny Committee", None),
        ("Adur and Worthing Joint Governance Committee", None),
    ],
)
def test_a_committee_belongs_to_the_only_council_it_names(committee: str, owner: str | None) -> None:
    found = owner_of(committee, together("worthing"))
    assert (found.council_id if found else None) == owner


def test_a_site_of_one_council_leaves_no_doubt() -> None:
    assert owner_of("Any Committee", (known("rutland"),)) == known("rutland")
