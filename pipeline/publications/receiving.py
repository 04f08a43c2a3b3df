"""Bodies as they arrive: into memory or a file, never more than allowed, and what they are told from how they begin."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from pipeline.check_file import HEADER_BYTES, check_bytes
from pipeline.problems import Problem
from schemas.errors import Reason, Rejection
from schemas.limits import Limits

BEGINNING_BYTES = 16 * 1024
"""How much of a body is looked at to tell what it is; titles of challenge pages stand in the first kilobyte."""


class TooLarge(Exception):
    """More bytes than allowed."""


class IntoMemory:
    """Keeps a page. ``beginning`` is its first bytes, ``size`` how many came."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._pieces: list[bytes] = []
        self.beginning = b""
        self.size = 0

    def take(self, piece: bytes) -> bool:
        """Take a piece; False when the rest is not wanted. TooLarge where it is more than allowed."""
        self.size += len(piece)
        if self.size > self.limit:
            raise TooLarge
        self._pieces.append(piece)
        self.beginning += piece[: BEGINNING_BYTES - len(self.beginning)]
        return True

    def body(self) -> bytes:
        """All of it."""
        return b"".join(self._pieces)


class IntoFile:
    """Keeps a PDF in a new file of ``folder``; of anything else only the beginning. Remove the file with ``drop``.

    The name is made up here: nothing of an address or title is ever part of a path.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.path = folder / f"{uuid4().hex}.part"
        self.limit = limit
        self._digest = sha256()
        self.is_pdf = False
        self.beginning = b""
        self.size = 0

    def take(self, piece: bytes) -> bool:
        """As ``IntoMemory.take``; Problem where the folder cannot be written."""
        if not self.is_pdf:
            self.beginning += piece
            self.is_pdf = b"%PDF-" in self.beginning[:HEADER_BYTES]
            if not self.is_pdf:
                self.size = len(self.beginning)
                return self.size < BEGINNING_BYTES
            piece, self.size = self.beginning, 0
        self.size += len(piece)
        if self.size > self.limit:
            raise TooLarge
        self._digest.update(piece)
        try:
            with self.path.open("ab") as file:
                file.write(piece)
        except OSError as error:
            self.drop()
            raise Problem(
                f"{self.path.parent} cannot be written ({error.strerror}). Make room and run again."
            ) from error
        return True

    def sha256(self) -> str:
        """The sha256 of what was kept, in hex."""
        return self._digest.hexdigest()

    def drop(self) -> None:
        """Remove the file, if there is one."""
        self.path.unlink(missing_ok=True)


def is_whole(path: Path) -> bool:
    """Whether a PDF has its end: a server that announces too few bytes delivers half a file without any fault."""
    try:
        check_bytes(path, Limits(max_bytes=sys.maxsize))
    except Rejection as rejection:
        return rejection.reason is not Reason.TRUNCATED
    return True
