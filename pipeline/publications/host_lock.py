"""One visitor a host on this machine, whatever number of programs run: a lock that ends with the one who holds it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_visitor_of(host: str) -> Iterator[None]:
    """Inside, nobody else on this machine visits the host; whoever comes meanwhile waits.

    The system takes the lock away from a program that was killed, so nothing is left to clean up. Prefect's limit a
    host does the same across machines.
    """
    with _lock_file(host).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _lock_file(host: str) -> Path:
    folder = Path(tempfile.gettempdir()) / f"scrutineer-hosts-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    # Names of hosts are never used as paths.
    return folder / f"{hashlib.sha256(host.encode()).hexdigest()[:16]}.lock"
