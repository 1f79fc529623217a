"""Changes: what the round is with each of them, what people read, and that a round solved again is compared truly."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from allocator.domain.codes import Accessibility, Form, SupportLevel, Verdict
from allocator.domain.consistency import parts_of, problems
from allocator.domain.policy import RuleSetting
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.sentence import HIDDEN, Audience
from allocator.domain.unit import Corporation
from allocator.explain.difference import Kind
from allocator.intake.case import read_case, rule_facts
from allocator.locale import translate
from allocator.run import run_match
from allocator.whatif import changes as c
from allocator.whatif.again import Basis, solve_again
from allocator.whatif.applying import apply
from allocator.whatif.wording import sentence
from tests.builders import FAR, HERE, LATER, THERE, a_round, household, need, unit

DAY = date(2026, 12, 1)
CHANGES: dict[str, tuple[c.Single, Callable[[Round], object], object]] = {
    "ready": (
        c.HouseholdDate(household="H1", field="ready_from", on=DAY),
        lambda r: r.household_by_id["H1"].ready_from,
        DAY,
    ),
    "no end": (
        c.HouseholdDate(household="H1", field="urgent_until", on=None),
        lambda r: r.household_by_id["H1"].urgent_until,
        None,
    ),
    "home free": (
        c.HomeDate(unit="U1", field="available_from", on=DAY),
        lambda r: r.unit_by_id["U1"].available_from,
        DAY,
    ),
    "municipality": (
        c.AcceptMunicipality(household="H1", municipality=FAR),
        lambda r: (
            r.household_by_id["H1"].required_municipalities,
            r.household_by_id["H1"].excluded_municipalities,
        ),
        ((THERE, FAR), ()),
    ),
    "required": (
        c.RequireMunicipality(household="H1", municipality=HERE),
        lambda r: r.household_by_id["H1"].required_municipalities,
        (HERE,),
    ),
    "anywhere": (
        c.RequireMunicipality(household="H1", municipality=None),
        lambda r: r.household_by_id["H1"].required_municipalities,
        (),
    ),
    "form": (
        c.AcceptForm(household="H1", form=Form.ROOM),
        lambda r: r.household_by_id["H1"].accepted_forms,
        (Form.REGULAR, Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER, Form.ROOM),
    ),
    "hours": (
        c.MoreSupport(pool="P1", amount=Decimal("2.07"), households=1),
        lambda r: (r.pool_by_id["P1"].hours_per_week, r.pool_by_id["P1"].max_households),
        (12.07, 4),
    ),
    "places": (c.MoreSupport(pool="P2", amount=Decimal(1)), lambda r: r.pool_by_id["P2"].places, 3),
    "need": (
        c.EasierNeed(household="H1", position=0, level=SupportLevel.LIGHT, hours=1.5),
        lambda r: (r.household_by_id["H1"].needs[0].level, r.household_by_id["H1"].needs[0].hours),
        (SupportLevel.LIGHT, 1.5),
    ),
    "rent": (c.HomeRent(unit="U1", rent=50_000), lambda r: r.unit_by_id["U1"].rent, 50_000),
    "amount": (
        c.AmountChanged(name="daeb_income_single", cents=5_000_000),
        lambda r: r.policy.amounts.daeb_income_single,
        5_000_000,
    ),
    "one more": (
        c.OneMoreHome(unit=unit("U9"), like="U1"),
        lambda r: [u.id for u in r.units],
        ["U1", "U9"],
    ),
    "fact": (
        c.HomeFact(unit="U1", field="accessibility", value=Accessibility.WALKER),
        lambda r: r.unit_by_id["U1"].accessibility,
        Accessibility.WALKER,
    ),
    "rule off": (
        c.RuleChanged(rule="R-102", on=False),
        lambda r: r.policy.rules.get("R-102", RuleSetting()).on,
        False,
    ),
    "rule": (
        c.RuleChanged(rule="R-601", numbers=(("window_days", 30),)),
        lambda r: r.policy.rules.get("R-601", RuleSetting()).numbers,
        {"window_days": 30},
    ),
    "pin": (
        c.PairSaid(household="H1", unit="U1", verdict=Verdict.PIN),
        lambda r: [(w.household, w.unit, w.verdict) for w in r.pairs],
        [("H1", "U1", Verdict.PIN)],
    ),
}


def small() -> Round:
    """One household with a need and a wish where to live, one home, two pools."""
    one = household(
        required_municipalities=(THERE,),
        excluded_municipalities=(FAR,),
        urgent_until=date(2027, 6, 1),
        needs=(need(hours=4),),
    )
    both: dict[str, Any] = {"provider": "C1", "kinds": ("home",), "municipalities": (HERE,)}
    hours = SupportPool(id="P1", hours_per_week=10, max_households=3, **both)
    corporation = Corporation(id="C1", name="C1")
    return a_round(one, unit(), support=(hours, SupportPool(id="P2", places=2, **both)), corporations=(corporation,))


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_in_the_round_and_nothing_else_is(name: str) -> None:
    change, read, expected = CHANGES[name]
    before = small()
    after = apply(before, change)
    assert read(after) == expected
    assert read(before) != expected
    same = {field for field in Round.model_fields if getattr(after, field) == getattr(before, field)}
    assert len(Round.model_fields) - len(same) == 1
    assert problems(parts_of(after, rule_facts())) == problems(parts_of(before, rule_facts()))


@pytest.mark.parametrize("name", CHANGES)
def test_change_goes_as_json_and_back(name: str) -> None:
    change = CHANGES[name][0]
    adapter: TypeAdapter[c.Single] = TypeAdapter(c.Change)
    assert adapter.validate_json(adapter.dump_json(change)) == change
    assert hash(change) == hash(adapter.validate_python(change.model_dump()))


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_said_in_both_languages(name: str) -> None:
    change = CHANGES[name][0]
    said = sentence(small(), change)
    assert "{" not in said.render("en")
    assert said.render("nl") != said.render("en")


def test_what_a_need_is_stays_with_the_committee() -> None:
    said = sentence(small(), CHANGES["need"][0])
    assert said.render("en", Audience.COMMITTEE).startswith("For home (en) the household needs: light support")
    for audience in set(Audience) - {Audience.COMMITTEE}:
        assert said.render("en", audience) == translate(HIDDEN, "en")


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        apply(small(), c.HomeRent(unit="U7", rent=1))
    with pytest.raises(ValueError, match="U1 is there already"):
        apply(small(), c.OneMoreHome(unit=unit("U1")))
    with pytest.raises(ValidationError):
        apply(small(), c.EasierNeed(household="H1", position=0, level=SupportLevel.LIGHT, hours=1000))


def test_one_more_home_places_the_next_one() -> None:
    first, second = household("H1"), household("H2", urgency=LATER)
    round_ = a_round([first, second], unit("U1"))
    basis = Basis.of(round_, run_match(round_).proposal)
    again = solve_again(basis, c.OneMoreHome(unit=unit("U2", municipality=HERE), like="U1"))
    assert again.proven
    assert again.of_kind(Kind.ADDED) == ("H2",)
    assert again.of_kind(Kind.REMOVED) == ()
    changed = again.first_change
    assert changed is not None
    assert (changed.sub_stage, changed.before, changed.after) == (LATER, 0, 1)


def test_nothing_changed_gives_the_same_plan() -> None:
    round_ = read_case(Path("fixtures/fair")).round
    assert round_ is not None
    basis = Basis.of(round_, run_match(round_).proposal)
    again = solve_again(basis)
    assert again.moves == ()
    assert again.first_change is None
    assert again.solution.placements == basis.solution.placements
