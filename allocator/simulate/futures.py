"""What may come, sampled: prices of homes and of households from linear programs over futures that could be.

After Ahani, Gölz, Procaccia, Teytelboym and Trapp, *Dynamic Placement in Refugee Resettlement*: what a home is worth to
those who may still come is the price (dual value) of that home in the best assignment of a sampled future.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from allocator.domain.round import Round
from allocator.generate import homes
from allocator.simulate.answers import BEST
from allocator.simulate.arrivals import Arrival, Offered, World, homes_of, households_of
from allocator.simulate.offers import first
from allocator.simulate.pairs import Pairs, judged
from allocator.simulate.region import Region
from allocator.solver.assignment import assign

CHUNK = 26
"""Weeks whose futures are judged at once."""
HASTE = 0.98
"""Part that is left of what a placement is worth when it comes a week later."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prices:
    """Of a round, households x homes in its order.

    ``worth``: what a placement is worth; ``gain``: that less the prices of both, averaged over the futures: 0 where
    nothing better is expected, below 0 by what is lost. ``allowed``: pairs that the rules and earlier answers leave.
    ``kept``: per home the part of the futures in which somebody takes it who is not there yet; ``takers``: who, with
    the number of weeks from now.
    """

    worth: Floats
    gain: Floats
    allowed: NDArray[np.bool_]
    kept: Floats
    takers: tuple[tuple[tuple[Arrival, int], ...], ...]


@dataclass(frozen=True)
class _Chunk:
    """Half a year of futures with everybody who is really there, judged."""

    pairs: Pairs
    coming: tuple[tuple[Arrival, ...], ...]
    offered: tuple[tuple[Offered, ...], ...]


