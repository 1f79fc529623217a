"""Rounds with their plans for the tests of what-if: fixtures as they are proposed, and random rounds."""

from functools import cache
from pathlib import Path

from allocator.domain.proposal import Proposal, Solution
from allocator.domain.round import Round
from allocator.intake.case import read_case
from allocator.solver.conflict import Contradiction
from allocator.solver.optimum import solve
from allocator.whatif.again import Basis
from tests.oracle import cases

FIXTURES = Path("fixtures")
SMALL = ("chains", "fair", "shared_homes", "stuck", "tiny")


@cache
def fixture(name: str) -> Basis:
    """A fixture and the proposal that stands beside it."""
    round_ = read_case(FIXTURES / name).round
    assert round_ is not None
    proposal = Proposal.model_validate_json((FIXTURES / name / "golden/proposal.json").read_text(encoding="utf-8"))
    return Basis.of(round_, proposal)


@cache
def seeded(seed: int) -> Basis | None:
    """A random round and its plan; None when its pins cannot be kept."""
    round_ = cases.seeded(seed)
    solution = solved(round_)
    return None if solution is None else Basis(round_, solution)


def solved(round_: Round) -> Solution | None:
    """The plan of a round, None when its pins cannot be kept."""
    try:
        return solve(round_)
    except Contradiction:
        return None


def without_home(basis: Basis) -> list[str]:
    """Households that the plan does not place."""
    return [h.id for h in basis.round.households if h.id not in basis.home]
