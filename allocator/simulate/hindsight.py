"""The yardstick: what could have been reached by who knew all arrivals and all answers beforehand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.simulate.answers import Answer, answer
from allocator.simulate.arrivals import Arrival, World
from allocator.simulate.pairs import Pairs
from allocator.solver.assignment import assign


@dataclass(frozen=True)
class Hindsight:
    """No decisions whatever are worth more than ``bound`` (points of the scenario's ``worth``)."""

    bound: float
    pairs: int
    placed: float


def hindsight(world: World, pairs: Pairs) -> Hindsight:
    """The best placement of all households in all homes that they meet and accept, under the rules of the match.

    It is a linear program, and above what any policy can do: support is there but never full, residents of a shared
    home never clash, and who returns to shelter is there again from the first day on which that can be.
    """
    rows, columns, worth, takers = _pairs_of(world, pairs)
    homes = np.array([_places(world, key) for key in pairs.units], dtype=float)
    found = assign(rows, columns, worth, np.array(takers, dtype=float), homes)
    return Hindsight(found.value, len(rows), float(found.taken.sum()))


def _pairs_of(
    world: World, pairs: Pairs
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], list[float]]:
    """Every pair that meets and says yes, for households the first time and, as another taker, when they return."""
    begins = np.array([world.offer_of[key].week for key in pairs.units])
    ends = np.minimum(np.array([world.offer_of[key].until for key in pairs.units]), world.weeks)
    value = worth_of(world, pairs)
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    gains: list[NDArray[np.float64]] = []
    takers: list[float] = []
    for key in pairs.households:
        arrival, row = world.arrival_of[key], pairs.row[key]
        yes = np.flatnonzero(pairs.allowed[row] & (ends > arrival.week) & (begins < min(arrival.leaves, world.weeks)))
        yes = np.array([u for u in yes.tolist() if _yes(world, pairs, arrival, u)], dtype=np.int64)
        _add(rows, columns, gains, takers, yes, value[row, yes])
        if arrival.returns is not None and len(yes):
            back = arrival.week + 1 + arrival.returns
            later = np.flatnonzero(pairs.allowed[row] & (ends > back))
            _add(rows, columns, gains, takers, later, value[row, later])
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(gains), takers


def _add(
    rows: list[NDArray[np.int64]],
    columns: list[NDArray[np.int64]],
    gains: list[NDArray[np.float64]],
    takers: list[float],
    homes: NDArray[np.int64],
    gain: NDArray[np.float64],
) -> None:
    rows.append(np.full(len(homes), len(takers), dtype=np.int64))
    columns.append(homes)
    gains.append(gain)
    takers.append(1.0)


def worth_of(world: World, pairs: Pairs) -> NDArray[np.float64]:
    """(H, U): points of the scenario's ``worth`` for each placement."""
    said = world.scenario.worth
    class_of = np.array([said.urgency[world.arrival_of[key].household.urgency] for key in pairs.households])
    return class_of[:, None] + said.suitability * pairs.points / 1000


def _yes(world: World, pairs: Pairs, arrival: Arrival, u: int) -> bool:
    unit = world.offer_of[pairs.units[u]].unit
    points = int(pairs.points[pairs.row[arrival.household.id], u])
    return answer(world.seed, world.scenario, arrival.household, unit, points) is Answer.YES


def _places(world: World, key: str) -> int:
    unit = world.offer_of[key].unit
    return unit.places if unit.is_shared else 1


__all__ = ["Hindsight", "hindsight", "worth_of"]
