"""An operation is done in one thread: who calls, what is asked, the answer and how it is written.

FastAPI takes a thread for each of these. Every change of thread waits for Python's lock, behind all who are at work.
"""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

T = TypeVar("T")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_INSIDE = "__inside__"


def inside(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """An operation that runs in the thread in which it is called; what waits by itself (events) stays as it is."""
    if hasattr(endpoint, _INSIDE) or iscoroutinefunction(endpoint) or isasyncgenfunction(endpoint):
        return endpoint

    @functools.wraps(endpoint)
    async def run(**said: Any) -> Any:
        return endpoint(**said)

    setattr(run, _INSIDE, True)
    return run


def runs_inside(endpoint: Callable[..., Any]) -> bool:
    """Whether an operation was made so."""
    return hasattr(endpoint, _INSIDE)


def in_one(handle: Handler) -> Handler:
    """Handle requests each in one thread, from its parameters to its written answer, once all of it has arrived."""

    async def handled(request: Request) -> Response:
        await request.body()
        return await run_in_threadpool(_to_its_end, handle(request))

    return handled


async def alone(function: Callable[..., T], *args: Any) -> T:
    """Something that takes a while, in this thread when that is one of its own, else in another one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return function(*args)
    return await run_in_threadpool(function, *args)


def _to_its_end(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing.

    Raises:
        RuntimeError: when it does.
    """
    try:
        coroutine.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    coroutine.close()
    raise RuntimeError("An operation waits for something outside its thread.")
