"""What a policy would have done in rounds of the past: who would be placed otherwise, added or removed.

Each round is solved again under the policy, from the same frozen inputs and by the same code as live, and held
against the plan that was proposed then. Nothing of a later round changes: what an earlier one would have left
behind (a home still free, a balance) is not carried on; that is what simulation is for.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from allocator.domain.consistency import parts_of, problems
from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.round import Round
from allocator.explain.difference import Kind
from allocator.whatif.again import Basis
from allocator.whatif.comparison import Comparison, Tally
from allocator.whatif.family import under
from allocator.whatif.many import HERE, Side, Task, Told, solve_all


@dataclass(frozen=True)
class Effect:
    """A policy held against what was proposed, round by round, the oldest first."""

    policy: Policy
    rounds: tuple[Comparison, ...]
    impossible: tuple[str, ...] = ()
    """Keys of rounds in which no plan keeps what people pinned: under this policy a rule refuses it."""

    @property
    def proven(self) -> bool:
        """Whether every plan is the proven best of its policy, before and after."""
        return all(both.solution.proven for one in self.rounds for both in (one.a, one.b))

    def count(self, kind: Kind) -> int:
        """Households over all rounds that are added, removed or moved; who is in several rounds counts in each."""
        return sum(len(one.of_kind(kind)) for one in self.rounds)

    def by_group(self) -> dict[str | None, Tally]:
        """By priority group, over all rounds."""
        return _together(one.by_group() for one in self.rounds)

    def by_municipality(self) -> dict[str | None, Tally]:
        """By municipality, over all rounds."""
        return _together(one.by_municipality() for one in self.rounds)


def effect(
    plans: Sequence[Basis],
    policy: Policy,
    *,
    time_limit: float | None = None,
    side: Side = HERE,
    told: Told | None = None,
    wanted: Callable[[], None] | None = None,
) -> Effect:
    """Solve rounds again under a policy.

    Args:
        plans: rounds with the plans that were proposed for them.
        policy: the policy that is not in force yet.
        time_limit: seconds for each round.
        side: where the rounds are solved.
        told: told how many rounds are done, and of how many.
        wanted: asked between rounds; what it raises stops the rest.

    Raises:
        InputProblems: when a round names something that the policy no longer knows, such as an urgency code.
        allocator.executor.TaskFailed: when the judge finds a fault in a plan, or the solver fails.
    """
    rounds = [under(one.round, policy) for one in plans]
    _must_fit(plans, rounds)
    tasks = [Task(round_, one.solution.placements, time_limit) for round_, one in zip(rounds, plans, strict=True)]
    found = solve_all(tasks, side, told=told, wanted=wanted)
    compared = [
        Comparison(before, Basis(round_, solution))
        for before, round_, solution in zip(plans, rounds, found, strict=True)
        if solution is not None
    ]
    lost = sorted(round_.round_id for round_, solution in zip(rounds, found, strict=True) if solution is None)
    order = sorted(compared, key=lambda one: (one.a.round.as_of, one.a.round.round_id))
    return Effect(policy, tuple(order), tuple(lost))


def _must_fit(plans: Iterable[Basis], rounds: Iterable[Round]) -> None:
    """Refuse a policy under which a round says something that means nothing; what it said before is not its fault."""
    wrong: list[Problem] = []
    for plan, round_ in zip(plans, rounds, strict=True):
        known = problems(parts_of(plan.round))
        wrong += [one for one in problems(parts_of(round_)) if not one.warning and one not in known]
    if wrong:
        raise InputProblems(wrong)


def _together(tables: Iterable[dict[str | None, Tally]]) -> dict[str | None, Tally]:
    found: dict[str | None, Tally] = {}
    for table in tables:
        for key, tally in table.items():
            found[key] = found.get(key, Tally()).plus(tally)
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))
