"""Which council a committee belongs to, where several share one site: its name says so, or nobody knows."""

from __future__ import annotations

import re

from extractors.councils import fold_name, read_register, short_name
from pipeline.publications.addresses import host_key
from schemas.identity import Council


def sharing(council: Council, host: str) -> tuple[Council, ...]:
    """The councils of today whose papers are on this host, the given one first."""
    others = [
        other
        for other in read_register()
        if other.base_url and other.abolished is None and other.council_id != council.council_id
    ]
    return (council, *(other for other in others if host_key(other.base_url or "") == host))


def owner_of(committee: str, councils: tuple[Council, ...]) -> Council | None:
    """The council a committee's name belongs to: the only one there is, else the only one it names."""
    if len(councils) == 1:
        return councils[0]
    folded = fold_name(committee)
    named = [council for council in councils if re.search(rf"\b{re.escape(short_name(council.name))}\b", folded)]
    return named[0] if len(named) == 1 else None
