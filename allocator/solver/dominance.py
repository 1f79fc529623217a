"""Who would take a home rather than a household: a best plan in which it has the home places all of them too.

Somebody without a home who could have that very home instead, and with whom the plan would be better at the first aim
that tells the two apart, would have it in the best plan. So where a household has a home, all such others have one;
when those are many, the household has not.
"""

import numpy as np

from allocator import ledger
from allocator.domain.codes import StageName
from allocator.domain.household import Household
from allocator.solver import aims
from allocator.solver.candidates import Bools, Candidates
from allocator.solver.caps import cap_sees_household
from allocator.solver.engine import Rows
from allocator.solver.formulation import Formulation
from allocator.solver.support import demand


def preferred(data: Candidates, household: int) -> Bools:
    """(H, U): who would be in a unit rather than a household, in every best plan in which neither has another home.

    Nobody where somebody moves out of a home, is pinned, or a stage lends out a tolerance: then more than two change.
    """
    found = np.zeros_like(data.possible)
    subs = aims.sub_stages(data.round)
    if data.moves_from[household] >= 0 or data.pinned[household].any() or any(sub.tolerance for sub in subs):
        return found
    found |= data.possible & data.possible[household] & ~(data.unfit & ~data.unfit[household])
    found &= ~data.shared | (data.persons <= data.persons[household])[:, None]
    found[household] = False
    kept_apart = {key for pair in data.round.apart for key in (pair.household, pair.other)}
    for other in np.flatnonzero(found.any(axis=1)).tolist():
        one = data.round.households[other]
        if data.moves_from[other] >= 0 or one.id in kept_apart or not _weighs_no_more(data, other, household):
            found[other] = False
            continue
        found[other] &= _needs_no_more(data, other, household)[data.unit_municipality]
    return np.asarray(found & _better(data, household))


def _weighs_no_more(data: Candidates, other: int, household: int) -> bool:
    """In caps, complexes and house rules."""
    one, two = data.round.households[other], data.round.households[household]
    return (
        set(one.house_tags or ()) <= set(two.house_tags or ())
        and set(one.target_groups or ()) <= set(two.target_groups or ())
        and bool(data.level[other] <= data.level[household])
        and all(cap_sees_household(c, two) or not cap_sees_household(c, one) for c in data.round.policy.caps)
    )


def _needs_no_more(data: Candidates, other: int, household: int) -> Bools:
    """(M,) whether each of its needs can have, of a pool that serves a need of the household, what that takes."""
    enough = np.ones(len(data.round.municipalities), dtype=bool)
    wants, there = data.needs_of.get(other, ()), data.needs_of.get(household, ())
    if len(wants) > len(there):
        return ~enough
    for want, instead in zip(wants, there, strict=False):
        for m in range(len(enough)):
            pools = instead.pools.get(m, ())
            enough[m] &= set(pools) <= set(want.pools.get(m, ())) and all(
                demand(want.need, data.round.support[p], data.round)
                <= demand(instead.need, data.round.support[p], data.round)
                for p in pools
            )
    return enough


def _better(data: Candidates, household: int) -> Bools:
    """(H, U): whether the first stage at which two in the same unit differ prefers the other."""
    better, tied = np.zeros_like(data.possible), np.ones_like(data.possible)
    served = np.array([aims.is_served(unit) for unit in data.round.units], dtype=bool)
    for stage in aims.stages_on(data.round):
        gain = _gain(data, household, stage.name)
        if gain is None:
            break
        gain = np.where(served, gain, 0) if stage.name in _OF_SERVED else gain
        better |= tied & (gain > 0)
        tied &= gain == 0
    return better


_OF_SERVED = (StageName.URGENCY, StageName.ORIGIN, StageName.WAITING)


def _gain(data: Candidates, household: int, stage: StageName) -> np.ndarray | None:
    """What a stage gains by each other in place of the household (-1: that is not known); None: nothing is known."""
    if stage is StageName.URGENCY:
        return np.asarray((data.urgency[household] - data.urgency)[:, None])
    if stage is StageName.ORIGIN:
        own = _own(data)
        return np.asarray(own - own[household])
    if stage is StageName.BALANCE:
        weights = [_weights(data, one) for one in data.round.households]
        return np.array([[0 if each == weights[household] else -1] for each in weights])
    if stage is StageName.WAITING:
        return np.asarray((data.days - data.days[household])[:, None])
    if stage is StageName.SUITABILITY:
        return np.asarray(data.points - data.points[household])
    return None


def _own(data: Candidates) -> np.ndarray:
    """(H, U): 1 in the municipality of origin or a preferred one."""
    where = data.unit_municipality
    at = np.unique(where, return_index=True)
    own = np.zeros((len(data.round.households), len(data.round.municipalities)), dtype=np.int64)
    for m, u in zip(*at, strict=True):
        own[:, m] = [aims.in_own_municipality(h, data.round.units[u]) for h in data.round.households]
    return own[:, where]


def _weights(data: Candidates, household: Household) -> list[int]:
    """What it weighs in each dimension of balance, in a home that counts for the share."""
    return [ledger.household_weight(d, household) for d in data.round.policy.dimensions]


def rows_of(form: Formulation, household: int) -> Rows:
    """Constraints of every best plan: who would have a unit rather than the household is placed when it is in there.

    The household must be told apart in the formulation.
    """
    columns, classes = form.columns, form.classes
    rather = preferred(form.data, household)
    labels = np.unique(classes.z_class[columns.z_of(household)])
    arcs = np.concatenate([columns.arcs_from(int(label)) for label in labels]) if len(labels) else labels
    units = classes.type_first[classes.arc_type[arcs]]
    parts = []
    for other in np.flatnonzero(rather.any(axis=1)):
        into = arcs[rather[other, units]]
        if len(into):
            parts.append((columns.z_count + into, columns.z_of(int(other))))
    if not parts:
        nothing = np.zeros(0)
        return Rows(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), nothing, nothing, nothing)
    return Rows(
        np.repeat(np.arange(len(parts)), [len(into) + len(z) for into, z in parts]),
        np.concatenate([col for part in parts for col in part]),
        np.concatenate([sign * np.ones(len(col)) for part in parts for sign, col in zip((1, -1), part, strict=True)]),
        np.full(len(parts), -np.inf),
        np.zeros(len(parts)),
    )


__all__ = ["preferred", "rows_of"]
