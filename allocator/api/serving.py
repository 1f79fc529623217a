"""The server: the application on an address, until it is stopped."""

import uvicorn

from allocator.actions import Office
from allocator.api.app import RATE, create_app
from allocator.api.watching import log_to_stderr

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(office: Office, host: str, port: int, *, rate: str = RATE, behind_proxy: bool = False) -> None:
    """Serve until stopped.

    Args:
        office: where the actions work.
        host: address to listen on.
        port: port to listen on.
        rate: how often one user may call.
        behind_proxy: whether a proxy in front tells who really calls, and over which scheme.
    """
    log_to_stderr()
    uvicorn.run(
        create_app(office, rate=rate, second_factor=host not in LOOPBACK),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="*" if behind_proxy else None,
        timeout_graceful_shutdown=10,
    )
