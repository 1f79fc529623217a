"""What the rules say after a change that touches one household or one home: only its row or column is judged again.

A pair is judged by its household, its home, who lives where, and the policy; so a round of one household (with the
movers) or of one home tells the same about it as the whole round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.rules import Judgement
from allocator.whatif.applying import household_with, unit_with
from allocator.whatif.changes import HomeDate, HomeRent, MoreSupport, Single


def after(round_: Round, judgement: Judgement, change: Single, household: str) -> Judgement | None:
    """The judgement of the changed round; None: all of it must be judged again.

    ``household``: key of the only one whose changes are judged here.
    """
    if isinstance(change, MoreSupport):
        return judgement
    if isinstance(change, HomeDate | HomeRent):
        return with_column(judgement, column(round_, unit_with(round_, change)), change.unit)
    if getattr(change, "household", None) == household:
        return with_row(judgement, row(round_, household_with(round_, change)), household)
    return None


def only_lets_in(before: Judgement, now: Judgement, household: str, opened: Sequence[int]) -> bool:
    """Whether all that is otherwise of a household is that it may have some homes (by position)."""
    h = before.h_index[household]
    allowed, unfit = before.allowed[h].copy(), before.unfit[h].copy()
    allowed[opened], unfit[opened] = now.allowed[h, opened], now.unfit[h, opened]
    same = np.array_equal(allowed, now.allowed[h]) and np.array_equal(unfit, now.unfit[h])
    return same and np.array_equal(before.points[h], now.points[h])


def row(round_: Round, household: Household, units: Iterable[Unit] | None = None) -> Judgement:
    """One household, as given here, against all homes, or against other ones; its row is ``h_index[household.id]``."""
    movers = tuple(h for h in round_.households if h.current_unit and h.id != household.id)
    known = round_.units if units is None else (*units, *_homes_of_occupants(round_))
    return rules.judge(_part(round_, (household, *movers), known))


def column(round_: Round, unit: Unit, some: Iterable[str] | None = None) -> Judgement:
    """All households, or some (by key), against one home, as given here; its column is ``u_index[unit.id]``."""
    wanted = None if some is None else set(some)
    people = (h for h in round_.households if wanted is None or h.id in wanted or h.current_unit)
    others = (u for u in _homes_of_occupants(round_) if u.id != unit.id)
    return rules.judge(_part(round_, people, (unit, *others)))


def _part(round_: Round, households: Iterable[Household], units: Iterable[Unit]) -> Round:
    distinct = {u.id: u for u in reversed((*units,))}
    return round_.model_copy(update={"households": tuple(households), "units": tuple(distinct.values())})


def _homes_of_occupants(round_: Round) -> tuple[Unit, ...]:
    """Homes where somebody lives from whom households may be kept apart: their complex counts for every home of it."""
    return tuple(round_.unit_by_id[o.home] for o in round_.occupants if o.id and o.home in round_.unit_by_id)


def with_row(judgement: Judgement, part: Judgement, household: str) -> Judgement:
    """The judgement of all pairs with the row of one household judged again.

    What is allowed, asked, unfit and worth is right for every pair; how often each rule refuses is of before.
    """
    return _patched(judgement, part, household=household)


def with_column(judgement: Judgement, part: Judgement, unit: str) -> Judgement:
    """The judgement of all pairs with the column of one home judged again; as ``with_row``."""
    return _patched(judgement, part, unit=unit)


def _patched(old: Judgement, part: Judgement, *, household: str = "", unit: str = "") -> Judgement:
    values = {}
    for name in ("allowed", "ask", "unfit", "points", "refusals"):
        table = getattr(old, name).copy()
        if household:
            table[old.h_index[household]] = getattr(part, name)[part.h_index[household]]
        else:
            table[:, old.u_index[unit]] = getattr(part, name)[:, part.u_index[unit]]
        values[name] = table
    return replace(old, **values)
