"""Homes as they were listed before, to offer them once more."""

from dataclasses import dataclass
from datetime import date

from allocator.actions.parts.deed import COMMITTEE, CORPORATION, Deed, action
from allocator.domain.unit import Unit
from allocator.store import claims, history, region, rounds

MOST = 120
"""Rounds that are looked back: about two years of weeks."""


@dataclass(frozen=True)
class Offered:
    """A home as it was offered then, and what is known of it now.

    Attributes:
        unit: as it was.
        version: of the home now.
        listed: whether it is on the list now.
        claimed: how many of its places placements under way take.
    """

    unit: Unit
    version: int
    listed: bool
    claimed: int


@dataclass(frozen=True)
class Earlier:
    """The homes of one month; months are their first days, the newest first, and there may be none."""

    months: tuple[date, ...]
    month: date | None
    homes: tuple[Offered, ...]


@action(COMMITTEE, CORPORATION, writes=False)
def list_earlier(deed: Deed, month: date | None = None) -> Earlier:
    """Homes as the last round of a month had them; without a month: of the last one that is over."""
    last: dict[date, str] = {}
    for kept in rounds.all_rounds(deed.work, MOST):
        last.setdefault(kept.as_of.replace(day=1), kept.id)
    months = tuple(sorted(last, reverse=True))
    over = [one for one in months if one < deed.today.replace(day=1)]
    wanted = month if month in last else next(iter(over or months), None)
    if wanted is None:
        return Earlier((), None, ())
    mine = [one for one in history.units_in(deed.work, last[wanted]) if deed.own in (None, one.corporation)]
    now, taken = region.unit_standings(deed.work, (one.id for one in mine)), claims.claimed(deed.work)
    homes = (Offered(one, *now.get(one.id, (0, False)), taken.get(one.id, 0)) for one in mine)
    return Earlier(months, wanted, tuple(sorted(homes, key=lambda home: home.unit.id)))
