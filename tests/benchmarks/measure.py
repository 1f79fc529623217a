"""One measurement in a process of its own: ``python -m tests.benchmarks.measure ROW SEED NORM WHO SECONDS``.

The clock runs from a Round object to verified placements. Prints one line of JSON.
"""

import json
import resource
import sys
from time import perf_counter, process_time

from allocator import ledger, rules
from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Dimension
from allocator.domain.proposal import Placement, StageResult
from allocator.domain.round import Round
from allocator.solver.aims import judged_points, stage_values
from allocator.solver.optimum import solve
from allocator.solver.verify import feasible, verify
from tests.benchmarks.peers import BY_NAME
from tests.benchmarks.rounds import made_up, under
from tests.benchmarks.rows import EXACT, OURS, Reached, Result, row_called

PEER_MEMORY = 8 * 2**30
"""A peer that asks for more address space than this has lost; the machine must stay usable."""


def measure(name: str, seed: int, norm: str, who: str, seconds: float) -> Result:
    """Run one solver on one round and look at what came out."""
    row = row_called(name)
    round_ = under(made_up(row.households, row.units, seed, row.municipalities), norm)
    context = rules.Context(round_)
    stages: tuple[StageResult, ...]
    start, busy = perf_counter(), process_time()
    if who == OURS:
        solution = solve(round_, time_limit=row.limit)
        broken = len(verify(round_, solution))
        placements, stages = solution.placements, solution.stages
    else:
        placements, stages = BY_NAME[who](round_, seconds)
        broken = len(feasible(round_, placements, context))
    took, worked = perf_counter() - start, process_time() - busy
    counted = [s for s in stages if s.stage is not StageName.LOTTERY] if who != OURS else stages
    return Result(
        row=name,
        seed=seed,
        norm=norm,
        who=who,
        seconds=took,
        peak_mib=_peak(),
        placed=len(placements),
        pairs=len(round_.households) * len(round_.units),
        broken=broken,
        proven=bool(counted) and all(s.status == "proven" for s in counted),
        reached=_reached(round_, placements, stages, context),
        processor=worked,
    )


def _peak() -> float:
    """Most memory this process has used, in MiB (Linux counts in KiB, macOS in bytes)."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _reached(
    round_: Round, placements: tuple[Placement, ...], stages: tuple[StageResult, ...], context: rules.Context
) -> tuple[Reached, ...]:
    """Every sub-stage, its value counted in plain Python over the placements, the same way for everyone."""
    said = {(s.stage, s.sub_stage): s for s in stages}
    worth = {d.name: _household(round_, d) for d in round_.policy.dimensions}
    found = []
    for (stage, name), value in stage_values(round_, placements, judged_points(context)).items():
        claim = said.get((stage, name))
        bound, status = (claim.bound, claim.status.value) if claim else (None, "not_reached")
        dimension, _, last = name.rpartition(".")
        one = worth[dimension] if stage is StageName.BALANCE and last != "count" else 1.0
        found.append(Reached(stage.value, name, value, bound, status, one))
    return tuple(found)


def _household(round_: Round, dimension: Dimension) -> float:
    """Value of a norm when the municipality with the largest share is off by exactly one."""
    weights = ledger.weights(ledger.shares(round_, dimension))
    lightest = min(weights.values(), default=1)
    match round_.policy.norm_of(dimension):
        case Norm.EVEN:
            return 10_000.0 * lightest
        case Norm.WORST_FIRST:
            return 100.0 * lightest
        case _:
            return 100.0


def main() -> None:
    name, seed, norm, who, seconds = sys.argv[1:]
    if who in EXACT:
        resource.setrlimit(resource.RLIMIT_AS, (PEER_MEMORY, PEER_MEMORY))
    result = measure(name, int(seed), norm, who, float(seconds))
    print(json.dumps(result.as_json()))


if __name__ == "__main__":
    main()
