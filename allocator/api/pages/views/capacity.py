"""``/capacity``: support that a care provider can give: what is left of it, what is asked, and how much there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator import locale
from allocator.actions import capacity, policies
from allocator.actions.capacity import Capacity
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.labels import tone
from allocator.api.pages.views.homes import places
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.policy import Policy
from allocator.domain.region import SupportPool
from allocator.domain.workflow import Role
from allocator.intake import read_policy
from allocator.locale import N_
from allocator.reports.words import Tongue
from allocator.workflow import STATE_NAMES

router = APIRouter(prefix="/capacity")
Key = Annotated[Id, Path(alias="key")]
TITLE, ALL_SUPPORT = N_("My support"), N_("Support")


def policy_of(visitor: Visitor) -> Policy:
    """The policy that is in force, for what its kinds of support are called."""
    _, source = policies.show_policy(visitor.office, visitor.actor)
    return read_policy(source, visitor.office.today)


def kinds_of(visitor: Visitor, policy: Policy, pools: Iterable[SupportPool]) -> dict[str, str]:
    """Kinds of support with their words: those of the policy, and what pools have besides."""
    known = {one.code: getattr(one, visitor.lang) for one in policy.support_kinds}
    return known | {kind: kind for pool in pools for kind in pool.kinds if kind not in known}


def amount_words(hundredths: int, t: Tongue, *, in_hours: bool) -> str:
    """An amount with its unit: 12.5 hours a week, 3 places."""
    n = t.number(Fraction(hundredths, 100), 2)
    text = N_("{n} hours a week") if in_hours else N_("{n} place") if abs(hundredths) == 100 else N_("{n} places")
    return t(text, n=n)


@dataclass(frozen=True)
class Cell:
    """What can still be given of one kind of support in one municipality, in hundredths; None: it is not given."""

    hours: int | None = None
    places: int | None = None

    def words(self, t: Tongue) -> str:
        """Both amounts, one after the other."""
        said = [
            amount_words(value, t, in_hours=in_hours)
            for value, in_hours in ((self.hours, True), (self.places, False))
            if value is not None
        ]
        return ", ".join(said) or "\u2013"


def _left(found: Iterable[Capacity]) -> Mapping[tuple[str, str], Cell]:
    """What is left by kind and municipality; of a pool with more under way than there is, nothing."""
    cells: dict[tuple[str, str], Cell] = {}
    for one in found:
        left = max(0, one.left)
        for at in ((kind, code) for kind in one.pool.kinds for code in one.pool.municipalities):
            cell = cells.get(at, Cell())
            if one.in_hours:
                cells[at] = Cell((cell.hours or 0) + left, cell.places)
            else:
                cells[at] = Cell(cell.hours, (cell.places or 0) + left)
    return cells


def title_of(visitor: Visitor) -> str:
    """What the list of support is called: a care provider's own, or that of all."""
    return tell(visitor, TITLE if visitor.actor.role is Role.CARE_PROVIDER else ALL_SUPPORT)


@router.get("")
def show_all(visitor: Known) -> Response:
    """One's own support: what waits to be confirmed, what is left by kind and municipality, and each pool."""
    t, names = visitor.tongue, places(visitor)
    found = capacity.list_capacity(visitor.office, visitor.actor)
    mine = visitor.actor.role is Role.CARE_PROVIDER
    asked = capacity.list_asked(visitor.office, visitor.actor) if mine else ()
    kinds = kinds_of(visitor, policy_of(visitor), (one.pool for one in found))
    given = _left(one for one in found if not _is_over(one.pool, visitor))
    codes = {code for _, code in given}
    return page(
        visitor,
        "capacity.html",
        title_of(visitor),
        found=found,
        asked=asked,
        columns=[(code, words) for code, words in kinds.items() if any(kind == code for kind, _ in given)],
        names=names,
        towns=sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1]),
        cell=lambda kind, code: given.get((kind, code), Cell()).words(t),
        kind_words=lambda pool: ", ".join(kinds[kind] for kind in pool.kinds),
        amount=lambda one, hundredths: amount_words(hundredths, t, in_hours=one.in_hours),
        takes=lambda one: [
            (pool, amount_words(n, t, in_hours=pool.hours_per_week is not None)) for pool, n in one.takes
        ],
        not_now=lambda pool: _not_now(pool, visitor),
        may_change=mine,
    )


def _is_over(pool: SupportPool, visitor: Visitor) -> bool:
    return pool.available_until is not None and pool.available_until < visitor.office.today


def _not_now(pool: SupportPool, visitor: Visitor) -> str:
    """From or until when a pool can be used, when that is not today; empty: it can."""
    today = visitor.office.today
    if pool.available_from is not None and pool.available_from > today:
        return visitor.tongue(N_("only from {day}"), day=locale.day(pool.available_from, visitor.lang))
    if pool.available_until is not None and _is_over(pool, visitor):
        return visitor.tongue(N_("until {day}"), day=locale.day(pool.available_until, visitor.lang))
    return ""


@router.get("/{key}")
def show(visitor: Known, key: Key) -> Response:
    """One pool: how much of it is taken, where, and by which placements under way."""
    t, names = visitor.tongue, places(visitor)
    one, asked = capacity.show_capacity(visitor.office, visitor.actor, key)
    kinds = kinds_of(visitor, policy_of(visitor), (one.pool,))
    return page(
        visitor,
        "capacity_pool.html",
        tell(visitor, N_("Support {pool}"), pool=key),
        crumbs=(Crumb(title_of(visitor), "/capacity"),),
        one=one,
        pool=one.pool,
        kinds=", ".join(kinds[kind] for kind in one.pool.kinds),
        level=t.term(one.pool.max_level),
        towns=[(code, names.get(code, code)) for code in one.pool.municipalities],
        taken={taken.municipality: taken for taken in one.taken},
        names=names,
        amount=lambda hundredths: amount_words(hundredths, t, in_hours=one.in_hours),
        figure=lambda hundredths: t.number(Fraction(hundredths, 100), 2),
        rows=[(each, t(STATE_NAMES[each.state]), tone(each.state), each.takes[0][1]) for each in asked],
        may_change=visitor.actor.role is Role.CARE_PROVIDER,
    )
