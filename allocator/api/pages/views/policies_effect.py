"""``/policies/{policy}/effect``: what a version would have done in the last rounds: who loses and who gains a home.

The rounds are solved again within the request: some seconds each. It runs beside other requests, which go on; one at a
time, so that looking ahead never takes the machine from the work of the week.
"""

from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import policies
from allocator.api.pages.frame import Crumb, Fault, page, tell
from allocator.api.pages.views.policies import COMMITTEE, TITLE, Version, badge, in_force
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import NotAllowed, Unavailable
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports import effects
from allocator.reports.document import Document
from allocator.reports.document_html import numeric
from allocator.reports.plots.telling import plain
from allocator.whatif.effect import Effect

router = APIRouter(prefix="/policies")
MOST, SECONDS = 12, 30.0
"""Rounds that a page tries at most, and the most that the plan of one may take."""
_ONE = Lock()


@router.get("/{version}/effect")
def show_effect(
    visitor: Known, version: Version, rounds: Annotated[int | None, Query(ge=1, le=MOST)] = None
) -> Response:
    """What this takes, and how many rounds; with a number: what comes out."""
    if visitor.actor.role not in COMMITTEE | {Role.AUDITOR}:
        raise NotAllowed("role", N_("Only the committee and auditors look at the effect of a policy."))
    if rounds is None:
        return _effect(visitor, version, policies.ROUNDS)
    if not _ONE.acquire(blocking=False):
        raise Unavailable("busy", N_("The effect of a policy is being worked out for somebody else. Try again soon."))
    try:
        found = policies.foresee_policy(visitor.office, visitor.actor, version, rounds, SECONDS)
    except InputProblems as wrong:
        told = [one.in_language(visitor.lang) for one in wrong.problems if not one.warning]
        return _effect(visitor, version, rounds, faults=tuple(Fault("", f"{one.what} {one.do}") for one in told))
    finally:
        _ONE.release()
    return _effect(visitor, version, rounds, found)


def _effect(
    visitor: Visitor, version: str, rounds: int, found: Effect | None = None, faults: tuple[Fault, ...] = ()
) -> Response:
    line, _ = policies.show_policy(visitor.office, visitor.actor, version)
    words, tone = badge(line, in_force(visitor), visitor)
    document: Document | None = effects.document(found, visitor.lang) if found else None
    t = visitor.tongue
    return page(
        visitor,
        "policy_effect.html",
        tell(visitor, N_("Effect of policy {version}"), version=version),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/policies"), Crumb(version, f"/policies/{version}")),
        faults=faults,
        line=line,
        words=words,
        tone=tone,
        rounds=rounds,
        most=MOST,
        tried=len(found.rounds) if found else 0,
        document=document,
        kind_of=lambda block: type(block).__name__,
        cell_words=lambda cell: plain(cell, t),
        numeric=numeric,
    )
