"""Connections that go only where they may: the address that was checked is the one connected to, and time runs out.

``httpx`` speaks HTTP on top; names are resolved here and nowhere else, so no second look-up can give another answer.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpcore
import httpx

from pipeline.problems import Problem
from pipeline.publications.addresses import USUAL_PORTS, is_public


class PrivateAddress(Exception):
    """A host whose name leads to an address that is not of the open internet. ``str()`` names both."""


class Deadline:
    """The moment an attempt must have ended; set anew for each attempt."""

    def __init__(self) -> None:
        self._moment = float("inf")

    def set(self, seconds: float) -> None:
        """From now on, ``seconds`` are left."""
        self._moment = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds to wait at most: ``timeout``, or what is left. httpcore.ReadTimeout where nothing is left."""
        left = self._moment - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left if timeout is None else min(left, timeout)


class _TimedStream(httpcore.NetworkStream):
    """A connection that waits no longer than the deadline, however slowly the bytes trickle in."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(
            self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _GuardedBackend(httpcore.NetworkBackend):
    """Looks names up, refuses those of private networks, and connects to the very addresses it looked at."""

    def __init__(self, deadline: Deadline, allowed: frozenset[str]) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._look_up(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _look_up(self, host: str, port: int) -> list[str]:
        """Every address of a host, each once. PrivateAddress where any of them may not be asked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be found: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allowed & {f"{host}:{port}", *([host] if port in USUAL_PORTS.values() else [])}:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddress(f"{host} leads to {address}, an address of a private network")
        return addresses


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: httpcore.Response) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner.iter_stream()

    def close(self) -> None:
        self._inner.close()


class GuardedTransport(httpx.BaseTransport):
    """What carries an ``httpx.Client``: one connection at a time, certificates checked. Raises httpcore's errors."""

    def __init__(self, deadline: Deadline, allowed: frozenset[str], extra_ca_file: Path | None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted_certificates(extra_ca_file),
            max_connections=1,
            max_keepalive_connections=1,
            network_backend=_GuardedBackend(deadline, allowed),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


@cache
def trusted_certificates(extra_ca_file: Path | None) -> ssl.SSLContext:
    """The certificates browsers trust, and those of a file for a site that leaves out the one in between.

    Problem where the file cannot be read or holds no certificates. Checks are never off.
    """
    context = httpx.create_ssl_context()
    if extra_ca_file is not None:
        try:
            context.load_verify_locations(cafile=str(extra_ca_file))
        except OSError as error:  # ssl.SSLError is one
            raise Problem(
                f"{extra_ca_file} cannot be used: it must hold certificates in PEM form ({error})."
            ) from error
    return context
