"""What coded reasons do to a household: refusals counted, parked until a day, homes not proposed again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.base import Frozen, Id
from allocator.domain.policy import Policy
from allocator.domain.sentence import Sentence, Value
from allocator.domain.workflow import Consequence, Reason
from allocator.locale import N_


class Effect(Frozen):
    """A consequence that was given: kept with the decision, and never changed afterwards, whatever the policy."""

    household: Id
    unit: Id
    on: date
    reason: str
    consequence: Consequence
    undone: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdStanding:
    """What the next round is told of a household: the fields of the same name, and pairs with verdict forbid."""

    refused_offers: int = 0
    parked_until: date | None = None
    blocked_units: tuple[str, ...] = ()


def standing_of(effects: Iterable[Effect], policy: Policy, on: date) -> HouseholdStanding:
    """How a household stands on a day, after all that was decided until then.

    Args:
        effects: of one household, in any order; those of decisions that were opened again are undone.
        policy: how many refusals are allowed, how long they count, and how long they park.
        on: the day.
    """
    known = sorted((e for e in effects if e.on <= on and not e.undone), key=lambda e: (e.on, e.unit, e.reason))
    counted, parked = _refusals([e.on for e in known if e.consequence.lose_offer], policy, on)
    parked += [e.on + timedelta(days=e.consequence.park_days) for e in known if e.consequence.park_days]
    until = max(parked, default=None)
    return HouseholdStanding(
        refused_offers=counted,
        parked_until=until if until and until > on else None,
        blocked_units=tuple(sorted({e.unit for e in known if e.consequence.block_pair})),
    )


def _refusals(days: list[date], policy: Policy, on: date) -> tuple[int, list[date]]:
    """Refusals that count on a day, and the ends of the pauses that refusals before it gave."""
    most, said = policy.refusals.most, policy.workflow
    counted: list[date] = []
    pauses: list[date] = []
    for day in days:
        counted = [*_still(counted, policy, day), day]
        if most is not None and len(counted) > most and said.refusals_park_days is not None:
            pauses.append(day + timedelta(days=said.refusals_park_days))
            counted = []
    return len(_still(counted, policy, on)), pauses


def _still(days: list[date], policy: Policy, on: date) -> list[date]:
    """Refusals that have not been forgotten yet."""
    keep = policy.workflow.refusals_count_days
    return days if keep is None else [day for day in days if (on - day).days < keep]


def describe(reason: Reason, policy: Policy, before: HouseholdStanding, on: date) -> tuple[Sentence, ...]:
    """What will happen when this reason is given today, in sentences: shown before it is confirmed, logged after.

    Args:
        reason: as ``catalogue(policy)`` has it.
        policy: the policy in force.
        before: how the household stands now.
        on: the day.
    """
    does = reason.consequence
    found = [*_of_the_count(policy, before, on)] if does.lose_offer else []
    if does.park_days:
        values: dict[str, Value] = {"days": does.park_days, "until": on + timedelta(days=does.park_days)}
        found.append(Sentence(N_("The household takes no part for {days} days, until {until}."), values))
    if does.block_pair:
        found.append(Sentence(N_("This home is not proposed to this household again.")))
    return tuple(found) or (Sentence(N_("Nothing changes for the household.")),)


def _of_the_count(policy: Policy, before: HouseholdStanding, on: date) -> list[Sentence]:
    most, count = policy.refusals.most, before.refused_offers + 1
    if most is None:
        return [Sentence(N_("This counts as a refused offer; there are {count} now."), {"count": count})]
    values: dict[str, Value] = {"count": count, "most": most}
    found = [Sentence(N_("This counts as a refused offer: {count}, and {most} are allowed."), values)]
    if count > most:
        days = policy.workflow.refusals_park_days
        if days is None:
            found.append(Sentence(N_("The household takes no part until a person decides otherwise.")))
        else:
            pause: dict[str, Value] = {"days": days, "until": on + timedelta(days=days)}
            text = N_("The household takes no part for {days} days, until {until}; then the count begins anew.")
            found.append(Sentence(text, pause))
    return found
