"""What the plain pair model is asked for: the sub-stages of docs/model.md 2, each with its exact value."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from allocator import ledger
from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Dimension
from tests.benchmarks.peers.facts import Ints, member, waiting_days, weight
from tests.benchmarks.peers.linear import FAR, Aim, whole
from tests.benchmarks.peers.pair_model import PairModel

Reached = Mapping[str, int]
Ask = Callable[[Reached], Aim]
"""An aim, made when it is its turn: the targets of balance depend on how many are placed."""


def asks_of(model: PairModel, stage: StageName) -> Iterator[Ask]:
    """The sub-stages of one stage, in order."""
    makers = {
        StageName.URGENCY: _urgency,
        StageName.ORIGIN: _origin,
        StageName.BALANCE: _balance,
        StageName.WAITING: _waiting,
        StageName.SUITABILITY: _suitability,
        StageName.STABILITY: _stability,
    }
    return makers[stage](model)


def _most(model: PairModel, stage: StageName, name: str, value: Ints) -> Ask:
    """Maximise a sum over pairs; pairs without value stay out."""
    used = np.flatnonzero(value)

    def measure(plan: Ints) -> int:
        return int(value @ plan[: len(value)])

    return lambda _: Aim(stage, name, "max", model.x[used], value[used], 0, measure)


def _served(model: PairModel) -> Ints:
    return whole([u.counts_as_home for u in model.round.units])[model.pair_u]


def _urgency(model: PairModel) -> Iterator[Ask]:
    served, codes = _served(model), np.array([h.urgency for h in model.round.households])[model.pair_h]
    for code in model.round.policy.urgency_codes:
        yield _most(model, StageName.URGENCY, code, served * (codes == code))


def _origin(model: PairModel) -> Iterator[Ask]:
    towns = [u.municipality for u in model.round.units]
    own = np.zeros((len(model.round.households), len(towns)), dtype=np.int64)
    for h, household in enumerate(model.round.households):
        wanted = {household.municipality_of_origin, *household.preferred_municipalities}
        own[h] = [town in wanted for town in towns]
    yield _most(model, StageName.ORIGIN, "origin", _served(model) * own[model.pair_h, model.pair_u])


def _waiting(model: PairModel) -> Iterator[Ask]:
    days = whole([waiting_days(model.round, h) for h in model.round.households])
    yield _most(model, StageName.WAITING, "waiting", _served(model) * days[model.pair_h])


def _suitability(model: PairModel) -> Iterator[Ask]:
    yield _most(model, StageName.SUITABILITY, "suitability", model.facts.points[model.pair_h, model.pair_u])


def _stability(model: PairModel) -> Iterator[Ask]:
    households, units = model.round.households, model.round.units
    said = {(p.household, p.unit) for p in model.round.previous}
    pairs = zip(model.pair_h.tolist(), model.pair_u.tolist(), strict=True)
    kept = whole([(households[h].id, units[u].id) in said for h, u in pairs] if said else [0] * len(model.x))
    yield _most(model, StageName.STABILITY, "stability", kept)


# ---------------------------------------------------------------- balance


class _Weighed:
    """One dimension over pairs: what each pair weighs, and how much stands in each municipality."""

    def __init__(self, model: PairModel, dimension: Dimension) -> None:
        self.model, self.dimension = model, dimension
        households, units = model.round.households, model.round.units
        heavy = whole([weight(dimension, h) if member(dimension, h) else 0 for h in households])
        counts = whole([u.counts_as_home and u.counts_for_share for u in units])
        self.value = heavy[model.pair_h] * counts[model.pair_u]
        self.town = np.array([u.municipality for u in units])[model.pair_u]
        self.c = ledger.weights(ledger.shares(model.round, dimension))

    def inside(self, town: str) -> Ints:
        """Pairs of a municipality that weigh something."""
        return np.flatnonzero((self.town == town) & (self.value > 0))

    def most_in(self, town: str) -> int:
        """No plan weighs more than this in a municipality."""
        found = np.zeros(len(self.model.round.households), dtype=np.int64)
        pairs = self.inside(town)
        found[self.model.pair_h[pairs]] = self.value[pairs]
        return int(found.sum())

    def placed(self, plan: Ints, town: str) -> int:
        pairs = self.inside(town)
        return int(self.value[pairs] @ plan[pairs])

    def targets(self, reached: Reached) -> dict[str, int]:
        return ledger.targets_hundredths(self.model.round, self.dimension, reached[f"{self.dimension.name}.count"])


def _balance(model: PairModel) -> Iterator[Ask]:
    for dimension in model.round.policy.dimensions:
        weighed = _Weighed(model, dimension)
        yield _most(model, StageName.BALANCE, f"{dimension.name}.count", weighed.value)
        norm = model.round.policy.norm_of(dimension)
        if not weighed.c:
            continue
        if norm is Norm.WORST_FIRST:
            yield from (_worst(weighed, k) for k in range(1, len(weighed.c) + 1))
        else:
            yield _steps(weighed, norm)


def _steps(weighed: _Weighed, norm: Norm) -> Ask:
    """A convex cost of each municipality's weight, as unit steps: the hull over whole counts."""

    def cost(town: str, short: int) -> int:
        return weighed.c[town] * short**2 if norm is Norm.EVEN else abs(short)

    def make(reached: Reached) -> Aim:
        linear, targets = weighed.model.linear, weighed.targets(reached)
        columns, weights, start = [], [], 0
        for town in weighed.c:
            most = min(weighed.most_in(town), reached[f"{weighed.dimension.name}.count"])
            costs = [cost(town, targets[town] - 100 * n) for n in range(most + 1)]
            steps, pairs = linear.add_columns(most, implied=True), weighed.inside(town)
            row = np.concatenate([pairs, steps])
            linear.add_row(row, np.concatenate([weighed.value[pairs], -np.ones(most)]), 0, 0)
            columns.append(steps)
            weights.append(np.diff(whole(costs)))
            start += costs[0]

        def measure(plan: Ints) -> int:
            return sum(cost(m, targets[m] - 100 * weighed.placed(plan, m)) for m in weighed.c)

        name = f"{weighed.dimension.name}.{norm.value}"
        every = np.concatenate(columns)
        return Aim(StageName.BALANCE, name, "min", every, np.concatenate(weights), start, measure)

    return make


