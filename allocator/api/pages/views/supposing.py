"""What if: the cost of an alternative, the smallest change for who got no home, reserves. Each takes some seconds."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import desk, supposing
from allocator.api.pages.aside import ask, being_worked_out
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.labels import aim_change
from allocator.api.pages.views.cases import Household
from allocator.api.pages.views.proposal import DECIDERS, Number, crumbs_of
from allocator.api.pages.views.week import RoundKey
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.policy import Policy
from allocator.locale import N_
from allocator.reports.reserves import cost_words
from allocator.reports.supposing import KINDS, Effect
from allocator.reports.telling import Reader
from allocator.workflow import AUDIENCES

router = APIRouter(prefix="/rounds/{key}")


def _crumbs(visitor: Visitor, key: str, household: str) -> tuple[Crumb, ...]:
    name = tell(visitor, N_("Household {household}"), household=household)
    return (*crumbs_of(visitor, key), Crumb(name, f"/rounds/{key}/households/{household}"))


def _aims(visitor: Visitor, policy: Policy, found: Effect | None) -> list[tuple[str, int | None, int | None, int]]:
    """The aims that reach another value."""
    return [aim_change(one, policy, visitor.tongue) for one in (found.stages if found else ())]


@router.get("/households/{household}/instead")
def show_instead(
    visitor: Known, key: RoundKey, household: Household, home: Annotated[Id, Query()], number: Number = None
) -> Response:
    """What it would cost if this household got that home."""
    title = tell(visitor, N_("What if {household} got {home}?"), household=household, home=home)
    number, crumbs = desk.find_number(visitor.office, visitor.actor, key, number), _crumbs(visitor, key, household)
    asks = (visitor.office, visitor.actor, key, household, home, number, visitor.lang)
    found = ask(visitor, ("instead", key, household, home, number), lambda: supposing.suppose(*asks))
    if found is None:
        return being_worked_out(visitor, title, crumbs)
    return page(
        visitor,
        "instead.html",
        title,
        crumbs=crumbs,
        found=found,
        may_say=visitor.actor.role in DECIDERS,
        at=f"/rounds/{key}/households/{household}",
    )


@router.get("/households/{household}/change")
def show_change(visitor: Known, key: RoundKey, household: Household, number: Number = None) -> Response:
    """Which smallest changes would place this household."""
    title = tell(visitor, N_("What would place {household}?"), household=household)
    number, crumbs = desk.find_number(visitor.office, visitor.actor, key, number), _crumbs(visitor, key, household)
    asks = (visitor.office, visitor.actor, key, household, number, visitor.lang)
    found = ask(visitor, ("change", key, household, number), lambda: supposing.change_for_household(*asks))
    if found is None:
        return being_worked_out(visitor, title, crumbs)
    t, policy = visitor.tongue, desk.show_policy(visitor.office, visitor.actor, key)
    return page(
        visitor,
        "change.html",
        title,
        crumbs=crumbs,
        found=found,
        claims=[(one, t(KINDS[one.kind]), _aims(visitor, policy, one.effect)) for one in found.claims],
        nothing=[t(KINDS[kind]) for kind in found.nothing],
    )


@router.get("/reserves")
def show_reserves(visitor: Known, key: RoundKey, number: Number = None) -> Response:
    """Who takes a home when its household refuses."""
    title, number = tell(visitor, N_("Reserves")), desk.find_number(visitor.office, visitor.actor, key, number)
    crumbs = (*crumbs_of(visitor, key), Crumb(tell(visitor, N_("Placed")), f"/rounds/{key}/proposal"))
    asks = (visitor.office, visitor.actor, key, number, 2, visitor.lang)
    found = ask(visitor, ("reserves", key, number), lambda: supposing.list_reserves(*asks))
    if found is None:
        return being_worked_out(visitor, title, crumbs)
    policy = desk.show_policy(visitor.office, visitor.actor, key)
    reader = Reader(visitor.tongue, AUDIENCES[visitor.actor.role])
    return page(
        visitor,
        "reserves.html",
        title,
        crumbs=crumbs,
        found=found,
        key=key,
        says=visitor.says,
        costs=lambda one: cost_words(policy, one, reader),
    )


@router.get("/free")
def show_free(visitor: Known, key: RoundKey, number: Number = None) -> Response:
    """In which placements people are free to choose, and which are the same in every best plan."""
    title = tell(visitor, N_("Where the choice is free"))
    number = desk.find_number(visitor.office, visitor.actor, key, number)
    crumbs = (*crumbs_of(visitor, key), Crumb(tell(visitor, N_("Placed")), f"/rounds/{key}/proposal"))
    asks = (visitor.office, visitor.actor, key, number, visitor.lang)
    found = ask(visitor, ("free", key, number), lambda: supposing.list_free(*asks))
    if found is None:
        return being_worked_out(visitor, title, crumbs)
    return page(visitor, "free.html", title, crumbs=crumbs, found=found, key=key)
