"""Puts the pages into the application."""

from fastapi import FastAPI

from allocator.api.pages import faults
from allocator.api.pages.assets import STATIC, Assets
from allocator.api.pages.boundaries import Boundaries
from allocator.api.pages.documents import Shelf
from allocator.api.pages.packing import Packed
from allocator.api.pages.views import VIEWS


def install(app: FastAPI, theme: str = "", boundaries: str = "") -> None:
    """Let this application show pages.

    Args:
        app: the application.
        theme: file with tokens of the own house style; empty: the neutral one.
        boundaries: GeoJSON file with the boundaries of municipalities; empty: circles at their centres.
    """
    app.state.assets = Assets.read(theme)
    app.state.shelf = Shelf()
    app.state.boundaries = Boundaries.read(boundaries)
    for one in VIEWS:
        app.include_router(one.router, include_in_schema=False)
    app.add_route(f"{STATIC}/{{name}}", app.state.assets.answer, methods=["GET"], include_in_schema=False)
    faults.install(app)
    app.add_middleware(Packed)
