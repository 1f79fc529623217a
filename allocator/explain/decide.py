"""For every household without a home and every home the rules allow it: one cause why it did not get that home."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator.explain.causes import STAGES, Cause
from allocator.explain.exchange import Exchange
from allocator.explain.limits import Limits
from allocator.explain.order import Order
from allocator.explain.pools import Pools
from allocator.explain.state import Bools, Ints, State

Small = NDArray[np.uint8]
_CLOSEST = 3 * len(STAGES)  # above every position of an aim: each stands in the order at most twice


@dataclass(frozen=True)
class Decisions:
    """Causes of all pairs, worked out unit by unit."""

    state: State

    @cached_property
    def limits(self) -> Limits:
        """What is left after the plan."""
        return Limits(self.state)

    @cached_property
    def pools(self) -> Pools:
        """What is left of the support after the plan."""
        return Pools(self.state)

    @cached_property
    def exchange(self) -> Exchange:
        """Whether an exchange is possible."""
        return Exchange(self.state, self.limits, self.pools)

    @cached_property
    def order(self) -> Order:
        """Whether an exchange is better."""
        return Order(self.state)

    @cached_property
    def allowed(self) -> Bools:
        """Homes that the rules allow, per household without a home (rows as in ``state.unplaced``)."""
        table = np.array(self.state.judgement.allowed[self.state.unplaced], dtype=bool)
        return table.reshape(len(self.state.unplaced), len(self.state.round.units))

    @cached_property
    def table(self) -> tuple[Small, Ints]:
        """Cause, and who has the home (-1: nobody), per household without a home and unit."""
        causes = np.zeros(self.allowed.shape, dtype=np.uint8)
        holders = np.full(self.allowed.shape, -1, dtype=np.int32)
        for u in range(self.allowed.shape[1]):
            mine = np.flatnonzero(self.allowed[:, u])
            if len(mine):
                causes[mine, u], holders[mine, u] = self.of_unit(u, self.state.unplaced[mine])
        return causes, holders.astype(np.int64)

    def of_unit(self, u: int, rows: Ints) -> tuple[Ints, Ints]:
        """Cause and holder for households that the rules allow in a unit.

        An empty place says most; else the exchange that came closest: possible, and decided latest.
        """
        s, holders = self.state, np.full(len(rows), -1, dtype=np.int64)
        empty = s.places_left[u] > 0
        if empty:
            causes = self.exchange.causes(u, None, rows)
            causes = np.where(causes == Cause.NONE, self._unexplained, causes)
        else:
            causes = np.full(len(rows), Cause.CHAIN if s.occupied[u] else Cause.PLACES, dtype=np.int64)
        told = (causes != Cause.PLACES) & empty
        close = np.where(told, _CLOSEST, -1)
        for holder in s.placed_in.get(u, []):
            found = self._of_exchange(u, holder, rows)
            better = self._closeness[found] > close
            causes, holders = np.where(better, found, causes), np.where(better, holder, holders)
            close = np.maximum(close, self._closeness[found])
        return causes, holders

    def _of_exchange(self, u: int, holder: int, rows: Ints) -> Ints:
        """Why not this household instead of that one."""
        found = self.exchange.causes(u, holder, rows)
        free = np.flatnonzero(found == Cause.NONE)
        if len(free):
            decided = self.order.causes(u, holder, rows[free])
            found[free] = np.where(decided == Cause.JOINT, self._unexplained, decided)
        return found

    @cached_property
    def _unexplained(self) -> int:
        proven = bool(self.state.solution.stages) and self.state.solution.proven
        return int(Cause.JOINT if proven else Cause.NOT_PROVEN)

    @cached_property
    def _closeness(self) -> Ints:
        """How close an exchange came, by cause: impossible 0, decided at the first aim 1, and so on."""
        close = np.zeros(len(Cause), dtype=np.int64)
        for k, step in enumerate(self.order.steps, start=1):
            stage = Cause[step.stage.name]
            close[stage] = close[stage] or k
        close[[Cause.LOTTERY, Cause.JOINT, Cause.NOT_PROVEN]] = _CLOSEST - 2, _CLOSEST - 1, _CLOSEST - 1
        return close
