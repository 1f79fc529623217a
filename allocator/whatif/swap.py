"""What if two households changed homes: the exact cost, from the whole round solved again with both pairs pinned."""

from dataclasses import dataclass

from allocator import rules
from allocator.domain.codes import StageName, Verdict
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.solver.statements import Contradiction
from allocator.whatif.again import Again, Basis, solve_again
from allocator.whatif.changes import PairSaid


@dataclass(frozen=True)
class Swap:
    """The answer: either what stands in the way, or the best plan in which both have the home of the other.

    Attributes:
        pairs: each household with the home that it would get.
        against: why no lawful plan has it: rules, or the smallest set of statements that contradict each other.
        again: the round solved again with both pairs; None when no lawful plan has them.
    """

    pairs: tuple[tuple[str, str], tuple[str, str]]
    against: tuple[Sentence, ...]
    again: Again | None

    @property
    def free(self) -> bool:
        """Whether that plan is as good on every stage before the lottery, and proven."""
        if self.again is None or not self.again.proven:
            return False
        return all(s.better >= 0 for s in self.again.stages if s.stage is not StageName.LOTTERY)


def swap(basis: Basis, first: str, second: str, *, time_limit: float | None = None) -> Swap:
    """Give each of two households the home of the other, and solve the rest again.

    Args:
        basis: the round and its plan.
        first: key of a household that the plan places.
        second: key of another one.
        time_limit: seconds; afterwards the best plan found is given, and ``again.proven`` says so.

    Raises:
        KeyError: when the plan places one of them nowhere.
    """
    pairs = (first, basis.home[second].unit), (second, basis.home[first].unit)
    said = tuple(
        rules.sentence(basis.context, code, household, unit)
        for household, unit in pairs
        for code in rules.judge_pair(basis.context, household, unit).refused
    )
    if said:
        return Swap(pairs, said, None)
    pins = [PairSaid(household=household, unit=unit, verdict=Verdict.PIN) for household, unit in pairs]
    try:
        again = solve_again(basis, *pins, judgement=basis.judgement, time_limit=time_limit)
    except Contradiction as clash:
        head = Sentence(N_("It contradicts what else is fixed; these cannot all be kept:"))
        return Swap(pairs, (head, *(one.sentence() for one in clash.statements)), None)
    return Swap(pairs, (), again)
