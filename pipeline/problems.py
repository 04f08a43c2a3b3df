"""What ends a command before its work is done, and with which exit code.

Only things a person can mend from outside belong here; a doubtful value is an issue, an unreadable
PDF a rejection, and anything else that is raised is our bug.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells the shell; the same for every command."""

    ALL_LOADED = 0
    OUR_BUG = 1
    CANNOT_START = 2
    SOME_REJECTED = 3
    UNEXPLAINED_MISMATCH = 4
    INTERRUPTED = 130


class Problem(Exception):
    """What was asked cannot be done: a path that does not exist, a dataset that is locked, a full disk.

    ``str()`` is one or two sentences: what is wrong, with the path, and what to do.
    """

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.CANNOT_START) -> None:
        super().__init__(message)
        self.exit_code = exit_code
