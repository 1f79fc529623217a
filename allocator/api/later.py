"""``Prefer: respond-async`` (RFC 7240): who does not want to wait gets 202, and the answer when it is asked again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from allocator.api.aside import Aside
from allocator.api.caller import Called, Caller
from allocator.api.conventions import BASE
from allocator.api.shapes import Shape

ASYNC = "respond-async"
APPLIED = {"Preference-Applied": ASYNC}
SECONDS = 2
"""After which it may be asked again."""
T = TypeVar("T")


class AnswerState(Shape):
    """An answer that is worked out beside the requests."""

    id: str = Field(description="Its key; only who asked can see it.", examples=["3f0c9a1be2d47781"])
    status: str = Field(
        description="working; done; failed: asked again within seconds, the address says why, later it is tried anew.",
        examples=["working"],
        pattern="^(working|done|failed)$",
    )
    address: str = Field(
        description="Where to fetch the answer, once and within ten minutes, with the same preference and language.",
        examples=["/v1/rounds/2026-w48/wanted?verified=4"],
    )


class _BeingWorkedOut(Exception):
    """It is not there yet."""

    def __init__(self, state: AnswerState) -> None:
        super().__init__(state.id)
        self.state = state


@dataclass(frozen=True)
class Patience:
    """Whether a caller waits for an answer, and gives it."""

    caller: Caller
    waits: bool

    def answer(self, work: Callable[[], T]) -> T:
        """The answer; for who does not wait it is worked out beside the request, unless too many wait already.

        Args:
            work: works it out, as this caller may see it.

        Raises:
            Exception: what the work raised; or, for who does not wait, that it is not there yet.
        """
        request, aside = self.caller.request, aside_of(self.caller)
        if self.waits or aside.is_full:
            return work()
        query = f"?{request.url.query}" if request.url.query else ""
        address = request.url.path + query
        key = hashlib.sha256(f"{self.caller.lang} {address}".encode()).hexdigest()[:32]
        found = aside.answer(key_of(self.caller, key), work, address)
        if found is None:
            raise _BeingWorkedOut(AnswerState(id=key, status="working", address=address))
        aside.forget(key_of(self.caller, key))  # who asks again later may get what has changed since
        self.caller.response.headers.update(APPLIED)
        return found


def aside_of(caller: Caller) -> Aside:
    """What this server works out beside its requests."""
    found: Aside = caller.request.app.state.aside
    return found


def key_of(caller: Caller, key: str) -> tuple[str, ...]:
    """An answer of this caller, in the role of now."""
    actor = caller.actor
    return "api", actor.id, actor.role.value, actor.organisation or "", key


async def _patience(
    caller: Called,
    prefer: Annotated[
        str | None,
        Header(description="`respond-async`: not to wait for the answer (RFC 7240).", max_length=200, examples=[ASYNC]),
    ] = None,
) -> Patience:
    said = {one.split(";")[0].strip().lower() for one in (prefer or "").split(",")}
    return Patience(caller, waits=ASYNC not in said)


Later = Annotated[Patience, Depends(_patience)]
"""For operations that take seconds: their caller may ask not to wait."""

LATER: dict[int | str, dict[str, Any]] = {
    202: {
        "model": AnswerState,
        "description": "With `Prefer: respond-async`: it is being worked out; Location says how it stands.",
        "headers": {
            "Location": {"description": "How it stands.", "schema": {"type": "string", "format": "uri-reference"}},
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "examples": [SECONDS]}},
        },
    }
}
"""What such an operation also answers."""


def accepted(state: AnswerState) -> Response:
    """That an answer is being worked out."""
    headers = APPLIED | {"Location": f"{BASE}/answers/{state.id}", "Retry-After": str(SECONDS)}
    return JSONResponse(state.model_dump(mode="json", by_alias=True), 202, headers)


def install(app: FastAPI) -> None:
    """Let what is not there yet be told as accepted."""
    app.add_exception_handler(_BeingWorkedOut, _told)


async def _told(_: Request, waits: Exception) -> Response:
    if not isinstance(waits, _BeingWorkedOut):
        raise waits
    return accepted(waits.state)
