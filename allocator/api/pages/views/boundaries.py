"""``/boundaries``: true boundaries of municipalities for the map, uploaded by an administrator."""

from fastapi import APIRouter, Response

from allocator.actions import outlines, region
from allocator.api.pages.boundaries import boundaries_of
from allocator.api.pages.forms import MARKED, Sent
from allocator.api.pages.frame import Fault, go, page, tell
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import NotAllowed
from allocator.domain.workflow import Role
from allocator.locale import N_

router = APIRouter(prefix="/boundaries")


@router.get("")
def show(visitor: Known) -> Response:
    """What the map shows now, and the form to give other boundaries."""
    return _show(visitor, ())


def _show(visitor: Visitor, faults: tuple[Fault, ...], source: str = "") -> Response:
    if visitor.actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed("not_allowed", N_("Only an administrator gives the boundaries of the map."))
    kept = outlines.show_outlines(visitor.office, visitor.actor)
    towns = region.list_municipalities(visitor.office, visitor.actor)
    return page(
        visitor,
        "boundaries.html",
        tell(visitor, N_("Boundaries on the map")),
        status=400 if faults else 200,
        faults=faults,
        kept=kept,
        given=kept is None and boundaries_of(visitor).shapes is not None,
        missing=[one.name for one in towns if kept and one.code not in kept.codes],
        source=source,
    )


@router.post("")
def keep(visitor: Known, form: Sent) -> Response:
    """Take in a file with boundaries: all of it, or nothing."""
    file, source = form.files.get("file"), form.get("source")
    if file is None:
        return _show(visitor, (Fault("file", tell(visitor, N_("Choose a GeoJSON file."))),), source)
    try:
        found = outlines.keep_outlines(visitor.office, visitor.actor, file.data, file.name[:80], source)
    except InputProblems as wrong:
        told = [one.in_language(visitor.lang) for one in wrong.problems]
        return _show(visitor, tuple(Fault("file", f"{one.what} {one.do}") for one in told), source)
    text = N_("The map shows the boundaries of {n:municipality|municipalities} now.")
    return go(visitor, "/boundaries", tell(visitor, text, n=len(found.codes)))


@router.post("/remove", dependencies=[MARKED])
def drop(visitor: Known) -> Response:
    """Keep no boundaries any more."""
    outlines.drop_outlines(visitor.office, visitor.actor)
    return go(visitor, "/boundaries", tell(visitor, N_("The boundaries are removed.")))
