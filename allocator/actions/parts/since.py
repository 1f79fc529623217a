"""What happened to a round since it was frozen: homes that are no longer free, households that left the list."""

from collections.abc import Iterable
from typing import Any

from allocator.domain.codes import UnitStatus
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.domain.workflow import SETTLED, State
from allocator.store import Work, claims, people, placements, region
from allocator.store.placements import Line

_PINNED = frozenset(list(State)[1:9])
"""Accepted, and everything after it: such placements stay in a run again."""

Homes = dict[str, dict[str, Any]]
"""By unit the status or the number of places that it has from now on in this round."""


def homes_since(work: Work, round_: Round) -> Homes:
    """Homes of a round in which less can be placed than when it was frozen."""
    now = region.units_now(work, (u.id for u in round_.units))
    taken = claims.by_placement(work, (u.id for u in round_.units))
    here = {line.id: line for line in placements.lines(work, round_id=round_.round_id)}
    found: Homes = {}
    for unit in round_.units:
        if unit.id not in now:
            continue
        mine = {number: count for number, count in taken.get(unit.id, {}).items() if number in here}
        others = sum(count for number, (count, live) in taken.get(unit.id, {}).items() if live and number not in here)
        there = [(here[number], count) for number, (count, _) in mine.items()]
        changed = (
            _shared(unit, *now[unit.id], others, there)
            if unit.is_shared
            else _whole(unit, *now[unit.id], others, there)
        )
        if changed:
            found[unit.id] = changed
    return found


def _whole(frozen: Unit, now: Unit, present: bool, others: int, there: Iterable[tuple[Line, int]]) -> dict[str, Any]:
    """A home for one household: its status, when that is no longer one in which it can be let."""
    if any(line.live or line.state in SETTLED for line, _ in there):
        return {}
    status = now.status if present else UnitStatus.WITHDRAWN
    if others:
        status = UnitStatus.RESERVED
    stays = {UnitStatus.FREE, frozen.status} | (
        {UnitStatus.OCCUPIED} if frozen.status is UnitStatus.OCCUPIED else set()
    )
    return {} if status in stays else {"status": status.value}


def _shared(frozen: Unit, now: Unit, present: bool, others: int, there: Iterable[tuple[Line, int]]) -> dict[str, Any]:
    """A shared home: its places, when there are fewer; whoever moved in has taken one from those that are kept."""
    settled = sum(count for line, count in there if line.state in SETTLED)
    pinned = sum(count for line, count in there if line.state in _PINNED)
    free = now.places if present and now.status is UnitStatus.FREE else 0
    left = max(free + settled - others, pinned)
    return {"places": left} if left < frozen.places else {}


def gone_since(work: Work, round_: Round) -> list[str]:
    """Households of a round that are no longer on the list, apart from those that were placed in it."""
    here = people.on_the_list(work)
    lines = placements.lines(work, round_id=round_.round_id)
    here |= {line.household for line in lines if line.state in _PINNED}
    return sorted(h.id for h in round_.households if h.id not in here)
