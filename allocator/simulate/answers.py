"""What becomes of an offer: drawn once for each household and home, so a pair that refuses does so in every policy."""

from enum import StrEnum

from allocator.domain.codes import Form
from allocator.domain.household import Household
from allocator.domain.scenario import Scenario
from allocator.domain.unit import Unit
from allocator.domain.workflow import Consequence
from allocator.generate.draw import Draw
from allocator.solver.aims import in_own_municipality

BEST = 1000


class Answer(StrEnum):
    """What a household says to an offer."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


def answer(seed: str, scenario: Scenario, household: Household, unit: Unit, points: int) -> Answer:
    """What this household says to this home, whenever and by whomever it is offered."""
    drawn = Draw(seed, "answer", household.id, unit.id).share()
    chance = chance_of_no(scenario, unit, points)
    if drawn < chance:
        return Answer.NO
    return Answer.NOTHING if drawn < chance + scenario.answers.no_answer else Answer.YES


def chance_of_no(scenario: Scenario, unit: Unit, points: int) -> float:
    """Chance that an offer is refused: more where the home fits less, or is not a regular one."""
    said = scenario.answers
    more = said.unconventional if unit.form is not Form.REGULAR else 0.0
    return said.refused_worst + (said.refused_best - said.refused_worst) * points / BEST + more


def reason_of(given: Answer, household: Household, unit: Unit) -> str:
    """The coded reason of a no, as the workflow has it."""
    if given is Answer.NOTHING:
        return "no_answer"
    return "home_not_liked" if in_own_municipality(household, unit) else "too_far"


PASSED_ON = Consequence(block_pair=True, lose_offer=True)
"""Of an offer that nobody answered: it goes to another household, and counts as refused (as delivered)."""

__all__ = ["BEST", "PASSED_ON", "Answer", "answer", "chance_of_no", "reason_of"]
