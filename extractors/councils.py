"""The register of UK councils, and names of councils that are not in it: from a printed name to a Council.

The register is data: ``schemas/lookups/councils.csv``. Where in a document a name stands is for ``frontmatter``.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from schemas.identity import Council

# Words that say what kind of council it is; a short name does without them.
_KINDS = ("county", "city", "borough", "district", "metropolitan", "unitary", "royal")
_SHORT_KINDS = ("mbc", "mdc", "bc", "dc", "cbc")
TYPE_WORDS = frozenset([*_KINDS, *_SHORT_KINDS, "cc", "council", "authority", "corporation"])
# Boroughs become cities and districts boroughs without becoming another council; a county is always another one.
LOWER_TIER = frozenset([*_KINDS, *_SHORT_KINDS]) - {"county"}
_LEADING = re.compile(
    r"^(city and county of|(royal |london )?borough of|borough council of|council of the|city of|county of) "
)


def fold_name(name: str) -> str:
    """Lower case, '&' as 'and', no punctuation, no leading 'the': the form names are compared in."""
    folded = re.sub(r"['’`.]", "", name.lower()).replace("&", " and ")
    return re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", folded).strip())


def short_name(name: str) -> str:
    """The folded name without the words that say what kind of council it is: 'Rutland County Council' → 'rutland'."""
    words = _LEADING.sub("", fold_name(name)).split()
    while words and (words[-1] in TYPE_WORDS or words[-1] == "and"):
        words.pop()
    return " ".join(words)


def slug(text: str) -> str:
    """Lower case words joined by hyphens."""
    return "-".join(re.sub(r"[^a-z0-9]+", " ", fold_name(text)).split())


@cache
def read_register() -> tuple[Council, ...]:
    """Every council of the register, in its order."""
    return parse_register(files("schemas.lookups").joinpath("councils.csv").read_text(encoding="utf-8"))


def parse_register(text: str) -> tuple[Council, ...]:
    """The councils of a register in CSV, in its order. KeyError names a column that is missing."""
    return tuple(
        Council(
            council_id=row["council_id"],
            name=row["name"],
            gss_code=row["gss_code"] or None,
            type=row["type"] or None,
            nation=row["nation"] or None,
            system=row["system"] or None,
            base_url=row["base_url"] or None,
            abolished=row["abolished"] or None,
            successors=tuple(council_id for council_id in row["successors"].split(";") if council_id),
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _by_name() -> dict[str, tuple[Council, ...]]:
    named: dict[str, list[Council]] = defaultdict(list)
    for council in read_register():
        names = {fold_name(council.name), short_name(council.name), *map(fold_name, council.aliases)}
        for name in names:
            named[name].append(council)
    return {name: tuple(found) for name, found in named.items()}


@cache
def _by_domain() -> dict[str, tuple[Council, ...]]:
    owners: dict[str, list[Council]] = defaultdict(list)
    for council in read_register():
        host = (urlsplit(council.base_url or "").hostname or "").lower()
        found = re.search(r"[a-z0-9-]+\.gov\.(uk|wales|scot)$", host)
        if found:
            owners[found.group()].append(council)
    return {domain: tuple(found) for domain, found in owners.items()}


def council_by_id(council_id: str) -> Council | None:
    """The register's council with this id."""
    return next((council for council in read_register() if council.council_id == council_id), None)


def find_council(name: str, *, on: str | None = None) -> Council | None:
    """The register's council of this name, short name or alias; None if there is none or several are meant.

    ``on`` is the day (ISO) the name was used: 'Somerset' in 2019 is Somerset County Council, in 2024 Somerset Council.
    Kinds must not clash: 'Lancaster County Council' is not Lancaster City Council.
    """
    named = _by_name()
    exact = [c for c in named.get(fold_name(name), ()) if fold_name(c.name) == fold_name(name)]
    if exact:
        return exact[0]
    found = named.get(fold_name(name)) or named.get(short_name(name), ())
    return _one_of([c for c in found if _kinds_agree(name, c)], on)


def council_of_domain(domain: str, *, on: str | None = None) -> Council | None:
    """The council whose pages or mail live under this domain, None where it is unknown or shared.

    Known from the register's addresses, else from the domain itself: 'rutland.gov.uk' is Rutland's.
    """
    domain = domain.lower()
    label = domain.split(".")[0]
    found = _by_domain().get(domain) or [c for c in read_register() if _squashed(c.name) == label.replace("-", "")]
    return _one_of(list(found), on)


def make_council(name: str, *, on: str | None = None) -> Council:
    """The register's council of this name; for any other name a Council of its own.

    Its id is the name without type words ('harrowmere'), with them where a council of the register
    holds the short one.
    """
    known = find_council(name, on=on)
    if known:
        return known
    short = slug(short_name(name)) or slug(name) or "unnamed"
    taken = council_by_id(short) is not None
    return Council(council_id=re.sub(r"-council$", "", slug(name)) if taken else short, name=" ".join(name.split()))


@cache
def _squashed(name: str) -> str:
    return short_name(name).replace(" ", "")


def _one_of(found: list[Council], on: str | None) -> Council | None:
    """The one council that existed on that day; without a day, the one that exists today."""
    if len(found) > 1:
        found = [c for c in found if (c.abolished is None if on is None else on <= (c.abolished or "9999"))]
    if len(found) > 1 and on is not None:
        # A predecessor was still there on that day: its successor was not yet.
        found = [c for c in found if c.abolished is not None] or found
    return found[0] if len(found) == 1 else None


def _kinds_agree(printed: str, council: Council) -> bool:
    said, known = (set(fold_name(text).split()) & (LOWER_TIER | {"county"}) for text in (printed, council.name))
    if fold_name(printed) in {fold_name(alias) for alias in council.aliases}:
        return True
    # 'County Borough' is a kind of borough.
    return not said or not known or bool(said & known) or (said <= LOWER_TIER and known <= LOWER_TIER)
