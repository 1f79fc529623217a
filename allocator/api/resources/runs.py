"""``/runs``: how a run stands, following it while it is at work, and calling it off."""

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Annotated, Any, Literal, Protocol, TypeVar

from fastapi import APIRouter, Depends, Path
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from allocator.actions import rounds, running
from allocator.actions.rounds import Run
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.shapes import Moment, Shape
from allocator.domain.base import Id
from allocator.domain.codes import StageName
from allocator.domain.sentence import Sentence

router = APIRouter(prefix="/runs", tags=["rounds"], route_class=Route)
Number = Annotated[int, Path(alias="run", ge=1, le=2**53, description="Number of the run.", examples=[3])]
Standing = TypeVar("Standing", bound="Stands")
Says = Callable[[Sentence], str]

LOOKS = 0.5
"""Seconds between two looks at a run that somebody follows."""
FOLLOWED = 600.0
"""Seconds after which who follows a run has to ask again: a token may have ended in the meantime."""


class Stands(Protocol):
    """Long work that has a word for how it stands."""

    @property
    def status(self) -> str:
        """That word."""

    def model_dump(self, *, mode: str, by_alias: bool) -> dict[str, Any]:
        """How it stands, as JSON can say it."""


class Progress(Shape):
    """How far a run is, as its worker last said."""

    stage: StageName = Field(description="Stage of the solver.", examples=["urgency"])
    aim: str = Field(description="The aim within the stage that is worked on.", examples=["medical.count"])
    number: int = Field(description="Its place among the aims.", examples=[3])
    of: int = Field(description="How many aims there are.", examples=[14])
    gap: float | None = Field(description="Between the plan found and what is possible; null: not known yet.")
    seconds: float = Field(description="Seconds since the solver began.", examples=[1.25])


class RunState(Shape):
    """A run as it stands."""

    id: int = Field(description="Its number.", examples=[3])
    round: Id = Field(description="Its round.", examples=["2026-w48"])
    status: Literal["queued", "running", "done", "failed", "died", "cancelled"] = Field(
        description="How it stands; one that died is taken up by the next worker.", examples=["running"]
    )
    asked_by: str = Field(description="Who asked for it.")
    asked_at: Moment = Field(description="When, in UTC.")
    attempts: int = Field(description="How often a worker took it.")
    progress: Progress | None = Field(description="How far it is; null: not begun.")
    ended_at: Moment | None = Field(description="When it ended, in UTC.")
    cancelled_by: str | None = Field(description="Who called it off.")
    error: str = Field(description="Why it failed, for people; empty when it did not.")
    code: str | None = Field(
        default=None,
        description="Why it failed, for programs; `contradiction`: see `/runs/{run}/contradiction`.",
        examples=["contradiction"],
    )


class Clash(Shape):
    """What cannot all be."""

    statements: tuple[str, ...] = Field(
        description="The smallest set of statements that cannot all hold: take at least one of them back."
    )


def run_state(run: Run, says: Says, *, died: bool) -> RunState:
    """A run as it goes over the line.

    Args:
        run: the run.
        says: words for who reads it.
        died: whether its worker gives no sign of life any more.
    """
    facts: dict[str, Any] = {name: getattr(run, name) for name in RunState.model_fields if hasattr(run, name)}
    progress = Progress(**run.progress) if run.progress else None
    failed = {"error": says(run.failure.sentence), "code": run.failure.code} if run.failure else {"error": ""}
    return RunState(**facts | failed | {"status": run.standing(died=died), "progress": progress})


def _look(caller: Caller, number: int) -> RunState:
    run, died = running.show_run(caller.office, caller.actor, number)
    return run_state(run, caller.says, died=died)


def _found(caller: Called, number: Number) -> RunState:
    return _look(caller, number)


@router.get("/{run}", summary="A run")
def show_run(caller: Called, number: Number) -> RunState:
    """How a run stands: its stage and gap while it is at work."""
    return _look(caller, number)


@router.get("/{run}/contradiction", summary="What cannot all be")
def show_contradiction(caller: Called, number: Number) -> Clash:
    """Of a run that failed because not everything that was asked for can be: the statements that clash."""
    found = rounds.contradiction(caller.office, caller.actor, number)
    return Clash(statements=tuple(map(caller.says, found)))


@router.post("/{run}/_cancel", summary="Call off a run")
def cancel_run(caller: Called, number: Number) -> RunState:
    """Call off a run that waits or is at work; its worker stops, and what it made is not taken."""
    return run_state(rounds.cancel_run(caller.office, caller.actor, number), caller.says, died=False)


@router.get("/{run}/events", summary="Follow a run", response_class=EventSourceResponse)
async def follow_run(
    caller: Called, number: Number, state: Annotated[RunState, Depends(_found)]
) -> AsyncIterable[ServerSentEvent]:
    """Server-sent events: `progress` with the run whenever it changes, `end` when it has ended; then it is over.

    After ten minutes it stops; whoever asks again goes on where it is by then.
    """
    async for event in follow(lambda: _look(caller, number), state):
        yield event


async def follow(look: Callable[[], Standing], state: Standing) -> AsyncIterator[ServerSentEvent]:
    """What becomes of a run, or of other long work, event by event.

    Args:
        look: how it stands now.
        state: how it stood when somebody began to follow it.
    """
    until, count = time.monotonic() + FOLLOWED, 1
    while True:
        over = state.status in ("done", "failed", "cancelled")
        told = state.model_dump(mode="json", by_alias=True)
        yield ServerSentEvent(data=told, event="end" if over else "progress", id=str(count))
        before = state
        while state == before:
            if over or time.monotonic() > until:
                return
            await asyncio.sleep(LOOKS)
            state = await run_in_threadpool(look)
        count += 1
