"""The plain pair model in HiGHS, through OR-Tools."""

from ortools.math_opt.python import mathopt

from allocator.domain.round import Round
from tests.benchmarks.peers.lexicographic import PeerResult, lexicographic
from tests.benchmarks.peers.mathopt_engine import MathOptEngine


def highs(round_: Round, seconds: float = 120.0) -> PeerResult:
    """Every sub-stage with HiGHS, within so many seconds in all."""
    return lexicographic(round_, MathOptEngine(mathopt.SolverType.HIGHS), seconds)
