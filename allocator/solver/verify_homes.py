"""The judge on homes: places, persons, living together, keeping apart, complexes (model.md 1.2 to 1.4)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import floor

from allocator.domain.base import Sensitivity
from allocator.domain.codes import Form, SupportLevel, UnitStatus
from allocator.domain.household import Household
from allocator.domain.sentence import Other, Sentence, Value
from allocator.domain.unit import Complex, Occupant, Unit
from allocator.locale import N_
from allocator.solver.verify_plan import Plan, Violation

Resident = Household | Occupant


def homes(plan: Plan) -> Iterator[Violation]:
    """Everything that is wrong in a home, in a complex, or between two who must be kept apart."""
    for unit_id in plan.arrivals:
        unit = plan.round.unit_by_id[unit_id]
        yield from _places(plan, unit)
        if unit.is_shared:
            yield from _persons(plan, unit)
            yield from _tags(plan, unit)
    yield from _apart(plan)
    for complex_ in plan.round.complexes:
        yield from _intensive(plan, complex_)
        yield from _groups(plan, complex_)


def _places(plan: Plan, unit: Unit) -> Iterator[Violation]:
    free = 0
    if unit.status is UnitStatus.FREE:
        free = unit.places if unit.is_shared else min(1, unit.places)
    in_persons = unit.form is Form.SHARED_ROOMS
    freed = sum(h.persons if in_persons else 1 for h in plan.leaving(unit))
    taken = sum(h.persons if in_persons else 1 for h in plan.arrivals[unit.id])
    if taken > free + freed:
        text = N_("Unit {unit}: {taken} places are taken, but {free} are free and {freed} become free.")
        yield Violation("places", Sentence(text, {"unit": unit.id, "taken": taken, "free": free, "freed": freed}))


def _persons(plan: Plan, unit: Unit) -> Iterator[Violation]:
    if unit.max_persons is None:
        return
    others = sum(o.persons for o in plan.occupants(unit.id))
    now = others + sum(h.persons for h in plan.movers.get(unit.id, []))
    after = others + sum(h.persons for h in (*plan.staying(unit), *plan.arrivals[unit.id]))
    most = max(unit.max_persons, now)
    if after > most:
        text = N_("Unit {unit}: {after} people would live there, and at most {most} may.")
        yield Violation("max-persons", Sentence(text, {"unit": unit.id, "after": after, "most": most}))


def _tags(plan: Plan, unit: Unit) -> Iterator[Violation]:
    conflicts = plan.round.policy.tag_conflicts
    arrivals, staying = plan.arrivals[unit.id], plan.staying(unit)
    together = [*combinations(arrivals, 2), *((a, s) for a in arrivals for s in staying)]
    for one, other in together:
        first, second = set(one.house_tags or ()), set(other.house_tags or ())
        if any((a in first and b in second) or (b in first and a in second) for a, b in conflicts):
            text = N_("Unit {unit}: {one} and {other} cannot live in one home (codes on living together).")
            values: dict[str, Value] = {"unit": unit.id, "one": one.id, "other": Other(other.id)}
            yield Violation("tags", Sentence(text, values, Sensitivity.SPECIAL))


def _apart(plan: Plan) -> Iterator[Violation]:
    for row in plan.round.apart:
        holds = row.until is None or row.until >= plan.round.as_of
        if not holds or row.household == row.other or not {row.household, row.other} & set(plan.home):
            continue
        here, there = plan.whereabouts(row.household), plan.whereabouts(row.other)
        if here is None or there is None:
            continue
        if here.id == there.id or (here.complex is not None and here.complex == there.complex):
            text = N_("{one} and {other} must be kept apart, but both would live in unit or complex {home}.")
            home = here.id if here.id == there.id else (here.complex or here.id)
            values: dict[str, Value] = {"one": row.household, "other": Other(row.other), "home": home}
            yield Violation("apart", Sentence(text, values, Sensitivity.SAFETY))


def _residents(plan: Plan, complex_: Complex, *, after: bool) -> list[Resident]:
    """Households of a complex now, or after the plan; each occupant row counts as one."""
    units = plan.units_of(complex_)
    found: list[Resident] = [*plan.occupants(complex_.id, *(u.id for u in units))]
    for unit in units:
        if after:
            found += [*plan.staying(unit), *plan.arrivals.get(unit.id, [])]
        else:
            found += plan.movers.get(unit.id, [])
    return found


def _intensive(plan: Plan, complex_: Complex) -> Iterator[Violation]:
    if complex_.max_intensive is None:
        return

    def count(residents: list[Resident]) -> int:
        levels = (r.level if isinstance(r, Household) else r.support_level for r in residents)
        return sum(level.rank >= SupportLevel.INTENSIVE.rank for level in levels)

    now, after = (count(_residents(plan, complex_, after=when)) for when in (False, True))
    most = max(complex_.max_intensive, now)
    if after > most:
        text = N_("Complex {complex}: {after} households with intensive support; at most {most} may live there.")
        values: dict[str, Value] = {"complex": complex_.id, "after": after, "most": most}
        yield Violation("complex-intensive", Sentence(text, values, Sensitivity.SPECIAL))


def _groups(plan: Plan, complex_: Complex) -> Iterator[Violation]:
    if complex_.max_share_per_group is None:
        return
    # The share is meant as written: 0.29 of 100 homes is 29, also where floating point makes it 28.99.
    limit = floor(Fraction(str(complex_.max_share_per_group)) * complex_.homes)
    before, after = (_residents(plan, complex_, after=when) for when in (False, True))
    for label in plan.round.policy.groups:
        now, then = (sum(label.code in (r.target_groups or ()) for r in who) for who in (before, after))
        most = max(limit, now)
        if then > most:
            text = N_("Complex {complex}: {after} households of group {group}; at most {most} may live there.")
            values: dict[str, Value] = {"complex": complex_.id, "after": then, "group": label.code, "most": most}
            yield Violation("complex-group", Sentence(text, values, Sensitivity.SPECIAL))
