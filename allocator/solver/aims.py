"""Every aim counted in plain Python over placements (docs/model.md 2).

The solver, the explanation and the judge all read the aims here; nothing in it knows how a plan is found.
Functions expect placements whose household, unit and pools are in the round; another key raises ``KeyError``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from allocator import ledger, rules
from allocator.domain.codes import Norm, StageName
from allocator.domain.household import Household
from allocator.domain.policy import Dimension, Stage
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.solver.state import LotteryKey, Ranks, depends_on, lottery_key, ranks

__all__ = [
    "COUNT",
    "LotteryKey",
    "Pair",
    "Points",
    "Ranks",
    "SubStage",
    "Values",
    "balance_weights",
    "depends_on",
    "dimension_members",
    "in_own_municipality",
    "is_served",
    "judged_points",
    "lottery_key",
    "norm_sub_stages",
    "norm_values",
    "pairs_of",
    "placed_weight",
    "ranks",
    "stage_values",
    "stages_on",
    "sub_stages",
    "waiting_days",
]

Values = dict[tuple[StageName, str], int]
COUNT = "count"
"""Last part of the name of the sub-stage that fixes how many are placed in a dimension."""


class SubStage(NamedTuple):
    """One aim of one number: its stage, its name, ``max`` or ``min``, and its tolerance in its own unit."""

    stage: StageName
    name: str
    sense: str
    tolerance: int


Passed = tuple[SubStage, int]
"""A sub-stage, and the value that it reaches."""


class Pair(NamedTuple):
    """A placement with the household and the unit it names."""

    household: Household
    unit: Unit


def is_served(unit: Unit) -> bool:
    """Whether a placement in this unit ends homelessness; a place in a shelter does not."""
    return unit.counts_as_home


def waiting_days(round_: Round, household: Household) -> int:
    """Days the household has waited on the round's date, 0 up to the policy's cap."""
    waiting = round_.policy.waiting
    ready = household.ready_from if waiting.count_from == "ready" else None
    days = (round_.as_of - (ready or household.registered_on)).days
    return min(waiting.cap_days, max(0, days))


def in_own_municipality(household: Household, unit: Unit) -> bool:
    """Whether the unit stands in the municipality of origin or in a preferred one."""
    return unit.municipality == household.municipality_of_origin or (
        unit.municipality in household.preferred_municipalities
    )


# ---------------------------------------------------------------- which aims, in which order


def stages_on(round_: Round) -> tuple[Stage, ...]:
    """The stages that are on, in policy order; the lottery is always on and last."""
    on = {s.name: s for s in round_.policy.stages if s.on and s.name is not StageName.LOTTERY}
    return (*on.values(), Stage(name=StageName.LOTTERY))


def sub_stages(round_: Round) -> list[SubStage]:
    """All sub-stages of the stages that are on, in the order in which they are taken."""
    return [sub for stage in stages_on(round_) for sub in _sub_stages_of(round_, stage)]


def _sub_stages_of(round_: Round, stage: Stage) -> list[SubStage]:
    if stage.name is StageName.URGENCY:
        return [SubStage(stage.name, code, "max", stage.tolerance) for code in round_.policy.urgency_codes]
    if stage.name is StageName.BALANCE:
        return [sub for d in round_.policy.dimensions for sub in _sub_stages_of_dimension(round_, d, stage)]
    return [SubStage(stage.name, stage.name.value, "max", stage.tolerance)]


def _sub_stages_of_dimension(round_: Round, dimension: Dimension, stage: Stage) -> list[SubStage]:
    count = SubStage(stage.name, f"{dimension.name}.{COUNT}", "max", 0)  # a count never gives anything up
    names = norm_sub_stages(round_, dimension)
    return [count, *(SubStage(stage.name, name, "min", stage.tolerance) for name in names)]


def norm_sub_stages(round_: Round, dimension: Dimension) -> list[str]:
    """Names of the sub-stages that balance a dimension; none when nobody in the round has a share."""
    norm, parts = round_.policy.norm_of(dimension), len(balance_weights(round_, dimension))
    if norm is Norm.WORST_FIRST:
        return [f"{dimension.name}.worst-{k}" for k in range(1, parts + 1)]
    return [f"{dimension.name}.{norm.value}"] if parts else []


# ---------------------------------------------------------------- balance


def dimension_members(round_: Round, dimension: Dimension) -> tuple[str, ...]:
    """Households that count in a dimension when they are placed in a home that counts."""
    return tuple(h.id for h in round_.households if ledger.in_dimension(dimension, h))


def placed_weight(dimension: Dimension, pairs: Iterable[Pair]) -> Counter[str]:
    """Weight placed per municipality (n_m), in the dimension's unit."""
    placed: Counter[str] = Counter()
    for household, unit in pairs:
        if weight := ledger.weight_of(dimension, household, unit):
            placed[unit.municipality] += weight
    return placed


