"""The oracle's own reading of docs/model.md 1: whether a plan is lawful. Written to be read, not for speed."""

from collections import Counter
from decimal import ROUND_FLOOR, Decimal

from allocator.domain.codes import Form, SupportLevel, UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from tests.oracle.pools import demand, free_capacity, may_take, needs_with_pool
from tests.oracle.verdicts import Verdicts

SHARED = (Form.GROUP_HOME, Form.SHARED_ROOMS)
INTENSIVE = (SupportLevel.INTENSIVE, SupportLevel.ON_CALL_24H, SupportLevel.ON_SITE_24H)
Plan = tuple[Placement, ...]


class _After:
    """Who lives where when the plan has been carried out."""

    def __init__(self, round: Round, plan: Plan) -> None:
        self.round = round
        self.units = round.unit_by_id
        self.goes = {p.household: p.unit for p in plan}
        self.lives = {
            h.id: self.goes.get(h.id, h.current_unit)
            for h in round.households
            if self.goes.get(h.id, h.current_unit) in self.units
        }
        self.come: dict[str, list[Household]] = {u.id: [] for u in round.units}
        self.stay: dict[str, list[Household]] = {u.id: [] for u in round.units}
        self.leave: dict[str, list[Household]] = {u.id: [] for u in round.units}
        for household in round.households:
            if household.id in self.goes:
                self.come[self.goes[household.id]].append(household)
            if household.current_unit in self.units:
                staying = household.id not in self.goes
                (self.stay if staying else self.leave)[household.current_unit].append(household)


def lawful(round: Round, plan: Plan, verdicts: Verdicts) -> bool:
    """Whether the plan keeps every rule of docs/model.md 1."""
    after = _After(round, plan)
    return (
        _pairs(round, plan, verdicts)
        and _places(after)
        and _living_together(after)
        and _apart(after)
        and _complexes(after)
        and _pools(round, plan)
        and _caps(round, plan, verdicts)
    )


def _pairs(round: Round, plan: Plan, verdicts: Verdicts) -> bool:
    chosen = {(p.household, p.unit) for p in plan}
    pins = {(w.household, w.unit) for w in round.pairs if w.verdict is Verdict.PIN}
    forbidden = {(w.household, w.unit) for w in round.pairs if w.verdict is Verdict.FORBID}
    if len({p.household for p in plan}) < len(plan) or not pins <= chosen or forbidden & chosen:
        return False
    return all(verdicts.of(h, u).allowed for h, u in chosen)


def _places(after: _After) -> bool:
    for unit in after.round.units:
        places = 0
        if unit.status is UnitStatus.FREE:
            places = unit.places if unit.form in SHARED else min(unit.places, 1)
        come, leave = after.come[unit.id], after.leave[unit.id]
        if unit.form is Form.SHARED_ROOMS:
            taken, freed = sum(h.persons for h in come), sum(h.persons for h in leave)
        else:
            taken, freed = len(come), len(leave)
        if taken > places + freed:
            return False
    return True


def _living_together(after: _After) -> bool:
    conflicts = {frozenset(pair) for pair in after.round.policy.tag_conflicts}
    for unit in after.round.units:
        come, stay, leave = after.come[unit.id], after.stay[unit.id], after.leave[unit.id]
        if unit.form not in SHARED or not come:
            continue
        others = sum(o.persons for o in after.round.occupants if o.home == unit.id)
        now = others + sum(h.persons for h in stay + leave)
        then = others + sum(h.persons for h in stay + come)
        if unit.max_persons is not None and then > max(unit.max_persons, now):
            return False
        for number, one in enumerate(come):
            for other in come[number + 1 :] + stay:
                pairs = {frozenset((a, b)) for a in one.house_tags or () for b in other.house_tags or ()}
                if pairs & conflicts:
                    return False
    return True


def _apart(after: _After) -> bool:
    for row in after.round.apart:
        if row.until is not None and row.until < after.round.as_of:
            continue
        one, other = after.lives.get(row.household), after.lives.get(row.other)
        if row.household == row.other or one is None or other is None:
            continue
        if row.household not in after.goes and row.other not in after.goes:
            continue  # both stay: the plan brings nobody together
        complexes = after.units[one].complex, after.units[other].complex
        if one == other or (complexes[0] is not None and complexes[0] == complexes[1]):
            return False
    return True


def _complexes(after: _After) -> bool:
    for site in after.round.complexes:
        units = [u.id for u in after.round.units if u.complex == site.id]
        rows = [o for o in after.round.occupants if o.home == site.id or o.home in units]
        now = [h for u in units for h in after.stay[u] + after.leave[u]]
        then = [h for u in units for h in after.stay[u] + after.come[u]]
        if site.max_intensive is not None:
            others = sum(o.support_level in INTENSIVE for o in rows)
            before = others + sum(h.level in INTENSIVE for h in now)
            if others + sum(h.level in INTENSIVE for h in then) > max(site.max_intensive, before):
                return False
        if site.max_share_per_group is None:
            continue
        limit = int((Decimal(str(site.max_share_per_group)) * site.homes).to_integral_value(ROUND_FLOOR))
        for group in (label.code for label in after.round.policy.groups):
            others = sum(group in o.target_groups for o in rows)
            before = others + sum(group in (h.target_groups or ()) for h in now)
            if others + sum(group in (h.target_groups or ()) for h in then) > max(limit, before):
                return False
    return True


def _pools(round: Round, plan: Plan) -> bool:
    left = free_capacity(round)
    served: dict[str, set[str]] = {p.id: set() for p in round.support}
    for placement in plan:
        household, unit = round.household_by_id[placement.household], round.unit_by_id[placement.unit]
        needs = needs_with_pool(household)
        if len(needs) != len(placement.pools):
            return False
        for need, pool_id in zip(needs, placement.pools, strict=True):
            pool = round.pool_by_id[pool_id]
            if not may_take(round, need, pool, unit):
                return False
            left[pool_id] -= demand(round, need, pool)
            if demand(round, need, pool) > 0:
                served[pool_id].add(household.id)
    return all(
        left[p.id] >= 0 and (p.max_households is None or len(served[p.id]) <= p.max_households) for p in round.support
    )


def _caps(round: Round, plan: Plan, verdicts: Verdicts) -> bool:
    unfit: Counter[str | None] = Counter()
    counts: Counter[str] = Counter()
    levels = list(SupportLevel)
    for placement in plan:
        household, unit = round.household_by_id[placement.household], round.unit_by_id[placement.unit]
        unfit[unit.corporation] += verdicts.of(household.id, unit.id).unfit
        for cap in round.policy.caps:
            counts[cap.id] += (
                (cap.municipality is None or cap.municipality == unit.municipality)
                and (cap.corporation is None or cap.corporation == unit.corporation)
                and (cap.group is None or cap.group in (household.target_groups or ()))
                and levels.index(household.level) >= levels.index(cap.min_level)
                and (not cap.forms or unit.form in cap.forms)
            )
    allowed: dict[str | None, int] = {c.id: c.unfit_allowed_now for c in round.corporations}
    return all(counts[cap.id] <= cap.most for cap in round.policy.caps) and all(
        number <= allowed.get(corporation, 0) for corporation, number in unfit.items()
    )
