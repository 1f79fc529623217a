"""Whether a plan still keeps its limits when one household takes the place of another one, or an empty place.

One unit and one holder at a time, for many households at once: arrays over the households that could come.
"""

from dataclasses import dataclass, field

import numpy as np

from allocator.explain.causes import Cause
from allocator.explain.limits import Limits
from allocator.explain.pools import Pools
from allocator.explain.state import Bools, Ints, State


@dataclass(frozen=True)
class Exchange:
    """The single exchange 'this household instead of that one', checked limit by limit."""

    state: State
    limits: Limits
    pools: Pools
    _profiles: Ints = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_profiles", np.array(self.pools.profiles, dtype=np.int64))

    def causes(self, u: int, holder: int | None, rows: Ints) -> Ints:
        """What stands in the way of each household: a Cause, NONE where the exchange is possible.

        Args:
            u: row of the unit.
            holder: row of who has the home and would leave it; None for an empty place.
            rows: rows of households without a placement for which the rules allow the unit.
        """
        found = np.zeros(len(rows), dtype=np.int64)
        for cause, hit in (
            (Cause.PINNED, self._pinned(u, holder, rows)),
            (Cause.RETURN, self._cannot_return(u, holder, rows)),
            (Cause.APART, self._apart(u, holder, rows)),
            (Cause.LIVING_TOGETHER, self._tags(u, holder, rows)),
            (Cause.COMPLEX, self._complex(u, holder, rows)),
            (Cause.PLACES, self._places(u, holder, rows)),
            (Cause.CORPORATION_NORM, self._unfit(u, holder, rows)),
            (Cause.CAP, self._caps(u, holder, rows)),
        ):
            found[(found == Cause.NONE) & hit] = cause
        support = self._support(u, holder, rows)
        # That nobody gives the support is the plainest fact; that pools are full is the last one to name.
        found[support == Cause.NO_SUPPORT] = Cause.NO_SUPPORT
        return np.where((found == Cause.NONE), support, found)

    def _pinned(self, u: int, holder: int | None, rows: Ints) -> Bools:
        return np.full(len(rows), holder is not None and (holder, u) in self.state.pinned)

    # ------------------------------------------------------------ the home itself

    def _places(self, u: int, holder: int | None, rows: Ints) -> Bools:
        s = self.state
        back = 0 if holder is None else s.size(holder, u)
        short = s.sizes(rows, u) > s.places_left[u] + back
        if u in self.limits.persons:
            leaving = 0 if holder is None else s.persons[holder]
            short |= s.persons[rows] > self.limits.persons[u] + leaving
        return np.asarray(short, dtype=bool)

    def _tags(self, u: int, holder: int | None, rows: Ints) -> Bools:
        s = self.state
        others = [*s.placed_in.get(u, []), *s.stayers.get(u, [])] if s.round.units[u].is_shared else []
        others = [h for h in others if h != holder]
        if not others or not self.limits.tag_codes:
            return np.zeros(len(rows), dtype=bool)
        there = self.limits.tags[others].any(axis=0)
        return np.asarray((self.limits.refused_by[rows] & there).any(axis=1), dtype=bool)

    def _apart(self, u: int, holder: int | None, rows: Ints) -> Bools:
        s, (one, other) = self.state, self.limits.apart
        where = s.location[other]
        if holder is not None:
            where = np.where(other == holder, s.current[holder], where)
        near = (where == u) | ((s.complex_of(where) == s.complex[u]) & (s.complex[u] >= 0))
        return np.isin(rows, one[near & (where >= 0)])

    # ------------------------------------------------------------ complex, corporation, caps, support

    def _complex(self, u: int, holder: int | None, rows: Ints) -> Bools:
        s, c = self.state, int(self.state.complex[u])
        hit = np.zeros(len(rows), dtype=bool)
        if c < 0:
            return hit
        room = self.limits.complexes[c]
        # Who lives in this complex already, and moves within it, counts once before and once after.
        new = s.complex_of(s.current[rows]) != c
        leaves = holder is not None and s.complex_of(s.current[[holder]])[0] != c
        if room.intensive is not None:
            back = int(leaves and s.intensive[holder])
            hit |= new & s.intensive[rows] & (room.intensive + back < 1)
        if room.groups is not None:
            back_by = s.groups[holder].astype(np.int64) if leaves else 0
            hit |= new & (s.groups[rows] & (room.groups + back_by < 1)).any(axis=1)
        return hit

    def _unfit(self, u: int, holder: int | None, rows: Ints) -> Bools:
        unfit = self.state.judgement.unfit[:, u]
        back = int(holder is not None and unfit[holder])
        left = self.limits.unfit[self.state.round.units[u].corporation]
        return np.asarray(unfit[rows] & (left + back < 1), dtype=bool)

    def _caps(self, u: int, holder: int | None, rows: Ints) -> Bools:
        hit = np.zeros(len(rows), dtype=bool)
        for who, where, left in self.limits.caps:
            if where[u]:
                back = int(holder is not None and who[holder])
                hit |= who[rows] & (left + back < 1)
        return hit

    def _support(self, u: int, holder: int | None, rows: Ints) -> Ints:
        municipality, profiles = int(self.state.municipality[u]), self._profiles[rows]
        found = self.pools.causes(municipality)[profiles]
        released = {} if holder is None else self.pools.held_by(holder)
        if released:  # what the holder gives back may be just enough
            for number in np.unique(profiles[found == Cause.POOL]).tolist():
                found[profiles == number] = self.pools.cause(number, municipality, released)
        return found

    # ------------------------------------------------------------ a holder who would have to stay at home

    def _cannot_return(self, u: int, holder: int | None, rows: Ints) -> Bools:
        """Whether the holder's own home has been given away, so that it cannot stay there."""
        s = self.state
        if holder is None or s.current[holder] < 0:
            return np.zeros(len(rows), dtype=bool)
        home = int(s.current[holder])
        hit = np.full(len(rows), not self._may_return(holder, u, home, None))
        # Who comes may itself free a place there; movers are few, so one at a time.
        for k in np.flatnonzero(s.current[rows] >= 0):
            hit[k] = not self._may_return(holder, u, home, int(rows[k]))
        return hit

    def _may_return(self, holder: int, u: int, home: int, comer: int | None) -> bool:
        s = self.state
        arrivals = s.placed_in.get(home, [])
        if arrivals and not self._room_at_home(holder, home, comer):
            return False
        if s.round.units[home].is_shared and self.limits.tag_codes:
            theirs = self.limits.tags[arrivals].any(axis=0)
            if bool((self.limits.refused_by[holder] & theirs).any()):
                return False
        return self._complex_at_home(holder, u, home, comer) and not self._kept_apart(holder, home, comer)

    def _room_at_home(self, holder: int, home: int, comer: int | None) -> bool:
        s = self.state
        same = comer is not None and s.current[comer] == home
        freed = s.size(comer, home) if same and comer is not None else 0
        if s.size(holder, home) > s.places_left[home] + freed:
            return False
        people = int(s.persons[comer]) if same and comer is not None else 0
        return home not in self.limits.persons or int(s.persons[holder]) <= self.limits.persons[home] + people

    def _complex_at_home(self, holder: int, u: int, home: int, comer: int | None) -> bool:
        s, c = self.state, int(self.state.complex[home])
        if c < 0 or c == s.complex[u]:
            return True
        room = self.limits.complexes[c]
        leaves = comer is not None and s.complex_of(s.current[[comer]])[0] == c
        back = int(leaves and s.intensive[comer])
        if room.intensive is not None and s.intensive[holder] and room.intensive + back < 1:
            return False
        back_by = s.groups[comer].astype(np.int64) if leaves else 0
        return room.groups is None or not bool((s.groups[holder] & (room.groups + back_by < 1)).any())

    def _kept_apart(self, holder: int, home: int, comer: int | None) -> bool:
        """Somebody placed near the holder's own home must be kept apart from it."""
        s, (one, other) = self.state, self.limits.apart
        placed = np.isin(other, list(s.placement))
        where = np.where(one == holder, s.location[other], -1)
        where = np.where(placed & (other != (-1 if comer is None else comer)), where, -1)
        near = (where == home) | ((s.complex_of(where) == s.complex[home]) & (s.complex[home] >= 0))
        return bool((near & (where >= 0)).any())