def balance_weights(round_: Round, dimension: Dimension) -> dict[str, int]:
    """Weight c_m = round(100 / share) of each municipality of the round that has a share, by code."""
    return ledger.weights(ledger.shares(round_, dimension))


def norm_values(norm: Norm, weights: Mapping[str, int], shortfall: Mapping[str, int]) -> list[int]:
    """Values of a norm's sub-stages, from ``shortfall`` T_m - 100 n_m in hundredths."""
    if norm is Norm.EVEN:
        return [sum(c * shortfall[m] ** 2 for m, c in weights.items())]
    if norm is Norm.TOTAL:
        return [sum(abs(shortfall[m]) for m in weights)]
    worst = sorted((c * shortfall[m] for m, c in weights.items()), reverse=True)
    return [sum(worst[: k + 1]) for k in range(len(worst))]


def _balance(round_: Round, dimension: Dimension, pairs: list[Pair]) -> dict[str, int]:
    placed = placed_weight(dimension, pairs)
    count = placed.total()
    values = {f"{dimension.name}.{COUNT}": count}
    weights = balance_weights(round_, dimension)
    if weights:
        targets = ledger.targets_hundredths(round_, dimension, count)
        shortfall = {m: targets[m] - 100 * placed[m] for m in weights}
        norms = norm_values(round_.policy.norm_of(dimension), weights, shortfall)
        values |= dict(zip(norm_sub_stages(round_, dimension), norms, strict=True))
    return values


# ---------------------------------------------------------------- the value of a plan


def pairs_of(round_: Round, placements: Iterable[Placement]) -> list[Pair]:
    """The households and units that placements name."""
    return [Pair(round_.household_by_id[p.household], round_.unit_by_id[p.unit]) for p in placements]


Points = Callable[[Household, Unit], int]
"""Suitability of one pair, 0..1000."""


def judged_points(context: rules.Context) -> Points:
    """Points as the rules give them, one pair at a time."""
    return lambda household, unit: rules.judge_pair(context, household.id, unit.id).points


def stage_values(round_: Round, placements: Iterable[Placement], points: Points) -> Values:
    """The value of every sub-stage, by (stage, name), in the order in which they are taken."""
    pairs = pairs_of(round_, placements)
    counted = {stage.name: _VALUES[stage.name](round_, pairs, points) for stage in stages_on(round_)}
    return {(stage, name): value for stage, values in counted.items() for name, value in values.items()}


def _urgency(round_: Round, pairs: list[Pair], _: Points) -> dict[str, int]:
    served = Counter(household.urgency for household, unit in pairs if is_served(unit))
    return {code: served[code] for code in round_.policy.urgency_codes}


def _origin(_: Round, pairs: list[Pair], __: Points) -> dict[str, int]:
    return {"origin": sum(is_served(unit) and in_own_municipality(h, unit) for h, unit in pairs)}


def _all_balance(round_: Round, pairs: list[Pair], _: Points) -> dict[str, int]:
    return {name: v for d in round_.policy.dimensions for name, v in _balance(round_, d, pairs).items()}


def _waiting(round_: Round, pairs: list[Pair], _: Points) -> dict[str, int]:
    return {"waiting": sum(waiting_days(round_, h) for h, unit in pairs if is_served(unit))}


def _suitability(_: Round, pairs: list[Pair], points: Points) -> dict[str, int]:
    return {"suitability": sum(points(household, unit) for household, unit in pairs)}


def _stability(round_: Round, pairs: list[Pair], _: Points) -> dict[str, int]:
    previous = {(p.household, p.unit) for p in round_.previous}
    return {"stability": sum((h.id, unit.id) in previous for h, unit in pairs)}


def _lottery(_: Round, pairs: list[Pair], __: Points) -> dict[str, int]:
    return {"lottery": len(pairs)}


_VALUES: dict[StageName, Callable[[Round, list[Pair], Points], dict[str, int]]] = {
    StageName.URGENCY: _urgency,
    StageName.ORIGIN: _origin,
    StageName.BALANCE: _all_balance,
    StageName.WAITING: _waiting,
    StageName.SUITABILITY: _suitability,
    StageName.STABILITY: _stability,
    StageName.LOTTERY: _lottery,
}
