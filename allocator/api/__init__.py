"""The web door: the HTTP API. It does nothing itself; it calls actions, and shows what they give."""

from allocator.api.app import create_app

__all__ = ["create_app"]
