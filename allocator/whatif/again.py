"""A changed round solved again by the same code as live, and what that differs from the plan there was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.proposal import Placement, Proposal, Solution, StageResult
from allocator.domain.round import Round
from allocator.explain.difference import Kind, StageChange
from allocator.run import Rejected
from allocator.solver.aims import Passed, Values
from allocator.solver.verify import verify
from allocator.whatif.applying import apply
from allocator.whatif.changes import Single


@dataclass(frozen=True)
class Basis:
    """A round with its plan: what every change is measured against."""

    round: Round
    solution: Solution

    @classmethod
    def of(cls, round_: Round, proposal: Proposal) -> "Basis":
        """The basis of a proposal that belongs to this round."""
        return cls(round_, proposal.solution)

    @cached_property
    def context(self) -> rules.Context:
        """Facts and rules of the round, found once."""
        return rules.Context(self.round)

    @cached_property
    def judgement(self) -> rules.Judgement:
        """What the rules say of every pair of the round."""
        return rules.judge(self.round, self.context)

    @cached_property
    def home(self) -> dict[str, Placement]:
        """The placement of each household that is placed."""
        return {p.household: p for p in self.solution.placements}

    def passed_by(self, values: Values) -> bool:
        """Whether a plan that reaches this is better than the one there is, at the first stage that tells."""
        for one in self.solution.stages:
            value = values.get((one.stage, one.sub_stage), one.best)
            if value is not None and one.best is not None and value != one.best:
                return (value > one.best) == (one.sense == "max")
        return False

    def positions(self, judgement: rules.Judgement) -> dict[int, int]:
        """The same by position in a judgement, which may be that of a round with more homes."""
        return {judgement.h_index[key]: judgement.u_index[one.unit] for key, one in self.home.items()}


@dataclass(frozen=True, slots=True)
class Moved:
    """A household whose home differs between two plans; None: none."""

    household: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> Kind:
        """Added, removed or moved."""
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.MOVED


@dataclass(frozen=True)
class Again:
    """A round solved again, beside the plan there was.

    Attributes:
        round: the changed round.
        solution: its plan, judged lawful, with value, bound and status of every sub-stage.
        moves: every household whose home differs, by key.
        stages: every sub-stage of both, with its value before and after.
    """

    round: Round
    solution: Solution
    moves: tuple[Moved, ...]
    stages: tuple[StageChange, ...]

    def of_kind(self, kind: Kind) -> tuple[str, ...]:
        """Keys of the households that are added, removed or moved."""
        return tuple(one.household for one in self.moves if one.kind is kind)

    @property
    def proven(self) -> bool:
        """Whether every sub-stage of the new plan is proven."""
        return self.solution.proven

    def home_of(self, household: str) -> str | None:
        """The home of a household in the new plan."""
        return next((p.unit for p in self.solution.placements if p.household == household), None)

    @property
    def first_change(self) -> StageChange | None:
        """The first sub-stage with another value: it weighs more than all that come after it."""
        return next((s for s in self.stages if s.before != s.after and s.stage is not StageName.LOTTERY), None)


@dataclass(frozen=True)
class Beaten:
    """A changed round whose best plan leaves a household out; ``values``: what some plan reaches that is better.

    In the order of the stages, as far as that was found.
    """

    values: Values


def solve_about(
    basis: Basis,
    household: str,
    change: Single,
    judgement: rules.Judgement | None = None,
    known: Sequence[Passed] = (),
) -> Again | Beaten:
    """As ``solve_again``, where only a plan that places a household matters.

    The search ends as soon as no plan that is as good as the best places it.
    ``known``: the first stages with their values, where it is proven that the best plan of the changed round has these.

    Raises:
        allocator.solver.optimum.Contradiction: when the changed round has pins that no plan keeps.
        allocator.run.Rejected: when the independent judge finds a fault in the new plan.
    """
    from allocator.solver.optimum import solve
    from allocator.solver.race import LeftOut

    changed = apply(basis.round, change)
    try:
        solution = solve(changed, judgement=judgement, about=household, start=basis.solution.placements, known=known)
    except LeftOut as out:
        return Beaten(out.values)
    if all(p.household != household for p in solution.placements):
        return Beaten({(s.stage, s.sub_stage): s.value for s in solution.stages if s.value is not None})
    return _judged(basis, changed, solution)


def solve_again(
    basis: Basis,
    *changes: Single,
    judgement: rules.Judgement | None = None,
    time_limit: float | None = None,
    wanted: Callable[[], None] | None = None,
) -> Again:
    """Apply changes, find the best plan of the changed round, have it judged, and compare.

    Args:
        basis: the round and its plan.
        changes: what is otherwise; none solves the same round again.
        judgement: what the rules say of all pairs of the changed round, when it is known already.
        time_limit: seconds; afterwards the best plan found is given, and ``proven`` says so.
        wanted: asked before each program that is solved; what it raises ends the search.

    Raises:
        allocator.solver.optimum.Contradiction: when the changed round has pins that no plan keeps.
        allocator.run.Rejected: when the independent judge finds a fault in the new plan.
    """
    from allocator.solver.optimum import solve

    changed = apply(basis.round, *changes)
    solution = solve(changed, judgement=judgement, time_limit=time_limit, wanted=wanted)
    return _judged(basis, changed, solution)


def _judged(basis: Basis, changed: Round, solution: Solution) -> Again:
    if violations := verify(changed, solution):
        raise Rejected(violations)
    return compare(basis, changed, solution)


def compare(basis: Basis, round_: Round, solution: Solution) -> Again:
    """Another plan beside the one there was; its round may be a changed one."""
    return Again(round_, solution, _moves(basis.solution, solution), _stages(basis.solution, solution))


def _moves(old: Solution, new: Solution) -> tuple[Moved, ...]:
    before = {p.household: p.unit for p in old.placements}
    after = {p.household: p.unit for p in new.placements}
    every = (Moved(key, before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys()))
    return tuple(one for one in every if one.before != one.after)


def _stages(old: Solution, new: Solution) -> tuple[StageChange, ...]:
    """In the order of the new policy; what only the old one had comes last."""
    first, second = _by_name(old), _by_name(new)
    rows = []
    for key in dict.fromkeys((*second, *first)):
        one, other = first.get(key), second.get(key)
        sense = (other or first[key]).sense
        rows.append(StageChange(*key, sense, one.value if one else None, other.value if other else None))
    return tuple(rows)


def _by_name(solution: Solution) -> dict[tuple[StageName, str], StageResult]:
    return {(s.stage, s.sub_stage): s for s in solution.stages}
