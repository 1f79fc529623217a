"""The effect of a policy on rounds of the past, by hand and as properties."""

from datetime import date
from random import Random

import pytest

from allocator.domain.codes import StageName
from allocator.domain.policy import Policy, RuleSetting, Stage
from allocator.domain.problem import InputProblems
from allocator.domain.round import Round
from allocator.explain.difference import Kind
from allocator.solver.optimum import solve
from allocator.solver.statements import Contradiction
from allocator.whatif.again import Basis, Moved
from allocator.whatif.comparison import Tally
from allocator.whatif.effect import effect
from allocator.whatif.many import Side
from tests import builders
from tests.builders import HERE, LATER, SOON, THERE, URGENT, household, label, unit
from tests.oracle import cases

TURNED = tuple(map(label, (LATER, SOON, URGENT)))


def week(number: int, **changes: object) -> Basis:
    """One home, and an urgent and a later household that both want it; H1 has the group MO, H2 has GGZ."""
    people = [
        household("H1", urgency=URGENT),
        household("H2", urgency=LATER, target_groups=("GGZ",), municipality_of_origin=THERE),
    ]
    round_ = builders.a_round(people, unit(), round_id=f"w{number}", as_of=date(2026, 11, number), **changes)
    return Basis(round_, solve(round_))


def turned() -> Policy:
    """The least urgent first."""
    return builders.policy(urgency=TURNED, version="turned")


def test_losers_and_winners_by_hand() -> None:
    found = effect([week(9), week(2)], turned())
    assert [one.a.round.round_id for one in found.rounds] == ["w2", "w9"]
    assert found.rounds[0].moves == (Moved("H1", "U1", None), Moved("H2", None, "U1"))
    assert [found.count(kind) for kind in (Kind.REMOVED, Kind.ADDED, Kind.MOVED)] == [2, 2, 0]
    assert found.by_group() == {"GGZ": Tally(after=2, added=2), "MO": Tally(before=2, removed=2)}
    assert found.by_municipality() == {HERE: Tally(before=2, after=2, removed=2), THERE: Tally(added=2)}
    assert found.proven


def test_aims_stand_side_by_side() -> None:
    (one,) = effect([week(2)], turned()).rounds
    aims = {(aim.known.stage.value, aim.known.sub_stage): (aim.a, aim.b) for aim in one.aims}
    urgent, later = aims["urgency", URGENT], aims["urgency", LATER]
    assert [result.value for result in urgent if result] == [1, 0]
    assert [result.value for result in later if result] == [0, 1]


def test_an_aim_that_is_dropped_is_counted_all_the_same() -> None:
    """Else nobody would see what dropping it costs: H1 comes from HERE, where the home is; H2 does not."""
    on = tuple(Stage(name=name, on=name not in (StageName.STABILITY, StageName.BALANCE)) for name in StageName)
    off = tuple(s.model_copy(update={"on": s.on and s.name is not StageName.ORIGIN}) for s in on)
    plan = week(2, policy=builders.policy(stages=on))
    (one,) = effect([plan], builders.policy(urgency=TURNED, stages=off, version="off")).rounds
    found = {aim.known.stage: aim for aim in one.aims}
    origin = found[StageName.ORIGIN]
    assert origin.b is None
    assert (origin.before, origin.after) == (1, 0)
    assert all(aim.other is None for name, aim in found.items() if name is not StageName.ORIGIN)
    (back,) = effect([one.b], plan.round.policy).rounds
    (again,) = (aim for aim in back.aims if aim.known.stage is StageName.ORIGIN)
    assert (again.a, again.before, again.after) == (None, 0, 1)


def test_a_policy_that_changes_nothing_has_no_effect() -> None:
    plan = week(2)
    found = effect([plan], plan.round.policy)
    assert found.rounds[0].moves == ()
    assert found.by_group() == {"MO": Tally(before=1, after=1)}


def test_no_rounds_no_effect() -> None:
    found = effect([], turned())
    assert found.rounds == ()
    assert found.by_group() == {}


def test_a_policy_that_no_longer_knows_a_code_is_refused_with_the_code() -> None:
    with pytest.raises(InputProblems) as raised:
        effect([week(2)], builders.policy(urgency=(label(SOON),)))
    assert {problem.value for problem in raised.value.problems} >= {URGENT, LATER}


def test_it_tells_how_far_it_is_and_many_processes_give_the_same() -> None:
    heard: list[tuple[int, int]] = []
    plans = [week(2), week(9)]
    one = effect(plans, turned(), told=lambda *at: heard.append(at))
    assert heard == [(1, 2), (2, 2)]
    assert effect(plans, turned(), side=Side(workers=2)) == one


def small(seed: int) -> Round:
    return cases.random_round(Random(seed), households=5, units=5)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_adds_up(seed: int) -> None:
    first, other = small(seed), small(seed + 100)
    try:
        plan = Basis(first, solve(first))
        found = effect([plan], first.policy.model_copy(update={"stages": other.policy.stages}))
    except Contradiction:
        return
    (one,) = found.rounds
    assert one.b.solution == solve(one.b.round)
    for table in (found.by_group(), found.by_municipality()):
        total = Tally()
        for tally in table.values():
            total = total.plus(tally)
        assert total.before == len(plan.solution.placements)
        assert total.after == len(one.b.solution.placements)
        assert total.after - total.before == total.added - total.removed
        assert (total.removed, total.added, total.moved) == tuple(
            found.count(kind) for kind in (Kind.REMOVED, Kind.ADDED, Kind.MOVED)
        )


def test_a_round_whose_pins_the_policy_refuses_is_named() -> None:
    plan = week(2, pairs=(builders.word("H1", "U1", verdict="pin"),))
    strict = builders.policy(rules={"R-403": RuleSetting(on=True, numbers={"percent": 1})})
    found = effect([plan, week(9)], strict)
    assert found.impossible == ("w2",)
    assert [one.a.round.round_id for one in found.rounds] == ["w9"]
