from datetime import date, timedelta

import pytest

from allocator.domain.household import Apart
from allocator.domain.unit import Occupant
from tests.builders import AS_OF, FAR, HERE, THERE
from tests.rules.verdicts import MAY, NO, verdict


@pytest.mark.parametrize(("required", "expected"), [((), MAY), ((HERE,), MAY), ((THERE, HERE), MAY), ((THERE,), NO)])
def test_required_municipality(required: tuple[str, ...], expected: str) -> None:
    assert verdict("R-501", {"required_municipalities": required}) == expected


@pytest.mark.parametrize(("excluded", "expected"), [((), MAY), ((FAR,), MAY), ((FAR, HERE), NO)])
def test_excluded_municipality(excluded: tuple[str, ...], expected: str) -> None:
    assert verdict("R-502", {"excluded_municipalities": excluded}) == expected


@pytest.mark.parametrize(
    ("zone", "postcode", "expected"),
    [
        ((), "9711AB", MAY),
        ((), None, MAY),
        (("9711AB",), "9711AB", NO),
        (("9711AC",), "9711AB", MAY),
        (("9711",), "9711AB", NO),
        (("9712",), "9711AB", MAY),
        (("9712",), None, NO),  # not known: safety first
    ],
)
def test_safety_zone(zone: tuple[str, ...], postcode: str | None, expected: str) -> None:
    assert verdict("R-503", {"excluded_postcodes": zone}, {"postcode": postcode}) == expected


@pytest.mark.parametrize(
    ("home", "unit_complex", "expected"),
    [
        ("U1", None, NO),
        ("K1", "K1", NO),  # lives somewhere in the complex
        ("K1", None, MAY),
        ("U2", None, MAY),
    ],
)
def test_kept_apart_from_an_occupant(home: str, unit_complex: str | None, expected: str) -> None:
    occupants = (Occupant(id="O1", home=home, persons=1),)
    found = verdict(
        "R-504", {}, {"complex": unit_complex}, occupants=occupants, apart=(Apart(household="H1", other="O1"),)
    )
    assert found == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(AS_OF - timedelta(days=1), MAY), (AS_OF, NO), (AS_OF + timedelta(days=1), NO), (None, NO)],
)
def test_kept_apart_as_long_as_it_holds(until: date | None, expected: str) -> None:
    apart = (Apart(household="H1", other="O1", until=until),)
    assert verdict("R-504", occupants=(Occupant(id="O1", home="U1", persons=1),), apart=apart) == expected


def test_others_are_not_kept_apart() -> None:
    occupants = (Occupant(id="O1", home="U1", persons=1), Occupant(home="U1", persons=1))
    assert verdict("R-504", occupants=occupants, apart=(Apart(household="H9", other="O1"),)) == MAY
