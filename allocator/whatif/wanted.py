"""What is wanted: which one home, hours of support or relaxed rule would help most, each shown one solved again.

Every thing that could be wanted is screened by what it could bring at most: the prices (duals) of the linear program
for homes and support, the linear program itself for rules. The most promising ones are then solved again by the
same code as live; what is shown, and ranked, is the difference of the two plans.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from allocator.domain.proposal import Solution
from allocator.solver import aims
from allocator.whatif.again import Again, Basis, compare
from allocator.whatif.applying import apply
from allocator.whatif.changes import OneMoreHome, OneMorePool, Single
from allocator.whatif.comparison import served
from allocator.whatif.many import HERE, Side, Task, Told, solve_all
from allocator.whatif.measure import first_dimension, unevenness
from allocator.whatif.screening import Idea, Sort, screened, various

VERIFIED = 12
"""Things of each sort that are solved again when nobody says how many."""


class Gain(NamedTuple):
    """What the plan with it has more than the plan without; the earlier ones weigh more.

    Attributes:
        households: households served.
        urgency: households served of each urgency class, the most urgent first.
        balance: how much less uneven, in the unit of the norm; 0 without shares.
        persons: people served.
        days: waiting days served.
    """

    households: int
    urgency: tuple[int, ...]
    balance: int
    persons: int
    days: int

    def plus(self, other: "Gain") -> "Gain":
        """Both together."""
        urgency = tuple(a + b for a, b in zip(self.urgency, other.urgency, strict=True))
        households, balance = self.households + other.households, self.balance + other.balance
        return Gain(households, urgency, balance, self.persons + other.persons, self.days + other.days)


def nothing(classes: int) -> Gain:
    """No gain at all, of so many urgency classes."""
    return Gain(0, (0,) * classes, 0, 0, 0)


@dataclass(frozen=True)
class Wanted:
    """One change, solved again: what it brings, and at most could bring (households, as it was screened)."""

    sort: Sort
    change: Single
    gain: Gain
    again: Again
    at_most: float


@dataclass(frozen=True)
class WantedList:
    """The changes that help, the most wanted first; of each sort how many were thought of, and solved again."""

    basis: Basis
    found: tuple[Wanted, ...]
    thought_of: dict[Sort, int]
    solved: dict[Sort, int]

    def of(self, sort: Sort) -> tuple[Wanted, ...]:
        """Those of one sort."""
        return tuple(one for one in self.found if one.sort is sort)

    @property
    def proven(self) -> bool:
        """Whether every plan is proven."""
        return self.basis.solution.proven and all(one.again.proven for one in self.found)


def wanted(
    basis: Basis,
    *,
    sorts: Iterable[Sort] = tuple(Sort),
    verified: int = VERIFIED,
    time_limit: float | None = None,
    side: Side = HERE,
    told: Told | None = None,
    stop: Callable[[], None] | None = None,
) -> WantedList:
    """What would help most in a round, beside the plan there is.

    Args:
        basis: the round with its best plan.
        sorts: what is asked for.
        verified: how many of each sort to solve again at most.
        time_limit: seconds for each plan.
        side: where the plans are made.
        told: told how many are made.
        stop: asked between plans; what it raises stops the rest.

    Raises:
        allocator.executor.TaskFailed: when the judge finds a fault in a plan, or the solver fails.
    """
    asked = tuple(dict.fromkeys(sorts))
    ideas = screened(basis, asked)
    tried = [one for sort in asked for one in various(ideas[sort], verified)]
    tasks = [Task(apply(basis.round, one.change), basis.solution.placements, time_limit) for one in tried]
    found = _that_help(basis, tried, tasks, solve_all(tasks, side, told=told, wanted=stop))
    return WantedList(
        basis,
        tuple(sorted(found, key=_most_wanted_first)),
        {sort: len(ideas[sort]) for sort in asked},
        {sort: sum(one.sort is sort for one in tried) for sort in asked},
    )


def _that_help(
    basis: Basis, tried: Sequence[Idea], tasks: Sequence[Task], plans: Sequence[Solution | None]
) -> Iterator[Wanted]:
    for idea, task, solution in zip(tried, tasks, plans, strict=True):
        if solution is None:
            continue
        again = compare(basis, task.round, solution)
        one = Wanted(idea.sort, idea.change, gain(basis, again), again, idea.screen[0])
        if one.gain > nothing(len(one.gain.urgency)):
            yield one


def gain(basis: Basis, again: Again) -> Gain:
    """What a plan of a changed round has more than the plan there was."""
    after = Basis(again.round, again.solution)
    people = basis.round.household_by_id
    before, now = served(basis), served(after)
    urgency = tuple(
        sum(people[h].urgency == code for h in now) - sum(people[h].urgency == code for h in before)
        for code in basis.round.policy.urgency_codes
    )
    return Gain(
        len(now) - len(before),
        urgency,
        _evened(basis, after),
        sum(people[h].persons for h in now) - sum(people[h].persons for h in before),
        sum(aims.waiting_days(basis.round, people[h]) for h in now)
        - sum(aims.waiting_days(basis.round, people[h]) for h in before),
    )


def _evened(basis: Basis, after: Basis) -> int:
    dimension = first_dimension(basis.round)
    if dimension is None:
        return 0
    before, now = (unevenness(one.round, dimension, one.solution) for one in (basis, after))
    return next((a - b for a, b in zip(before, now, strict=True) if a != b), 0)


def _most_wanted_first(one: Wanted) -> tuple[object, ...]:
    hours = one.change.pool.hours_per_week or 0.0 if isinstance(one.change, OneMorePool) else 0.0
    minus = (-one.gain.households, tuple(-n for n in one.gain.urgency), -one.gain.balance, -one.gain.persons)
    size = one.change.unit.bedrooms if isinstance(one.change, OneMoreHome) else 0  # the smallest that brings as much
    return (list(Sort).index(one.sort), *minus, hours, -one.gain.days, size, one.change.model_dump_json())
