"""The server: the application on an address, until it is stopped."""

import uvicorn

from allocator.actions import Office
from allocator.api.app import create_app

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(office: Office, host: str, port: int, *, behind_proxy: bool = False) -> None:
    """Serve until stopped.

    Args:
        office: where the actions work.
        host: address to listen on.
        port: port to listen on.
        behind_proxy: whether a proxy in front tells who really calls, and over which scheme.
    """
    uvicorn.run(
        create_app(office),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="*" if behind_proxy else None,
        timeout_graceful_shutdown=10,
    )
