"""What if this household got that home: the exact cost, from the whole round solved again with the pair pinned.

When the plan is as good on every stage before the lottery, people are free to choose so, and it is shown as that.
"""

from dataclasses import dataclass

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import StageName, Verdict
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.solver.statements import Contradiction
from allocator.whatif.again import Again, Basis, solve_again
from allocator.whatif.changes import PairSaid


@dataclass(frozen=True)
class Instead:
    """The answer: either what stands in the way, or the best plan in which it is so.

    Attributes:
        household: who.
        unit: which home.
        refused: the rules that refuse the pair; their sentences stand in ``against``.
        against: why no lawful plan has it: rules, or the smallest set of statements that contradict each other.
        again: the round solved again with the pair; None when no lawful plan has it.
    """

    household: str
    unit: str
    refused: tuple[str, ...]
    against: tuple[Sentence, ...]
    again: Again | None

    @property
    def lawful(self) -> bool:
        """Whether any plan may have it."""
        return self.again is not None

    @property
    def free(self) -> bool:
        """Whether that plan is as good on every stage before the lottery, and proven."""
        if self.again is None or not self.again.proven:
            return False
        return all(s.better >= 0 for s in self.again.stages if s.stage is not StageName.LOTTERY)


def instead(basis: Basis, household: str, unit: str, *, time_limit: float | None = None) -> Instead:
    """Give a household a home and solve the rest again.

    Args:
        basis: the round and its plan.
        household: key of a household of the round.
        unit: key of a home of the round.
        time_limit: seconds; afterwards the best plan found is given, and ``again.proven`` says so.

    Raises:
        KeyError: when the round has no such household or home.
    """
    verdict = rules.judge_pair(basis.context, household, unit)
    if verdict.refused:
        said = (rules.sentence(basis.context, code, household, unit) for code in verdict.refused)
        return Instead(household, unit, verdict.refused, tuple(said), None)
    pin = PairSaid(household=household, unit=unit, verdict=Verdict.PIN)
    try:
        again = solve_again(basis, pin, judgement=basis.judgement, time_limit=time_limit)
    except Contradiction as clash:
        head = Sentence(N_("It contradicts what else is fixed; these cannot all be kept:"))
        # What is fixed for others may say who they are and what they need.
        rest = (Sentence(s.text, s.values, Sensitivity.SAFETY) for s in (one.sentence() for one in clash.statements))
        return Instead(household, unit, (), (head, *rest), None)
    return Instead(household, unit, (), (), again)
