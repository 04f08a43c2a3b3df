"""Where Prefect lives during one command: a private folder and a server of its own.

Both are gone when the command is, but for schedules: their folder stays, so that Prefect knows what it ran. Never our
dataset, never the user's own Prefect folder. This must run before Prefect is imported for the first time, because
Prefect reads its settings then.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.problems import Problem

HERE = "127.0.0.1"
# On a busy two-core machine the server was seen to need 40 s.
_SERVER_SECONDS = 240.0
_POLL_SECONDS = 0.2


@contextmanager
def private_prefect(*, verbose: bool, host: str = HERE) -> Iterator[None]:
    """Settings under which a run leaves nothing behind and sends nothing anywhere.

    A person who keeps a Prefect server and names it in ``PREFECT_API_URL`` sees the run there; otherwise a
    server on this machine lives as long as the run. It listens on ``host`` and answers only those who know a word
    made for this run: the run itself and, on a cluster, the machines it sends its tasks to. Problem when it does not
    start.
    """
    # The server may still write to its folder while it is told to go, and removes it itself as well.
    with tempfile.TemporaryDirectory(prefix="scrutineer-prefect-", ignore_cleanup_errors=True) as home:
        os.environ.update(prefect_settings(home, verbose=verbose, host=host))
        if os.environ.get("PREFECT_API_URL"):
            yield
        else:
            with _known_by(secrets.token_urlsafe(24)), _server(host, _free_port(host)) as address, _named(address):
                yield


@contextmanager
def lasting_prefect(home: Path, port: int, *, host: str = HERE) -> Iterator[str]:
    """Prefect for schedules: its folder ``home`` stays, its pages can be looked at. The address of the pages.

    With ``PREFECT_API_URL`` set it is that server; otherwise one on this machine that asks for the word in
    ``home/password``, which is made once and readable by its owner only. Problem when it does not start.
    """
    home.mkdir(parents=True, exist_ok=True)
    shown = {"PREFECT_SERVER_UI_ENABLED": "true", "PREFECT_LOGGING_TO_API_ENABLED": "true"}
    os.environ.update(prefect_settings(str(home), verbose=True, host=host) | shown)
    if given := os.environ.get("PREFECT_API_URL"):
        yield given.removesuffix("/api")
    else:
        _require_free(host, port)
        with _known_by(_kept_word(home)), _server(host, port, "keep") as address, _named(address):
            yield address.removesuffix("/api")


def prefect_settings(home: str, *, verbose: bool, host: str = HERE) -> dict[str, str]:
    """The environment Prefect is started with; ``home`` is the folder it may write to."""
    level = "INFO" if verbose else "CRITICAL"
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # A proxy of the office must not be asked for a server on this machine.
        "NO_PROXY": ",".join(filter(None, [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), host])),
        "PREFECT_HOME": home,
        "PREFECT_PROFILES_PATH": os.path.join(home, "profiles.toml"),
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        "PREFECT_LOGGING_LEVEL": level,
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": level,
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    }


@contextmanager
def _known_by(word: str) -> Iterator[None]:
    """Inside, the server answers only those who know the word, and we do."""
    told = f"scrutineer:{word}"
    with _environment(PREFECT_API_AUTH_STRING=told, PREFECT_SERVER_API_AUTH_STRING=told):
        yield


@contextmanager
def _named(address: str) -> Iterator[None]:
    with _environment(PREFECT_API_URL=address):
        yield


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


def _kept_word(home: Path) -> str:
    path = home / "password"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text()


@contextmanager
def _server(host: str, port: int, *options: str) -> Iterator[str]:
    server = subprocess.Popen(
        # -P: neither our folder nor the user's may hide an installed package from the server.
        [sys.executable, "-P", str(Path(__file__).with_name("server.py")), host, str(port), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A Ctrl-C is for the run; the server goes when the run has ended.
        start_new_session=True,
    )
    try:
        address = f"http://{host}:{port}/api"
        _wait_for(server, address)
        yield address
    finally:
        server.terminate()
        assert server.stdin is not None
        server.stdin.close()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _SERVER_SECONDS
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with straight.open(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(_POLL_SECONDS)
    raise Problem("Prefect's server did not start. Run again with --direct: it reads the same rows without Prefect.")


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                f"Port {port} of {host} is taken. Is it running already? Choose another with --port."
            ) from error


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