def _worst(weighed: _Weighed, k: int) -> Ask:
    """The sum of the k largest shortfalls against share: k x level + what stands out above the level."""

    def make(reached: Reached) -> Aim:
        linear, targets = weighed.model.linear, weighed.targets(reached)
        most = {m: min(weighed.most_in(m), reached[f"{weighed.dimension.name}.count"]) for m in weighed.c}
        highest = max(c * targets[m] for m, c in weighed.c.items())
        lowest = min(c * (targets[m] - 100 * most[m]) for m, c in weighed.c.items())
        level = linear.add_columns(1, lowest, highest, implied=True)
        above = linear.add_columns(len(weighed.c), 0, highest - lowest, implied=True)
        for (town, c), out in zip(weighed.c.items(), above.tolist(), strict=True):
            pairs = weighed.inside(town)
            row = np.concatenate([[out], level, pairs])
            values = np.concatenate([[1, 1], 100 * c * weighed.value[pairs]])
            linear.add_row(row, values, c * targets[town], FAR)

        def measure(plan: Ints) -> int:
            short = [c * (targets[m] - 100 * weighed.placed(plan, m)) for m, c in weighed.c.items()]
            return sum(sorted(short, reverse=True)[:k])

        name, columns = f"{weighed.dimension.name}.worst-{k}", np.concatenate([level, above])
        return Aim(StageName.BALANCE, name, "min", columns, whole([k] + [1] * len(above)), 0, measure)

    return make
