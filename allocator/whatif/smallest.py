"""Layer 3 of an explanation: the smallest change that would place a household, and what it costs others.

Per family of changes the candidates stand in order of size. Those that certainly do not place the household are passed
over by exact bounds (``solver.contest``); the first that is left is applied and the whole round is solved again; the
first that places the household then is the smallest. What was not solved again is never shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.whatif.again import Again, Basis, solve_about
from allocator.whatif.bounds import Bounds
from allocator.whatif.changes import ChangeKind, Single
from allocator.whatif.turning import Candidate

_FEW = 4
"""Up to so many candidates are asked about one by one."""
Could = Callable[[Sequence[Candidate]], bool]
"""Whether one of these candidates could place the household; False is certain."""


@dataclass(frozen=True)
class Claim:
    """The smallest change of its family that places the household, with the round solved again."""

    change: Single
    kind: ChangeKind
    again: Again


@dataclass(frozen=True)
class Deep:
    """All that was found for one household; ``nothing``: kinds in which no single change would place it."""

    household: str
    claims: tuple[Claim, ...]
    nothing: tuple[ChangeKind, ...]


ASKED = (
    ChangeKind.DATE, ChangeKind.MUNICIPALITY, ChangeKind.FORM, ChangeKind.SUPPORT, ChangeKind.RENT, ChangeKind.HOME,
)  # fmt: skip


def smallest(basis: Basis, household: str, kinds: Iterable[ChangeKind] = ASKED) -> Deep:
    """Per kind the smallest changes that would place a household that the plan does not place.

    Args:
        basis: the round and its plan.
        household: key of a household without a home in the plan.
        kinds: which kinds to ask.

    Raises:
        KeyError: when the round has no such household.
        ValueError: when the plan places it.
    """
    if household in basis.home:
        raise ValueError(f"{household} has a home in this plan")
    asked = tuple(kinds)
    search = _Smallest(basis, household)
    claims = tuple(claim for kind in asked for claim in search.of_kind(kind))
    found = {claim.kind for claim in claims}
    return Deep(household, claims, tuple(kind for kind in asked if kind not in found))


@dataclass(frozen=True)
class _Smallest:
    basis: Basis
    key: str

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(self.basis, self.key)

    def of_kind(self, kind: ChangeKind) -> list[Claim]:
        if kind is ChangeKind.SUPPORT:
            return self._support()
        if kind is ChangeKind.HOME:
            return self._first(self._bounds.one_more, self._bounds.with_home)
        return self._first(self._bounds.turning.get(kind, []), self._bounds.turned)

    def _support(self) -> list[Claim]:
        bounds = self._bounds
        if not bounds.household.needs:
            return []
        found = self._first(bounds.supporting.more(), bounds.with_more)
        for of_need in bounds.supporting.fewer_hours():
            found += self._first_of_monotone(of_need, bounds.with_less)
        return found + self._first(bounds.supporting.lower_levels(), bounds.with_less)

    # ------------------------------------------------------------ in order

    def _first(self, ordered: Sequence[Candidate], could: Could) -> list[Claim]:
        """The first candidate that places the household; at most one claim."""
        rest = list(ordered)
        if len(rest) <= _FEW:
            claims = (self._claim(one) for one in rest if could([one]))
            return next(([claim] for claim in claims if claim), [])
        while rest and could(rest):
            low, high = 0, len(rest)  # could not with the first `low`, could with the first `high`
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if could(rest[:middle]) else (middle, high)
            if claim := self._claim(rest[high - 1]):
                return [claim]
            rest = rest[high:]
        return []

    def _first_of_monotone(self, ordered: Sequence[Candidate], could: Could) -> list[Claim]:
        """As ``_first`` where each candidate makes all that the one before it makes possible."""
        if not ordered or not could(ordered[-1:]):
            return []
        low, high = -1, len(ordered) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if could(ordered[middle : middle + 1]) else (middle, high)
        if claim := self._claim(ordered[high]):
            return [claim]
        best = self._claim(ordered[-1]) if high < len(ordered) - 1 else None
        low, high = high, len(ordered) - 1
        while best and high - low > 1:
            middle = (low + high) // 2
            claim = self._claim(ordered[middle])
            best, low, high = (claim, low, middle) if claim else (best, middle, high)
        return [best] if best else []

    def _claim(self, one: Candidate) -> Claim | None:
        """Apply, solve again, look."""
        again = solve_about(self.basis, self.key, one.change, self._bounds.judged(one.change))
        if again is None or one.home not in (None, again.home_of(self.key)):
            return None
        return Claim(one.change, one.kind, again)


__all__ = ["ASKED", "Claim", "Deep", "smallest"]
