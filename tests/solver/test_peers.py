"""The plain pair model through other engines says the same as our solver, stage by stage.

The peers share the rules of a pair and the ledger with the product, and nothing of the formulation.
"""

from pathlib import Path
from random import Random

import pytest

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.intake import read_case
from allocator.solver.aims import judged_points, stage_values
from allocator.solver.optimum import Contradiction, solve
from allocator.solver.verify import feasible
from tests.benchmarks.peers import BY_NAME
from tests.benchmarks.peers.greedy import greedy
from tests.benchmarks.peers.highs import highs
from tests.benchmarks.peers.lexicographic import Impossible, PeerResult
from tests.benchmarks.peers.scip import scip
from tests.benchmarks.rounds import made_up, under
from tests.oracle.cases import random_round

ROOT = Path(__file__).parents[2]
FOUND = (1101, 1106, 1146, 1173, 1212, 1353, 1380)
"""Rounds on which the peers once found our solver wrong; all use a tolerance."""

FIXTURES = [
    pytest.param(p.parent, marks=[pytest.mark.slow] if p.parent.name == "region" else [], id=p.parent.name)
    for p in sorted((ROOT / "fixtures").glob("**/case.toml"))
    if "broken" not in p.parts
]
ENOUGH = 600.0

Said = list[tuple[str, str, int | None, int | None]]


def said(stages: tuple[StageResult, ...]) -> Said:
    """Value, and best before a tolerance was used, of every sub-stage a peer knows too."""
    known = [s for s in stages if s.stage is not StageName.LOTTERY]
    return [(s.stage.value, s.sub_stage, s.value, s.best) for s in known]


def agree(round_: Round, peer: PeerResult) -> None:
    """Our plan and the peer's reach the same in every stage, and the peer's plan is lawful and counted right."""
    ours = solve(round_)
    assert ours.proven
    assert peer.proven
    assert said(peer.stages) == said(ours.stages)
    context = rules.Context(round_)
    assert feasible(round_, peer.placements, context) == []
    counted = stage_values(round_, peer.placements, judged_points(context))
    assert [counted[s.stage, s.sub_stage] for s in peer.stages] == list(peer.values)


def agree_if_possible(round_: Round) -> None:
    """As `agree`; when pins contradict each other both sides must say so."""
    try:
        peer = highs(round_, ENOUGH)
    except Impossible:
        with pytest.raises(Contradiction):
            solve(round_)
        return
    agree(round_, peer)


def up_to_sixty(seed: int) -> Round:
    """A random round of up to 60 households and 20 homes with everything a round can hold."""
    random = Random(seed)
    return random_round(random, households=random.randint(7, 60), units=random.randint(4, 20))


def small_region(seed: int, norm: str) -> Round:
    """A realistic week of 60 households and 20 homes with every feature of the policy on."""
    return under(made_up(60, 20, seed), norm)


@pytest.mark.parametrize("case", FIXTURES)
def test_fixture(case: Path) -> None:
    agree_if_possible(read_case(case).round)
    for policy in sorted(case.glob("policy-*.toml")):
        agree_if_possible(read_case(case, policy=policy).round)


@pytest.mark.parametrize("seed", [*range(8), *FOUND])
def test_random_rounds(seed: int) -> None:
    agree_if_possible(up_to_sixty(seed))


@pytest.mark.slow
@pytest.mark.parametrize("norm", ["even", "worst_first", "total"])
def test_generated_region(norm: str) -> None:
    round_ = small_region(1, norm)
    agree(round_, scip(round_, ENOUGH))


@pytest.mark.parametrize("seed", range(100, 104))
def test_peers_agree_among_themselves(seed: int) -> None:
    round_ = up_to_sixty(seed)
    found = {}
    for name in ("cp-sat-1", "highs", "scip"):
        try:
            found[name] = BY_NAME[name](round_, ENOUGH).values
        except Impossible:
            found[name] = ()
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("seed", range(200, 220))
def test_greedy_breaks_no_rule(seed: int) -> None:
    round_ = up_to_sixty(seed).model_copy(update={"pairs": ()})
    plan = greedy(round_).placements
    assert feasible(round_, plan, rules.Context(round_)) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1_000, 1_500))
def test_random_rounds_long(seed: int) -> None:
    agree_if_possible(up_to_sixty(seed))


@pytest.mark.soak
@pytest.mark.parametrize("norm", ["even", "worst_first", "total"])
@pytest.mark.parametrize("seed", range(1, 11))
def test_generated_regions_long(seed: int, norm: str) -> None:
    round_ = small_region(seed, norm)
    agree(round_, scip(round_, ENOUGH))
