"""Checks of households and their needs."""

from collections import Counter
from typing import Any

from allocator.domain.checks import Findings, Parts, codes
from allocator.domain.codes import SHARED_FORMS, SupportLevel, UnitStatus
from allocator.domain.household import Household, Need
from allocator.domain.unit import Unit
from allocator.locale import N_

FILE = "households"
_POLICY = "policy.toml"


def check_households(parts: Parts, found: Findings) -> None:
    """Keys, codes, ages, dates, municipalities and the unit where a household lives now."""
    found.twice(FILE, (h.id for h in parts.households), "id")
    units = {unit.id: unit for unit in parts.units}
    lives_in: Counter[str] = Counter()
    for row, household in enumerate(parts.households):
        place = {"row": row, "key": household.id}
        _codes(household, parts, found, place)
        _ages(household, found, place)
        _dates(household, parts, found, place)
        _municipalities(household, parts, found, place)
        for need in household.needs:
            _need(need, parts, found, FILE, place, "support_")
        if household.current_unit:
            lives_in[household.current_unit] += 1
            _current_unit(household, parts, units, lives_in, found, place)


def check_needs(parts: Parts, found: Findings) -> None:
    """Rows of needs.csv: the household and the kind of support exist."""
    for row, need in enumerate(parts.needs):
        place = {"row": row, "key": need.household}
        found.unknown("needs", need.household, parts.household_ids, "households.csv", column="household", **place)
        _need(need, parts, found, "needs", place, "")


def _need(need: Need, parts: Parts, found: Findings, file: str, place: dict[str, Any], prefix: str) -> None:
    kinds = codes(parts.policy.support_kinds) if parts.policy else None
    found.unknown(file, need.kind, kinds, _POLICY, column=f"{prefix}kind", **place)
    providers = {pool.provider for pool in parts.support}
    found.unknown(file, need.provider, providers, "support.csv", column=f"{prefix}provider", warning=True, **place)
    if need.level is SupportLevel.NONE and need.hours:
        found.add(
            file,
            N_("There are hours of support, and the level is none."),
            N_("Give the level of the support, or leave out the hours."),
            column=f"{prefix}hours",
            value=f"{need.hours:g}",
            **place,
        )


def _codes(household: Household, parts: Parts, found: Findings, place: dict[str, Any]) -> None:
    policy = parts.policy
    if policy is None:
        return
    found.unknown(FILE, household.urgency, policy.urgency_codes, _POLICY, column="urgency", **place)
    for name, known in (("target_groups", codes(policy.groups)), ("house_tags", codes(policy.house_tags))):
        found.each_unknown(FILE, getattr(household, name), known, _POLICY, column=name, **place)


def _ages(household: Household, found: Findings, place: dict[str, Any]) -> None:
    ages = household.child_ages
    if ages is not None and len(ages) != household.children:
        values = {"ages": len(ages), "children": household.children}
        found.add(
            FILE,
            N_("Ages given: {ages}; children: {children}."),
            N_("Give one age for each child, with | between them, or leave the cell empty."),
            values,
            column="child_ages",
            value="|".join(map(str, ages)),
            **place,
        )
    oldest = household.age_oldest
    others = [*(ages or ()), *filter(None, [household.age_youngest_adult])]
    if oldest is not None and others and max(others) > oldest:
        found.add(
            FILE,
            N_("Somebody else is older than the oldest member."),
            N_("Correct one of the ages."),
            column="age_oldest",
            value=str(oldest),
            **place,
        )


def _dates(household: Household, parts: Parts, found: Findings, place: dict[str, Any]) -> None:
    if parts.as_of and household.registered_on > parts.as_of:
        found.add(
            FILE,
            N_("The registration is later than the date of the round."),
            N_("Correct the date, or leave the household out of this round."),
            column="registered_on",
            value=household.registered_on.isoformat(),
            **place,
        )
    until = household.urgent_until
    if until and until < household.registered_on:
        found.add(
            FILE,
            N_("The urgency ended before the registration."),
            N_("Correct one of the dates."),
            column="urgent_until",
            value=until.isoformat(),
            **place,
        )


def _municipalities(household: Household, parts: Parts, found: Findings, place: dict[str, Any]) -> None:
    """A municipality outside the region may be named, but one that is required there can never be met."""
    required = set(household.required_municipalities)
    for code in sorted(required & set(household.excluded_municipalities)):
        found.add(
            FILE,
            N_("This municipality is both required and excluded."),
            N_("Remove it from one of the two columns."),
            column="excluded_municipalities",
            value=code,
            **place,
        )
    known = parts.municipality_codes
    for name in ("required_municipalities", "preferred_municipalities"):
        listed, given = "municipalities.csv", getattr(household, name)
        found.each_unknown(FILE, given, known, listed, column=name, warning=True, **place)


def _current_unit(
    household: Household,
    parts: Parts,
    units: dict[str, Unit],
    lives_in: Counter[str],
    found: Findings,
    place: dict[str, Any],
) -> None:
    """The home where a household lives now is on the list, is occupied, and is not lived in by two."""
    key = str(household.current_unit)
    place = {**place, "column": "current_unit"}
    found.unknown(FILE, key, parts.unit_ids, "units.csv", **place)
    unit = units.get(key)
    if unit is None or unit.form in SHARED_FORMS:
        return
    if unit.status is not UnitStatus.OCCUPIED:
        values = {"status": unit.status.value}
        found.add(
            FILE,
            N_("A household lives in this unit, and its status is {status}."),
            N_("Give the unit the status occupied, or leave out current_unit."),
            values,
            value=key,
            **place,
        )
    if lives_in[key] == 2:
        found.add(
            FILE,
            N_("Two households live in this unit, and it is not a shared home."),
            N_("Correct one of them, or give the unit the form of a shared home."),
            value=key,
            **place,
        )
