"""``/homes``: a corporation's own homes: where each stands, whom it fits, off the list."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from allocator.actions import placements, region
from allocator.actions.placements import Seen
from allocator.actions.region import Fit
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import tone
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.codes import OffList, UnitStatus
from allocator.domain.refusal import NotAllowed
from allocator.domain.unit import Unit
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.words import Tongue, rule_words
from allocator.workflow import STATE_NAMES

router = APIRouter(prefix="/homes")
Key = Annotated[Id, Path(alias="key")]
TITLE, ALL_HOMES = N_("My homes"), N_("Homes")


def title_of(visitor: Visitor) -> str:
    """What the list of homes is called: a corporation's own, or those of all."""
    return tell(visitor, TITLE if visitor.actor.role is Role.CORPORATION else ALL_HOMES)


@router.get("")
def show_all(visitor: Known) -> Response:
    """One's own homes, and where each stands."""
    t, names = visitor.tongue, places(visitor)
    live: dict[str, Seen] = {
        one.unit: one for one in placements.list_placements(visitor.office, visitor.actor, live=True)
    }
    listing = Listing[Unit](
        visitor.request,
        (
            Column("key", t(N_("Home")), lambda one: one.id),
            Column("place", t(N_("Municipality")), lambda one: names.get(one.municipality, one.municipality)),
            Column("rent", t(N_("Rent")), lambda one: one.rent or 0, number=True),
            Column("from", t(N_("Available from")), lambda one: str(one.available_from or "")),
            Column("stands", t(N_("How it stands")), lambda one: one.id in live),
        ),
        (
            Narrowing(
                "place", t(N_("Municipality")), lambda one: [(one.municipality, names.get(one.municipality, ""))]
            ),
            Narrowing("status", t(N_("On the list as")), lambda one: [(one.status.value, t.term(one.status))]),
        ),
        lambda one: " ".join((one.id, t.term(one.form), names.get(one.municipality, ""))),
    )
    rows = listing.pick(region.list_units(visitor.office, visitor.actor))
    return page(
        visitor,
        "homes.html",
        title_of(visitor),
        listing=listing,
        groups=listing.grouped(rows),
        names=names,
        what=lambda one: what_words(one, t),
        stands=lambda one: _stands(one, live, t),
        placement=lambda one: live[one.id].id if one.id in live else None,
        may_add=visitor.actor.role is Role.CORPORATION,
        may_open=visitor.actor.role is not Role.MUNICIPALITY,
    )


def must_offer(visitor: Visitor) -> None:
    """The pages on which homes are offered are for corporations alone.

    Raises:
        NotAllowed: to whoever is none.
    """
    if visitor.actor.role is not Role.CORPORATION:
        raise NotAllowed("not_allowed", N_("Only a corporation offers homes."))


def places(visitor: Visitor) -> dict[str, str]:
    """Names of municipalities by their code."""
    return {one.code: one.name for one in region.list_municipalities(visitor.office, visitor.actor)}


def what_words(one: Unit, t: Tongue) -> str:
    """What kind of home it is."""
    return t.term(one.form) if one.is_shared or one.is_shelter else f"{t.term(one.form)}, {t.bedrooms(one.bedrooms)}"


def _stands(one: Unit, live: Mapping[str, Seen], t: Tongue) -> tuple[str, str]:
    """Where a home stands: with its placement under way, else whether it can be let."""
    if one.id in live:
        return t(STATE_NAMES[live[one.id].state]), tone(live[one.id].state)
    return t.term(one.status), "" if one.status is UnitStatus.FREE else "warn"


# ------------------------------------------------------------------------------------------------ one home


@router.get("/{key}")
def show(visitor: Known, key: Key) -> Response:
    """A home: what is known of it, where it stands, and what comes next."""
    return _home(visitor, key)


def _home(visitor: Visitor, key: str, faults: tuple[Fault, ...] = ()) -> Response:
    found, t = region.show_unit(visitor.office, visitor.actor, key), visitor.tongue
    unit, names = found.unit, places(visitor)
    lines = [
        (one, t(STATE_NAMES[one.state]), tone(one.state))
        for one in placements.list_placements(visitor.office, visitor.actor, unit=key)
    ]
    return page(
        visitor,
        "home.html",
        tell(visitor, N_("Home {home}"), home=key),
        status=400 if faults else 200,
        crumbs=(Crumb(title_of(visitor), "/homes"),),
        faults=faults,
        found=found,
        unit=unit,
        what=what_words(unit, t),
        place=names.get(unit.municipality, unit.municipality),
        listed=t.term(unit.status),
        accessibility=t.term(unit.accessibility) if unit.accessibility else "",
        contract=t.term(unit.contract) if unit.contract else "",
        lines=list(reversed(lines)),
        reasons=[(one.value, t.term(one)) for one in OffList],
        may_ask=visitor.actor.role is not Role.AUDITOR,
        may_change=visitor.actor.role is Role.CORPORATION and unit.status is not UnitStatus.WITHDRAWN,
    )


@router.get("/{key}/fit")
def show_fit(visitor: Known, key: Key) -> Response:
    """How many waiting households this home fits, and what keeps most of them out."""
    fit = region.foresee_unit(visitor.office, visitor.actor, key)
    return page(
        visitor,
        "home_fit.html",
        tell(visitor, N_("Who fits home {home}?"), home=key),
        crumbs=(Crumb(title_of(visitor), "/homes"), Crumb(key, f"/homes/{key}")),
        fit=fit,
        key=key,
        **fit_words(visitor, fit),
    )


def fit_words(visitor: Visitor, fit: Fit) -> dict[str, Any]:
    """What keeps people out of a home, and the one change that would let most in, as the template ``fit.html`` says."""
    t = visitor.tongue
    return {
        "hard": [(rule_words(one.rule, t), one.most) for one in fit.hard],
        "opens": visitor.says(fit.opens.says) if fit.opens else "",
    }


@router.post("/{key}/withdraw")
def withdraw(visitor: Known, key: Key, form: Sent) -> Response:
    """Take a home off the list, with a reason."""
    if form.get("reason") not in set(OffList):
        return _home(visitor, key, (Fault("reason", tell(visitor, N_("Choose a reason"))),))
    version, reason = form.whole("version"), OffList(form.get("reason"))
    region.withdraw_unit(visitor.office, visitor.actor, key, version, reason)
    return go(visitor, "/homes", tell(visitor, N_("Home {home} is off the list."), home=key))
