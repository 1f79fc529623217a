"""An offer that was made, and what it takes."""

from dataclasses import dataclass

from allocator.domain.codes import Form
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Occupant, Unit
from allocator.ledger import Counted
from allocator.simulate.answers import Answer
from allocator.solver.support import demand, takes_pool

AGAIN = "-again"
"""Behind the key of a household that came back to shelter."""


@dataclass(frozen=True)
class Offer:
    """An offer that was made: who, what, when, and what the answer will be, in which week."""

    week: int
    placement: Placement
    household: Household
    unit: Unit
    given: Answer
    heard: int
    counted: tuple[Counted, ...]
    uses: tuple[tuple[str, int], ...]


def first(key: str) -> str:
    """The household behind one who came back."""
    return key.removesuffix(AGAIN)


def takes(unit: Unit, household: Household) -> int:
    """Places that a household takes of a home."""
    return household.persons if unit.form is Form.SHARED_ROOMS else 1


def uses(round_: Round, placement: Placement) -> tuple[tuple[str, int], ...]:
    """What a placement takes of each pool, in hundredths of hours or places."""
    needs = [need for need in round_.household_by_id[placement.household].needs if takes_pool(need)]
    return tuple((p, demand(n, round_.pool_by_id[p], round_)) for n, p in zip(needs, placement.pools, strict=True))


def occupant(offer: Offer) -> Occupant:
    """Who has moved in, as a later round of the shared home sees it."""
    one = offer.household
    return Occupant(
        id=f"O-{one.id}"[:64],
        home=offer.unit.id,
        persons=one.persons,
        target_groups=one.target_groups or (),
        support_level=one.level,
        house_tags=one.house_tags or (),
        sex=one.sex,
    )


__all__ = ["AGAIN", "Offer", "first", "occupant", "takes", "uses"]
