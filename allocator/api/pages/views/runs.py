"""``/runs``: a proposal in the making, followed live or by asking again; called off."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from allocator.actions import rounds, running
from allocator.api.pages.aside import ask, being_worked_out
from allocator.api.pages.forms import MARKED
from allocator.api.pages.frame import Crumb, go, page, tell
from allocator.api.pages.labels import RUNS
from allocator.api.pages.views.week import LOOKERS, OPENERS, ROUNDS, RoundKey
from allocator.api.pages.visitor import Known, Visitor
from allocator.api.resources.runs import RunState, follow, run_state
from allocator.domain.codes import StageName
from allocator.domain.failure import CONTRADICTION
from allocator.locale import N_
from allocator.rules.labels import STAGES

router = APIRouter()
Number = Annotated[int, Path(alias="number", ge=1, le=2**53)]


@router.post("/rounds/{key}/runs", dependencies=[MARKED])
def start(visitor: Known, key: RoundKey) -> Response:
    """Ask for a proposal; what was accepted stays."""
    run = rounds.ask_run(visitor.office, visitor.actor, key)
    return go(visitor, f"/runs/{run.id}")


@router.get("/runs/{number}")
def show(visitor: Known, number: Number) -> Response:
    """How far a run is; without JavaScript the page asks again by itself."""
    run, died = running.show_run(visitor.office, visitor.actor, number)
    state = run_state(run, visitor.says, died=died)
    tongue, looks = visitor.tongue, visitor.actor.role in LOOKERS
    back = f"/rounds/{run.round}" if looks else "/rounds"
    if state.status == "done":
        return go(visitor, f"{back}/proposal" if looks else back, tell(visitor, N_("There is a new proposal.")))
    title = tell(visitor, N_("Proposal in the making"))
    crumbs = (Crumb(tell(visitor, N_("Round {round}"), round=run.round) if looks else tell(visitor, ROUNDS), back),)
    asks = looks and state.code == CONTRADICTION
    clash = ask(visitor, ("contradiction", number), lambda: _clash(visitor, number)) if asks else ()
    if clash is None:
        return being_worked_out(visitor, title, crumbs)
    stage = tongue(STAGES[StageName(state.progress.stage)]) if state.progress else ""
    return page(
        visitor,
        "run.html",
        title,
        crumbs=crumbs,
        back=back,
        back_words=tongue(N_("Back to the round") if looks else N_("Back to the rounds")),
        may_stop=visitor.actor.role in OPENERS,
        run=state,
        stage=stage,
        stages={name.value: tongue(words) for name, words in STAGES.items()},
        standing=tongue(RUNS[state.status]),
        over=run.is_over,
        clash=clash,
    )


def _clash(visitor: Visitor, number: int) -> tuple[str, ...]:
    return tuple(map(visitor.says, rounds.contradiction(visitor.office, visitor.actor, number)))


@router.post("/runs/{number}/cancel", dependencies=[MARKED])
def cancel(visitor: Known, number: Number) -> Response:
    """Call off a run."""
    run = rounds.cancel_run(visitor.office, visitor.actor, number)
    return go(visitor, f"/rounds/{run.round}", tell(visitor, N_("The run is stopped.")), "info")


def _found(visitor: Known, number: Number) -> RunState:
    run, died = running.show_run(visitor.office, visitor.actor, number)
    return run_state(run, visitor.says, died=died)


@router.get("/runs/{number}/events", response_class=EventSourceResponse)
async def events(
    visitor: Known, number: Number, state: Annotated[RunState, Depends(_found)]
) -> AsyncIterable[ServerSentEvent]:
    """The same as it changes, for the script of the page."""
    async for event in follow(lambda: _found(visitor, number), state):
        yield event
