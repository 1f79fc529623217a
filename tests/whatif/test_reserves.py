"""Reserves: nobody twice, as many as possible, every repair lawful; every refusal and every two of them are tried."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import Verdict
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.rules import Context
from allocator.solver.support import serves
from allocator.solver.verify import feasible
from allocator.whatif.again import Basis
from allocator.whatif.covering import covered
from allocator.whatif.reserves import Place, Reserves, reserves
from tests.oracle.law import lawful
from tests.oracle.verdicts import Verdicts
from tests.whatif import known


def unpinned(round_: Round) -> Round:
    """Who refuses is no longer pinned."""
    return round_.model_copy(update={"pairs": tuple(w for w in round_.pairs if w.verdict is not Verdict.PIN)})


def repaired(basis: Basis, *repairs: tuple[Place, Placement]) -> tuple[Placement, ...]:
    """The plan after refusals, with the reserve in each place and everybody else where they were."""
    gone = {place.household for place, _ in repairs}
    kept = [p for p in basis.solution.placements if p.household not in gone]
    return tuple(sorted((*kept, *(new for _, new in repairs)), key=lambda p: p.household))


def check_singles(basis: Basis, found: Reserves) -> None:
    round_ = unpinned(basis.round)
    context = Context(round_)
    for place in found.places:
        for reserve in place.reserves:
            assert reserve.placement.unit == place.unit
            assert feasible(round_, repaired(basis, (place, reserve.placement)), context) == []
        assert (place.why is None) == (len(place.reserves) == found.each)
        if place.why and "chosen" in place.why.values:  # "the others are reserve elsewhere": there are others
            count, chosen = place.why.values["count"], place.why.values["chosen"]
            assert isinstance(count, int)
            assert isinstance(chosen, int)
            assert count > chosen


def check_nobody_twice(basis: Basis, found: Reserves) -> None:
    used = [r.placement.household for place in found.places for r in place.reserves]
    assert len(used) == len(set(used))
    assert not set(used) & set(basis.home)


def check_pairs(basis: Basis, found: Reserves) -> None:
    """Every pair of places: some two of their reserves work together, unless it is said that none do."""
    round_ = unpinned(basis.round)
    context = Context(round_)
    having = [place for place in found.places if place.reserves]
    said = {frozenset((clash.one, clash.other)) for clash in found.clashes}
    for a, b in combinations(having, 2):
        stated = product((x.placement for x in a.reserves), (y.placement for y in b.reserves))
        others = product(other_pools(basis, a), other_pools(basis, b))  # asked when those do not work
        plans = (repaired(basis, (a, x), (b, y)) for x, y in chain(stated, others))
        works = any(not feasible(round_, plan, context) for plan in plans)
        clash = frozenset(((a.household, a.unit), (b.household, b.unit))) in said
        assert works != clash, (a, b)
    assert found.pairs == len(having) * (len(having) - 1) // 2


def other_pools(basis: Basis, place: Place) -> list[Placement]:
    """Its reserves with every choice of pools that give what they need in its municipality."""
    round_ = basis.round
    here = [p for p in round_.support if round_.unit_by_id[place.unit].municipality in p.municipalities]
    found = []
    for one in (reserve.placement.household for reserve in place.reserves):
        needs = [n for n in round_.household_by_id[one].needs if n.level.rank in (1, 2, 3)]
        every = product(*([p.id for p in here if serves(p, need, round_)] for need in needs))
        found += [Placement(household=one, unit=place.unit, pools=pools) for pools in every]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [*known.SMALL, "region"])
@pytest.mark.many_times
def test_after_any_refusal_the_plan_is_repaired(name: str) -> None:
    basis = known.fixture(name)
    found = reserves(basis)
    assert len(found.places) == len(basis.solution.placements)
    check_nobody_twice(basis, found)
    check_singles(basis, found)
    if name != "region":
        check_pairs(basis, found)


@pytest.mark.soak
def test_after_any_two_refusals_the_region_is_repaired() -> None:
    check_pairs(known.fixture("region"), reserves(known.fixture("region")))


def check_seeds(seeds: range) -> None:
    some = 0
    for seed in seeds:
        basis = known.seeded(seed)
        if basis is not None:
            found = reserves(basis)
            check_nobody_twice(basis, found)
            check_singles(basis, found)
            check_pairs(basis, found)
            check_most(basis, found)
            some += sum(len(place.reserves) for place in found.places)
    assert some > len(seeds) // 4


def check_most(basis: Basis, found: Reserves) -> None:
    """Who could come by brute force (every pool tried, judged by the second opinion): a matching is no larger."""
    round_ = unpinned(basis.round)
    verdicts = Verdicts(round_)
    able: dict[str, list[int]] = {}
    for number, place in enumerate(found.places):
        for household in known.without_home(basis):
            if any(lawful(round_, repaired(basis, (place, p)), verdicts) for p in ways(basis, household, place.unit)):
                able.setdefault(household, []).append(number)
    assert largest(able) == sum(bool(place.reserves) for place in found.places)


def ways(basis: Basis, household: str, unit: str) -> list[Placement]:
    """Every placement of a household in a home: one for each choice of pools."""
    needs = [n for n in basis.round.household_by_id[household].needs if n.level.rank in (1, 2, 3)]
    every = product([p.id for p in basis.round.support], repeat=len(needs))
    return [Placement(household=household, unit=unit, pools=pools) for pools in every]


def largest(able: dict[str, list[int]]) -> int:
    """Size of a maximum matching, by the plainest search."""

    def best(left: list[str], taken: frozenset[int]) -> int:
        if not left:
            return 0
        rest = best(left[1:], taken)
        return max([rest, *(1 + best(left[1:], taken | {n}) for n in able[left[0]] if n not in taken)])

    return best(sorted(able), frozenset())


@pytest.mark.slow
@pytest.mark.many_times
def test_random_rounds_are_repaired() -> None:
    check_seeds(range(60))


def test_two_who_come_at_once_may_take_other_pools() -> None:
    """In 1674 the second one has to; support of who refuses is free again for both."""
    for seed in (1674,):
        basis = known.seeded(seed)
        assert basis is not None
        check_pairs(basis, reserves(basis))


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(n, n + 500) for n in range(60, 4060, 500)], ids=str)
def test_many_random_rounds_are_repaired(seeds: range) -> None:
    check_seeds(seeds)


# ------------------------------------------------------------------------------------------------ the choice itself

GRAPHS = st.lists(st.lists(st.integers(0, 3), max_size=4, unique=True), max_size=5)


@given(GRAPHS, st.integers(1, 2))
def test_choice_is_largest_and_first_in_order(graph: list[list[int]], most: int) -> None:
    able = {f"R{i}": places for i, places in enumerate(graph)}
    found = covered(range(4), able, most)
    assert all(place in able[one] for place, who in found.items() for one in who)
    used = [one for who in found.values() for one in who]
    assert len(used) == len(set(used))
    assert all(len(who) <= most for who in found.values())
    best = max(all_choices(able, most), key=lambda choice: rank(choice, list(able)))
    assert rank(found, list(able)) == rank(best, list(able))


def rank(choice: dict[int, list[str]], order: list[str]) -> tuple[object, ...]:
    """Places with a first one, with a second one, then who of the order is used at all."""
    used = {one for who in choice.values() for one in who}
    counts = tuple(sum(len(who) >= n for who in choice.values()) for n in (1, 2))
    return (*counts, [one in used for one in order]) if len(used) == counts[0] else counts


def all_choices(able: dict[str, list[int]], most: int) -> list[dict[int, list[str]]]:
    """Every choice there is."""
    found: list[dict[int, list[str]]] = [{place: [] for place in range(4)}]
    for one, places in able.items():
        for choice in list(found):
            free = [place for place in places if len(choice[place]) < most]
            found.extend({p: [*who, one] if p == place else who for p, who in choice.items()} for place in free)
    return found
