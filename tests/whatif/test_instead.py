"""What if this household got that home, and which placements are the same in every best plan: against brute force."""

import pytest

from allocator.domain.codes import StageName, Verdict
from allocator.explain.difference import Kind
from allocator.solver.alike import same_in_every_best_plan
from allocator.whatif.again import Basis
from allocator.whatif.applying import apply
from allocator.whatif.changes import PairSaid
from allocator.whatif.instead import instead
from tests.builders import a_round, household, unit
from tests.oracle import brute
from tests.oracle.order import equally_good
from tests.oracle.verdicts import Verdicts
from tests.whatif import known


def check_pair(basis: Basis, key: str, home: str) -> None:
    """The same plan as brute force finds with the pair pinned, or the same answer that there is none."""
    found = instead(basis, key, home)
    pinned = apply(basis.round, PairSaid(household=key, unit=home, verdict=Verdict.PIN))
    answer = brute.solve(pinned)
    assert found.lawful == (answer is not None)
    if answer is None:
        assert found.against
        assert not found.free
        return
    assert found.again is not None
    assert found.again.solution.placements == answer.plan
    assert {(s.stage, s.sub_stage): s.after for s in found.again.stages} == answer.values


def equals(basis: Basis) -> list[brute.Plan]:
    """All plans that are as good, by brute force."""
    verdicts = Verdicts(basis.round)
    return equally_good(basis.round, brute.all_plans(basis.round, verdicts), verdicts)


def check_seed(seed: int) -> int:
    """Everything about one random round; gives how many placements are free."""
    basis = known.seeded(seed)
    if basis is None:
        return 0
    try:
        plans = equals(basis)
        for one in basis.round.households[:3]:
            for home in basis.round.units[:3]:
                check_pair(basis, one.id, home.id)
    except brute.TooManyPlans:
        return 0
    same = same_in_every_best_plan(basis.round, basis.solution.placements)
    homes = [{p.household: p.unit for p in plan} for plan in plans]
    expected = {key for key, p in basis.home.items() if all(plan.get(key) == p.unit for plan in homes)}
    assert same == expected, seed
    if not any(s.tolerance for s in basis.solution.stages):
        for key in sorted(set(basis.home) - same)[:2]:
            others = [plan[key] for plan in homes if plan.get(key, basis.home[key].unit) != basis.home[key].unit]
            assert all(instead(basis, key, other).free for other in others[:1])
    return len(basis.home) - len(same)


@pytest.mark.slow
@pytest.mark.many_times
def test_random_rounds_agree_with_brute_force() -> None:
    assert sum(map(check_seed, range(16))) > 0


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(n, n + 100) for n in range(16, 1016, 100)], ids=str)
def test_many_random_rounds_agree_with_brute_force(seeds: range) -> None:
    assert sum(map(check_seed, seeds)) > 0


def test_two_alike_and_one_home_is_no_free_choice_of_home() -> None:
    """Who is placed is drawn, so another plan is as good: the placement is free, and the other may have the home."""
    round_ = a_round([household("H1"), household("H2")], unit("U1"))
    solution = known.solved(round_)
    assert solution is not None
    basis = Basis(round_, solution)
    (placed,) = basis.home
    other = "H2" if placed == "H1" else "H1"
    assert same_in_every_best_plan(round_, solution.placements) == frozenset()
    found = instead(basis, other, "U1")
    assert found.free
    assert found.again is not None
    assert found.again.of_kind(Kind.REMOVED) == (placed,)


def test_a_home_that_the_rules_refuse_names_them() -> None:
    found = instead(known.fixture("stuck"), "S07", "U1")
    assert not found.lawful
    assert found.refused == ("R-601",)
    assert len(found.against) == 1


def test_what_is_pinned_for_others_is_named() -> None:
    one, other = household("H1"), household("H2", urgency="urgent")
    pin = PairSaid(household="H1", unit="U1", verdict=Verdict.PIN)
    round_ = apply(a_round([one, other], unit("U1")), pin)
    solution = known.solved(round_)
    assert solution is not None
    found = instead(Basis(round_, solution), "H2", "U1")
    assert not found.lawful
    assert found.refused == ()
    assert len(found.against) == 4
    assert "contradicts" in found.against[0].render("en")


def test_displaced_households_and_stages_are_told() -> None:
    round_ = a_round([household("H1", urgency="urgent"), household("H2", urgency="later")], unit("U1"))
    solution = known.solved(round_)
    assert solution is not None
    found = instead(Basis(round_, solution), "H2", "U1")
    assert found.again is not None
    assert not found.free
    assert found.again.of_kind(Kind.ADDED) == ("H2",)
    assert found.again.of_kind(Kind.REMOVED) == ("H1",)
    first = found.again.first_change
    assert first is not None
    assert (first.stage, first.sub_stage, first.before, first.after) == (StageName.URGENCY, "urgent", 1, 0)
