"""Small builders for tests: a plain household fits a plain unit; say only what the test is about.

`a_round(households, units, ...)` fills in the municipalities; by default a policy without surprises.
"""

from datetime import date
from typing import Any

from allocator.domain.household import Household, Need
from allocator.domain.policy import Label, Policy, RuleSetting
from allocator.domain.region import Municipality, PairWord
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.rules.amounts import amounts_for

AS_OF = date(2026, 11, 23)
HERE, THERE, FAR = "GM0014", "GM1895", "GM0037"
"""Three municipalities: Groningen, Oldambt, Stadskanaal."""

NAMES = {HERE: "Groningen", THERE: "Oldambt", FAR: "Stadskanaal"}
URGENT, SOON, LATER = "urgent", "soon", "later"
"""Urgency codes of the plain policy, the most urgent first."""


def label(code: str) -> Label:
    """A label that reads as its code, with the language behind it."""
    return Label(code=code, nl=f"{code} (nl)", en=f"{code} (en)")


def policy(**changes: Any) -> Policy:
    """A policy with three urgency classes, three groups and two tags that exclude each other."""
    plain: dict[str, Any] = {
        "name": "Test policy",
        "version": "1",
        "valid_from": date(2026, 1, 1),
        "urgency": tuple(map(label, (URGENT, SOON, LATER))),
        "groups": tuple(map(label, ("MO", "GGZ", "SKA"))),
        "house_tags": tuple(map(label, ("quiet", "loud"))),
        "tag_conflicts": (("quiet", "loud"),),
        "support_kinds": tuple(map(label, ("home", "debt"))),
        "reasons": (label("agreed"),),
        "amounts": amounts_for(AS_OF),
    }
    return Policy.model_validate(plain | changes)


def rules(**settings: dict[str, Any] | bool) -> dict[str, RuleSetting]:
    """Settings of rules: `rules(R_102={"spare": 0}, R_105=True, R_401=False)`; a dict gives numbers."""
    return {
        code.replace("_", "-"): RuleSetting(numbers=said) if isinstance(said, dict) else RuleSetting(on=said)
        for code, said in settings.items()
    }


def household(id: str = "H1", **changes: Any) -> Household:  # noqa: A002 - the name of the field
    """One adult of 40 with a low income, ready since the summer, nothing unknown that a plain home asks."""
    plain: dict[str, Any] = {
        "id": id,
        "urgency": SOON,
        "registered_on": date(2026, 6, 1),
        "adults": 1,
        "age_oldest": 40,
        "sex": "female",
        "target_groups": ("MO",),
        "situation": "shelter",
        "shelter_care_needed": False,
        "ready_from": date(2026, 7, 1),
        "gross_income": 20_000_00,
        "municipality_of_origin": HERE,
    }
    return Household.model_validate(plain | changes)


def need(household: str = "H1", **changes: Any) -> Need:
    """A light need for support at home of two hours a week."""
    return Need.model_validate({"household": household, "kind": "home", "level": "light", "hours": 2.0} | changes)


def unit(id: str = "U1", **changes: Any) -> Unit:  # noqa: A002 - the name of the field
    """A free, self-contained, affordable ground-floor home with one bedroom and nothing unknown."""
    plain: dict[str, Any] = {
        "id": id,
        "municipality": HERE,
        "bedrooms": 1,
        "corporation": "C1",
        "max_persons": 4,
        "area_m2": 50.0,
        "rent": 600_00,
        "floor": 0,
        "lift": False,
        "available_from": AS_OF,
        "pets_allowed": True,
        "postcode": "9711AB",
    }
    return Unit.model_validate(plain | changes)


def word(household: str = "H1", unit: str = "U1", **changes: Any) -> PairWord:
    """What people said about a pair: `word(verdict="waive", rule="R-101")`."""
    return PairWord.model_validate(
        {"household": household, "unit": unit, "reason": "agreed", "by": "committee"} | changes
    )


def a_round(
    households: Household | list[Household] | None = None,
    units: Unit | list[Unit] | None = None,
    **changes: Any,
) -> Round:
    """A round of these households and units; one plain one of each when nothing is said."""
    plain: dict[str, Any] = {
        "round_id": "test",
        "as_of": AS_OF,
        "period": "2026",
        "policy": policy(),
        "households": _listed(household() if households is None else households),
        "units": _listed(unit() if units is None else units),
        "municipalities": tuple(Municipality(code=code, name=name) for code, name in NAMES.items()),
        "lottery_seed": "seed",
    }
    return Round.model_validate(plain | changes)


def _listed(given: Any) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, list) else (given,)