class Futures:
    """Sampled futures of one world; seeds of their own, so nothing of what will really come is known."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._chunks: dict[int, _Chunk] = {}

    def prices(self, region: Region, round_: Round) -> Prices:
        """Prices of the homes and households of this week's round."""
        chunk, ahead = self._chunk(region.week // CHUNK), self.world.scenario.ahead
        rows = np.array([chunk.pairs.row[first(h.id)] for h in round_.households], dtype=np.int64)
        columns = np.array([chunk.pairs.column[u.id] for u in round_.units], dtype=np.int64)
        there = chunk.pairs.allowed[np.ix_(rows, columns)].copy()
        place = {h.id: k for k, h in enumerate(round_.households)}, {u.id: k for k, u in enumerate(round_.units)}
        for word in round_.pairs:
            there[place[0][word.household], place[1][word.unit]] = False
        now = _Now(region, round_, rows, columns, there)
        gain, kept = np.zeros(there.shape), np.zeros(len(columns))
        takers: list[list[tuple[Arrival, int]]] = [[] for _ in columns]
        for k in range(ahead.futures):
            one = self._priced(chunk, k, now)
            gain += one[0] / ahead.futures
            for u, arrival in one[1]:
                kept[u] += 1 / ahead.futures
                takers[u].append((arrival, arrival.week - region.week))
        worth = self._worth(chunk.pairs, rows, columns, [h.urgency for h in round_.households])
        return Prices(worth, gain, there, kept, tuple(tuple(some) for some in takers))

    def _priced(self, chunk: _Chunk, k: int, now: "_Now") -> tuple[Floats, list[tuple[int, Arrival]]]:
        """In one future: what each pair of now gains over its prices, and who still comes for which home of now."""
        week, until = now.region.week, now.region.week + self.world.scenario.ahead.weeks
        coming = [one for one in chunk.coming[k] if week < one.week <= until]
        offered = [one for one in chunk.offered[k] if week < one.week <= until]
        rows = np.concatenate([now.rows, [chunk.pairs.row[one.household.id] for one in coming]]).astype(np.int64)
        columns = np.concatenate([now.columns, [chunk.pairs.column[one.unit.id] for one in offered]]).astype(np.int64)
        begins, ends = now.dates(coming, offered)
        allowed = chunk.pairs.allowed[np.ix_(rows, columns)] & (begins < ends)
        allowed[: len(now.rows), : len(now.columns)] &= now.there
        classes = [h.urgency for h in now.round.households] + [one.household.urgency for one in coming]
        worth = self._worth(chunk.pairs, rows, columns, classes) * HASTE ** (begins - week)
        taker, thing = np.nonzero(allowed)
        room = np.array([*now.room, *(_room(one) for one in offered)], dtype=float)
        found = assign(taker, thing, worth[taker, thing], np.ones(len(rows)), room)
        h, u = len(now.rows), len(now.columns)
        gain = worth[:h, :u] - found.taker_price[:h, None] - found.thing_price[None, :u]
        used = np.flatnonzero((found.taken > 0.5) & (taker >= h) & (thing < u))
        late = {int(thing[at]): coming[int(taker[at]) - h] for at in used}
        return gain, sorted(late.items(), key=lambda item: item[0])

    def _worth(self, pairs: Pairs, rows: Ints, columns: Ints, classes: list[str]) -> Floats:
        said = self.world.scenario.worth
        urgency = np.array([said.urgency[code] for code in classes], dtype=float)
        return urgency[:, None] + said.suitability * pairs.points[np.ix_(rows, columns)] / BEST

    def _chunk(self, number: int) -> _Chunk:
        """Futures of half a year; only the newest are kept."""
        if number not in self._chunks:
            self._chunks = {number: self._sampled(number * CHUNK)}
        return self._chunks[number]

    def _sampled(self, start: int) -> _Chunk:
        world, ahead = self.world, self.world.scenario.ahead
        weeks = range(start + 1, start + CHUNK + ahead.weeks + 1)
        lessors = homes.corporations(world.scene)
        coming, offered = [], []
        for k in range(ahead.futures):
            scene = replace(world.scene, seed=f"{world.seed}/future/{k}")
            coming.append(tuple(a for w in weeks for a in households_of(scene, world.scenario, w, f"F{k}-")))
            offered.append(tuple(o for w in weeks for o in homes_of(scene, world.scenario, w, lessors, f"F{k}-")))
        last = start + CHUNK
        people = [a.household for a in world.arrivals if a.week < last]
        units = [o.unit for o in world.offers if o.week < last and o.until >= start]
        people += [a.household for some in coming for a in some]
        units += [o.unit for some in offered for o in some]
        return _Chunk(judged(world, people, units), tuple(coming), tuple(offered))


@dataclass(frozen=True)
class _Now:
    """The round of this week, with the places of its households and homes among all that were judged."""

    region: Region
    round: Round
    rows: Ints
    columns: Ints
    there: NDArray[np.bool_]

    @property
    def room(self) -> list[float]:
        """Places of each home."""
        return [_room(self.region.free[unit.id]) for unit in self.round.units]

    def dates(self, coming: list[Arrival], offered: list[Offered]) -> tuple[Ints, Ints]:
        """(H, U): first week in which a pair can meet, and the first in which it no longer can."""
        region, week = self.region, self.region.week
        here = [region.waiting[h.id] for h in self.round.households]
        free = [region.free[u.id] for u in self.round.units]
        first_h = np.array([week] * len(here) + [one.week for one in coming], dtype=np.int64)
        first_u = np.array([week] * len(free) + [one.week for one in offered], dtype=np.int64)
        last_h = np.array([one.leaves for one in [*here, *coming]], dtype=np.int64)
        last_u = np.array([one.until for one in [*free, *offered]], dtype=np.int64)
        begins: Ints = np.maximum(first_h[:, None], first_u[None, :])
        ends: Ints = np.minimum(last_h[:, None], last_u[None, :])
        return begins, ends


def _room(one: Offered) -> float:
    return float(one.unit.places if one.unit.is_shared else 1)


__all__ = ["Futures", "Prices"]
