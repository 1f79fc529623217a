"""Why a home waits: who is expected for it, how soon, and until when at most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.codes import SHARED_FORMS, Accessibility
from allocator.domain.household import Household
from allocator.domain.sentence import Sentence
from allocator.domain.simulated import WHO, sentence_of
from allocator.domain.unit import Unit
from allocator.simulate.arrivals import Arrival

LARGE = 4
"""Persons from which a household is a large one."""


@dataclass(frozen=True)
class Held:
    """A home that is kept back this week.

    Attributes:
        unit: the home.
        who: for whom, a code of ``WHO``.
        chance: part of the sampled futures in which such a household comes and takes it.
        within: weeks within which it comes, in most of those futures.
        week: how many weeks the home has been kept back, this one included.
        most: how many weeks at most.
        households: who of the list could have lived there.
    """

    unit: str
    who: str
    chance: float
    within: int
    week: int
    most: int
    households: tuple[str, ...]

    def sentence(self) -> Sentence:
        """In words, for anybody: it names no household."""
        return sentence_of(self.unit, self.who, self.within, self.most)


def expected(
    unit: Unit,
    takers: Sequence[tuple[Arrival, int]],
    chance: float,
    households: tuple[str, ...],
    *,
    week: int,
    most: int,
) -> Held:
    """What is said of a home that is kept for who takes it in the sampled futures.

    Args:
        unit: the home.
        takers: who takes it, with the weeks from now; at least one.
        chance: part of the futures in which somebody does.
        households: who of the list could have lived there.
        week: how many weeks it has been kept back.
        most: how many at most.
    """
    why = Counter(_why(unit, arrival.household) for arrival, _ in takers)
    who = max(WHO, key=lambda code: why[code])
    weeks = sorted(ahead for _, ahead in takers)
    return Held(unit.id, who, chance, weeks[len(weeks) // 2], week, most, households)


def _why(unit: Unit, household: Household) -> str:
    """What about a household makes it want just this home."""
    needs, has = household.accessibility or Accessibility.NONE, unit.accessibility or Accessibility.NONE
    if needs is not Accessibility.NONE and has.rank >= needs.rank:
        return needs.value
    if unit.form in SHARED_FORMS:
        return "shared"
    if household.persons >= LARGE:
        return "large"
    return "reserved" if unit.reserved_for else "fits"


__all__ = ["WHO", "Held", "expected", "sentence_of"]
