"""Prefect's server for one command, as a process that ends with the command; ``flows.home`` starts it.

Prefect can start such a server itself, but that one stays for ever when the command is killed. This one notices
that its standard input was closed, which happens however the command ends, and takes its folder with it unless the
folder is to be kept.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading

import uvicorn


def main(host: str, port: int, *, keep_folder: bool) -> None:
    """Serve at this address, until whoever started us is gone."""
    threading.Thread(target=_leave_with_the_command, args=(keep_folder,), daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="error",
        lifespan="on",
        access_log=False,
    )


def _leave_with_the_command(keep_folder: bool) -> None:
    sys.stdin.buffer.read()
    if not keep_folder:
        shutil.rmtree(os.environ["PREFECT_HOME"], ignore_errors=True)
    # Not sys.exit: that would end this thread only. The server keeps nothing that anyone needs.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), keep_folder="keep" in sys.argv[3:])
