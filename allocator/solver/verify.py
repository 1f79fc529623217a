"""The judge: recomputes everything a solution claims, in plain Python (docs/model.md).

It never sees the engine or the formulation. It shares with them the domain, the rule of one pair and the
counting of the aims; places, living together, support, limits and statuses are its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocator import rules
from allocator.domain.codes import Verdict
from allocator.domain.proposal import Placement, Solution
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.solver.verify_homes import homes
from allocator.solver.verify_plan import Plan, Violation
from allocator.solver.verify_stages import stages
from allocator.solver.verify_support import limits, support

__all__ = ["Violation", "feasible", "verify"]


def verify(round_: Round, solution: Solution) -> list[Violation]:
    """Everything that is wrong with a solution: the plan itself, then what each aim is said to have reached.

    Args:
        round_: the round that was solved.
        solution: placements, and value, best, bound and status of every sub-stage.

    Returns:
        An empty list when the solution keeps every rule and every figure in it is true.
    """
    context = rules.Context(round_)
    unknown = list(_unknown_keys(round_, solution.placements))
    if unknown:
        return unknown
    return [*feasible(round_, solution.placements, context), *stages(round_, solution, context)]


def feasible(round_: Round, placements: Sequence[Placement], context: rules.Context) -> list[Violation]:
    """Everything that is wrong with a plan alone, whatever it is worth."""
    unknown = list(_unknown_keys(round_, placements))
    if unknown:  # nothing more can be said about homes and people that are not there
        return unknown
    rules.judge_pairs(context, ((p.household, p.unit) for p in placements))  # all at once: what follows asks again
    plan = Plan.of(round_, context, placements)
    return [*_once(placements), *_pairs(plan), *_pins(plan), *homes(plan), *support(plan), *limits(plan)]


def _unknown_keys(round_: Round, placements: Iterable[Placement]) -> Iterator[Violation]:
    for placement in placements:
        if placement.household not in round_.household_by_id:
            text = N_("Household {household} is placed, but is not in the round.")
            yield Violation("unknown-household", Sentence(text, {"household": placement.household}))
        if placement.unit not in round_.unit_by_id:
            text = N_("Unit {unit} is used, but is not in the round.")
            yield Violation("unknown-unit", Sentence(text, {"unit": placement.unit}))


def _once(placements: Iterable[Placement]) -> Iterator[Violation]:
    for household, times in Counter(p.household for p in placements).items():
        if times > 1:
            text = N_("Household {household} is placed {times} times.")
            yield Violation("placed-twice", Sentence(text, {"household": household, "times": times}))


def _pairs(plan: Plan) -> Iterator[Violation]:
    """Rules and words of people on each placed pair."""
    forbidden = {(w.household, w.unit) for w in plan.round.pairs if w.verdict is Verdict.FORBID}
    for placement, household, unit in plan.placed:
        values = {"household": household.id, "unit": unit.id}
        if (household.id, unit.id) in forbidden:
            text = N_("{household} in {unit}: this pair was forbidden.")
            yield Violation("forbidden", Sentence(text, values))
        verdict = rules.judge_pair(plan.context, placement.household, placement.unit)
        for code in verdict.refused:
            text = N_("{household} in {unit}: rule {rule} refuses it.")
            yield Violation("rule", Sentence(text, {**values, "rule": code}))


def _pins(plan: Plan) -> Iterator[Violation]:
    kept = {(p.household.id, p.unit.id) for p in plan.placed}
    for word in plan.round.pairs:
        if word.verdict is Verdict.PIN and (word.household, word.unit) not in kept:
            text = N_("{household} was pinned to {unit}, but is not placed there.")
            yield Violation("pin", Sentence(text, {"household": word.household, "unit": word.unit}))
