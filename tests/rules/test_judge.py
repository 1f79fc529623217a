from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.round import Round
from allocator.rules import BY_CODE, CATALOGUE, RULE_INDEX, Context, PairVerdict, judge, judge_pair, judge_pairs
from allocator.rules.judge import NOBODY, Judgement
from tests.builders import a_round, household, policy, rules, unit, word
from tests.rules.rounds import rounds


def as_pair(found: Judgement, h: int, u: int, verdict: PairVerdict) -> None:
    """The grid says of a pair what the pair says of itself."""
    assert found.allowed[h, u] == verdict.allowed
    assert found.ask[h, u] == bool(verdict.ask)
    assert found.unfit[h, u] == verdict.unfit
    assert found.points[h, u] == verdict.points
    assert found.refusals[h, u] == len(verdict.refused)
    sole = CATALOGUE[found.sole[h, u]].code if found.sole[h, u] != NOBODY else None
    assert sole == (verdict.refused[0] if len(verdict.refused) == 1 else None)


@given(rounds())
def test_all_pairs_at_once_equal_each_pair_alone(round_: Round) -> None:
    context = Context(round_)
    found = judge(round_)
    by_rule, by_rule_unit = np.zeros_like(found.by_rule), np.zeros_like(found.by_rule_unit)
    for h, one in enumerate(round_.households):
        for u, home in enumerate(round_.units):
            verdict = judge_pair(context, one.id, home.id)
            as_pair(found, h, u, verdict)
            for code in verdict.refused:
                by_rule[h, RULE_INDEX[code]] += 1
                by_rule_unit[u, RULE_INDEX[code]] += 1
    assert (found.by_rule == by_rule).all()
    assert (found.by_rule_unit == by_rule_unit).all()


@given(rounds())
def test_a_pair_does_not_depend_on_pairs_without_words_or_homes_in_common(round_: Round) -> None:
    """Judged alone in a round, a pair is judged the same (movers aside, who make places)."""
    context = Context(round_)
    for one in round_.households[:1]:
        alone = round_.model_copy(update={"households": (one,)})
        alone = Round.model_validate(alone.model_dump())
        for home in round_.units:
            if any(h.current_unit == home.id for h in round_.households if h.id != one.id):
                continue
            assert judge_pair(Context(alone), one.id, home.id) == judge_pair(context, one.id, home.id)


