"""Two plans of one round, side by side: whose outcome differs, and what each aim reached."""

from dataclasses import dataclass
from functools import cached_property

from allocator.domain.household import Household
from allocator.domain.proposal import StageResult
from allocator.reports import figures
from allocator.run import Matched


@dataclass(frozen=True)
class Change:
    """One household that one of the two plans treats otherwise; homes by key, None for no home."""

    household: Household
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Aims:
    """One aim in both plans; None where a policy has it switched off. ``known`` is the one there is."""

    known: StageResult
    a: StageResult | None
    b: StageResult | None


@dataclass(frozen=True)
class Comparison:
    """Two plans of one round: under policy A and under policy B."""

    a: Matched
    b: Matched

    @cached_property
    def homes(self) -> tuple[dict[str, str], dict[str, str]]:
        """Home by household in each plan."""
        first, second = ({p.household: p.unit for p in m.solution.placements} for m in (self.a, self.b))
        return first, second

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Households with another outcome, the most pressing first."""
        first, second = self.homes
        people = sorted(self.a.round.households, key=figures.most_pressing_first(self.a.round))
        found = (Change(h, first.get(h.id), second.get(h.id)) for h in people)
        return tuple(change for change in found if change.before != change.after)

    @property
    def gained(self) -> tuple[Change, ...]:
        """Who has a home only under B."""
        return tuple(c for c in self.changes if c.before is None)

    @property
    def lost(self) -> tuple[Change, ...]:
        """Who has a home only under A."""
        return tuple(c for c in self.changes if c.after is None)

    @property
    def moved(self) -> tuple[Change, ...]:
        """Who has another home."""
        return tuple(c for c in self.changes if c.before is not None and c.after is not None)

    @cached_property
    def aims(self) -> list[Aims]:
        """Aims of both plans side by side, in the order of A and then those of B alone."""
        of_a = {(r.stage, r.sub_stage): r for r in self.a.solution.stages}
        of_b = {(r.stage, r.sub_stage): r for r in self.b.solution.stages}
        names = dict.fromkeys((*of_a, *of_b))
        return [Aims(of_a.get(name) or of_b[name], of_a.get(name), of_b.get(name)) for name in names]
