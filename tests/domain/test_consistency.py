"""What must hold between the parts of a case: each contradiction gives one problem at its row and column."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.domain.checks import RuleFacts
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.consistency import Parts, parts_of, problems
from allocator.domain.household import Apart
from allocator.domain.region import KeyWeight, Municipality, Posting, SupportPool
from allocator.domain.unit import Complex, Corporation, Occupant
from tests import builders
from tests.builders import HERE, THERE, household, need, unit, word

RULES = {
    "R-101": RuleFacts(True, True, {"spare": 1, "groups": ("a",), "level": "light"}),
    "R-901": RuleFacts(False, False),
}


def parts(**changes: Any) -> Parts:
    plain = replace(parts_of(builders.a_round(), RULES), corporations=None, complexes=None)
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    return replace(plain, **given)


def found(**changes: Any) -> list[tuple[str, int | None, str | None]]:
    return [(p.file, p.row, p.column) for p in problems(parts(**changes)) if not p.warning]


def warned(**changes: Any) -> list[tuple[str, str | None]]:
    return [(p.file, p.column) for p in problems(parts(**changes)) if p.warning]


def policy(**changes: Any) -> Any:
    return builders.policy(**changes)


def pool(**changes: Any) -> SupportPool:
    plain = {"id": "S1", "provider": "P1", "kinds": ("home",), "municipalities": (HERE,), "hours_per_week": 10.0}
    return SupportPool.model_validate(plain | changes)


def posting(**changes: Any) -> Posting:
    plain = {
        "period": "2026",
        "municipality": HERE,
        "group": "all",
        "kind": LedgerKind.PLACED,
        "amount": 1,
        "unit": CountUnit.PERSONS,
        "on": date(2026, 3, 1),
    }
    return Posting.model_validate(plain | changes)


def weight(**changes: Any) -> KeyWeight:
    plain = {"key": "k", "group": "all", "municipality": HERE, "weight": 1, "on": date(2026, 1, 1), "source": "s"}
    return KeyWeight.model_validate(plain | changes)


def test_plain_round_has_no_problems() -> None:
    assert problems(parts()) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"urgency": "never"}, "urgency"),
        ({"target_groups": ("MO", "XX")}, "target_groups"),
        ({"house_tags": ("odd",)}, "house_tags"),
        ({"child_ages": (4,)}, "child_ages"),
        ({"children": 2, "child_ages": (4,)}, "child_ages"),
        ({"children": 1, "child_ages": (41,)}, "age_oldest"),
        ({"age_youngest_adult": 50}, "age_oldest"),
        ({"registered_on": date(2026, 11, 24)}, "registered_on"),
        ({"urgent_until": date(2026, 5, 31)}, "urgent_until"),
        ({"required_municipalities": (HERE,), "excluded_municipalities": (HERE,)}, "excluded_municipalities"),
        ({"current_unit": "U9"}, "current_unit"),
        ({"current_unit": "U1"}, "current_unit"),
        ({"needs": (need(kind="odd"),)}, "support_kind"),
        ({"needs": (need(level="none"),)}, "support_hours"),
    ],
)
def test_household(changes: dict[str, Any], column: str) -> None:
    assert found(households=[household("H0"), household(**changes)]) == [("households.csv", 1, column)]


def test_sound_households() -> None:
    sound = [
        household("H1", children=1, child_ages=(40,), registered_on=builders.AS_OF, current_unit="U1"),
        household("H2", children=2, municipality_of_origin="GM0599"),
    ]
    assert found(households=sound, units=[unit(status="occupied")]) == []


def test_two_in_one_home_but_not_in_a_shared_one() -> None:
    two = [household("H1", current_unit="U1"), household("H2", current_unit="U1")]
    assert found(households=two, units=[unit(status="occupied")]) == [("households.csv", 1, "current_unit")]
    assert found(households=two, units=[unit(form="group_home")]) == []


def test_needs_of_nobody() -> None:
    rows = [need(), need("H9"), need(kind="odd")]
    assert found(needs=rows) == [("needs.csv", 1, "household"), ("needs.csv", 2, "kind")]
    assert warned(needs=[need(provider="P9")]) == [("needs.csv", "provider")]
    assert warned(needs=[need(provider="P1")], support=[pool()]) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"municipality": "GM0344"}, "municipality"),
        ({"corporation": "C9"}, "corporation"),
        ({"complex": "X9"}, "complex"),
        ({"complex": "X1"}, "complex"),
        ({"reserved_for": ("XX",)}, "reserved_for"),
        ({"reserved_for": ("MO",), "not_for": ("MO",)}, "not_for"),
        ({"excludes_tags": ("odd",)}, "excludes_tags"),
        ({"places": 2}, "places"),
        ({"max_persons": 2, "min_persons": 3}, "max_persons"),
        ({"available_until": date(2026, 11, 22)}, "available_until"),
    ],
)
def test_unit(changes: dict[str, Any], column: str) -> None:
    around: dict[str, Any] = {
        "corporations": [Corporation(id="C1", name="C")],
        "complexes": [Complex(id="X1", municipality=THERE, homes=4)],
    }
    assert found(units=[unit("U0"), unit(**changes)], **around) == [("units.csv", 1, column)]


@pytest.mark.parametrize(("places", "sound"), [(0, True), (1, True), (2, False)])
def test_places_of_an_ordinary_home(places: int, sound: bool) -> None:
    assert (found(units=[unit(places=places)]) == []) is sound
    assert found(units=[unit(places=places, form="shared_rooms")]) == []


def test_without_the_lists_nothing_is_unknown() -> None:
    assert found(units=[unit(corporation="C9", complex="X9")], municipalities=None) == []


def test_keys_stand_once() -> None:
    twice = {
        "households": [household(), household()],
        "units": [unit(), unit()],
        "support": [pool(), pool()],
        "complexes": [Complex(id="X", municipality=HERE, homes=1)] * 2,
        "corporations": [Corporation(id="C1", name="C")] * 2,
        "municipalities": [Municipality(code=HERE, name="a")] * 2,
    }
    for name, rows in twice.items():
        assert (f"{name}.csv", 1, "code" if name == "municipalities" else "id") in found(**{name: rows})


def test_occupants() -> None:
    rows = [
        Occupant(home="U1", persons=1),
        Occupant(home="U9", persons=1),
        Occupant(id="H1", home="U1", persons=1),
        Occupant(home="U1", persons=1, target_groups=("XX",)),
    ]
    assert found(occupants=rows) == [
        ("occupants.csv", 1, "home"),
        ("occupants.csv", 2, "id"),
        ("occupants.csv", 3, "target_groups"),
    ]
    same_key = [Complex(id="U1", municipality=HERE, homes=1)]
    assert found(occupants=rows[:1], complexes=same_key) == [("occupants.csv", 0, "home")]


def test_apart() -> None:
    rows = [
        Apart(household="H1", other="O1"),
        Apart(household="H1", other="H9"),
        Apart(household="H9", other="O1"),
        Apart(household="H1", other="H1"),
    ]
    occupants = [Occupant(id="O1", home="U1", persons=1)]
    assert found(apart=rows, occupants=occupants) == [
        ("apart.csv", 1, "other"),
        ("apart.csv", 2, "household"),
        ("apart.csv", 3, "other"),
    ]


def test_complexes_and_corporations() -> None:
    units = [unit("U1", complex="X1"), unit("U2", complex="X1")]
    assert found(units=units, complexes=[Complex(id="X1", municipality=HERE, homes=1)]) == [
        ("complexes.csv", 0, "homes")
    ]
    assert found(units=units, complexes=[Complex(id="X1", municipality=HERE, homes=2)]) == []
    rows = [Corporation(id="C1", name="C", counted_so_far=n, unfit_so_far=2) for n in (2, 1)]
    assert found(corporations=rows[:1]) == []
    assert found(corporations=rows[1:]) == [("corporations.csv", 0, "unfit_so_far")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"places": 3}, "hours_per_week"),
        ({"hours_per_week": None}, "hours_per_week"),
        ({"kinds": ("home", "odd")}, "kinds"),
        ({"municipalities": ("GM0344",)}, "municipalities"),
        ({"available_from": date(2026, 2, 2), "available_until": date(2026, 2, 1)}, "until"),
    ],
)
def test_support(changes: dict[str, Any], column: str) -> None:
    assert found(support=[pool(**changes)]) == [("support.csv", 0, column)]


def test_more_in_use_than_there_is_deserves_a_look() -> None:
    assert warned(support=[pool(used=10.5)]) == [("support.csv", "used")]
    assert warned(support=[pool(used=10)]) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"municipality": "GM0344"}, "municipality"),
        ({"group": "XX"}, "group"),
        ({"kind": "transfer"}, "counterparty"),
        ({"kind": "transfer", "counterparty": HERE}, "counterparty"),
        ({"counterparty": THERE}, "counterparty"),
    ],
)
def test_ledger(changes: dict[str, Any], column: str) -> None:
    assert found(ledger=[posting(**changes)]) == [("ledger.csv", 0, column)]


def test_sound_postings() -> None:
    dimension = {"name": "intensive", "group": "MO", "min_level": "intensive"}
    rows = [posting(kind="transfer", counterparty=THERE), posting(group="MO"), posting(group="intensive")]
    assert found(ledger=rows, policy=policy(dimensions=(dimension,))) == []


def test_keys() -> None:
    rows = [weight(), weight(on=date(2025, 1, 1)), weight(weight=2), weight(group="XX"), weight(municipality="GM0344")]
    assert found(keys=rows) == [("keys.csv", 2, "weight"), ("keys.csv", 3, "group"), ("keys.csv", 4, "municipality")]


def test_key_of_the_policy_without_weight() -> None:
    used = policy(keys={"all": ({"key": "k"},)})
    assert warned(policy=used) == [("policy.toml", "keys")]
    assert warned(policy=used, keys=[weight(weight=0)]) == [("policy.toml", "keys")]
    assert warned(policy=used, keys=[weight()]) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"verdict": "pin"}], []),
        ([{"verdict": "pin"}, {"verdict": "pin", "unit": "U2"}], [(1, "household")]),
        ([{"verdict": "pin"}, {"verdict": "pin"}], [(1, "verdict")]),
        ([{"verdict": "pin"}, {"verdict": "forbid"}], [(1, "verdict")]),
        ([{"verdict": "forbid"}, {"verdict": "pin"}], [(1, "verdict")]),
        ([{"verdict": "pin"}, {"verdict": "waive", "rule": "R-101"}, {"score": 3}], []),
        ([{"score": 3}, {"score": 4}], [(1, "score")]),
        ([{}], [(0, "verdict")]),
        ([{"verdict": "pin", "unit": "U9"}], [(0, "unit")]),
        ([{"verdict": "pin", "household": "H9"}], [(0, "household")]),
        ([{"verdict": "pin", "reason": "whim"}], [(0, "reason")]),
        ([{"verdict": "waive"}], [(0, "rule")]),
        ([{"verdict": "waive", "rule": "R-999"}], [(0, "rule")]),
        ([{"verdict": "waive", "rule": "R-901"}], [(0, "rule")]),
        ([{"verdict": "pin", "rule": "R-101"}], [(0, "rule")]),
        ([{"verdict": "waive", "rule": "R-101", "by": None}], [(0, "by")]),
        ([{"verdict": "waive", "rule": "R-101", "reason": None}], [(0, "reason")]),
    ],
)
def test_pairs(rows: list[dict[str, Any]], expected: list[tuple[int, str]]) -> None:
    said = found(pairs=[word(**row) for row in rows], units=[unit("U1"), unit("U2")])
    assert said == [("pairs.csv", row, column) for row, column in expected]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"dimensions": ({"name": "a", "group": "XX"},)}, "balance.dimensions"),
        ({"keys": {"XX": ()}}, "keys"),
        ({"caps": ({"id": "c", "most": 1, "group": "XX"},)}, "caps"),
        ({"contract_groups": {"youth": ("XX",)}}, "homes.contract_groups"),
        ({"tag_conflicts": (("quiet", "odd"),)}, "tag_conflicts"),
        ({"reasons": (builders.label("a"), builders.label("a"))}, "reasons"),
        ({"rules": {"R-999": {"on": True}}}, "rules.R-999"),
        ({"rules": {"R-901": {"on": False}}}, "rules.R-901"),
        ({"rules": {"R-101": {"numbers": {"odd": 1}}}}, "rules.R-101"),
        ({"rules": {"R-101": {"numbers": {"spare": "two"}}}}, "rules.R-101.spare"),
        ({"rules": {"R-101": {"numbers": {"spare": True}}}}, "rules.R-101.spare"),
        ({"rules": {"R-101": {"numbers": {"spare": float("inf")}}}}, "rules.R-101.spare"),
        ({"rules": {"R-101": {"numbers": {"groups": 3}}}}, "rules.R-101.groups"),
        ({"rules": {"R-101": {"numbers": {"level": "much"}}}}, "rules.R-101.level"),
    ],
)
def test_policy(changes: dict[str, Any], column: str) -> None:
    assert [(file, at) for file, _, at in found(policy=policy(**changes))] == [("policy.toml", column)]


def test_sound_numbers_of_a_rule() -> None:
    numbers = {"spare": 1.5, "groups": ("b",), "level": "intensive"}
    assert found(policy=policy(rules={"R-101": {"numbers": numbers, "on": False}})) == []


def test_state_of_the_system() -> None:
    assert found(paused_municipalities=("GM0344", HERE), paused_corporations=("C9",)) == [
        ("case.toml", None, "paused_municipalities")
    ]
    assert found(paused_corporations=("C9",), corporations=[Corporation(id="C1", name="C")])[-1] == (
        "case.toml",
        None,
        "paused_corporations",
    )


@pytest.mark.parametrize(
    ("period", "as_of", "inside"),
    [
        ("2026-H2", date(2026, 7, 1), True),
        ("2026-H2", date(2026, 6, 30), False),
        ("2026-H2", date(2026, 12, 31), True),
        ("2026-H2", date(2027, 1, 1), False),
    ],
)
def test_date_in_the_period(period: str, as_of: date, inside: bool) -> None:
    assert (warned(period=period, as_of=as_of, households=()) == []) is inside


def test_key_that_is_known_from_a_refused_row() -> None:
    rows = [word("H9", "U9", verdict="pin")]
    assert found(pairs=rows, also_known={"households": {"H9"}, "units": {"U9"}}) == []


def test_did_you_mean() -> None:
    said = problems(parts(households=[household(urgency="urgentt")]))[0]
    assert said.do == "Did you mean urgent?"
    assert said.render("en").startswith("households.csv (H1) [urgency] 'urgentt': This does not stand in policy.toml.")
