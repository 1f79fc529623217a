"""``/policies/{policy}/effect``: what a version would have done in the last rounds: who loses and who gains a home.

With the households, the rounds are solved again beside the pages: some seconds each. For more rounds, and for the
record, it is a study: a worker does it, and keeps the counts.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from allocator.actions import desk, policies, results, studies
from allocator.actions import rounds as kept_rounds
from allocator.actions.studies import Study
from allocator.api.pages.aside import ask as worked_out
from allocator.api.pages.aside import being_worked_out
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.labels import RUNS
from allocator.api.pages.views.policies import COMMITTEE, TITLE, Version, badge, in_force
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Conflict, NotAllowed, NotFound
from allocator.domain.study import StudyAsked, What
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports import effects
from allocator.reports.columns import told
from allocator.reports.document import Document
from allocator.whatif.effect import Effect

router = APIRouter(prefix="/policies")
MOST, SECONDS = 12, 30.0
"""Rounds that a page tries at most, and the most that the plan of one may take."""
FORMS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@router.get("/{version}/effect")
def show_effect(
    visitor: Known, version: Version, rounds: Annotated[int | None, Query(ge=1, le=MOST)] = None
) -> Response:
    """What this takes, and how many rounds; with a number: what comes out."""
    if visitor.actor.role not in COMMITTEE | {Role.AUDITOR}:
        raise NotAllowed("role", N_("Only the committee and auditors look at the effect of a policy."))
    if rounds is None:
        return _effect(visitor, version, policies.ROUNDS)
    asks = (visitor.office, visitor.actor, version, rounds, SECONDS)
    what = ("effect", version, rounds, *_last(visitor))
    try:
        found = worked_out(visitor, what, lambda: policies.foresee_policy(*asks))
    except InputProblems as wrong:
        told = [one.in_language(visitor.lang) for one in wrong.problems if not one.warning]
        return _effect(visitor, version, rounds, faults=tuple(Fault("", f"{one.what} {one.do}") for one in told))
    if found is None:
        title = tell(visitor, N_("Effect of policy {version}"), version=version)
        return being_worked_out(visitor, title, _way(version, visitor))
    return _effect(visitor, version, rounds, found)


def _last(visitor: Visitor) -> tuple[str, int]:
    """The last round with its last proposal; 0: nothing was proposed for it."""
    for one in kept_rounds.list_rounds(visitor.office, visitor.actor, 1):
        try:
            return one.id, desk.find_number(visitor.office, visitor.actor, one.id)
        except NotFound:
            return one.id, 0
    return "", 0


def _way(version: str, visitor: Visitor) -> tuple[Crumb, ...]:
    return Crumb(tell(visitor, TITLE), "/policies"), Crumb(version, f"/policies/{version}")


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
        crumbs=_way(version, visitor),
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
        why=lambda one: visitor.says(one.failure.sentence) if one.failure else "",
        told=lambda table: told(table, t),
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
