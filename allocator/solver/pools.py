"""Support pools in the formulation (docs/model.md 1.5).

Needs with the same eligible pools and the same demand cannot be told apart, wherever they are met: they form a
demand class, and whole numbers say how many of a class each pool serves.
"""

from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import Ints
from allocator.solver.columns import Columns, DemandClass, RowBuilder
from allocator.solver.support import NeedChoice, capacity, demand

_Key = tuple[tuple[int, ...], tuple[int, ...], str]


@dataclass(frozen=True)
class _Member:
    """One need in one municipality, with the z columns that bring its household there."""

    choice: NeedChoice
    municipality: int
    z: Ints

    @property
    def key(self) -> tuple[int, int, int]:
        """Household, position of the need, municipality."""
        return self.choice.household, self.choice.position, self.municipality


def every_need_takes_one_pool(columns: Columns, build: RowBuilder) -> None:
    """Ensures that each need of a placed household takes exactly one pool of its municipality.

    Needs that take nothing (a provider that moves along) need no column: any eligible pool will do.
    """
    room = [capacity(pool) for pool in columns.data.round.support]
    for (pools, amounts, _), members in _classes(columns).items():
        if not any(amounts):
            continue
        z = np.concatenate([m.z for m in members])
        most = float(len({m.key[:2] for m in members}))
        chosen = tuple(
            columns.new(min(most, _times(room[pool], amount))) for pool, amount in zip(pools, amounts, strict=True)
        )
        found = DemandClass(
            members=tuple(m.key for m in members),
            pools=pools,
            amounts=amounts,
            columns=chosen,
            z=z,
        )
        columns.add_demand(found)
        cols = np.concatenate([np.array(chosen, dtype=np.int64), z])
        coefs = np.concatenate([np.ones(len(chosen)), -np.ones(len(z))])
        build.add(cols, coefs, 0.0, 0.0, ("need", str(len(columns.demand))))


def _times(room: int, amount: int) -> float:
    """How many such needs a pool can meet at most: a tighter bound than the linear program sees."""
    return float(room // amount) if amount else np.inf


def _classes(columns: Columns) -> dict[_Key, list[_Member]]:
    data = columns.data
    counted_once = _limited_together(columns)
    found: dict[_Key, list[_Member]] = {}
    known: dict[tuple[object, ...], tuple[int, ...]] = {}
    for choice in data.needs:
        z = columns.z_of(choice.household)
        where = columns.z_municipality[z]
        own = data.round.households[choice.household].id if choice.household in counted_once else ""
        for m in sorted(set(where.tolist())):
            pools = choice.pools[m]
            key = (pools, choice.need.hours, choice.need.level, choice.need.provider)
            if (amounts := known.get(key)) is None:
                amounts = known[key] = tuple(demand(choice.need, data.round.support[p], data.round) for p in pools)
            mark = f"{own} {choice.position}" if own else ""
            found.setdefault((pools, amounts, mark), []).append(_Member(choice, m, z[where == m]))
    return found


def _limited_together(columns: Columns) -> set[int]:
    """Households with several needs that one pool with a limit on households may serve."""
    support = columns.data.round.support
    found = set()
    for h, choices in columns.data.needs_of.items():
        seen: set[int] = set()
        for choice in choices:
            limited = {p for pools in choice.pools.values() for p in pools if support[p].max_households is not None}
            if seen & limited:
                found.add(h)
            seen |= limited
    return found


def pools_have_room(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no pool gives more than it has, nor starts with too many households."""
    support = columns.data.round.support
    cols: dict[int, list[int]] = {}
    taken: dict[int, list[float]] = {}
    for one in columns.demand:
        for pool, column, amount in zip(one.pools, one.columns, one.amounts, strict=True):
            if amount:
                cols.setdefault(pool, []).append(column)
                taken.setdefault(pool, []).append(float(amount))
    for pool in sorted(cols):
        of_pool, weights = np.array(cols[pool], dtype=np.int64), np.array(taken[pool])
        room = capacity(support[pool])
        build.add(of_pool, weights, -np.inf, room, ("pool", support[pool].id))
        most = support[pool].max_households
        if most is not None:
            counted = _households(columns, build, pool)
            build.add(counted, 1.0, -np.inf, most, ("pool-households", support[pool].id))


def _households(columns: Columns, build: RowBuilder, pool: int) -> Ints:
    """Columns that count the households a pool starts with; two needs of one household count once."""
    counted: list[int] = []
    several: dict[int, list[int]] = {}
    for one in columns.demand:
        for p, column, amount in zip(one.pools, one.columns, one.amounts, strict=True):
            if p != pool or not amount:
                continue
            owners = {h for h, _, _ in one.members}
            if len(owners) == 1:
                several.setdefault(owners.pop(), []).append(column)
            else:
                counted.append(column)
    for of_household in several.values():
        if len(of_household) == 1:
            counted.append(of_household[0])
            continue
        starts = columns.new(1.0)
        for column in of_household:
            build.add(np.array([column, starts]), np.array([1.0, -1.0]), -np.inf, 0.0, ("start",))
        counted.append(starts)
    return np.array(counted, dtype=np.int64)
