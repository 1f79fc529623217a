"""Support pools in the formulation (docs/model.md 1.5)."""

import numpy as np

from allocator.solver.columns import Columns, RowBuilder
from allocator.solver.support import NeedChoice, capacity, demand


def _zones_of(columns: Columns, choice: NeedChoice) -> dict[int, np.ndarray]:
    """Municipality -> z columns of the household of a need."""
    z = columns.z_of(choice.household)
    municipality = columns.z_municipality[z]
    return {int(m): z[municipality == m] for m in np.unique(municipality)}


def every_need_takes_one_pool(columns: Columns, build: RowBuilder) -> None:
    """Ensures that each need of a placed household takes exactly one pool of its municipality.

    Columns are only made where there is a choice; a need with one pool follows the household.
    """
    for choice in columns.data.needs:
        for municipality, z in _zones_of(columns, choice).items():
            options = choice.pools[municipality]
            if len(options) == 1:
                continue
            chosen = []
            for pool in options:
                column = columns.new(1.0)
                columns.pool_of.append((column, choice.household, municipality, choice.position, pool))
                chosen.append(column)
            cols = np.concatenate([np.array(chosen), z])
            coefs = np.concatenate([np.ones(len(chosen)), -np.ones(len(z))])
            household = columns.data.round.households[choice.household].id
            build.add(cols, coefs, 0.0, 0.0, ("need", household, str(choice.position), str(municipality)))


def pools_have_room(columns: Columns, build: RowBuilder) -> None:
    """Ensures that no pool gives more than it has, nor starts with too many households."""
    data = columns.data
    hours: dict[int, list[tuple[int, float]]] = {}
    starts: dict[int, dict[int, list[np.ndarray]]] = {}
    chosen = {(h, m, n, p): column for column, h, m, n, p in columns.pool_of}
    for choice in data.needs:
        for municipality, z in _zones_of(columns, choice).items():
            options = choice.pools[municipality]
            for pool in options:
                key = (choice.household, municipality, choice.position, pool)
                cols = z if len(options) == 1 else np.array([chosen[key]])
                taken = demand(choice.need, data.round.support[pool], data.round)
                if taken == 0:
                    continue
                hours.setdefault(pool, []).extend((int(c), float(taken)) for c in cols)
                starts.setdefault(pool, {}).setdefault(choice.household, []).append(cols)
    for pool, terms in sorted(hours.items()):
        room = capacity(data.round.support[pool])
        cols, coefs = np.array([c for c, _ in terms]), np.array([v for _, v in terms])
        if coefs.sum() > room:
            build.add(cols, coefs, -np.inf, room, ("pool", data.round.support[pool].id))
    _limit_starts(columns, build, starts)


def _limit_starts(columns: Columns, build: RowBuilder, starts: dict[int, dict[int, list[np.ndarray]]]) -> None:
    """At most ``max_households`` new households in a pool; two needs of one household count once."""
    for pool, households in sorted(starts.items()):
        most = columns.data.round.support[pool].max_households
        if most is None or len(households) <= most:
            continue
        counted: list[np.ndarray] = []
        for terms in households.values():
            if len(terms) == 1:
                counted.append(terms[0])
                continue
            starts_here = columns.new(1.0)
            for cols in terms:
                build.add(np.append(cols, starts_here), np.append(np.ones(len(cols)), -1.0), -np.inf, 0.0, ("start",))
            counted.append(np.array([starts_here]))
        name = ("pool-households", columns.data.round.support[pool].id)
        build.add(np.concatenate(counted), 1.0, -np.inf, most, name)
