"""Which ideas are worth solving for: the most that each could bring, from the linear program."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from allocator.domain.round import Round
from allocator.solver import pricing
from allocator.whatif import wished
from allocator.whatif.again import Basis
from allocator.whatif.applying import apply
from allocator.whatif.changes import RuleChanged, Single
from allocator.whatif.measure import first_dimension, lines

_NOTHING = 1e-9


class Sort(StrEnum):
    """Sorts of things that can be wanted."""

    HOME = "home"
    SUPPORT = "support"
    RULE = "rule"


class Idea(NamedTuple):
    """A change that could help.

    Attributes:
        sort: what sort of thing it is.
        change: the change.
        screen: the most it could bring, aim by aim (households served; each urgency class; waiting days), then how
            far its municipality is behind.
        like: its kind and its municipality, so that not all that is tried is alike.
    """

    sort: Sort
    change: Single
    screen: tuple[float, ...]
    like: tuple[str, str]


def screened(basis: Basis, sorts: Sequence[Sort]) -> dict[Sort, list[Idea]]:
    """All ideas of each sort that could bring anything, the most promising first."""
    found: dict[Sort, list[Idea]] = {}
    if Sort.HOME in sorts or Sort.SUPPORT in sorts:
        found |= _priced(basis)
    if Sort.RULE in sorts:
        found[Sort.RULE] = _relaxed(basis)
    order = {
        sort: sorted(ideas, key=lambda one: tuple(-value for value in one.screen)) for sort, ideas in found.items()
    }
    return {sort: order[sort] for sort in sorts}


def _priced(basis: Basis) -> dict[Sort, list[Idea]]:
    round_ = basis.round
    homes, pools = wished.homes(round_), list(wished.support(round_))
    every: Round = apply(round_, *(change for _, change in homes.values()), *pools)
    absent = {*homes, *(change.pool.id for change in pools)}
    price = pricing.prices(every, absent)
    behind = _behind(basis)
    ideas: dict[Sort, list[Idea]] = {Sort.HOME: [], Sort.SUPPORT: []}
    for key, (kind, change) in homes.items():
        worth = price.homes.get(key)
        if worth is not None and any(value > _NOTHING for value in worth):
            where = change.unit.municipality
            screen = (*_rounded(worth, 1.0), behind.get(where, 0.0))
            ideas[Sort.HOME].append(Idea(Sort.HOME, change, screen, (kind.code, where)))
    for more in pools:
        worth = price.pools.get(more.pool.id)
        if worth is not None and any(value > _NOTHING for value in worth):
            where = more.pool.municipalities[0]
            screen = (*_rounded(worth, 100 * (more.pool.hours_per_week or 0.0)), behind.get(where, 0.0))
            ideas[Sort.SUPPORT].append(Idea(Sort.SUPPORT, more, screen, (more.pool.kinds[0], where)))
    return ideas


def _rounded(worth: Iterable[float], amount: float) -> tuple[float, ...]:
    return tuple(round(value * amount, 4) for value in worth)


def _behind(basis: Basis) -> dict[str, float]:
    """How far each municipality is behind its fair share in the plan, by share: balance gains most there."""
    dimension = first_dimension(basis.round)
    if dimension is None:
        return {}
    return {
        line.municipality: float(-line.deviation / line.share) for line in lines(basis.round, dimension, basis.solution)
    }


def _relaxed(basis: Basis) -> list[Idea]:
    """Rules, with what the linear program serves more when they are relaxed."""
    before = pricing.served_at_most(basis.round)
    ideas = []
    for change in wished.relaxed(basis.round):
        after = pricing.served_at_most(apply(basis.round, change))
        screen = tuple(round(b - a, 4) for a, b in zip(before, after, strict=True))
        key = change.rule if isinstance(change, RuleChanged) else change.cap
        if any(value > _NOTHING for value in screen):
            ideas.append(Idea(Sort.RULE, change, screen, (key, key)))
    return ideas


def various(ideas: Sequence[Idea], most: int) -> list[Idea]:
    """The most promising ones: first one of each kind, then one of each municipality, then the rest."""
    chosen: list[Idea] = []
    for place in (0, 1):
        seen = {one.like[place] for one in chosen}
        for one in ideas:
            if one.like[place] not in seen:
                seen.add(one.like[place])
                chosen.append(one)
    taken = {id(one) for one in chosen}
    return [*chosen, *(one for one in ideas if id(one) not in taken)][:most]
