"""The random rounds: the same for a seed, small enough, and with every feature at work in best plans."""

from collections import Counter

from allocator.domain.codes import Norm, Verdict
from allocator.domain.round import Round
from allocator.solver.aims import depends_on
from tests.oracle import brute, cases
from tests.oracle.order import Answer
from tests.oracle.verdicts import Verdicts

SEEDS = range(100)


def features(round: Round, answer: Answer | None) -> set[str]:
    """What is at work in the best plan of a round."""
    if answer is None:
        return {"contradiction"}
    verdicts = Verdicts(round)
    units = [round.unit_by_id[p.unit] for p in answer.plan]
    pairs = [(p.household, p.unit) for p in answer.plan]
    previous = {(p.household, p.unit) for p in round.previous}
    words = {(w.household, w.unit): w for w in round.pairs}
    norms = {f"norm {round.policy.norm_of(d)}" for d in round.policy.dimensions}
    return norms | {
        name
        for name, found in {
            "chain": depends_on(round, answer.plan),
            "pool": any(p.pools for p in answer.plan),
            "two pools": any(len(p.pools) > 1 for p in answer.plan),
            "tolerance used": answer.values != answer.best,
            "shared home": any(u.is_shared for u in units),
            "shelter": any(not u.counts_as_home for u in units),
            "not for the share": any(not u.counts_for_share for u in units),
            "complex": any(u.complex for u in units),
            "unfit": any(verdicts.of(*pair).unfit for pair in pairs),
            "waived": any(verdicts.of(*pair).waived for pair in pairs),
            "kept from before": previous & set(pairs),
            "pinned": any(pair in words and words[pair].verdict is Verdict.PIN for pair in pairs),
            "scored": any(pair in words and words[pair].score is not None for pair in pairs),
            "six placed": len(pairs) == 6,
        }.items()
        if found
    }


def test_a_seed_gives_the_same_round() -> None:
    assert [cases.seeded(7).sha256 for _ in range(2)] == [cases.seeded(7).sha256] * 2
    assert len({cases.seeded(seed).sha256 for seed in SEEDS}) == len(SEEDS)


def test_every_feature_is_at_work() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        round = cases.seeded(seed)
        assert len(round.households) <= 6
        assert len(round.units) <= 6
        try:
            seen.update(features(round, brute.solve(round, most=6_000)))
        except brute.TooManyPlans:
            seen["too many"] += 1
    expected = {
        "contradiction",
        "chain",
        "pool",
        "two pools",
        "tolerance used",
        "shared home",
        "shelter",
        "not for the share",
        "complex",
        "unfit",
        "waived",
        "kept from before",
        "pinned",
        "scored",
        "six placed",
        *(f"norm {norm}" for norm in Norm),
    }
    assert {name for name in expected if seen[name] == 0} == set(), seen
    assert seen["too many"] < len(SEEDS) / 10
