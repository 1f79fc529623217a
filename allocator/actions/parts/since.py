"""What happened to a round since it was frozen: homes that are no longer free, households that left the list."""

from dataclasses import dataclass
from typing import Any

from allocator.domain.codes import UnitStatus
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.domain.workflow import SETTLED, State
from allocator.store import Work, claims, people, placements, region
from allocator.store.placements import Line

STAYS = frozenset(list(State)[1:9])
"""Accepted, and everything after it until somebody leaves again: such placements stay as they are in a run again."""

Homes = dict[str, dict[str, Any]]
"""By unit the status or the number of places that it has from now on in this round."""


@dataclass(frozen=True)
class _Home:
    """A home as it was frozen and as it is now, with who has places in it."""

    frozen: Unit
    now: Unit
    listed: bool
    mine: tuple[tuple[Line, int], ...]
    """Placements of this round, with the places that each took."""
    others: int
    """Places that live placements of other rounds claim."""

    @property
    def changed(self) -> dict[str, Any]:
        """What is different from now on; empty when as much can be placed as when it was frozen."""
        return self._places() if self.frozen.is_shared else self._status()

    def _status(self) -> dict[str, Any]:
        """Of a home for one household: its status, when it can no longer be let."""
        if any(line.state in STAYS for line, _ in self.mine):
            return {}
        status = self.now.status if self.listed else UnitStatus.WITHDRAWN
        if self.others:
            status = UnitStatus.RESERVED
        return {} if status in (UnitStatus.FREE, self.frozen.status) else {"status": status.value}

    def _places(self) -> dict[str, Any]:
        """Of a shared home: its places, when there are fewer; whoever moved in has one of those that it had."""
        settled = sum(count for line, count in self.mine if line.state in SETTLED)
        pinned = sum(count for line, count in self.mine if line.state in STAYS)
        free = self.now.places if self.listed and self.now.status is UnitStatus.FREE else 0
        left = max(free + settled - self.others, pinned)
        return {"places": left} if left < self.frozen.places else {}


def homes_since(work: Work, round_: Round) -> Homes:
    """Homes of a round in which less can be placed than when it was frozen."""
    now = region.units_now(work, (u.id for u in round_.units))
    taken = claims.by_placement(work, (u.id for u in round_.units))
    here = {line.id: line for line in placements.lines(work, round_id=round_.round_id)}
    found: Homes = {}
    for unit in (u for u in round_.units if u.id in now):
        who = taken.get(unit.id, {})
        mine = tuple((here[number], count) for number, (count, _) in who.items() if number in here)
        others = sum(count for number, (count, live) in who.items() if live and number not in here)
        if changed := _Home(unit, *now[unit.id], mine, others).changed:
            found[unit.id] = changed
    return found


def gone_since(work: Work, round_: Round) -> list[str]:
    """Households of a round that are no longer on the list, apart from those that were placed in it."""
    here = people.on_the_list(work)
    lines = placements.lines(work, round_id=round_.round_id)
    here |= {line.household for line in lines if line.state in STAYS}
    return sorted(h.id for h in round_.households if h.id not in here)
