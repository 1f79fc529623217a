"""The application: resources, conventions, and the office they work in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel

from allocator.actions import Office
from allocator.api import documentation, later, problems, signposts
from allocator.api.aside import PATIENCE, Aside
from allocator.api.conventions import API_VERSION, BASE, Conventions
from allocator.api.document import TITLE, document
from allocator.api.limiting import KNOCKS, Limits
from allocator.api.pages import installing
from allocator.api.pages.boundaries import Boundaries
from allocator.api.pages.documents import Shelf
from allocator.api.provider import Provider
from allocator.api.resources import (
    access,
    answers,
    complexes,
    effects,
    exchange,
    explanations,
    health,
    households,
    keys,
    ledger,
    monitor,
    municipalities,
    objections,
    placements,
    policies,
    pools,
    prices,
    proposals,
    reports,
    results,
    rounds,
    runs,
    sessions,
    sign_in,
    studies,
    supposing,
    trail,
    transfers,
    units,
    vera,
    wanted,
    webhooks,
)
from allocator.api.watching import Counts, Watched
from allocator.notify import Allowed

RESOURCES = (
    units,
    complexes,
    households,
    pools,
    municipalities,
    policies,
    rounds,
    runs,
    proposals,
    explanations,
    prices,
    wanted,
    effects,
    reports,
    results,
    monitor,
    placements,
    objections,
    ledger,
    keys,
    transfers,
    vera,
    exchange,
    access,
    sessions,
    sign_in,
    studies,
    answers,
    supposing,
    webhooks,
    trail,
)
MOST_BYTES = 5_000_000
"""Of a request; a file of a region's week is a tenth of that."""


RATE = "1200/minute"
"""How often one user may call."""


@dataclass(frozen=True)
class Setup:
    """What differs between one server and another.

    Attributes:
        rate: how often one user may call, as the limits library writes it.
        knocks: how often one address may come without a token that holds.
        second_factor: whether who signs in with a password is asked for a second factor too.
        secure: whether cookies go over TLS only; not where only this machine reaches the server.
        theme: file with design tokens of the own house style; empty: the neutral one.
        boundaries: GeoJSON file with the boundaries of municipalities; empty: the map shows circles.
        provider: where people sign in and systems get their tokens, besides here.
        patience: seconds that a page waits for an answer that is worked out beside it.
        allowed: places that webhooks may be sent to although they are not public.
    """

    rate: str = RATE
    knocks: str = KNOCKS
    second_factor: bool = True
    secure: bool = True
    theme: str = ""
    boundaries: str = ""
    provider: Provider | None = None
    patience: float = PATIENCE
    allowed: Allowed = field(default_factory=Allowed)


def create_app(office: Office | None = None, setup: Setup | None = None) -> FastAPI:
    """The application; without an office it opens the one of the environment when it starts."""
    wanted = setup or Setup()
    app = FastAPI(
        title=TITLE,
        version=API_VERSION,
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=MOST_BYTES,
        generate_unique_id_function=_name,
    )
    for one in (*(one.router for one in RESOURCES), placements.decided, documentation.router):
        app.include_router(one, prefix=BASE)  # each by itself: routers within a router are searched twice
    app.include_router(health.router)

    @app.get(f"{BASE}/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        return JSONResponse(_document(app))

    problems.install(app, lambda path: _methods(app, path))
    later.install(app)
    installing.install(app, wanted.theme)
    signposts.put_up(app)
    app.add_middleware(Watched)
    app.add_middleware(Conventions)
    furnish(app, office, wanted)
    return app


def furnish(app: FastAPI, office: Office | None, setup: Setup) -> None:
    """Give an application what differs between servers, all but the theme; nothing of an earlier one stays."""
    state = app.state
    state.given, state.secure = office, setup.secure
    state.second_factor, state.provider, state.allowed = setup.second_factor, setup.provider, setup.allowed
    state.counts, state.limits = Counts(), Limits(setup.rate, setup.knocks)
    state.boundaries, state.shelf = Boundaries.read(setup.boundaries), Shelf()
    state.aside = Aside(setup.patience)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    given: Office | None = app.state.given
    app.state.office = given or Office.open()
    yield
    if given is None:
        app.state.office.close()


def _name(route: APIRoute) -> str:
    """Name of an operation for programs: its resource and its verb, like ``placementsDecide``."""
    return to_camel(f"{route.endpoint.__module__.rpartition('.')[2]}_{route.name}")


def _methods(app: FastAPI, path: str) -> list[str]:
    """The methods that there are at an address; one that is written out comes before one with names for keys."""
    paths, here = document(app)["paths"], path.removeprefix(BASE)
    known = [here] if here in paths else [one for one in paths if _fits(one.split("/"), here.split("/"))]
    return sorted({verb.upper() for one in known for verb in paths[one]})


def _fits(known: list[str], said: list[str]) -> bool:
    pairs = zip(known, said, strict=False)
    return len(known) == len(said) and all(one.startswith("{") or one == other for one, other in pairs)


def _document(app: FastAPI) -> dict[str, Any]:
    return document(app)
