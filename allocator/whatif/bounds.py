"""Which changes certainly do not place a household: exact bounds, so that only what may succeed is solved again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.household import Household
from allocator.solver import aims
from allocator.solver.aims import Passed, Values
from allocator.solver.candidates import candidates
from allocator.solver.contest import Contest
from allocator.solver.homes import Homes
from allocator.solver.support import capacity
from allocator.whatif import rejudge
from allocator.whatif.again import Basis
from allocator.whatif.applying import apply, household_with, unit_with
from allocator.whatif.changes import (
    AcceptForm,
    AcceptMunicipality,
    ChangeKind,
    EasierNeed,
    HomeDate,
    HomeRent,
    HouseholdDate,
    MoreSupport,
    OneMoreHome,
    Single,
)
from allocator.whatif.one_more import OneMore
from allocator.whatif.rivals import Rivals
from allocator.whatif.supporting import Supporting
from allocator.whatif.turning import Candidate, Turning, asked_until


@dataclass(frozen=True)
class Bounds:
    """The candidates of one household, and whether some of them could place it; False is certain."""

    basis: Basis
    key: str
    _tried: dict[str, bool] = field(default_factory=dict)
    _easier: dict[Single, Contest] = field(default_factory=dict)
    _stay: dict[Single, bool] = field(default_factory=dict)
    _cannot: list[tuple[frozenset[int], StageName | None]] = field(default_factory=list)

    @cached_property
    def household(self) -> Household:
        """The household as it is."""
        return self.basis.round.household_by_id[self.key]

    @cached_property
    def position(self) -> int:
        """Its position in the round."""
        return self.basis.judgement.h_index[self.key]

    def judged(self, change: Single) -> rules.Judgement | None:
        """The judgement of the changed round, where less than all of it must be judged again."""
        return rejudge.after(self.basis.round, self.basis.judgement, change, self.key)

    # ------------------------------------------------------------ rules that turn

    @cached_property
    def turning(self) -> dict[ChangeKind, list[Candidate]]:
        """Candidates at which rules turn, by kind."""
        return Turning(self.basis, self.key).candidates()

    @cached_property
    def _contest(self) -> Contest:
        """The household in every home that any candidate opens."""
        judgement, h = self.basis.judgement, self.position
        allowed, unfit = judgement.allowed.copy(), judgement.unfit.copy()
        days = aims.waiting_days(self.basis.round, self.household)
        for one in (one for ones in self.turning.values() for one in ones):
            opened = [judgement.u_index[unit] for unit in one.opens]
            allowed[h, opened] = True
            if one.home is not None:
                unfit[h, opened] = False
            if isinstance(one.change, HouseholdDate):
                changed = household_with(self.basis.round, one.change)
                days = max(days, aims.waiting_days(self.basis.round, changed))
        data = candidates(self.basis.round, replace(judgement, allowed=allowed, unfit=unfit))
        all_days = data.days.copy()
        all_days[h] = days
        return Contest(replace(data, days=all_days), h, self.basis.solution.stages)

    def turned(self, some: Sequence[Candidate], *, whole: bool = False) -> bool:
        """Whether one of these, at which rules turn, could place the household; ``whole``: as ``Contest.could``.

        No plan of the changed round is known where a home is open to others too, so then it is solved.
        """
        if any(map(self._open_to_others, some)):
            return True
        asked = frozenset(self.basis.judgement.u_index[unit] for one in some for unit in one.opens), asked_until(some)
        if any(units >= asked[0] and (asked[1] is None or until is not None) for units, until in self._cannot):
            return False
        could = self._contest.could(asked[0], until=asked[1], whole=whole)
        if not could:
            self._cannot.append(asked)
        return could

    def _open_to_others(self, one: Candidate) -> bool:
        """Whether a change of a home may do more than letting this household in.

        A home for one household does not, as long as who has it in the plan may stay; a lower rent puts nobody out.
        """
        if one.home is None or not isinstance(one.change, HomeDate | HomeRent):
            return False
        shared = self.basis.round.unit_by_id[one.home].is_shared
        return shared or (isinstance(one.change, HomeDate) and not self._may_stay(one.change))

    def _may_stay(self, change: HomeDate | HomeRent) -> bool:
        """Whether all who have the home in the plan may still have it: then it is a plan of the changed round too."""
        if change not in self._stay:
            holders = [p.household for p in self.basis.solution.placements if p.unit == change.unit]
            new = rejudge.column(self.basis.round, unit_with(self.basis.round, change), holders)
            k = new.u_index[change.unit]
            self._stay[change] = all(bool(new.allowed[new.h_index[h], k]) for h in holders)
        return self._stay[change]

    def known(self, one: Candidate) -> tuple[Passed, ...]:
        """The first stages that the best plan with a change passes as the plan there is; asked about just before.

        Plans without the household are what they were; where it is only let in, so are those with it in other homes.
        """
        if isinstance(one.change, EasierNeed):
            return self._contest_of(one.change).passed
        after, opened = self.judged(one.change), [self.basis.judgement.u_index[unit] for unit in one.opens]
        if after is None or not isinstance(one.change, AcceptForm | AcceptMunicipality):
            return ()
        only = rejudge.only_lets_in(self.basis.judgement, after, self.key, opened)
        return self._contest.passed if only else ()

    # ------------------------------------------------------------ support

    @cached_property
    def supporting(self) -> Supporting:
        """Candidates about support."""
        return Supporting(self.basis.round, self.household)

    @cached_property
    def _roomy(self) -> Contest:
        """Every pool with as much more as any candidate gives."""
        most: dict[str, Decimal] = {}
        for one in self.supporting.more():
            if isinstance(one.change, MoreSupport):
                most[one.change.pool] = max(one.change.amount, most.get(one.change.pool, one.change.amount))
        more = (MoreSupport(pool=pool, amount=amount, households=1) for pool, amount in most.items())
        changed = apply(self.basis.round, *more)
        return Contest(
            candidates(changed, self.basis.judgement), self.position, self.basis.solution.stages, alone=False
        )

    def with_more(self, some: Sequence[Candidate], *, beside: Values | None = None, whole: bool = False) -> bool:
        """Whether more support as in one of these could; ``beside`` and ``whole``: as ``Contest.could``."""
        room = self.supporting.room_with(one.change for one in some if isinstance(one.change, MoreSupport))
        return self._roomy.could(room=room, beside=beside, whole=whole)

    def left(self, rest: list[Candidate], tried: Candidate, values: Values) -> list[Candidate]:
        """Those that could still, when one of more support was in vain: of its pool they have to beat what it reaches.

        A plan of a round with some more of a pool is a plan of one with still more of it.
        """
        one = tried.change
        if not isinstance(one, MoreSupport):
            return rest
        same = [c for c in rest if isinstance(c.change, MoreSupport) and c.change.pool == one.pool
                and c.change.amount >= one.amount and c.change.households >= one.households]  # fmt: skip
        return self._without(rest, same, values if self.basis.passed_by(values) else None)

    def sifted(self, rest: list[Candidate], *, but: Candidate) -> list[Candidate]:
        """Those that could, first of all pools and then pool by pool; of the pool of ``but`` nothing is asked."""
        pools: dict[str, list[Candidate]] = {}
        for one in rest:
            pools.setdefault(getattr(one.change, "pool", ""), []).append(one)
        own = pools.pop(getattr(but.change, "pool", ""), [])
        if pools and not self.with_more([one for same in pools.values() for one in same], whole=True):
            return own
        for same in pools.values():
            rest = self._without(rest, same, None)
        return rest

    def _without(self, rest: list[Candidate], same: list[Candidate], beside: Values | None) -> list[Candidate]:
        """Without the first of one pool that certainly cannot; more of it can all that less can."""
        low, high, middle = 0, len(same) + 1, len(same)  # could not with the first `low`
        while high - low > 1:
            could = self.with_more(same[:middle], beside=beside, whole=True)
            low, high = (low, middle) if could else (middle, high)
            middle = (low + high) // 2
        out = {one.change for one in same[:low]}
        return [one for one in rest if one.change not in out]

    def with_less(self, some: Sequence[Candidate], *, whole: bool = False) -> bool:
        """Whether a need that asks less as in one of these could; ``whole``: as ``Contest.could``."""
        return any(self._eased(one.change) and self._contest_of(one.change).could(whole=whole) for one in some)

    def eased(self, some: Sequence[Candidate]) -> bool:
        """As ``with_less``, quicker and weaker."""
        return any(self._eased(one.change) for one in some)

    def _eased(self, change: Single) -> bool:
        """Whether a need with fewer hours could, by a bound that many questions share."""
        if not isinstance(change, EasierNeed) or change.level is not self.household.needs[change.position].level:
            return True
        room, roomy = self.supporting.room_by(change), self._roomy.data.round.support
        if any(now + more > capacity(p) for p in roomy for now, more in [room["pool", p.id]]):
            return True  # the bound has not so much room
        return self._roomy.could(room=room)

    def _contest_of(self, change: Single) -> Contest:
        if change not in self._easier:
            data = candidates(apply(self.basis.round, change), self.judged(change) or self.basis.judgement)
            self._easier[change] = Contest(data, self.position, self.basis.solution.stages)
        return self._easier[change]

    # ------------------------------------------------------------ one more home

    @cached_property
    def one_more(self) -> list[Candidate]:
        """Candidates that are one more home."""
        return OneMore(self.basis, self.household).candidates()

    @cached_property
    def _with_homes(self) -> tuple[Homes, Rivals]:
        """All homes that any candidate adds, to be opened one at a time."""
        homes = [one.change.unit for one in self.one_more if isinstance(one.change, OneMoreHome)]
        changed = self.basis.round.model_copy(update={"units": (*self.basis.round.units, *homes)})
        judgement = rules.judge(changed)
        places = (judgement.u_index[unit.id] for unit in homes)
        data, known = candidates(changed, judgement), self.basis.positions(judgement)
        return Homes(data, self.position, places, known), Rivals(self.basis, changed, judgement)

    def with_home(self, some: Sequence[Candidate]) -> bool:
        """Whether one more home as in one of these could."""
        return any(self._could_with(one.change) for one in some if isinstance(one.change, OneMoreHome))

    def _could_with(self, change: OneMoreHome) -> bool:
        if change.unit.id not in self._tried:
            self._tried[change.unit.id] = self._could_beat(change)
        return self._tried[change.unit.id]

    def _could_beat(self, change: OneMoreHome) -> bool:
        """Against the plan with somebody else in the home, then against all others."""
        homes, rivals = self._with_homes
        beside = rivals.values(change.unit, self.key, homes.found)
        return homes.could_win(rivals.judgement.u_index[change.unit.id], beside)
