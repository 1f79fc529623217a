"""Puts the pages into the application."""

from fastapi import FastAPI

from allocator.api.pages import faults
from allocator.api.pages.assets import STATIC, Assets
from allocator.api.pages.packing import Packed
from allocator.api.pages.views import VIEWS


def install(app: FastAPI, theme: str = "") -> None:
    """Let this application show pages.

    Args:
        app: the application.
        theme: file with tokens of the own house style; empty: the neutral one.
    """
    app.state.assets = Assets.read(theme)
    for one in VIEWS:
        app.include_router(one.router, include_in_schema=False)
    app.add_route(f"{STATIC}/{{name}}", app.state.assets.answer, methods=["GET"], include_in_schema=False)
    faults.install(app)
    app.add_middleware(Packed)
