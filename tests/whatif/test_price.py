"""The price of balance: every point is the best plan of its policy, and none is beaten, held against all plans."""

from itertools import pairwise

import pytest

from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Dimension, KeyMix, Stage
from allocator.domain.round import Round
from allocator.whatif.again import Moved
from allocator.whatif.family import Dial, Named, aims_of, dial_of, member, under
from allocator.whatif.price import Curve, NoBalance, price
from allocator.whatif.sweep import Point
from tests import builders
from tests.oracle import by_hand, cases
from tests.oracle.brute import TooManyPlans, all_plans
from tests.oracle.brute import solve as solve_by_force
from tests.oracle.verdicts import Verdicts
from tests.oracle.worth import Worth

FEW = [range(8), range(8, 16), range(16, 24)]
MANY = [range(start, start + 40) for start in range(1_000, 1_400, 40)]
BUDGET = 400


def curve(round_: Round) -> Curve | None:
    """The whole curve of a small round; None when it has none, or no plan keeps its pins."""
    if solve_by_force(round_) is None:
        return None
    try:
        return price(round_, points=BUDGET)
    except NoBalance:
        return None


class Plans:
    """Every lawful plan of a round, with what it is worth in the aims and in balance; more is better."""

    def __init__(self, found: Curve) -> None:
        whole = under(found.round, member(found.round.policy, found.dimension, Dial(len(aims_of(found.round.policy)))))
        verdicts = Verdicts(whole)
        worth = Worth(whole, verdicts)
        self.plans = all_plans(whole, verdicts)
        self.stages = [s for s in whole.policy.stages if s.on and s.name is not StageName.LOTTERY]
        self.of = {
            frozenset((p.household, p.unit) for p in plan): {
                stage.name: tuple(
                    worth.of(aim, plan) if aim.sense == "max" else -worth.of(aim, plan) for aim in worth.aims(stage)
                )
                for stage in self.stages
            }
            for plan in self.plans
        }

    def both(self, values: dict[StageName, tuple[int, ...]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """All other aims in their order, and balance."""
        others = [n for s in self.stages if s.name is not StageName.BALANCE for n in values[s.name]]
        return tuple(others), values[StageName.BALANCE]


def faults(round_: Round) -> list[str] | None:
    """What is wrong with the curve of a round; None when it has none, or too many plans to look at."""
    try:
        found = curve(round_)
        if found is None:
            return None
        plans = Plans(found)
    except TooManyPlans:
        return None
    wrong = [] if found.complete else ["not complete"]
    for point in found.shown:
        answer = solve_by_force(under(round_, point.policy))
        lived_in = frozenset(homes(point).items())
        if answer is None or lived_in != frozenset((p.household, p.unit) for p in answer.plan) or not point.proven:
            wrong.append(f"{point.dial}: not the proven best plan of its policy")
    for point in found.points:
        own, even = plans.both(plans.of[frozenset(homes(point).items())])
        for values in plans.of.values():
            other, more = plans.both(values)
            if other >= own and more >= even and (other, more) != (own, even):
                wrong.append(f"{point.dial} is beaten: {own} {even} by {other} {more}")
    if round_.policy.norm_of(found.dimension) is not Norm.WORST_FIRST:
        wrong += _missing(found, plans)
    return wrong


def _missing(found: Curve, plans: Plans) -> list[str]:
    """Steps of balance against the next aim that stand in no point, though its other aims come first."""
    there = [plans.of[frozenset(homes(point).items())] for point in found.points]
    wrong: list[str] = []
    left = list(plans.of.values())
    for stage in [s for s in plans.stages if s.name is not StageName.BALANCE]:
        most = max(values[StageName.BALANCE][0] for values in left)
        steps = [v for v in left if v[StageName.BALANCE][0] == most]
        best = max(values[stage.name] for values in left)
        end = max(v[StageName.BALANCE] for v in left if v[stage.name] == best)
        for one in steps:
            pair = one[stage.name], one[StageName.BALANCE]
            beaten = any(
                v[stage.name] >= pair[0] and v[StageName.BALANCE] >= pair[1] and v is not one
                and (v[stage.name], v[StageName.BALANCE]) != pair for v in steps
            )  # fmt: skip
            if not beaten and pair[1] > end and pair not in [(v[stage.name], v[StageName.BALANCE]) for v in there]:
                wrong.append(f"{stage.name}: no point for {pair}")
        left = [values for values in left if values[stage.name] == best]
    return wrong


def compare(seeds: range) -> None:
    results = {seed: faults(cases.seeded(seed)) for seed in seeds}
    wrong = [f"seed {seed}: {line}" for seed, lines in results.items() for line in lines or ()]
    assert not wrong, "\n".join(wrong)
    assert sum(lines is not None for lines in results.values()) > len(seeds) * 0.5


@pytest.mark.slow
@pytest.mark.parametrize("seeds", FEW, ids=str)
@pytest.mark.many_times
def test_against_all_plans(seeds: range) -> None:
    compare(seeds)


@pytest.mark.soak
@pytest.mark.parametrize("seeds", MANY, ids=str)
def test_against_all_plans_on_many(seeds: range) -> None:
    compare(seeds)


# ------------------------------------------------------------------------------------------------ by hand


def homes(point: Point) -> dict[str, str]:
    """Who lives where at a point."""
    return {p.household: p.unit for p in point.basis.solution.placements}


def one_or_the_other(**changes: object) -> Round:
    """One home in each of two municipalities; the region owes everything THERE; h1 waits longest and fits only HERE.

    h2 fits in both homes and h3 only THERE, so all plans place two; with two homes nothing can be given up.
    With only one support place, one of them is placed: h1 (more days) HERE, or h3 THERE, where it is owed.
    """
    from datetime import timedelta

    from allocator.domain.region import SupportPool
    from tests.builders import AS_OF, HERE, THERE, need, unit

    days = {"h1": 300, "h2": 200, "h3": 100}
    people = [
        by_hand.person(
            h, needs=(need(h),), ready_from=AS_OF - timedelta(days=n), registered_on=AS_OF - timedelta(days=n)
        )
        for h, n in days.items()
    ]
    units = [unit("u1"), unit("u2", municipality=THERE)]
    words = [*by_hand.only(people[0], "u1", among=["u1", "u2"]), *by_hand.only(people[2], "u2", among=["u1", "u2"])]
    words += [*by_hand.only(people[1], "u1", among=["u1", "u2"])]
    pool = SupportPool(id="p", provider="c", kinds=("home",), municipalities=(HERE, THERE), places=1)
    policy = builders.policy(
        stages=by_hand.stages(StageName.URGENCY, StageName.BALANCE, StageName.WAITING),
        keys={"all": (KeyMix(key="k"),)},
        dimensions=(Dimension(name="all", regional_quota=10),),
    )
    return builders.a_round(
        people, units, pairs=tuple(words), support=(pool,), policy=policy, **by_hand.keys(**{HERE: 1, THERE: 4})
    )


def test_what_a_step_of_balance_costs_by_hand() -> None:
    found = price(one_or_the_other())
    strict, loose = found.named(Named.STRICT), found.named(Named.LOOSE)
    assert found.complete
    assert found.on_curve
    assert homes(strict) == {"h3": "u2"}
    assert homes(loose) == {"h1": "u1"}
    assert (strict.value(StageName.WAITING), loose.value(StageName.WAITING)) == (100, 300)
    assert found.balance(strict) < found.balance(loose)
    assert homes(found.current) == {"h3": "u2"}  # the policy puts balance before waiting
    against = found.against_current(loose)
    assert against.moves == (Moved("h1", None, "u1"), Moved("h3", "u2", None))


def test_balances_are_never_better_further_on() -> None:
    found = price(one_or_the_other())
    assert all(found.balance(a) <= found.balance(b) for a, b in pairwise(found.points))


def test_a_policy_that_balances_nothing_is_shown_beside_the_curve() -> None:
    round_ = one_or_the_other()
    stages = tuple(replace_stage(stage) for stage in round_.policy.stages)
    found = price(under(round_, round_.policy.model_copy(update={"stages": stages})))
    assert found.current.dial is None
    assert found.shown[-1].names == (Named.CURRENT,) or found.on_curve
    assert homes(found.current) == {"h1": "u1"}


def replace_stage(stage: Stage) -> Stage:
    """Balance off, the rest as it is."""
    return stage.model_copy(update={"on": stage.name is not StageName.BALANCE})


def test_a_small_budget_still_gives_the_named_points() -> None:
    found = price(one_or_the_other(), points=1)
    assert {name for point in found.shown for name in point.names} == set(Named)


def test_without_shares_there_is_nothing_to_draw() -> None:
    with pytest.raises(NoBalance):
        price(builders.a_round())


def test_members_are_policies_a_council_can_adopt() -> None:
    policy = one_or_the_other().policy
    dimension = policy.dimensions[0]
    assert aims_of(policy) == (StageName.URGENCY, StageName.WAITING)
    between = member(policy, dimension, Dial(1, 200))
    assert [(s.name.value, s.tolerance) for s in between.stages if s.on] == [
        ("urgency", 0),
        ("balance", 200),
        ("waiting", 0),
        ("lottery", 0),
    ]
    assert dial_of(between) == Dial(1, 200)
    assert dial_of(policy) == Dial(1)
    with pytest.raises(ValueError, match="0 to 2 aims"):
        member(policy, dimension, Dial(3))


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    heard: list[tuple[int, int]] = []
    price(one_or_the_other(), points=5, told=lambda *at: heard.append(at))
    assert [made for made, _ in heard] == list(range(1, len(heard) + 1))

    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with pytest.raises(Stop):
        price(one_or_the_other(), wanted=stop)
