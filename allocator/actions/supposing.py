"""What if: the smallest change, the cost of an alternative, reserves and free placements of a proposal.

Each is answered within the request; on a week of a region in seconds. Larger rounds are for the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, PROVIDER, Deed, action
from allocator.actions.parts.owned import our_household
from allocator.actions.parts.proposed import proposed, reader_of
from allocator.domain.refusal import Conflict, NotFound, Unavailable
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports.reserves import reserves_headline
from allocator.reports.supposing import (
    Effect,
    Said,
    effect,
    freedom_parts,
    instead_parts,
    said_of_household,
    said_of_unit,
)
from allocator.reports.swapping import swap_parts
from allocator.reports.telling import Part
from allocator.solver.alike import same_in_every_best_plan
from allocator.solver.clock import OutOfTime
from allocator.store import region
from allocator.whatif.again import Basis
from allocator.whatif.changes import ChangeKind
from allocator.whatif.filling import filling
from allocator.whatif.instead import instead
from allocator.whatif.reserves import Reserves, reserves
from allocator.whatif.smallest import smallest
from allocator.whatif.swap import swap

MOST_PAIRS = 120_000
"""Households x homes up to which a question is answered within a request."""
SECONDS = 30.0
"""Most that one search may take within a request."""


@dataclass(frozen=True)
class SmallestChanges:
    """What would place a household, or fill a home; kinds in which nothing was found, and not looked further."""

    proposal: int
    claims: tuple[Said, ...]
    nothing: tuple[ChangeKind, ...]
    unfinished: tuple[ChangeKind, ...]


@dataclass(frozen=True)
class Alternative:
    """What if a household got a home."""

    proposal: int
    lawful: bool
    free: bool
    proven: bool
    headline: str
    parts: tuple[Part, ...]
    effect: Effect | None


@dataclass(frozen=True)
class Exchange:
    """What if two households got each other's home; each pair is a household with the home that it would get."""

    proposal: int
    pairs: tuple[tuple[str, str], tuple[str, str]]
    lawful: bool
    free: bool
    proven: bool
    headline: str
    parts: tuple[Part, ...]
    effect: Effect | None


@dataclass(frozen=True)
class Freedom:
    """Households whose home is the same in every best plan, those whose home is free, and the home of each."""

    proposal: int
    headline: str
    same: tuple[str, ...]
    free: tuple[str, ...]
    homes: Mapping[str, str]


@dataclass(frozen=True)
class Cover:
    """The reserves of a proposal."""

    proposal: int
    headline: str
    found: Reserves


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def change_for_household(
    deed: Deed, round_id: str, household: str, number: int | None = None, lang: str = "nl"
) -> SmallestChanges:
    """Say which smallest changes would place a household that got no home. A care provider asks of its own clients."""
    our_household(deed, household)
    round_, proposal, kept = proposed(deed, round_id, number)
    basis = Basis.of(_small(round_), proposal)
    _in(round_, household)
    if household in basis.home:
        raise Conflict("placed", N_("{household} has a home in this proposal."), household=household)
    reader = reader_of(deed, lang)
    found = smallest(basis, household)
    said = tuple(said_of_household(round_, found, reader))
    deed.read({household, *(h for one in said for h in _named(one.effect))})
    return SmallestChanges(kept.number, said, found.nothing, ())


