"""Why this home, why not that one, and what must be known first: layers 1 and 2 of every explanation.

``explain`` reads a round and a plan and says, for every household and every unit, what decided. Each sentence knows
who may read it; beside it stand the facts (codes and keys) that programs and tests use. Nothing here solves anything:
a claim rests on the rules, on what is left in the plan, or on one exchange compared aim by aim.
"""

from collections.abc import Collection

from allocator import rules
from allocator.domain.proposal import Solution
from allocator.domain.round import Round
from allocator.explain.causes import Cause
from allocator.explain.decide import Decisions
from allocator.explain.homes import Homes
from allocator.explain.placed import Placed
from allocator.explain.questions import Questions
from allocator.explain.reasons import (
    Alternative,
    Ask,
    Confirm,
    Explanations,
    HomeWhy,
    NearHome,
    PairWhy,
    PlacedWhy,
    UnitWhy,
    UnplacedWhy,
)
from allocator.explain.refusals import Refusals
from allocator.explain.state import State
from allocator.explain.system import sentences
from allocator.explain.units import Units
from allocator.explain.unplaced import Unplaced

__all__ = [
    "Alternative",
    "Ask",
    "Cause",
    "Confirm",
    "Explanations",
    "HomeWhy",
    "NearHome",
    "PairWhy",
    "PlacedWhy",
    "UnitWhy",
    "UnplacedWhy",
    "explain",
    "explain_pair",
]


def explain(
    round_: Round,
    solution: Solution,
    judgement: rules.Judgement | None = None,
    context: rules.Context | None = None,
    about: Collection[str] | None = None,
) -> Explanations:
    """Explain every household and every unit of a plan, or some of them.

    Args:
        round_: the round that was solved.
        solution: a plan that keeps every rule (``solver.verify`` finds nothing wrong), with what each aim reached.
        judgement: what the rules say of all pairs, when that was worked out before.
        context: the facts of the round, when they were found before.
        about: keys of the households and units that are asked for; None: all.
    """
    context = context or rules.Context(round_)
    state = State(round_, solution, judgement or rules.judge(round_, context), context)
    decisions, refusals, questions = Decisions(state), Refusals(state), Questions(state)
    unplaced = Unplaced(Homes(decisions), refusals, questions)
    placed, units = Placed(state), Units(decisions, refusals)
    wanted = (lambda _: True) if about is None else frozenset(about).__contains__
    given = (h for h in sorted(state.placement) if wanted(round_.households[h].id))
    without = (row for row, h in enumerate(state.unplaced) if wanted(round_.households[h].id))
    homes = (u for u, one in enumerate(round_.units) if wanted(one.id))
    return Explanations(
        placed={why.household: why for why in map(placed.why, given)},
        unplaced={why.household: why for why in map(unplaced.why, without)},
        units={why.unit: why for why in map(units.why, homes)},
        system=sentences(state),
        opener=questions.opener,
    )


def explain_pair(
    round_: Round,
    solution: Solution,
    household: str,
    unit: str,
    judgement: rules.Judgement | None = None,
    context: rules.Context | None = None,
) -> PairWhy:
    """Explain one household and one unit; the plan and the rest as for ``explain``.

    Raises:
        KeyError: when the round has no such household or unit.
    """
    context = context or rules.Context(round_)
    verdict = rules.judge_pair(context, household, unit)
    given = {p.household: p.unit for p in solution.placements}.get(household)
    home = None
    if verdict.allowed and given is None:
        state = State(round_, solution, judgement or rules.judge(round_, context), context)
        home = Homes(Decisions(state)).of_pair(state.h[household], state.u[unit])
    return PairWhy(
        household=household,
        unit=unit,
        refused={code: rules.sentence(context, code, household, unit) for code in verdict.refused},
        asked={code: rules.sentence(context, code, household, unit) for code in verdict.ask},
        waived=verdict.waived,
        points=verdict.points,
        placed=given == unit,
        lives_elsewhere=given if given != unit else None,
        home=home,
    )
