"""Random small rounds in which every rule has something to say, unknowns included."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from allocator.domain.codes import Accessibility, Contract, Form, ForWhom, Sex, SupportLevel
from allocator.domain.household import Apart
from allocator.domain.region import PairWord
from allocator.domain.round import Round
from allocator.domain.unit import Occupant
from allocator.rules import CATALOGUE
from tests import builders
from tests.builders import AS_OF, FAR, HERE, THERE

DAYS = st.sampled_from([AS_OF + timedelta(days=n) for n in (-30, 0, 14, 15, 60, 91, 92, 200, 400)])
GROUPS = st.lists(st.sampled_from(["MO", "GGZ", "SKA"]), unique=True, max_size=2).map(tuple)
TAGS = st.lists(st.sampled_from(["quiet", "loud"]), unique=True, max_size=1).map(tuple)
PLACES = st.lists(st.sampled_from([HERE, THERE, FAR]), unique=True, max_size=1).map(tuple)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or not known."""
    return st.none() | values


HOUSEHOLD = st.fixed_dictionaries(
    {},
    optional={
        "adults": st.integers(1, 3),
        "children": st.integers(0, 3),
        "child_ages": maybe(st.lists(st.integers(0, 17), max_size=3).map(tuple)),
        "expecting": maybe(st.booleans()),
        "age_oldest": maybe(st.sampled_from([18, 20, 21, 27, 28, 67])),
        "sex": maybe(st.sampled_from(Sex)),
        "target_groups": maybe(GROUPS),
        "shelter_care_needed": maybe(st.booleans()),
        "ready_from": maybe(DAYS),
        "urgent_until": maybe(DAYS),
        "gross_income": maybe(st.sampled_from([20_000_00, 29_000_00, 40_000_00, 60_000_00])),
        "required_municipalities": PLACES,
        "excluded_municipalities": PLACES,
        "preferred_municipalities": PLACES,
        "municipality_of_origin": maybe(st.sampled_from([HERE, THERE])),
        "excluded_postcodes": st.sampled_from([(), ("9711",), ("9712AB",)]),
        "accessibility": maybe(st.sampled_from(Accessibility)),
        "accepted_forms": st.sampled_from([(), tuple(Form)]),
        "house_tags": maybe(TAGS),
        "pets": maybe(st.booleans()),
        "current_unit": st.sampled_from([None, "U0", "U1"]),
        "refused_offers": st.sampled_from([0, 3]),
        "parked_until": maybe(DAYS),
        "needs": st.lists(st.sampled_from(SupportLevel), max_size=1).map(
            lambda levels: tuple(builders.need(level=level) for level in levels)
        ),
    },
)

UNIT = st.fixed_dictionaries(
    {},
    optional={
        "municipality": st.sampled_from([HERE, THERE]),
        "bedrooms": st.integers(0, 4),
        "corporation": st.sampled_from([None, "C1", "C2"]),
        "form": st.sampled_from(Form),
        "status": st.sampled_from(["free", "occupied", "withdrawn"]),
        "places": st.integers(0, 2),
        "max_persons": maybe(st.integers(1, 5)),
        "area_m2": maybe(st.sampled_from([69.9, 70.0])),
        "rent": maybe(st.sampled_from([450_00, 498_20, 713_03, 800_00])),
        "counts_for_rent_benefit": maybe(st.booleans()),
        "daeb": maybe(st.booleans()),
        "accessibility": maybe(st.sampled_from(Accessibility)),
        "floor": maybe(st.integers(-1, 2)),
        "lift": maybe(st.booleans()),
        "contract": maybe(st.sampled_from(Contract)),
        "available_from": maybe(DAYS),
        "available_until": maybe(DAYS),
        "offer_before": maybe(DAYS),
        "turnaround_days": st.sampled_from([0, 14]),
        "reserved_for": GROUPS,
        "not_for": GROUPS,
        "min_persons": st.integers(1, 2),
        "for_whom": st.sampled_from(ForWhom),
        "excludes_tags": TAGS,
        "pets_allowed": maybe(st.booleans()),
        "on_site_level": st.sampled_from(SupportLevel),
        "complex": st.sampled_from([None, "K1"]),
        "postcode": maybe(st.sampled_from(["9711AB", "9712AB"])),
    },
)


@st.composite
def words(draw: st.DrawFn, households: int, units: int) -> tuple[PairWord, ...]:
    """Blocks, waivers and scores, also of rules that cannot be waived and of pairs that do not exist."""
    made = []
    for _ in range(draw(st.integers(0, 6))):
        pair = f"H{draw(st.integers(0, households))}", f"U{draw(st.integers(0, units))}"
        said: dict[str, Any] = draw(st.sampled_from([{"verdict": "forbid"}, {"verdict": "waive"}, {"score": 777}]))
        if said.get("verdict") == "waive":
            said = said | {"rule": draw(st.sampled_from([rule.code for rule in CATALOGUE]))}
        made.append(builders.word(*pair, **said))
    return tuple(made)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Up to four households and four units, every rule switched on, occupants and people kept apart."""
    hs = [builders.household(f"H{i}", **draw(HOUSEHOLD)) for i in range(draw(st.integers(0, 4)))]
    us = [builders.unit(f"U{i}", **draw(UNIT)) for i in range(draw(st.integers(0, 4)))]
    occupants = (Occupant(id="O1", home=draw(st.sampled_from(["U0", "U1", "K1"])), persons=2, house_tags=draw(TAGS)),)
    on = builders.rules(**{rule.code.replace("-", "_"): True for rule in CATALOGUE})
    return builders.a_round(
        hs,
        us,
        policy=builders.policy(rules=on, contract_groups={"fixed_term": ("GGZ",), "campus": ("MO",)}),
        occupants=occupants,
        apart=draw(st.sampled_from([(), (Apart(household="H0", other="O1"),)])),
        pairs=draw(words(len(hs), len(us))),
        paused_corporations=draw(st.sampled_from([(), ("C2",)])),
        paused_municipalities=draw(st.sampled_from([(), (THERE,)])),
    )
