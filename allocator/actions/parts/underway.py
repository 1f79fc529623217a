"""What is under way from earlier rounds: whose household, which support, and who is about to live where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.domain.codes import Form
from allocator.domain.household import Household
from allocator.domain.proposal import ProposedPlacement
from allocator.domain.round import Round
from allocator.domain.unit import Occupant, Unit
from allocator.ledger import Counted, counted
from allocator.solver.support import demand, takes_pool
from allocator.store import Work, placements
from allocator.store.placements import Kept


@dataclass(frozen=True)
class Underway:
    """Live placements, as the next round has to know of them."""

    households: frozenset[str]
    occupants: tuple[Occupant, ...]
    uses: dict[str, int]


def underway(work: Work) -> Underway:
    """All live placements together."""
    live = placements.load_all(work, placements.lines(work, live=True))
    uses: Counter[str] = Counter()
    for one in live:
        uses.update(uses_of(one))
    found = (occupant_of(one) for one in live)
    return Underway(frozenset(one.line.household for one in live), tuple(o for o in found if o), dict(uses))


def worked_out(round_: Round, placed: ProposedPlacement) -> dict[str, Any]:
    """What a placement means for ledger, support and home; kept with it, because facts change and go."""
    household, unit = round_.household_by_id[placed.household], round_.unit_by_id[placed.unit]
    return {
        "counted": [one.model_dump(mode="json") for one in counted(household, unit, round_.policy)],
        "uses": _uses(round_, household, placed.pools),
        "occupant": _occupant(household, unit).model_dump(mode="json") if _counts_after(unit) else None,
        "left": household.current_unit,
        "places": places_of(household, unit),
    }


def places_of(household: Household, unit: Unit) -> int:
    """Places that a household takes: one in a group home, one a person in shared rooms, else the whole unit."""
    return household.persons if unit.form is Form.SHARED_ROOMS else 1


def _uses(round_: Round, household: Household, pools: tuple[str, ...]) -> dict[str, int]:
    """Hundredths of hours, or of places, that are taken from each pool."""
    taking = [need for need in household.needs if takes_pool(need)]
    found: Counter[str] = Counter()
    for need, key in zip(taking, pools, strict=False):
        found[key] += demand(need, round_.pool_by_id[key], round_)
    return dict(found)


def _counts_after(unit: Unit) -> bool:
    """Whether who lives here counts for who may come after: in a shared home, or in a complex."""
    return unit.is_shared or unit.complex is not None


def _occupant(household: Household, unit: Unit) -> Occupant:
    return Occupant(
        id=household.id,
        home=unit.id if unit.is_shared else unit.complex or unit.id,
        persons=household.persons,
        target_groups=household.target_groups or (),
        support_level=household.level,
        house_tags=household.house_tags or (),
        sex=household.sex,
    )


def counted_of(kept: Kept) -> tuple[Counted, ...]:
    """What a placement weighs in the ledgers."""
    return tuple(Counted.model_validate(one) for one in kept.facts["counted"])


def uses_of(kept: Kept) -> Mapping[str, int]:
    """What a placement takes from each pool, in hundredths."""
    found: dict[str, int] = kept.facts["uses"]
    return found


def occupant_of(kept: Kept) -> Occupant | None:
    """Who will live there, where that counts for others."""
    found = kept.facts["occupant"]
    return Occupant.model_validate(found) if found else None


__all__ = ["Underway", "counted_of", "occupant_of", "places_of", "underway", "uses_of", "worked_out"]
