"""How the homes of a week can be divided: by name, so that ways can stand side by side."""

from collections.abc import Callable
from dataclasses import dataclass, field

from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.simulated import NAMES
from allocator.run import best_plan
from allocator.simulate import queue
from allocator.simulate.ahead import Ahead, Held
from allocator.simulate.arrivals import World
from allocator.simulate.region import Region


@dataclass(frozen=True)
class Week:
    """What a policy decides in a week: the plan, and which homes it keeps back and why."""

    plan: tuple[Placement, ...]
    held: tuple[Held, ...] = ()
    served: dict[str, int] = field(default_factory=dict)


Policy = Callable[[Region, Round], Week]


def policy(name: str, world: World) -> Policy:
    """A policy by name, for one run through a world.

    Raises:
        KeyError: there is no such policy.
    """
    return _POLICIES[name](world)


def _simple(plan: Callable[[Round], tuple[Placement, ...]]) -> Callable[[World], Policy]:
    def policy_of(_: World) -> Policy:
        return lambda _, round_: Week(plan(round_))

    return policy_of


def _ahead(world: World) -> Policy:
    looking = Ahead(world)

    def decide(region: Region, round_: Round) -> Week:
        plan, held = looking.decide(region, round_)
        return Week(plan, held)

    return decide


_POLICIES: dict[str, Callable[[World], Policy]] = {
    "waiting": _simple(lambda round_: queue.in_order(round_, queue.by_waiting)),
    "urgency": _simple(lambda round_: queue.in_order(round_, queue.by_urgency)),
    "vacancy": _simple(queue.per_vacancy),
    "exact": _simple(lambda round_: best_plan(round_).placements),
    "ahead": _ahead,
}

__all__ = ["NAMES", "Policy", "Week", "policy"]
