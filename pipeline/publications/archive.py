"""Where fetched bytes are kept for good: by their sha256, in a folder or a bucket, written once, never overwritten."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

import fsspec

from pipeline.check_file import HEADER_BYTES
from pipeline.problems import Problem
from schemas.publications import ArchivedBytes

_ABANDONED = timedelta(days=1)
"""So old, what was written beside belongs to a run that was killed, and to nobody who is writing now."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class DamagedArchive(Exception):
    """Bytes in the archive are not those their name says. ``str()`` says which, and what to do."""


class Archive:
    """Bytes by their sha256 below ``root``: a folder, or any address fsspec knows ('s3://bucket/papers').

    ``cache`` is where copies of a bucket's files are kept for reading; without it, a folder of the user's.
    """

    def __init__(self, root: str, cache: Path | None = None) -> None:
        self.root = root
        self._files, self._base = fsspec.core.url_to_fs(root)
        self._is_local = "file" in _names(self._files.protocol)
        self._cache = cache or _user_cache()

    def put(self, source: Path) -> ArchivedBytes:
        """Keep the bytes of a local PDF; the same bytes again change nothing.

        They are written beside their place and renamed, so a name stands for whole bytes or does not exist.
        ValueError where they are no PDF, Problem where the archive cannot be written, DamagedArchive where other bytes
        have the name already.
        """
        with source.open("rb") as file:
            if b"%PDF-" not in file.read(HEADER_BYTES):
                raise ValueError(f"{source} is no PDF")
            file.seek(0)
            sha256 = file_digest(file, "sha256").hexdigest()
        size = source.stat().st_size
        with self._explained():
            already_there = self.has(sha256)
            if already_there and self._files.size(self._place(sha256)) != size:
                raise DamagedArchive(
                    f"{self.root} holds other bytes under {sha256}. Take that file out of it and fetch again."
                )
            if not already_there:
                self._write(source, self._place(sha256))
        return ArchivedBytes(sha256, size, _below_root(sha256), already_there)

    def has(self, sha256: str) -> bool:
        """Whether the bytes are in the archive."""
        return bool(self._files.exists(self._place(sha256)))

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to read. KeyError where they are not in the archive."""
        try:
            return cast(BinaryIO, self._files.open(self._place(sha256), "rb"))
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def local_copy(self, sha256: str) -> Path:
        """A file on this machine with the bytes, checked: the archive's own, or one in the cache.

        KeyError where they are not in the archive, DamagedArchive where they are not what their name says.
        """
        own = Path(self._place(sha256)) if self._is_local else self._cache / f"{sha256}.pdf"
        if not self._is_local and not _holds(own, sha256):
            own.parent.mkdir(parents=True, exist_ok=True)
            part = own.with_suffix(f".{uuid4().hex}.part")
            with self.open(sha256) as stored, part.open("wb") as file:
                shutil.copyfileobj(stored, file)
            part.replace(own)
        if not own.is_file():
            raise KeyError(sha256)
        if not _holds(own, sha256):
            raise DamagedArchive(f"{own} does not hold the bytes it is named after. Take it away and fetch again.")
        return own

    def _place(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no sha256")
        return f"{self._base.rstrip('/')}/{_below_root(sha256)}"

    def _write(self, source: Path, place: str) -> None:
        part = f"{place}.{uuid4().hex}.part"
        self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
        try:
            with source.open("rb") as read, self._files.open(part, "wb") as written:
                shutil.copyfileobj(read, written)
                if self._is_local:
                    written.flush()
                    os.fsync(written.fileno())
            self._files.mv(part, place)
        except BaseException:
            with suppress(FileNotFoundError):
                self._files.rm(part)
            raise
        for left in self._files.glob(f"{place}.*.part"):
            with suppress(FileNotFoundError):  # somebody else was writing it, and has renamed it by now
                if datetime.now(UTC) - self._files.modified(left) > _ABANDONED:
                    self._files.rm(left)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or error
            raise Problem(f"The archive {self.root} cannot be written ({why}). Make room, or check it.") from error


def _below_root(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}.pdf"


def _holds(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _names(protocol: str | tuple[str, ...]) -> tuple[str, ...]:
    return (protocol,) if isinstance(protocol, str) else protocol


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "scrutineer"
