"""The server: the application on an address, until it is stopped."""

import sys

import uvicorn

from allocator.actions import Office
from allocator.api.app import Setup, create_app
from allocator.api.provider import Provider
from allocator.api.watching import log_to_stderr
from allocator.notify import Allowed
from allocator.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TURN = 0.0005
"""Seconds after which a thread lets another one go on: a short answer does not wait for a long one. Python's own 5 ms
is as long as most answers take, and one answer changes thread six times."""


def serve(office: Office, host: str, port: int, settings: Settings, *, behind_proxy: bool = False) -> None:
    """Serve until stopped.

    Args:
        office: where the actions work.
        host: address to listen on.
        port: port to listen on.
        settings: how often one user may call, and the identity provider.
        behind_proxy: whether a proxy in front tells who really calls, and over which scheme.
    """
    log_to_stderr()
    sys.setswitchinterval(TURN)
    uvicorn.run(
        create_app(office, setup_of(host, settings, behind_proxy=behind_proxy)),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="*" if behind_proxy else None,
        timeout_graceful_shutdown=10,
    )


def provider_of(settings: Settings) -> Provider | None:
    """The identity provider of the settings, if there is one."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    return Provider(
        settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_redirect, settings.oidc_audience
    )


def setup_of(host: str, settings: Settings, *, behind_proxy: bool) -> Setup:
    """What this server asks for, by whom it can be reached: behind a proxy that is everybody."""
    alone = host in LOOPBACK and not behind_proxy
    return Setup(
        rate=settings.rate_limit,
        second_factor=not alone,
        secure=not alone,
        theme=settings.theme,
        boundaries=settings.boundaries,
        provider=provider_of(settings),
        allowed=Allowed.read(settings.webhook_allow),
    )
