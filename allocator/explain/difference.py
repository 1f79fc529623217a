"""Two proposals compared: which placements are kept, moved, added or removed, and what is known of why.

What is said is what can be seen in both rounds and both proposals. No cause is proven by it: that would need the
plan to be made again without each change; so the sentences tell what changed, not what would have been.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from allocator.domain.codes import StageName
from allocator.domain.proposal import Proposal, ProposedPlacement
from allocator.domain.round import Round
from allocator.explain.inputs import InputChanges
from allocator.explain.why_changed import Noted, of_everything, of_home, of_household, of_support


class Kind(StrEnum):
    """What became of the placement of one household."""

    KEPT = "kept"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PlacementChange:
    """One household in both proposals: its home before and now, and what is known of why."""

    household: str
    kind: Kind
    before: str | None
    after: str | None
    other_support: bool
    """Whether the pools that support it are others; also when the home is kept."""
    why: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class StageChange:
    """The value of one sub-stage in both proposals; None where it is not an aim, or was not reached."""

    stage: StageName
    sub_stage: str
    sense: str
    before: int | None
    after: int | None

    @property
    def better(self) -> int:
        """1 when it is better now, -1 when it is worse, 0 when it is equal or cannot be compared."""
        if self.before is None or self.after is None or self.before == self.after:
            return 0
        return 1 if (self.after > self.before) == (self.sense == "max") else -1


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two proposals."""

    placements: tuple[PlacementChange, ...]
    """Every household that has a home in one of the two, in order of key."""
    stages: tuple[StageChange, ...]
    inputs: tuple[Noted, ...]
    """What changed in the inputs as a whole."""

    def of_kind(self, kind: Kind) -> tuple[PlacementChange, ...]:
        """The placements that are kept, moved, added or removed."""
        return tuple(change for change in self.placements if change.kind is kind)

    @property
    def same(self) -> bool:
        """Whether everybody has the same home and the same support."""
        return all(c.kind is Kind.KEPT and not c.other_support for c in self.placements)


def difference(old: Round, first: Proposal, new: Round, second: Proposal) -> Difference:
    """Compare two proposals.

    Args:
        old: the round of the first proposal.
        first: the proposal before.
        new: the round of the second proposal; it may be the same round.
        second: the proposal now.
    """
    return _Comparison(InputChanges(old, new), first, second).difference


@dataclass(frozen=True)
class _Comparison:
    inputs: InputChanges
    first: Proposal
    second: Proposal

    @cached_property
    def difference(self) -> Difference:
        households = sorted(self.before.keys() | self.after.keys())
        return Difference(tuple(map(self._change, households)), self.stages, self.whole)

    @cached_property
    def before(self) -> dict[str, ProposedPlacement]:
        return {p.household: p for p in self.first.placements}

    @cached_property
    def after(self) -> dict[str, ProposedPlacement]:
        return {p.household: p for p in self.second.placements}

    @cached_property
    def newcomers(self) -> dict[str, tuple[ProposedPlacement, ...]]:
        """Per home the placements that were not there before."""
        found: dict[str, list[ProposedPlacement]] = defaultdict(list)
        for household, placement in sorted(self.after.items()):
            if household not in self.before or self.before[household].unit != placement.unit:
                found[placement.unit].append(placement)
        return {unit: tuple(placements) for unit, placements in found.items()}

    @cached_property
    def stages(self) -> tuple[StageChange, ...]:
        old = {(s["stage"], s["sub_stage"]): s for s in self.first.stages}
        new = {(s["stage"], s["sub_stage"]): s for s in self.second.stages}
        rows = []
        for key in [*new, *(key for key in old if key not in new)]:
            sense = str((new.get(key) or old[key])["sense"])
            values = (table[key]["value"] if key in table else None for table in (old, new))
            rows.append(StageChange(StageName(key[0]), str(key[1]), sense, *values))
        return tuple(rows)

    @cached_property
    def whole(self) -> tuple[Noted, ...]:
        proven = self.first.reproducible and self.second.reproducible
        return of_everything(self.inputs, self.first_stage, proven=proven)

    @cached_property
    def first_stage(self) -> StageChange | None:
        """The first aim with another value: it weighs more than all that come after it."""
        return next((s for s in self.stages if s.before != s.after), None)

    def _change(self, household: str) -> PlacementChange:
        before, after = self.before.get(household), self.after.get(household)
        kind = _kind(before, after)
        other_support = bool(before and after and before.pools != after.pools)
        why: tuple[Noted, ...] = ()
        if kind is not Kind.KEPT:
            why = self._why(household, before, after)
        elif other_support and before and after:
            why = of_support(self.inputs, {*before.pools, *after.pools}) or self.whole
        return PlacementChange(
            household=household,
            kind=kind,
            before=before.unit if before else None,
            after=after.unit if after else None,
            other_support=other_support,
            why=why,
        )

    def _why(
        self, household: str, before: ProposedPlacement | None, after: ProposedPlacement | None
    ) -> tuple[Noted, ...]:
        """What is nearest first: the household, its homes, its support; only without those the whole."""
        found = list(of_household(self.inputs, household, before, after))
        for placement in (before, after):
            if placement:
                found += of_home(self.inputs, placement.unit)
        pools = {pool for placement in (before, after) if placement for pool in placement.pools}
        found += of_support(self.inputs, pools)
        taken = _taken(self.newcomers, before, household)
        return tuple(dict.fromkeys([*found, *taken])) if found else (*taken, *self.whole)


def _kind(before: ProposedPlacement | None, after: ProposedPlacement | None) -> Kind:
    if before is None:
        return Kind.ADDED
    if after is None:
        return Kind.REMOVED
    return Kind.KEPT if before.unit == after.unit else Kind.MOVED


def _taken(
    newcomers: Mapping[str, tuple[ProposedPlacement, ...]], before: ProposedPlacement | None, household: str
) -> tuple[Noted, ...]:
    """Who has the home now that this household had."""
    if before is None:
        return ()
    others = [p for p in newcomers.get(before.unit, ()) if p.household != household]
    return tuple(Noted.taken(p.household, before.unit, pinned=p.pinned) for p in others)
