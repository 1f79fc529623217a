"""A generated region is the same everywhere, holds every feature, and fits as the assumptions say."""

import subprocess
import sys
from datetime import date
from statistics import fmean

import pytest

from allocator.domain.codes import SHARED_FORMS, UNCONVENTIONAL_FORMS, Form, LedgerKind, UnitStatus, Verdict
from allocator.domain.consistency import parts_of, problems
from allocator.domain.policy import Cap
from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from allocator.ledger import ledger_group, shares, standing
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.judge import judge
from tests.builders import policy as plain_policy
from tests.generate.cases import policy, region_week

HASH = (
    "from tests.generate.cases import policy; from allocator.generate import generate;"
    "print(generate(40, 30, 'ten', 5, policy=policy()).sha256)"
)


def test_another_process_makes_the_same_round() -> None:
    command = [sys.executable, "-c", HASH]
    there = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert there.stdout.strip() == generate(40, 30, "ten", 5, policy=policy()).sha256


def test_another_seed_makes_another_round() -> None:
    assert region_week(1).sha256 != region_week(2).sha256


def test_one_home_more_changes_no_household_without_a_home_of_its_own() -> None:
    """Each thing has a stream of its own, so sizes can be compared."""
    few, many = (generate(50, n, "ten", 3, policy=policy()) for n in (10, 12))
    assert few.households == many.households


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_region_week_has_every_feature(seed: int) -> None:
    week = region_week(seed)
    households, units = week.households, week.units
    assert (len(households), len(units), len(week.municipalities)) == (600, 60, 10)
    assert 2 <= sum(u.is_shared for u in units) <= 6
    assert {u.form for u in units} >= UNCONVENTIONAL_FORMS - SHARED_FORMS
    assert {o.home for o in week.occupants} >= {u.id for u in units if u.is_shared}
    assert any(o.house_tags for o in week.occupants)
    assert any(c.max_intensive is not None for c in week.complexes)
    assert any(len(h.needs) > 1 for h in households)
    assert any(n.provider for h in households for n in h.needs)
    assert any(h.excluded_postcodes for h in households)
    assert any(u.reserved_for for u in units)
    assert {"flip", "indefinite", "fixed_term"} <= {str(u.contract) for u in units}
    assert {word.verdict for word in week.pairs} == {None, *Verdict}
    assert week.apart
    assert week.previous
    assert week.policy.caps
    assert {row.kind for row in week.ledger} >= set(LedgerKind) - {LedgerKind.OPENING, LedgerKind.REVISION}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_facts_are_unknown_now_and_then_and_never_rounded(seed: int) -> None:
    week = region_week(seed)
    for name in ("gross_income", "ready_from", "sex", "shelter_care_needed", "accessibility", "pets"):
        unknown = fmean(getattr(h, name) is None for h in week.households)
        assert 0 < unknown < 0.25, name
    assert len({h.gross_income for h in week.households}) > 500
    assert len({u.rent for u in week.units}) > 55


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_some_tenants_can_swap(seed: int) -> None:
    week = region_week(seed)
    judged = judge(week)
    homes = {h.id: h.current_unit for h in week.households if h.current_unit}
    assert len(set(homes.values())) == len(homes) >= 3
    assert {week.unit_by_id[unit].status for unit in homes.values() if unit} == {UnitStatus.OCCUPIED}
    swaps = [
        (one, other)
        for one, theirs in homes.items()
        for other, ours in homes.items()
        if one < other
        and judged.allowed[judged.h_index[one], judged.u_index[str(ours)]]
        and judged.allowed[judged.h_index[other], judged.u_index[str(theirs)]]
    ]
    assert swaps


@pytest.mark.parametrize(("households", "units"), [(600, 60), (1000, 500)])
def test_a_household_fits_some_of_the_homes(households: int, units: int) -> None:
    judged = judge(generate(households, units, "ten", 4, policy=with_every_feature(policy(), units)))
    fits = judged.allowed.mean(axis=1)
    assert 0.1 < fits.mean() < 0.25
    assert 0.01 < (fits == 0).mean() < 0.2
    assert fits.max() < 0.7
    assert (judged.allowed.sum(axis=0) > 0).mean() > 0.85
    refusing = {rule.code for rule, n in zip(CATALOGUE, judged.by_rule.sum(axis=0), strict=True) if n}
    assert len(refusing) >= 20


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pins_can_be_kept(seed: int) -> None:
    week = region_week(seed)
    judged = judge(week)
    pins = [word for word in week.pairs if word.verdict is Verdict.PIN]
    for pin in pins:
        assert judged.allowed[judged.h_index[pin.household], judged.u_index[pin.unit]]
        assert not week.household_by_id[pin.household].needs
    assert len({pin.unit for pin in pins}) == len({pin.household for pin in pins}) == len(pins)


