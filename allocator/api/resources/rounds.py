"""``/rounds``: a round is opened, run, decided on and closed."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status
from pydantic import Field

from allocator.actions import rounds
from allocator.actions.rounds import KeptRound
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.resources.proposals import Proposal, proposal_of
from allocator.api.resources.runs import RunState, run_state
from allocator.api.shapes import Moment, Shape, date
from allocator.domain.base import Id
from allocator.domain.region import Period
from allocator.domain.workflow import State

router = APIRouter(tags=["rounds"], route_class=Route)
Key = Annotated[Id, Path(alias="round", description="Name of the round.", examples=["2026-w48"])]


class Round(Shape):
    """A round: frozen when it was opened, and since then only decided on."""

    id: Id = Field(description="Its name.", examples=["2026-w48"])
    as_of: date = Field(description="The day of which it is.", examples=["2026-11-23"])
    period: str = Field(description="Period of the ledger.", examples=["2026-H2"])
    status: str = Field(description="open or closed.", examples=["open"])
    policy: str = Field(description="Version of the policy.", examples=["tiny-1"])
    seed: str = Field(description="Seed of the lottery, drawn when it was opened.")
    sha256: str = Field(description="Hash of the frozen round.")
    opened_by: str = Field(description="Who opened it.")
    opened_at: Moment = Field(description="When, in UTC.")
    closed_by: str | None = Field(description="Who closed it.")
    closed_at: Moment | None = Field(description="When, in UTC.")


LAST = 20
"""So many runs and proposals stand with a round itself."""


class OpenedRound(Round):
    """A round with what was done in it."""

    households: int = Field(description="How many households are in it.")
    runs: tuple[RunState, ...] = Field(description="Its last 20 runs; the list of runs has all.")
    proposals: tuple[Proposal, ...] = Field(description="Its last 20 proposals; the list of proposals has all.")
    states: dict[State, int] = Field(description="How many placements stand where.")
    decided: int = Field(description="Placements on which the committee decided.")
    deviated: int = Field(description="Of those, otherwise than proposed.")


class NewRound(Shape):
    """A round to open."""

    id: Id = Field(description="Its name.", examples=["2026-w48"])
    as_of: date | None = Field(default=None, description="The day of which it is; today when it is not said.")
    period: Period | None = Field(default=None, description="Period of the ledger; the year when it is not said.")


class NewRun(Shape):
    """A run to start."""

    time_limit: float | None = Field(
        default=None, gt=0, le=86_400, description="Seconds; the best plan found by then is given.", examples=[60]
    )


class Closed(Shape):
    """A round that was closed."""

    states: dict[State, int] = Field(description="How many placements stand where.")


@router.get("/rounds", summary="Rounds")
def list_rounds(caller: Called, listing: Listing) -> Page[Round]:
    """All rounds, in order of name."""
    found = [_round(one) for one in rounds.list_rounds(caller.office, caller.actor, 100_000)]
    return listing.page(Round, found, lambda one: one.id)


@router.post("/rounds", summary="Open a round", status_code=status.HTTP_201_CREATED)
def open_round(response: Response, caller: Called, new: NewRound) -> Round:
    """Freeze everything, draw the seed of the lottery, and write both down."""
    kept = rounds.open_round(caller.office, caller.actor, new.id, new.as_of, new.period)
    response.headers["Location"] = f"/v1/rounds/{kept.id}"
    return _round(kept)


@router.get("/rounds/{round}", summary="A round")
def show_round(caller: Called, key: Key) -> OpenedRound:
    """A round with its last runs and proposals, and how its placements stand."""
    found = rounds.show_round(caller.office, caller.actor, key, LAST)
    return OpenedRound(
        **_round(found.round).model_dump(),
        households=found.households,
        runs=tuple(run_state(one, caller.says, died=one.id in found.died) for one in found.runs),
        proposals=tuple(proposal_of(one) for one in found.proposals),
        states=found.states,
        decided=found.deviations.decided,
        deviated=found.deviations.deviated,
    )


@router.get("/rounds/{round}/runs", summary="Runs")
def list_runs(caller: Called, key: Key, listing: Listing) -> Page[RunState]:
    """Runs of a round, in order of number."""
    found = rounds.show_round(caller.office, caller.actor, key)
    runs = [run_state(one, caller.says, died=one.id in found.died) for one in found.runs]
    return listing.page(RunState, runs, lambda one: f"{one.id:012d}")


@router.post("/rounds/{round}/runs", summary="Start a run", status_code=status.HTTP_202_ACCEPTED)
def start_run(response: Response, caller: Called, key: Key, new: NewRun) -> RunState:
    """Put a run in the queue of the worker; the address in Location says how it stands."""
    asked = rounds.ask_run(caller.office, caller.actor, key, new.time_limit)
    response.headers["Location"] = f"/v1/runs/{asked.id}"
    return run_state(asked, caller.says, died=False)


@router.post("/rounds/{round}/_close", summary="Close a round")
def close_round(caller: Called, key: Key) -> Closed:
    """What was not decided is called off, and comes back in the next round."""
    return Closed(states=rounds.close_round(caller.office, caller.actor, key))


def _round(kept: KeptRound) -> Round:
    return Round(**{name: getattr(kept, name) for name in Round.model_fields})
