"""What tells households and units apart besides their rows, as far as joint constraints can see it."""

from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import INTENSIVE, Bools, Candidates
from allocator.solver.caps import cap_sees_household, cap_sees_unit


@dataclass(frozen=True)
class Marks:
    """What tells households apart besides their rows; each matters only where the household can come.

    ``reach_*`` (H, Z): whether a household can come in a home, of a zone, where the mark matters.
    """

    living: list[bytes]
    group: list[bytes]
    own: list[bytes]
    everywhere: list[bytes]
    reach_living: Bools
    reach_group: Bools
    reach_meeting: Bools

    def of(self, household: int, zone: int) -> bytes:
        """Everything that matters for one household in one zone."""
        mark = self.everywhere[household]
        if self.reach_living[household, zone]:
            mark += self.living[household]
        if self.reach_group[household, zone]:
            mark += self.group[household]
        return mark + self.own[household] if self.reach_meeting[household, zone] else mark


def household_marks(data: Candidates) -> Marks:
    """Per household what joint constraints of this round can see of it."""
    round = data.round
    conflict_tags = {tag for pair in round.policy.tag_conflicts for tag in pair}
    apart = {a.household for a in round.apart} | {a.other for a in round.apart}
    limited = _limited_complexes(data)
    several = data.shared | np.array([len(data.movers.get(u, ())) > 1 for u in range(len(round.units))], dtype=bool)
    capped = np.array([u.complex in limited for u in round.units], dtype=bool)
    meeting = several | np.array([u.complex is not None for u in round.units], dtype=bool)
    living, group, meets, everywhere = [], [], [], []
    for h, household in enumerate(round.households):
        tags = sorted(conflict_tags & set(household.house_tags or ()))
        living.append(repr((int(data.persons[h]), tags)).encode())
        groups = sorted(household.target_groups or ())
        group.append(repr((groups, bool(data.level[h] >= INTENSIVE))).encode())
        meets.append(household.id.encode() if household.id in apart else b"")
        caps = [cap.id for cap in round.policy.caps if cap_sees_household(cap, household)]
        own = data.told_apart is not None and data.told_apart[h]
        alone = household.id if own or data.pinned[h].any() else None
        everywhere.append(repr((caps, alone)).encode())
    reach = (_reach(data, several), _reach(data, capped), _reach(data, meeting))
    return Marks(living, group, meets, everywhere, *reach)


def _reach(data: Candidates, units: Bools) -> Bools:
    """(H, Z): whether a household can come in one of these units, by zone."""
    reach = np.zeros((len(data.round.households), len(data.zones)), dtype=bool)
    for zone in np.unique(data.zone[units]):
        reach[:, zone] = data.possible[:, units & (data.zone == zone)].any(axis=1)
    return reach


def _limited_complexes(data: Candidates) -> set[str]:
    complexes = data.round.complexes
    return {c.id for c in complexes if c.max_intensive is not None or c.max_share_per_group is not None}


def unit_marks(data: Candidates) -> list[bytes]:
    """Per unit what else tells it apart; shared, pinned and homes with movers are never merged."""
    round = data.round
    limited = _limited_complexes(data)
    sees_complex = bool(round.apart)
    sees_corporation: Bools = np.any(data.unfit & data.possible, axis=0)
    marks: list[bytes] = []
    for u, unit in enumerate(round.units):
        mark: list[object] = [unit.corporation if sees_corporation[u] else None]
        mark.append(unit.complex if sees_complex or unit.complex in limited else None)
        if data.told_apart is not None or data.shared[u] or u in data.movers or data.pinned[:, u].any():
            mark.append(("alone", unit.id))
        mark.extend(cap.id for cap in round.policy.caps if cap_sees_unit(cap, unit))
        marks.append(repr(mark).encode())
    return marks
