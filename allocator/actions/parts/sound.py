"""What comes in row by row fits what is kept: one wrong row would keep the next round from being opened."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from allocator.actions.parts.deed import Deed
from allocator.actions.parts.force import in_force
from allocator.domain.base import Frozen
from allocator.domain.checks import Findings, Parts
from allocator.domain.checks_homes import check_complexes, check_units
from allocator.domain.checks_people import check_households
from allocator.domain.checks_region import check_keys, check_support
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import NotFound
from allocator.domain.region import KeyWeight, SupportPool
from allocator.domain.unit import Complex, Unit
from allocator.intake import faults
from allocator.intake.case import rule_facts
from allocator.intake.columns import SPECS
from allocator.intake.privacy import may_be_bsn
from allocator.store import people, region


def unit_problems(deed: Deed, units: Sequence[Unit]) -> list[Problem]:
    """What is wrong with these homes; ``row`` of a problem is a position among them."""
    complexes = region.complexes(deed.work)
    found = _found(deed, "units", check_units, units=tuple(units), complexes=complexes)
    named = {unit.id for unit in units}
    together = (*(unit for unit in region.units(deed.work) if unit.id not in named), *units)
    full = Findings()
    around = {unit.complex for unit in units}
    concerned = tuple(one for one in complexes if one.id in around)
    check_complexes(Parts(policy=None, as_of=None, period=None, units=together, complexes=concerned), full)
    rows = {unit.complex: row for row, unit in enumerate(units)}
    return found + [one.model_copy(update={"row": rows[one.key], "column": "complex"}) for one in full.problems]


def pool_problems(deed: Deed, pools: Sequence[SupportPool]) -> list[Problem]:
    """The same of pools of support."""
    return _found(deed, "support", check_support, support=tuple(pools))


def household_problems(deed: Deed, households: Sequence[Household]) -> list[Problem]:
    """The same of households: also that no two live in one home."""
    named = {h.id for h in households}
    homes = {h.current_unit for h in households} - {None}
    others = (h for h in people.households(deed.work) if h.current_unit in homes and h.id not in named) if homes else ()
    before = tuple(others)
    found = _found(
        deed,
        "households",
        check_households,
        households=(*before, *households),
        units=region.units(deed.work),
        support=region.pools(deed.work),
    )
    rows = ((one, (one.row or 0) - len(before)) for one in found)
    return [one.model_copy(update={"row": row}) for one, row in rows if row >= 0]


def complex_problems(deed: Deed, complexes: Sequence[Complex], homes: Sequence[Unit]) -> list[Problem]:
    """The same of complexes, with the homes that stand in them."""
    return _found(deed, "complexes", check_complexes, complexes=tuple(complexes), units=tuple(homes))


def key_problems(deed: Deed, weights: Sequence[KeyWeight]) -> list[Problem]:
    """The same of weights of distribution keys."""
    return _found(deed, "keys", check_keys, keys=tuple(weights))


def must_be_sound(problems: Sequence[Problem]) -> None:
    """Refuse what is wrong; warnings do not stand in the way.

    Raises:
        InputProblems: with all of them.
    """
    if any(not one.warning for one in problems):
        raise InputProblems(list(problems))


def _found(deed: Deed, file: str, check: Callable[[Parts, Findings], None], **rows: Any) -> list[Problem]:
    found = Findings()
    parts = Parts(
        policy=policy_now(deed),
        as_of=deed.today,
        period=None,
        municipalities=region.municipalities(deed.work),
        corporations=region.corporations(deed.work),
        rules=rule_facts(),
        **rows,
    )
    check(parts, found)
    return [*_bsns(file, rows[file], parts.policy), *found.problems]


def _bsns(file: str, rows: Sequence[Frozen], policy: Policy | None) -> Iterator[Problem]:
    """Keys and notes that may be the number of a person, which never comes in; it is not told again either."""
    spec = SPECS[file]
    for row, one in enumerate(rows):
        for column in spec.columns:
            value = getattr(one, column.attribute, None)
            if isinstance(value, str) and may_be_bsn(value, column, spec, policy):
                yield Problem.of(f"{file}.csv", faults.BSN.what, faults.BSN.do, row=row, column=column.heading)


def policy_now(deed: Deed) -> Policy | None:
    """The policy in force; before the first one is approved, its codes cannot be checked."""
    try:
        return in_force(deed.work, deed.today)
    except NotFound:
        return None
