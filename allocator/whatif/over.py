"""What is wanted over many rounds: the weeks of a half-year, kept or simulated.

Each round is solved again with the change by itself: a home that is there in one week is there again in the next,
so this says in how many weeks such a home would have helped, and whom it would have served if each week had one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.proposal import Solution
from allocator.domain.round import Round
from allocator.whatif.again import Basis, compare
from allocator.whatif.applying import apply
from allocator.whatif.changes import OneMoreHome, OneMorePool, Single
from allocator.whatif.many import HERE, Side, Task, Told, solve_all
from allocator.whatif.measure import nearer
from allocator.whatif.screening import Idea, Sort, screened, various
from allocator.whatif.wanted import VERIFIED, Gain, gain, nothing


@dataclass(frozen=True)
class WantedOver:
    """One change over many rounds: in how many it helps, and what it brings in all of them together.

    ``nearer``: how much nearer to its fair share a municipality typically is, on average over all rounds (in
    households or people, ``measure.distance``); None where none of them has shares.
    """

    sort: Sort
    change: Single
    helps: int
    gain: Gain
    nearer: Fraction | None


@dataclass(frozen=True)
class Over:
    """What helps most over many rounds, the most wanted first."""

    rounds: tuple[str, ...]
    found: tuple[WantedOver, ...]
    thought_of: dict[Sort, int]
    solved: dict[Sort, int]
    proven: bool
    """Whether every plan is the proven best, with and without each change."""


def wanted_over(
    plans: Sequence[Basis],
    *,
    sorts: Sequence[Sort] = tuple(Sort),
    verified: int = VERIFIED,
    time_limit: float | None = None,
    side: Side = HERE,
    told: Told | None = None,
    stop: Callable[[], None] | None = None,
) -> Over:
    """What would have helped most in many rounds of one region, each with its best plan.

    Args: as of ``wanted``, for ``plans``: the rounds with their plans, whose policies name the same urgency classes.
        Of each sort ``verified`` changes are solved again at most, in every round in which they could help.

    Raises:
        allocator.executor.TaskFailed: when the judge finds a fault in a plan, or the solver fails.
    """
    asked = tuple(dict.fromkeys(sorts))
    by_round = [{key_of(one.change): one for ideas in screened(p, asked).values() for one in ideas} for p in plans]
    together = _together(by_round)
    ideas = {sort: [one for one in together if one.sort is sort] for sort in asked}
    tried = [one for sort in asked for one in various(ideas[sort], verified)]
    asks = [(key, n) for key in map(_key, tried) for n, known in enumerate(by_round) if key in known]
    start = [plan.solution.placements for plan in plans]
    tasks = [Task(apply(plans[n].round, by_round[n][key].change), start[n], time_limit) for key, n in asks]
    gains: dict[str, list[Brought]] = {_key(one): [] for one in tried}
    proven = all(plan.solution.proven for plan in plans)
    for (key, n), task, found in zip(asks, tasks, solve_all(tasks, side, told=told, wanted=stop), strict=True):
        if found is not None:
            gains[key].append(_brought(plans[n], task.round, found))
            proven = proven and found.proven
    over = (_over(one, gains[_key(one)], len(plans)) for one in tried)
    return Over(
        tuple(p.round.round_id for p in plans),
        tuple(sorted((one for one in over if one.helps), key=_most_wanted_first)),
        {sort: len(ideas[sort]) for sort in asked},
        {sort: sum(one.sort is sort for one in tried) for sort in asked},
        proven,
    )


Brought = tuple[Gain, Fraction | None]
"""What a change brings in one round, and how much nearer to the fair share."""


def _brought(plan: Basis, round_: Round, solution: Solution) -> Brought:
    by = nearer((plan.round, plan.solution), (round_, solution))
    return gain(plan, compare(plan, round_, solution)), by


def _key(idea: Idea) -> str:
    return key_of(idea.change)


def key_of(change: Single) -> str:
    """What is the same change in another round, though its rent may differ."""
    if isinstance(change, OneMoreHome):
        return change.unit.id
    return change.pool.id if isinstance(change, OneMorePool) else change.model_dump_json()


def _together(by_round: Sequence[dict[str, Idea]]) -> list[Idea]:
    """Every idea once, with what it could bring at most in all rounds, the most promising first."""
    found: dict[str, Idea] = {}
    for known in by_round:
        for key, idea in known.items():
            if key in found:
                sums = tuple(a + b for a, b in zip(found[key].screen, idea.screen, strict=True))
                found[key] = found[key]._replace(screen=sums)
            else:
                found[key] = idea
    return sorted(found.values(), key=lambda one: tuple(-value for value in one.screen))


def _over(idea: Idea, gains: Sequence[Brought], rounds: int) -> WantedOver:
    help_ = [(one, by) for one, by in gains if one > nothing(len(one.urgency))]
    total = nothing(len(help_[0][0].urgency) if help_ else 0)
    for one, _ in help_:
        total = total.plus(one)
    known = [by for _, by in help_ if by is not None]
    return WantedOver(idea.sort, idea.change, len(help_), total, sum(known, Fraction(0)) / rounds if known else None)


def _most_wanted_first(one: WantedOver) -> tuple[object, ...]:
    minus = (-one.gain.households, tuple(-n for n in one.gain.urgency), -one.gain.balance, -one.gain.persons)
    return (list(Sort).index(one.sort), *minus, -one.helps, one.change.model_dump_json())
