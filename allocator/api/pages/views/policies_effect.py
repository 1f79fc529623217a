"""``/policies/{policy}/effect``: what a version would have done in the last rounds: who loses and who gains a home.

At once, with the households, the rounds are solved again within the request: some seconds each. It runs beside other
requests, which go on; one at a time, so that looking ahead never takes the machine from the work of the week. For more
rounds, and for the record, it is a study: a worker does it, and keeps the counts.
"""

from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from allocator.actions import policies, results, studies
from allocator.actions.studies import Study
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import RUNS
from allocator.api.pages.views.policies import COMMITTEE, TITLE, Version, badge, in_force
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Conflict, NotAllowed, NotFound, Unavailable
from allocator.domain.study import StudyAsked, What
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
FORMS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
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
        studies=_studies(visitor, version),
        most_kept=policies.MOST_ROUNDS,
        may_ask=visitor.actor.role in COMMITTEE,
        tried=len(found.rounds) if found else 0,
        document=document,
        kind_of=lambda block: type(block).__name__,
        cell_words=lambda cell: plain(cell, t),
        numeric=numeric,
    )


# ------------------------------------------------------------------------------------------------ for the record


def _studies(visitor: Visitor, version: str) -> list[tuple[Study, str, bool]]:
    """Studies of the effect of this version, the newest first: how each stands, and whether it goes on."""
    found = studies.list_studies(visitor.office, visitor.actor)
    return [
        (one, visitor.tongue(RUNS[one.standing(died=died)]), one.result is None and not one.is_over)
        for one, died in found
        if one.kind == What.EFFECT and one.asked["about"] == version
    ]


@router.post("/{version}/effect")
def ask(visitor: Known, version: Version, form: Sent) -> Response:
    """Let a worker do it: more rounds, of which the counts are kept."""
    rounds = form.whole("rounds")
    if not 1 <= rounds <= policies.MOST_ROUNDS:
        text = N_("Write a number from 1 to {n}.")
        fault = Fault("kept", tell(visitor, text, n=policies.MOST_ROUNDS))
        return _effect(visitor, version, policies.ROUNDS, faults=(fault,))
    try:
        asked = StudyAsked(kind=What.EFFECT, about=version, rounds=rounds)
        study = studies.ask_study(visitor.office, visitor.actor, asked)
    except (Conflict, NotFound) as refused:
        return _effect(visitor, version, policies.ROUNDS, faults=(Fault("", visitor.says(refused.sentence)),))
    text = N_("Study {number} is asked. A worker does it; look here again in a while.")
    return go(visitor, f"/policies/{version}/effect", tell(visitor, text, number=str(study.id)))


@router.get("/{version}/effects/{number}.{form}")
def download(
    visitor: Known,
    version: Version,
    number: Annotated[int, Path(ge=1, le=2**53)],
    form: Annotated[str, Path(pattern="^(pdf|xlsx)$")],
) -> Response:
    """What came of a study, as a report: counts, and nobody in it."""
    study, _ = studies.show_study(visitor.office, visitor.actor, number)
    if study.result is None or study.kind != What.EFFECT or study.asked["about"] != version:
        raise NotFound("no_file", N_("There is nothing at this address."))
    data = results.write_result(visitor.office, visitor.actor, study.result, form, visitor.lang)
    headers = {"Content-Disposition": f'attachment; filename="effect-{version}-{number}.{form}"'}
    return Response(data, headers=headers, media_type=FORMS[form])
