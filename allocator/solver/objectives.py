"""The aims as objectives over columns: always maximised, always whole numbers (docs/model.md 2).

``value = offset + factor x objective`` turns the number that is maximised back into the stage's value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocator import ledger
from allocator.domain.codes import CountUnit, Norm, StageName
from allocator.domain.policy import Dimension
from allocator.solver.candidates import Ints
from allocator.solver.columns import Columns, RowBuilder
from allocator.solver.engine import Floats
from allocator.solver.shares import Shares


@dataclass(frozen=True)
class Objective:
    """One sub-stage over columns: sparse coefficients, whole numbers.

    ``steps``: where the aim is a sum over municipalities of what the first so many are worth, the columns of the first,
    second, .. placed in each; ``in_all``: how many are placed in all of them together.
    """

    cols: Ints
    coefs: Floats
    offset: int = 0
    factor: int = 1
    counted: "Callable[[Floats], int] | None" = None
    steps: tuple[Ints, ...] = ()
    in_all: int = 0

    def of_plan(self, plan: Floats) -> int:
        """The objective of a whole plan that is given without helper columns."""
        return self.counted(plan) if self.counted is not None else self.number(plan)

    def value(self, number: float) -> int:
        """The stage's value for a value of the objective."""
        return self.offset + self.factor * round(number)

    def number(self, x: Floats) -> int:
        """The objective of a plan, exactly (whole columns)."""
        whole = np.rint(x[self.cols])
        used = np.flatnonzero(whole)
        return sum(int(c) * int(n) for c, n in zip(np.rint(self.coefs[used]), whole[used], strict=True))


NOTHING = Objective(np.zeros(0, dtype=np.int64), np.zeros(0))
"""The aim of who asks only whether there is a plan."""


@dataclass(frozen=True)
class Extension:
    """Helper columns and constraints that an aim brings along."""

    lower: Floats
    upper: Floats
    build: RowBuilder


def _of(cols: Ints, coefs: Floats | float) -> Objective:
    values = np.broadcast_to(np.asarray(coefs, dtype=np.float64), cols.shape)
    keep = values != 0
    return Objective(cols[keep], values[keep])


def simple(columns: Columns, stage: StageName, name: str) -> Objective:
    """The objective of a sub-stage that needs no helpers (all but the norms of balance)."""
    if stage is StageName.BALANCE:
        return _count(columns, name)
    return _SIMPLE[stage](columns, name)


def _urgency(columns: Columns, code: str) -> Objective:
    rank = columns.data.round.policy.urgency_codes.index(code)
    mine = columns.data.urgency[columns.classes.z_household] == rank
    return _of(np.flatnonzero(mine & columns.z_home), 1.0)


def _origin(columns: Columns, _: str) -> Objective:
    households, codes = columns.data.round.households, columns.data.round.municipalities
    own = np.zeros(columns.z_count, dtype=bool)
    for i, (h, m) in enumerate(zip(columns.classes.z_household, columns.z_municipality, strict=True)):
        household, code = households[h], codes[m].code
        own[i] = code == household.municipality_of_origin or code in household.preferred_municipalities
    return _of(np.flatnonzero(own & columns.z_home), 1.0)


def _waiting(columns: Columns, _: str) -> Objective:
    home = np.flatnonzero(columns.z_home)
    return _of(home, columns.data.days[columns.classes.z_household[home]].astype(float))


def _suitability(columns: Columns, _: str) -> Objective:
    classes = columns.classes
    cols = np.arange(columns.z_count + columns.arc_count)
    return _of(cols, np.concatenate([classes.z_points, classes.arc_points]).astype(float))


def _stability(columns: Columns, _: str) -> Objective:
    classes, data = columns.classes, columns.data
    kept = data.previous[classes.class_first[classes.arc_class], classes.type_first[classes.arc_type]]
    return _of(columns.z_count + np.flatnonzero(kept), 1.0)


_SIMPLE: dict[StageName, Callable[[Columns, str], Objective]] = {
    StageName.URGENCY: _urgency,
    StageName.ORIGIN: _origin,
    StageName.WAITING: _waiting,
    StageName.SUITABILITY: _suitability,
    StageName.STABILITY: _stability,
}


def _dimension(columns: Columns, sub_stage: str) -> Dimension:
    name = sub_stage.rsplit(".", 1)[0]
    return next(d for d in columns.data.round.policy.dimensions if d.name == name)


def _member_weights(columns: Columns, dimension: Dimension) -> Floats:
    """Weight of each z column in a dimension: 0 outside it."""
    if (found := columns.weights.get(dimension.name)) is not None:
        return found
    inside = np.array([ledger.in_dimension(dimension, h) for h in columns.data.round.households], dtype=bool)
    weight = columns.data.persons if dimension.unit is CountUnit.PERSONS else np.ones(len(inside))
    household = columns.classes.z_household
    counts = inside[household] & columns.z_home & columns.z_share
    found = columns.weights[dimension.name] = np.where(counts, weight[household], 0).astype(float)
    return found


def _count(columns: Columns, name: str) -> Objective:
    return _of(np.arange(columns.z_count), _member_weights(columns, _dimension(columns, name)))


def shares(columns: Columns, sub_stage: str, placed: int, upper: Floats) -> Shares:
    """Targets of a dimension, once the number placed in it is fixed at ``placed``; ``upper``: of all columns."""
    key = sub_stage.rsplit(".", 1)[0], placed
    found = columns.shares.get(key)
    if found is None:
        found = columns.shares[key] = _shares(columns, _dimension(columns, sub_stage), placed)
    most = tuple(
        min(most, int(weights @ upper[cols])) for most, (cols, weights) in zip(found.most, found.members, strict=True)
    )
    return replace(found, most=most)


