"""Rounds of any content that the domain allows and a file can hold, for round trips."""

import string
from datetime import date
from typing import Any

from hypothesis import strategies as st

from allocator.domain.codes import (
    Accessibility,
    Contract,
    Form,
    ForWhom,
    Sex,
    Situation,
    SupportLevel,
    UnitStatus,
)
from allocator.domain.round import Round
from tests import builders

PLACES = st.sampled_from(["GM0014", "GM1895", "GM0037"])
DAYS = st.dates(date(2000, 1, 1), date(2026, 11, 1))
LATER = st.dates(date(2026, 11, 1), date(2040, 1, 1))
GROUPS = st.lists(st.sampled_from(["MO", "GGZ", "SKA"]), unique=True, max_size=3).map(tuple)
TAGS = st.lists(st.sampled_from(["quiet", "loud"]), unique=True, max_size=2).map(tuple)
TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(str.strip)
KEYS = st.text(string.ascii_letters + "=+-@'?#é& ", min_size=1, max_size=8).map(str.strip).filter(bool)
PLAIN = {name: value for name, value in builders.a_round() if name in Round.model_fields}
CENTS = st.integers(0, 10**7)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def households(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """Fields of one household, with unknown facts and needs."""
    children = draw(st.integers(0, 3))
    ages = st.lists(st.integers(0, 17), min_size=children, max_size=children).map(tuple)
    kinds = st.sampled_from(["home", "debt"])
    needs = st.builds(
        lambda kind, level, hours, by: {"household": key, "kind": kind, "level": level, "hours": hours, "start_by": by},
        kinds,
        st.sampled_from(list(SupportLevel)[1:]),
        _maybe(st.floats(0, 168)),
        _maybe(LATER),
    )
    simple = {
        "urgency": st.sampled_from(["urgent", "soon", "later"]),
        "registered_on": DAYS,
        "adults": st.integers(1, 20),
        "child_ages": _maybe(ages),
        "expecting": _maybe(st.booleans()),
        "sex": _maybe(st.sampled_from(Sex)),
        "target_groups": _maybe(GROUPS),
        "situation": _maybe(st.sampled_from(Situation)),
        "shelter_care_needed": _maybe(st.booleans()),
        "ready_from": _maybe(DAYS),
        "urgent_until": _maybe(LATER),
        "gross_income": _maybe(CENTS),
        "municipality_of_origin": _maybe(PLACES),
        "preferred_municipalities": st.lists(PLACES, unique=True, max_size=2).map(tuple),
        "excluded_postcodes": st.lists(st.sampled_from(["9711", "9712AB"]), unique=True).map(tuple),
        "accessibility": _maybe(st.sampled_from(Accessibility)),
        "accepted_forms": st.lists(st.sampled_from(Form), unique=True, max_size=3).map(tuple),
        "house_tags": _maybe(TAGS),
        "pets": _maybe(st.booleans()),
        "refused_offers": st.integers(0, 99),
        "parked_until": _maybe(LATER),
        "referrer": _maybe(KEYS),
        "needs": st.lists(needs, max_size=2).map(tuple),
    }
    return {"id": key, "children": children, "age_oldest": None} | {
        name: draw(values) for name, values in simple.items()
    }


@st.composite
def units(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """Fields of one unit, with unknown facts."""
    simple = {
        "municipality": PLACES,
        "bedrooms": st.integers(0, 20),
        "corporation": _maybe(KEYS),
        "form": st.sampled_from(Form),
        "status": st.sampled_from(UnitStatus),
        "max_persons": _maybe(st.integers(1, 500)),
        "area_m2": _maybe(st.floats(0.001, 2000)),
        "rent": _maybe(CENTS),
        "self_contained": _maybe(st.booleans()),
        "counts_for_rent_benefit": _maybe(st.booleans()),
        "daeb": _maybe(st.booleans()),
        "accessibility": _maybe(st.sampled_from(Accessibility)),
        "floor": _maybe(st.integers(-2, 80)),
        "lift": _maybe(st.booleans()),
        "contract": _maybe(st.sampled_from(Contract)),
        "available_until": _maybe(LATER),
        "reserved_for": GROUPS,
        "for_whom": st.sampled_from(ForWhom),
        "excludes_tags": TAGS,
        "pets_allowed": _maybe(st.booleans()),
        "on_site_level": st.sampled_from(SupportLevel),
        "complex": _maybe(KEYS),
        "postcode": _maybe(st.just("9711AB")),
        "bag_id": _maybe(st.just("0014010000000001")),
        "lat": _maybe(st.floats(-90, 90)),
        "lon": _maybe(st.floats(-180, 180)),
        "counts_as_home": st.booleans(),
        "counts_for_share": st.booleans(),
    }
    return {"id": key} | {name: draw(values) for name, values in simple.items()}


@st.composite
def rest(draw: st.DrawFn, household: str, unit: str) -> dict[str, Any]:
    """Rows of the other files that refer to one household and one unit."""
    amounts = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=draw(st.integers(0, 4)))
    posting = st.builds(
        lambda amount, on, note: {
            "period": "2026-H2",
            "municipality": "GM0014",
            "group": "all",
            "kind": "placed",
            "amount": amount,
            "unit": "persons",
            "on": on,
            "note": note,
        },
        amounts,
        DAYS,
        TEXT,
    )
    pool = {
        "id": draw(KEYS),
        "provider": draw(KEYS),
        "kinds": ("home",),
        "municipalities": ("GM0014", "GM1895"),
        "hours_per_week": draw(st.floats(0, 10**6)),
        "used": 0.0,
        "available_from": draw(_maybe(DAYS)),
        "max_households": draw(_maybe(st.integers(0, 9))),
    }
    weight = {
        "key": "population",
        "group": "all",
        "municipality": "GM0014",
        "weight": abs(draw(amounts)),
        "on": draw(DAYS),
        "source": draw(TEXT.filter(bool)),
    }
    word = {"household": household, "unit": unit, "score": draw(st.integers(0, 1000)), "by": draw(TEXT) or None}
    return {
        "occupants": (
            {
                "home": unit,
                "persons": draw(st.integers(1, 500)),
                "support_level": draw(st.sampled_from(SupportLevel)),
                "target_groups": draw(GROUPS),
                "house_tags": draw(TAGS),
                "sex": draw(_maybe(st.sampled_from(Sex))),
            },
        ),
        "keys": (weight,),
        "support": (pool,),
        "ledger": tuple(draw(st.lists(posting, max_size=2))),
        "pairs": (word,),
        "previous": ({"household": household, "unit": "gone"},),
        "paused_municipalities": tuple(draw(st.lists(PLACES, unique=True, max_size=1))),
        "lottery_seed": draw(TEXT),
        "seed_by_hand": draw(st.booleans()),
    }


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """A round of two households and two units at most."""
    people = draw(st.lists(KEYS, unique=True, min_size=1, max_size=2))
    homes = draw(st.lists(KEYS, unique=True, min_size=1, max_size=2))
    content: dict[str, Any] = {
        "households": tuple(draw(households(key)) for key in people),
        "units": tuple(draw(units(key)) for key in homes),
    }
    return Round.model_validate(PLAIN | content | draw(rest(people[0], homes[0])))
