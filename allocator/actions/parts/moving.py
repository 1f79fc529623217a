"""What a move does to home, support and list: somebody lives there now, has left, or lives there again."""

from collections.abc import Mapping
from datetime import date

from allocator.actions.parts.underway import occupant_of, uses_of
from allocator.domain.codes import UnitStatus
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import SETTLED
from allocator.locale import N_
from allocator.store import NotFound, Work, decisions, occupants, people, placements, region
from allocator.store.placements import Kept, Line
from allocator.store.vault import Gone

EARLIER_FELL_THROUGH = "earlier_fell_through"
"""Reason for which the program calls off who waits for a move that is off."""


def settle(work: Work, kept: Kept, on: date) -> None:
    """The household lives there: its home is taken, the one that it left is free, and it is off the list."""
    unit, _ = region.unit(work, kept.line.unit)
    if unit.is_shared:
        left = max(0, unit.places - int(kept.facts["places"]))
        status = UnitStatus.OCCUPIED if left == 0 else unit.status
        region.keep_unit(work, unit.model_copy(update={"places": left, "status": status}))
    else:
        region.keep_unit(work, unit.model_copy(update={"status": UnitStatus.OCCUPIED}))
    if (home := kept.facts["left"]) is not None:
        _free(work, home, on)
    settle_again(work, kept)


def settle_again(work: Work, kept: Kept) -> None:
    """The household lives there after all: it counts again. Leaving had not changed the home, so neither does this."""
    if (one := occupant_of(kept)) is not None:
        occupants.move_in(work, one, kept.id)
    _use(work, uses_of(kept), 1)
    people.remove_household(work, kept.line.household)


def _free(work: Work, key: str, on: date) -> None:
    """The home that a household left, from the day on which the next one can come."""
    try:
        unit, _ = region.unit(work, key)
    except NotFound:
        return
    if unit.status is UnitStatus.OCCUPIED and not unit.is_shared:
        region.keep_unit(work, unit.model_copy(update={"status": UnitStatus.FREE, "available_from": on}))


def leave(work: Work, kept: Kept) -> None:
    """The household has left: it counts for nobody any more. When the home is free, its corporation says."""
    occupants.move_out(work, kept.id)
    _use(work, uses_of(kept), -1)


def _use(work: Work, uses: Mapping[str, int], sign: int) -> None:
    """Hours or places of support that are taken, or given back."""
    for key, hundredths in uses.items():
        try:
            pool, _ = region.pool(work, key)
        except NotFound:
            continue
        if hundredths:
            used = max(0.0, round(pool.used + sign * hundredths / 100, 2))
            region.keep_pool(work, pool.model_copy(update={"used": used}))


# ------------------------------------------------------------------------------------------------ opened again


def must_still_be_theirs(work: Work, kept: Kept) -> None:
    """Refuse to open a placement again when life went on: for the household, or in the home.

    Raises:
        Conflict: when the household has another placement, who has to move first does not any more, or somebody else
            has the home by now.
    """
    settles = kept.state.came_from in SETTLED
    for other in placements.lines(work, household=kept.line.household):
        later = other.state in SETTLED and (settles or other.id > kept.id)
        if other.id != kept.id and (other.live or later):
            text = N_("{household} has another placement by now: {placement}.")
            raise Conflict("elsewhere", text, household=other.household, placement=other.id)
    if not settles:
        _must_still_move_first(work, kept)
    unit, _ = region.unit(work, kept.line.unit)
    if unit.is_shared:
        return  # its places are counted when they are claimed
    if settles and unit.status is not UnitStatus.OCCUPIED:
        raise Conflict("given_free", N_("{unit} was given free since the household left."), unit=unit.id)
    if _others_live_there(work, kept) if settles else _taken(work, kept, unit.status):
        raise Conflict("lived_in", N_("Somebody else lives in {unit} by now."), unit=unit.id)


def _must_still_move_first(work: Work, kept: Kept) -> None:
    """Without them nobody can ever move in, and every run would meet a contradiction.

    In a circle the one that fell because of this one is opened again after it.
    """
    last = {line.household: line for line in placements.lines(work, round_id=kept.line.round)}
    for household in kept.state.depends_on:
        line = last.get(household)
        if line is not None and (line.live or line.state in SETTLED or _fell_with(work, line, kept, last)):
            continue
        text = N_("{household} has to move first, and does not any more; open that placement again first.")
        raise Conflict("first_another", text, household=household)


def _fell_with(work: Work, line: Line, kept: Kept, last: Mapping[str, Line]) -> bool:
    """Whether a placement was called off because this one was: it waits for it, itself or through others."""
    decided = decisions.of_placements(work, [line.id])
    if not decided or decided[-1].reason != EARLIER_FELL_THROUGH:
        return False
    waits = [line]
    for one in waits:
        first = placements.load(work, one.id).state.depends_on
        if kept.line.household in first:
            return True
        waits += [last[h] for h in first if h in last and last[h] not in waits]
    return False


def _others_live_there(work: Work, kept: Kept) -> bool:
    """Whether somebody came to live there after this household left."""
    return any(line.id != kept.id for line in placements.lines(work, unit=kept.line.unit, states=SETTLED))


def _taken(work: Work, kept: Kept, status: UnitStatus) -> bool:
    """Whether somebody lives there who was not to leave before this household came."""
    return status is UnitStatus.OCCUPIED and not any(
        _home_of(work, household) == kept.line.unit for household in kept.state.depends_on
    )


def _home_of(work: Work, household: str) -> str | None:
    try:
        return people.household(work, household).current_unit
    except (NotFound, Gone):
        return None
