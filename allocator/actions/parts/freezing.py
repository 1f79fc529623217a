"""From what is kept to a frozen round: who still needs a home, what is still free, and what is under way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.actions.parts.underway import underway
from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.consistency import parts_of, problems
from allocator.domain.household import Apart, Household
from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems
from allocator.domain.region import BY_DECISION, PairWord, SupportPool
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.unit import Occupant, Unit, moves_on
from allocator.intake.case import rule_facts
from allocator.store import Work, books, claims, decisions, occupants, people, placements, region, rounds
from allocator.workflow import HouseholdStanding, standing_of

BLOCKED_BY = BY_DECISION
"""Who says that a home is not proposed again to who refused it."""


@dataclass(frozen=True)
class Names:
    """What the round is called, and what it is about."""

    round_id: str
    as_of: date
    period: str
    seed: str


def freeze(work: Work, names: Names, policy: Policy) -> Round:
    """The round as it would be opened now.

    Raises:
        InputProblems: when what is kept contradicts itself.
    """
    busy = underway(work)
    standings = standings_of(work, policy, names.as_of, listed=True)
    households = tuple(
        with_standing(h, standings.get(h.id)) for h in people.households(work) if h.id not in busy.households
    )
    units = _units(known := region.units(work), claims.claimed(work), households)
    households = _where_they_live(households, units)
    living = _occupants(busy.occupants, units, known, work)
    movers = {o.id: o.home for o in living if o.id in {h.id for h in households}}
    living = tuple(_in_two_places(o, movers) for o in living)
    found = Round(
        round_id=names.round_id,
        as_of=names.as_of,
        period=names.period,
        policy=policy,
        households=households,
        units=units,
        municipalities=region.municipalities(work),
        complexes=region.complexes(work),
        corporations=region.corporations(work),
        occupants=living,
        apart=_aparts(work, households, living, movers),
        keys=region.weights(work),
        support=_support(region.pools(work), busy.uses),
        ledger=tuple(p for p in books.postings(work, names.period) if p.on <= names.as_of),
        pairs=_words(people.words(work), standings, households, units, movers),
        previous=_previous(work, households, units),
        paused_corporations=region.paused_corporations(work),
        lottery_seed=names.seed,
    )
    wrong = [p for p in problems(parts_of(found, rule_facts())) if not p.warning]
    if wrong:
        raise InputProblems(wrong)
    return found


# ------------------------------------------------------------------------------------------------ people


def standings_of(work: Work, policy: Policy, on: date, *, listed: bool = False) -> dict[str, HouseholdStanding]:
    """What earlier decisions did to each household, or only to those on the list."""
    found = decisions.effects(work, listed=listed)
    return {household: standing_of(done, policy, on) for household, done in found.items()}


def standing_now(work: Work, household: str, policy: Policy, on: date) -> HouseholdStanding:
    """What earlier decisions did to one household."""
    done = decisions.effects(work, household).get(household)
    return standing_of(done, policy, on) if done else HouseholdStanding()


def _where_they_live(households: Iterable[Household], units: Iterable[Unit]) -> tuple[Household, ...]:
    """Households, without the home in which one lives when that does not come free by its move: corporations know."""
    lived_in = {None, *(u.id for u in units if u.status is UnitStatus.OCCUPIED)}
    return tuple(h if h.current_unit in lived_in else h.model_copy(update={"current_unit": None}) for h in households)


def with_standing(household: Household, standing: HouseholdStanding | None) -> Household:
    """A household with what decisions here added to what its file says."""
    if standing is None:
        return household
    parked = max(filter(None, (household.parked_until, standing.parked_until)), default=None)
    refused = min(99, household.refused_offers + standing.refused_offers)
    return household.model_copy(update={"refused_offers": refused, "parked_until": parked})


def _words(
    said: Iterable[PairWord],
    standings: dict[str, HouseholdStanding],
    households: Iterable[Household],
    units: Iterable[Unit],
    movers: Mapping[str, str],
) -> tuple[PairWord, ...]:
    """Words on pairs of this round, homes refused before, and the shared home where somebody lives already."""
    people_here, homes_here = {h.id for h in households}, {u.id for u in units}
    found = [word for word in said if word.household in people_here and word.unit in homes_here]
    known = {(word.household, word.unit) for word in found if word.verdict in (Verdict.FORBID, Verdict.PIN)}
    refused = {(h, u) for h, standing in standings.items() for u in standing.blocked_units}
    refused = (refused | set(movers.items())) - known
    found += [
        PairWord(household=household, unit=unit, verdict=Verdict.FORBID, by=BLOCKED_BY)
        for household, unit in sorted(refused)
        if household in people_here and unit in homes_here
    ]
    return tuple(found)


def _in_two_places(one: Occupant, movers: Mapping[str, str]) -> Occupant:
    """An occupant; who is also on the list, to move on, gets a key of its own."""
    return one.model_copy(update={"id": moves_on(str(one.id), one.home)}) if one.id in movers else one


def _aparts(
    work: Work, households: Iterable[Household], living: Iterable[Occupant], movers: Mapping[str, str]
) -> tuple[Apart, ...]:
    """Rows on a household of this round, and somebody who is in it or lives in one of its homes."""
    here = {h.id for h in households}
    there = here | {o.id for o in living if o.id}
    found = []
    for row in people.aparts(work):
        for one, other in ((row.household, row.other), (row.other, row.household)):
            if one in here and other in movers:  # and not where that one lives now
                found.append(row.model_copy(update={"household": one, "other": moves_on(other, movers[other])}))
        if row.household in here and row.other in there:
            found.append(row)
    return tuple(found)


# ------------------------------------------------------------------------------------------------ homes


def _units(all_of_them: Iterable[Unit], claimed: dict[str, int], households: Iterable[Household]) -> tuple[Unit, ...]:
    """Homes with a place that nobody has; occupied ones only where somebody of this round lives."""
    lived_in = {h.current_unit for h in households}
    found = []
    for unit in all_of_them:
        left = unit.places - claimed.get(unit.id, 0)
        if unit.status is UnitStatus.OCCUPIED:
            if unit.id in lived_in and unit.id not in claimed:
                found.append(unit)
        elif left > 0 and (unit.is_shared or unit.id not in claimed):
            found.append(unit.model_copy(update={"places": left}) if left != unit.places else unit)
    return tuple(found)


def _occupants(
    coming: Sequence[Occupant], here: Iterable[Unit], known: Iterable[Unit], work: Work
) -> tuple[Occupant, ...]:
    """Who lives in the homes and complexes of this round, or is about to; whose home is full counts in its complex."""
    places = {u.id for u in here} | {c.id for c in region.complexes(work)}
    counts_in = {u.id: u.complex for u in known if u.complex in places} | {place: place for place in places}
    found = []
    for one in (*occupants.occupants(work, homes=counts_in), *coming):
        home = counts_in.get(one.home)
        if home is not None:
            found.append(one if home == one.home else one.model_copy(update={"home": home}))
    return tuple(found)


def _support(pools: Iterable[SupportPool], uses: dict[str, int]) -> tuple[SupportPool, ...]:
    """Pools with what placements under way will use."""
    return tuple(
        pool.model_copy(update={"used": round(pool.used + uses[pool.id] / 100, 2)}) if pool.id in uses else pool
        for pool in pools
    )


# ------------------------------------------------------------------------------------------------ the plan before


def _previous(work: Work, households: Iterable[Household], units: Iterable[Unit]) -> tuple[PreviousPlacement, ...]:
    """What the last proposal said of households and homes that are still there."""
    last = rounds.latest(work)
    if last is None:
        return ()
    people_here, homes_here = {h.id for h in households}, {u.id for u in units}
    of_round: dict[str, str] = defaultdict(str)
    for line in placements.lines(work, round_id=last.id):
        of_round[line.household] = line.unit
    return tuple(
        PreviousPlacement(household=household, unit=unit)
        for household, unit in of_round.items()
        if household in people_here and unit in homes_here
    )
