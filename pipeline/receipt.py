"""A document's receipt: everything its rows depend on besides its bytes.

Same bytes and same receipt mean same rows, so such a document need not be read again. The receipt
is made of content hashes and version numbers only: no clock, no machine, no path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from schemas.identity import DocumentPlan

_ROOT = Path(__file__).resolve().parent.parent
_ROOMS = ("schemas", "extractors", "pipeline")
# Code and rules that say how papers are found and fetched, not what is read in them.
_FINDING = _ROOT / "pipeline" / "publications"
_RULES_OF_FINDING = frozenset({"committees.toml", "report_titles.toml", "sites.toml"})
# The moment a paper was fetched is no reason to read it again.
_VOLATILE = "retrieved_at"
_LIBRARIES = ("camelot-py", "pandas", "pdfminer.six", "pdfplumber", "pypdfium2", "rapidfuzz", "spacy")
# With them scanned pages are read: installing them is a reason to read a document again.
_OF_EXTRAS = ("onnxruntime", "rapidocr")


def make_receipt(plan: DocumentPlan) -> str:
    """Canonical JSON (sorted keys, no blanks) of versions and sha256 hashes.

    The identity in it is who published the document and under which names its file is known: a changed manifest or
    a renamed file shows in the dataset although the bytes are the same.
    """
    identity = {name: value for name, value in asdict(plan.identity).items() if name != _VOLATILE}
    known = {"identity": identity, "filename": plan.filename, "aliases": plan.aliases}
    return _canonical({**_reading(), "identity": hashlib.sha256(_canonical(known).encode()).hexdigest()})


def reading_version() -> str:
    """A receipt without a document: two machines with the same one read the same rows."""
    return _canonical(_reading())


def _reading() -> dict[str, object]:
    return {"code": code_version(), "lookups": _lookups_hash(), "libraries": _library_versions()}


@cache
def code_version() -> str:
    """'0.1.0+3f2a…': the release and the hash of the sources that decide what rows come out."""
    every = (path for room in _ROOMS for path in (_ROOT / room).rglob("*.py"))
    sources = (path for path in every if not path.name.startswith("cli") and _FINDING not in path.parents)
    return f"{release()}+{_hash_files(sources)[:16]}"


@cache
def release() -> str:
    """The version number of the installed package, '0.0.0' where the sources run without being installed."""
    try:
        return version("scrutineer")
    except PackageNotFoundError:
        return "0.0.0"


@cache
def _lookups_hash() -> str:
    lookups = _ROOT / "schemas" / "lookups"
    every = (path for path in lookups.rglob("*") if path.suffix in {".toml", ".csv"})
    return _hash_files(path for path in every if path.name not in _RULES_OF_FINDING)


@cache
def _library_versions() -> dict[str, str]:
    needed = {name: version(name) for name in _LIBRARIES}
    found = {name: installed for name in _OF_EXTRAS if (installed := _installed(name)) is not None}
    return needed | found


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _hash_files(paths: Iterable[Path]) -> str:
    """One hash over names and contents, whatever order the files come in."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
