"""``Idempotency-Key``: a POST that is repeated with the same key is done once, and answered as the first time."""

import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from allocator.actions import Asked, Office, once
from allocator.api import threads
from allocator.api.problems import Missing, refusal, status_of
from allocator.domain.refusal import Refusal
from allocator.domain.sentence import Sentence
from allocator.locale import N_

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
"""Header of an answer that was given before."""
PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A key of your own for this request; repeated within three days it gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "examples": ["6f1a2f2e-week-48-U-0102"]},
}
_KEPT = frozenset({404, 409, 412})
"""Refusals that say how things stood; others say that the request was not right, and may be sent again."""
_REPEATS = "__repeats__"
_KEY = re.compile(r"[!-~]{1,255}")


async def fingerprint(request: Request) -> None:
    """Work out what is asked, before the operation runs in a thread of its own."""
    said = hashlib.sha256()
    kind = request.headers.get("content-type", "")
    for part in (request.method, request.url.path, request.url.query, kind, request.headers.get("if-match", "")):
        said.update(part.encode() + b"\0")
    said.update(await request.body())
    request.state.asked = said.hexdigest()


def asked_of(request: Request) -> Asked | None:
    """The request, when it has a key of its own.

    Raises:
        Missing: when the key cannot be used.
    """
    key = request.headers.get(HEADER)
    if key is None or not hasattr(request.state, "asked"):
        return None
    if not _KEY.fullmatch(key):
        text = N_("Idempotency-Key must be 1 to 255 characters without spaces, of ASCII.")
        raise Missing(400, "idempotency_key", Sentence(text))
    return Asked(key, request.state.asked)


class Route(APIRoute):
    """A route whose POST can be repeated, and which knows all that may be asked of it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **rest: Any) -> None:
        repeats = "POST" in (rest.get("methods") or ()) and not hasattr(endpoint, _REPEATS)  # routers copy routes
        operation = self._repeatable(endpoint) if repeats else endpoint
        super().__init__(path, threads.inside(operation), **rest)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As usual, with what is asked worked out before."""
        plain = super().get_route_handler()
        if threads.runs_inside(self.endpoint):
            plain = threads.in_one(plain)
        known = frozenset(_queries(self.dependant))

        async def handle(request: Request) -> Response:
            _check_query(request, known)
            if HEADER in request.headers and request.method == "POST":
                await fingerprint(request)
            return await plain(request)

        return handle

    def _repeatable(self, endpoint: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(endpoint)
        def run(**said: Any) -> Any:
            caller = said.get("caller")
            if caller is None or caller.asked is None:
                return endpoint(**said)

            def do(office: Office) -> str:
                content = endpoint(**said | {"caller": replace(caller, office=office)})
                status = caller.response.status_code or self.status_code or 200
                return _written(JSONResponse(jsonable_encoder(content), status, dict(caller.response.headers)))

            def refusing(refused: Refusal) -> str | None:
                keeps = status_of(refused) in _KEPT
                return _written(refusal(caller.request, refused)) if keeps else None

            text, before = once(caller.office, caller.actor, caller.asked, do, refusing)
            return _answer(text, before=before)

        setattr(run, _REPEATS, True)
        return run


def _queries(dependant: Dependant) -> Iterator[str]:
    """Names of what an operation reads from the query, itself and through what it depends on."""
    for one in dependant.query_params:
        kind = one.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (field.alias or name for name, field in kind.model_fields.items())
        else:
            yield one.alias
    for other in dependant.dependencies:
        yield from _queries(other)


def _check_query(request: Request, known: frozenset[str]) -> None:
    """A name that is misspelt would be a filter that does not filter.

    Raises:
        RequestValidationError: for names that are not known, or said twice.
    """
    said = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [_wrong(name, "There is no such parameter.") for name in said if name not in known]
    wrong += [_wrong(name, "This parameter is said more than once.") for name in known if said[name] > 1]
    if wrong:
        raise RequestValidationError(wrong)


def _wrong(name: str, words: str) -> dict[str, Any]:
    return {"type": "query", "loc": ("query", name), "msg": words, "input": None}


def _written(response: Response) -> str:
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return json.dumps({"status": response.status_code, "headers": headers, "body": bytes(response.body).decode()})


def _answer(text: str, *, before: bool) -> Response:
    said = json.loads(text)
    headers = said["headers"] | ({REPLAYED: "true"} if before else {})
    return Response(said["body"], said["status"], headers)
