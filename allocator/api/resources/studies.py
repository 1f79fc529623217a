"""``/studies`` and ``/simulations``: long work that a worker does, asked for, followed and called off."""

from collections.abc import AsyncIterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from allocator.actions import studies
from allocator.actions.studies import Study
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.resources.runs import Says, follow
from allocator.api.shapes import Camel, Moment, Shape
from allocator.domain.provenance import sha256_of
from allocator.domain.study import SimulationAsked, StudyAsked, What

router = APIRouter(tags=["studies"], route_class=Route)
Number = Annotated[int, Path(alias="study", ge=1, le=2**53, description="Number of the study.", examples=[3])]


class NewStudy(Camel, StudyAsked):
    """A study of rounds that are kept."""


class NewSimulation(Camel, SimulationAsked):
    """Weeks that are drawn: ways of dividing homes side by side, or what is wanted in them."""


class StudyProgress(Shape):
    """How far a study is, as its worker last said."""

    done: int = Field(description="Plans, or simulated runs, that are done.", examples=[3])
    of: int = Field(description="How many there are.", examples=[12])
    left: float | None = Field(description="Seconds that the rest takes, as far as can be told; null: not yet.")


class StudyState(Shape):
    """A study as it stands."""

    id: int = Field(description="Its number.", examples=[3])
    kind: What = Field(description="What it works out.", examples=["simulation"])
    status: Literal["queued", "running", "done", "failed", "died", "cancelled"] = Field(
        description="How it stands; one that died is taken up by the next worker.", examples=["running"]
    )
    asked: dict[str, Any] = Field(description="What was asked; of a scenario its hash.")
    asked_by: str = Field(description="Who asked for it.")
    asked_at: Moment = Field(description="When, in UTC.")
    attempts: int = Field(description="How often a worker took it; a simulation also lets runs of rounds go first.")
    progress: StudyProgress | None = Field(description="How far it is; null: not begun.")
    ended_at: Moment | None = Field(description="When it ended, in UTC.")
    cancelled_by: str | None = Field(description="Who called it off.")
    error: str = Field(description="Why it failed, for people; empty when it did not.")
    code: str | None = Field(default=None, description="Why it failed, for programs.", examples=["fault"])
    result: str | None = Field(description="Key of what came of it, under `/results`; null: nothing yet.")


def study_state(study: Study, says: Says, *, died: bool) -> StudyState:
    """A study as it goes over the line."""
    facts: dict[str, Any] = {name: getattr(study, name) for name in StudyState.model_fields if hasattr(study, name)}
    asked = {name: value for name, value in study.asked.items() if value not in (None, "")}
    if "scenario" in asked:
        asked["scenario"] = sha256_of(asked["scenario"])
    progress = StudyProgress(**study.progress) if study.progress else None
    failed = {"error": says(study.failure.sentence), "code": study.failure.code} if study.failure else {"error": ""}
    return StudyState(**facts | failed | {"status": study.standing(died=died), "progress": progress, "asked": asked})


def _look(caller: Caller, number: int) -> StudyState:
    study, died = studies.show_study(caller.office, caller.actor, number)
    return study_state(study, caller.says, died=died)


def _found(caller: Called, number: Number) -> StudyState:
    return _look(caller, number)


@router.get("/studies", summary="Studies")
def list_studies(caller: Called, listing: Listing) -> Page[StudyState]:
    """Studies that were asked for, with how each stands, the newest first."""
    found = [
        study_state(one, caller.says, died=died) for one, died in studies.list_studies(caller.office, caller.actor)
    ]
    return listing.page(StudyState, found, lambda one: str(one.id))


@router.post("/studies", summary="Ask for a study", status_code=status.HTTP_202_ACCEPTED)
def add_study(response: Response, caller: Called, new: NewStudy) -> StudyState:
    """The price of balance, what is wanted (over many rounds), or the effect of a policy: a worker does it.

    The address in Location says how it stands. What comes of it is kept under `/results`, without anything of a
    household; the same again is the same result.
    """
    return _asked(response, caller, studies.ask_study(caller.office, caller.actor, StudyAsked(**new.model_dump())))


@router.post("/simulations", summary="Ask for a simulation", status_code=status.HTTP_202_ACCEPTED)
def add_simulation(response: Response, caller: Called, new: NewSimulation) -> StudyState:
    """Weeks that are drawn from a scenario, lived in several ways side by side; put in the queue of the worker.

    The address in Location, a study, says how it stands. Every run of it is kept as soon as it is done, so it goes on
    where it stopped, and lets runs of rounds go first.
    """
    return _asked(
        response, caller, studies.ask_simulation(caller.office, caller.actor, SimulationAsked(**new.model_dump()))
    )


def _asked(response: Response, caller: Caller, study: Study) -> StudyState:
    response.headers["Location"] = f"/v1/studies/{study.id}"
    return study_state(study, caller.says, died=False)


@router.get("/studies/{study}", summary="A study")
def show_study(caller: Called, number: Number) -> StudyState:
    """How a study stands: how much of it is done, and where its result is kept."""
    return _look(caller, number)


@router.get(
    "/studies/{study}/scenario",
    summary="The scenario of a study",
    response_class=Response,
    responses={200: {"content": {"application/toml": {}}}},
)
def show_scenario(caller: Called, number: Number) -> Response:
    """The scenario of a simulation, as it was asked, in TOML; of another study the delivered one."""
    text = studies.show_scenario(caller.office, caller.actor, number)
    return Response(text, media_type="application/toml")


@router.post("/studies/{study}/_cancel", summary="Call off a study")
def cancel_study(caller: Called, number: Number) -> StudyState:
    """Call off a study that waits or is at work; its worker stops. Simulated runs that are done stay kept."""
    return study_state(studies.cancel_study(caller.office, caller.actor, number), caller.says, died=False)


@router.get("/studies/{study}/events", summary="Follow a study", response_class=EventSourceResponse)
async def follow_study(
    caller: Called, number: Number, state: Annotated[StudyState, Depends(_found)]
) -> AsyncIterable[ServerSentEvent]:
    """Server-sent events: `progress` with the study whenever it changes, `end` when it has ended; then it is over.

    After ten minutes it stops; whoever asks again goes on where it is by then.
    """
    async for event in follow(lambda: _look(caller, number), state):
        yield event