def test_a_cap_on_everything_leaves_no_pins() -> None:
    strict = policy().model_copy(update={"caps": (Cap(id="few", most=0),)})
    assert not [w for w in generate(60, 60, policy=strict).pairs if w.verdict is Verdict.PIN]


def test_support_is_somewhat_short() -> None:
    week = region_week()
    hours = {
        kind: sum(n.hours or 0.0 for h in week.households for n in h.needs if n.kind == kind) * 60 / 600
        for kind in {n.kind for h in week.households for n in h.needs}
    }
    free = sum((p.hours_per_week or 0.0) - p.used for p in week.support if p.places is None)
    assert 0.6 * sum(hours.values()) < free < 1.3 * sum(hours.values())
    assert all(p.used <= (p.hours_per_week or p.places or 0) for p in week.support)


def test_the_ledger_divides_one_quota_by_the_key() -> None:
    week = region_week()
    for dimension in week.policy.dimensions:
        quota = {code: s.quota for code, s in standing(week, dimension).items()}
        total = sum(quota.values())
        exact = shares(week, dimension)
        assert all(abs(quota[code] - total * exact[code]) < 1 for code in quota)
        assert total > 0, ledger_group(dimension)


def assert_whole(round_: Round) -> None:
    """Every reference points at something that is there."""
    codes = {m.code for m in round_.municipalities}
    complexes, corporations = set(round_.complex_by_id), {c.id for c in round_.corporations}
    for unit in round_.units:
        assert unit.municipality in codes
        assert unit.corporation in corporations
        assert unit.complex is None or round_.complex_by_id[unit.complex].municipality == unit.municipality
    for household in round_.households:
        named = {*household.required_municipalities, *household.preferred_municipalities}
        named |= {household.municipality_of_origin or min(codes), *household.excluded_municipalities}
        assert named <= codes
        assert household.registered_on <= round_.as_of
        assert household.current_unit in {None, *round_.unit_by_id}
    for pool in round_.support:
        assert set(pool.municipalities) <= codes
    assert {o.home for o in round_.occupants} <= {*round_.unit_by_id, *complexes}
    pairs = [(word.household, word.unit) for word in round_.pairs]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("seed", [1, 2])
def test_everything_that_is_named_exists(seed: int) -> None:
    assert_whole(region_week(seed))


@pytest.mark.parametrize(("households", "units", "seed"), [(600, 60, 1), (1000, 500, 2), (3000, 1500, 1)])
def test_a_made_up_round_has_no_problem_that_an_input_may_not_have(households: int, units: int, seed: int) -> None:
    """Among 3,000 households one had an urgency that ended before its registration."""
    made = generate(households, units, "ten", seed, policy=policy())
    assert [str(problem) for problem in problems(parts_of(made)) if not problem.warning] == []


def test_a_country_has_342_made_up_municipalities() -> None:
    country = generate(300, 150, "country", 1, policy=policy())
    assert_whole(country)
    assert len(country.municipalities) == 342
    assert all(m.code >= "GM9001" and m.name.startswith("Modelgemeente") for m in country.municipalities)
    assert 17_000_000 < sum(k.weight for k in country.keys) < 20_000_000
    beside = {m.code: set(m.neighbours) for m in country.municipalities}
    assert all(code in beside[other] for code, others in beside.items() for other in others)
    origin = [h for h in country.households if h.municipality_of_origin and h.required_municipalities]
    assert len(origin) > 200
    assert all(h.municipality_of_origin in h.required_municipalities for h in origin)


@pytest.mark.parametrize(("households", "units"), [(1, 1), (3, 2), (10, 40)])
def test_small_rounds_and_other_policies_work_too(households: int, units: int) -> None:
    bare = plain_policy(groups=(), house_tags=(), tag_conflicts=(), support_kinds=(), reasons=())
    for rules in (bare, plain_policy(), with_every_feature(bare, units)):
        made = generate(households, units, policy=rules, as_of=date(2027, 1, 4))
        assert (len(made.households), len(made.units), made.period) == (households, units, "2027-H1")
        assert_whole(made)


def test_homes_far_apart_have_tenants_who_move_but_do_not_swap() -> None:
    spread = generate(30, 20, "country", 2, policy=policy())
    homes = [u for u in spread.units if u.status is UnitStatus.OCCUPIED]
    assert {h.current_unit for h in spread.households if h.current_unit} == {u.id for u in homes} != set()


def test_wrong_questions_get_an_answer_for_people() -> None:
    with pytest.raises(ValueError, match="choose ten or country"):
        generate(5, 5, "moon", policy=policy())
    with pytest.raises(ValueError, match="ask for more"):
        generate(0, 5, policy=policy())


def test_nothing_reads_as_real() -> None:
    week = region_week()
    assert all(u.bag_id is None or u.bag_id.startswith("9999") for u in week.units)
    assert {h.id for h in week.households} == {f"H{n:04d}" for n in range(1, 601)}
    assert not any(h.accepted_forms == (Form.SHELTER_PLACE,) for h in week.households)
