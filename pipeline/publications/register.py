"""The councils that can be visited: the register that comes with Scrutineer, and one of the user's own beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractors.councils import parse_register, read_register
from pipeline.problems import Problem
from pipeline.publications.council_search import near_councils
from schemas.identity import Council


def councils_known(register: Path | None = None) -> tuple[Council, ...]:
    """Every council by id. Those of ``register``, a CSV with the columns of our own, stand instead of ours.

    Problem where the file cannot be read or lacks a column.
    """
    own = _read(register) if register is not None else ()
    known = {council.council_id: council for council in (*read_register(), *own)}
    return tuple(known.values())


def choose_councils(names: Sequence[str], *, everyone: bool, register: Path | None = None) -> tuple[Council, ...]:
    """The councils named by id, in that order, or everyone who still exists and has a site we can read.

    With a register of their own, 'everyone' are the councils of that register. Problem for an unknown name, and where
    nobody is named.
    """
    if everyone and names:
        raise Problem("Name councils, or take all of them: not both.")
    if everyone:
        among = _read(register) if register is not None else read_register()
        return tuple(c for c in among if c.abolished is None and c.base_url and c.system in _READABLE)
    if not names:
        raise Problem("Name a council with --council, or take all of them with --all.")
    known = {council.council_id: council for council in councils_known(register)}
    for name in names:
        if name not in known:
            near = ", ".join(council.council_id for council in near_councils(name, tuple(known.values())))
            advice = f"Did you mean {near}?" if near else f"`scrutineer councils --search {name}` looks for it."
            raise Problem(f"'{name}' is no council of the register. {advice}")
    return tuple(known[name] for name in dict.fromkeys(names))


_READABLE = frozenset(["moderngov", "cmis"])


def _read(register: Path) -> tuple[Council, ...]:
    try:
        return parse_register(register.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Problem(f"The register {register} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise Problem(f"The register {register} is not in UTF-8. Save it as 'CSV UTF-8'.") from error
    except KeyError as error:
        raise Problem(
            f"The register {register} has no column {error}; schemas/lookups/councils.csv has them all."
        ) from error
