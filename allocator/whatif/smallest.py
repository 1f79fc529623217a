"""Layer 3 of an explanation: the smallest change that would place a household, and what it costs others.

Per family of changes the candidates stand in order of size. Those that certainly do not place the household are passed
over by exact bounds (``solver.contest``); the first that is left is applied and the whole round is solved again; the
first that places the household then is the smallest. What was not solved again is never shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from allocator.executor.companion import Companion
from allocator.whatif.again import Again, Basis, Beaten, solve_about
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
Part = tuple[ChangeKind, int | None]
"""What one process asks at a time: a kind, or of one more home one candidate."""
Helper = Companion[tuple[Basis, str], Part, list[Claim]]
_LONGEST_FIRST = (ChangeKind.SUPPORT, ChangeKind.FORM, ChangeKind.DATE, ChangeKind.RENT, ChangeKind.MUNICIPALITY)


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
    search = _Smallest.of(basis, household)
    return _deep(household, {kind: search.of_kind(kind) for kind in kinds})


def smallest_beside(basis: Basis, household: str, companion: Helper) -> Deep:
    """As ``smallest`` of all kinds, shared with one more process.

    Args:
        basis: the round and its plan.
        household: key of a household without a home in the plan.
        companion: a companion for ``part_by_part``.

    Raises:
        KeyError, ValueError: as ``smallest``.
    """
    _ = basis.judgement  # found once, and sent along
    parts = _Smallest.of(basis, household).parts()
    done = companion.share((basis, household), parts, needless=_after)
    found = {kind: done[kind, None] for kind in ASKED if (kind, None) in done}
    homes = sorted(((at, claims) for (_, at), claims in done.items() if at is not None and claims))
    found[ChangeKind.HOME] = homes[0][1] if homes else []
    return _deep(household, found)


def part_by_part(about: tuple[Basis, str]) -> Callable[[Part], list[Claim]]:
    """The function that gives the claims of one part.

    Raises:
        KeyError, ValueError: as ``smallest``.
    """
    return _Smallest.of(*about).of_part


def _after(one: Part, claims: list[Claim], other: Part) -> bool:
    """Whether the other asks for a larger home than one that is enough."""
    return bool(claims) and one[1] is not None and other[1] is not None and one[1] < other[1]


def _deep(household: str, found: dict[ChangeKind, list[Claim]]) -> Deep:
    kinds = [kind for kind in ASKED if kind in found]
    claims = tuple(claim for kind in kinds for claim in found[kind])
    return Deep(household, claims, tuple(kind for kind in kinds if not found[kind]))


@dataclass(frozen=True)
class _Smallest:
    basis: Basis
    key: str

    @classmethod
    def of(cls, basis: Basis, household: str) -> "_Smallest":
        """The search for a household.

        Raises:
            ValueError: when the plan places it.
        """
        if household in basis.home:
            raise ValueError(f"{household} has a home in this plan")
        return cls(basis, household)

    def parts(self) -> list[Part]:
        """All there is to ask; homes last, from the back, so that a companion begins with the first of them."""
        homes = range(len(self._bounds.one_more))
        return [*((kind, None) for kind in _LONGEST_FIRST), *((ChangeKind.HOME, at) for at in reversed(homes))]

    def of_part(self, part: Part) -> list[Claim]:
        """The claims of one part."""
        kind, at = part
        if at is None:
            return self.of_kind(kind)
        bounds = self._bounds
        return self._first(bounds.one_more[at : at + 1], bounds.with_home)

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(self.basis, self.key)

    def of_kind(self, kind: ChangeKind) -> list[Claim]:
        bounds = self._bounds
        if kind is ChangeKind.SUPPORT:
            return self._support()
        if kind is ChangeKind.HOME:
            return self._first(bounds.one_more, bounds.with_home)
        return self._first(bounds.turning.get(kind, []), bounds.turned, partial(bounds.turned, whole=True))

    def _support(self) -> list[Claim]:
        bounds = self._bounds
        if not bounds.household.needs:
            return []
        found = self._first_of_more()
        surely = partial(bounds.with_less, whole=True)
        for of_need in bounds.supporting.fewer_hours():
            found += self._first_of_monotone(of_need, bounds.with_less, bounds.eased, surely)
        return found + self._first(bounds.supporting.lower_levels(), bounds.with_less, surely)

    # ------------------------------------------------------------ in order

    def _first(self, ordered: Sequence[Candidate], could: Could, surely: Could | None = None) -> list[Claim]:
        """The first candidate that places the household; at most one claim.

        ``surely``: as ``could``, sharper and slower; asked before a claim, and of all that are left after one in vain.
        """
        rest = list(ordered)
        if len(rest) <= _FEW:
            claims = (self._claim(one, surely) for one in rest if could([one]))
            return next(([claim] for claim in claims if isinstance(claim, Claim)), [])
        first = True
        while rest and could(rest):
            at = _first_that(rest, could)
            if isinstance(claim := self._claim(rest[at], surely), Claim):
                return [claim]
            rest = rest[at + 1 :]
            if first and surely is not None and rest and not surely(rest):
                return []
            first = False
        return []

    def _first_of_more(self) -> list[Claim]:
        """As ``_first`` for more of a pool, where a claim in vain tells what others make of it."""
        bounds = self._bounds
        rest = bounds.supporting.more()
        if not rest or not bounds.with_more(rest):
            return []
        rest = rest[_first_that(rest, bounds.with_more) :]
        asked, surely = False, partial(bounds.with_more, whole=True)
        while rest:
            claim = self._claim(rest[0], surely)
            if isinstance(claim, Claim):
                return [claim]
            others = rest[1:] if asked else bounds.sifted(rest[1:], but=rest[0])
            rest, asked = bounds.left(others, rest[0], claim.values), True
        return []

    def _first_of_monotone(
        self, ordered: Sequence[Candidate], could: Could, quickly: Could, surely: Could
    ) -> list[Claim]:
        """As ``_first`` where each candidate makes all that the one before it makes possible.

        ``quickly``: as ``could``, weaker; where it says no, that is as certain.
        """
        last = len(ordered) - 1
        if not ordered or not could(ordered[last:]):
            return []
        high = _least(ordered, quickly, -1, last)
        if high < last and not could(ordered[high : high + 1]):
            high = _least(ordered, could, high, last)
        if isinstance(claim := self._claim(ordered[high], surely), Claim):
            return [claim]
        best = self._claim(ordered[-1], surely) if high < last else claim
        low, high = high, last
        while isinstance(best, Claim) and high - low > 1:
            middle = (low + high) // 2
            claim = self._claim(ordered[middle], surely)
            best, low, high = (claim, low, middle) if isinstance(claim, Claim) else (best, middle, high)
        return [best] if isinstance(best, Claim) else []

    def _claim(self, one: Candidate, surely: Could | None = None) -> Claim | Beaten:
        """Apply, solve again, look; not when it surely cannot place the household."""
        if surely is not None and not surely([one]):
            return Beaten({})
        known = self._bounds.known(one) if surely is not None else ()
        again = solve_about(self.basis, self.key, one.change, self._bounds.judged(one.change), known)
        if isinstance(again, Beaten):
            return again
        if one.home not in (None, again.home_of(self.key)):
            return Beaten({})
        return Claim(one.change, one.kind, again)


def _least(ordered: Sequence[Candidate], could: Could, low: int, high: int) -> int:
    """The first that could where all after it could too: not the one at ``low``, and the one at ``high``."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if could(ordered[middle : middle + 1]) else (middle, high)
    return high


def _first_that(ordered: Sequence[Candidate], could: Could) -> int:
    """The first candidate that could by itself, as far as can be told; together they could."""
    low, high = 0, len(ordered)  # could not with the first `low`, could with the first `high`
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if could(ordered[:middle]) else (middle, high)
    return high - 1


__all__ = ["ASKED", "Claim", "Deep", "Helper", "part_by_part", "smallest", "smallest_beside"]
