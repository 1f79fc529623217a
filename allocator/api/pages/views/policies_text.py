"""``/policies/text``: a new version as its whole text: what it changes, before it is added as a draft."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from allocator.actions import policies
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.policies import COMMITTEE, TITLE, told
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import Conflict, NotAllowed
from allocator.locale import N_

router = APIRouter(prefix="/policies")
From = Annotated[str, Query(alias="from", max_length=40)]
MOST = 200_000
"""Characters of a text."""


def start_of(visitor: Visitor, version: str) -> str:
    """The text on which a new version begins.

    Raises:
        NotAllowed: outside the committee.
    """
    if visitor.actor.role not in COMMITTEE:
        raise NotAllowed("role", N_("Only the committee makes a new version of the policy."))
    return policies.show_policy(visitor.office, visitor.actor, version or None)[1]


@router.get("/text")
def show_text(visitor: Known, version: From = "") -> Response:
    """The text of another version, to change."""
    return shown(visitor, start_of(visitor, version), base=version)


@router.post("/text")
def keep_text(visitor: Known, form: Sent) -> Response:
    """Say what a text changes, or add it as a draft."""
    source = form.get("source")[:MOST].replace("\r\n", "\n") + "\n"
    if form.get("do") != "add":
        return shown(visitor, source)
    try:
        line = policies.add_policy(visitor.office, visitor.actor, source)
    except InputProblems as wrong:
        return shown(visitor, source, _faults(visitor, wrong.problems))
    except Conflict as refused:
        return shown(visitor, source, (Fault("source", visitor.says(refused.sentence)),))
    text = N_("Policy {version} is added as a draft. Look at its effect before the chair approves it.")
    return go(visitor, f"/policies/{line.version}", tell(visitor, text, version=line.version))


def shown(visitor: Visitor, source: str, faults: tuple[Fault, ...] = (), *, base: str = "") -> Response:
    """The page of a text; when it is not the one of another version: with what it changes."""
    policy, differences = None, list[tuple[str, Any, Any]]()
    if not faults and not base:
        try:
            policy, differences = policies.check_policy(visitor.office, visitor.actor, source)
        except InputProblems as wrong:
            faults = _faults(visitor, wrong.problems)
        except Conflict as refused:
            faults = (Fault("source", visitor.says(refused.sentence)),)
    return page(
        visitor,
        "policy_text.html",
        tell(visitor, N_("Text of a new version")),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/policies"),),
        faults=faults,
        source=source,
        base=base,
        policy=policy,
        rows=told(differences, visitor.tongue),
    )


def _faults(visitor: Visitor, problems: list[Problem]) -> tuple[Fault, ...]:
    found = []
    for one in problems:
        if one.warning:
            continue
        said = one.in_language(visitor.lang)
        at = tell(visitor, N_("Line {line}:"), line=str(one.line)) + " " if one.line else ""
        place = f" ({one.column})" if one.column else ""
        found.append(Fault("source", f"{at}{said.what} {said.do}{place}"))
    return tuple(found)
