"""Layer 3: every claim holds when applied, and nothing smaller of its family would do."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from allocator import run
from allocator.domain.proposal import Placement
from allocator.domain.unit import Unit
from allocator.executor.companion import Companion
from allocator.explain.difference import Kind
from allocator.whatif.again import Basis, solve_again
from allocator.whatif.applying import apply
from allocator.whatif.bounds import Bounds
from allocator.whatif.changes import (
    AcceptForm,
    ChangeKind,
    EasierNeed,
    HomeRent,
    HouseholdDate,
    MoreSupport,
    OneMoreHome,
)
from allocator.whatif.smallest import ASKED, Claim, part_by_part, smallest, smallest_beside
from allocator.whatif.turning import Candidate
from tests.oracle import brute
from tests.whatif import known

REGION_SAMPLE = Random(1).sample(known.without_home(known.fixture("region")), 2)


def claims_of(basis: Basis, households: list[str]) -> Iterator[tuple[str, Claim]]:
    """All claims that are shown."""
    for household in households:
        for claim in smallest(basis, household).claims:
            yield household, claim


def holds(basis: Basis, household: str, claim: Claim) -> None:
    """Apply it as a user would: change the round, match it, look."""
    matched = run.run_match(apply(basis.round, claim.change))
    homes = {p.household: p.unit for p in matched.proposal.placements}
    assert household in homes, (household, claim.change)
    assert matched.solution.placements == claim.again.solution.placements
    assert {s.sub_stage: s.value for s in matched.solution.stages} == {s.sub_stage: s.after for s in claim.again.stages}


@pytest.mark.slow
@pytest.mark.parametrize("name", known.SMALL)
def test_every_claim_on_every_fixture_holds(name: str) -> None:
    basis = known.fixture(name)
    for household, claim in claims_of(basis, known.without_home(basis)):
        holds(basis, household, claim)


@pytest.mark.slow
@pytest.mark.parametrize("household", REGION_SAMPLE)
@pytest.mark.many_times
def test_claims_on_the_region_hold(household: str) -> None:
    basis = known.fixture("region")
    for key, claim in claims_of(basis, [household]):
        holds(basis, key, claim)


@pytest.mark.soak
def test_every_claim_on_the_region_holds() -> None:
    basis = known.fixture("region")
    for household, claim in claims_of(basis, known.without_home(basis)):
        holds(basis, household, claim)


@pytest.mark.soak
@pytest.mark.parametrize("household", ["H0022", "H0090", "H0158", "H0253", "H0392", "H0495"])  # they ask most of it
def test_deep_on_the_region_takes_five_seconds(household: str) -> None:
    """From start to end, as a person waits for it: on a quiet machine with two cores."""
    case = known.FIXTURES / "region"
    command = [sys.executable, "cli.py", "explain", str(case), str(case / "golden"), household, "--deep", "--json"]
    began = time.monotonic()
    told = subprocess.run(command, capture_output=True, check=True)
    took = time.monotonic() - began
    assert b"no_change" in told.stdout
    assert took <= 5


# ------------------------------------------------------------------------------------------------ nothing smaller


def families(basis: Basis, household: str) -> list[list[Candidate]]:
    """All candidates of a household, family by family, in order of size."""
    bounds = Bounds(basis, household)
    support = bounds.supporting
    some = [support.more(), *support.fewer_hours(), support.lower_levels()] if bounds.household.needs else []
    return [*bounds.turning.values(), *some, bounds.one_more]


def places(basis: Basis, household: str, one: Candidate) -> bool:
    """Whether the candidate places the household, found out by solving without any bound or judgement of before."""
    home = solve_again(basis, one.change).home_of(household)
    return home is not None and one.home in (None, home)


def nothing_smaller(basis: Basis, household: str) -> int:
    """No candidate before the one that is claimed places the household; none at all where nothing is claimed."""
    claimed = {claim.change for claim in smallest(basis, household).claims}
    tried = 0
    for family in families(basis, household):
        for one in family:
            tried += 1
            assert places(basis, household, one) == (one.change in claimed), (household, one.change)
            if one.change in claimed:
                break
    return tried


@pytest.mark.slow
@pytest.mark.parametrize("name", known.SMALL)
def test_nothing_smaller_would_do_on_fixtures(name: str) -> None:
    basis = known.fixture(name)
    for household in known.without_home(basis):
        nothing_smaller(basis, household)


def check_seeds(seeds: range) -> None:
    tried = 0
    for seed in seeds:
        basis = known.crowded(seed)
        tried += sum(nothing_smaller(basis, household) for household in known.without_home(basis))
    assert tried > len(seeds)


@pytest.mark.many_times
def test_nothing_smaller_would_do_on_random_rounds() -> None:
    check_seeds(range(5))


@pytest.mark.many_times
def test_nor_where_a_stage_lends_something_out() -> None:
    for seed in (1, 3):
        basis = known.lending(seed)
        assert sum(nothing_smaller(basis, household) for household in known.without_home(basis))


@pytest.mark.many_times
def test_what_more_support_could_do_is_never_denied() -> None:
    """One by one and together, with linear and with integer programs: who is placed by more of a pool, could be."""
    placed = 0
    for seed in (1, 3, 5, 7, 9, 11):
        basis = known.crowded(seed)
        for household in known.without_home(basis):
            bounds = Bounds(basis, household)
            more = bounds.supporting.more() if bounds.household.needs else []
            able = [one for one in more if places(basis, household, one)]
            placed += len(able)
            assert all(bounds.with_more([one], whole=whole) for one in able for whole in (False, True))
            assert not able or bounds.with_more(more, whole=True)
            if more and not places(basis, household, more[0]):
                left = bounds.left(bounds.sifted(more[1:], but=more[0]), more[0], {})
                assert set(able) <= set(left)
    assert placed > 5


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(n, n + 50) for n in range(5, 405, 50)], ids=str)
def test_nothing_smaller_would_do_on_many_rounds(seeds: range) -> None:
    check_seeds(seeds)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.many_times
def test_brute_force_agrees_with_claims(seed: int) -> None:
    basis = known.crowded(seed)
    for household, claim in claims_of(basis, known.without_home(basis)):
        try:
            answer = brute.solve(apply(basis.round, claim.change))
        except brute.TooManyPlans:
            continue
        assert answer is not None
        plan: tuple[Placement, ...] = answer.plan
        assert household in {p.household for p in plan}


# ------------------------------------------------------------------------------------------------ by hand


def one_claim(name: str, household: str, kind: type) -> Claim:
    """The claim of one sort of a household of a fixture."""
    found = [c for c in smallest(known.fixture(name), household).claims if isinstance(c.change, kind)]
    assert len(found) == 1
    return found[0]


def test_no_day_later_would_do() -> None:
    """S07 of `stuck` is ready on 1 February; day by day earlier, the first day that places it is the one claimed."""
    basis, claim = known.fixture("stuck"), one_claim("stuck", "S07", HouseholdDate)
    ready = basis.round.household_by_id["S07"].ready_from
    assert ready is not None
    assert isinstance(claim.change, HouseholdDate)
    day = ready
    while True:
        day -= timedelta(days=1)
        change = HouseholdDate(household="S07", field="ready_from", on=day)
        if solve_again(basis, change).home_of("S07"):
            break
    assert claim.change.on == day


def test_no_cent_more_would_do() -> None:
    basis, claim = known.fixture("stuck"), one_claim("stuck", "S19", HomeRent)
    assert isinstance(claim.change, HomeRent)
    more = claim.change.model_copy(update={"rent": claim.change.rent + 1})
    assert solve_again(basis, claim.change).home_of("S19") == claim.change.unit
    assert solve_again(basis, more).home_of("S19") is None


def test_no_hundredth_less_would_do() -> None:
    basis, claim = known.fixture("tiny"), one_claim("tiny", "H3", MoreSupport)
    assert isinstance(claim.change, MoreSupport)
    assert claim.change.amount == Decimal(2)
    less = claim.change.model_copy(update={"amount": Decimal("1.99")})
    assert solve_again(basis, less).home_of("H3") is None
    easier = one_claim("tiny", "H3", EasierNeed).change
    assert isinstance(easier, EasierNeed)
    assert easier.hours is not None
    harder = easier.model_copy(update={"hours": easier.hours + 0.01})
    assert solve_again(basis, harder).home_of("H3") is None


def test_a_form_and_one_more_home_are_claimed() -> None:
    assert one_claim("stuck", "S09", AcceptForm).again.of_kind(Kind.ADDED) == ("S09",)
    one_more = one_claim("tiny", "H5", OneMoreHome).change
    assert isinstance(one_more, OneMoreHome)
    assert isinstance(one_more.unit, Unit)


def test_who_has_a_home_is_not_asked_about() -> None:
    basis = known.fixture("tiny")
    with pytest.raises(ValueError, match="H1 has a home"):
        smallest(basis, "H1")
    with pytest.raises(KeyError):
        smallest(basis, "H99")


def test_kinds_without_a_claim_are_named() -> None:
    deep = smallest(known.fixture("tiny"), "H3")
    assert {c.kind for c in deep.claims} == {ChangeKind.SUPPORT}
    assert set(deep.nothing) == set(ASKED) - {ChangeKind.SUPPORT}


@pytest.mark.parametrize("name", ["tiny", "stuck"])
def test_one_more_process_changes_nothing(name: str) -> None:
    basis = known.fixture(name)
    with Companion(part_by_part) as beside:
        for household in known.without_home(basis)[:3]:
            alone, shared = smallest(basis, household), smallest_beside(basis, household, beside)
            assert [c.change for c in shared.claims] == [c.change for c in alone.claims]
            assert [c.again.solution for c in shared.claims] == [c.again.solution for c in alone.claims]
            assert shared.nothing == alone.nothing


def test_one_more_process_refuses_what_one_refuses() -> None:
    basis = known.fixture("tiny")
    with Companion(part_by_part, wanted=False) as beside, pytest.raises(ValueError, match="has a home"):
        smallest_beside(basis, next(iter(basis.home)), beside)