def _shares(columns: Columns, dimension: Dimension, placed: int) -> Shares:
    round = columns.data.round
    index = {m.code: i for i, m in enumerate(round.municipalities)}
    of = ledger.shares(round, dimension)
    weight, target = ledger.weights(of), ledger.targets_hundredths(round, dimension, placed)
    members = _member_weights(columns, dimension)
    terms, most = list[tuple[Ints, Floats]](), list[int]()
    for code in of:
        cols = np.flatnonzero((columns.z_municipality == index[code]) & (members > 0))
        terms.append((cols, members[cols]))
        most.append(min(placed, _room(columns, dimension, index[code])))
    inside = sum(len(cols) for cols, _ in terms) == np.count_nonzero(members)
    return Shares(
        tuple(index[c] for c in of), tuple(weight[c] for c in of), tuple(target[c] for c in of),
        tuple(most), tuple(terms), placed if inside else None,
    )  # fmt: skip


def _room(columns: Columns, dimension: Dimension, municipality: int) -> int:
    """Most that the homes of a municipality can take, in the dimension's unit."""
    kinds = columns.classes.type_first
    here = columns.data.unit_municipality[kinds] == municipality
    homes = int(columns.type_capacity()[here].sum())
    return homes if dimension.unit is CountUnit.HOUSEHOLDS else homes * int(columns.data.persons.max(initial=1))


def unit_steps(of: Shares, norm: Norm, first_column: int) -> tuple[Objective, Extension]:
    """Norms ``even`` and ``total``: one step column for each unit placed, at its exact extra cost.

    The steps are the convex hull over whole counts, so the linear bound is nearly exact. Where every place is in
    a municipality with a share, the same amount can be taken off each cost: what is left are smaller numbers.
    """
    own, extension = step_columns(of, first_column)
    cost, offset = list[int](), 0
    for c, target, most in zip(of.weight, of.target, of.most, strict=True):
        steps = range(1, most + 1)
        if norm is Norm.EVEN:
            offset += c * target * target
            cost += [c * (100 * n - 50 - target) for n in steps]
        else:
            offset += abs(target)
            cost += [abs(target - 100 * n) - abs(target - 100 * (n - 1)) for n in steps]
    factor = -200 if norm is Norm.EVEN else -1
    if of.placed_in_all is not None and cost:
        middle = (max(cost) + min(cost)) // 2
        cost = [one - middle for one in cost]
        offset -= factor * middle * of.placed_in_all

    def counted(plan: Floats) -> int:
        short = of.shortfalls(plan)
        if norm is Norm.EVEN:
            return (offset - sum(c * s * s for c, s in zip(of.weight, short, strict=True))) // 200
        return offset - sum(abs(s) for s in short)

    whole = (tuple(own), of.placed_in_all) if of.placed_in_all is not None else ((), 0)
    return Objective(np.concatenate(own), -np.array(cost, dtype=float), offset, factor, counted, *whole), extension


def step_columns(of: Shares, first_column: int) -> tuple[list[Ints], Extension]:
    """Per municipality one column, from 0 to 1, for each unit placed there."""
    build = RowBuilder()
    own: list[Ints] = []
    for most, (cols, coefs) in zip(of.most, of.members, strict=True):
        own.append(np.arange(first_column, first_column + most))
        build.add(np.concatenate([cols, own[-1]]), np.concatenate([coefs, -np.ones(most)]), 0.0, 0.0, ("steps",))
        first_column += most
    total = sum(of.most)
    return own, Extension(np.zeros(total), np.ones(total), build)


def worst(of: Shares, k: int, first_column: int) -> tuple[Objective, Extension]:
    """Norm ``worst_first``: the sum of the k largest c x (T - 100 n), as k x level + excesses over it."""
    build = RowBuilder()
    middle = sorted(c * t for c, t in zip(of.weight, of.target, strict=True))[len(of.weight) // 2]  # smaller numbers
    highest = [c * t - middle for c, t in zip(of.weight, of.target, strict=True)]
    lowest = [h - 100 * c * most for c, h, most in zip(of.weight, highest, of.most, strict=True)]
    level = first_column
    count = len(of.weight)
    for i, (c, (cols, coefs)) in enumerate(zip(of.weight, of.members, strict=True)):
        build.add(
            np.concatenate([cols, [level, first_column + 1 + i]]),
            np.concatenate([100.0 * c * coefs, [1.0, 1.0]]),
            float(highest[i]), np.inf, ("worst",),
        )  # fmt: skip
    span = float(max(highest) - min(lowest)) + 1.0
    lower = np.concatenate([[float(min(lowest))], np.zeros(count)])
    upper = np.concatenate([[float(max(highest))], np.full(count, span)])
    cols = np.arange(first_column, first_column + count + 1)
    coefs = -np.concatenate([[float(k)], np.ones(count)])

    def counted(plan: Floats) -> int:
        weighed = [c * s for c, s in zip(of.weight, of.shortfalls(plan), strict=True)]
        return k * middle - sum_of_largest(weighed, k)

    return Objective(cols, coefs, k * middle, -1, counted), Extension(lower, upper, build)


def sum_of_largest(values: Sequence[int], k: int) -> int:
    """Sum of the k largest values."""
    return sum(sorted(values, reverse=True)[:k])
