"""The judge on support and on limits over the plan: pools, fitting rents, caps (docs/model.md 1.5, 1.6)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from math import floor

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.policy import Cap
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Term, Value
from allocator.locale import N_
from allocator.solver.verify_plan import Placed, Plan, Violation

_NO_POOL = (SupportLevel.NONE, SupportLevel.ON_SITE_24H)


def support(plan: Plan) -> Iterator[Violation]:
    """Everything that is wrong with the support of those placed."""
    demand: Counter[str] = Counter()
    households: defaultdict[str, set[str]] = defaultdict(set)
    for placed in plan.placed:
        needs = [n for n in placed.household.needs if n.level not in _NO_POOL]
        if len(needs) != len(placed.placement.pools):
            text = N_("{household}: {needs} needs take a pool, but the plan names {pools}.")
            counts = {"needs": len(needs), "pools": len(placed.placement.pools)}
            yield Violation("pool-each-need", _special(text, household=placed.household.id, **counts))
        for need, pool_id in zip(needs, placed.placement.pools, strict=False):
            pool = plan.round.pool_by_id.get(pool_id)
            if pool is None:
                text = N_("{household}: pool {pool} is not in the round.")
                yield Violation("pool-unknown", _special(text, household=placed.household.id, pool=pool_id))
                continue
            yield from _suits(plan.round, placed, need, pool)
            if takes := _demand(plan.round, need, pool):
                demand[pool.id] += takes
                households[pool.id].add(placed.household.id)
    yield from _room(plan.round, demand, households)


def _special(text: str, **values: Value) -> Sentence:
    return Sentence(text, values, Sensitivity.SPECIAL)


def _suits(round_: Round, placed: Placed, need: Need, pool: SupportPool) -> Iterator[Violation]:
    starts = need.start_by or round_.as_of + timedelta(days=round_.policy.support.start_window_days)
    lasts = round_.as_of + timedelta(days=round_.policy.support.min_days)
    parts = {
        N_("kind of support"): need.kind in pool.kinds,
        N_("municipality"): placed.unit.municipality in pool.municipalities,
        N_("level of support"): need.level.rank <= pool.max_level.rank,
        N_("provider"): need.provider in (None, pool.provider),
        N_("first day"): pool.available_from is None or pool.available_from <= starts,
        N_("last day"): pool.available_until is None or pool.available_until >= lasts,
    }
    for part, holds in parts.items():
        if not holds:
            text = N_("{household}: pool {pool} does not suit the need for {kind} ({part}).")
            values: dict[str, Value] = {"household": placed.household.id, "pool": pool.id, "kind": need.kind}
            yield Violation("pool-suits", _special(text, **values, part=Term(part)))


def _demand(round_: Round, need: Need, pool: SupportPool) -> int:
    """What a need takes from a pool, in hundredths of an hour or of a place."""
    if need.provider is not None:
        return 0
    if pool.places is not None:
        return 100
    hours = round_.policy.support.default_hours.get(need.level, 0) if need.hours is None else need.hours
    return _hundredths(hours)


def _hundredths(amount: float) -> int:
    return round(Fraction(str(amount)) * 100)  # halves to even, on the decimal spelling


def _room(round_: Round, demand: Counter[str], households: dict[str, set[str]]) -> Iterator[Violation]:
    for pool in round_.support:
        capacity = pool.hours_per_week if pool.places is None else pool.places
        left = max(0, floor((Fraction(str(capacity or 0)) - Fraction(str(pool.used))) * 100))
        if demand[pool.id] > left:
            text = N_("Pool {pool}: the plan takes {taken}, and {left} is left (hours a week, or places).")
            yield Violation("pool-full", _special(text, pool=pool.id, taken=demand[pool.id] / 100, left=left / 100))
        new = len(households.get(pool.id, ()))
        if pool.max_households is not None and new > pool.max_households:
            text = N_("Pool {pool}: {new} new households, and at most {most} may come in this round.")
            yield Violation("pool-households", _special(text, pool=pool.id, new=new, most=pool.max_households))


def limits(plan: Plan) -> Iterator[Violation]:
    """Limits over the whole plan: appropriate allocation per corporation, and the caps of the policy."""
    yield from _unfit(plan)
    for cap in plan.round.policy.caps:
        count = sum(_matches(cap, placed) for placed in plan.placed)
        if count > cap.most:
            text = N_("Cap {cap}: {count} placements, and at most {most} are allowed.")
            yield Violation("cap", Sentence(text, {"cap": cap.id, "count": count, "most": cap.most}))


def _unfit(plan: Plan) -> Iterator[Violation]:
    allowed = {c.id: c.unfit_allowed_now for c in plan.round.corporations}
    unfit = Counter(
        placed.unit.corporation
        for placed in plan.placed
        if rules.judge_pair(plan.context, placed.household.id, placed.unit.id).unfit
    )
    for corporation, count in unfit.items():
        most = allowed.get(corporation or "", 0)
        if count > most:
            text = N_("Corporation {corporation}: {count} lettings above the rent limit; {most} are allowed now.")
            values: dict[str, Value] = {"corporation": corporation or "-", "count": count, "most": most}
            yield Violation("unfit", Sentence(text, values))


def _matches(cap: Cap, placed: Placed) -> bool:
    household, unit = placed.household, placed.unit
    return (
        cap.municipality in (None, unit.municipality)
        and cap.corporation in (None, unit.corporation)
        and _in_group(cap.group, household)
        and household.level.rank >= cap.min_level.rank
        and (not cap.forms or unit.form in cap.forms)
    )


def _in_group(group: str | None, household: Household) -> bool:
    return group is None or group in (household.target_groups or ())
