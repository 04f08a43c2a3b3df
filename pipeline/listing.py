"""From paths to PDFs: folders are walked, the same bytes under two names are one document, wrong files set aside.

What the documents are is for ``plan``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.check_file import check_bytes
from schemas.errors import Reason, Rejection
from schemas.identity import PlanNote, RejectedPath
from schemas.limits import Limits


@dataclass(frozen=True, slots=True)
class Listed:
    """One PDF to plan; ``others`` are further paths with the same bytes."""

    path: Path
    document_id: str
    bytes: int
    others: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What the paths hold, sorted by path."""

    documents: tuple[Listed, ...]
    rejected: tuple[RejectedPath, ...]
    notes: tuple[PlanNote, ...]


def list_pdfs(paths: Sequence[Path], preferred: frozenset[Path], limits: Limits) -> Listing:
    """Every PDF of the files and folders given.

    Of several files with the same bytes the one in ``preferred`` (named by a manifest) is read, else the first by path.
    """
    notes: list[PlanNote] = []
    files: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = set(walk_pdfs(path))
            if not inside:
                notes.append(PlanNote("warning", str(path), "holds no PDFs."))
            files |= inside
        else:
            files.add(path)
    rejected: list[RejectedPath] = []
    same: dict[str, list[Path]] = {}
    sizes: dict[str, int] = {}
    for file in sorted(_without_repeats(files)):
        digest = size = None
        try:
            with file.open("rb") as opened:
                digest, size = hashlib.file_digest(opened, "sha256").hexdigest(), file.stat().st_size
            check_bytes(file, limits)
            same.setdefault(digest, []).append(file)
            sizes[digest] = size
        except OSError as error:
            detail = f"{file.name} cannot be opened ({error.strerror}); check the path and its permissions."
            rejected.append(RejectedPath(file, file.name, Reason.UNREADABLE_FILE, detail))
        except Rejection as rejection:
            rejected.append(RejectedPath(file, file.name, rejection.reason, rejection.detail, digest, size))
    documents = [_choose(digest, sizes[digest], found, preferred) for digest, found in same.items()]
    for document in documents:
        for other in document.others:
            notes.append(PlanNote("info", str(other), f"holds the same bytes as {document.path}; it is read once."))
    return Listing(tuple(sorted(documents, key=lambda d: d.path)), tuple(rejected), tuple(notes))


def walk_pdfs(folder: Path) -> Iterator[Path]:
    """Every file below a folder that is named as a PDF; hidden ones and those an open program leaves are left out."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # Word and Acrobat leave '~$name' behind while a file is open.
        yield from (
            Path(where, name) for name in files if name.lower().endswith(".pdf") and not name.startswith((".", "~$"))
        )


def _without_repeats(files: set[Path]) -> Iterator[Path]:
    """Each file once, however it was spelt ('a.pdf', './a.pdf', the folder it is in); the shortest spelling stays."""
    spelt: dict[Path, Path] = {}
    for file in sorted(files, key=lambda f: (len(str(f)), str(f))):
        spelt.setdefault(file.resolve(), file)
    yield from spelt.values()


def _choose(digest: str, size: int, found: list[Path], preferred: frozenset[Path]) -> Listed:
    first = min(found, key=lambda path: (path.resolve() not in preferred, path))
    return Listed(first, digest, size, tuple(path for path in found if path != first))
