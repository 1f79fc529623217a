"""Where a request goes: by the parts of its address, without asking every resource whether it is meant.

FastAPI asks one after another, twice where it fits, and there are a hundred and more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

SEVERAL = ":path}"
"""A key that may hold more than one part of an address."""


@dataclass
class _Crossing:
    """Where addresses part: by what is written next, or by something with a key in it, which may be anything."""

    written: "dict[str, _Crossing]" = field(default_factory=dict)
    key: "_Crossing | None" = None
    ends: set[int] = field(default_factory=set)
    """Routes with an address that ends here, by their place in the order in which they are asked."""

    def add(self, parts: list[str], place: int) -> None:
        """An address of a route."""
        here = self
        for part in parts:
            if "{" in part:
                here.key = here.key or _Crossing()
                here = here.key
            else:
                here = here.written.setdefault(part, _Crossing())
        here.ends.add(place)

    def find(self, parts: list[str], at: int = 0) -> Iterator[int]:
        """Routes with an address that looks like this one."""
        if at == len(parts):
            yield from self.ends
            return
        for one in (self.written.get(parts[at]), self.key if parts[at] else None):
            if one is not None:
                yield from one.find(parts, at + 1)


class Signposts:
    """Lets only those routes look at a request whose address looks like it, in the order in which they stand.

    What they do with it is theirs, as before: a method that there is not, a key that cannot be. An address that looks
    like none is looked up among all.
    """

    def __init__(self, routes: list[BaseRoute], everywhere: ASGIApp) -> None:
        self._routes, self._everywhere = routes, everywhere
        self._root, self._always = _Crossing(), set[int]()
        self._few: dict[frozenset[int], Router] = {}
        for place, route in enumerate(routes):
            for path in (one.path for one in iter_route_contexts([route])):
                if path is None or SEVERAL in path:
                    self._always.add(place)
                else:
                    self._root.add(path.split("/"), place)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope.get("root_path"):
            await self._everywhere(scope, receive, send)
            return
        await self.towards(scope["path"]).app(scope, receive, send)

    def towards(self, path: str) -> Router:
        """Asks the routes with an address that looks like this one; where there are none, all of them."""
        places = frozenset(self._root.find(path.removesuffix("\n").split("/")))  # as the patterns of routes take it
        found = self._few.get(places)
        if found is None:
            some = [self._routes[place] for place in sorted(places | self._always)] if places else []
            found = self._few[places] = Router(some, redirect_slashes=False, default=self._everywhere)
        return found


def put_up(app: FastAPI) -> None:
    """Put them up in an application that has all its routes."""
    app.router.middleware_stack = Signposts(app.router.routes, app.router.middleware_stack)
