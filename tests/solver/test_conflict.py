"""Tests that a contradiction is answered with the smallest set of statements that contradict each other."""

from datetime import date
from typing import Any

import pytest

from allocator.domain.codes import UnitStatus
from allocator.domain.household import Apart
from allocator.domain.policy import Cap
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Complex
from allocator.solver.optimum import Contradiction, solve
from tests.builders import HERE, a_round, household, need, policy, unit, word


def statements(round_: Round) -> set[tuple[str, ...]]:
    """Names of the statements of the contradiction."""
    with pytest.raises(Contradiction) as caught:
        solve(round_)
    return {s.name for s in caught.value.statements}


def pins(*pairs: tuple[str, str]) -> tuple[Any, ...]:
    """Pins of these pairs."""
    return tuple(word(h, u, verdict="pin") for h, u in pairs)


def test_a_pin_that_a_rule_refuses_names_pin_and_rule() -> None:
    round_ = a_round(household(adults=5), unit(), pairs=pins(("H1", "U1")))
    assert statements(round_) == {("pin", "H1", "U1"), ("rule", "H1", "U1", "R-101")}


def test_a_pin_of_a_blocked_pair_names_the_block() -> None:
    round_ = a_round(
        [household("H1"), household("H2")],
        [unit("U1")],
        pairs=(*pins(("H1", "U1")), word("H1", "U1", verdict="forbid")),
    )
    assert ("pin", "H1", "U1") in statements(round_)
    assert ("forbidden", "H1", "U1") in statements(round_)


def test_two_pins_in_one_home_name_both_pins_and_the_home() -> None:
    households = [household("H1"), household("H2"), household("H3")]
    round_ = a_round(households, [unit("U1"), unit("U2")], pairs=pins(("H1", "U1"), ("H2", "U1"), ("H3", "U2")))
    assert statements(round_) == {("pin", "H1", "U1"), ("pin", "H2", "U1"), ("unit", "U1")}


def test_two_homes_for_one_household() -> None:
    round_ = a_round([household("H1")], [unit("U1"), unit("U2", area_m2=60.0)], pairs=pins(("H1", "U1"), ("H1", "U2")))
    assert statements(round_) == {("pin", "H1", "U1"), ("pin", "H1", "U2")}


def test_a_cap_that_is_too_low_is_named_with_as_few_pins_as_needed() -> None:
    ours = policy(caps=(Cap(id="few", most=1, municipality=HERE),))
    households = [household(f"H{i}") for i in range(1, 5)]
    units = [unit(f"U{i}") for i in range(1, 5)]
    round_ = a_round(households, units, policy=ours, pairs=pins(("H1", "U1"), ("H2", "U2"), ("H3", "U3")))
    found = statements(round_)
    assert ("cap", "few") in found
    assert len(found) == 3, "two of the three pins are enough"


def test_a_pool_that_is_too_small_is_named() -> None:
    pool = SupportPool(id="P1", provider="CARE", kinds=("home",), municipalities=(HERE,), hours_per_week=3)
    households = [household(h, needs=(need(h),)) for h in ("H1", "H2")]
    round_ = a_round(households, [unit("U1"), unit("U2")], support=(pool,), pairs=pins(("H1", "U1"), ("H2", "U2")))
    assert statements(round_) == {("pin", "H1", "U1"), ("pin", "H2", "U2"), ("pool", "P1")}


def test_support_that_nobody_gives_is_named() -> None:
    round_ = a_round(household(needs=(need("H1"),)), unit(), pairs=pins(("H1", "U1")))
    assert statements(round_) == {("pin", "H1", "U1"), ("no-support", "H1", "U1")}


def test_keep_apart_is_named_with_its_place() -> None:
    units = [unit("U1", complex="X"), unit("U2", complex="X")]
    round_ = a_round(
        [household("H1"), household("H2")],
        units,
        complexes=(Complex(id="X", municipality=HERE, homes=10),),
        apart=(Apart(household="H1", other="H2", until=date(2030, 1, 1)),),
        pairs=pins(("H1", "U1"), ("H2", "U2")),
    )
    found = statements(round_)
    assert {("pin", "H1", "U1"), ("pin", "H2", "U2")} < found
    assert {name[0] for name in found} == {"pin", "apart"}
    assert len(found) == 3


def test_a_chain_that_cannot_move_is_named() -> None:
    units = [unit("U1", status=UnitStatus.OCCUPIED), unit("U2", bedrooms=1)]
    households = [household("H1"), household("H2", current_unit="U1", excluded_municipalities=(HERE,))]
    round_ = a_round(households, units, pairs=pins(("H1", "U1")))
    assert statements(round_) == {("pin", "H1", "U1"), ("unit", "U1")}


def test_every_statement_reads_as_a_sentence() -> None:
    round_ = a_round([household("H1"), household("H2")], [unit("U1")], pairs=pins(("H1", "U1"), ("H2", "U1")))
    with pytest.raises(Contradiction) as caught:
        solve(round_)
    texts = [s.sentence().render(lang) for s in caught.value.statements for lang in ("nl", "en")]
    assert all(text.endswith(".") and "{" not in text for text in texts)


def test_taking_away_any_statement_ends_the_contradiction() -> None:
    households = [household("H1"), household("H2")]
    pinned = pins(("H1", "U1"), ("H2", "U1"))
    assert len(statements(a_round(households, [unit("U1")], pairs=pinned))) == 3
    for kept in pinned:
        assert solve(a_round(households, [unit("U1")], pairs=(kept,))).placements[0].unit == "U1"


def test_who_can_make_room_in_the_complex_is_no_contradiction() -> None:
    """H3 lives in the complex and must be kept apart from H1, but can leave it: only the two pins clash."""
    homes = [unit("U1", complex="X"), unit("U2", complex="X", status=UnitStatus.OCCUPIED), unit("U3")]
    round_ = a_round(
        [household("H1"), household("H2"), household("H3", current_unit="U2")],
        homes,
        complexes=(Complex(id="X", municipality=HERE, homes=2),),
        apart=(Apart(household="H1", other="H3"),),
        pairs=pins(("H1", "U1"), ("H2", "U1")),
    )
    assert statements(round_) == {("pin", "H1", "U1"), ("pin", "H2", "U1"), ("unit", "U1")}
