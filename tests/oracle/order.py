"""The oracle's own reading of docs/model.md 2.2 and 2.3: which of many lawful plans is the best one."""

from dataclasses import dataclass
from hashlib import sha256

from allocator.domain.codes import StageName
from allocator.domain.policy import Stage
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from tests.oracle.verdicts import Verdicts
from tests.oracle.worth import Aim, Worth

Plan = tuple[Placement, ...]
Key = tuple[StageName, str]


@dataclass(frozen=True)
class Answer:
    """The best plan, what it reached per sub-stage, and the best there was before a tolerance was used.

    `alone` is the best of all lawful plans in each sub-stage that is maximised; `lawful` is their number.
    """

    plan: Plan
    values: dict[Key, int]
    best: dict[Key, int]
    alone: dict[Key, int]
    lawful: int


def best_of(round: Round, plans: list[Plan], verdicts: Verdicts) -> Answer:
    """Apply the stages one by one to lawful plans (at least one)."""
    worth = Worth(round, verdicts)
    stages = _stages(round)
    fixed, best = _narrowed(worth, stages, plans)
    plan = draw(round, fixed)
    values = {a.key: worth.of(a, plan) for stage in stages for a in worth.aims(stage)}
    lottery = (StageName.LOTTERY, "lottery")
    alone = {a.key: _optimise(worth, plans, a)[1] for s in stages for a in worth.aims(s) if a.sense == "max"}
    return Answer(plan, {**values, lottery: len(plan)}, {**best, lottery: len(plan)}, alone, len(plans))


def equally_good(round: Round, plans: list[Plan], verdicts: Verdicts) -> list[Plan]:
    """The plans among which only the lottery decides."""
    return _narrowed(Worth(round, verdicts), _stages(round), plans)[0]


def _stages(round: Round) -> list[Stage]:
    return [s for s in round.policy.stages if s.on and s.name is not StageName.LOTTERY]


def _narrowed(worth: Worth, stages: list[Stage], plans: list[Plan]) -> tuple[list[Plan], dict[Key, int]]:
    best: dict[Key, int] = {}
    # `fixed`: plans that meet all locks but those of `open_stage`, whose tolerance the stage at hand may use.
    fixed, open_stage = plans, None
    for stage in stages:
        left = fixed if open_stage is None else _within(worth, fixed, open_stage, best)
        for aim in worth.aims(stage):
            left, best[aim.key] = _optimise(worth, left, aim)
        if open_stage is not None:
            reached: dict[Key, int] = {}
            for aim in worth.aims(open_stage):
                left, reached[aim.key] = _optimise(worth, left, aim)
            fixed = _locked(worth, fixed, open_stage, reached)
        if stage.tolerance:
            open_stage = stage
        else:
            open_stage = None
            fixed = _locked(worth, fixed, stage, best)
    if open_stage is not None:  # the lottery settles what is equal; it never costs an aim anything
        fixed = _locked(worth, fixed, open_stage, best)
    return fixed, best


def _optimise(worth: Worth, plans: list[Plan], aim: Aim) -> tuple[list[Plan], int]:
    values = [worth.of(aim, plan) for plan in plans]
    best = max(values) if aim.sense == "max" else min(values)
    return [plan for plan, value in zip(plans, values, strict=True) if value == best], best


def _locked(worth: Worth, plans: list[Plan], stage: Stage, reached: dict[Key, int]) -> list[Plan]:
    """Plans that are in no sub-stage worse than what was reached; a count of balance is fixed.

    Better is possible where a later stage lends out its tolerance: a lock keeps what was reached, it forbids no gain.
    """
    for aim in worth.aims(stage):
        kept = [p for p in plans if not _worse(aim, worth.of(aim, p), reached[aim.key])]
        plans = [p for p in kept if worth.of(aim, p) == reached[aim.key]] if aim.is_count else kept
    return plans


def _worse(aim: Aim, value: int, than: int, by_more_than: int = 0) -> bool:
    return (than - value if aim.sense == "max" else value - than) > by_more_than


def _within(worth: Worth, plans: list[Plan], stage: Stage, best: dict[Key, int]) -> list[Plan]:
    """Plans that give up at most the tolerance in each sub-stage; a count of balance stays what it is."""
    for aim in worth.aims(stage):
        reached, values = best[aim.key], {p: worth.of(aim, p) for p in plans}
        if aim.is_count:
            plans = [p for p in plans if values[p] == reached]
        else:
            plans = [p for p in plans if not _worse(aim, values[p], reached, stage.tolerance)]
    return plans


def draw(round: Round, plans: list[Plan]) -> Plan:
    """The plan that the lottery leaves, step by step as docs/model.md 2.3 says."""
    households = _order(round, [h.id for h in round.households])
    units = _order(round, [u.id for u in round.units])
    pools = _order(round, [p.id for p in round.support])
    where = {plan: {p.household: p for p in plan} for plan in plans}
    for household in households:
        placing = [plan for plan in plans if household in where[plan]]
        plans = placing or plans
    placed = [h for h in households if h in where[plans[0]]]
    for household in placed:
        homes = {plan: units.index(where[plan][household].unit) for plan in plans}
        plans = [plan for plan in plans if homes[plan] == min(homes.values())]
    for household in placed:
        for number, _ in enumerate(where[plans[0]][household].pools):
            taken = {plan: pools.index(where[plan][household].pools[number]) for plan in plans}
            plans = [plan for plan in plans if taken[plan] == min(taken.values())]
    assert len(plans) == 1, "the lottery must leave one plan"
    return plans[0]


def _order(round: Round, ids: list[str]) -> list[str]:
    def drawn(name: str) -> str:
        return sha256("\n".join((round.lottery_seed, round.round_id, name)).encode("utf-8")).hexdigest()

    return sorted(ids, key=lambda name: (drawn(name), name))
