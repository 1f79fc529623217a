"""Signposts leave out no route that would have taken a request, and keep the order of those that are left."""

from fastapi.routing import iter_route_contexts
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match
from starlette.types import Scope

from allocator.api.app import create_app
from allocator.api.signposts import Signposts

APP = create_app()
SIGNPOSTS = APP.router.middleware_stack
PATHS = sorted({one.path for one in iter_route_contexts(APP.routes) if one.path})
PARTS = sorted({part for path in PATHS for part in path.split("/")} | {"", "1", "U-1", "2026-w48", "a b"})
addresses = st.one_of(
    st.lists(st.sampled_from(PARTS), max_size=8).map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(PATHS),
    st.tuples(st.sampled_from(PATHS), st.sampled_from(PARTS)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.text(max_size=20).map(lambda text: f"/{text}"),
)


@given(addresses, st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD"]))
def test_who_would_take_a_request_is_asked_in_the_same_order(path: str, method: str) -> None:
    assert isinstance(SIGNPOSTS, Signposts)
    scope: Scope = {"type": "http", "path": path, "method": method, "root_path": "", "app": APP}
    taken = [one for one in APP.routes if one.matches(dict(scope))[0] is not Match.NONE]
    asked = SIGNPOSTS.towards(path).routes or APP.routes
    assert [one for one in asked if one in taken] == taken


def test_few_are_asked() -> None:
    assert isinstance(SIGNPOSTS, Signposts)
    assert all(1 <= len(SIGNPOSTS.towards(path).routes) <= 2 for path in PATHS)
