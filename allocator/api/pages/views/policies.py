"""``/policies``: versions of the policy, what each changes, and approving one."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from allocator import locale
from allocator.actions import policies
from allocator.actions.policies import PolicyLine
from allocator.api.pages.forms import MARKED
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.policy_words import place_words, value_words
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.words import Tongue

router = APIRouter(prefix="/policies")
Version = Annotated[str, Path(alias="version", max_length=40)]
TITLE = N_("Policy")
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})


class Stands(StrEnum):
    """How a version stands: not approved, in force, in force later, or followed by another."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    LATER = "later"
    REPLACED = "replaced"


WORDS = {
    Stands.DRAFT: (N_("draft"), "warn"),
    Stands.IN_FORCE: (N_("in force"), "good"),
    Stands.LATER: (N_("approved, in force from {day}"), "calm"),
    Stands.REPLACED: (N_("replaced"), ""),
}


def in_force(visitor: Visitor) -> PolicyLine | None:
    """The version that is in force today; None before the first one."""
    try:
        return policies.show_policy(visitor.office, visitor.actor)[0]
    except NotFound:
        return None


def stands(one: PolicyLine, now: PolicyLine | None, today: date) -> Stands:
    """How a version stands."""
    if one.approved_at is None:
        return Stands.DRAFT
    if now is not None and one.version == now.version:
        return Stands.IN_FORCE
    return Stands.LATER if one.valid_from > today else Stands.REPLACED


def badge(one: PolicyLine, now: PolicyLine | None, visitor: Visitor) -> tuple[str, str]:
    """The same in words, with the class of its badge."""
    words, tone = WORDS[stands(one, now, visitor.office.today)]
    return visitor.tongue(words, day=locale.day(one.valid_from, visitor.lang)), tone


def told(differences: list[tuple[str, Any, Any]], t: Tongue) -> list[tuple[str, str, str, str]]:
    """Settings that differ: what each is called, where it stands, and both values."""
    rows = [
        (place_words(place, t), place, value_words(place, old, t), value_words(place, new, t))
        for place, old, new in differences
        if place != "version"
    ]
    return sorted(rows, key=lambda row: (row[0] == row[1], row[0]))


@router.get("")
def list_policies(visitor: Known) -> Response:
    """All versions, the newest date first, and how each stands."""
    now = in_force(visitor)
    found = policies.list_policies(visitor.office, visitor.actor)
    return page(
        visitor,
        "policies.html",
        tell(visitor, TITLE),
        rows=[(one, *badge(one, now, visitor)) for one in found],
        may_add=visitor.actor.role in COMMITTEE,
        base=now.version if now else found[0].version if found else "",
    )


@router.get("/{version}")
def show_policy(visitor: Known, version: Version) -> Response:
    """One version: how it stands, what it changes, and its text."""
    return _policy(visitor, version)


def _policy(visitor: Visitor, version: str, faults: tuple[Fault, ...] = ()) -> Response:
    line, source = policies.show_policy(visitor.office, visitor.actor, version)
    now = in_force(visitor)
    state = stands(line, now, visitor.office.today)
    other = now if now is not None and now.version != version else None
    differences = policies.diff_policies(visitor.office, visitor.actor, other.version, version) if other else []
    words, tone = badge(line, now, visitor)
    draft = state is Stands.DRAFT
    return page(
        visitor,
        "policy.html",
        tell(visitor, N_("Policy {version}"), version=version),
        status=409 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/policies"),),
        faults=faults,
        line=line,
        source=source,
        words=words,
        tone=tone,
        draft=draft,
        other=other,
        rows=told(differences, visitor.tongue),
        may_approve=draft and visitor.actor.role is Role.COMMITTEE_CHAIR,
        may_add=visitor.actor.role in COMMITTEE,
        may_look=visitor.actor.role in COMMITTEE | {Role.AUDITOR},
    )


@router.post("/{version}/approve", dependencies=[MARKED])
def approve(visitor: Known, version: Version) -> Response:
    """Approve a version: in force from its date, for rounds that are opened from then on."""
    try:
        line = policies.approve_policy(visitor.office, visitor.actor, version)
    except Conflict as refused:
        return _policy(visitor, version, (Fault("", visitor.says(refused.sentence)),))
    text = N_("Policy {version} is approved. It counts for rounds that are opened from {day} on.")
    return go(visitor, f"/policies/{version}", tell(visitor, text, version=version, day=line.valid_from))
