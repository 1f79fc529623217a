"""What is wanted over simulated weeks: a half-year of rounds, each solved again with one change."""

from collections.abc import Callable

from allocator.run import best_plan
from allocator.simulate.arrivals import world
from allocator.simulate.pairs import judged
from allocator.simulate.region import Region
from allocator.simulate.result import Job
from allocator.whatif.again import Basis
from allocator.whatif.many import HERE, Side, Told
from allocator.whatif.over import Over, wanted_over

WEEKS = 26
"""A half-year."""


def lived(job: Job, *, stop: Callable[[], None] | None = None) -> list[Basis]:
    """The weeks of one simulated world with their plans, the first week first.

    They are lived with the weekly exact match, whatever policy the job names. Weeks without anybody, or without a home,
    are left out.

    Args:
        job: scenario, rules, seed and number of weeks.
        stop: asked before every week; what it raises stops the rest.
    """
    there = world(job.scenario, job.rules, job.seed, job.weeks)
    pairs = judged(there, [one.household for one in there.arrivals], [one.unit for one in there.offers])
    region, plans = Region(there, pairs), []
    for week in range(job.weeks):
        if stop is not None:
            stop()
        region.begin(week)
        round_ = region.round()
        solution = best_plan(round_)
        if round_.households and round_.units:
            plans.append(Basis(round_, solution))
        region.offer(round_, solution.placements)
    return plans


def wanted_ahead(
    job: Job,
    *,
    verified: int = 3,
    side: Side = HERE,
    told: Told | None = None,
    stop: Callable[[], None] | None = None,
) -> Over:
    """Which home, support or relaxed rule would help most in the weeks of one simulated world.

    Each week that is ``lived`` is solved again with each change by itself (see ``allocator.whatif.over``).

    Args:
        job: scenario, rules, seed and number of weeks (26: a half-year).
        verified: how many changes of each sort are solved again, in every week in which they could help.
        side: where the plans are made.
        told: told how many of these plans are made.
        stop: asked between plans; what it raises stops the rest.
    """
    return wanted_over(lived(job, stop=stop), verified=verified, side=side, told=told, stop=stop)