@action(COMMITTEE, AUDITOR, writes=False)
def change_for_unit(
    deed: Deed, round_id: str, unit: str, number: int | None = None, lang: str = "nl"
) -> SmallestChanges:
    """Say which smallest changes would fill a home that stays empty: the day or the cent can tell of one person."""
    round_, proposal, kept = proposed(deed, round_id, number)
    if unit not in round_.unit_by_id:
        raise region.no_unit(unit)
    if unit not in {empty.unit for empty in proposal.empty_units}:
        raise Conflict("full", N_("{unit} has no place left in this proposal."), unit=unit)
    reader = reader_of(deed, lang)
    found = filling(Basis.of(_small(round_), proposal), unit)
    said = tuple(said_of_unit(round_, found, reader))
    deed.read({h for one in said for h in _named(one.effect)})
    return SmallestChanges(kept.number, said, found.nothing, found.unfinished)


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def suppose(
    deed: Deed, round_id: str, household: str, unit: str, number: int | None = None, lang: str = "nl"
) -> Alternative:
    """Say what it would cost if a household got a home. A care provider asks of its own clients."""
    our_household(deed, household)
    round_, proposal, kept = proposed(deed, round_id, number)
    _in(round_, household)
    if unit not in round_.unit_by_id:
        raise region.no_unit(unit)
    reader = reader_of(deed, lang)
    found = instead(Basis.of(_small(round_), proposal), household, unit, time_limit=SECONDS)
    headline, parts = instead_parts(round_, found, reader)
    cost = None if found.again is None else effect(found.again, reader, besides=(household,))
    deed.read({household, *(_named(cost) if cost else ())})
    proven = found.again is None or found.again.proven
    return Alternative(
        kept.number, found.lawful, found.free, proven, headline, tuple(p for p in parts if p.sentences), cost
    )


@action(COMMITTEE, AUDITOR, writes=False)
def suppose_swap(
    deed: Deed, round_id: str, first: str, second: str, number: int | None = None, lang: str = "nl"
) -> Exchange:
    """Say what it would cost if two households of a proposal got each other's home."""
    round_, proposal, kept = proposed(deed, round_id, number)
    basis = Basis.of(_small(round_), proposal)
    for key in (first, second):
        _in(round_, key)
        if key not in basis.home:
            raise Conflict("not_placed", N_("{household} has no home in this proposal."), household=key)
    if basis.home[first].unit == basis.home[second].unit:
        raise Conflict("same_home", N_("Choose two households with different homes."))
    reader = reader_of(deed, lang)
    found = swap(basis, first, second, time_limit=SECONDS)
    headline, parts = swap_parts(round_, found, reader)
    cost = None if found.again is None else effect(found.again, reader, besides=(first, second))
    deed.read({first, second, *(_named(cost) if cost else ())})
    proven = found.again is None or found.again.proven
    shown = tuple(p for p in parts if p.sentences)
    return Exchange(kept.number, found.pairs, found.again is not None, found.free, proven, headline, shown, cost)


@action(COMMITTEE, AUDITOR, writes=False)
def list_free(deed: Deed, round_id: str, number: int | None = None, lang: str = "nl") -> Freedom:
    """Say which placements are the same in every best plan, and in which people are free to choose otherwise."""
    round_, proposal, kept = proposed(deed, round_id, number)
    placements = proposal.solution.placements
    try:
        same = same_in_every_best_plan(_small(round_), placements, time_limit=SECONDS)
    except OutOfTime as late:
        raise Unavailable("too_long", N_("This takes too long to answer at once.")) from late
    deed.read(p.household for p in placements)
    headline, _ = freedom_parts(placements, same, reader_of(deed, lang))
    free = tuple(p.household for p in placements if p.household not in same)
    return Freedom(kept.number, headline, tuple(sorted(same)), free, {p.household: p.unit for p in placements})


@action(COMMITTEE, AUDITOR, writes=False)
def list_reserves(deed: Deed, round_id: str, number: int | None = None, each: int = 2, lang: str = "nl") -> Cover:
    """Say who takes a home when its household refuses, chosen for all homes together."""
    round_, proposal, kept = proposed(deed, round_id, number)
    found = reserves(Basis.of(_small(round_), proposal), each)
    deed.read(h for place in found.places for h in (place.household, *(r.placement.household for r in place.reserves)))
    return Cover(kept.number, reserves_headline(found, reader_of(deed, lang)), found)


def _in(round_: Round, household: str) -> None:
    if household not in round_.household_by_id:
        raise NotFound("not_in_round", N_("{household} is not in this round."), household=household)


def _small(round_: Round) -> Round:
    """The round, when questions about it can be answered within a request."""
    if len(round_.households) * len(round_.units) > MOST_PAIRS:
        raise Conflict("too_large", N_("This round is too large to answer this at once; use the command line."))
    return round_


def _named(found: Effect) -> set[str]:
    """Households that an answer names."""
    return {*found.losing, *found.moving, *found.gaining}
