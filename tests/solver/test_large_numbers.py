"""Ledgers and keys with large numbers: exact as far as numbers of computers reach, and honest beyond."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from allocator import ledger
from allocator.domain.codes import LedgerKind, Norm, Status
from allocator.domain.round import Round
from allocator.solver.optimum import Contradiction, solve
from allocator.solver.verify import verify
from tests.oracle import brute, cases
from tests.properties.test_optimality import MOST_BRANCHES, differences

SEEDS = [range(start, start + 30) for start in range(0, 90, 30)]


def times_as_large(round_: Round, times: int) -> Round:
    """All postings so many times as large, whatever the shares are."""
    postings = tuple(p.model_copy(update={"amount": p.amount * times}) for p in round_.ledger)
    return round_.model_copy(update={"ledger": postings})


def by_share(round_: Round, quota: int) -> Round:
    """A ledger of nothing but one large quota, divided over the municipalities by their shares."""
    found = []
    for posting in round_.ledger[:1]:
        for dimension in round_.policy.dimensions:
            for code, share in ledger.shares(round_, dimension).items():
                new = {
                    "municipality": code,
                    "group": dimension.name if dimension.min_level.rank > 0 else dimension.group,
                    "unit": dimension.unit,
                    "kind": LedgerKind.QUOTA,
                    "amount": Decimal(round(share * quota)),
                    "counterparty": None,
                }
                found.append(posting.model_copy(update=new))
    return round_.model_copy(update={"ledger": tuple({(p.municipality, p.group, p.unit): p for p in found}.values())})


def with_a_tiny_share(round_: Round) -> Round:
    """One municipality of each key weighs almost nothing."""
    seen: set[tuple[str, str]] = set()
    keys = []
    for one in round_.keys:
        first = one.weight > 0 and (one.key, one.group) not in seen
        keys.append(one.model_copy(update={"weight": one.weight * (Decimal("0.00001") if first else 1)}))
        if first:
            seen.add((one.key, one.group))
    return round_.model_copy(update={"keys": tuple(keys)})


def faults(round_: Round) -> Iterator[str]:
    """What is said that is not so: a broken rule, or a value called proven that can be bettered."""
    try:
        expected = brute.solve(round_, most=MOST_BRANCHES)
        solution = solve(round_)
    except (brute.TooManyPlans, Contradiction):
        return
    assert expected is not None
    yield from (str(violation) for violation in verify(round_, solution))
    for result in solution.stages:
        if result.status is not Status.PROVEN:
            return
        value = expected.values[result.stage, result.sub_stage]
        if result.value != value:
            yield f"{result.sub_stage}: {result.value} is called proven, {value} is the best"


@pytest.mark.parametrize("quota", [10_000, 1_000_000])
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_quotas_by_share_are_exact_at_any_size(seeds: range, quota: int) -> None:
    assert {s: found for s in seeds if (found := differences(by_share(cases.seeded(s), quota)))} == {}


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_ledgers_of_a_hundred_times_the_size_are_exact(seeds: range) -> None:
    assert {s: found for s in seeds if (found := differences(times_as_large(cases.seeded(s), 100)))} == {}


@pytest.mark.parametrize("times", [10_000, 1_000_000])
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_absurd_ledgers_are_answered_honestly(seeds: range, times: int) -> None:
    assert {s: found for s in seeds if (found := list(faults(times_as_large(cases.seeded(s), times))))} == {}


@pytest.mark.parametrize("norm", list(Norm))
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_a_share_of_almost_nothing(seeds: range, norm: Norm) -> None:
    rounds = {s: cases.seeded(s) for s in seeds}
    for s, one in rounds.items():
        policy = one.policy.model_copy(update={"norm": norm})
        rounds[s] = with_a_tiny_share(one.model_copy(update={"policy": policy}))
    assert {s: found for s, one in rounds.items() if (found := list(faults(one)))} == {}
