"""An operation is done in one thread, and counting calls starts none."""

import asyncio
import threading
import time

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from allocator.api import threads
from allocator.api.limiting import Limits
from allocator.api.once import Route


def application() -> FastAPI:
    app = FastAPI()
    app.router.route_class = Route

    async def who() -> int:
        return await threads.alone(threading.get_ident)

    async def waits() -> None:
        await asyncio.sleep(0)

    @app.get("/one")
    def one(known: int = Depends(who)) -> list[int]:
        return [known, threading.get_ident()]

    @app.post("/sent")
    def sent(request: Request, body: dict[str, int], known: int = Depends(who)) -> dict[str, int]:
        return body | {"same": int(known == threading.get_ident()), "length": int(request.headers["content-length"])}

    @app.get("/late")
    def late(_: None = Depends(waits)) -> str:
        return "never"

    @app.get("/loop")
    async def loop(known: int = Depends(who)) -> list[int]:
        return [known, threading.get_ident()]

    return app


def test_who_calls_and_what_is_done_is_one_thread() -> None:
    with TestClient(application()) as client:
        known, done = client.get("/one").json()
        assert known == done
        assert client.post("/sent", json={"a": 1}).json() == {"a": 1, "same": 1, "length": 7}


def test_what_runs_in_the_loop_does_not_hold_it_up() -> None:
    with TestClient(application()) as client:
        known, done = client.get("/loop").json()
        assert known != done


def test_an_operation_may_not_wait_within_its_thread() -> None:
    with TestClient(application()) as client, pytest.raises(RuntimeError, match="waits for something"):
        client.get("/late")


def test_counting_calls_takes_one_thread_however_long_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[threading.Timer] = []

    class Counted(threading.Timer):
        def start(self) -> None:
            begun.append(self)
            super().start()

    monkeypatch.setattr(threading, "Timer", Counted)
    limits = Limits("100000/minute")
    for number in range(6):
        limits.call(f"p{number}")
        time.sleep(0.03)  # longer than the library waits before it cleans up
    (one,) = begun
    assert one.daemon
    one.cancel()