@given(rounds(), st.randoms(use_true_random=False))
def test_some_pairs_at_once_equal_each_pair_alone(round_: Round, chance: Random) -> None:
    pairs = [(h.id, u.id) for h in round_.households for u in round_.units if chance.random() < 0.5]
    context, alone = Context(round_), Context(round_)
    before = pairs[: len(pairs) // 3]
    for pair in before:
        judge_pair(context, *pair)
    judge_pairs(context, [*pairs, *pairs[:1]])
    assert len(context.verdicts) == len(pairs)
    for pair in pairs:
        assert context.verdicts[context.positions(*pair)] == judge_pair(alone, *pair)


def test_of_no_pairs_nothing_is_asked() -> None:
    context = Context(a_round())
    judge_pairs(context, [])
    assert context.verdicts == {}
    with pytest.raises(KeyError, match="no unit 'U9'"):
        judge_pairs(context, [("H1", "U9")])


def test_shapes_and_types() -> None:
    found = judge(a_round([household(f"H{i}") for i in range(3)], [unit("U1"), unit("U2")]))
    assert found.allowed.shape == found.ask.shape == found.unfit.shape == (3, 2)
    assert [a.dtype.name for a in (found.points, found.refusals, found.sole)] == ["int32", "uint8", "int16"]
    assert found.by_rule.shape == (3, len(CATALOGUE))
    assert found.by_rule_unit.shape == (2, len(CATALOGUE))
    assert found.h_index == {"H0": 0, "H1": 1, "H2": 2}
    assert found.u_index == {"U1": 0, "U2": 1}


def test_nobody_and_nothing() -> None:
    assert judge(a_round([], [])).allowed.shape == (0, 0)
    assert judge(a_round([], [unit()])).by_rule_unit.sum() == 0
    assert judge(a_round([household()], [])).by_rule.sum() == 0


def test_a_plain_household_fits_a_plain_unit() -> None:
    verdict = judge_pair(Context(a_round()), "H1", "U1")
    assert (verdict.allowed, verdict.refused, verdict.ask, verdict.unfit) == (True, (), (), False)


def test_a_waiver_lifts_one_rule_for_one_pair() -> None:
    small = [unit(f"U{i}", bedrooms=0, pets_allowed=False) for i in (1, 2)]
    round_ = a_round(household(adults=2, pets=True), small, pairs=(word(verdict="waive", rule="R-101"),))
    found = judge(round_)
    assert found.refusals.tolist() == [[1, 2]]
    assert found.sole[0, 0] == RULE_INDEX["R-205"]
    assert found.by_rule[0, RULE_INDEX["R-101"]] == 1
    verdict = judge_pair(Context(round_), "H1", "U1")
    assert (verdict.refused, verdict.waived) == (("R-205",), ("R-101",))


def test_a_waiver_also_answers_what_would_be_asked() -> None:
    round_ = a_round(household(pets=None), unit(pets_allowed=False), pairs=(word(verdict="waive", rule="R-205"),))
    verdict = judge_pair(Context(round_), "H1", "U1")
    assert (verdict.ask, verdict.waived) == ((), ("R-205",))
    assert not judge(round_).ask.any()


def test_a_waiver_that_lifts_nothing_is_not_listed() -> None:
    round_ = a_round(pairs=(word(verdict="waive", rule="R-205"),))
    assert judge_pair(Context(round_), "H1", "U1").waived == ()


@pytest.mark.parametrize("code", ["R-103", "R-401", "R-503", "R-504", "R-703", "R-901", "R-905", "R-907"])
def test_safety_law_capacity_and_state_cannot_be_waived(code: str) -> None:
    assert not BY_CODE[code].waivable
    blocked = household(
        adults=5, gross_income=90_000_00, excluded_postcodes=("9711",), parked_until="2027-01-01", current_unit="U1"
    )
    home = unit(status="withdrawn", contract="youth")
    round_ = a_round(blocked, home, pairs=(word(verdict="waive", rule=code),))
    assert judge_pair(Context(round_), "H1", "U1") == judge_pair(Context(a_round(blocked, home)), "H1", "U1")


def test_a_block_counts_as_one_rule() -> None:
    found = judge(a_round(pairs=(word(verdict="forbid"),)))
    assert not found.allowed.any()
    assert found.sole.tolist() == [[RULE_INDEX["R-904"]]]


def test_a_score_replaces_the_points_of_one_pair() -> None:
    found = judge(a_round(units=[unit("U1"), unit("U2")], pairs=(word(score=3),)))
    assert found.points.tolist() == [[3, 850]]


def test_a_rule_that_only_counts_never_refuses() -> None:
    found = judge(a_round(units=unit(rent=800_00)))
    assert found.allowed.all()
    assert found.unfit.all()
    assert found.by_rule.sum() == 0


def test_a_rule_switched_off_says_nothing() -> None:
    h, u = household(pets=True), unit(pets_allowed=False)
    assert not judge(a_round(h, u)).allowed.any()
    assert judge(a_round(h, u, policy=policy(rules=rules(R_205=False)))).allowed.all()


def test_a_rule_that_protects_stays_on() -> None:
    h = household(excluded_postcodes=("9711",))
    assert not judge(a_round(h, policy=policy(rules=rules(R_503=False)))).allowed.any()


@pytest.mark.parametrize(
    ("dates", "allowed"),
    [
        ({"valid_from": "2026-11-23"}, False),
        ({"valid_from": "2026-11-24"}, True),
        ({"valid_until": "2026-11-23"}, False),
        ({"valid_until": "2026-11-22"}, True),
    ],
)
def test_a_rule_holds_between_its_dates(dates: dict[str, str], allowed: bool) -> None:
    used = policy(rules={"R-205": dates})
    assert judge(a_round(household(pets=True), unit(pets_allowed=False), policy=used)).allowed.all() == allowed


def test_local_norms_are_off_until_a_policy_names_them() -> None:
    large = unit(bedrooms=5, area_m2=120.0)
    assert judge(a_round(units=large)).allowed.all()
    verdict = judge_pair(Context(a_round(units=large, policy=policy(rules=rules(R_102=True, R_105=True)))), "H1", "U1")
    assert verdict.refused == ("R-102", "R-105")


@pytest.mark.parametrize(("pair", "missing"), [(("H9", "U1"), "household 'H9'"), (("H1", "U9"), "unit 'U9'")])
def test_a_pair_that_is_not_in_the_round(pair: tuple[str, str], missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        judge_pair(Context(a_round()), *pair)
