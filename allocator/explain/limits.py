"""What is still left in a plan, and whom each limit counts: complexes, corporations, caps, people kept apart."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

import numpy as np

from allocator.domain.codes import SupportLevel
from allocator.domain.policy import Cap
from allocator.domain.unit import Complex, Occupant
from allocator.explain.state import Bools, Ints, State


@dataclass(frozen=True)
class Room:
    """What a complex can still take of those counted; None: no limit."""

    intensive: int | None
    groups: Ints | None


@dataclass(frozen=True)
class Limits:
    """Room left after the plan; a negative number cannot occur in a plan that keeps the rules."""

    state: State

    @cached_property
    def complexes(self) -> list[Room]:
        """Room left in each complex."""
        return [self._room(row, complex_) for row, complex_ in enumerate(self.state.round.complexes)]

    def _room(self, row: int, complex_: Complex) -> Room:
        s = self.state
        occupants = self._occupants.get(complex_.id, [])
        now = np.flatnonzero(s.complex_of(s.current) == row)
        then = np.flatnonzero(s.complex_of(s.location) == row)
        intensive = groups = None
        if complex_.max_intensive is not None:
            there = sum(o.support_level.rank >= SupportLevel.INTENSIVE.rank for o in occupants)
            most = max(complex_.max_intensive, there + int(s.intensive[now].sum()))
            intensive = most - there - int(s.intensive[then].sum())
        if complex_.max_share_per_group is not None:
            most = floor(Fraction(str(complex_.max_share_per_group)) * complex_.homes)
            there_by = np.array([sum(g in o.target_groups for o in occupants) for g in s.group_codes], dtype=np.int64)
            before = there_by + s.groups[now].sum(axis=0)
            groups = np.maximum(most, before) - there_by - s.groups[then].sum(axis=0)
        return Room(intensive, groups)

    @cached_property
    def _occupants(self) -> dict[str, list[Occupant]]:
        """Occupants by complex: of the complex itself or of one of its units."""
        of_unit = {u.id: u.complex for u in self.state.round.units if u.complex is not None}
        found: dict[str, list[Occupant]] = {}
        for occupant in self.state.round.occupants:
            found.setdefault(of_unit.get(occupant.home, occupant.home), []).append(occupant)
        return found

    # ------------------------------------------------------------ persons in shared homes

    @cached_property
    def persons(self) -> dict[int, int]:
        """Persons each shared home with a limit can still take."""
        s, left = self.state, {}
        for u, unit in enumerate(s.round.units):
            if unit.is_shared and unit.max_persons is not None:
                others = s.occupant_persons[unit.id]
                now = others + int(s.persons[s.current == u].sum())
                then = others + int(s.persons[s.location == u].sum())
                left[u] = max(unit.max_persons, now) - then
        return left

    # ------------------------------------------------------------ corporations and caps

    @cached_property
    def unfit(self) -> dict[str | None, int]:
        """Unfit lettings each corporation may still make in this round."""
        s = self.state
        left: dict[str | None, int] = {u.corporation: 0 for u in s.round.units}
        left |= {c.id: c.unfit_allowed_now for c in s.round.corporations}
        for h, placement in s.placement.items():
            u = s.u[placement.unit]
            if s.judgement.unfit[h, u]:
                left[s.round.units[u].corporation] -= 1
        return left

    @cached_property
    def caps(self) -> list[tuple[Bools, Bools, int]]:
        """Per cap of the policy: the households and the units it counts, and how many may still come."""
        return [self._cap(cap) for cap in self.state.round.policy.caps]

    def _cap(self, cap: Cap) -> tuple[Bools, Bools, int]:
        s = self.state
        who = np.array(
            [
                (cap.group is None or cap.group in (h.target_groups or ())) and h.level.rank >= cap.min_level.rank
                for h in s.round.households
            ],
            dtype=bool,
        )
        where = np.array(
            [
                cap.municipality in (None, u.municipality)
                and cap.corporation in (None, u.corporation)
                and (not cap.forms or u.form in cap.forms)
                for u in s.round.units
            ],
            dtype=bool,
        )
        used = sum(bool(who[h] and where[s.u[p.unit]]) for h, p in s.placement.items())
        return who, where, cap.most - used

    # ------------------------------------------------------------ living together

    @cached_property
    def tag_codes(self) -> dict[str, int]:
        """Codes that conflict with another one, by column of ``tags``."""
        codes = sorted({code for pair in self.state.round.policy.tag_conflicts for code in pair})
        return {code: k for k, code in enumerate(codes)}

    @cached_property
    def tags(self) -> Bools:
        """Households by code on living together."""
        table = np.zeros((len(self.state.round.households), len(self.tag_codes)), dtype=bool)
        for row, household in enumerate(self.state.round.households):
            for code in household.house_tags or ():
                if code in self.tag_codes:
                    table[row, self.tag_codes[code]] = True
        return table

    @cached_property
    def refused_by(self) -> Bools:
        """Households by code that they cannot live with."""
        table = np.zeros((len(self.tag_codes), len(self.tag_codes)), dtype=bool)
        for one, other in self.state.round.policy.tag_conflicts:
            table[self.tag_codes[one], self.tag_codes[other]] = True
            table[self.tag_codes[other], self.tag_codes[one]] = True
        return self.tags @ table if len(self.tag_codes) else self.tags

    @cached_property
    def apart(self) -> tuple[Ints, Ints]:
        """Households that may not live in one home or complex, each pair in both directions."""
        s = self.state
        pairs = [
            (s.h[row.household], s.h[row.other])
            for row in s.round.apart
            if (row.until is None or row.until >= s.round.as_of)
            and row.household != row.other
            and row.household in s.h
            and row.other in s.h
        ]
        both = np.array([*pairs, *((b, a) for a, b in pairs)], dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]
