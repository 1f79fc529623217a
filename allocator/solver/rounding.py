"""Constraints that every whole plan keeps and the linear program does not see: what pools cannot give in whole needs.

A pool with 4.75 hours left serves one need of 3 hours, but in the linear program one and a half. A pool's constraint,
divided by any length and rounded, holds for every whole plan (mixed-integer rounding: Nemhauser and Wolsey, "A
recursive procedure to generate all cuts for 0-1 mixed integer programs", 1990). Only what an answer breaks is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.solver.columns import Columns, RowBuilder
from allocator.solver.engine import Floats, Ints, Rows
from allocator.solver.support import capacity

_COUNTS = range(1, 40)
"""Up to so many needs of one length in a pool, "no more than so many" is a constraint of its own."""
_BROKEN = 1e-3
"""Part of a constraint by which an answer must break it to be asked."""


@dataclass(frozen=True)
class PoolRounding:
    """Constraints of one pool.

    Attributes:
        columns: how many needs of each demand class the pool serves.
        amounts: what one of each takes, in the unit of ``room``; more than 0.
        room: what the pool can give; 0 or more.
    """

    columns: Ints
    amounts: Ints
    room: int

    @cached_property
    def rounded(self) -> tuple[Ints, Ints]:
        """(constraints, different amounts) whole factors, and (constraints,) what their sum may be at most."""
        lengths = self._lengths()[:, None]
        whole, left = np.divmod(self.room, lengths)
        times, over = np.divmod(self._different, lengths)
        factors = times * (lengths - left) + np.maximum(0, over - left)
        most = (whole * (lengths - left))[:, 0]
        new = np.any(factors * self.room > self._different * most[:, None], axis=1)
        return factors[new], most[new]

    def broken(self, x: Floats) -> tuple[Floats, int] | None:
        """The constraint that an answer breaks most: a factor for each column, and the most; None: it keeps all."""
        served = x[self.columns]
        if np.all(np.abs(served - np.round(served)) < 1e-6):
            return None
        factors, most = self.rounded
        if len(most) == 0:
            return None
        over = (factors @ np.bincount(self._which, weights=served)) / most - 1.0
        worst = int(np.argmax(over))
        return (factors[worst][self._which].astype(float), int(most[worst])) if over[worst] > _BROKEN else None

    @cached_property
    def _different(self) -> Ints:
        return np.unique(self.amounts)

    @cached_property
    def _which(self) -> Ints:
        return np.searchsorted(self._different, self.amounts)

    def _lengths(self) -> Ints:
        """What to divide by: what needs take, and the shortest length of which no more than so many fit."""
        few = np.array([self.room // (count + 1) + 1 for count in _COUNTS], dtype=np.int64)
        both: Ints = np.unique(np.concatenate([self._different, few]))
        return both[both <= min(self.room, int(self._different[-1]))]


@dataclass(frozen=True)
class Roundings:
    """The constraints of all pools of a round."""

    pools: tuple[PoolRounding, ...]

    @classmethod
    def of(cls, columns: Columns) -> "Roundings":
        """Of all pools from which something is taken; a pool never serves a need that takes more than it has."""
        found: dict[int, list[tuple[int, int]]] = {}
        room = {pool: capacity(support) for pool, support in enumerate(columns.data.round.support)}
        for one in columns.demand:
            for pool, column, amount in zip(one.pools, one.columns, one.amounts, strict=True):
                if 0 < amount <= room[pool]:
                    found.setdefault(pool, []).append((column, amount))
        return cls(tuple(_pool(found[pool], room[pool]) for pool in sorted(found)))

    def broken(self, x: Floats) -> Rows | None:
        """Of each pool the constraint that an answer of the linear program breaks most; None: it keeps all."""
        build = RowBuilder()
        for pool in self.pools:
            if (found := pool.broken(x)) is not None:
                used = found[0] > 0
                build.add(pool.columns[used], found[0][used], -np.inf, found[1], ("rounding",))
        rows = build.rows()
        return rows if rows.count else None


NO_ROUNDINGS = Roundings(())
"""Where many linear programs are asked and few whole plans, and where pools may have more than in the round."""


def _pool(taken: Iterable[tuple[int, int]], room: int) -> PoolRounding:
    columns, amounts = zip(*taken, strict=True)
    return PoolRounding(np.array(columns, dtype=np.int64), np.array(amounts, dtype=np.int64), room)
