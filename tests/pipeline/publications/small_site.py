"""A site of a few lines for tests of single requests: a path, and what the socket behind it does."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from pipeline.publications.addresses import host_key
from pipeline.publications.client import Log, Neighbourhood, Visitor
from pipeline.publications.manners import Manners
from schemas.publications import Answer, Site
from schemas.tables_publications import FetchLogRow

Reply = Callable[[BaseHTTPRequestHandler], None]

PDF = b"%PDF-1.7\n" + b"1 0 obj << >> endobj\n" * 40 + b"%%EOF\n"
"""The shortest bytes that count as a whole PDF."""


@dataclass
class SmallSite:
    """What is served, and the log of what was asked: moment, path with query, headers with names in lower case."""

    server: ThreadingHTTPServer
    scheme: str = "http"
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    log: list[FetchLogRow] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def base_url(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def paths(self) -> list[str]:
        """What was asked, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def visitor(
        self,
        *,
        base_url: str | None = None,
        extra_ca_file: Path | None = None,
        log: Log | None = None,
        neighbourhood: Neighbourhood | None = None,
        **manners: Any,
    ) -> Visitor:
        """A quick visitor that may ask this machine, with rules and pace of its own unless a neighbourhood is given."""
        quick: dict[str, Any] = {
            "contact": "tests@example.org",
            "delay": 0.0,
            "large_delay": 0.0,
            "back_off": (0.0, 0.0),
            "allow_private_hosts": frozenset({self.host}),
        }
        base_url = base_url or self.base_url
        site = Site("testbury", base_url, host_key(base_url), "moderngov", extra_ca_file)
        return Visitor(site, Manners(**{**quick, **manners}), log or self.log.append, neighbourhood or Neighbourhood())


@contextmanager
def small_site(replies: Mapping[str, Reply] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[SmallSite]:
    """A site on 127.0.0.1 while the block runs; what it has no reply for is 404, its robots.txt too."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((time.monotonic(), self.path, headers))
            site.replies.get(self.path, answer(404, b"not here"))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A visitor that hangs up in the middle is no error here."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = SmallSite(server, "https" if tls else "http", dict(replies or {}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(status: int, body: bytes = b"", content_type: str = "text/html", **headers: str) -> Reply:
    """A plain answer; header names are written with underscores."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def pdf(body: bytes = PDF, **headers: str) -> Reply:
    """A PDF."""
    return answer(200, body, "application/pdf", **headers)


def redirect(location: str, status: int = 302) -> Reply:
    """A redirection."""
    return answer(status, Location=location)


def raw(*pieces: bytes, pause: float = 0.0) -> Reply:
    """Bytes as they are, one piece after the other, and the connection closed after them."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return reply


def in_turn(*replies: Reply) -> Reply:
    """One reply after the other; the last one for ever."""
    left = list(replies)

    def reply(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return reply


def own_authority(folder: Path, host: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for ``host``, and the file of the authority nobody else knows."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return context, file


def get(site: SmallSite, reply: Reply, **manners: Any) -> Answer:
    """What a visitor has of one page that the site answers so."""
    site.replies["/page"] = reply
    with site.visitor(**manners) as visitor:
        return visitor.get(f"{site.base_url}/page")


def download(site: SmallSite, reply: Reply, folder: Path, **manners: Any) -> Answer:
    """What a visitor has of one paper that the site answers so; a file in ``folder`` where it is a PDF."""
    site.replies["/paper"] = reply
    with site.visitor(**manners) as visitor:
        return visitor.download(f"{site.base_url}/paper", folder)
