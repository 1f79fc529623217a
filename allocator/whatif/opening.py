"""What a corporation could say otherwise of a home that is hard to fill: one change at a time."""

from collections.abc import Iterator
from datetime import date

from allocator import rules
from allocator.domain.codes import Accessibility, ForWhom
from allocator.domain.policy import Policy
from allocator.domain.unit import Unit
from allocator.whatif.changes import HomeDate, HomeFact, HomeRent, Single

_SPECIAL = frozenset({"reserved_for", "not_for", "excludes_tags"})
"""Fields that are held against special facts of people."""


def openings(unit: Unit, policy: Policy, on: date, *, open_only: bool) -> Iterator[Single]:
    """Changes that could let more households in, those that ask least of the corporation first.

    Args:
        unit: the home.
        policy: in force, for the limits of rent.
        on: the day.
        open_only: without changes of which the effect tells what is special about people.
    """
    for field, value, differs in (
        ("pets_allowed", True, unit.pets_allowed is not True),
        ("for_whom", ForWhom.ANY, unit.for_whom is not ForWhom.ANY),
        ("min_persons", 1, unit.min_persons > 1),
        ("reserved_for", (), bool(unit.reserved_for)),
        ("not_for", (), bool(unit.not_for)),
        ("excludes_tags", (), bool(unit.excludes_tags)),
        ("max_persons", None, unit.max_persons is not None),
    ):
        if differs and not (open_only and field in _SPECIAL):
            yield HomeFact.model_validate({"unit": unit.id, "field": field, "value": value})
    yield from _dates(unit, on)
    for rent in _rents(unit, policy, on):
        yield HomeRent(unit=unit.id, rent=rent)
    if unit.floor and unit.lift is not True:
        yield HomeFact(unit=unit.id, field="lift", value=True)
    for level in (Accessibility.STEP_FREE, Accessibility.WALKER, Accessibility.WHEELCHAIR):
        if unit.accessibility is None or level.rank > unit.accessibility.rank:
            yield HomeFact(unit=unit.id, field="accessibility", value=level)
    yield HomeFact(unit=unit.id, field="bedrooms", value=min(20, unit.bedrooms + 1))


def _dates(unit: Unit, on: date) -> Iterator[Single]:
    if unit.available_from is not None and unit.available_from > on:
        yield HomeDate(unit=unit.id, field="available_from", on=on)
    if unit.available_until is not None:
        yield HomeDate(unit=unit.id, field="available_until", on=None)
    if unit.offer_before is not None:
        yield HomeDate(unit=unit.id, field="offer_before", on=None)


def _rents(unit: Unit, policy: Policy, on: date) -> list[int]:
    """The limits that rent is held against, under the rent of the home, the highest first."""
    amounts = policy.amounts
    without_benefit = int(rules.BY_CODE["R-402"].under(policy, on).number("rent_eur") * 100)
    limits = {amounts.daeb_rent_limit, amounts.cap_high, amounts.cap_low, amounts.quality_limit, without_benefit}
    return sorted((limit for limit in limits if unit.rent is None or limit < unit.rent), reverse=True)
