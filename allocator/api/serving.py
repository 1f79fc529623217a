"""The server: the application on an address, until it is stopped."""

import gc
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
YOUNG = 10_000
"""New objects after which garbage is looked for among them: an answer makes more than Python's own 700 at once, and
whatever is looked at while it is still in use counts as old from then on."""

KEEPS = 75
"""Seconds that a connection is kept for the next question: longer than proxies and clients keep theirs, mostly a
minute. Who hangs up first does so now and then just when a question is on its way, and it is lost."""


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
    app = create_app(office, setup_of(host, settings, behind_proxy=behind_proxy))
    office.warm_up()
    settle_down()
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="*" if behind_proxy else None,
        timeout_keep_alive=KEEPS,
        timeout_graceful_shutdown=10,
    )


def settle_down() -> None:
    """Let threads and memory suit a server that answers briefly and lives long; called once all is made.

    What a server is made of, half a million objects, never becomes garbage. Looking through it for garbage took 0.4 s,
    and more than once a minute in a busy one; so it is put aside, and only what came later is looked through.
    """
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


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
