"""Other ways to make a plan, each at its best settings: a round and a number of seconds in, a plan out."""

from collections.abc import Callable

from allocator.domain.round import Round
from tests.benchmarks.peers.cpsat import eight_workers, one_worker
from tests.benchmarks.peers.greedy import greedy
from tests.benchmarks.peers.highs import highs
from tests.benchmarks.peers.lexicographic import PeerResult
from tests.benchmarks.peers.scip import scip

Peer = Callable[[Round, float], PeerResult]

BY_NAME: dict[str, Peer] = {
    "cp-sat-1": one_worker,
    "cp-sat-8": eight_workers,
    "highs": highs,
    "scip": scip,
    "greedy": greedy,
}
