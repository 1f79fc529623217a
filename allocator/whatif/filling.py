"""The smallest change that fills a home which the plan leaves (partly) empty, per kind, each solved again.

Candidates are of two sorts: what the corporation could say otherwise of the home, at the value where a rule turns for
some household without a home; and what one of those households could say otherwise so that it may live there. In order
of size the first that brings somebody more into the home, when the whole round is solved again, is the smallest. After
``TRIED`` candidates of a kind that do not, nothing is said of that kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from allocator.domain.codes import ForWhom
from allocator.domain.unit import Unit
from allocator.whatif import rejudge
from allocator.whatif.again import Again, Basis, solve_again
from allocator.whatif.applying import unit_with
from allocator.whatif.changes import ChangeKind, EasierNeed, HomeFact, MoreSupport
from allocator.whatif.smallest import ASKED, Claim
from allocator.whatif.supporting import Supporting
from allocator.whatif.turning import Candidate, Turning

TRIED = 6
_NEAR = 40


@dataclass(frozen=True)
class Filling:
    """What would fill a home; ``nothing``: kinds in which no change was found, ``unfinished``: not looked further."""

    unit: str
    claims: tuple[Claim, ...]
    nothing: tuple[ChangeKind, ...]
    unfinished: tuple[ChangeKind, ...]


def filling(basis: Basis, unit: str) -> Filling:
    """Per kind the smallest change that brings more households into a home.

    Args:
        basis: the round and its plan.
        unit: key of a home of the round that has a place left in the plan.

    Raises:
        KeyError: when the round has no such home.
    """
    return _Filling(basis, basis.round.unit_by_id[unit]).result()


@dataclass(frozen=True)
class _Filling:
    basis: Basis
    unit: Unit

    def result(self) -> Filling:
        ordered: dict[ChangeKind, list[Candidate]] = {kind: [] for kind in ASKED}
        for one in self._candidates():
            ordered[one.kind].append(one)
        claims, unfinished = [], []
        for kind, some in ordered.items():
            distinct = {c.change: c for c in sorted(some, key=lambda c: (c.size, c.change.model_dump_json()))}
            line = list(distinct.values())
            claim = next((c for one in line[:TRIED] if (c := self._claim(one)) is not None), None)
            if claim is not None:
                claims.append(claim)
            elif len(line) > TRIED:
                unfinished.append(kind)
        done = {claim.kind for claim in claims} | set(unfinished)
        nothing = tuple(kind for kind in ASKED if kind not in done)
        return Filling(self.unit.id, tuple(claims), nothing, tuple(unfinished))

    def _claim(self, one: Candidate) -> Claim | None:
        again = solve_again(self.basis, one.change)
        return Claim(one.change, one.kind, again) if self._living(again) > self._before else None

    @property
    def _before(self) -> int:
        return sum(p.unit == self.unit.id for p in self.basis.solution.placements)

    def _living(self, again: Again) -> int:
        return sum(p.unit == self.unit.id for p in again.solution.placements)

    # ------------------------------------------------------------ candidates

    def _candidates(self) -> Iterator[Candidate]:
        for household in self._near():
            turning = Turning(self.basis, household)
            yield from turning.of_home(self.unit)
            if self.unit.id in turning.may:
                yield from self._support(household)
        yield from self._facts()

    def _near(self) -> list[str]:
        """Households without a home that the fewest rules refuse; those further off are not looked at."""
        judgement = self.basis.judgement
        u = judgement.u_index[self.unit.id]
        waiting = [h for h in self.basis.round.households if h.id not in self.basis.home]
        order = sorted(waiting, key=lambda h: (int(judgement.refusals[judgement.h_index[h.id], u]), h.id))
        return [h.id for h in order[:_NEAR]]

    def _support(self, household: str) -> Iterator[Candidate]:
        supporting = Supporting(self.basis.round, self.basis.round.household_by_id[household])
        for one in supporting.more():
            pool = self.basis.round.pool_by_id[one.change.pool] if isinstance(one.change, MoreSupport) else None
            if pool is not None and self.unit.municipality in pool.municipalities:
                yield one
        yield from (one for one in supporting.lower_levels() if isinstance(one.change, EasierNeed))

    def _facts(self) -> Iterator[Candidate]:
        """What else could be said of the home, one thing at a time, where it lets anybody without a home in."""
        for place, change in enumerate(self._sayable()):
            part = rejudge.column(self.basis.round, unit_with(self.basis.round, change))
            k, u = part.u_index[self.unit.id], self.basis.judgement.u_index[self.unit.id]
            gained = part.allowed[:, k] & ~self.basis.judgement.allowed[:, u]
            if gained.any():
                yield Candidate(change, (place,), frozenset({self.unit.id}), self.unit.id)

    def _sayable(self) -> Iterator[HomeFact]:
        unit = self.unit
        for least in range(unit.min_persons - 1, 0, -1):
            yield HomeFact(unit=unit.id, field="min_persons", value=least)
        if unit.pets_allowed is not True:
            yield HomeFact(unit=unit.id, field="pets_allowed", value=True)
        if unit.not_for:
            yield HomeFact(unit=unit.id, field="not_for", value=())
        if unit.reserved_for:
            yield HomeFact(unit=unit.id, field="reserved_for", value=())
        if unit.for_whom is not ForWhom.ANY:
            yield HomeFact(unit=unit.id, field="for_whom", value=ForWhom.ANY.value)
        if unit.excludes_tags:
            yield HomeFact(unit=unit.id, field="excludes_tags", value=())


__all__ = ["Filling", "filling"]
