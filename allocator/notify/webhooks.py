"""Webhooks after the Standard Webhooks scheme: signed, to https and public addresses only, checked when connecting."""

import base64
import hashlib
import hmac
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

TIMEOUT = 10.0
"""Seconds for one delivery."""


class Failed(Exception):
    """A delivery did not come through; the text says why, and nothing of what was in it."""


@dataclass(frozen=True)
class Allowed:
    """Hosts with ports that are trusted although they are not public, or not https: in tests, or inside one network."""

    places: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> "Allowed":
        """As the setting has them: ``127.0.0.1:8080,hooks.internal:443``."""
        return cls(frozenset(part.strip() for part in text.split(",") if part.strip()))

    def has(self, host: str, port: int) -> bool:
        """Whether a place is trusted."""
        return f"{host}:{port}" in self.places


def is_target(url: str, allowed: Allowed) -> bool:
    """Whether something may be sent there at all: https with a host, and no name or password in it.

    That its addresses are public is looked at when a connection is made, each time.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        return False
    return parts.scheme == "https" or allowed.has(parts.hostname, port)


def sign(secret: str, number: str, moment: int, body: bytes) -> str:
    """The signature of a delivery: ``v1,`` and base64 of HMAC-SHA256 over number, moment and body."""
    said = f"{number}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()


def deliver(url: str, secret: str, number: str, moment: int, body: bytes, allowed: Allowed) -> None:
    """Send one delivery.

    Args:
        url: where to.
        secret: what the receiver checks the signature with.
        number: of the delivery; the same when it is sent again, so that a receiver knows it.
        moment: seconds since 1970; an old one is not to be believed.
        body: JSON.
        allowed: places that need not be public.

    Raises:
        Failed: when it is not taken.
    """
    if not is_target(url, allowed):
        raise Failed("not a target")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "allocator-webhooks/1",
        "webhook-id": number,
        "webhook-timestamp": str(moment),
        "webhook-signature": sign(secret, number, moment, body),
    }
    try:
        with httpx2.Client(transport=_Checked(allowed), timeout=TIMEOUT, follow_redirects=False) as client:
            answer = client.post(url, content=body, headers=headers)
    except (httpx2.HTTPError, httpcore2.ConnectError, OSError) as error:
        raise Failed(type(error).__name__ if not isinstance(error.__cause__, _NotPublic) else "not public") from error
    if not answer.is_success:
        raise Failed(f"status {answer.status_code}")


class _NotPublic(httpcore2.ConnectError):
    """The name leads to an address inside a network."""


class _Backend(httpcore2.SyncBackend):
    """Connects to the address that was checked, and to no other: a name that changes in between does not help."""

    def __init__(self, allowed: Allowed) -> None:
        super().__init__()
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address, once all of them are public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError("the name leads nowhere") from error
        addresses = [str(one[4][0]) for one in found]
        if not self._allowed.has(host, port) and not all(is_public(one) for one in addresses):
            raise _NotPublic("not public")
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, also when IPv6 wraps an IPv4 address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    teredo = getattr(found, "teredo", None)
    inside = [one for one in (found, inner, *(teredo or ())) if one is not None]
    return all(one.is_global and not one.is_multicast for one in inside)


class _Checked(httpx2.HTTPTransport):
    """A transport that checks where it connects to."""

    def __init__(self, allowed: Allowed) -> None:
        context = ssl.create_default_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=_Backend(allowed), max_connections=1)
