"""Checks of units, occupants, complexes and corporations."""

from collections import Counter
from typing import Any

from allocator.domain.checks import Findings, Parts, codes
from allocator.domain.unit import Complex, Unit
from allocator.locale import N_

_POLICY = "policy.toml"
_HOMES = "units.csv / complexes.csv"


def check_units(parts: Parts, found: Findings) -> None:
    """Keys, codes, places, dates, and where the unit stands."""
    file = "units"
    found.twice(file, (u.id for u in parts.units), "id")
    complexes = {c.id: c for c in parts.complexes or ()}
    for row, unit in enumerate(parts.units):
        place = {"row": row, "key": unit.id}
        found.unknown(
            file, unit.municipality, parts.municipality_codes, "municipalities.csv", column="municipality", **place
        )
        found.unknown(file, unit.corporation, parts.corporation_ids, "corporations.csv", column="corporation", **place)
        _complex(unit, parts, complexes, found, place)
        _unit_codes(unit, parts, found, place)
        _numbers(unit, found, place)


def _complex(unit: Unit, parts: Parts, complexes: dict[str, Complex], found: Findings, place: dict[str, Any]) -> None:
    place = {**place, "column": "complex"}
    found.unknown("units", unit.complex, parts.complex_ids, "complexes.csv", **place)
    around = complexes.get(unit.complex or "")
    if around and around.municipality != unit.municipality:
        values = {"municipality": around.municipality}
        found.add(
            "units",
            N_("The complex stands in {municipality}, and the unit does not."),
            N_("Correct the municipality or the complex."),
            values,
            value=unit.complex,
            **place,
        )


def _unit_codes(unit: Unit, parts: Parts, found: Findings, place: dict[str, Any]) -> None:
    if parts.policy:
        groups, tags = codes(parts.policy.groups), codes(parts.policy.house_tags)
        for name, known in (("reserved_for", groups), ("not_for", groups), ("excludes_tags", tags)):
            found.each_unknown("units", getattr(unit, name), known, _POLICY, column=name, **place)
    for code in sorted(set(unit.reserved_for) & set(unit.not_for)):
        found.add(
            "units",
            N_("The unit is reserved for this group and closed to it."),
            N_("Remove the code from one of the two columns."),
            column="not_for",
            value=code,
            **place,
        )


def _numbers(unit: Unit, found: Findings, place: dict[str, Any]) -> None:
    if unit.places > 1 and not unit.is_shared:
        values = {"form": unit.form.value}
        found.add(
            "units",
            N_("A unit of the form {form} has one place: the whole home."),
            N_("Write 1, or give it the form group_home or shared_rooms."),
            values,
            column="places",
            value=str(unit.places),
            **place,
        )
    if unit.max_persons is not None and unit.max_persons < unit.min_persons:
        found.add(
            "units",
            N_("The most persons are fewer than the fewest."),
            N_("Correct one of the two numbers."),
            column="max_persons",
            value=str(unit.max_persons),
            **place,
        )
    for name in ("available_until", "offer_before"):
        last = getattr(unit, name)
        if name == "available_until" and last and unit.available_from and last < unit.available_from:
            found.add(
                "units",
                N_("The unit is available until a day before it is available."),
                N_("Correct one of the dates."),
                column=name,
                value=last.isoformat(),
                **place,
            )


def check_occupants(parts: Parts, found: Findings) -> None:
    """Occupants live in a unit or complex of this case, and their key is nobody else's."""
    file, homes = "occupants", None
    if parts.complex_ids is not None:
        homes = parts.unit_ids | parts.complex_ids
        both = parts.unit_ids & parts.complex_ids
    else:
        homes, both = parts.unit_ids, frozenset()
    found.twice(file, (o.id for o in parts.occupants), "id")
    for row, occupant in enumerate(parts.occupants):
        place = {"row": row, "key": occupant.id or occupant.home}
        found.unknown(file, occupant.home, homes, _HOMES, column="home", **place)
        if occupant.home in both:
            found.add(
                file,
                N_("A unit and a complex both have this key."),
                N_("Give one of them another key."),
                column="home",
                value=occupant.home,
                **place,
            )
        if occupant.id and occupant.id in parts.household_ids:
            found.add(
                file,
                N_("A household has this key too."),
                N_("Give the occupant another key."),
                column="id",
                value=occupant.id,
                **place,
            )
        if parts.policy:
            for name, known in (("target_groups", parts.policy.groups), ("house_tags", parts.policy.house_tags)):
                found.each_unknown(file, getattr(occupant, name), codes(known), _POLICY, column=name, **place)


def check_complexes(parts: Parts, found: Findings) -> None:
    """Complexes stand in a known municipality and have at least the homes that are listed."""
    file, complexes = "complexes", parts.complexes or ()
    found.twice(file, (c.id for c in complexes), "id")
    listed = Counter(unit.complex for unit in parts.units)
    for row, one in enumerate(complexes):
        place = {"row": row, "key": one.id}
        found.unknown(
            file, one.municipality, parts.municipality_codes, "municipalities.csv", column="municipality", **place
        )
        if listed[one.id] > one.homes:
            values = {"listed": listed[one.id]}
            found.add(
                file,
                N_("{listed} units of this complex are listed, more than it has homes."),
                N_("Correct the number of homes, or the complex of the units."),
                values,
                column="homes",
                value=str(one.homes),
                **place,
            )


def check_corporations(parts: Parts, found: Findings) -> None:
    """Keys, and counts that fit each other."""
    file, corporations = "corporations", parts.corporations or ()
    found.twice(file, (c.id for c in corporations), "id")
    for row, one in enumerate(corporations):
        if one.unfit_so_far > one.counted_so_far:
            found.add(
                file,
                N_("More lettings were unfit than were counted."),
                N_("Correct one of the two numbers."),
                row=row,
                key=one.id,
                column="unfit_so_far",
                value=str(one.unfit_so_far),
            )
