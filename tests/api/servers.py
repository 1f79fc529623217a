"""A real server on a port of its own, and people who call it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from allocator.actions import access
from allocator.api.app import Setup, create_app, furnish
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.actions.offices import ADMINISTRATOR, House
from tests.api.processes import PLAIN, free_port


@dataclass
class Server:
    """A server, and who may come in."""

    address: str
    house: House
    clients: list[httpx2.Client] = field(default_factory=list)

    def token_of(self, actor: Actor) -> str:
        """A token for somebody, who becomes a user when needed."""
        office = self.house.office
        known = {user.id for user in access.list_users(office, ADMINISTRATOR)}
        if actor.organisation and (kind := access.KINDS.get(actor.role)):
            access.keep_organisation(office, ADMINISTRATOR, actor.organisation, kind, actor.organisation)
        if actor.id not in known:
            access.add_user(office, ADMINISTRATOR, actor.id, actor.role, actor.organisation)
        return access.add_token(office, ADMINISTRATOR, actor.id)[1]

    def as_(self, actor: Actor, **headers: str) -> httpx2.Client:
        """A client with the token of somebody."""
        return self.client(Authorization=f"Bearer {self.token_of(actor)}", **headers)

    def client(self, **headers: str) -> httpx2.Client:
        """A client; English, unless it says otherwise."""
        self.clients.append(
            httpx2.Client(base_url=self.address, headers={"Accept-Language": "en"} | headers, timeout=60, verify=PLAIN)
        )
        return self.clients[-1]


OFTEN = "10000000/minute"
_IDLE: dict[bool, list[FastAPI]] = {True: [], False: []}
"""Applications that serve nobody now: making all routes takes longer than most tests. Those made while coverage looked
are kept apart, so that it sees the same whatever ran before."""


@contextmanager
def serving(house: House, around: Callable[[Any], Any] = lambda app: app, **setup: Any) -> Iterator[Server]:
    """The application on a free port, until the test ends; with something around it, where a test looks from there."""
    port = free_port()
    said: dict[str, Any] = {"rate": OFTEN, "knocks": OFTEN, "patience": 60.0} | setup
    wanted = Setup(**said)
    idle = [] if wanted.theme else _IDLE[threading.gettrace() is not None]
    app = idle.pop() if idle else create_app(setup=wanted)
    furnish(app, house.office, wanted)
    server = uvicorn.Server(uvicorn.Config(around(app), "127.0.0.1", port, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        thread.join(0.01)
    found = Server(f"http://127.0.0.1:{port}", house)
    try:
        yield found
    finally:
        for client in found.clients:
            client.close()
        server.should_exit = True
        thread.join()
        app.state.aside.rest()
        idle.append(app)


def good(response: httpx2.Response, status: int = 200) -> Any:
    """The content of an answer that must be good."""
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def bad(response: httpx2.Response, status: int, code: str | None = None) -> Any:
    """The problem of an answer that must be one."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert {"title", "status", "detail"} <= found.keys()
    assert found["status"] == status
    assert code in (None, found["code"]), found
    return found


ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
