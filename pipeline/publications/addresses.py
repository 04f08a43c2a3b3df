"""Addresses: cleaned of what pages do to them, kept within one site, and never of a private network.

Councils print addresses with entities, line breaks and sessions inside. What is asked of an address is elsewhere.
"""

from __future__ import annotations

import html
import re
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from schemas.lookups import read_lookup

USUAL_PORTS = {"http": 80, "https": 443}

# ASP.NET puts the session into the path of visitors that keep no cookies: /(X(1)S(fkn0jf…))/.
_SESSION = re.compile(r"/\((?:[A-Z]\([^()]*\))+\)(?=/|$)")
_BLANKS = re.compile(r"[\r\n\t ]+")
# Only with its semicolon: '&copy=1' is the next field of a query, not a sign.
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+\d*);")
# RFC 3986: what may stand unescaped in a path or query, and '%', for most links are escaped already.
_KEPT = "%!$&'()*+,;=:@~-._/"
_KEPT_IN_QUERY = _KEPT + "?"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

# IPv6 addresses that are, or lead to, an IPv4 one; ipaddress unwraps the mapped, 6to4 and Teredo forms itself.
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def clean_url(href: str, page_url: str) -> str | None:
    """The absolute address a link on a page means, in the one spelling it is stored under; None where it is no http.

    Entities, blanks, line breaks, session parts and fragments are gone, host and scheme are in lower case, and an
    http address of an https page's own host is https.
    """
    joined = _join(page_url, _BLANKS.sub(" ", _ENTITY.sub(_unescape, href)).strip())
    parts = split_url(joined) if joined else None
    if parts is None:
        return None
    page = split_url(page_url)
    scheme = parts.scheme
    if page and page.scheme == "https" and scheme == "http" and _plain_host(parts) == _plain_host(page):
        scheme = "https"
    path = _escape(_SESSION.sub("", parts.path) or "/", _KEPT)
    host = _plain_host(parts)
    port = None if parts.port == USUAL_PORTS[parts.scheme] else parts.port
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return urlunsplit((scheme, netloc, path, _escape(parts.query, _KEPT_IN_QUERY), ""))


def split_url(url: str) -> SplitResult | None:
    """The parts of an http or https address with a host and a valid port; None for anything else."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in USUAL_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def host_key(url: str) -> str:
    """The host of an address, with its port where it is not the scheme's own. ValueError where there is no host."""
    parts = split_url(url)
    if parts is None:
        raise ValueError(f"{url} is no http address")
    host = _plain_host(parts)
    return host if parts.port in (None, *USUAL_PORTS.values()) else f"{host}:{parts.port}"


def url_number(url: str) -> str:
    """What stands for a site's number where it gives none: 'u:' and the sha256 of the cleaned address."""
    return f"u:{sha256(url.encode()).hexdigest()}"


def is_same_site(url: str, base_url: str) -> bool:
    """Whether an address belongs to the council whose pages stand at ``base_url``: same host, or same domain of its
    own ('democracy.ambleford.gov.uk' and 'www.ambleford.gov.uk'), at the same port or a usual one."""
    there, here = split_url(url), split_url(base_url)
    if there is None or here is None or there.username or there.password:
        return False
    if there.port not in (None, *USUAL_PORTS.values(), here.port):
        return False
    return _site_of(_plain_host(there)) == _site_of(_plain_host(here))


def https_of(url: str, base_url: str) -> str | None:
    """The https address beside an http one of the site's own host, both at their usual ports; None for any other."""
    parts, base = split_url(url), split_url(base_url)
    if parts is None or base is None or _plain_host(parts) != _plain_host(base):
        return None
    if any(one.scheme != "http" or one.port not in (None, USUAL_PORTS["http"]) for one in (parts, base)):
        return None
    return urlunsplit(parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")))


def last_part(url: str) -> str:
    """The last part of an address's path, in lower case: 'mgerror.aspx'."""
    return urlsplit(url).path.rsplit("/", 1)[-1].lower()


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: not private, local, reserved, nor IPv6 in front of such a one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_public_v4(found) if isinstance(found, IPv4Address) else _is_public_v6(found)


def _is_public_v4(found: IPv4Address) -> bool:
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _is_public_v6(found: IPv6Address) -> bool:
    inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
    if inner is None and any(found in network for network in _TRANSLATED):
        inner = IPv4Address(int(found) & 0xFFFFFFFF)
    if inner is not None:
        return _is_public_v4(inner)
    return found.is_global and not (found.is_multicast or found.is_reserved or found in _COMPATIBLE)


def _join(page_url: str, href: str) -> str | None:
    try:
        return urljoin(page_url, href)
    except ValueError:
        return None


def _unescape(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _escape(text: str, kept: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe=kept)


def _plain_host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _site_of(host: str) -> str:
    """The name that stands for everything one council publishes: the label before a shared ending, with it."""
    if _is_address(host):
        return host
    sites = read_lookup("sites")
    labels = host.split(".")
    for start in range(len(labels)):
        ending = ".".join(labels[start:])
        if ending in sites["endings"] or ending in sites["suppliers"]:
            return ".".join(labels[max(0, start - 1) :])
    return ".".join(labels[-2:])


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
