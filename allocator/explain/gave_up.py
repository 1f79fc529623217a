"""What each aim gave up for the aims above it, in one sentence."""

from allocator.domain.codes import StageName
from allocator.domain.proposal import StageResult
from allocator.domain.sentence import Sentence
from allocator.locale import N_

_NOTHING = N_("Gave up nothing for the aims above it.")
_AT_MOST = N_(
    "Gave up at most {more} for the aims above it and for the homes there are: no plan at all reaches over {alone}."
)
_BALANCE = N_("Decides where, never whether: the number placed was fixed first.")
_LOTTERY = N_("Chooses among plans that are equal on every aim; it costs no aim anything.")
_NOT_REACHED = N_("Not reached before the time was up.")
_NOT_COMPARED = N_("Not compared with a plan without the aims above it.")


def gave_up(result: StageResult) -> Sentence:
    """The sentence of one sub-stage, from its value and the bound without the aims above it."""
    if result.best is None or result.value is None:
        return Sentence(_NOT_REACHED)
    if result.stage is StageName.LOTTERY:
        return Sentence(_LOTTERY)
    if result.sense == "min":
        return Sentence(_BALANCE)
    if result.alone is None:
        return Sentence(_NOT_COMPARED)
    if result.alone <= result.value:
        return Sentence(_NOTHING)
    return Sentence(_AT_MOST, {"more": result.alone - result.value, "alone": result.alone})
