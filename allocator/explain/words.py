"""The sentences of causes: one clause each, and how a clause is used for one home, some homes or all homes."""

from allocator.domain.base import Sensitivity
from allocator.domain.sentence import Sentence, Term, Value
from allocator.explain.causes import Cause
from allocator.locale import N_

SHOWN = 5
"""Homes, units or causes that are written out one by one; the numbers always count all."""

# Each clause follows "there", "in all of them" or "in 3 of them"; so in Dutch it begins with the verb.
CLAUSES: dict[Cause, str] = {
    Cause.URGENCY: N_("somebody of a more urgent class was placed"),
    Cause.ORIGIN: N_("somebody was placed who comes from that municipality or prefers it"),
    Cause.BALANCE: N_("somebody was placed who counts for more in the fair share"),
    Cause.WAITING: N_("somebody was placed who has waited longer"),
    Cause.SUITABILITY: N_("somebody was placed for whom the home is more suitable"),
    Cause.STABILITY: N_("somebody was placed who had this home in the previous proposal as well"),
    Cause.LOTTERY: N_("somebody was placed who was drawn earlier in the lottery"),
    Cause.NO_SUPPORT: N_("no care provider gives the support that is needed"),
    Cause.POOL: N_("the care providers have too little support left"),
    Cause.CORPORATION_NORM: N_("the corporation can let no more homes above the rent that fits the income"),
    Cause.CAP: N_("the highest number of placements in the policy has been reached"),
    Cause.COMPLEX: N_("the complex cannot take more households with this support or of this group"),
    Cause.LIVING_TOGETHER: N_("it does not go together with who lives there or comes to live there"),
    Cause.APART: N_("somebody lives or comes to live who must be kept apart"),
    Cause.PLACES: N_("there are too few places"),
    Cause.PINNED: N_("somebody was placed by hand"),
    Cause.CHAIN: N_("the people who live there now do not move in this plan"),
    Cause.RETURN: N_("somebody was placed whose old home has been given to others"),
    Cause.JOINT: N_("the whole plan decided together; no single exchange tells why"),
    Cause.NOT_PROVEN: N_("the search stopped before it was sure that an exchange is not better"),
}

_SPECIAL, _SAFETY = Sensitivity.SPECIAL, Sensitivity.SAFETY
SENSITIVITY: dict[Cause, Sensitivity] = {
    cause: {
        Cause.NO_SUPPORT: _SPECIAL,
        Cause.POOL: _SPECIAL,
        Cause.COMPLEX: _SPECIAL,
        Cause.CAP: _SPECIAL,  # a cap may be on a group or on a level of support
        Cause.BALANCE: _SPECIAL,  # so may a dimension of balance
        Cause.LIVING_TOGETHER: _SPECIAL,
        Cause.APART: _SAFETY,
    }.get(cause, Sensitivity.PERSONAL)
    for cause in CLAUSES
}


def clause(cause: Cause) -> Term:
    """What happened, as part of a sentence."""
    return Term(CLAUSES[cause])


def of_home(cause: Cause, unit: str) -> Sentence:
    """Why a household did not get one home."""
    return Sentence(N_("{unit}: {why}."), {"unit": unit, "why": clause(cause)}, SENSITIVITY[cause])


def of_homes(cause: Cause, count: int, homes: int) -> Sentence:
    """Why a household got none of its homes: the cause that decided ``count`` of ``homes``."""
    values: dict[str, Value] = {"why": clause(cause)}
    if homes == 1:
        return Sentence(N_("Eligible for one home; there {why}."), values, SENSITIVITY[cause])
    values["homes"] = homes
    if count == homes:
        text = N_("Eligible for {homes} homes; in all of them {why}.")
        return Sentence(text, values, SENSITIVITY[cause])
    values["count"] = count
    if 2 * count > homes:
        text = N_("Eligible for {homes} homes; in most of them ({count}) {why}.")
        return Sentence(text, values, SENSITIVITY[cause])
    return Sentence(N_("Eligible for {homes} homes; in {count} of them {why}."), values, SENSITIVITY[cause])


def also(cause: Cause, count: int) -> Sentence:
    """A further cause of a household, with the number of homes."""
    values: dict[str, Value] = {"count": count, "why": clause(cause)}
    if count == 1:
        return Sentence(N_("In one more home {why}."), values, SENSITIVITY[cause])
    return Sentence(N_("In {count} more homes {why}."), values, SENSITIVITY[cause])


def of_people(cause: Cause, count: int, people: int) -> Sentence:
    """Why a place stays empty: the cause that keeps out ``count`` of the ``people`` who may live there."""
    values: dict[str, Value] = {"why": clause(cause)}
    if people == 1:
        text = N_("One household without a home may live here, but: {why}.")
        return Sentence(text, values, SENSITIVITY[cause])
    values["people"] = people
    if people == count:
        text = N_("{people} households without a home may live here, but for all of them: {why}.")
        return Sentence(text, values, SENSITIVITY[cause])
    values["count"] = count
    text = N_("{people} households without a home may live here, but for {count} of them: {why}.")
    return Sentence(text, values, SENSITIVITY[cause])


def of_others(cause: Cause, count: int) -> Sentence:
    """Of the households without a home that may live somewhere: for how many one cause decided."""
    values: dict[str, Value] = {"count": count, "why": clause(cause)}
    if count == 1:
        return Sentence(N_("Not given to one household without a home: {why}."), values, SENSITIVITY[cause])
    return Sentence(N_("Not given to {count} households without a home: {why}."), values, SENSITIVITY[cause])
