"""Where the rules turn: for one household the changes, smallest first, that let it into a home it may not have now.

Every candidate is a value at which a rule of a home turns, so between two candidates nothing changes. Sizes within a
kind: days; steps to the nearest municipality where the household may live; how much is shared; cents a month;
hundredths of an hour. A change of a home counts where it lets the household into that home.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import floor

from allocator import rules
from allocator.domain.codes import SHARED_FORMS, Form, StageName
from allocator.domain.household import Household
from allocator.domain.unit import Unit
from allocator.rules.features.household import rent_cap
from allocator.rules.features.world import World
from allocator.whatif import rejudge
from allocator.whatif.again import Basis
from allocator.whatif.applying import household_with, unit_with
from allocator.whatif.changes import (
    AcceptForm,
    AcceptMunicipality,
    ChangeKind,
    HomeDate,
    HomeRent,
    HouseholdDate,
    Single,
    kind_of,
)

Size = tuple[int, ...]
_DATES = frozenset({"R-601", "R-602", "R-603", "R-604", "R-605", "R-905"})
_RENTS = frozenset({"R-402", "R-403", "R-404"})
_OWN = (HouseholdDate, AcceptMunicipality, AcceptForm)


@dataclass(frozen=True)
class Candidate:
    """A change that lets a household into homes (by key) where it may not live now; ``size`` orders within its kind.

    ``home``: the only home it is about; None where any home will do.
    """

    change: Single
    size: Size
    opens: frozenset[str]
    home: str | None = None

    @property
    def kind(self) -> ChangeKind:
        """The kind of the change."""
        return kind_of(self.change)


@dataclass(frozen=True)
class Turning:
    """Finds the candidates of one household."""

    basis: Basis
    key: str
    _refused: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def household(self) -> Household:
        """The household as it is."""
        return self.basis.round.household_by_id[self.key]

    @cached_property
    def world(self) -> World:
        """What the round as a whole says."""
        return self.basis.context.world

    @cached_property
    def may(self) -> frozenset[str]:
        """Homes that the rules allow now."""
        judgement, h = self.basis.judgement, self.basis.judgement.h_index[self.key]
        return frozenset(u for u, k in judgement.u_index.items() if judgement.allowed[h, k])

    def refused(self, unit: str) -> frozenset[str]:
        """Rules that refuse a home."""
        if unit not in self._refused:
            self._refused[unit] = frozenset(rules.judge_pair(self.basis.context, self.key, unit).refused)
        return self._refused[unit]

    def candidates(self) -> dict[ChangeKind, list[Candidate]]:
        """Every candidate by kind, smallest first; equal sizes in order of what they say."""
        found: dict[ChangeKind, list[Candidate]] = {}
        for one in (*self._dates(self._near()), *self._homes(), *self._municipalities(), *self._forms()):
            if one.opens:
                found.setdefault(one.kind, []).append(one)
        return {kind: sorted(ones, key=lambda c: (c.size, c.change.model_dump_json())) for kind, ones in found.items()}

    def of_home(self, unit: Unit) -> Iterator[Candidate]:
        """Only what lets the household into one home; the changes are as in ``candidates``."""
        refused = self.refused(unit.id)
        if refused and refused <= _DATES:
            yield from self._dates([unit])
            yield from self._judged([(unit.id, list(self._home_dates(unit)))])
        elif refused <= _RENTS:
            yield from self._judged([(unit.id, list(self._home_rents(unit)))])
        elif refused <= {"R-501", "R-502"}:
            yield self._own(AcceptMunicipality(household=self.key, municipality=unit.municipality), (1, 0))
        elif refused <= {"R-201", "R-202"}:
            yield self._own(AcceptForm(household=self.key, form=unit.form), (int(unit.is_shared), 0))

    # ------------------------------------------------------------ what the household could say otherwise

    def _own(self, change: Single, size: Size) -> Candidate:
        """A change of the household itself, with all that it opens."""
        part = rejudge.row(self.basis.round, household_with(self.basis.round, change))
        mine = part.allowed[part.h_index[self.key]]
        return Candidate(change, size, frozenset(u for u, k in part.u_index.items() if mine[k]) - self.may)

    def _dates(self, near: Iterable[Unit]) -> Iterator[Candidate]:
        one, today = self.household, self.basis.round.as_of
        free = sorted({self.world.earliest(u) for u in near})
        if one.ready_from is not None:
            window = timedelta(days=self._number("R-601", "window_days"))
            for on in (day + window for day in free if day + window < one.ready_from):
                yield self._on("ready_from", on, (one.ready_from - on).days)
        if one.urgent_until is not None:
            for on in sorted({max(today, day) for day in free}):
                if on > one.urgent_until:
                    yield self._on("urgent_until", on, (on - one.urgent_until).days)
        if one.parked_until is not None and one.parked_until > today:
            yield self._on("parked_until", today, (one.parked_until - today).days)

    def _near(self) -> list[Unit]:
        """Homes that dates alone refuse."""
        rules.judge_pairs(self.basis.context, ((self.key, u.id) for u in self.basis.round.units))
        return [u for u in self.basis.round.units if self.refused(u.id) and self.refused(u.id) <= _DATES]

    def _on(self, name: str, on: date, days: int) -> Candidate:
        change = HouseholdDate.model_validate({"household": self.key, "field": name, "on": on})
        return self._own(change, (days, 0))

    def _municipalities(self) -> Iterator[Candidate]:
        one, codes = self.household, [m.code for m in self.basis.round.municipalities]
        here = [m for m in codes if self._welcome(m)]
        steps = self._steps(here)
        for code in codes:
            if code not in here:
                change = AcceptMunicipality(household=self.key, municipality=code)
                excluded = code in one.excluded_municipalities
                yield self._own(change, (int(excluded), steps.get(code, len(codes))))

    def _welcome(self, code: str) -> bool:
        one = self.household
        required = not one.required_municipalities or code in one.required_municipalities
        return required and code not in one.excluded_municipalities

    def _steps(self, start: Iterable[str]) -> dict[str, int]:
        """Steps from municipality to neighbouring municipality, from the nearest of some."""
        neighbours = {m.code: set(m.neighbours) for m in self.basis.round.municipalities}
        for m in self.basis.round.municipalities:
            for other in m.neighbours:
                neighbours.setdefault(other, set()).add(m.code)
        found = dict.fromkeys(start, 0)
        line = sorted(found)
        for code in line:
            for other in sorted(neighbours.get(code, set()) - found.keys()):
                found[other] = found[code] + 1
                line.append(other)
        return found

    def _forms(self) -> Iterator[Candidate]:
        accepted = self.household.accepted_forms or self.basis.round.policy.default_forms
        offered = {u.form for u in self.basis.round.units if u.id not in self.may}
        for place, form in enumerate(Form):
            if form in offered and (form not in accepted or form in SHARED_FORMS):
                yield self._own(AcceptForm(household=self.key, form=form), (int(form in SHARED_FORMS), place))

    # ------------------------------------------------------------ what could be said of a home

    def _homes(self) -> Iterator[Candidate]:
        """Other dates or another rent of one home; the n-th change of every home is judged at once."""
        changes: list[tuple[str, list[tuple[HomeDate | HomeRent, Size]]]] = []
        for unit in self.basis.round.units:
            refused = self.refused(unit.id)
            if refused and refused <= _DATES:
                changes.append((unit.id, list(self._home_dates(unit))))
            elif refused <= _RENTS:
                changes.append((unit.id, list(self._home_rents(unit))))
        yield from self._judged(changes)

    def _judged(self, changes: list[tuple[str, list[tuple[HomeDate | HomeRent, Size]]]]) -> Iterator[Candidate]:
        """Those that help."""
        for n in range(max((len(mine) for _, mine in changes), default=0)):
            turn = [(unit, *mine[n]) for unit, mine in changes if n < len(mine)]
            part = rejudge.row(self.basis.round, self.household, [unit_with(self.basis.round, c) for _, c, _ in turn])
            for key, change, size in turn:
                if self._helps(part, key):
                    yield Candidate(change, size, frozenset({key}), key)

    def _helps(self, part: rules.Judgement, unit: str) -> bool:
        """Whether it lets the household in, or makes the rent fit where it did not."""
        at, h = (part.h_index[self.key], part.u_index[unit]), self.basis.judgement.h_index[self.key]
        unfit = bool(self.basis.judgement.unfit[h, self.basis.judgement.u_index[unit]])
        return bool(part.allowed[at]) and (unit not in self.may or (unfit and not part.unfit[at]))

    def _home_dates(self, unit: Unit) -> Iterator[tuple[HomeDate | HomeRent, Size]]:
        one, today = self.household, self.basis.round.as_of
        now = self.world.earliest(unit)
        turnaround = now - max(today, unit.available_from or today)
        wanted = {today + timedelta(days=self._number("R-605", "horizon_days"))}
        if one.ready_from is not None:
            wanted.add(one.ready_from - timedelta(days=self._number("R-601", "window_days")))
        if one.urgent_until is not None:
            wanted.add(one.urgent_until)
        stay = timedelta(days=self._number("R-604", "min_stay_days"))
        if unit.available_until is not None:
            wanted.add(unit.available_until - stay)
            longer = HomeDate(unit=unit.id, field="available_until", on=now + stay)
            yield longer, (abs((now + stay - unit.available_until).days), 1)
        for on in sorted(wanted):
            if on != now and on - turnaround >= today:
                change = HomeDate(unit=unit.id, field="available_from", on=on - turnaround)
                yield change, (abs((on - now).days), 1)
        if unit.offer_before is not None and unit.offer_before < today:
            yield HomeDate(unit=unit.id, field="offer_before", on=today), ((today - unit.offer_before).days, 1)

    def _home_rents(self, unit: Unit) -> Iterator[tuple[HomeDate | HomeRent, Size]]:
        """Rents at which a rule of rent turns for this household, below the rent of now."""
        if unit.rent is None:
            return
        wanted = {rent_cap(self.household, self.world), self.basis.round.policy.amounts.quality_limit}
        wanted.add(floor(self._fraction("R-402", "rent_eur") * 100))
        if self.household.gross_income is not None:
            wanted.add(floor(self.household.gross_income * self._fraction("R-403", "percent") / 1200))
        for rent in sorted(wanted):
            if rent < unit.rent:
                yield HomeRent(unit=unit.id, rent=rent), (unit.rent - rent,)

    def _number(self, rule: str, name: str) -> int:
        return floor(self._fraction(rule, name))

    def _fraction(self, rule: str, name: str) -> Fraction:
        return rules.BY_CODE[rule].under(self.basis.round.policy, self.basis.round.as_of).number(name)


def asked_until(some: Iterable[Candidate]) -> StageName | None:
    """Points depend on the rent, so a plan that is known has other points under another rent."""
    return StageName.SUITABILITY if any(isinstance(one.change, HomeRent) for one in some) else None
